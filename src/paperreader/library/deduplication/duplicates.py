"""Possible duplicates: papers that imports found similar, but not similar enough to merge."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperreader.library.database import rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.domain import Entry
    from paperreader.library.database import Ask


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Two papers that may be duplicates."""

    one: Entry
    """The one that was imported first."""
    other: Entry
    score: float
    """How similar they are, from 0 to 1."""
    why: str
    """What is similar, in words."""
    kind: str
    """The kind of that reason: see `comparison.Kind`."""


def possible_duplicates(ask: Ask) -> list[PossibleDuplicate]:
    """The pairs that nobody has decided on, most similar first. None has a trashed paper."""
    pairs = _pairs(ask)
    papers = {entry.id: entry for entry in rows.entries(ask, sorted({paper for pair in pairs for paper in pair}))}
    found = [
        PossibleDuplicate(papers[one], papers[other], *reason)
        for (one, other), reason in pairs.items()
        if one in papers and other in papers
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.one.id, pair.other.id))


def _pairs(ask: Ask) -> dict[tuple[int, int], tuple[float, str, str]]:
    """By ids, the smaller first. A paper that has been merged is replaced by the one it was merged into."""
    found: dict[tuple[int, int], tuple[float, str, str]] = {}
    decided = {_ordered(row["one"], row["other"]) for row in ask(_FOLLOWED.format("apart", "", "1"))}
    for row in ask(_FOLLOWED.format("doubts", ", score, why, kind", _STANDING)):
        pair = _ordered(row["one"], row["other"])
        if pair[0] != pair[1] and pair not in decided:
            found[pair] = max(found.get(pair, (0.0, "", "")), (row["score"], row["why"], row["kind"]))
    gone = _gone(ask, {paper for pair in found for paper in pair})
    return {pair: reason for pair, reason in found.items() if not gone.intersection(pair)}


_STANDING = "import is null or not exists (select 1 from imports i where i.id = d.import and i.undone)"
"""Found by comparing all papers, or by an import that is not undone."""
_FOLLOWED = (
    "select coalesce(m.kept, d.one) as one, coalesce(n.kept, d.other) as other{1} from {0} d "
    "left join merges m on m.paper = d.one left join merges n on n.paper = d.other where {2}"
)


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _gone(ask: Ask, papers: Iterable[int]) -> set[int]:
    found = ask(
        "select value from json_each(?) w where exists (select 1 from gone where paper = w.value)",
        json.dumps(list(papers)),
    )
    return {row[0] for row in found}
