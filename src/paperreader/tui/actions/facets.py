"""The sections below the views: counted in the background, and filters of the list by one key."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from paperreader.tui.core import SIDEBAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.workspace import Workspace

_PAUSE: Final = 0.2
"""Seconds without a change of the list before its facets are counted."""
_WHILE_TYPING: Final = 0.8
"""The same while the search line is open: whoever types goes first."""
_MOST: Final = 20
"""Values of a section at most."""


class FacetActions:
    """Counts the unfolded sections, folds them, and narrows the list to a row."""

    def __init__(self, workspace: Workspace, listing: Listing) -> None:
        self._workspace, self._listing = workspace, listing

    def fold(self, otherwise: Callable[[], None]) -> None:
        """Fold or unfold the section under the cursor; if there is none, do something else."""
        if self._workspace.sidebar.facet is None:
            otherwise()
        else:
            self._fold()

    def press(self, otherwise: Callable[[], None]) -> None:
        """On a heading, fold or unfold its section; on a row, narrow the list to it, or no longer.

        Args:
            otherwise: what to do if the cursor is on neither.
        """
        row = self._workspace.sidebar.facet
        if self._workspace.pane() != SIDEBAR or row is None:
            otherwise()
        elif not row.value:
            self._fold()
        else:
            self._narrow(row.field, row.value, more=not row.active)

    def count(self) -> None:
        """Count the sections that are unfolded, once nothing has changed for a moment."""
        self._workspace.run_worker(self._count_soon, group="facets", exclusive=True)

    def _fold(self) -> None:
        self._workspace.sidebar.fold_section()
        self._workspace.run_worker(self._count, group="facets", exclusive=True)

    def _narrow(self, field: str, value: str, *, more: bool) -> None:
        """Add a filter to the search, or take it away."""
        from paperreader.query import parse, with_filter, without_filter

        listing, sidebar = self._listing, self._workspace.sidebar
        typed = (with_filter if more else without_filter)(listing.now.typed, field, value)
        sidebar.show_facets(sidebar.sections.counts, typed)  # the key shows at once, what it finds a little later
        listing.narrow(parse(typed), keep=None if more else self._workspace.papers.paper)

    async def _count_soon(self) -> None:
        await asyncio.sleep(_WHILE_TYPING if self._listing.searching else _PAUSE)
        await self._count()

    async def _count(self) -> None:
        """Count the sections one after another; each is shown as soon as it is known."""
        workspace, listing, sidebar = self._workspace, self._listing, self._workspace.sidebar
        await listing.idle.wait()
        app, ids, asked = workspace.app, workspace.papers.ids, listing.looked_up
        unfolded = sorted(sidebar.sections.unfolded)
        if not unfolded:
            sidebar.show_facets({}, listing.now.typed)
        for field in unfolded:
            found = await app.aside(partial(app.counter.facet, field, ids, _MOST))
            if asked != listing.looked_up:
                return  # something else is listed by now, and will be counted
            if found is not None:
                sidebar.show_facets({**sidebar.sections.counts, field: found}, listing.now.typed)
