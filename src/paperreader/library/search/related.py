"""The papers nearest to one, by the words of title and abstract, with the words that tie them.

The index says which papers have the telling words of a paper, and `Profile` holds the texts of those that have most
of them against it. However large the library is, the work stays the same: how many papers a word is in is known
beforehand, so rare words are looked up everywhere, commoner ones in titles, and the commonest two at a time.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations, islice
from typing import Final

from paperreader.language.words import words
from paperreader.library.database.connection import path_of
from paperreader.library.database.errors import NoSuchPaper, in_words
from paperreader.library.search.full_text import Interrupted
from paperreader.library.search.index import COUNT_KEY, mirrored
from paperreader.library.search.keyterms import Profile, Spread, Text, forms
from paperreader.library.search.ranking import Marks

MOST: Final = 50
"""Papers that are listed: beyond them nothing is near."""

_COMMON: Final = 4_000
"""Papers that a word may be in to be looked up by itself."""
_HITS: Final = 20_000
"""Papers that all words together may lead to."""
_PAIRS: Final = 12
"""Pairs of common words that are looked up."""
_SCANNED: Final = 400_000
"""Papers that the words of all those pairs may be in."""
_READ: Final = 150
"""Candidates whose texts are read: of 50,000 made-up papers, 250 would find 0.3 % more of the first ten, and take a
quarter longer."""
_IN_TITLE: Final = 0.7
"""What a word is worth more to a candidate that has it in its title."""
_NEAR: Final = 0.06
"""The least that says of a paper that it is near, and does not happen to have some word as well."""
_NEAR_FOR_ONE: Final = 0.35
"""The same as a share of the nearest, for papers that little is near to."""


@dataclass(frozen=True, slots=True)
class Related:
    """A paper that is near another."""

    paper: int
    score: float
    """From 0, nothing in common, to 1, the same text."""
    ties: tuple[str, ...]
    """The words and phrases that both have, folded, as this paper writes them, the most telling first."""


def marks_of(ties: Iterable[str]) -> Marks:
    """What to mark in a text, to show where it has the words that tie it to another."""
    phrases = [tuple(words(tie)) for tie in ties]
    return Marks(
        frozenset(form for phrase in phrases if len(phrase) == 1 for form in forms(phrase[0])),
        phrases=tuple((*rest, form) for *rest, last in phrases if rest for form in sorted(forms(last))),
    )


class Nearest:
    """Finds related papers.

    Args:
        connection: for reading; one thing at a time.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._path = path_of(connection)
        self._stopped = False

    def to(self, paper: int, limit: int = MOST) -> list[Related]:
        """The papers nearest to one, the nearest first, without it and without those in the trash.

        Raises:
            NoSuchPaper: the library does not have it.
            Interrupted: `interrupt` was called meanwhile.
            LibraryError: the library cannot be read.
        """
        with self._snapshot():
            text = next((text for _, text in self._texts([paper], trashed=True)), None)
            if text is None:
                raise NoSuchPaper(f"There is no paper {paper} in this library.")
            spreads = self._spreads(text)
            total = self._connection.execute("select value from meta where key = ?", (COUNT_KEY,)).fetchone()
            profile = Profile(text, spreads, int(total[0]) if total else 0)
            candidates = [number for number in self._candidates(profile, spreads) if number != paper]
            return self._ranked(profile, candidates, limit)

    def interrupt(self) -> None:
        """Stop what is running, from any thread; it raises `Interrupted`. The next one is not affected."""
        self._stopped = True
        self._connection.interrupt()

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[None]:
        """One state of the library throughout."""
        self._stopped = False
        with in_words(self._path):
            try:
                self._connection.execute("begin")
                yield
            except sqlite3.OperationalError as error:
                if self._stopped or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                    raise Interrupted from None
                raise
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")

    def _texts(self, papers: list[int], *, trashed: bool = False) -> Iterator[tuple[int, Text]]:
        """The texts of papers in their order, those that exist."""
        kept = "" if trashed else "where not exists (select 1 from states s where s.paper = p.id and s.trashed)"
        rows = self._connection.execute(
            "select p.id, case when p.title is null then '' else p.label end, p.abstract"
            f" from json_each(?) j cross join papers p on p.id = j.value {kept}",
            (json.dumps(papers),),
        )
        for number, title, abstract in rows:
            if self._stopped:
                raise Interrupted
            yield number, Text(title, abstract)

    def _spreads(self, text: Text) -> dict[str, Spread]:
        """How common the words of a text are, in every form."""
        wanted = sorted({form for word in text.telling_words() for form in forms(word)})
        rows = self._connection.execute(
            "select term, papers, titles from json_each(?) j cross join search_words on term = j.value",
            (json.dumps(wanted),),
        )
        return {term: Spread(papers, titles) for term, papers, titles in rows.fetchall()}

    def _candidates(self, profile: Profile, spreads: Mapping[str, Spread]) -> list[int]:
        """The likeliest papers, by the words that they are known to have."""
        names = list(profile.weights)
        titled = len(names)  # whether a word is in the title is one more thing to know
        worth = [*profile.weights.values(), *(_IN_TITLE * weight for weight in profile.weights.values())]
        known: dict[int, int] = {}
        cursor = self._connection.cursor()
        cursor.row_factory = None
        for table, asked in _questions(profile, spreads):
            expression = " AND ".join(_any_of(profile.forms_of(name)) for name in asked)
            bits = sum(1 << names.index(name) for name in asked)
            if table == "search_titles":
                bits |= bits << titled
            newest = "order by rowid" if len(asked) > 1 else ""  # there may be more than are asked for
            cursor.execute(
                f"select {mirrored('rowid')} from {table} where {table} match ? {newest} limit ?", (expression, _COMMON)
            )
            for (number,) in cursor.fetchall():
                known[number] = known.get(number, 0) | bits
        alike = defaultdict[int, list[int]](list)
        for number, bits in known.items():
            alike[bits].append(number)
        best = sorted(alike, key=lambda bits: (-sum(worth[at] for at in _places(bits)), bits))
        return list(islice((number for bits in best for number in sorted(alike[bits], reverse=True)), 2 * _READ))

    def _ranked(self, profile: Profile, candidates: list[int], limit: int) -> list[Related]:
        """Candidates by what their texts share."""
        read = [(profile.nearness(text), number, text) for number, text in islice(self._texts(candidates), _READ)]
        read.sort(key=lambda one: (-one[0], one[1]))
        least = min(_NEAR, _NEAR_FOR_ONE * read[0][0]) if read else 0.0
        near = [one for one in read if one[0] > least][:limit]
        return [Related(number, score, profile.ties(text)) for score, number, text in near]


