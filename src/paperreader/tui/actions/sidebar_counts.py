"""What is counted beside the list: the sidebar, what each saved view finds, and how far the screening is.

Views are counted one after another, whenever nobody is searching.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.worker import WorkType

    from paperreader.domain.paper import SavedView
    from paperreader.tui.core.view import SidebarContent
    from paperreader.tui.main.main_screen import MainScreen

_LARGE: Final = 50_000
"""Papers from which counting takes time that somebody who types would notice."""
_PAUSE: Final = 0.2
"""Seconds without a change after which so many are counted: it takes the processor from the next key."""
_CALM: Final = 0.3
"""Seconds without a search after which views of so many are counted."""
_SOON: Final = 0.1
"""Seconds that the sidebar waits for the counts, rather than to be painted twice."""


class Tally:
    """Counts for the main screen, each time anew instead of what was begun of the same kind."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._calm = -1
        """The number of the last search after which the pause was kept."""
        self._screened = False

    @property
    def progress(self) -> str:
        """How far the screening of what is listed is, in words; empty before it is counted."""
        return self._screen.deciding.in_words() if self._screened else ""

    def count(self) -> None:
        """Bring the sidebar up to date, and say whether there are papers at all."""
        self._anew(self._library, "count")

    def count_screening(self) -> None:
        """Count what is decided of what is listed."""
        self._anew(self.screening, "screening")

    async def screening(self) -> None:
        """Count what is decided of what is listed, and wait for it."""
        screen = self._screen
        if len(screen.papers.ids) > _LARGE:
            await asyncio.sleep(_PAUSE)
        await screen.deciding.count(None if screen.listing.is_everything else screen.papers.ids)
        self._screened = True
        screen.show_heading()

    def _anew(self, work: WorkType[None], group: str) -> None:
        """Do something instead of what was begun of its kind.

        Args:
            work: the function, not what it returns: a coroutine that is stopped before it began complains.
            group: its kind.
        """
        self._screen.run_worker(work, group=group, exclusive=True)

    async def _library(self) -> None:
        """Count the library, in another thread, and then its views."""
        screen = self._screen
        if len(screen.papers.ids) > _LARGE:
            await asyncio.sleep(_PAUSE)  # one count for many keys
        content: SidebarContent | None = await screen.app.aside(screen.app.sidebar_content)
        if content is None:
            return
        await screen.show_whether_empty(empty=content.counts.all == 0)
        views = [view for view, _ in content.views]

        def show(counts: Mapping[str, int]) -> None:
            screen.sidebar.show(replace(content, views=[(view, counts.get(view.uid)) for view in views]))

        await self._views(views, content.counts.all, show)

    async def _views(self, views: Sequence[SavedView], papers: int, show: Callable[[Mapping[str, int]], None]) -> None:
        """Count views, and show what is known: once where that is soon, else after each.

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
        """Count one view; anew where a search went first."""
        from paperreader.library.search.full_text import Interrupted
        from paperreader.query import parse

        app, listing = self._screen.app, self._screen.listing
        query = parse(view.query)
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
