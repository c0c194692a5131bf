"""Reading again: the reader's own days, and when a paper is due by how well it is remembered.

The days follow from the library `fsrs` (Free Spaced Repetition Scheduler, version 6, with its standard parameters),
without chance: in whole days, so that the same answers always give the same days.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

LONGEST_MEMORY: Final = 1e6
"""The largest stability that is kept, in days."""
_EASIEST: Final = 1.0
_HARDEST: Final = 10.0


class Recall(StrEnum):
    """How well a paper is remembered, from not at all on."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a paper is remembered, as of the day when it was last read again."""

    stability: float
    """After so many days, nine of ten such papers are still remembered. More than 0, at most `LONGEST_MEMORY`."""
    difficulty: float
    """From 1 to 10."""
    reviewed: date

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            ValueError: one is out of its range.
        """
        if not (0 < self.stability <= LONGEST_MEMORY and _EASIEST <= self.difficulty <= _HARDEST):
            raise ValueError("a stability above 0, and a difficulty from 1 to 10")


def local_today() -> date:
    """Return the day that it is where the reader is."""
    return datetime.now().astimezone().date()


def in_a_month(day: date) -> date:
    """Return the same day of the next month, or its last one."""
    import calendar

    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def remembered(memory: Memory | None, recall: Recall, today: date) -> tuple[Memory, date]:
    """Return what is remembered after reading a paper again, and the day on which it is due next.

    Args:
        memory: as of the time before; `None` for the first time.
        recall: how well it was remembered.
        today: when it was read again.
    """
    from fsrs import Card, Rating, Scheduler, State

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    now = _moment(today)
    card = Card(card_id=1, due=now)
    if memory is not None:
        card = Card(
            card_id=1,
            state=State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=now,
            last_review=_moment(min(memory.reviewed, today)),  # a clock may have been put back
        )
    after, _ = scheduler.review_card(card, Rating[recall.name.capitalize()], review_datetime=now)
    stability, difficulty = after.stability or 1.0, after.difficulty or _EASIEST
    known = Memory(
        stability if math.isfinite(stability) and stability < LONGEST_MEMORY else LONGEST_MEMORY,
        min(max(difficulty, _EASIEST), _HARDEST),
        today,
    )
    return known, max(after.due.date(), today + timedelta(days=1))


def memory_of(text: str | None) -> Memory | None:
    """Read a stored memory.

    Raises:
        ValueError: paperreader did not write it.
        TypeError: the same.
    """
    if text is None:
        return None
    stability, difficulty, reviewed = json.loads(text)
    return Memory(stability, difficulty, date.fromisoformat(reviewed))


def memory_text(memory: Memory) -> str:
    """Return a memory as it is stored: JSON."""
    return json.dumps([memory.stability, memory.difficulty, memory.reviewed.isoformat()])


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