def _questions(profile: Profile, spreads: Mapping[str, Spread]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What to ask the index, with the table to ask: the words that papers must have, the most telling first."""
    forms_of = {name: [spreads[form] for form in profile.forms_of(name) if form in spreads] for name in profile.weights}
    papers = {name: sum(one.papers for one in found) for name, found in forms_of.items()}
    titles = {name: sum(one.titles for one in found) for name, found in forms_of.items()}
    common = {name for name in papers if papers[name] > _COMMON}
    left = _HITS
    for table, hits in (("search_text", papers), ("search_titles", titles)):
        for name, count in hits.items():
            if 0 < count <= min(left, _COMMON):
                left -= count
                yield table, (name,)
    pairs = [
        pair
        for pair in combinations(papers, 2)
        if common.issuperset(pair) or (profile.has_together(*pair) and not common.isdisjoint(pair))
    ]
    scanned = 0
    for one, other in nlargest(_PAIRS, pairs, key=lambda pair: profile.worth_of_pair(*pair)):
        scanned += papers[one] + papers[other]
        if scanned <= _SCANNED:
            yield "search_text", (one, other)


def _any_of(forms_of_word: list[str]) -> str:
    """What FTS5 is asked, to find any of some words."""
    quoted = [f'"{word}"' for word in forms_of_word]
    return f"({' OR '.join(quoted)})"


def _places(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
