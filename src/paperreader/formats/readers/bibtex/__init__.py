"""BibTeX and BibLaTeX: entries, the names in them, and what they inherit from other entries."""
