"""Whether two papers are one: fingerprints, and comparing titles, people and venues. Knows the domain alone."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
