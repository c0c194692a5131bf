"""Reading again: the day on which papers are due, by a key, and the list of those due today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from paperreader.domain import Recall, in_a_month, local_today
from paperreader.tui.core import due_view

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from paperreader.tui.actions.annotation import AnnotationActions
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.queue import QueueActions
    from paperreader.tui.actions.workspace import Workspace

_DAYS: Final[dict[str, tuple[str, Callable[[date], date]]]] = {
    "1": ("tomorrow", lambda today: today + timedelta(days=1)),
    "w": ("in a week", lambda today: today + timedelta(days=7)),
    "m": ("in a month", in_a_month),
}
_RECALLS: Final = {
    "a": (Recall.AGAIN, "not remembered"),
    "h": (Recall.HARD, "hardly remembered"),
    "g": (Recall.GOOD, "remembered"),
    "e": (Recall.EASY, "remembered easily"),
}
_NEVER: Final = "0"


class ReadingAgainActions:
    """Sets when papers are due, and lists those that are."""

    def __init__(
        self, workspace: Workspace, listing: Listing, annotation: AnnotationActions, queue: QueueActions
    ) -> None:
        self._workspace, self._listing, self._annotation, self._queue = workspace, listing, annotation, queue

    def set_day(self, key: str) -> None:
        """Set when the papers are due by one of the keys of `days`."""
        workspace, agenda = self._workspace, self._workspace.app.library.agenda
        leaves = self._listing.now.view.key == due_view().key
        if key in _RECALLS:
            how = _RECALLS[key][0]
            self._annotation.change(workspace.targets(), lambda papers: agenda.recall(papers, how), leaves=leaves)
        elif key in _DAYS or key == _NEVER:
            day = None if key == _NEVER else _DAYS[key][1](local_today())
            self._annotation.change(workspace.targets(), lambda papers: agenda.read_again(papers, day), leaves=leaves)
        elif key:
            workspace.app.tell(f"{key} is no time to read again: press D, and then one of the keys that it shows.")

    def days(self) -> list[tuple[str, str]]:
        """The keys, and what each stands for."""
        today = local_today()
        said = [(key, f"{words}, {_said(day(today))}") for key, (words, day) in _DAYS.items()]
        return [*said, *((key, words) for key, (_, words) in _RECALLS.items()), (_NEVER, "never")]

    def show(self) -> None:
        """List what is due today, or go back if it is listed."""
        self._queue.go_to(due_view())


def _said(day: date) -> str:
    return f"{day.day} {day:%b}"
