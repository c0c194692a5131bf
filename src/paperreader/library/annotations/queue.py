"""The queue within a change: the papers to read next, in an order of the reader's own.

Places are numbers that grow along the queue, with gaps where papers have left it. A paper that is hidden or in the
trash keeps its place.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from paperreader.domain import new_uid
from paperreader.library.database import Invalid

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from paperreader.library.journal import Change

_FARTHEST: Final = 2**48
"""The last place that an export can name: there is always room behind it."""


def all_queued(connection: sqlite3.Connection, papers: Sequence[int]) -> bool:
    """Whether all of some papers are in the queue."""
    return not _outside(connection, papers)


def enqueue(change: Change, papers: Sequence[int]) -> None:
    """Put those papers that are not in the queue at its end, in their order."""
    end = end_of_queue(change.connection)
    change.put_all(
        "queue",
        {
            new_uid(): {"paper": paper, "position": end + at}
            for at, paper in enumerate(_outside(change.connection, papers), 1)
        },
    )


def put_in_queue(change: Change, paper: int, position: int, *, behind: int) -> None:
    """Put a paper where it was in another queue, behind the whole of this one; one that is in this one stays.

    Args:
        position: its place there.
        behind: the last place of this queue before any paper of that one came.
    """
    for one in _outside(change.connection, [paper]):
        change.put("queue", new_uid(), {"paper": one, "position": behind + min(position, _FARTHEST)})


def dequeue(change: Change, papers: Sequence[int]) -> int:
    """Take papers out of the queue. Returns how many were in it."""
    rows = change.connection.execute(
        "select uid from json_each(?) w join queue q on q.paper = w.value", (json.dumps(list(papers)),)
    )
    return change.delete_all("queue", [row["uid"] for row in rows.fetchall()])


def move_queued(change: Change, paper: int, past: int) -> None:
    """Move a paper in the queue to the far side of another; the others keep their order.

    Raises:
        Invalid: one of them is not in the queue.
    """
    places = {row["paper"]: row for row in _queue(change.connection)}
    if paper not in places or past not in places:
        raise Invalid("Only papers in the queue can be moved in it; p puts one there.")
    order = list(places)
    at, to = order.index(paper), order.index(past)
    order.insert(to, order.pop(at))
    low, high = min(at, to), max(at, to) + 1
    there = [row["position"] for row in places.values()]
    if len(set(there)) < len(there):  # equal places, which two windows or two imports can have made
        low, high, there = 0, len(order), list(range(1, len(order) + 1))
    change.put_all("queue", {places[order[one]]["uid"]: {"position": there[one]} for one in range(low, high)})


def end_of_queue(connection: sqlite3.Connection) -> int:
    """The last place in the queue; 0 if it is empty."""
    return int(connection.execute("select coalesce(max(position), 0) from queue").fetchone()[0])


def _queue(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    return connection.execute("select uid, paper, position from queue order by position, uid").fetchall()


def _outside(connection: sqlite3.Connection, papers: Sequence[int]) -> list[int]:
    """Those of some papers that are not in the queue, in order, each once."""
    rows = connection.execute(
        "select w.value from json_each(?) w where not exists (select 1 from queue q where q.paper = w.value) "
        "order by w.key",
        (json.dumps(list(dict.fromkeys(papers))),),
    )
    return [row[0] for row in rows.fetchall()]


def leave_queue(change: Change, papers: Sequence[int]) -> str:
    """Take papers that are done out of the queue, and say so."""
    return ", out of the queue" if dequeue(change, papers) else ""
