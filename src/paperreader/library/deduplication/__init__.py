"""Papers that are one, or may be: corrections, merging, and the queue of possible duplicates."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
