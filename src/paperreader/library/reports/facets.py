"""Facets: the authors, venues, years, categories and files of some papers, and how many papers have each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.library.database import each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library.database import Ask

MOST_COUNTED: Final = 20_000
"""Up to so many papers every one is counted; of more, a sample."""
_SAMPLE: Final = 10_000
"""Papers in a sample: what one paper in fifty has is then known to within a seventh, 19 times out of 20."""

_GOLDEN: Final = (5**0.5 - 1) / 2
"""Its multiples, without what is before the point, are spread more evenly than those of any other number."""

_LISTS: Final = {"author": "authors", "cat": "categories"}
"""The columns that hold several values, as JSON, by their fields of a query."""
_VALUES: Final = {"venue": "p.venue", "year": "substr(p.published, 1, 4)", "source": "p.import"}
"""SQL for the one value that a paper has of the others."""


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The most common values of a field among some papers."""

    values: tuple[tuple[str, int], ...]
    """Each with the number of papers that have it, most common first, then by name. A file is a whole path."""
    estimated: bool = False
    """The numbers were estimated from a sample."""


def facet(ask: Ask, field: str, ids: Sequence[int], most: int) -> FacetCounts:
    """Count the values of a field.

    Args:
        ask: runs a statement.
        field: by its name in a query: `author`, `venue`, `year`, `cat` or `source`.
        ids: the papers.
        most: values to return at most.
    """
    estimated = len(ids) > MOST_COUNTED
    sample = _sample(ids) if estimated else ids
    counts: Counter[str] = Counter()
    files = {row[0]: row[1] for row in ask("select id, file from imports")} if field == "source" else {}
    for value, papers in ask(_sql(field), each(sample), -1 if files else most):
        counts[files.get(value, value)] += papers  # a file may have been imported more than once
    scale = len(ids) / len(sample) if sample else 1.0
    values = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]
    if not estimated:
        return FacetCounts(tuple(values))
    return FacetCounts(tuple((value, _rounded(count * scale)) for value, count in values), estimated=True)


def _sql(field: str) -> str:
    """SQL for values and numbers of papers. SQLite does all of the counting, so that no other thread waits for it."""
    # In this order: the papers first, each found by its id.
    papers = "from json_each(?) w cross join papers p on p.id = w.value"
    if field in _LISTS:
        # A paper may name somebody twice.
        each_once = f"select distinct w.value as paper, e.value {papers}, json_each(p.{_LISTS[field]}) e"
        return f"select value, count(*) from ({each_once}) where value <> '' group by 1 order by 2 desc, 1 limit ?"
    return (
        f"select {_VALUES[field]} as found, count(*) {papers} "
        "where found is not null and found <> '' group by 1 order by 2 desc, 1 limit ?"
    )


def _sample(ids: Sequence[int]) -> Sequence[int]:
    """A sample spread evenly over a list, in steps of no pattern that the list may have, and always the same one."""
    return list(dict.fromkeys(ids[int(at * _GOLDEN % 1 * len(ids))] for at in range(_SAMPLE)))


def _rounded(count: float) -> int:
    """An estimate without more digits than it can have."""
    return int(float(f"{count:.2g}"))
