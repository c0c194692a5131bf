"""What the list shows: a view, narrowed by a search, in an order. Looking it up never blocks the screen."""

from __future__ import annotations

import asyncio
import contextlib
from array import array
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from paperreader.tui.core import ALL, READER, SELECTING, View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.library import Matches, Result
    from paperreader.query import Query, Sort
    from paperreader.tui.actions.pending_work import PendingWork
    from paperreader.tui.actions.workspace import Workspace

_MOST_REMEMBERED: Final = 100
"""How many searches are remembered."""
_REST: Final = 0.4
"""Seconds without a keystroke before the whole result is gathered, which takes processor time from painting."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What is listed, and the position of the cursor."""

    view: View = ALL
    asked: Query | None = None
    """The last version of the search that could be understood."""
    sort: Sort | None = None
    """The order chosen by a key."""
    ranked: bool = False
    """A key requested the best matches first, whatever the order of the view."""
    paper: int | None = None
    ids: Sequence[int] = ()
    matches: Matches | None = None
    """The words that the search found, to highlight in the text."""

    @property
    def typed(self) -> str:
        """The search, as it was typed."""
        return self.asked.text if self.asked is not None else ""


class Listing:
    """Keeps the list in step with the view, the search and the order."""

    def __init__(self, workspace: Workspace, pending: PendingWork, find_aside: Callable[[View, Query], Result]) -> None:
        """Begin with all papers.

        Args:
            workspace: the main screen.
            pending: is told when a search is under way that keys have to wait for.
            find_aside: finds the papers of a view aside from the library's own, in the searching thread.
        """
        self._workspace, self._pending, self._find_aside = workspace, pending, find_aside
        self._before: Listed | None = None
        self._asked = 0
        self.now = Listed()
        self._glimpse: Listed | None = None
        """At a start: what the list is headed with until it is known what that is."""
        self._numbers: tuple[int, int] | None = None
        """Until it is looked up: how many papers are before those that are shown, and how many in all."""
        self.note = ""
        """A note on the last search: a mistake in it, or what was searched for instead."""
        self._mistake = ""
        """What is wrong with the text in the search line."""
        self.idle = asyncio.Event()
        """Set while no search is running: work that can wait goes on then."""
        self.idle.set()
        self._kept = asyncio.Event()
        """Set when the search line is closed with Enter."""
        self._was_whole = True
        """The whole result was listed when the search line opened."""

    # -- what is listed ------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The name of what is listed."""
        typed = self.now.typed.strip()
        return f"{self.now.view.title} /{typed}" if typed else self.now.view.title

    def where(self, cursor: int, count: int) -> str:
        """Where the cursor is in the list, as “8 / 182”."""
        if self._numbers is not None:
            before, total = self._numbers
            return f"{before + cursor + 1:,} / {total:,}" if count else ""
        nothing = "nothing found" if self.now.typed else "empty"
        return f"{cursor + 1:,} / {count:,}" if count else nothing

    @property
    def is_everything(self) -> bool:
        """Whether every paper is listed, except those in the trash."""
        return self.now.view.root is None and not self.now.view.is_aside and not self.now.typed.strip()

    def query(self) -> Query:
        """The query for what is to be listed, with the problems of the typed text."""
        from paperreader.query import Query

        now, typed = self.now, self.now.asked or Query()
        ranked = now.ranked or (typed.ranked and now.sort is None)
        sort = None if ranked else now.sort or typed.sort or now.view.sort
        return replace(typed.within(now.view.root), sort=sort, ranked=False)

    def show(self, view: View) -> None:
        """List a view, unless it is listed already."""
        if view.key != self.now.view.key or self.now.typed:
            keep = self._workspace.papers.paper if view.is_same_as(self.now.view) else None
            self.now, self._mistake = Listed(view, sort=None if view.in_own_order else self.now.sort), ""
            self.look_up(keep=keep)

    def follow(self, view: View) -> None:
        """List a view, and put the sidebar's cursor on it."""
        self.show(view)
        self._workspace.sidebar.point_to(view)

    def show_with(self, paper: int, view: View) -> None:
        """List a view with the cursor on a paper: that one alone at once, since keys act on it, then the rest."""
        self.now = Listed(view, sort=self.now.sort)
        self._workspace.papers.show([paper])
        self.look_up(keep=paper)

    def show_all_with(self, paper: int | None) -> None:
        """List all papers, with the cursor on one of them."""
        self.go_back(Listed(sort=self.now.sort, paper=paper))
        self._workspace.sidebar.point_to(ALL)

    def glimpse(self, listed: Listed, before: int, total: int) -> None:
        """Begin with the name of something, and some of its papers; `begin_with` says what it is.

        Args:
            listed: with the titles and words to show, which find nothing yet.
            before: how many papers are before those that are shown.
            total: how many there are.
        """
        self.now = self._glimpse = listed
        self._numbers = before, total
        self.idle.clear()

    @property
    def numbers(self) -> tuple[int, int]:
        """How many papers are before those in the list, and how many in all: not the same only after a glimpse."""
        return self._numbers or (0, len(self._workspace.papers.ids))

    def begin_with(self, view: View, query: Query | None, sort: Sort | None, *, ranked: bool) -> None:
        """Say what the glimpse was of; `look_up` lists it. What a quick hand has changed meanwhile stays."""
        begun = Listed(view, None if query is not None and query.says_nothing else query, sort, ranked)
        now, was = self.now, self._glimpse or self.now
        if self._before is not None and self._before.view is was.view:
            self._before = replace(begun, paper=self._before.paper, ids=self._before.ids)
        if now.view is was.view:
            asked = begun.asked if now.asked is was.asked else now.asked
            self.now = Listed(view, asked, sort if now.sort is was.sort else now.sort, ranked or now.ranked)
        if query is not None and now is was and not self.searching:
            self._mistake = self._problem(query)
        self._glimpse = None

    def go_back(self, place: Listed) -> None:
        """List a view, a search and an order again, as they are now, with the cursor on the paper or near it."""
        self.now, self._mistake = place, ""
        self.look_up(keep=place.paper)

    def sort(self, sort: Sort | None) -> None:
        """Change the order; `None` puts the best matches first, or the newest import."""
        self.now = replace(self.now, sort=sort, ranked=sort is None)
        self.look_up(keep=self._workspace.papers.paper)

    def narrow(self, query: Query, *, keep: int | None) -> None:
        """Search the view for something else, as if it had been typed and kept.

        Args:
            query: what to search for.
            keep: the paper for the cursor to stay on.
        """
        self._mistake = self._problem(query)
        self.now = replace(self.now, asked=query if query.text.strip() else None)
        self.look_up(keep=keep)

    # -- the search line -----------------------------------------------------------------------------------------------

    @property
    def searching(self) -> bool:
        """Whether the search line is open."""
        return self._before is not None

    def begin(self) -> None:
        """Note what is listed as the search line opens: Esc returns to it."""
        papers = self._workspace.papers
        if self._before is None:
            self._before = replace(self.now, paper=papers.paper, ids=papers.ids)
            self._was_whole = self.idle.is_set()
            self._kept.clear()

    def type(self, query: Query) -> None:
        """Search for what is in the search line, as far as it can be understood; if none of it can, the list stays.

        What was a word until it became the name of a field (`year`, `year:`) is searched for no longer.
        """
        self._mistake = self._problem(query)
        if query.says_nothing and not (self.now.typed.strip() and query.text.startswith(self.now.typed)):
            self.note = self._mistake
            self._workspace.show_heading()
            return
        self.now = replace(self.now, asked=None if query.says_nothing else query)
        if query.sort is not None or query.ranked:  # the last message stays
            self.now = replace(self.now, sort=None, ranked=False)
        self.look_up(keep=self._before.paper if self._before is not None and not self.now.typed else None)

    def keep(self, query: Query) -> None:
        """Keep the result, and remember the search.

        Args:
            query: the final query of the search line.
        """
        self._before = None
        self._kept.set()
        self._mistake = self._problem(query)
        self.note = self._mistake or self.note
        typed = self.now.typed.strip()
        if typed:
            config = self._workspace.app.config
            earlier = [one for one in config.searches if one != typed]
            config.remember_searches([*earlier, typed][-_MOST_REMEMBERED:])

    def leave(self) -> None:
        """Return to what was listed before the search line opened."""
        before, self._before = self._before, None
        self._mistake = ""
        if before is not None:
            self.put(before)
            if not self._was_whole:
                self.look_up(keep=before.paper)

    def clear(self) -> None:
        """Clear the search."""
        self.now, self._mistake = replace(self.now, asked=None), ""
        self.look_up(keep=self._workspace.papers.paper)

    def _problem(self, query: Query) -> str:
        """What is wrong with a query. While it is being typed, unfinished parts are not wrong."""
        if query.says_nothing and not self.searching:
            return next(one.message for one in (*query.problems, *query.idle))
        return next((one.message for one in query.problems if not (one.unfinished and self.searching)), "")

    # -- looking up ----------------------------------------------------------------------------------------------------

    @property
    def looked_up(self) -> int:
        """How many times the list has been looked up. If it has changed, so may have the list."""
        return self._asked

    def put(self, place: Listed) -> None:
        """List an earlier result again."""
        self._asked += 1  # what is still being searched for is not wanted any more
        self._workspace.app.stop_searching()
        self.idle.set()
        self._pending.looking_up = False
        self.now, self.note, self._numbers = place, "", None
        self._workspace.papers.show(place.ids, matches=place.matches, at=place.paper)
        self._workspace.show_listed()

    def look_up(self, *, keep: int | None, meant: bool = True) -> None:
        """Search again. A search that is still running is stopped and its result dropped.

        Args:
            keep: the paper for the cursor to stay on, or near if it is not found.
            meant: a key asked for it, and the keys after it apply to the new list.
        """
        self._asked += 1
        if meant:
            self._pending.looking_up = True
        self.idle.clear()
        self._workspace.app.stop_searching()
        self._workspace.app.stop_counting()  # whoever types goes first
        self._workspace.run_worker(self._find(self._asked, self.query(), keep), group="search")

    async def _find(self, asked: int, query: Query, keep: int | None) -> None:
        from paperreader.library import Interrupted

        try:
            await self._show(asked, query, keep)
        except Interrupted:
            pass  # somebody typed on; the newer search has its own worker
        finally:
            if asked == self._asked:
                self.idle.set()
                self._pending.looking_up = False

    async def _show(self, asked: int, query: Query, keep: int | None) -> None:
        app, papers = self._workspace.app, self._workspace.papers
        follows = keep is not None and keep == papers.paper
        view = self.now.view

        def best() -> Result | None:
            # Somebody may have typed on while this waited for its turn.
            if asked != self._asked:
                return None
            return self._find_aside(view, query) if view.is_aside else app.search.find(query)

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
        self.now, self._numbers = replace(self.now, ids=ids, matches=result.matches), None
        self.note = self._mistake or self._problem(query) or result.note or ""
        papers.nothing = () if ids else self._nothing()
        papers.show(ids, matches=result.matches, at=keep)
        self._workspace.show_listed()
        self._pending.looking_up = False
        if not complete:
            await self._show_all(asked, query, ids)

    def _nothing(self) -> list[str]:
        """What an empty list says; what else would be found follows."""
        from paperreader.tui.actions.nothing_found import nothing, say_what_would_be_found

        workspace, view, asked = self._workspace, self.now.view, self._asked
        typed = self.now.typed.strip()
        if typed and self.now.asked is not None:
            looking = partial(say_what_would_be_found, workspace, view, self.now.asked.root, self.idle)
            workspace.run_worker(partial(looking, lambda: asked == self._asked), group="nothing", exclusive=True)
        return nothing(workspace, view, typed)

    async def _show_all(self, asked: int, query: Query, best: array[int]) -> None:
        """List the rest of the result after the best matches; during typing, only once it pauses."""
        if self.searching:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._kept.wait(), _REST)
        if asked == self._asked:
            ids = await self._all(asked, query, best)
            if asked == self._asked:
                self.now = replace(self.now, ids=ids)
                self._workspace.papers.extend(ids)
                self._workspace.show_listed()

    async def _is_being_read(self, paper: int) -> bool:
        """Whether the reader is in the abstract of a paper that is still there, neither merged nor undone."""
        app = self._workspace.app
        reading = self._workspace.pane() in (READER, SELECTING)
        return reading and bool(await app.aside(lambda: app.counter.in_sight([paper])))

    async def _all(self, asked: int, query: Query, best: array[int]) -> array[int]:
        """The best matches, followed by everything else that the query finds."""
        app = self._workspace.app

        def every() -> array[int]:
            return app.search.all_ids(query) if asked == self._asked else array("q")

        found = await app.aside(every, searching=True) or array("q")
        first = set(best)
        return array("q", [*best, *(paper for paper in found if paper not in first)])
