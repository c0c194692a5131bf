"""What is listed: a view, what was typed into the search line, an order; and looking it up without ever waiting."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from paperreader.tui.commands import READER, SELECTING
from paperreader.tui.sidebar import ALL, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library.ranking import Marks
    from paperreader.library.search import Result
    from paperreader.query import Query, Sort
    from paperreader.tui.main_screen import MainScreen

_MOST_REMEMBERED: Final = 100
"""Searches that can be called back."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is listed, and where the cursor is in it."""

    view: View = ALL
    typed: str = ""
    sort: Sort | None = None
    paper: int | None = None
    ids: Sequence[int] = ()
    marks: Marks | None = None


class Listing:
    """Keeps what the list shows true to what is asked for."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._before: Place | None = None
        self._asked = 0
        self._called_back = 0
        self.now = Place()
        self.note = ""
        """What is to be said of the last search: a mistake in it, or what was searched instead."""

    # -- what is listed ------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The name of what is listed."""
        typed = self.now.typed.strip()
        return f"{self.now.view.title} /{typed}" if typed else self.now.view.title

    @property
    def is_everything(self) -> bool:
        """Whether every paper is listed, but for the trashed."""
        return self.now.view.root is None and not self.now.typed.strip()

    def query(self) -> tuple[Query, str]:
        """What is asked for, and what is wrong with it."""
        from paperreader.query import And, Query, parse  # not before the first paint

        typed = parse(self.now.typed)
        roots = [root for root in (self.now.view.root, typed.root) if root is not None]
        root = And(tuple(roots)) if len(roots) > 1 else roots[0] if roots else None
        problem = typed.problems[0].message if typed.problems else ""
        return Query(root, self.now.sort or typed.sort or self.now.view.sort), problem

    def show(self, view: View) -> None:
        """List a view, unless it is listed."""
        if view.key != self.now.view.key or self.now.typed:
            keep = self._screen.papers.paper if view.is_same_as(self.now.view) else None
            self.now = Place(view, sort=self.now.sort)
            self.look_up(keep=keep)

    def show_with(self, paper: int, view: View) -> None:
        """List a view with the cursor on a paper of it: that alone at once, for keys act on it, and then the others."""
        self.now = Place(view, sort=self.now.sort)
        self._screen.papers.show([paper])
        self.look_up(keep=paper)

    def sort(self, sort: Sort | None) -> None:
        """List in another order; `None`: the best matches, or the newest import, first."""
        self.now = replace(self.now, sort=sort)
        self.look_up(keep=self._screen.papers.paper)

    # -- the search line -----------------------------------------------------------------------------------------------

    @property
    def searching(self) -> bool:
        """Whether the search line is open."""
        return self._before is not None

    def begin(self) -> None:
        """The search line opens; Esc will come back to what is listed now."""
        papers = self._screen.papers
        if self._before is None:
            self._before = replace(self.now, paper=papers.paper, ids=papers.ids)
            self._called_back = 0

    def type(self, text: str) -> None:
        """Search for what stands there now."""
        self.now = replace(self.now, typed=text)
        self.look_up(keep=self._before.paper if self._before is not None and not text else None)

    def keep(self) -> None:
        """Keep what was found, and the search for another time."""
        self._before = None
        typed = self.now.typed.strip()
        if typed:
            config = self._screen.app.config
            earlier = [one for one in config.searches if one != typed]
            config.remember_searches([*earlier, typed][-_MOST_REMEMBERED:])

    def leave(self) -> None:
        """List what was listed before."""
        before, self._before = self._before, None
        if before is not None:
            self._asked += 1  # what is still being searched for is not wanted any more
            self._screen.app.stop_searching()
            self.now, self.note = before, ""
            self._screen.papers.show(before.ids, marks=before.marks, at=before.paper)

    def call_back(self, by: int) -> str:
        """An earlier search, or a later one; the empty line after the last."""
        searches = self._screen.app.config.searches
        self._called_back = max(0, min(self._called_back - by, len(searches)))
        return searches[-self._called_back] if self._called_back else ""

    def clear(self) -> None:
        """Search for nothing any more."""
        self.now = replace(self.now, typed="")
        self.look_up(keep=self._screen.papers.paper)

    # -- looking up ----------------------------------------------------------------------------------------------------

    def look_up(self, *, keep: int | None) -> None:
        """Search for what is asked now; an older search that is still running is stopped and its result dropped.

        Args:
            keep: the paper that the cursor stays on, if it is found, else near it.
        """
        self._asked += 1
        self._screen.app.stop_searching()
        query, problem = self.query()
        self._screen.run_worker(self._find(self._asked, query, problem, keep), group="search")

    async def _find(self, asked: int, query: Query, problem: str, keep: int | None) -> None:
        from paperreader.library.search import Interrupted

        app, papers = self._screen.app, self._screen.papers
        try:
            result: Result | None = await app.aside(lambda: app.search.find(query), searching=True)
            if result is None or asked != self._asked:
                return
            if keep is not None and self._screen.pane() in (READER, SELECTING) and keep not in result.ids:
                papers.repaint()  # somebody is reading it: what is listed stays until they go on
                return
            self.now = replace(self.now, ids=result.ids, marks=result.marks)
            self.note = problem or result.note or ""
            papers.nothing = "Nothing found." if self.now.typed.strip() else "Nothing here."
            papers.show(result.ids, marks=result.marks, at=keep)
            self._screen.listed()
            if not result.complete:
                every = await app.aside(lambda: app.search.all_ids(query), searching=True)
                if every is not None and asked == self._asked:
                    first = set(result.ids)
                    ids = array("q", [*result.ids, *(paper for paper in every if paper not in first)])
                    self.now = replace(self.now, ids=ids)
                    papers.extend(ids)
                    self._screen.listed()
        except Interrupted:
            pass  # somebody typed on; the newer search has its own worker
