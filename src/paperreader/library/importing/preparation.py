"""Prepares records for an import: their hashes, prints, rows and words, which need no library.

This takes half the time of an import, so for a large file another process does it (`exchange.read_ahead`).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from paperreader.domain import Leftover
from paperreader.identity import prints, record_hash
from paperreader.library.database import paper_rows
from paperreader.library.search import Terms, WordCounts, count_words, indexed, spelling_keys, terms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperreader.domain import Record
    from paperreader.identity import Prints

CHUNK: Final = 500
"""Records prepared together: enough that most words occur twice, few enough to hold several chunks in memory."""
_MET: Final = 300_000
"""Words that are remembered as not new: about thirty megabytes."""


class Prepared:
    """A record with what is computed from it, on first use unless `complete` has done so before."""

    __slots__ = ("_earlier", "_prints", "_row", "_terms", "hash", "record")

    def __init__(self, record: Record) -> None:
        self.record = record
        self.hash = record_hash(record.paper)
        self._earlier: tuple[int, int] | None = None
        self._prints: Prints | None = None
        self._row: tuple[str | int | float | None, ...] | None = None
        self._terms: Terms | None = None

    @property
    def earlier_hashes(self) -> tuple[int, int]:
        """The hashes it had before papers had a key and a reference, and before they had volume, issue and pages."""
        if self._earlier is None:
            paper, hash_ = self.record.paper, self.hash
            if paper.citation_key is not None or paper.reference:
                paper = replace(paper, citation_key=None, reference=())
                hash_ = record_hash(paper)
            self._earlier = hash_, hash_ if paper.place is None else record_hash(replace(paper, place=None))
        return self._earlier

    @property
    def prints(self) -> Prints:
        """The numbers by which its text is found."""
        if self._prints is None:
            self._prints = prints(self.record.paper)
        return self._prints

    @property
    def row(self) -> tuple[str | int | float | None, ...]:
        """The values of `paper_rows.COLUMNS`."""
        if self._row is None:
            self._row = paper_rows.columns(self.record.paper, self.prints.fingerprint)
        return self._row

    @property
    def terms(self) -> Terms:
        """The words under which it is indexed."""
        if self._terms is None:
            self._terms = terms_of(indexed(0, self.record.paper))
        return self._terms

    @property
    def is_asked(self) -> bool:
        """Whether its row has been computed."""
        return self._row is not None

    def complete(self) -> None:
        """Compute all that a paper needs if it is new to the library."""
        self._row, self._terms = self.row, self.terms


class Chunk:
    """Some prepared records of a source, and the leftovers between them."""

    __slots__ = ("counts", "items")

    def __init__(self, items: Iterable[Record | Leftover]) -> None:
        self.items = [one if isinstance(one, Leftover) else Prepared(one) for one in items]
        self.counts: WordCounts | None = None
        """How many of its papers have each word, once they are counted."""

    @property
    def line(self) -> int:
        """The line of its last record or leftover."""
        last = self.items[-1]
        return last.line if isinstance(last, Leftover) else last.record.line

    @property
    def records(self) -> list[Prepared]:
        """The records without the leftovers."""
        return [one for one in self.items if isinstance(one, Prepared)]

    @property
    def has_news(self) -> bool:
        """Whether more than hashes was needed: if a library has the records already, nothing else is."""
        return any(one.is_asked for one in self.records)


def chunks(items: Iterable[Record | Leftover | Chunk]) -> Iterator[Chunk]:
    """Split what a format reads into chunks. What comes in chunks stays as it is."""
    some: list[Record | Leftover] = []
    for one in items:
        if isinstance(one, Chunk):
            yield one
        else:
            some.append(one)
            if len(some) == CHUNK:
                yield Chunk(some)
                some = []
    if some:
        yield Chunk(some)


def completed(items: Iterable[Chunk], wanted: Callable[[], bool]) -> Iterator[Chunk]:
    """Complete chunks: compute all that new papers need, and count their words.

    Args:
        wanted: whether the next chunk is worth it.
    """
    met: set[str] = set()
    with closing(sqlite3.connect(":memory:")) as memory:
        for chunk in items:
            if wanted():
                records = chunk.records
                for one in records:
                    one.complete()
                chunk.counts = counts = count_words(memory, [one.terms for one in records])
                if len(met) > _MET:
                    met.clear()
                new = counts.papers.keys() - met
                counts.keys.update((word, spelling_keys(word)) for word in new)
                met |= new
            yield chunk
