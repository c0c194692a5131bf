"""Moves papers between files and a library, for the command line and the terminal program alike."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
