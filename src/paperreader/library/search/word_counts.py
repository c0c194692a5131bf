"""The words that papers are indexed under, and how many of some papers have each."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from paperreader.library.search import vocabulary

_COUNTED: Final = 2_000
"""Papers of which words are counted in memory at once: some ten megabytes."""
_FIRST_MARK: Final = "\ue000"
_AFTER_MARKS: Final = "\uf900"
"""Words behind a mark are no words of the vocabulary."""


class Terms(NamedTuple):
    """Under what a paper is indexed, as FTS5 is told it."""

    every: str
    """The words of all its texts, the marked ones among them."""
    titles: str
    """Those of the label, and the marks by which many papers have to be told apart."""
    label: str
    """Those of the label alone, in their order."""


class WordCounts(NamedTuple):
    """How many of some papers have each word."""

    papers: dict[str, int]
    titles: dict[str, int]
    keys: dict[str, Sequence[int]]
    """What words that may be new are found by if they are misspelt, as far as it was worked out."""


def count_words(connection: sqlite3.Connection, papers: Sequence[Terms]) -> WordCounts:
    """Count the words of papers, for `Index.enter`.

    Args:
        connection: any: it is done in a table of its own.
    """
    some = [papers[at : at + _COUNTED] for at in range(0, len(papers), _COUNTED)]
    every = total_of([vocabulary.counted(connection, enumerate(one.every for one in part)) for part in some])
    titles = total_of([vocabulary.counted(connection, enumerate(one.titles for one in part)) for part in some])
    return WordCounts(_unmarked(every), titles, {})


class CountChanges:
    """How many more papers and titles have each word than before; fewer where negative."""

    def __init__(self) -> None:
        self.papers: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()

    def write(self, connection: sqlite3.Connection) -> None:
        """Add them to the vocabulary."""
        changed = {word for counts in (self.papers, self.titles) for word, by in counts.items() if by}
        vocabulary.count(connection, _unmarked({word: self.papers[word] for word in changed}), self.titles)


def total_of(some: Sequence[dict[str, int]]) -> dict[str, int]:
    """The sums of counts; the first of them is added to."""
    total = some[0] if some else {}
    for counts in some[1:]:
        for word, count in counts.items():
            total[word] = total.get(word, 0) + count
    return total


def _unmarked(counts: Mapping[str, int]) -> dict[str, int]:
    return {word: count for word, count in counts.items() if not _FIRST_MARK <= word < _AFTER_MARKS}
