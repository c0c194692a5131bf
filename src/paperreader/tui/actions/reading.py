"""A paper on which the cursor stays, where somebody can see it, has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.timer import Timer

    from paperreader.tui.main.main_screen import MainScreen


class Staying:
    """Counts the time that the cursor is on a paper, and the paper as read after a while."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._timer: Timer | None = None
        self._suspended = False

    def watch(self) -> None:
        """Be told when the terminal is somebody else's, or out of sight."""
        app = self._screen.app
        self._screen.watch(app, "app_focus", self.begin, init=False)
        app.app_suspend_signal.subscribe(self._screen, lambda _: self._suspend(on=True), immediate=True)
        app.app_resume_signal.subscribe(self._screen, lambda _: self._suspend(on=False), immediate=True)

    def begin(self, *_: object) -> None:
        """Begin anew to wait until the paper under the cursor counts as read; not while nobody can be reading it."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        screen, app = self._screen, self._screen.app
        paper, after = screen.papers.paper, app.config.read_after
        in_sight = app.screen is screen and app.app_focus and not self._suspended
        if paper is not None and after > 0 and in_sight and not screen.listing.searching:
            self._timer = screen.set_timer(after, lambda: self.was_read(paper))

    def was_read(self, paper: int) -> None:
        """Mark the paper under the cursor read, by itself, unless it is."""
        row = self._screen.papers.row
        if self._screen.papers.paper == paper and row is not None and not row.read:
            self._screen.run_worker(self._mark_read(paper))

    def _suspend(self, *, on: bool) -> None:
        self._suspended = on
        self.begin()

    async def _mark_read(self, paper: int) -> None:
        annotations = self._screen.app.library.annotations
        if await self._screen.app.write(lambda: annotations.mark_read([paper], on=True, automatic=True)):
            self._screen.papers.changed([paper])
            self._screen.tally.count()
