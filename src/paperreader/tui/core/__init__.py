"""What all screens need: commands and keys, themes and symbols, the open library and its threads."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
