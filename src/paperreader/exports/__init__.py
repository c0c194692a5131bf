"""The formats that papers are exported to. Nothing here knows a library or a file.

To add one, write a module in `writers` and add a row to the table.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
