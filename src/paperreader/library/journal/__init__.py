"""Every change of the reader's own data, in the transaction that makes it, with undo, redo and history."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
