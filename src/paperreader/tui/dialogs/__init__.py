"""The dialogues over the main screen: they ask, show, and return an answer. None imports the main screen."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
