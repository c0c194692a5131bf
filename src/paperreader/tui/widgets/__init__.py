"""The panes and lines of the main screen. They show what they are given and post messages; none knows the screen."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
