"""Days on which papers are due to be read again, within a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain import memory_of, memory_text, remembered
from paperreader.library.annotations.states import put_states, states_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from paperreader.domain import Recall
    from paperreader.library.database import Values
    from paperreader.library.journal import Change


def put_due(change: Change, papers: Sequence[int], day: date | None) -> None:
    """Set when papers are due; `None` takes that off, and forgets how well they were remembered."""
    put_states(change, papers, {"due": None, "memory": None} if day is None else {"due": day.isoformat()})


def recall(change: Change, papers: Sequence[int], how: Recall, today: date) -> list[date]:
    """Set when papers are due by how well they are remembered. Returns the days, each once, the first one first."""
    days: set[date] = set()
    values: dict[str, Values] = {}
    for state in states_of(change, papers):
        memory, day = remembered(memory_of(state["memory"]), how, today)
        values[state["uid"]] = {"due": day.isoformat(), "memory": memory_text(memory)}
        days.add(day)
    change.put_all("states", values)
    return sorted(days)
