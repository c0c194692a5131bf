"""A keyboard-driven reader and annotator of research abstracts for the terminal."""

__version__ = "0.1.0"
