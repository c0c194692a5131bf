"""The app: one library, its threads, its theme. What it shows is `MainScreen`'s."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.widgets import Input

from paperreader.library.opening import LibraryError
from paperreader.tui.commands import COMMANDS
from paperreader.tui.footer import Footer
from paperreader.tui.line import joined
from paperreader.tui.main_screen import MainScreen
from paperreader.tui.palette import Commands
from paperreader.tui.sidebar import Numbers
from paperreader.tui.signs import ASCII, UNICODE, AsciiFilter
from paperreader.tui.themes import quiet_colours, themes_for
from paperreader.tui.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.theme import Theme
    from textual.worker import WorkType

    from paperreader.config import Config
    from paperreader.library.backlinks import Backlink
    from paperreader.library.journal import Done
    from paperreader.library.reading import Reader
    from paperreader.library.related import Nearest
    from paperreader.library.rows import Row
    from paperreader.library.search import Search
    from paperreader.library.store import Library
    from paperreader.paper import Entry
    from paperreader.prose import Keywords
    from paperreader.query import Query
    from paperreader.tui.commands import Command
    from paperreader.tui.signs import Signs

_T = TypeVar("_T")

_ELSEWHERE: Final = 0.5
"""Seconds between two looks at whether another program changed the library."""


class PaperReader(App[None]):
    """Reads one library.

    Five connections, so that nobody waits for anybody: `reader` pages rows for the screen, in its own thread; one
    searches, one counts, one counts what views find, and one writes, each in a thread of its own and in the order it
    was asked.
    """

    TITLE = "paperreader"
    CSS_PATH = "paperreader.tcss"
    COMMANDS: ClassVar = {Commands}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar = [Binding("ctrl+z", "suspend_process", show=False)]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, library: Library, config: Config) -> None:
        self._themes: dict[str, Theme | None] = {}
        self._looking_elsewhere = False
        super().__init__()
        self.turns = Turns(self)
        self.library = library
        self.config = config
        self.commands: tuple[Command, ...] = _commands(config)
        """The commands with the keys that are in force."""
        self.signs: Signs = ASCII if config.ascii else UNICODE
        if config.ascii:
            self._filters.append(AsciiFilter())
        if config.reduced_motion:
            self.animation_level = "none"
        self.reader = library.reader()
        self._searcher = library.reader()
        self._counter = library.reader()
        self._view_readers: list[Reader] = []
        """None before there is a view to be counted."""
        self._writing = ThreadPoolExecutor(1, "write")
        self._searching = ThreadPoolExecutor(1, "search")
        self._counting = ThreadPoolExecutor(1, "count")
        self._viewing = ThreadPoolExecutor(1, "views")
        for theme in themes_for(config):
            self.register_theme(theme)
        self._themes.clear()
        if config.theme in self.available_themes:
            # No styles are read yet: the theme's colours are all there is to set, and nothing to paint anew.
            self.set_reactive(App.theme, config.theme)
            self.stylesheet.set_variables(self.get_css_variables())
            self.set_class(self.current_theme.dark, "-dark-mode")
            self.set_class(not self.current_theme.dark, "-light-mode")

    def get_default_screen(self) -> MainScreen:
        """The one screen that everything else opens over."""
        return MainScreen()

    def get_theme(self, theme_name: str) -> Theme | None:
        """A theme by its name. Remembered: Textual asks for every line it paints, and puts all themes together."""
        if theme_name not in self._themes:
            self._themes[theme_name] = super().get_theme(theme_name)
        return self._themes[theme_name]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of our own, for whatever theme is on."""
        return quiet_colours(self.current_theme)

    def on_mount(self) -> None:
        """Be told when the terminal closes or somebody ends the program, while what is being typed can be saved."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self._ended_from_outside)
        self.theme_changed_signal.subscribe(self, self._remember_theme)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True), immediate=True)

    def on_unmount(self) -> None:
        """Let the threads finish what they were asked, and close the connections."""
        self.save_draft()
        self.stop_searching()
        self.stop_counting()
        for executor in (self._searching, self._counting, self._viewing, self._writing):
            executor.shutdown()
        for reader in (self.reader, self._searcher, self._counter, *self._view_readers):
            reader.close()

    # -- for the screens -------------------------------------------------------------------------------------------

    @property
    def main(self) -> MainScreen:
        """The main screen, whatever is open over it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, MainScreen)  # noqa: S101
        return screen

    def rows(self, papers: Sequence[int]) -> list[Row]:
        """The rows of some papers, for the screen; none, and a word to the reader, when they cannot be read."""
        try:
            return self.reader.rows(papers)
        except LibraryError as error:
            self.tell(str(error), error=True)
            return []

    def entry(self, paper: int) -> Entry | None:
        """A paper with everything, as it is stored now; `None` when it is gone or cannot be read."""
        try:
            return next(self.reader.entries([paper]), None)
        except LibraryError as error:
            self.tell(str(error), error=True)
            return None

    async def write(self, work: Callable[[], _T]) -> _T | None:
        """Do `work`, which writes, in the writing thread and in turn; `None`, and a word to the reader, on failure."""
        return await self._in(self._writing, work)

    async def aside(self, work: Callable[[], _T], *, searching: bool = False) -> _T | None:
        """Do `work`, which reads, in a thread of its own; `None`, and a word to the reader, on failure."""
        return await self._in(self._searching if searching else self._counting, work)

    @cached_property
    def search(self) -> Search:
        """Searches, in the searching thread."""
        from paperreader.library.search import Search  # not before the first paint

        return Search(self._searcher.connection)

    @cached_property
    def nearest(self) -> Nearest:
        """Finds related papers, in the searching thread."""
        from paperreader.library.related import Nearest

        return Nearest(self._searcher.connection)

    def stop_searching(self) -> None:
        """Interrupt the search that is running."""
        if "search" in self.__dict__:
            self.search.interrupt()
        if "nearest" in self.__dict__:
            self.nearest.interrupt()

    @property
    def counter(self) -> Reader:
        """Counts, in the thread of `aside`."""
        return self._counter

    def numbers(self) -> Numbers:
        """What the sidebar shows but for the counts of views, read through the counting thread's connection."""
        counter = self._counter
        views = [(view, None) for view in counter.views()]
        imports = [one for one in counter.imports() if not one.undone]
        return Numbers(counter.counts(), counter.tag_tree(), imports, views)

    async def count_view(self, query: Query) -> int | None:
        """How many papers a view finds; `None`, and a word to the reader, on failure.

        Raises:
            Interrupted: `stop_counting` was called meanwhile.
        """
        return await self._in(self._viewing, lambda: self._view_search.count(query))

    def stop_counting(self) -> None:
        """Interrupt the count of a view that is going on."""
        if "_view_search" in self.__dict__:
            self._view_search.interrupt()

    @cached_property
    def _view_search(self) -> Search:
        """Counts views, in the thread for that."""
        from paperreader.library.search import Search

        self._view_readers.append(self.library.reader())
        return Search(self._view_readers[0].connection)

    def backlinks(self, paper: int) -> Sequence[Backlink]:
        """The notes that lead to a paper; none, and a word to the reader, when they cannot be read."""
        try:
            return self.reader.backlinks(paper)
        except LibraryError as error:
            self.tell(str(error), error=True)
            return ()

    def count_keywords(self, keywords: Keywords, papers: Sequence[int]) -> dict[int, tuple[int, int]]:
        """How many including and excluding keywords some papers have; only those that have any."""
        try:
            counted = {paper: keywords.count(text) for paper, text in self.reader.abstracts(papers).items()}
        except LibraryError as error:
            self.tell(str(error), error=True)
            return {}
        return {paper: count for paper, count in counted.items() if any(count)}

    async def suggest_papers(self, typed: str, limit: int) -> list[tuple[str, str]]:
        """Papers that `typed` may mean, for links in notes: what names each, and its label."""
        from paperreader.query import parse

        def look() -> list[tuple[str, str]]:
            found = self.search.find(parse(typed)).ids[:limit]
            return [(_name(entry), entry.label) for entry in self._searcher.entries(found)]

        return await self.aside(look, searching=True) or []

    async def _look_elsewhere(self) -> None:
        """See whether another program changed the library, and show what it did."""
        if not self._looking_elsewhere:
            self._looking_elsewhere = True
            try:
                if await self.write(self.library.changed_elsewhere):
                    self.main.changed_elsewhere()
            finally:
                self._looking_elsewhere = False

    def begun(self) -> None:
        """The first papers are on the screen: notes that could not be saved last time are, and who is new is led."""
        from paperreader.tui.draft import drafts_folder

        # Not a timer of the screen: with every tick of one, Textual paints a screen under a dialogue anew.
        look: WorkType[None] = self._look_elsewhere
        self.set_interval(_ELSEWHERE, lambda: self.run_worker(look, group="elsewhere"))
        folder = drafts_folder(self.config)
        if folder is not None and folder.is_dir():
            self.main.run_worker(self._recover(folder))
        if not self.config.tour_shown and self.config.remembers is not None:
            self.config.remember_tour()
            self.main.dispatch.run_id("tour")

    def changed(self, done: Done) -> None:
        """A screen over the main one changed papers."""
        if done.change is not None:
            self.main.saved(done.papers, f"{done.what} · u undoes", moved=done.moved)

    def tell(self, words: str, *, error: bool = False) -> None:
        """Say something in the footer; what went wrong also where a dialogue hides it."""
        self.main.query_one(Footer).say(words, error=error)
        if error and len(self.screen_stack) > 1:
            self.notify(words, severity="error", markup=False)

    def problem(self, words: str) -> None:
        """Say what went wrong, from any thread."""
        self.call_from_thread(self.notify, words, severity="error", markup=False, timeout=10)

    def _handle_exception(self, error: Exception) -> None:
        """What nobody caught, by Textual's own hook: what is being typed is saved before the screen goes."""
        self.save_draft()
        super()._handle_exception(error)

    def save_draft(self) -> None:
        """Save what stands in an open note editor, here and now."""
        for screen in self.screen_stack:
            save_now = getattr(screen, "save_now", None)
            if save_now is not None:
                with contextlib.suppress(LibraryError):
                    save_now()

    async def _recover(self, folder: Path) -> None:
        """Save the notes that could not be saved when they were written."""
        from paperreader.tui.draft import recovered_drafts, store_drafts

        papers = await self.write(lambda: store_drafts(self.library, recovered_drafts(folder, self.library.path)))
        if papers:
            notes = "a note" if len(papers) == 1 else f"{len(papers)} notes"
            self.main.saved(papers, f"saved {notes} that could not be saved last time · u undoes")

    # -- keys ------------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes wait for their turn."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.turns.take(event)
        else:
            await super().on_event(event)

    async def deal_with(self, event: events.Key | events.Paste) -> None:
        """Send a key or a paste, whose turn it is, to where the focus is; in a line several are one."""
        if isinstance(event, events.Paste) and isinstance(self.focused, Input):
            event.text = joined(event.text)
        await super().on_event(event)

    def holds(self, event: events.Key | events.Paste) -> bool:
        """Whether a key or a paste has to wait for what is under way: only the main screen acts on papers."""
        return isinstance(event, events.Key) and self._is_at_papers and self.main.holds(event)

    def only_moves(self, event: events.Key | events.Paste) -> bool:
        """Whether all that a key does is to move the cursor among papers or in an abstract."""
        return isinstance(event, events.Key) and self._is_at_papers and self.main.only_moves(event)

    @property
    def _is_at_papers(self) -> bool:
        stack = self.screen_stack
        return len(stack) == 1 and isinstance(stack[0], MainScreen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a line to type in, Ctrl+p goes back: to an earlier search, up a list. Elsewhere it opens the palette."""
        if action == "command_palette" and isinstance(self.focused, Input):
            return False
        if action == "suspend_process":  # over the main screen: where letters are typed, and nothing else has the key
            return any(one.id == "suspend" and "ctrl+z" in one.keys for one in self.commands)
        return super().check_action(action, parameters)

    # -- commands --------------------------------------------------------------------------------------------------

    def do_help(self) -> None:
        """Show all keys."""
        from paperreader.tui.help import help_screen

        self.push_screen(help_screen(self.commands))

    def do_tour(self) -> None:
        """Show the first steps."""
        from paperreader.tui.tour import tour_screen

        self.push_screen(tour_screen(self.commands))

    def do_palette(self) -> None:
        """Open the command palette."""
        self.action_command_palette()

    def do_theme(self) -> None:
        """The next theme."""
        names = sorted(self.available_themes)
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.tell(f"theme: {self.theme}")

    def do_suspend(self) -> None:
        """Leave the terminal to the shell until it says `fg`."""
        self.action_suspend_process()

    def do_quit(self) -> None:
        """Leave."""
        self.exit()

    # -- how ---------------------------------------------------------------------------------------------------------

    async def _in(self, executor: ThreadPoolExecutor, work: Callable[[], _T]) -> _T | None:
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, work)
        except (LibraryError, OSError) as error:
            self.tell(str(error), error=True)
            return None

    def _ended_from_outside(self) -> None:
        try:
            self.save_draft()
        finally:  # without a terminal Textual would read its end for ever
            self.exit(return_code=143)

    def _remember_theme(self, _theme: object) -> None:
        self.config.remember_theme(self.theme)


def _commands(config: Config) -> tuple[Command, ...]:
    """The table, with other keys where somebody chose others."""
    if not config.keys and config.preset == "vim":
        return COMMANDS
    from paperreader.tui.keymap import commands_for

    return commands_for(config)


def _name(entry: Entry) -> str:
    """What a link in a note names a paper by: an identifier that others know, else its uid."""
    identifiers = entry.paper.identifiers
    return next(iter(entry.paper.values("arxiv")), None) or (identifiers[0].value if identifiers else entry.uid)
