"""The actions of the main screen, each with the others that it needs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from paperreader.tui.actions.listing import Listing
from paperreader.tui.actions.pending import PendingWork
from paperreader.tui.actions.reading_clock import ReadingClock
from paperreader.tui.actions.sidebar_counts import SidebarCounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperreader.tui.actions.annotation import AnnotationActions
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.highlighting import HighlightActions
    from paperreader.tui.actions.navigation import NavigationActions
    from paperreader.tui.actions.program import ProgramActions
    from paperreader.tui.actions.related import RelatedActions
    from paperreader.tui.actions.screening import ScreeningActions
    from paperreader.tui.actions.search import SearchActions
    from paperreader.tui.actions.transfer import TransferActions
    from paperreader.tui.actions.views import ViewActions
    from paperreader.tui.actions.workspace import Workspace


class Actions:
    """What commands run. Listing is there at once; the rest is made, and its module read, after the first paint."""

    def __init__(self, workspace: Workspace, wake: Callable[[], None]) -> None:
        """Begin.

        Args:
            workspace: the main screen.
            wake: is called when something has ended that keys may have waited for.
        """
        self._workspace = workspace
        self.pending = PendingWork(wake)
        self.listing = Listing(workspace, self.pending, lambda view, query: self.related.find(view, query))
        self.counts = SidebarCounts(workspace, self.listing)
        self.clock = ReadingClock(workspace, self.listing, self.counts)

    @cached_property
    def changes(self) -> Changes:
        """Writes to the library."""
        from paperreader.tui.actions.changes import Changes

        return Changes(self._workspace, self.listing, self.counts, self.pending)

    @cached_property
    def annotation(self) -> AnnotationActions:
        """Tags, notes, states, undo."""
        from paperreader.tui.actions.annotation import AnnotationActions

        return AnnotationActions(self._workspace, self.changes)

    @cached_property
    def highlighting(self) -> HighlightActions:
        """Selections and highlights."""
        from paperreader.tui.actions.highlighting import HighlightActions

        return HighlightActions(self._workspace, self.listing, self.changes, self.annotation)

    @cached_property
    def navigation(self) -> NavigationActions:
        """Moving about."""
        from paperreader.tui.actions.navigation import NavigationActions

        return NavigationActions(self._workspace, self.listing, self.changes, self.related, self.clock)

    @cached_property
    def program(self) -> ProgramActions:
        """Help, theme, the end."""
        from paperreader.tui.actions.program import ProgramActions

        return ProgramActions(self._workspace)

    @cached_property
    def related(self) -> RelatedActions:
        """Related and selected papers."""
        from paperreader.tui.actions.related import RelatedActions

        return RelatedActions(self._workspace, self.listing, self.changes)

    @cached_property
    def screening(self) -> ScreeningActions:
        """Decisions."""
        from paperreader.tui.actions.screening import ScreeningActions

        return ScreeningActions(self._workspace, self.listing, self.changes, self.annotation, self.counts)

    @cached_property
    def search(self) -> SearchActions:
        """The search line."""
        from paperreader.tui.actions.search import SearchActions

        return SearchActions(self._workspace, self.listing, self.clock)

    @cached_property
    def transfer(self) -> TransferActions:
        """Copies, imports, exports."""
        from paperreader.tui.actions.transfer import TransferActions

        return TransferActions(self._workspace, self.changes)

    @cached_property
    def views(self) -> ViewActions:
        """Views, orders, layout."""
        from paperreader.tui.actions.views import ViewActions

        return ViewActions(self._workspace, self.listing, self.changes)
