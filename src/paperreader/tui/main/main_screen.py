"""The main screen: sidebar, list and abstract, the search line, and where the focus is among them."""

from __future__ import annotations

import gc
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static

from paperreader.tui.actions.listing import Listing
from paperreader.tui.actions.reading import Staying
from paperreader.tui.actions.sidebar_counts import Tally
from paperreader.tui.core.commands import LIST, READER, SELECTING, SIDEBAR, shown
from paperreader.tui.core.keyboard import key_name
from paperreader.tui.core.view import ALL, tag_view, trash
from paperreader.tui.main.turns import UnderWay, Waits
from paperreader.tui.widgets.footer import Footer
from paperreader.tui.widgets.heading import heading
from paperreader.tui.widgets.key_hints import KeyHints
from paperreader.tui.widgets.paper_list import PaperList
from paperreader.tui.widgets.reader_pane import ReaderPane
from paperreader.tui.widgets.search_bar import Offer, SearchBar
from paperreader.tui.widgets.sidebar import Sidebar
from paperreader.tui.widgets.welcome import WELCOME

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Any

    from textual.app import ComposeResult
    from textual.widget import Widget

    from paperreader.domain.paper import Entry
    from paperreader.library.journal.change import Done
    from paperreader.library.search.ranking import Marks
    from paperreader.tui.actions.annotate import Acting
    from paperreader.tui.actions.related import Relating
    from paperreader.tui.actions.screening import Deciding
    from paperreader.tui.actions.search import Searching
    from paperreader.tui.actions.views import Viewing
    from paperreader.tui.core.view import View
    from paperreader.tui.main.app import PaperReader
    from paperreader.tui.main.dispatch import Dispatch

_WIDE: Final = 110
"""Columns from which there is room for three panes."""
_MEDIUM: Final = 66
"""Columns from which there is room for two."""
_FIRST: Final = 200
"""Papers listed before the first paint; the others follow."""


