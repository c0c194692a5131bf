"""The only package that knows SQL: opening, importing, annotating with a journal, and searching one SQLite file."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
