"""Draws the statistics of a library: in characters, as SVG for a report, and as a flow diagram of PRISMA 2020."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
