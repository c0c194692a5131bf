"""A keyboard-driven reader and annotator of research abstracts for the terminal."""

__version__ = "0.1.0"

DISTRIBUTION = "paperreader-tui"
"""The name under which an index has this program: what `pip install` is told."""
