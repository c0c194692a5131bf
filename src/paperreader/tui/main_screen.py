"""The main screen: sidebar, list and abstract, the search line, and where the focus is among them."""

from __future__ import annotations

import gc
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from paperreader.library.opening import LibraryError
from paperreader.tui.acting import Acting
from paperreader.tui.commands import COMMANDS, LIST, READER, SIDEBAR
from paperreader.tui.footer import Footer
from paperreader.tui.keys import Keyboard, key_name
from paperreader.tui.moving import Moving
from paperreader.tui.paper_list import PaperList
from paperreader.tui.reader_pane import ReaderPane
from paperreader.tui.sidebar import ALL, Sidebar, View
from paperreader.tui.text import plain, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widget import Widget

    from paperreader.library.ranking import Marks
    from paperreader.library.reading import Counts, Import, TagCount
    from paperreader.library.search import Result
    from paperreader.paper import Entry
    from paperreader.query import Query, Sort
    from paperreader.tui.app import PaperReader
    from paperreader.tui.commands import Command

_WIDE: Final = 110
"""Columns from which there is room for three panes."""
_MEDIUM: Final = 66
"""Columns from which there is room for two."""
_FIRST: Final = 200
"""Papers listed before the first paint; the others follow."""


@dataclass(slots=True)
class _Place:
    """What the list shows and where its cursor is: what Esc in the search line brings back."""

    view: View = ALL
    typed: str = ""
    sort: Sort | None = None
    paper: int | None = None
    ids: Sequence[int] = ()
    marks: Marks | None = None


