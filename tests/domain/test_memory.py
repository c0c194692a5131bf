"""The day on which a paper is due follows from how well it is remembered, and from nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Recall, in_a_month, memory_of, memory_text, remembered
from paperreader.domain.memory import Memory
from tests.strategies import memories

DAY = date(2026, 12, 1)


def test_the_better_a_paper_is_remembered_the_later_it_is_due() -> None:
    days = [(remembered(None, how, DAY)[1] - DAY).days for how in Recall]
    assert days == [1, 1, 2, 8]


def test_a_paper_that_is_remembered_each_time_is_due_ever_later() -> None:
    memory, day, waits = None, DAY, []
    for _ in range(5):
        memory, due = remembered(memory, Recall.GOOD, day)
        waits.append((due - day).days)
        day = due
    assert waits == sorted(waits)
    assert waits[:3] == [2, 11, 46]
    forgotten, due = remembered(memory, Recall.AGAIN, day)
    assert (due - day).days < waits[0] + 10
    assert memory is not None
    assert forgotten.difficulty > memory.difficulty


@given(st.none() | memories(), st.sampled_from(Recall), st.dates(date(1970, 1, 1), date(2100, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_every_memory_has_a_later_day_and_always_the_same(memory: Memory | None, how: Recall, today: date) -> None:
    after, due = remembered(memory, how, today)
    assert due > today
    assert after.reviewed == today
    assert remembered(memory, how, today) == (after, due)
    assert memory_of(memory_text(after)) == after


@pytest.mark.parametrize(("stability", "difficulty"), [(0, 5), (-1, 5), (1, 0.9), (1, 11), (float("nan"), 5), (1e7, 5)])
def test_what_is_no_memory_is_refused(stability: float, difficulty: float) -> None:
    with pytest.raises(ValueError, match="difficulty"):
        Memory(stability, difficulty, DAY)


@pytest.mark.parametrize(
    ("day", "then"),
    [
        ("2026-12-01", "2027-01-01"),
        ("2027-01-31", "2027-02-28"),
        ("2028-01-30", "2028-02-29"),
        ("2026-11-30", "2026-12-30"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day: str, then: str) -> None:
    assert in_a_month(date.fromisoformat(day)) == date.fromisoformat(then)


@given(st.dates(max_value=date(9000, 1, 1)))
def test_a_month_is_at_least_four_weeks(day: date) -> None:
    assert timedelta(days=28) <= in_a_month(day) - day <= timedelta(days=31)
