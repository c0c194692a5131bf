"""Finds similar papers by comparing all papers of a library with each other.

An import looks up few, long grams of each paper, because a library may have a million papers (see `grams`). A search
for duplicates goes through all papers once, so each has more and shorter grams here, all in memory; once they are
sorted, the grams that two papers share are neighbours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, groupby, islice
from typing import TYPE_CHECKING, Final

from paperreader.identity import traces
from paperreader.library.database import MANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.domain import Paper

_DENSE: Final = 64
"""Grams of a paper at most. Of two copies of an abstract, the smallest 64 are mostly the same."""
_SPARSE: Final = 8
_HELD: Final = 3_000_000
"""Grams of all papers at most, 40 bytes each. In a library that would have more, each paper has fewer."""
_SHARE: Final = 8
"""Two papers are compared if they share an eighth of the grams of the one that has fewer."""
_PAPER_BITS: Final = 31
_PAPERS: Final = (1 << _PAPER_BITS) - 1


class Lookalikes:
    """Collects the papers of a library one by one, then finds the pairs that are worth comparing."""

    def __init__(self, papers: int) -> None:
        """Prepare for about this many papers."""
        self._most = max(_SPARSE, min(_DENSE, _HELD // max(papers, 1)))
        self._grams: list[int] = []
        self._counts: dict[int, int] = {}
        self._titles: list[int] = []

    def add(self, id_: int, paper: Paper) -> None:
        """Add a paper by its title and abstract."""
        grams, halves = traces(paper, self._most)
        self._counts[id_] = len(grams)
        self._grams += [gram << _PAPER_BITS | id_ for gram in grams]
        self._titles += [half << _PAPER_BITS | id_ for half in halves]

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs that share much of an abstract or half a title, the smaller id first, sorted."""
        counts, groups = self._counts, defaultdict[int, list[list[int]]](list)
        for group in _groups(self._grams):
            for paper in group:
                groups[paper].append(group)
        found = {pair for group in _groups(self._titles) for pair in combinations(group, 2)}
        for one, mine in groups.items():  # paper by paper: all pairs that share a gram would be too many to hold
            shared = Counter(other for group in mine for other in group if other > one)
            found.update((one, it) for it, many in shared.items() if many * _SHARE >= min(counts[one], counts[it]))
        return sorted(found)


def _groups(keys: list[int]) -> Iterator[list[int]]:
    """Groups of papers that share a number; of a large group, the first few only."""
    keys.sort()
    for _, same in groupby(keys, key=lambda key: key >> _PAPER_BITS):
        papers = [key & _PAPERS for key in islice(same, MANY)]
        if len(papers) > 1:
            yield papers
