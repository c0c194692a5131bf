"""Bringing records in: prepared, matched with the papers that are there, and stored in batches."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
