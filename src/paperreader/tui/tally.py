"""How many papers each saved view finds: counted one after another, whenever nobody is searching."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from paperreader.paper import SavedView
    from paperreader.tui.main_screen import MainScreen

_LARGE: Final = 50_000
"""Papers from which counting takes time that somebody who types would notice."""
_PAUSE: Final = 0.3
"""Seconds without a search after which so many are counted."""
_SOON: Final = 0.1
"""Seconds that the sidebar waits for the counts, rather than to be painted twice."""


class Tally:
    """Counts the saved views of a library."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._calm = -1
        """The number of the last search after which the pause was kept."""

    async def count(self, views: Sequence[SavedView], papers: int, show: Callable[[Mapping[str, int]], None]) -> None:
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
            counting = asyncio.ensure_future(self._count(view, patient=papers > _LARGE))
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

    async def _count(self, view: SavedView, *, patient: bool) -> int | None:
        """Count one view; anew where a search went first."""
        from paperreader.library.search import Interrupted
        from paperreader.query import parse

        app, listing = self._screen.app, self._screen.listing
        query = parse(view.query)
        while True:
            await listing.idle.wait()
            if patient and self._calm != listing.looked_up:
                last = listing.looked_up
                await asyncio.sleep(_PAUSE)
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