class MainScreen(Screen[None]):
    """Shows papers. What is done to them is `Acting`'s."""

    app: PaperReader

    BINDINGS: ClassVar = []

    def __init__(self) -> None:
        super().__init__()
        self._keyboard = Keyboard(COMMANDS)
        self._moving = Moving(self)
        self._acting = Acting(self)
        self._now = _Place()
        self._before: _Place | None = None
        self._note = ""
        self._asked = 0
        self._is_empty = False
        self._stay: Timer | None = None

    def compose(self) -> ComposeResult:
        """Heading or search line, panes, footer."""
        yield Static(id="heading", markup=False)
        with Horizontal(id="search-line"):
            yield Static("/", id="search-sign")
            yield Input(id="search", placeholder="titles, abstracts, tags, notes …", compact=True)
        with Horizontal(id="panes"):
            yield Sidebar(id="sidebar")
            yield PaperList(self.app.rows, id="list")
            yield ReaderPane(id="reader")
        yield Footer(id="footer")

    def on_mount(self) -> None:
        """Show the first papers at once, and everything as soon as it is read."""
        self.papers = self.query_one(PaperList)
        self.reader = self.query_one(ReaderPane)
        self.sidebar = self.query_one(Sidebar)
        self._footer = self.query_one(Footer)
        self._search = self.query_one("#search", Input)
        self.papers.focus()
        self.papers.show(self.app.reader.first_ids(_FIRST))
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        """The first papers are on the screen: now for the rest."""
        self.refresh_library()
        gc.freeze()  # what a start makes stays: later rounds need not look at it
        gc.enable()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def entry(self) -> Entry | None:
        """The paper under the cursor, with everything, as it is stored now."""
        paper = self.papers.paper
        return None if paper is None else self.app.entry(paper)

    def targets(self, *, otherwise_all: bool = False) -> list[int]:
        """The papers a command means: the marked ones in the order of the list, else the one under the cursor.

        Args:
            otherwise_all: all that are listed, instead of the one under the cursor.
        """
        selected = self.papers.selected
        if selected:
            listed = [paper for paper in self.papers.ids if paper in selected]
            return listed + sorted(selected.difference(listed))
        if otherwise_all:
            return list(self.papers.ids)
        return [] if self.papers.paper is None else [self.papers.paper]

    def saved(self, papers: Sequence[int], words: str) -> None:
        """Show what has become of some papers, and say it."""
        self.papers.changed(papers)
        if self.papers.paper in set(papers):
            self._show_paper()
        self.run_worker(self._count(), group="count", exclusive=True)
        self.app.tell(words)

    def go_to(self, paper: int) -> None:
        """Put the cursor on a paper, if it is listed."""
        self.papers.go_to(paper)

    def refresh_library(self, *, from_start: bool = False) -> None:
        """Read the list and the sidebar anew; papers may have come or gone."""
        if from_start:
            self.papers.changed(list(self.papers.ids[:1000]))
        self.run_worker(self._count(), group="count", exclusive=True)
        self._look_up(keep=None if from_start else self.papers.paper)

    async def _count(self) -> None:
        """Bring the sidebar up to date, read by another thread."""
        numbers: tuple[Counts, list[TagCount], list[Import]] | None = await self.app.aside(self.app.numbers)
        if numbers is not None:
            self.sidebar.show(*numbers)
            self._is_empty = numbers[0].all == 0
            self.set_class(self._is_empty, "-empty")
            if not self._is_empty:
                await self.query("#welcome").remove()
            elif not self.query("#welcome"):
                await self.query_one("#panes").mount(Static(_WELCOME, id="welcome", markup=False))
            self.on_descendant_focus()
            self.show_heading()

    def _look_up(self, *, keep: int | None) -> None:
        """Search for what is asked now; an older search that is still running is stopped and its result dropped."""
        from paperreader.query import And, Query, parse  # not before the first paint

        self._asked += 1
        self.app.stop_searching()
        typed = parse(self._now.typed)
        roots = [root for root in (self._now.view.root, typed.root) if root is not None]
        root = And(tuple(roots)) if len(roots) > 1 else roots[0] if roots else None
        query = Query(root, self._now.sort or typed.sort)
        problem = typed.problems[0].message if typed.problems else ""
        self.run_worker(self._find(self._asked, query, problem, keep), group="search")

    async def _find(self, asked: int, query: Query, problem: str, keep: int | None) -> None:
        from paperreader.library.search import Interrupted

        try:
            result: Result | None = await self.app.aside(lambda: self.app.search.find(query), searching=True)
            if result is None or asked != self._asked:
                return
            self._now.ids, self._now.marks = result.ids, result.marks
            self._note = problem or result.note or ""
            self.papers.nothing = "Nothing found." if self._now.typed.strip() else "Nothing here."
            self.papers.show(result.ids, marks=result.marks, at=keep)
            self.show_heading()
            if not result.complete:
                every = await self.app.aside(lambda: self.app.search.all_ids(query), searching=True)
                if every is not None and asked == self._asked:
                    first = set(result.ids)
                    self._now.ids = array("q", [*result.ids, *(paper for paper in every if paper not in first)])
                    self.papers.extend(self._now.ids)
                    self.show_heading()
        except Interrupted:
            pass  # somebody typed on; the newer search has its own worker

    def show_heading(self) -> None:
        """Say what is listed, and where in it the cursor is."""
        place = self._now
        crumbs = [(safe(place.view.title), "bold")]
        if place.typed.strip():
            crumbs.append((f"  /{safe(place.typed)}", "$warning"))
        if place.sort is not None:
            crumbs.append((f"  by {'date imported' if place.sort.key == 'added' else place.sort.key}", "$muted"))
        if self._note:
            crumbs.append((f"  {safe(self._note)}", "italic $muted"))
        count = len(self.papers.ids)
        where = f"{self.papers.cursor + 1:,} / {count:,}" if count else "nothing found" if place.typed else "empty"
        if self.papers.selected:
            where = f"✓ {len(self.papers.selected):,} marked   {where}"
        width = max(0, self.size.width - 2)
        room = max(0, width - len(where) - 1)
        left = Content.assemble(*(plain(text, style) for text, style in crumbs)).truncate(room, ellipsis=True, pad=True)
        self.query_one("#heading", Static).update(Content.assemble(left, " ", (where, "$muted")))
        self._footer.searching = f"{count:,} found" + (f" · {safe(self._note)}" if self._note else "")

    def _show_paper_at(self, paper: int | None) -> None:
        """Show a paper if the cursor is still there: the list is painted first, and the hand may have gone on."""
        if paper == self.papers.paper:
            self._show_paper()

    def _show_paper(self) -> None:
        self.reader.show(self.entry(), self._now.marks)

    # -- news from the panes ---------------------------------------------------------------------------------------

    def on_paper_list_highlighted(self, message: PaperList.Highlighted) -> None:
        """Show the paper the cursor is on, and count it as read if it stays there."""
        if message.paper != self.papers.paper:
            return  # the cursor has gone on
        self.show_heading()
        self.call_after_refresh(self._show_paper_at, message.paper)
        if self._stay is not None:
            self._stay.stop()
            self._stay = None
        after = self.app.config.read_after
        if message.paper is not None and after > 0 and self._before is None:
            paper = message.paper
            self._stay = self.set_timer(after, lambda: self.was_read(paper))

    def on_paper_list_opened(self) -> None:
        """A paper was double-clicked."""
        self._moving.do_open()

    def on_sidebar_chosen(self, message: Sidebar.Chosen) -> None:
        """Show another view."""
        if message.view.key != self._now.view.key or self._now.typed:
            self._now = _Place(message.view, sort=self._now.sort)
            self._look_up(keep=None)

    def on_sidebar_entered(self) -> None:
        """A view was clicked."""
        self.focus_pane(self.papers)

    def on_descendant_focus(self) -> None:
        """The footer shows what is useful here."""
        self._footer.pane = "search" if self.focused is self._search else "empty" if self._is_empty else self.pane()

    def on_resize(self, event: events.Resize) -> None:
        """Three panes, two or one."""
        width = event.size.width
        self.set_class(width < _MEDIUM, "-narrow")
        self.set_class(_MEDIUM <= width < _WIDE, "-medium")
        self.show_heading()

    def was_read(self, paper: int) -> None:
        """Mark the paper under the cursor read, by itself, unless it is."""
        row = self.papers.row
        if self.papers.paper == paper and row is not None and not row.read:
            self.run_worker(self._mark_read(paper))

    async def _mark_read(self, paper: int) -> None:
        annotations = self.app.library.annotations
        if await self.app.write(lambda: annotations.mark_read([paper], on=True, automatic=True)):
            self.papers.changed([paper])
            self.run_worker(self._count(), group="count", exclusive=True)

    # -- keys ------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Turn keys into commands."""
        if self._before is not None:  # the search line is open, though the focus may still be on its way
            self._search_key(event)
            return
        event.stop()
        if self.app.screen is not self:
            # Pressed so soon after the key that opened a dialogue that this screen still got it: it is text there,
            # never a command here.
            take = getattr(self.app.screen, "take", None)
            if take is not None and event.character and event.is_printable:
                take(event.character)
            return
        event.prevent_default()
        command = self._keyboard.press(self.pane(), key_name(event))
        self._footer.pending = self._keyboard.pending
        if command is not None:
            self.run_command(command)

    def run_command(self, command: Command) -> None:
        """Do what a command says, whichever object does it."""
        for owner in (self, self._moving, self._acting, self.app):
            method = getattr(owner, command.method, None)
            if method is not None:
                try:
                    method()
                except LibraryError as error:
                    self.app.tell(str(error), error=True)
                return
        raise AttributeError(command.method)

    def pane(self) -> str:
        """The pane that has the focus."""
        if self.focused is self.reader:
            return READER
        return SIDEBAR if self.focused is self.sidebar else LIST

    def focus_pane(self, pane: Widget) -> None:
        """Go to a pane, making room for it where there is room for one or two only."""
        self.set_class(pane is self.sidebar, "-sidebar")
        self.set_class(pane is self.reader, "-reader")
        pane.focus()

    # -- searching -------------------------------------------------------------------------------------------------

    def do_search(self) -> None:
        """Open the search line on what was typed last."""
        if self._before is None:
            place = self._now
            self._before = _Place(place.view, place.typed, place.sort, self.papers.paper, self.papers.ids, place.marks)
        self.add_class("-searching")
        self.focus_pane(self.papers)
        with self.prevent(Input.Changed):
            self._search.value = self._now.typed
        self._search.focus()
        self._search.action_end()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what stands there now."""
        if event.input is self._search:
            self._now.typed = event.value
            self._look_up(keep=self._before.paper if self._before is not None and not event.value else None)

    def on_input_submitted(self) -> None:
        """Keep the results."""
        self._before = None
        self._end_search()

    def _search_key(self, event: events.Key) -> None:
        if event.character and event.is_printable:
            event.stop()  # pressed so soon after the / that the list still got it
            self._search.insert_text_at_cursor(event.character)
        elif event.key in ("up", "down"):
            event.stop()
            self.papers.move(1 if event.key == "down" else -1)
        elif event.key == "escape":
            event.stop()
            before, self._before = self._before, None
            if before is not None:
                self._asked += 1  # what is still being searched for is not wanted any more
                self.app.stop_searching()
                self._now, self._note = before, ""
                self.papers.show(before.ids, marks=before.marks, at=before.paper)
            self._end_search()

    def _end_search(self) -> None:
        self.remove_class("-searching")
        self.focus_pane(self.papers)
        self.show_heading()

    # -- back ------------------------------------------------------------------------------------------------------

    def do_clear(self) -> None:
        """From the abstract or sidebar back to the list; there, clear the marks, then the search."""
        if self.pane() != LIST:
            self.focus_pane(self.papers)
        elif self.papers.selected:
            self.papers.select([])
            self.show_heading()
        elif self._now.typed:
            self._now.typed = ""
            self._look_up(keep=self.papers.paper)

    def do_quit_pane(self) -> None:
        """Back to the list; from there, out."""
        if self.pane() != LIST:
            self.focus_pane(self.papers)
        elif self.papers.selected or self._now.typed:
            self.do_clear()
        else:
            self.app.exit()

    # -- choosing and sorting --------------------------------------------------------------------------------------

    def do_sort_added(self) -> None:
        """As they came in; again: the other way round."""
        self._sort("added")

    def do_sort_date(self) -> None:
        """By date."""
        self._sort("date")

    def do_sort_title(self) -> None:
        """By title."""
        self._sort("title")

    def do_sort_upvotes(self) -> None:
        """By upvotes."""
        self._sort("upvotes")

    def do_redraw(self) -> None:
        """Read everything anew: what was marked read leaves the unread."""
        self.refresh_library()
        self.refresh(layout=True)

    def action_open_link(self, number: int) -> None:
        """A link of the abstract was clicked."""
        self._acting.open_link(number)

    def _sort(self, key: str) -> None:
        from paperreader.query import Sort

        now = self._now.sort
        self._now.sort = Sort(key, reverse=now is not None and now.key == key and not now.reverse)
        self._look_up(keep=self.papers.paper)


_WELCOME: Final = Content.from_markup(
    """[bold]There are no papers here yet.[/bold]

[bold $accent]S[/]  loads the sample lists, to look around
[bold $accent]I[/]  imports a file of yours: a page of papers
   copied into a text file, a list of abstracts,
   a dataset, JSON lines

From a shell:
   [bold]paperreader import FILE …[/bold]
   [bold]xclip -o | paperreader import -[/bold]

[$muted]? shows all keys, q leaves.[/]"""
)
