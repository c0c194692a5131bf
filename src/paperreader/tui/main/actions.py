"""What commands run: the actions, each made with the others that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.tui.actions.annotation import AnnotationActions
from paperreader.tui.actions.highlighting import HighlightActions
from paperreader.tui.actions.navigation import NavigationActions
from paperreader.tui.actions.program import ProgramActions
from paperreader.tui.actions.related import RelatedActions
from paperreader.tui.actions.screening import ScreeningActions
from paperreader.tui.actions.search import SearchActions
from paperreader.tui.actions.transfer import TransferActions
from paperreader.tui.actions.views import ViewActions

if TYPE_CHECKING:
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.reading_clock import ReadingClock
    from paperreader.tui.actions.sidebar_counts import SidebarCounts
    from paperreader.tui.actions.workspace import Workspace


class Actions:
    """The actions by subject. A start does not need them: they are made after the first paint."""

    def __init__(
        self, workspace: Workspace, listing: Listing, changes: Changes, counts: SidebarCounts, clock: ReadingClock
    ) -> None:
        self.annotation = AnnotationActions(workspace, changes)
        self.highlighting = HighlightActions(workspace, listing, changes, self.annotation)
        self.related = RelatedActions(workspace, listing, changes)
        self.navigation = NavigationActions(workspace, listing, changes, self.related, clock)
        self.program = ProgramActions(workspace)
        self.screening = ScreeningActions(workspace, listing, changes, self.annotation, counts)
        self.search = SearchActions(workspace, listing, clock)
        self.transfer = TransferActions(workspace, changes)
        self.views = ViewActions(workspace, listing, changes)
