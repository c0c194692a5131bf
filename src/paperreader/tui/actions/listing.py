"""What is listed: a view, what was typed into the search line, an order; and looking it up without ever waiting."""

from __future__ import annotations

import asyncio
import contextlib
from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from paperreader.tui.core.commands import READER, SELECTING
from paperreader.tui.core.view import ALL, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library.search.full_text import Result
    from paperreader.library.search.ranking import Marks
    from paperreader.query import Query, Sort
    from paperreader.tui.main.main_screen import MainScreen

_MOST_REMEMBERED: Final = 100
"""Searches that can be called back."""
_REST: Final = 0.4
"""Seconds without a letter after which all that was found is gathered: that takes the processor from painting."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is listed, and where the cursor is in it."""

    view: View = ALL
    typed: str = ""
    """What was searched for: the last of what was typed that could be understood."""
    sort: Sort | None = None
    """The order that a key asked for."""
    ranked: bool = False
    """A key asked for the best matches first, whatever order the view has."""
    paper: int | None = None
    ids: Sequence[int] = ()
    marks: Marks | None = None


class Listing:
    """Keeps what the list shows true to what is asked for."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._before: Place | None = None
        self._asked = 0
        self.now = Place()
        self.note = ""
        """What is to be said of the last search: a mistake in it, or what was searched instead."""
        self._mistake = ""
        """What is wrong with what stands in the search line, whatever of it is searched for."""
        self.idle = asyncio.Event()
        """Set while nothing is being searched for: what can wait goes on then."""
        self.idle.set()
        self._kept = asyncio.Event()
        """Set when what was being typed is wanted as it stands."""
        self._was_whole = True
        """All that was asked for was listed when the search line opened."""

    # -- what is listed ------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The name of what is listed."""
        typed = self.now.typed.strip()
        return f"{self.now.view.title} /{typed}" if typed else self.now.view.title

    @property
    def is_everything(self) -> bool:
        """Whether every paper is listed, but for the trashed."""
        return self.now.view.root is None and not self.now.view.is_aside and not self.now.typed.strip()

    def query(self) -> Query:
        """What is asked for, with the problems of what was typed."""
        from paperreader.query import parse  # not before the first paint

        now, typed = self.now, parse(self.now.typed)
        ranked = now.ranked or (typed.ranked and now.sort is None)
        sort = None if ranked else now.sort or typed.sort or now.view.sort
        return replace(typed.within(now.view.root), sort=sort, ranked=False)

    def show(self, view: View) -> None:
        """List a view, unless it is listed."""
        if view.key != self.now.view.key or self.now.typed:
            keep = self._screen.papers.paper if view.is_same_as(self.now.view) else None
            self.now, self._mistake = Place(view, sort=self.now.sort), ""
            self.look_up(keep=keep)

    def show_with(self, paper: int, view: View) -> None:
        """List a view with the cursor on a paper of it: that alone at once, for keys act on it, and then the others."""
        self.now = Place(view, sort=self.now.sort)
        self._screen.papers.show([paper])
        self.look_up(keep=paper)

    def sort(self, sort: Sort | None) -> None:
        """List in another order; `None`: the best matches, or the newest import, first."""
        self.now = replace(self.now, sort=sort, ranked=sort is None)
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
            self._was_whole = self.idle.is_set()
            self._kept.clear()

    def type(self, text: str) -> None:
        """Search for what stands there now, as far as it can be understood; where nothing can, the list stays.

        What was a word until it became the name of a field (`year`, `year:`) is searched for no longer.
        """
        from paperreader.query import parse

        query = parse(text)
        self._mistake = self._problem(query)
        if query.says_nothing:
            if not self.now.typed.strip() or not text.startswith(self.now.typed):
                self.note = self._mistake
                self._screen.show_heading()
                return
            text = ""
        self.now = replace(self.now, typed=text)
        if query.sort is not None or query.ranked:  # what was said last holds
            self.now = replace(self.now, sort=None, ranked=False)
        self.look_up(keep=self._before.paper if self._before is not None and not text else None)

    def keep(self, text: str) -> None:
        """Keep what was found, and the search for another time.

        Args:
            text: what stands in the line; nothing of it will be mended any more.
        """
        from paperreader.query import parse

        self._before = None
        self._kept.set()
        self._mistake = self._problem(parse(text))
        self.note = self._mistake or self.note
        typed = self.now.typed.strip()
        if typed:
            config = self._screen.app.config
            earlier = [one for one in config.searches if one != typed]
            config.remember_searches([*earlier, typed][-_MOST_REMEMBERED:])

    def leave(self) -> None:
        """List what was listed before."""
        before, self._before = self._before, None
        self._mistake = ""
        if before is not None:
            self.put(before)
            if not self._was_whole:
                self.look_up(keep=before.paper)

    def clear(self) -> None:
        """Search for nothing any more."""
        self.now, self._mistake = replace(self.now, typed=""), ""
        self.look_up(keep=self._screen.papers.paper)

    def _problem(self, query: Query) -> str:
        """What is wrong with a query; what is merely unfinished is nothing wrong while it is being typed."""
        if query.says_nothing and not self.searching:
            return next(one.message for one in (*query.problems, *query.idle))
        return next((one.message for one in query.problems if not (one.unfinished and self.searching)), "")

    # -- looking up ----------------------------------------------------------------------------------------------------

    @property
    def looked_up(self) -> int:
        """How often was looked up what to list; by it a later moment is told from an earlier one."""
        return self._asked

    def put(self, place: Place) -> None:
        """List what was found before."""
        self._asked += 1  # what is still being searched for is not wanted any more
        self._screen.app.stop_searching()
        self.idle.set()
        self._screen.under_way.looking_up = False
        self.now, self.note = place, ""
        self._screen.papers.show(place.ids, matches=place.marks, at=place.paper)
        self._screen.listed()

    def look_up(self, *, keep: int | None, meant: bool = True) -> None:
        """Search for what is asked now; an older search that is still running is stopped and its result dropped.

        Args:
            keep: the paper that the cursor stays on, if it is found, else near it.
            meant: a key asked for it, and the keys after it mean what is listed then.
        """
        self._asked += 1
        if meant:
            self._screen.under_way.looking_up = True
        self.idle.clear()
        self._screen.app.stop_searching()
        self._screen.app.stop_counting()  # whoever types goes first
        self._screen.run_worker(self._find(self._asked, self.query(), keep), group="search")

    async def _find(self, asked: int, query: Query, keep: int | None) -> None:
        from paperreader.library.search.full_text import Interrupted

        try:
            await self._show(asked, query, keep)
        except Interrupted:
            pass  # somebody typed on; the newer search has its own worker
        finally:
            if asked == self._asked:
                self.idle.set()
                self._screen.under_way.looking_up = False

    async def _show(self, asked: int, query: Query, keep: int | None) -> None:
        app, papers = self._screen.app, self._screen.papers
        follows = keep is not None and keep == papers.paper
        view = self.now.view

        def best() -> Result | None:
            # Somebody may have typed on while this waited for its turn.
            if asked != self._asked:
                return None
            return self._screen.relating.find(view, query) if view.is_aside else app.search.find(query)

        result = await app.aside(best, searching=True)
        if result is None or asked != self._asked:
            return
        ids, complete = result.ids, result.complete
        if keep is not None and not complete and keep not in ids:  # it may be behind the best
            ids = await self._all(asked, query, ids)
            complete = True
        if follows:  # the cursor may have gone on meanwhile
            keep = papers.paper
        being_read = keep is not None and keep not in ids and await self._is_being_read(keep)
        if asked != self._asked:
            return
        if being_read:
            papers.repaint()  # what is listed stays until they go on
            return
        self.now = replace(self.now, ids=ids, marks=result.marks)
        self.note = self._mistake or self._problem(query) or result.note or ""
        papers.nothing = "Nothing found." if self.now.typed.strip() else "Nothing here."
        papers.show(ids, matches=result.marks, at=keep)
        self._screen.listed()
        self._screen.under_way.looking_up = False
        if not complete:
            await self._show_all(asked, query, ids)

    async def _show_all(self, asked: int, query: Query, best: array[int]) -> None:
        """List all that was found behind the best: of what is being typed only when somebody stops."""
        if self.searching:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._kept.wait(), _REST)
        if asked == self._asked:
            ids = await self._all(asked, query, best)
            if asked == self._asked:
                self.now = replace(self.now, ids=ids)
                self._screen.papers.extend(ids)
                self._screen.listed()

    async def _is_being_read(self, paper: int) -> bool:
        """Whether somebody is in the abstract of a paper, and it is there: not one with another by now, or undone."""
        app = self._screen.app
        reading = self._screen.pane() in (READER, SELECTING)
        return reading and bool(await app.aside(lambda: app.counter.in_sight([paper])))

    async def _all(self, asked: int, query: Query, best: array[int]) -> array[int]:
        """The best, and behind them all others that the query finds."""
        app = self._screen.app

        def every() -> array[int]:
            return app.search.all_ids(query) if asked == self._asked else array("q")

        found = await app.aside(every, searching=True) or array("q")
        first = set(best)
        return array("q", [*best, *(paper for paper in found if paper not in first)])
