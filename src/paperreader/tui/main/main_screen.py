"""The main screen: sidebar, list, abstract and search line, and which of them has the focus."""

from __future__ import annotations

import gc
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from paperreader.domain import Wording
from paperreader.tui.actions import Changes, ComingBack, Desk, Listing, PendingWork, ReadingClock, SidebarCounts
from paperreader.tui.core import (
    ALL,
    LIST,
    NOTE,
    READER,
    SEARCH,
    SELECTING,
    SIDEBAR,
    Reach,
    key_name,
    paint_now,
    shown,
    trash,
)
from paperreader.tui.widgets import (
    WELCOME,
    CriteriaBand,
    Edge,
    Footer,
    KeyHints,
    Offer,
    PaperList,
    ReaderPane,
    SearchBar,
    Sidebar,
    SidePane,
    heading,
    query_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from paperreader.domain import Entry
    from paperreader.library import Matches
    from paperreader.tui.core import Command, Host
    from paperreader.tui.main.actions import Actions
    from paperreader.tui.main.commands import ReaderCommand
    from paperreader.tui.main.dispatch import Dispatch

_FIRST: Final = 200
"""Papers listed before the first paint; the others follow."""


class MainScreen(Screen[None]):
    """The main screen. Its `actions` carry out commands and see it as a `Workspace`."""

    app: Host

    BINDINGS: ClassVar = []
    AUTO_FOCUS: ClassVar = ""  # else a dialogue that closes over no papers leaves the focus in the hidden search line

    def __init__(self, commands: Sequence[ReaderCommand]) -> None:
        """Create the screen.

        Args:
            commands: the table, with the keys that are in force.
        """
        super().__init__()
        self._commands = commands
        self.pending = PendingWork(lambda: self.app.wake())
        self.listing = Listing(self, self.pending, lambda view, query: self.actions.related.find(view, query))
        self.counts = SidebarCounts(self, self.listing)
        self.changes = Changes(self, self.listing, self.counts, self.pending)
        self.clock = ReadingClock(self, self.listing, self.counts)
        self.without_papers = False
        """The library is empty, as far as is known."""

    # The code that keys run is imported after the first paint.

    @cached_property
    def actions(self) -> Actions:
        """What the commands run."""
        from paperreader.tui.main.actions import Actions

        return Actions(self, self.listing, self.changes, self.counts, self.clock, self.desk)

    @cached_property
    def dispatch(self) -> Dispatch:
        """Runs the commands by their keys."""
        from paperreader.tui.main.dispatch import Dispatch

        return Dispatch(self, self.query_one(KeyHints), self.actions, self._commands)

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
            yield Edge(id="sidebar-edge")
            yield Sidebar(id="sidebar", glyphs=glyphs)
            yield Edge(id="list-edge")
            yield PaperList(self.app.rows, id="list", lines=config.list_lines, columns=columns, glyphs=glyphs)
            yield Edge(id="reader-edge")
            wording = Wording(config.colour_names, self.app.linked_papers)
            with Container(id="page"):
                yield CriteriaBand(id="criteria")
                yield ReaderPane(
                    id="reader", measure=config.measure, latex=config.latex, glyphs=glyphs, wording=wording
                )
                with Vertical(id="side"):
                    yield SidePane(id="notes")
        yield KeyHints(id="key-hints")
        yield offer
        yield Footer(self.app.commands, id="footer")

    def on_mount(self) -> None:
        """Show the first papers at once; the rest follows after the first paint."""
        self.papers = self.query_one(PaperList)
        self.reader = self.query_one(ReaderPane)
        self.criteria = self.query_one(CriteriaBand)
        self.sidebar = self.query_one(Sidebar)
        self.side = self.query_one("#side")
        self.footer = self.query_one(Footer)
        self.footer.follow(self.reader)
        self.desk = Desk(self, self.query_one("#page"), self.query_one(SidePane), self.query(Edge))
        self.coming_back = ComingBack(self, self.listing, self.desk)
        self.search_line, self.offer = self.query_one(SearchBar), self.query_one(Offer)
        self.set_class(self.app.config.ascii, "-ascii")
        self.search_line.cursor_blink = not self.app.config.reduced_motion
        self._watch_attention()
        if not self.coming_back.begin(self.app.asked):
            self.papers.focus()
            self.papers.show(self.app.reader.first_ids(_FIRST))
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        """Read the rest, now that the first papers are on the screen."""
        config = self.app.config
        if config.has_keywords:
            self.actions.views.show_keywords(on=self.coming_back.keywords)
        self.coming_back.finish(lambda: self.changes.reload(meant=False))
        self.app.begun()
        gc.freeze()  # objects made at startup stay: later garbage collections can skip them
        gc.enable()

    def _watch_attention(self) -> None:
        """Stop the reading clock while another program has the terminal, or its window has no focus."""
        clock = self.clock
        self.watch(self.app, "app_focus", clock.restart, init=False)
        self.app.app_suspend_signal.subscribe(self, lambda _: clock.suspend(on=True), immediate=True)
        self.app.app_resume_signal.subscribe(self, lambda _: clock.suspend(on=False), immediate=True)

    @property
    def is_uncovered(self) -> bool:
        """Whether no dialogue is open over it, and no note is being written."""
        return self.app.screen is self and self.pane() != NOTE

    # -- what is shown ---------------------------------------------------------------------------------------------

    def entry(self) -> Entry | None:
        """The paper under the cursor as it is stored now."""
        paper = self.papers.paper
        return None if paper is None else self.app.entry(paper)

    def targets(self, *, otherwise_all: bool = False) -> list[int]:
        """The papers a command applies to: those selected in the list, in its order, else the one under the cursor.

        Args:
            otherwise_all: everything listed, instead of the one under the cursor.
        """
        selected = self.papers.listed_selection
        if selected:
            return selected
        if otherwise_all:
            return list(self.papers.ids)
        return [] if self.papers.paper is None else [self.papers.paper]

    def about(self, papers: Sequence[int]) -> str:
        """Some papers in words: the title of one, the number of several."""
        if len(papers) != 1:
            return f"{len(papers):,} papers"
        rows = self.app.rows(papers)
        return rows[0].label if rows else "1 paper"

    @property
    def matches(self) -> Matches | None:
        """The matches to show in the paper under the cursor: of the search, or the words that relate it to another."""
        paper, now = self.papers.paper, self.listing.now
        return now.matches if now.view.near is None or paper is None else self.actions.related.matches(paper)

    @property
    def _relation(self) -> str:
        """Why the paper under the cursor is listed as related; empty if it is not."""
        paper, near = self.papers.paper, self.listing.now.view.near
        return "" if near is None or paper is None else self.actions.related.says(paper)

    def show_again(self) -> None:
        """Show the current state of the paper under the cursor."""
        entry = self.entry()
        backlinks = self.app.backlinks(entry.id) if entry is not None else ()
        self.reader.show(entry, self.matches, backlinks, shared=self._relation)

    def open_paper(self, paper: int) -> None:
        """Open a paper; if it is not listed, list all papers first, or the trash if it is there."""
        entry = self.app.entry(paper)
        if not self.papers.go_to(paper):
            view = trash() if entry is not None and entry.trashed else ALL
            self.listing.show_with(paper, view)
            self.sidebar.point_to(view)
        self.reader.show(entry, self.matches, self.app.backlinks(paper), shared=self._relation)
        self.focus_pane(self.reader)

    def show_listed(self) -> None:
        """Show that other papers are listed, or more of them."""
        self.show_heading()
        self.counts.show_criteria()
        self.counts.count_screening()
        if self.sidebar.sections.depend_on(self.listing.now.typed):
            self.actions.facets.count()

    async def show_whether_empty(self, *, empty: bool) -> None:
        """Show the welcome in an empty library, or remove it."""
        self.without_papers = empty
        self.set_class(empty, "-empty")
        if not empty:
            await self.query("#welcome").remove()
        elif not self.query("#welcome"):
            await self.query_one("#panes").mount(Static(WELCOME, id="welcome", markup=False))
        self.show_pane()
        self.show_heading()

    def show_heading(self) -> None:
        """Show what is listed, and where the cursor is in it."""
        where = self.listing.where(self.papers.cursor, len(self.papers.ids))
        selection = self.papers.selection_in_words
        if selection:
            key = self.selection_key if "not listed" in selection else ""
            where = f"{self.app.glyphs.check} {selection}{key}   {where}"
        width = max(0, self.size.width - 2)
        progress = self.counts.progress_in_words
        if progress and len(progress) + len(where) < width * 2 // 3:
            where = f"{progress}   {where}"
        now = self.listing.now
        line = heading(now.view.title, self.listing.note, where, width, typed=now.typed, sort=now.sort)
        self.query_one("#heading", Static).update(line, layout=False)
        if self.listing.searching:
            self.actions.search.say()

    @cached_property
    def selection_key(self) -> str:
        """The key that lists the selected papers, in brackets; empty where it has none."""
        keys = next(command.keys for command in self._commands if command.id == "goto.marked")
        return f" ({shown(keys[0])})" if keys else ""

    def _show_paper_at(self, paper: int | None) -> None:
        """Show a paper if the cursor is still on it: the list was painted first, and the cursor may have moved on."""
        if paper == self.papers.paper:
            self.show_again()
            paint_now(self)

    # -- news from the panes ---------------------------------------------------------------------------------------

    def on_paper_list_highlighted(self, message: PaperList.Highlighted) -> None:
        """Show the paper under the cursor, and restart the reading clock; a note on another paper is closed."""
        if message.paper != self.papers.paper:
            return  # the cursor has moved on
        self.show_heading()
        self.call_after_refresh(self._show_paper_at, message.paper)
        if self.has_class("-writing"):
            self.actions.writing.leave_other_than(message.paper)
        self.clock.restart()

    def on_screen_suspend(self) -> None:
        """A dialogue opened over the papers, or closed."""
        self.clock.restart()

    on_screen_resume = on_screen_suspend

    def on_paper_list_opened(self) -> None:
        """A paper was double-clicked: open it."""
        self.run_id("open")

    def on_sidebar_chosen(self, message: Sidebar.Chosen) -> None:
        """List the view that was chosen in the sidebar."""
        self.actions.trail.leave()
        self.listing.show(message.view)

    def on_sidebar_entered(self) -> None:
        """A view was clicked: go to the list."""
        self.focus_pane(self.papers)

    def on_sidebar_pressed(self) -> None:
        """A facet or the heading of its section was clicked: as Enter would do."""
        self.actions.facets.press(lambda: None)

    def on_descendant_focus(self) -> None:
        """Show the keys of the focused pane in the footer."""
        self.footer.pane = (
            SEARCH if self.focused is self.search_line else "empty" if self.without_papers else self.pane()
        )
        self.desk.show_focus()

    def show_pane(self) -> None:
        """Show the keys that are useful now: a selection began or ended."""
        self.on_descendant_focus()

    def on_footer_clicked(self, message: Footer.Clicked) -> None:
        """A key in the footer was clicked."""
        self.run_id(message.command)

    def on_resize(self) -> None:
        """Show as many panes as there is room for."""
        self.query_one(KeyHints).fit()
        self.desk.lay_out()
        self.show_heading()

    # -- keys ------------------------------------------------------------------------------------------------------

    def holds(self, event: events.Key) -> bool:
        """Whether a key has to wait for work under way. In the search line and in a note no key does."""
        if self.has_class("-opening"):
            return True  # it is meant for the note
        if self.listing.searching or self.pane() == NOTE:
            return False
        reach = self.dispatch.reach(self.pane(), key_name(event))
        needs_list = reach in (Reach.LISTED, Reach.LAST)
        return self.pending.holds(reach) or (needs_list and not self.listing.idle.is_set())

    def only_moves(self, event: events.Key) -> bool:
        """Whether a key does nothing but move the cursor, among papers or in an abstract."""
        pane = self.pane()
        if self.listing.searching or pane in (SIDEBAR, NOTE):
            return False
        return self.dispatch.reach(pane, key_name(event)) in (Reach.CURSOR, Reach.LAST)

    def on_key(self, event: events.Key) -> None:
        """Turn keys into commands."""
        if self.listing.searching:
            self.actions.search.press(event)
            return
        pane = self.pane()
        if pane == NOTE:
            return  # its keys are its own
        event.stop()
        event.prevent_default()
        if pane in (READER, SELECTING) and self.reader.shown != self.papers.paper:
            self.show_again()  # pressed before the cursor's new paper was painted: it is meant for that paper
        self.dispatch.press(pane, key_name(event))

    def pane(self) -> str:
        """The focused pane, or its current mode."""
        if self.focused is self.reader:
            return SELECTING if self.reader.caret.selecting else READER
        if self.has_class("-writing") and self.focused is not None and self.side in self.focused.ancestors:
            return NOTE
        return SIDEBAR if self.focused is self.sidebar else LIST

    def focus_pane(self, pane: Widget) -> None:
        """Go to a pane, showing it in place of another if there is not room for all."""
        self.desk.focus(pane)

    def save_now(self) -> None:
        """Save the note that is being written: the program is being ended."""
        if self.has_class("-writing"):
            self.actions.writing.save_now()

    # -- keys that ask and answer ----------------------------------------------------------------------------------

    def ask(self, choices: Sequence[tuple[str, str]], then: Callable[[str], None]) -> None:
        """Show the possible next keys, and pass on the one pressed; Esc cancels."""
        self.dispatch.ask(choices, then)

    def confirm(self, what: str, then: Callable[[], None], otherwise: str) -> None:
        """Do something only if the next key is y."""
        self.dispatch.confirm(what, then, otherwise)

    def command_for(self, key: str) -> Command | None:
        """The command that a key would run now."""
        return self.dispatch.would_run(self.pane(), key)

    def press(self, key: str) -> None:
        """Do what a key means now."""
        self.dispatch.press(self.pane(), key)

    def run_id(self, id_: str) -> None:
        """Run the command with an id."""
        self.dispatch.run_id(id_)

    # -- searching -------------------------------------------------------------------------------------------------

    def show_search_line(self, *, on: bool) -> None:
        """Show the search line in place of the heading, or the heading again."""
        self.set_class(on, "-searching")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for the text in the search line."""
        if event.input is self.search_line:
            self.listing.type(query_of(event.value))

    def on_input_submitted(self) -> None:
        """Keep the results."""
        self.actions.search.keep()

    def on_search_line_offered(self) -> None:
        """The search line has suggestions, or none any more."""
        self.actions.search.say()

    # -- from elsewhere ----------------------------------------------------------------------------------------------

    def on_reader_pane_followed(self, message: ReaderPane.Followed) -> None:
        """A link in the abstract was clicked: open it."""
        from paperreader.tui.core import browse

        browse(self.app, message.url)
