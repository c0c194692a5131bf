"""Abstracts as people read them: making them readable, wrapping, moving through them, finding keywords."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
