"""Which papers of a library look alike, when all are compared with all.

An import asks the stored grams of each paper, few and long, for it has a million papers to ask (see `matching`). Who
looks for duplicates waits once for all of them, so that here a paper has many and shorter ones, all in memory: those
that two papers share are neighbours once the numbers are sorted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, groupby, islice
from typing import TYPE_CHECKING, Final

from paperreader.identity.fingerprints import traces
from paperreader.library.database.grams import MANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.domain.paper import Paper

_DENSE: Final = 64
"""Grams of one paper at most; of two copies of a whole abstract the smallest 64 are mostly the same."""
_SPARSE: Final = 8
_HELD: Final = 3_000_000
"""Grams of all papers, 40 bytes each: in a library so large that it would have more, each paper has fewer."""
_SHARE: Final = 8
"""Papers are compared that share the eighth part of the grams that the one with fewer has."""
_PAPER_BITS: Final = 31
_PAPERS: Final = (1 << _PAPER_BITS) - 1


class Lookalikes:
    """The papers of a library, gathered one by one, and then the pairs of them that are worth comparing."""

    def __init__(self, papers: int) -> None:
        """Get ready for so many papers, about."""
        self._most = max(_SPARSE, min(_DENSE, _HELD // max(papers, 1)))
        self._grams: list[int] = []
        self._counts: dict[int, int] = {}
        self._titles: list[int] = []

    def add(self, id_: int, paper: Paper) -> None:
        """Gather a paper by its title and its abstract."""
        grams, halves = traces(paper, self._most)
        self._counts[id_] = len(grams)
        self._grams += [gram << _PAPER_BITS | id_ for gram in grams]
        self._titles += [half << _PAPER_BITS | id_ for half in halves]

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs that share much of an abstract or half of a title, the smaller id first, in order."""
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
    """The papers that have a number in common; of one that many have, the first of them only."""
    keys.sort()
    for _, same in groupby(keys, key=lambda key: key >> _PAPER_BITS):
        papers = [key & _PAPERS for key in islice(same, MANY)]
        if len(papers) > 1:
            yield papers
