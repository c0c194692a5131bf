"""What to read next, and what to read again. Each call is one journalled change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain import local_today, shortened
from paperreader.library.annotations.describing import described, must_exist, papers_touched
from paperreader.library.annotations.memories import put_due, recall
from paperreader.library.annotations.queue import all_queued, dequeue, enqueue, move_queued

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from paperreader.domain import Recall
    from paperreader.library.journal import Done, Journal


class Agenda:
    """Writes the queue, and the days on which papers are due.

    Every method raises a `LibraryError` if the library cannot be written.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def queue(self, papers: Sequence[int], *, on: bool) -> Done:
        """Put papers at the end of the queue, those that are not in it; or take papers out of it.

        Raises:
            NoSuchPaper: nothing is written.
        """
        with self._journal.change() as change:
            must_exist(change, papers)
            if on:
                enqueue(change, papers)
            else:
                dequeue(change, papers)
            what = "put {} at the end of the queue" if on else "took {} out of the queue"
            return described(change, what.format(papers_touched(change)))

    def all_queued(self, papers: Sequence[int]) -> bool:
        """Whether all of some papers are in the queue, as of the last change."""
        with self._journal.as_it_is() as connection:
            return all_queued(connection, papers)

    def move_in_queue(self, paper: int, past: int, *, amending: int | None = None) -> Done:
        """Move a paper in the queue to the far side of another.

        Args:
            amending: the change that this move continues (see `Journal.change`).

        Raises:
            Invalid: one of them is not in the queue; nothing is written.
        """
        with self._journal.change(amending=amending) as change:
            move_queued(change, paper, past)
            row = change.connection.execute("select label from papers where id = ?", (paper,)).fetchone()
            return described(change, f"moved “{shortened(row['label'])}” in the queue")

    def read_again(self, papers: Sequence[int], day: date | None) -> Done:
        """Set the day on which papers are due to be read again; `None`: never.

        Raises:
            NoSuchPaper: nothing is written.
        """
        with self._journal.change() as change:
            must_exist(change, papers)
            put_due(change, papers, day)
            when = "never to be read again" if day is None else f"to be read again on {_said(day)}"
            return described(change, f"set {papers_touched(change)} {when}")

    def recall(self, papers: Sequence[int], how: Recall, *, today: date | None = None) -> Done:
        """Set the day on which papers are due by how well they are remembered now.

        Args:
            today: the reader's day, if it is not the clock's.

        Raises:
            NoSuchPaper: nothing is written.
        """
        with self._journal.change() as change:
            must_exist(change, papers)
            days = recall(change, papers, how, today or local_today())
            when = " to ".join(_said(day) for day in dict.fromkeys((days[0], days[-1]))) if days else "no day"
            return described(change, f"set {papers_touched(change)} to be read again on {when}")


def _said(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
