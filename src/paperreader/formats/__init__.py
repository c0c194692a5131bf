"""Reads papers from files of many formats. Nothing here knows a library.

To add a format, write a module in `readers` and add a row to the table.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
