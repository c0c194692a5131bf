"""The paper itself and what its reader adds to it. Nothing here needs a file, a library or a screen."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
