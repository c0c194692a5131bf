"""The words that papers are indexed under, and how many of some papers have each."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from paperreader.library.search import vocabulary

_COUNTED: Final = 2_000
"""How many papers are counted in memory at once, in some ten megabytes."""
_FIRST_PREFIX: Final = "\ue000"
_AFTER_PREFIXES: Final = "\uf900"
"""Marked words are not part of the vocabulary."""


class Terms(NamedTuple):
    """The words that a paper is indexed under, as texts for FTS5."""

    every: str
    """The words of all its texts, including marked ones."""
    titles: str
    """Those of the label, and the prefixed words that filter large numbers of papers."""
    label: str
    """Those of the label alone, in order."""


class WordCounts(NamedTuple):
    """How many of some papers have each word."""

    papers: dict[str, int]
    titles: dict[str, int]
    keys: dict[str, Sequence[int]]
    """The spelling keys of words that may be new, as far as they are known."""


def count_words(connection: sqlite3.Connection, papers: Sequence[Terms]) -> WordCounts:
    """Count the words of papers, for `Index.enter`.

    Args:
        connection: any, since a temporary table is used.
    """
    some = [papers[at : at + _COUNTED] for at in range(0, len(papers), _COUNTED)]
    every = total_of([vocabulary.counted(connection, enumerate(one.every for one in part)) for part in some])
    titles = total_of([vocabulary.counted(connection, enumerate(one.titles for one in part)) for part in some])
    return WordCounts(_without_prefixed(every), titles, {})


class CountChanges:
    """How many more papers and titles have each word than before, or fewer if negative."""

    def __init__(self) -> None:
        self.papers: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()

    def write(self, connection: sqlite3.Connection) -> None:
        """Add them to the vocabulary."""
        changed = {word for counts in (self.papers, self.titles) for word, by in counts.items() if by}
        vocabulary.count(connection, _without_prefixed({word: self.papers[word] for word in changed}), self.titles)


def total_of(some: Sequence[dict[str, int]]) -> dict[str, int]:
    """Add counts up, into the first of them."""
    total = some[0] if some else {}
    for counts in some[1:]:
        for word, count in counts.items():
            total[word] = total.get(word, 0) + count
    return total


def _without_prefixed(counts: Mapping[str, int]) -> dict[str, int]:
    return {word: count for word, count in counts.items() if not _FIRST_PREFIX <= word < _AFTER_PREFIXES}
