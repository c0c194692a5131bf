"""The orders of `query.orders` in SQL, and the one that is faster without it."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from paperreader.domain import OUTCOMES

if TYPE_CHECKING:
    from paperreader.query import Sort

_BY_TITLE: Final = "coalesce(p.sorting, lower(p.label))"
"""Must match the expression in the index exactly."""
_BY_RANK: Final = [one.decision for one in sorted(OUTCOMES, key=lambda one: one.sort_rank)]

_Arrange: TypeAlias = Callable[[sqlite3.Connection, "array[int]", bool], "array[int]"]
"""Sorts papers, given newest import first; the last argument reverses the order."""


def _by_decision(connection: sqlite3.Connection, ids: array[int], reverse: bool) -> array[int]:  # noqa: FBT001
    """Sort papers by decision, otherwise keeping their order: faster than SQLite."""
    decided = dict(tuple(row) for row in connection.execute("select paper, decision from states where decision <> ''"))
    groups = {decision: array("q") for decision in _BY_RANK}
    for paper in ids:
        groups[decided.get(paper)].append(paper)
    ordered = array("q")
    for decision in reversed(_BY_RANK) if reverse else _BY_RANK:
        ordered += groups[decision]
    return ordered


def _by_own(sql: str, *, largest: bool = False) -> _Arrange:
    """Return what sorts papers by something that few of them have, and leaves the others behind in their order.

    Args:
        sql: the papers that have it, each with what it is sorted by.
        largest: the largest comes first.
    """

    def arrange(connection: sqlite3.Connection, ids: array[int], reverse: bool) -> array[int]:  # noqa: FBT001
        ranks = dict(tuple(row) for row in connection.execute(sql))
        first = sorted((paper for paper in ids if paper in ranks), key=ranks.__getitem__, reverse=reverse != largest)
        return array("q", [*first, *(paper for paper in ids if paper not in ranks)])

    return arrange


ORDER_SQL: Final = {
    "date": ("p.published desc nulls last, p.id", "p.published, p.id"),
    "added": ("p.imported desc, p.id", "p.imported, p.id"),
    "title": (f"{_BY_TITLE}, p.id", f"{_BY_TITLE} desc, p.id"),
    "upvotes": ("p.upvotes desc nulls last, p.id", "p.upvotes, p.id"),
}
"""The SQL after `order by`, and its reverse. To add an order, add a row here and one in `query.orders`."""
ORDER_FUNCTIONS: Final[Mapping[str, _Arrange]] = {
    "decision": _by_decision,
    "queue": _by_own("select paper, row_number() over (order by position, uid) from queue"),
    "rating": _by_own("select paper, rating from states where rating is not null", largest=True),
    "due": _by_own("select paper, due from states where due is not null"),
}
"""Orders that are not sorted by SQLite."""


def order_by(sort: Sort | None) -> str:
    """Return what follows `order by`: the newest import first, unless something else was asked for."""
    return ORDER_SQL[sort.key][sort.reverse] if sort else ORDER_SQL["added"][0]
