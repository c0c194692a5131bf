"""A spot: what is listed, the paper there, and where in its abstract. One can come back to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from paperreader.tui.core import LIST, READER, SELECTING, SIDEBAR

if TYPE_CHECKING:
    from paperreader.library import Reader
    from paperreader.tui.actions.listing import Listed, Listing
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.core import View
    from paperreader.tui.widgets import ReadingPlace


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reader is."""

    listed: Listed
    """The view, the search, the order, and the paper; without what they found."""
    line: int
    """The line of the screen, from the top of the list, that the paper begins on."""
    pane: str
    abstract: ReadingPlace

    def is_near(self, other: Spot) -> bool:
        """Whether it is the same paper in the same list and, for two places in an abstract, the same character."""
        mine, yours = self.listed, other.listed
        in_abstract = self.pane == other.pane == READER
        return (mine.view.key, mine.typed, mine.paper) == (yours.view.key, yours.typed, yours.paper) and (
            not in_abstract or self.abstract.caret == other.abstract.caret
        )

    def is_same(self, other: Spot) -> bool:
        """Whether going from one to the other would change nothing that is seen."""
        return self.pane == other.pane and self.is_near(other)


def here(workspace: Workspace, listing: Listing) -> Spot:
    """The present place."""
    from paperreader.tui.widgets import ReadingPlace

    papers = workspace.papers
    paper = papers.paper
    return Spot(
        replace(listing.now, paper=paper, ids=(), matches=None),
        papers.cursor * papers.lines - int(papers.scroll_y),
        READER if (pane := workspace.pane()) == SELECTING else pane,
        ReadingPlace() if paper is None else workspace.reader.place_in(paper),
    )


async def go_to(place: Spot, workspace: Workspace, listing: Listing) -> None:
    """Come back to a place; if its paper is not listed any more, to the nearest one."""
    papers, paper = workspace.papers, place.listed.paper
    workspace.focus_pane(papers)  # else the list would be kept for whoever is reading
    if paper is not None:
        workspace.reader.put(paper, place.abstract)
    listing.go_back(place.listed)
    workspace.sidebar.point_to(place.listed.view)
    await listing.idle.wait()
    put_on_line(workspace, place.line)
    if paper == papers.paper:
        workspace.show_again()
    workspace.focus_pane({READER: workspace.reader, SIDEBAR: workspace.sidebar}.get(place.pane, papers))


def put_on_line(workspace: Workspace, line: int) -> None:
    """Scroll the list so that the paper under the cursor begins on a line of the screen, as far as that goes."""
    papers = workspace.papers
    papers.scroll_to(y=papers.cursor * papers.lines - line, animate=False, immediate=True, force=True)


def is_there(view: View, reader: Reader) -> bool:
    """Whether what a view lists is still there: its saved view, its tag, or the papers that it is about.

    Raises:
        LibraryError: the library cannot be read.
    """
    if view.saved is not None:
        return view.saved.uid in {one.uid for one in reader.views()}
    if view.tag is not None:
        name = view.tag.casefold()
        return any(f"{one.casefold()}/".startswith(f"{name}/") for one in reader.known_tags())
    about = view.among if view.near is None else (view.near,)
    return about is None or bool(reader.in_sight(about))


def as_from_list(place: Spot) -> Spot:
    """The same place, with the list in focus in place of the sidebar."""
    return replace(place, pane=LIST) if place.pane == SIDEBAR else place
