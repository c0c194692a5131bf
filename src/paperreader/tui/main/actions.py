"""The actions that commands run, each created with the others that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.tui.actions import (
    AnnotationActions,
    HighlightActions,
    NavigationActions,
    ProgramActions,
    RelatedActions,
    ScreeningActions,
    SearchActions,
    Trail,
    TransferActions,
    ViewActions,
)

if TYPE_CHECKING:
    from paperreader.tui.actions import Changes, Listing, ReadingClock, SidebarCounts, Workspace


class Actions:
    """The actions by subject. They are created after the first paint, since a start does not need them."""

    def __init__(
        self, workspace: Workspace, listing: Listing, changes: Changes, counts: SidebarCounts, clock: ReadingClock
    ) -> None:
        self.annotation = AnnotationActions(workspace, changes)
        self.highlighting = HighlightActions(workspace, listing, changes, self.annotation)
        self.related = RelatedActions(workspace, listing, changes)
        self.transfer = TransferActions(workspace, changes)
        self.navigation = NavigationActions(workspace, listing, changes, self.related, self.transfer, clock)
        self.program = ProgramActions(workspace)
        self.screening = ScreeningActions(workspace, listing, changes, self.annotation, counts)
        self.search = SearchActions(workspace, listing, clock)
        self.trail = Trail(workspace, listing, changes)
        self.views = ViewActions(workspace, listing, changes)
