"""Lists aside from the library's own: the papers related to one, and those that are marked; and the way back."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from paperreader.tui.actions.listing import Place
from paperreader.tui.core.commands import READER
from paperreader.tui.core.text import safe, title_line
from paperreader.tui.core.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperreader.library.search.full_text import Result
    from paperreader.library.search.ranking import Marks
    from paperreader.query import Query
    from paperreader.tui.main.main_screen import MainScreen

_SHARES: Final = "shares "


@dataclass(frozen=True, slots=True)
class _Step:
    """Where somebody came from."""

    place: Place
    scrolled: int
    """The first line of the list that was in sight."""
    pane: str
    looked_up: int
    """How often was looked up what to list, when what is related was listed instead."""


class Relating:
    """Lists related papers and marked ones, and goes back from them to where one was."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._trail: list[_Step] = []
        self._ties: dict[int, Mapping[int, tuple[str, ...]]] = {}
        """What ties papers to the one that they are listed for, by that."""
        screen.papers.says = self.says

    # -- going there and back --------------------------------------------------------------------------------------

    def do_related(self) -> None:
        """List the papers nearest to the one under the cursor."""
        paper = self._screen.papers.paper
        if paper is None:
            self._screen.app.tell("There is no paper here that others could be related to.")
            return
        if paper == self._screen.listing.now.view.near:
            self._screen.app.tell("The papers related to this one are listed.")
            return
        self._screen.perform(self._relate(paper), moves=True)

    def do_goto_marked(self) -> None:
        """List the marked papers, or go back from them."""
        from paperreader.query import Query

        screen = self._screen
        if screen.listing.now.view.among is not None and self.back():
            return
        screen.forget_marks_of_what_is_gone()
        marked = tuple(sorted(screen.papers.selected))
        if marked:
            view = View("Marked papers", among=marked)
            self._list(view, self.find(view, Query(None)), marked[0])
        else:
            screen.app.tell("No paper is marked.")

    def back(self) -> bool:
        """List what was listed before related or marked papers were; says whether those were listed."""
        screen = self._screen
        if not screen.listing.now.view.is_aside or not self._trail:
            return False
        step = self._trail.pop()
        anew = screen.listing.looked_up != step.looked_up
        screen.listing.put(step.place)
        screen.papers.scroll_to(y=step.scrolled, animate=False, immediate=True, force=True)
        screen.sidebar.point_to(step.place.view)
        if anew:  # papers came or went meanwhile
            screen.listing.look_up(keep=step.place.paper)
        screen.focus_pane(screen.reader if step.pane == READER else screen.papers)
        return True

    async def _relate(self, paper: int) -> None:
        from paperreader.library.search.full_text import Interrupted
        from paperreader.query import Query

        screen = self._screen
        app, listing, papers = screen.app, screen.listing, screen.papers
        app.stop_searching()
        asked = listing.looked_up
        try:
            found = await app.aside(lambda: self.find(View("", near=paper), Query(None)), searching=True)
        except Interrupted:
            return
        if found is None or asked != listing.looked_up or paper != papers.paper:
            return  # it cannot be read, or the hand has gone on
        if len(found.ids) < 2:
            app.tell("No other paper shares telling words with this one.")
            return
        view = View(f"Related to {title_line(screen.about([paper]))}", near=paper)
        self._list(view, found, found.ids[1])

    def _list(self, view: View, found: Result, first: int) -> None:
        """List papers aside, with the cursor on one of them."""
        screen = self._screen
        listing, papers = screen.listing, screen.papers
        if not listing.now.view.is_aside:
            self._trail.clear()
        place = replace(listing.now, paper=papers.paper, ids=papers.ids)
        scrolled, pane = int(papers.scroll_y), screen.pane()
        listing.put(Place(view, paper=first, ids=found.ids, marks=found.marks))
        self._trail.append(_Step(place, scrolled, pane, listing.looked_up))
        screen.sidebar.point_to(view)
        screen.focus_pane(papers)

    # -- what is listed, and why -----------------------------------------------------------------------------------

    def find(self, view: View, query: Query) -> Result:
        """The papers of a view aside, as far as a query finds them; in the searching thread.

        Those that are related come the nearest first, the one that they are related to before them.

        Raises:
            Interrupted: the search was stopped meanwhile.
            LibraryError: the library cannot be read.
        """
        from paperreader.library.search.full_text import Result
        from paperreader.library.search.related import marks_of

        if view.near is None:
            marked = self._screen.papers.selected
            return self._within(Result(array("q", filter(marked.__contains__, view.among or ())), complete=True), query)
        related = self._screen.app.nearest.to(view.near)
        self._ties[view.near] = {one.paper: one.ties for one in related}
        ids = array("q", [view.near, *(one.paper for one in related)])
        marks = marks_of({tie for one in related for tie in one.ties})
        return self._within(Result(ids, complete=True, marks=marks), query)

    def _within(self, papers: Result, query: Query) -> Result:
        """Those of some papers that a query finds."""
        from paperreader.library.search.full_text import Result

        if query.root is None and query.sort is None:
            return papers
        search = self._screen.app.search
        typed = search.find(query, 1)
        allowed, ids = search.all_ids(query), papers.ids
        if query.sort is None:
            allowed, ids = ids, allowed
        there = frozenset(ids)
        kept = array("q", [one for one in allowed if one in there])
        return Result(kept, complete=True, marks=typed.marks, note=typed.note)

    def ties(self, paper: int) -> tuple[str, ...]:
        """The words that tie a listed paper to the one it is listed for; none where no related papers are listed."""
        near = self._screen.listing.now.view.near
        return () if near is None else self._ties.get(near, {}).get(paper, ())

    def marks(self, paper: int) -> Marks | None:
        """What to mark in a paper: what ties it, or what was searched for among the related."""
        from paperreader.library.search.related import marks_of

        now, ties = self._screen.listing.now, self.ties(paper)
        return marks_of(ties) if ties and not now.typed.strip() else now.marks

    def says(self, paper: int) -> str:
        """Why a paper is listed, in words; empty where it needs no reason."""
        ties = self.ties(paper)
        return _SHARES + ", ".join(map(safe, ties)) if ties else ""
