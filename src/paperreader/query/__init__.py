"""The query language: what somebody types, as a syntax tree.

    trasnformer "state space" -survey (lora OR qlora) title:tuning tag:todo is:unread year:2022..2024 sort:-date

Any text is a query: what cannot be understood becomes a `Problem` with its place, and the rest is searched. The tree
holds folded words, so that `str(query)` parses to an equal tree. docs/queries.md has the grammar.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paperreader.query.parsing import MAX_DEPTH, MAX_LENGTH, MAX_WORDS, parse
    from paperreader.query.tree import (
        And,
        Compare,
        Has,
        Is,
        Node,
        Not,
        Or,
        Phrase,
        Problem,
        Query,
        Sort,
        Value,
        Word,
        all_of,
    )

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_WORDS",
    "And",
    "Compare",
    "Has",
    "Is",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Problem",
    "Query",
    "Sort",
    "Value",
    "Word",
    "all_of",
    "parse",
]

_PARSING: Final = ("MAX_DEPTH", "MAX_LENGTH", "MAX_WORDS", "parse")


def __getattr__(name: str) -> object:
    # The screen reads the table of orders before its first paint, and must not wait for a parser then.
    if name not in __all__:
        raise AttributeError(name)
    module = "parsing" if name in _PARSING else "tree"
    return getattr(import_module(f"{__name__}.{module}"), name)
