"""States of papers within a change: read, starred, trashed, decided on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal

from paperreader.library.database import Stopped

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from paperreader.library.database import Values
    from paperreader.library.journal import Change


State = Literal["read", "starred", "trashed"]
"""States that a paper can have."""


def all_are(connection: sqlite3.Connection, papers: Sequence[int], state: State) -> bool:
    """Whether all of some papers have a state."""
    lacking = connection.execute(
        "select 1 from json_each(?) w left join states s on s.paper = w.value "
        f"where not coalesce(s.{state}, 0) limit 1",
        (json.dumps(list(papers)),),
    )
    return lacking.fetchone() is None


def all_rated(connection: sqlite3.Connection, papers: Sequence[int], rating: int) -> bool:
    """Whether all of some papers have a rating."""
    others = connection.execute(
        "select 1 from json_each(?) w left join states s on s.paper = w.value where s.rating is not ? limit 1",
        (json.dumps(list(papers)), rating),
    )
    return others.fetchone() is None


def put_states(change: Change, papers: Sequence[int], values: Values) -> None:
    """Set some columns of the states of papers."""
    change.put_all("states", {row["uid"]: values for row in states_of(change, papers)})


def states_of(change: Change, papers: Sequence[int]) -> list[sqlite3.Row]:
    """Return the rows of papers in `states`, in order, each once; missing ones are created."""
    # A state with default values says nothing, so creating it does not change the reader's data; and since the
    # row exists from the start, every later change only touches single columns and can be undone separately.
    # Its uid is the paper's: there is one state per paper, on every device.
    wanted = json.dumps(list(dict.fromkeys(papers)))
    change.connection.execute(
        "insert or ignore into states(uid, paper, created, updated, revision) "
        "select p.uid, p.id, strftime('%Y-%m-%dT%H:%M:%fZ'), strftime('%Y-%m-%dT%H:%M:%fZ'), 1 "
        "from json_each(?) w join papers p on p.id = w.value",
        (wanted,),
    )
    return change.connection.execute(
        "select s.* from json_each(?) w join states s on s.paper = w.value order by w.key", (wanted,)
    ).fetchall()


_PART: Final = 2_000
"""Papers changed between two looks at whether to go on."""


def in_parts(papers: Sequence[int], progress: Callable[[int], bool] | None) -> Iterator[Sequence[int]]:
    """Some papers in parts, or all at once if nobody asks how far they are.

    Raises:
        Stopped: `progress`, which is told how many are done, said so.
    """
    if progress is None:
        yield papers
        return
    for start in range(0, len(papers), _PART):
        yield papers[start : start + _PART]
        if not progress(min(start + _PART, len(papers))):
            raise Stopped("stopped; nothing was changed")
