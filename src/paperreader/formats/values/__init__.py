"""What the values in a record mean, in any format: names, dates, places, links, kinds, markup."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
