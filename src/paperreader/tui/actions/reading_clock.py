"""Marks a paper as read when the cursor stays on it for a while and the screen is visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.timer import Timer

    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.sidebar_counts import SidebarCounts
    from paperreader.tui.actions.workspace import Workspace


class ReadingClock:
    """Measures how long the cursor stays on a paper."""

    def __init__(self, workspace: Workspace, listing: Listing, counts: SidebarCounts) -> None:
        self._workspace, self._listing, self._counts = workspace, listing, counts
        self._timer: Timer | None = None
        self._suspended = False

    def restart(self, *_: object) -> None:
        """Start timing the paper under the cursor, unless nobody can be reading it."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        workspace, app = self._workspace, self._workspace.app
        paper, after = workspace.papers.paper, app.config.read_after
        in_sight = workspace.is_uncovered and app.app_focus and not self._suspended
        if paper is not None and after > 0 and in_sight and not self._listing.searching:
            self._timer = workspace.set_timer(after, lambda: self.was_read(paper))

    def suspend(self, *, on: bool) -> None:
        """The terminal was given to another program, or came back."""
        self._suspended = on
        self.restart()

    def was_read(self, paper: int) -> None:
        """Count the paper under the cursor as read, unless it is already."""
        papers = self._workspace.papers
        if papers.paper == paper and papers.row is not None and not papers.row.read:
            self._workspace.run_worker(self._count_as_read(paper))

    async def _count_as_read(self, paper: int) -> None:
        app = self._workspace.app
        if await app.write(lambda: app.library.annotations.mark_read([paper], on=True, automatic=True)):
            self._workspace.papers.changed([paper])
            self._counts.count()
