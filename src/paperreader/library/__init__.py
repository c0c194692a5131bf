"""The only package that knows SQL: opening, importing, annotating with a journal, and searching one SQLite file."""