class MainScreen(Screen[None]):
    """Shows papers. What commands do is done by `Moving`, `Acting`, `Deciding`, `Marking`, `Viewing` and `Handing`."""

    app: PaperReader

    BINDINGS: ClassVar = []
    AUTO_FOCUS: ClassVar = ""  # else a dialogue that closes over no papers leaves the focus in the hidden search line

    def __init__(self) -> None:
        super().__init__()
        self.listing = Listing(self)
        self.tally = Tally(self)
        self.without_papers = False
        """There are no papers, as far as they have been counted."""
        self.staying = Staying(self)

    @cached_property
    def under_way(self) -> UnderWay:
        """What keys have to wait for."""
        return UnderWay(self.app)

    # What keys do is read after the first paint.

    @cached_property
    def acting(self) -> Acting:
        """What is done to papers."""
        from paperreader.tui.actions.annotate import Acting

        return Acting(self)

    @cached_property
    def deciding(self) -> Deciding:
        """The screening."""
        from paperreader.tui.actions.screening import Deciding

        return Deciding(self)

    @cached_property
    def searching(self) -> Searching:
        """What the search line does."""
        from paperreader.tui.actions.search import Searching

        return Searching(self)

    @cached_property
    def relating(self) -> Relating:
        """Related papers."""
        from paperreader.tui.actions.related import Relating

        return Relating(self)

    @cached_property
    def viewing(self) -> Viewing:
        """How things are seen."""
        from paperreader.tui.actions.views import Viewing

        return Viewing(self)

    @cached_property
    def dispatch(self) -> Dispatch:
        """Runs the commands, whichever object does what they say."""
        from paperreader.tui.actions.highlighting import Marking
        from paperreader.tui.actions.navigation import Moving
        from paperreader.tui.actions.transfer import Handing
        from paperreader.tui.main.dispatch import Dispatch

        others = (Moving(self), Marking(self), self.viewing, Handing(self), self.relating)
        return Dispatch(self, (self, self.acting, self.deciding, *others, self.app))

    def compose(self) -> ComposeResult:
        """Heading or search line, panes, footer."""
        yield Static(id="heading", markup=False)
        with Horizontal(id="search-line"):
            yield Static("/", id="search-sign")
            offer = Offer(id="offer")
            yield SearchBar(id="search", offer=offer)
        with Horizontal(id="panes"):
            config, glyphs = self.app.config, self.app.glyphs
            watched = bool(config.include_keywords or config.exclude_keywords) and "keywords" not in config.columns
            columns = (*(["keywords"] if watched else []), *config.columns)
            yield Sidebar(id="sidebar", glyphs=glyphs)
            yield PaperList(self.app.rows, id="list", lines=config.list_lines, columns=columns, glyphs=glyphs)
            yield ReaderPane(id="reader", measure=config.measure, latex=config.latex, glyphs=glyphs)
        yield KeyHints(id="key-hints")
        yield offer
        yield Footer(self.app.commands, id="footer")

    def on_mount(self) -> None:
        """Show the first papers at once, and everything as soon as it is read."""
        self.papers = self.query_one(PaperList)
        self.reader = self.query_one(ReaderPane)
        self.sidebar = self.query_one(Sidebar)
        self._footer = self.query_one(Footer)
        self.set_class(self.app.config.ascii, "-ascii")
        self._search = self.query_one(SearchBar)
        self._search.cursor_blink = not self.app.config.reduced_motion
        self.staying.watch()
        self.papers.focus()
        self.papers.show(self.app.reader.first_ids(_FIRST))
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        """The first papers are on the screen: now for the rest."""
        config = self.app.config
        if config.include_keywords or config.exclude_keywords:
            self.viewing.show_keywords()
        self.refresh_library(meant=False)
        self.app.begun()
        gc.freeze()  # what a start makes stays: later rounds need not look at it
        gc.enable()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def entry(self) -> Entry | None:
        """The paper under the cursor, with everything, as it is stored now."""
        paper = self.papers.paper
        return None if paper is None else self.app.entry(paper)

    def targets(self, *, otherwise_all: bool = False) -> list[int]:
        """The papers a command means: the marked ones that are listed, in their order, else the one under the cursor.

        Args:
            otherwise_all: all that are listed, instead of the one under the cursor.
        """
        marked = self.papers.listed_selection
        if marked:
            return marked
        if otherwise_all:
            return list(self.papers.ids)
        return [] if self.papers.paper is None else [self.papers.paper]

    def forget_marks_of_what_is_gone(self) -> None:
        """Take the marks from papers that are no more: one with another now, or undone with their import."""
        there = self.app.reader.in_sight(self.papers.selected) if self.papers.selected else []
        if len(there) < len(self.papers.selected):
            self.papers.select(there)

    def about(self, papers: Sequence[int]) -> str:
        """Some papers in words: the title of one, the number of several."""
        if len(papers) != 1:
            return f"{len(papers):,} papers"
        rows = self.app.rows(papers)
        return rows[0].label if rows else "1 paper"

    @property
    def marks(self) -> Marks | None:
        """What the search found, or what ties related papers, to be marked in the text under the cursor."""
        paper, now = self.papers.paper, self.listing.now
        return now.marks if now.view.near is None or paper is None else self.relating.marks(paper)

    @property
    def shared(self) -> str:
        """What makes the paper under the cursor related; empty where no related papers are listed."""
        paper = self.papers.paper
        return "" if self.listing.now.view.near is None or paper is None else self.relating.says(paper)

    def saved(self, papers: Sequence[int], words: str, *, moved: bool = False) -> None:
        """Show what has become of some papers, and say it.

        Args:
            moved: they may have come to what is listed, or left it.
        """
        self.papers.changed(papers)
        if moved:
            self.listing.look_up(keep=self.papers.paper)
        if self.papers.paper in set(papers):
            self._show_paper()
        self.tally.count()
        self.app.tell(words)

    def turned(self, done: Done, words: str) -> None:
        """Show what was undone or done again, going to the first paper it was done to."""
        first = done.papers[0] if done.papers else self.papers.paper
        if done.moved:
            self.forget_marks_of_what_is_gone()
        if done.moved or not (first is None or self.papers.go_to(first)):
            self.listing.look_up(keep=first)
        self.saved(done.papers, words)
        self.tally.count_screening()

    def show_again(self) -> None:
        """Show the paper under the cursor as it is stored now."""
        self._show_paper()

    def show_paper(self, paper: int) -> None:
        """Open a paper, listing every paper where it is not listed, or the trash where it is in that."""
        entry = self.app.entry(paper)
        if not self.papers.go_to(paper):
            view = trash() if entry is not None and entry.trashed else ALL
            self.listing.show_with(paper, view)
            self.sidebar.point_to(view)
        self.reader.show(entry, self.marks, self.app.backlinks(paper), shared=self.shared)
        self.focus_pane(self.reader)

    def show_tag(self, name: str) -> None:
        """List the papers of a tag."""
        self.follow(tag_view(name))
        self.focus_pane(self.papers)

    def follow(self, view: View) -> None:
        """List a view, with the cursor of the sidebar on it."""
        self.listing.show(view)
        self.sidebar.point_to(view)

    def listed(self) -> None:
        """Other papers are listed, or more of them."""
        self.show_heading()
        self.tally.count_screening()

    def refresh_library(self, *, from_start: bool = False, meant: bool = True) -> None:
        """Read the list and the sidebar anew; papers may have come or gone.

        Args:
            from_start: with the cursor on the first paper.
            meant: a key asked for it.
        """
        if from_start:
            self.papers.changed(None)
        self.tally.count()
        self.listing.look_up(keep=None if from_start else self.papers.paper, meant=meant)

    async def show_whether_empty(self, *, empty: bool) -> None:
        """Welcome whoever has no papers yet, or stop to."""
        self.without_papers = empty
        self.set_class(empty, "-empty")
        if not empty:
            await self.query("#welcome").remove()
        elif not self.query("#welcome"):
            await self.query_one("#panes").mount(Static(WELCOME, id="welcome", markup=False))
        self.show_pane()
        self.show_heading()

    def show_heading(self) -> None:
        """Say what is listed, and where in it the cursor is."""
        count = len(self.papers.ids)
        where = (
            f"{self.papers.cursor + 1:,} / {count:,}"
            if count
            else "nothing found"
            if self.listing.now.typed
            else "empty"
        )
        marks = self.papers.selection_in_words
        if marks:
            key = self.key_to_marks if "not listed" in marks else ""
            where = f"{self.app.glyphs.check} {marks}{key}   {where}"
        width = max(0, self.size.width - 2)
        progress = self.tally.progress
        if progress and len(progress) + len(where) < width * 2 // 3:
            where = f"{progress}   {where}"
        now = self.listing.now
        line = heading(now.view.title, self.listing.note, where, width, typed=now.typed, sort=now.sort)
        self.query_one("#heading", Static).update(line, layout=False)
        if self.listing.searching:
            self.searching.say()

    @cached_property
    def key_to_marks(self) -> str:
        """The key that lists the marked papers, in brackets."""
        keys = next(command.keys for command in self.app.commands if command.id == "goto.marked")
        return f" ({shown(keys[0])})" if keys else ""

    def _show_paper_at(self, paper: int | None) -> None:
        """Show a paper if the cursor is still there: the list is painted first, and the hand may have gone on."""
        if paper == self.papers.paper:
            self._show_paper()

    def _show_paper(self) -> None:
        entry = self.entry()
        backlinks = self.app.backlinks(entry.id) if entry is not None else ()
        self.reader.show(entry, self.marks, backlinks, shared=self.shared)

    # -- news from the panes ---------------------------------------------------------------------------------------

    def on_paper_list_highlighted(self, message: PaperList.Highlighted) -> None:
        """Show the paper the cursor is on, and count it as read if it stays there."""
        if message.paper != self.papers.paper:
            return  # the cursor has gone on
        self.show_heading()
        self.call_after_refresh(self._show_paper_at, message.paper)
        self.staying.begin()

    def on_screen_suspend(self) -> None:
        """Something covers the papers."""
        self.staying.begin()

    on_screen_resume = on_screen_suspend

    def on_paper_list_opened(self) -> None:
        """A paper was double-clicked."""
        self.dispatch.run_id("open")

    def on_sidebar_chosen(self, message: Sidebar.Chosen) -> None:
        """Show another view."""
        self.listing.show(message.view)

    def on_sidebar_entered(self) -> None:
        """A view was clicked."""
        self.focus_pane(self.papers)

    def on_descendant_focus(self) -> None:
        """The footer shows what is useful here."""
        self._footer.pane = (
            "search" if self.focused is self._search else "empty" if self.without_papers else self.pane()
        )

    def show_pane(self) -> None:
        """A selection began or ended: other keys are useful."""
        self.on_descendant_focus()

    def on_resize(self, event: events.Resize) -> None:
        """Three panes, two or one."""
        width = event.size.width
        self.set_class(width < _MEDIUM, "-narrow")
        self.set_class(_MEDIUM <= width < _WIDE, "-medium")
        self.show_heading()

    # -- keys ------------------------------------------------------------------------------------------------------

    def perform(self, work: Coroutine[Any, Any, None], *, moves: bool = False) -> None:
        """Change the library; keys that depend on what comes of it wait for that.

        Args:
            work: what is to be done, as far as showing it.
            moves: papers may come to what is listed, or leave it, or the cursor go elsewhere.
        """
        self.run_worker(self.under_way.perform(work, moves=moves))

    def holds(self, event: events.Key) -> bool:
        """Whether a key has to wait for what is under way. What is typed into the search line never does."""
        if self.listing.searching:
            return False
        waits = self.dispatch.waits(self.pane(), key_name(event))
        return self.under_way.holds(waits) or (waits is Waits.FOR_LIST and not self.listing.idle.is_set())

    def only_moves(self, event: events.Key) -> bool:
        """Whether all that a key does is to move the cursor among papers or in an abstract."""
        pane = self.pane()
        return not self.listing.searching and pane != SIDEBAR and self.dispatch.only_moves(pane, key_name(event))

    def on_key(self, event: events.Key) -> None:
        """Turn keys into commands."""
        if self.listing.searching:
            self.searching.press(event)
            return
        event.stop()
        event.prevent_default()
        pane = self.pane()
        if pane in (READER, SELECTING) and self.reader.shown != self.papers.paper:
            self._show_paper()  # pressed before the paper that the cursor went to was painted: it is meant for that
        self.dispatch.press(pane, key_name(event))

    def pane(self) -> str:
        """The pane that has the focus, or what is going on in it."""
        if self.focused is self.reader:
            return SELECTING if self.reader.caret.selecting else READER
        return SIDEBAR if self.focused is self.sidebar else LIST

    def focus_pane(self, pane: Widget) -> None:
        """Go to a pane, making room for it where there is room for one or two only."""
        if pane is not self.reader:
            self.remove_class("-focus")
        self.set_class(pane is self.sidebar, "-sidebar")
        self.set_class(pane is self.reader, "-reader")
        # At once: `focus` would do it later, and keys that are pressed by then would still be another pane's.
        self.set_focus(pane)
        if self.focused is not pane:
            pane.focus()

    # -- searching -------------------------------------------------------------------------------------------------

    def do_search(self) -> None:
        """Open the search line on what was typed last."""
        self.searching.open()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what stands there now."""
        if event.input is self._search:
            self.listing.type(event.value)

    def on_input_submitted(self) -> None:
        """Keep the results."""
        self.searching.keep()

    def on_search_line_offered(self) -> None:
        """There is something to choose in the search line, or nothing any more."""
        self.searching.say()

    # -- from elsewhere ----------------------------------------------------------------------------------------------

    def on_reader_pane_followed(self, message: ReaderPane.Followed) -> None:
        """A link of the abstract was clicked."""
        from paperreader.tui.core.external import browse

        browse(self.app, message.url)

    def changed_elsewhere(self) -> None:
        """Another program changed the library: show what it did, without losing the place."""
        self.papers.changed(None)
        self.forget_marks_of_what_is_gone()
        self._show_paper()
        self.refresh_library(meant=False)
