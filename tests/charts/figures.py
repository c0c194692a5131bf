"""Statistics that are made up, for charts."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from paperreader.domain import DECISIONS
from paperreader.library import FacetCounts, Screening, Statistics, Year
from tests.strategies import hostile_text


def statistics(decided: dict[str, int] | None = None, undecided: int = 0, **more: Any) -> Statistics:
    """Statistics in which nothing was counted but what is given."""
    kinds = {**dict.fromkeys(DECISIONS, 0), **(decided or {})}
    reasons = tuple(more.pop("reasons", ()))
    nothing: dict[str, Any] = {
        **dict.fromkeys(("sources", "days", "years", "added", "reading", "tag_counts"), ()),
        **dict.fromkeys(
            ("records", "duplicates", "papers", "trashed", "notes", "highlights", "tags", "starred", "read"), 0
        ),
        "pace": None,
        "venues": FacetCounts(()),
        "screening": Screening(sum(kinds.values()) + undecided, kinds, undecided, reasons),
    }
    return Statistics(**{**nothing, **more})


def days() -> st.SearchStrategy[tuple[tuple[str, int], ...]]:
    counted = st.tuples(st.dates().map(lambda day: day.isoformat()), st.integers(1, 10**9))
    return st.lists(counted, max_size=8, unique_by=lambda one: one[0]).map(lambda one: tuple(sorted(one)))


def ranked() -> st.SearchStrategy[tuple[tuple[str, int], ...]]:
    return st.lists(st.tuples(hostile_text(60), st.integers(1, 10**9)), max_size=15).map(
        lambda one: tuple(sorted(one, key=lambda value: -value[1]))
    )


def years() -> st.SearchStrategy[tuple[Year, ...]]:
    year = st.builds(Year, st.integers(1, 9999), st.integers(1, 10**6), st.just(0))
    return st.lists(year, max_size=6, unique_by=lambda one: one.year).map(
        lambda found: tuple(sorted(found, key=lambda one: one.year))
    )
