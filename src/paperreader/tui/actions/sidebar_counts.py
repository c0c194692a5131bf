"""Counts beside the list: the numbers in the sidebar, and the progress of the screening.

Views are counted one after another, whenever nobody is searching.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from paperreader.tui.widgets import saved_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.worker import WorkType

    from paperreader.domain import SavedView
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.screening_progress import ScreeningProgress
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.core import SidebarContent

_LARGE: Final = 50_000
"""From this many papers on, counting would slow down typing."""
_PAUSE: Final = 0.2
"""Seconds without a change before counting that many papers, which takes processor time from the next key."""
_CALM: Final = 0.3
"""Seconds without a search before views of that many papers are counted."""
_SOON: Final = 0.1
"""Seconds that the sidebar waits for the counts, so as not to be painted twice."""


class SidebarCounts:
    """Counts for the main screen; a new count replaces an unfinished one of its kind."""

    def __init__(self, workspace: Workspace, listing: Listing) -> None:
        self._workspace, self._listing = workspace, listing
        self._calm = -1
        """`Listing.looked_up` when the pause after a search was last kept."""
        self._screened = False

    @cached_property
    def progress(self) -> ScreeningProgress:
        """The screening of what is listed."""
        from paperreader.tui.actions.screening_progress import ScreeningProgress

        return ScreeningProgress()

    @property
    def progress_in_words(self) -> str:
        """The progress in words; empty before it has been counted."""
        return self.progress.in_words() if self._screened else ""

    def count(self) -> None:
        """Update the sidebar, and show whether there are papers at all."""
        self._anew(self._library, "count")

    def count_screening(self) -> None:
        """Count the decisions on what is listed."""
        self._anew(self.screening, "screening")

    async def screening(self) -> None:
        """Count the decisions on what is listed, and wait for that."""
        workspace, app = self._workspace, self._workspace.app
        if len(workspace.papers.ids) > _LARGE:
            await asyncio.sleep(_PAUSE)
        ids = None if self._listing.is_everything else workspace.papers.ids
        self.progress.state = await app.aside(lambda: app.counter.screening(ids))
        self._screened = True
        workspace.show_heading()

    def show_criteria(self) -> None:
        """Show what the listed papers must meet, if that is turned on."""
        self._workspace.criteria.show_for(self._listing.now.view, self._workspace.sidebar.criteria)

    def _anew(self, work: WorkType[None], group: str) -> None:
        """Start a count in place of an unfinished one of its kind.

        Args:
            work: the function, not what it returns: a coroutine that is stopped before it began complains.
            group: its kind.
        """
        self._workspace.run_worker(work, group=group, exclusive=True)

    async def _library(self) -> None:
        """Count the library, then its views, in other threads."""
        workspace, app = self._workspace, self._workspace.app
        if len(workspace.papers.ids) > _LARGE:
            await asyncio.sleep(_PAUSE)  # one count for many keys
        numbers: SidebarContent | None = await app.aside(app.sidebar_content)
        if numbers is None:
            return
        await workspace.show_whether_empty(empty=numbers.counts.all == 0)
        views = [view for view, _ in numbers.views]

        def show(counts: Mapping[str, int]) -> None:
            workspace.sidebar.show(replace(numbers, views=[(view, counts.get(view.uid)) for view in views]))
            self.show_criteria()

        await self._views(views, numbers.counts.all, show)

    async def _views(self, views: Sequence[SavedView], papers: int, show: Callable[[Mapping[str, int]], None]) -> None:
        """Count views and show the counts: once if that is quick, else after each view.

        Args:
            views: to be counted.
            papers: in the library.
            show: is told the counts that are known, by the ids of the views.
        """
        known: dict[str, int] = {}
        loop = asyncio.get_running_loop()
        soon, shown = loop.time() + _SOON, False
        for view in views:
            counting = asyncio.ensure_future(self._view(view, patient=papers > _LARGE))
            try:
                if not shown:
                    await asyncio.wait({counting}, timeout=max(0.0, soon - loop.time()))
                    if not counting.done():
                        show(known)
                        shown = True
                found = await counting
            finally:
                counting.cancel()
            if found is not None:
                known[view.uid] = found
            if shown:
                show(known)
        if not shown:
            show(known)

    async def _view(self, view: SavedView, *, patient: bool) -> int | None:
        """Count one view; start again if a search interrupts it."""
        from paperreader.library import Interrupted
        from paperreader.query import Query

        app, listing = self._workspace.app, self._listing
        query = Query(saved_view(view).root)
        while True:
            await listing.idle.wait()
            if patient and self._calm != listing.looked_up:
                last = listing.looked_up
                await asyncio.sleep(_CALM)
                if last != listing.looked_up:
                    continue
                self._calm = last
            try:
                return await app.count_view(query)
            except Interrupted:
                continue
            except asyncio.CancelledError:
                app.stop_counting()
                raise
