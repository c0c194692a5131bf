"""The trail of places that a reader has left by a leap, like the jump list of vim: back through them, and forward."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from paperreader.tui.actions.spot import as_from_list, go_to, here, is_there
from paperreader.tui.core import SIDEBAR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.library import Reader
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.spot import Spot
    from paperreader.tui.actions.workspace import Workspace

_LONGEST: Final = 100
"""Places in each direction."""


class Trail:
    """Remembers the places that were left, and goes back to them.

    A command that may leap is noted before it runs, and the place that it left counts once the reader is elsewhere: a
    search that is given up, or a list from which nothing is chosen, leaves no trace.
    """

    def __init__(self, workspace: Workspace, listing: Listing, changes: Changes) -> None:
        self._workspace, self._listing, self._changes = workspace, listing, changes
        self._behind: deque[Spot] = deque(maxlen=_LONGEST)
        self._ahead: deque[Spot] = deque(maxlen=_LONGEST)
        self._leaving: Spot | None = None

    def before(self, *, leaps: bool) -> None:
        """A command is about to run.

        Args:
            leaps: it may lead far away.
        """
        if self._workspace.pane() == SIDEBAR:
            return  # whoever goes through the views there is under way until they leave it
        self._note_leap()
        if leaps:
            self.leave()

    def leave(self) -> None:
        """The reader may leave this place now."""
        if self._leaving is None:
            self._leaving = as_from_list(here(self._workspace, self._listing))

    def back(self) -> None:
        """Go back to the place before."""
        self._turn(lambda: (self._behind, self._ahead), "There is no place before this one.")

    def forward(self) -> None:
        """Go forward again."""
        self._turn(lambda: (self._ahead, self._behind), "There is no place after this one.")

    def forget(self) -> None:
        """Forget all places: the papers are others."""
        self._behind.clear()
        self._ahead.clear()
        self._leaving = None

    # -- how ---------------------------------------------------------------------------------------------------------

    def _note_leap(self) -> None:
        left, self._leaving = self._leaving, None
        if left is not None and not left.is_near(here(self._workspace, self._listing)):
            if not (self._behind and self._behind[-1].is_same(left)):
                self._behind.append(left)
            self._ahead.clear()

    def _turn(self, ways: Callable[[], tuple[deque[Spot], deque[Spot]]], nothing: str) -> None:
        self._note_leap()
        self._changes.start(self._go(*ways(), nothing), moves=True)

    async def _go(self, there: deque[Spot], behind: deque[Spot], nothing: str) -> None:
        now = here(self._workspace, self._listing)
        places = tuple(there)
        left = await self._workspace.app.read(lambda reader: _still_there(places, reader))
        there.clear()
        there.extend(left)
        while there:
            place = there.pop()
            if not place.is_same(now):
                behind.append(as_from_list(now))
                await go_to(place, self._workspace, self._listing)
                return
        self._workspace.app.tell(nothing)


def _still_there(places: Sequence[Spot], reader: Reader) -> list[Spot]:
    """Those places that have not gone with their paper or their view; runs in the reading thread."""
    papers = {place.listed.paper for place in places if place.listed.paper is not None}
    visible = {None, *reader.in_sight(papers)}
    views = {place.listed.view.key: place.listed.view for place in places}
    gone = {key for key, view in views.items() if not is_there(view, reader)}
    return [one for one in places if one.listed.paper in visible and one.listed.view.key not in gone]
