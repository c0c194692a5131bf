"""Finds the papers most related to one by the words of title and abstract, and the words they share.

The index says which papers have the telling words of a paper, and `Profile` compares the texts of those that have most
of them. The work does not grow with the library: it is known how many papers have a word, so rare words are looked up
everywhere, more common ones in titles, and the most common in pairs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations, islice
from typing import Final

from paperreader.language import words
from paperreader.library.database import NoSuchPaper
from paperreader.library.search.index import COUNT_KEY, mirrored
from paperreader.library.search.keyterms import Profile, Spread, Text, forms
from paperreader.library.search.matches import Matches
from paperreader.library.search.snapshot import SnapshotReader

MOST: Final = 50
"""How many papers are listed. Beyond them, nothing is related."""

_COMMON: Final = 4_000
"""A word in more papers is not looked up by itself."""
_HITS: Final = 20_000
"""How many papers all single words together may lead to."""
_PAIRS: Final = 12
"""How many pairs of common words are looked up."""
_SCANNED: Final = 400_000
"""How many papers may have the words of those pairs."""
_READ: Final = 150
"""How many candidates are read. With 250, 0.3 % more of the first ten would be found among 50,000 made-up papers, in a
quarter more time."""
_IN_TITLE: Final = 0.7
"""The extra worth of a word in the title of a candidate."""
_NEAR: Final = 0.06
"""The lowest score that is not mere chance."""
_NEAR_FOR_ONE: Final = 0.35
"""The same as a share of the best score, for papers that have little related to them."""


@dataclass(frozen=True, slots=True)
class Related:
    """A paper that is related to another."""

    paper: int
    score: float
    """From 0, nothing in common, to 1, the same text."""
    ties: tuple[str, ...]
    """The folded words and phrases that both have, as this paper spells them, the most telling first."""


def matches_of(ties: Iterable[str]) -> Matches:
    """What to highlight in a text to show the words it shares."""
    phrases = [tuple(words(tie)) for tie in ties]
    return Matches(
        frozenset(form for phrase in phrases if len(phrase) == 1 for form in forms(phrase[0])),
        phrases=tuple((*rest, form) for *rest, last in phrases if rest for form in sorted(forms(last))),
    )


class Nearest(SnapshotReader):
    """Finds related papers."""

    def to(self, paper: int, limit: int = MOST) -> list[Related]:
        """The papers most related to one, best first, without itself and without the trash.

        Raises:
            NoSuchPaper: the library does not have it.
            Interrupted: by `interrupt`.
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

    def _texts(self, papers: list[int], *, trashed: bool = False) -> Iterator[tuple[int, Text]]:
        """The texts of those papers that exist, in order."""
        kept = "" if trashed else "where not exists (select 1 from states s where s.paper = p.id and s.trashed)"
        rows = self._connection.execute(
            "select p.id, case when p.title is null then '' else p.label end, p.abstract"
            f" from json_each(?) j cross join papers p on p.id = j.value {kept}",
            (json.dumps(papers),),
        )
        for number, title, abstract in rows:
            self._go_on()
            yield number, Text(title, abstract)

    def _spreads(self, text: Text) -> dict[str, Spread]:
        """How common the words of a text are in all their forms."""
        wanted = sorted({form for word in text.telling_words() for form in forms(word)})
        rows = self._connection.execute(
            "select term, papers, titles from json_each(?) j cross join search_words on term = j.value",
            (json.dumps(wanted),),
        )
        return {term: Spread(papers, titles) for term, papers, titles in rows.fetchall()}

    def _candidates(self, profile: Profile, spreads: Mapping[str, Spread]) -> list[int]:
        """The most likely papers, by the words they are known to have."""
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
        """Rank candidates by what their texts share."""
        read = [(profile.nearness(text), number, text) for number, text in islice(self._texts(candidates), _READ)]
        read.sort(key=lambda one: (-one[0], one[1]))
        least = min(_NEAR, _NEAR_FOR_ONE * read[0][0]) if read else 0.0
        near = [one for one in read if one[0] > least][:limit]
        return [Related(number, score, profile.ties(text)) for score, number, text in near]


def _questions(profile: Profile, spreads: Mapping[str, Spread]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What to look up and in which table: words that papers must have, the most telling first."""
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
    """An expression for FTS5 that finds any of some words."""
    quoted = [f'"{word}"' for word in forms_of_word]
    return f"({' OR '.join(quoted)})"


def _places(bits: int) -> Iterator[int]:
    """The positions of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
