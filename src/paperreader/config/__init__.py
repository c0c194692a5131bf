"""The user's configuration: a TOML file that they write, and a small state file that the program writes."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
