"""Lists that are not views of the library: related papers and selected papers; and the way back from them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from paperreader.tui.actions.listing import Listed
from paperreader.tui.core import READER, View, safe, title_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperreader.library import Matches, Result
    from paperreader.query import Query
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.workspace import Workspace

_SHARES: Final = "shares "


@dataclass(frozen=True, slots=True)
class _Step:
    """Where the reader came from."""

    listed: Listed
    scrolled: int
    """The first visible line of the list."""
    pane: str
    looked_up: int
    """`Listing.looked_up` at that time."""


class RelatedActions:
    """Lists related papers and selected ones, and goes back to where the reader came from."""

    def __init__(self, workspace: Workspace, listing: Listing, changes: Changes) -> None:
        self._workspace, self._listing, self._changes = workspace, listing, changes
        self._trail: list[_Step] = []
        self._ties: dict[int, Mapping[int, tuple[str, ...]]] = {}
        """By paper: the words it shares with each of its related papers."""
        workspace.papers.says = self.says

    # -- going there and back --------------------------------------------------------------------------------------

    def list_related(self) -> None:
        """List the papers most similar to the one under the cursor."""
        paper = self._workspace.papers.paper
        if paper is None:
            self._workspace.app.tell("There is no paper here to find related ones for.")
            return
        if paper == self._listing.now.view.near:
            self._workspace.app.tell("The papers related to this one are already listed.")
            return
        self._changes.start(self._relate(paper), moves=True)

    def list_selected(self) -> None:
        """List the selected papers, or go back if they are listed."""
        if self._listing.now.view.among is not None and self.back():
            return
        self._changes.start(self._list_selected(), moves=True)

    async def _list_selected(self) -> None:
        from paperreader.query import Query

        workspace = self._workspace
        await self._changes.deselect_gone()
        selected = tuple(sorted(workspace.papers.selected))
        if selected:
            view = View("Selected papers", among=selected)
            self._list(view, self.find(view, Query(None)), selected[0])
        else:
            workspace.app.tell("No paper is selected.")

    def compare(self) -> None:
        """Show two papers side by side: those selected, or the one selected and the one under the cursor."""
        workspace, papers = self._workspace, self._workspace.papers
        listed = papers.listed_selection
        two = [*listed, *sorted(papers.selected.difference(listed))]
        other = self._listing.now.view.near if not two else two[0]
        if len(two) < 2 and other is not None and papers.paper is not None and other != papers.paper:
            two = [other, papers.paper]
        if len(two) == 2:
            from paperreader.tui.dialogs import CompareScreen

            def chosen(paper: int | None) -> None:
                if paper is not None:
                    workspace.open_paper(paper)

            workspace.app.push_screen(CompareScreen((two[0], two[1])), chosen)
        elif two[1:]:
            workspace.app.tell(f"{len(two):,} papers are selected, and two can be compared: Space deselects one.")
        elif two:
            workspace.app.tell("One paper is selected: go to another one to compare the two.")
        else:
            workspace.app.tell("Select two papers to compare (Space in the list), or one and go to another.")

    def back(self) -> bool:
        """Go back to what was listed before the related or selected papers. Returns whether there was a way back."""
        workspace = self._workspace
        if not self._listing.now.view.is_aside:
            return False
        if not self._trail:  # the program started with them
            self._listing.show_all_with(workspace.papers.paper)
            return True
        step = self._trail.pop()
        anew = self._listing.looked_up != step.looked_up
        self._listing.put(step.listed)
        workspace.papers.scroll_to(y=step.scrolled, animate=False, immediate=True, force=True)
        workspace.sidebar.point_to(step.listed.view)
        if anew:  # papers came or went meanwhile
            self._listing.look_up(keep=step.listed.paper)
        workspace.focus_pane(workspace.reader if step.pane == READER else workspace.papers)
        return True

    async def _relate(self, paper: int) -> None:
        from paperreader.library import Interrupted
        from paperreader.query import Query

        workspace = self._workspace
        app, listing, papers = workspace.app, self._listing, workspace.papers
        app.stop_searching()
        asked = listing.looked_up
        try:
            found = await app.aside(lambda: self.find(View("", near=paper), Query(None)), searching=True)
        except Interrupted:
            return
        if found is None or asked != listing.looked_up or paper != papers.paper:
            return  # it cannot be read, or the user has moved on
        if len(found.ids) < 2:
            app.tell("No other paper shares distinctive words with this one.")
            return
        view = View(f"Related to {title_line(workspace.about([paper]))}", near=paper)
        self._list(view, found, found.ids[1])

    def _list(self, view: View, found: Result, first: int) -> None:
        """List papers, with the cursor on one of them."""
        workspace = self._workspace
        listing, papers = self._listing, workspace.papers
        if not listing.now.view.is_aside:
            self._trail.clear()
        before = replace(listing.now, paper=papers.paper, ids=papers.ids)
        scrolled, pane = int(papers.scroll_y), workspace.pane()
        listing.put(Listed(view, paper=first, ids=found.ids, matches=found.matches))
        self._trail.append(_Step(before, scrolled, pane, listing.looked_up))
        workspace.sidebar.point_to(view)
        workspace.focus_pane(papers)

    # -- what is listed, and why -----------------------------------------------------------------------------------

    def find(self, view: View, query: Query) -> Result:
        """The papers related to one, or the selected ones, narrowed by a query; runs in the searching thread.

        Related papers are sorted by similarity, after the paper that they are related to.

        Raises:
            Interrupted: the search was stopped meanwhile.
            LibraryError: the library cannot be read.
        """
        from paperreader.library import Result, matches_of

        if view.near is None:
            selected = self._workspace.papers.selected
            papers = array("q", filter(selected.__contains__, view.among or ()))
            return self._within(Result(papers, complete=True), query)
        related = self._workspace.app.nearest.to(view.near)
        self._ties[view.near] = {one.paper: one.ties for one in related}
        ids = array("q", [view.near, *(one.paper for one in related)])
        matches = matches_of({tie for one in related for tie in one.ties})
        return self._within(Result(ids, complete=True, matches=matches), query)

    def _within(self, papers: Result, query: Query) -> Result:
        """Those of these papers that a query finds."""
        from paperreader.library import Result

        if query.root is None and query.sort is None:
            return papers
        search = self._workspace.app.search
        typed = search.find(query, 1)
        allowed, ids = search.all_ids(query), papers.ids
        if query.sort is None:
            allowed, ids = ids, allowed
        there = frozenset(ids)
        kept = array("q", [one for one in allowed if one in there])
        return Result(kept, complete=True, matches=typed.matches, note=typed.note)

    def ties(self, paper: int) -> tuple[str, ...]:
        """The words that a listed paper shares with the one it is related to; none unless related papers are listed."""
        near = self._listing.now.view.near
        return () if near is None else self._ties.get(near, {}).get(paper, ())

    def matches(self, paper: int) -> Matches | None:
        """The matches to highlight in a paper: the shared words, or the words searched for among related papers."""
        from paperreader.library import matches_of

        now, ties = self._listing.now, self.ties(paper)
        return matches_of(ties) if ties and not now.typed.strip() else now.matches

    def says(self, paper: int) -> str:
        """Why a paper is listed as related; empty unless related papers are listed."""
        ties = self.ties(paper)
        return _SHARES + ", ".join(map(safe, ties)) if ties else ""
