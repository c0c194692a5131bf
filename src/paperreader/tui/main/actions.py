"""The actions that commands run, each created with the others that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.tui.actions import (
    AnnotationActions,
    CopyActions,
    CriteriaActions,
    EditingActions,
    Exporting,
    FacetActions,
    HighlightActions,
    NavigationActions,
    PdfActions,
    ProgramActions,
    QueueActions,
    ReadingAgainActions,
    RelatedActions,
    ScreeningActions,
    SearchActions,
    Trail,
    TransferActions,
    ViewActions,
    Writing,
)

if TYPE_CHECKING:
    from paperreader.tui.actions import Changes, Desk, Listing, ReadingClock, SidebarCounts, Workspace


class Actions:
    """The actions by subject. They are created after the first paint, since a start does not need them."""

    def __init__(
        self,
        workspace: Workspace,
        listing: Listing,
        changes: Changes,
        counts: SidebarCounts,
        clock: ReadingClock,
        desk: Desk,
    ) -> None:
        self.writing = Writing(workspace, changes, clock)
        self.annotation = AnnotationActions(workspace, changes, self.writing)
        self.criteria = CriteriaActions(workspace, listing, changes, counts)
        self.highlighting = HighlightActions(workspace, listing, changes, self.writing)
        self.editing = EditingActions(workspace)
        self.pdf = PdfActions(workspace, changes)
        self.queue = QueueActions(workspace, listing, changes, self.annotation)
        self.reading_again = ReadingAgainActions(workspace, listing, self.annotation, self.queue)
        self.related = RelatedActions(workspace, listing, changes)
        exporting = Exporting(workspace, changes)
        self.copying = CopyActions(workspace, changes, exporting)
        self.transfer = TransferActions(workspace, listing, changes, exporting)
        self.navigation = NavigationActions(
            workspace, listing, changes, self.related, self.transfer, clock, self.writing
        )
        self.program = ProgramActions(workspace)
        self.screening = ScreeningActions(workspace, listing, changes, self.annotation, counts)
        self.search = SearchActions(workspace, listing, clock)
        self.facets = FacetActions(workspace, listing)
        self.trail = Trail(workspace, listing, changes)
        self.views = ViewActions(workspace, listing, changes, desk)
