"""Cuts a text into records: tagged lines, rows of tables, JSON objects, XML elements, web pages."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
