"""The state of the screening: how many papers were decided, why, and what comes next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain import DECISIONS
from paperreader.library.database import each

if TYPE_CHECKING:
    import sqlite3

    from paperreader.library.database import Ask

_FEW: Final = 5_000
"""Up to this many papers are looked up one by one; for more, all decisions are read."""
_FIRST_LOOK, _LONGEST_LOOK = 64, 65_536
"""How many papers are looked at together when searching for the next one: twice as many each time."""


@dataclass(frozen=True, slots=True)
class Screening:
    """The progress of screening for a set of papers."""

    total: int
    """The sum of `decided` and `undecided`."""
    decided: Mapping[str, int]
    """How many papers have each decision; every decision is included."""
    undecided: int
    reasons: tuple[tuple[str, int], ...]
    """Why papers were rejected, most common first; rejections without a reason are not included."""


def screening(ask: Ask, ids: Sequence[int] | None) -> Screening:
    """Count the decisions on papers, or on all that are not trashed if `ids` is `None`."""
    groups: Counter[tuple[str, str | None]] = Counter()
    if ids is None:
        [(total,)] = ask("select (select count(*) from papers) - (select count(*) from gone)")
        found = ask(
            "select decision, reason, count(*) from states where decision is not null and not trashed "
            "and paper not in (select paper from hidden) group by 1, 2"
        )
        groups.update({(row[0], row[1]): row[2] for row in found})
    else:
        wanted = set(ids)
        total = len(wanted)
        groups.update((row["decision"], row["reason"]) for row in _decided(ask, wanted))
    kinds = dict.fromkeys(DECISIONS, 0)
    reasons: Counter[str] = Counter()
    for (decision, reason), count in groups.items():
        kinds[decision] += count
        if DECISIONS[decision].reasons and reason:
            reasons[reason] += count
    return Screening(
        total=total,
        decided=kinds,
        undecided=total - sum(kinds.values()),
        reasons=tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
    )


def decisions(ask: Ask, ids: Iterable[int]) -> dict[int, str]:
    """Return the decision on each paper that has one."""
    return {row["paper"]: row["decision"] for row in _decided(ask, set(ids))}


def _decided(ask: Ask, wanted: set[int]) -> Iterator[sqlite3.Row]:
    if len(wanted) <= _FEW:
        yield from ask(
            "select paper, decision, reason from json_each(?) w join states on paper = w.value "
            "where decision is not null",
            each(wanted),
        )
        return
    for row in ask("select paper, decision, reason from states where decision is not null"):
        if row["paper"] in wanted:
            yield row


def next_undecided(ask: Ask, ids: Sequence[int], start: int, step: int) -> int | None:
    """Return the index in `ids` of the next paper after `start` that is neither decided nor trashed."""

    def undecided(papers: list[int]) -> set[int]:
        rows = ask(
            "select paper from json_each(?) w join states on paper = w.value where decision is not null or trashed",
            json.dumps(papers),
        )
        return set(papers).difference(row[0] for row in rows)

    return _next(ids, start, step, undecided)


def next_batch(ask: Ask, ids: Sequence[int], start: int, step: int) -> int | None:
    """Return the index in `ids` of the next paper after `start` from a different import than the one at `start`."""
    here = ask("select import from papers where id = ?", ids[start]) if 0 <= start < len(ids) else []

    def elsewhere(papers: list[int]) -> set[int]:
        rows = ask(
            "select p.id from json_each(?) w join papers p on p.id = w.value where p.import is not ?",
            json.dumps(papers),
            here[0][0],
        )
        return {row[0] for row in rows}

    return _next(ids, start, step, elsewhere) if here else None


def _next(ids: Sequence[int], start: int, step: int, choose: Callable[[list[int]], set[int]]) -> int | None:
    """Return the first index after (or before) `start` whose paper `choose` picks from those it is given."""
    places = range(start + 1, len(ids)) if step > 0 else range(min(start, len(ids)) - 1, -1, -1)
    at, look = 0, _FIRST_LOOK
    while some := places[at : at + look]:
        papers = [ids[place] for place in some]
        chosen = choose(papers)
        for place, paper in zip(some, papers, strict=True):
            if paper in chosen:
                return place
        at, look = at + look, min(2 * look, _LONGEST_LOOK)
    return None
