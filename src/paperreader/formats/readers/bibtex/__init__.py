"""BibTeX and BibLaTeX: entries, the names in them, and what they take over from others."""
