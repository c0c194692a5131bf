"""What the commands share: finding the library and the papers, taking arguments, printing, failing."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
