"""The query language: parses what somebody types into a syntax tree.

    trasnformer "state space" -survey (lora OR qlora) title:tuning tag:todo is:unread year:2022..2024 sort:-date

Any text is a query: a part that cannot be understood becomes a `Problem` with its place, and the rest is searched. The
tree holds folded words, so that `str(query)` parses to an equal tree. docs/queries.md has the grammar.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
