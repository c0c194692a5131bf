"""The app: startup and exit, its theme, and services for all screens. `MainScreen` shows the papers."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import App, ScreenError
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.widget import MountError
from textual.worker import WorkerFailed

from paperreader.library import LibraryError
from paperreader.tui.core import (
    ASCII,
    SEARCH,
    UNICODE,
    AsciiFilter,
    Host,
    measure_every_change,
    paint_changed_lines,
    quiet_colours,
    shown,
    take_terminal_again_when_continued,
    themes_for,
    undoable,
)
from paperreader.tui.main.commands import COMMANDS, ReaderCommand
from paperreader.tui.main.main_screen import MainScreen
from paperreader.tui.main.turns import Turns
from paperreader.tui.widgets import Footer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import RenderableType
    from textual.filter import LineFilter
    from textual.theme import Theme
    from textual.worker import WorkType

    from paperreader.config import Config
    from paperreader.library import Done, Library, Replaced
    from paperreader.tui.core import Glyphs, ProgressView

_ELSEWHERE: Final = 0.5
"""Seconds between checks for changes by other programs."""

_QUIET: Final = 1.0
"""Seconds without a change before the present place is written down."""
_AHEAD: Final = 0.3
"""Seconds after the first papers, and between parts of what is loaded ahead."""

_DEAF: Final = 0.2
"""Seconds until signals meant for another program have arrived."""
_FIRST_LOOK: Final = 3.0
"""Seconds without a key after which a new user is shown the first steps."""
_HURRIED: Final = 0.25
"""Seconds that a note waits for other writes when a signal ends the program."""


class PaperReader(Host):
    """The terminal program on one library."""

    TITLE = "paperreader"
    CSS_PATH = "paperreader.tcss"
    BINDINGS: ClassVar = [Binding("ctrl+z", "suspend_process", show=False), Binding("f1", "help", show=False)]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, library: Library, config: Config, *, asked: str | None = None) -> None:
        """Connect.

        Args:
            library: the one to show.
            config: the user's choices.
            asked: a query to begin with, instead of where the reader was last.

        Raises:
            ConfigError: the user's keys or themes are not possible.
            LibraryError: the library cannot be read.
        """
        self._themes: dict[str, Theme | None] = {}
        self._looking_elsewhere = False
        measure_every_change()
        super().__init__(library)
        self.turns = Turns(self, lambda: self.main, super().on_event)
        self.config, self.asked = config, asked
        self._hears_interrupts = True
        self.unfinished = False
        """A requested change could not be made before the program ended."""
        self.commands: tuple[ReaderCommand, ...] = _commands(config)
        self.glyphs: Glyphs = ASCII if config.ascii else UNICODE
        self._last_filters = (AsciiFilter(),) if config.ascii else ()
        if config.reduced_motion:
            self.animation_level = "none"
        for theme in themes_for(config):
            self.register_theme(theme)
        self._themes.clear()
        if config.theme in self.available_themes:
            # No styles are loaded yet: only the theme's colours have to be set, and nothing has to be repainted.
            self.set_reactive(App.theme, config.theme)
            self.stylesheet.set_variables(self.get_css_variables())
            self.set_class(self.current_theme.dark, "-dark-mode")
            self.set_class(not self.current_theme.dark, "-light-mode")

    def get_default_screen(self) -> MainScreen:
        """Return the main screen, which all dialogues open over."""
        screen = MainScreen(self.commands)
        paint_changed_lines(screen)
        return screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the last filters before the terminal: Textual's, then ours."""
        return (*super().get_line_filters(), *self._last_filters)

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return a theme by name. Cached, as Textual asks for every line it paints, building all themes each time."""
        if theme_name not in self._themes:
            self._themes[theme_name] = super().get_theme(theme_name)
        return self._themes[theme_name]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colours for the current theme."""
        return quiet_colours(self.current_theme)

    def on_mount(self) -> None:
        """Listen for signals that end the program, while unsaved text can still be saved."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self._ended_from_outside, number)
        take_terminal_again_when_continued(self)
        self.theme_changed_signal.subscribe(self, self._remember_theme)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True), immediate=True)

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pastes, so that each finds the work of the previous ones done."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.turns.take(event)
        else:
            await super().on_event(event)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Quit, and tell all work under way to stop."""
        from paperreader.tui.main.shutdown import end_in_any_case

        if not (self.leaving or self.is_headless):
            end_in_any_case(self)
        if not self.leaving:
            self.save_draft()  # while the screen with the note is still there
        self._remember_place()
        self.leaving = True
        super().exit(result, return_code, message)

    async def on_unmount(self) -> None:
        """Let the threads finish their work, and close the connections. The terminal has been restored by now."""
        self.leaving = self.is_off_screen = True
        self.turns.stop()
        self.save_draft()
        self.unfinished |= not await self.close_connections()

    # -- for the screens -------------------------------------------------------------------------------------------

    @property
    def main(self) -> MainScreen:
        """The main screen, whatever is open over it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, MainScreen)  # noqa: S101
        return screen

    async def _look_elsewhere(self) -> None:
        """Check whether another program changed the library, and show what it did."""
        if self._looking_elsewhere or self.missed:
            return
        self._looking_elsewhere = True
        try:
            if await self.write(self.library.changed_elsewhere):
                self.main.changes.made_elsewhere()
        finally:
            self._looking_elsewhere = False

    def begun(self) -> None:
        """The first papers are on the screen: recover unsaved notes, and show the tour to new users, a little later."""
        # Not a timer of the screen: with every tick of one, Textual paints a screen under a dialogue anew.
        look: WorkType[None] = self._look_elsewhere
        self.set_interval(_ELSEWHERE, lambda: self.run_worker(look, group="elsewhere"))
        self.set_interval(_QUIET, self.main.coming_back.look)
        self.set_timer(_AHEAD, partial(self._load_ahead, self._parts()))
        self.recover_drafts()
        if self.config.remembers is not None:
            from paperreader.exchange import remove_unfinished

            self.main.run_worker(remove_unfinished, thread=True, group="sweep")
        if not self.config.tour_shown and self.config.remembers is not None:
            self.set_timer(_FIRST_LOOK, self._show_tour)

    def _show_tour(self) -> None:
        """Show the tour to a new user who has had a first look, and is doing nothing else."""
        if self.main.is_uncovered and self.main.focused is self.main.papers and self.turns.quiet >= _FIRST_LOOK:
            self.config.remember_tour()
            self.main.run_id("tour")
        else:
            self.set_timer(_FIRST_LOOK, self._show_tour)

    def _load_ahead(self, parts: Iterator[bool]) -> None:
        """Load one part of what the first keys and the first note need, unless a key is being handled."""
        if self.leaving or not self.screen_stack:
            return
        if self.turns.idle:
            try:
                next(parts)
            except StopIteration:
                return
        self.set_timer(_AHEAD, partial(self._load_ahead, parts))

    def _parts(self) -> Iterator[bool]:
        """Load each part when asked for the next. The parts are short: a key may be pressed just then."""
        yield bool(self.main.dispatch)
        from textual.widgets import TextArea

        yield bool(TextArea)
        from paperreader.tui.dialogs import NoteEditor

        yield bool(NoteEditor)

    def changed(self, done: Done) -> None:
        """Show and report a change made by a dialogue."""
        if done.change is not None:
            self.main.changes.show(done, moved=done.moved)

    def turned(self, done: Done, words: str) -> None:
        """Show and report a change undone or redone by a dialogue."""
        self.main.changes.turned(done, words)

    def merged(self, gone: int, kept: int) -> None:
        """One paper was merged into another, which replaces it in the list."""
        papers = self.main.papers
        papers.deselect([gone])
        if papers.paper == gone:
            papers.go_to(kept)

    def press(self, key: str) -> None:
        """Handle a key in the main screen, as soon as the dialogue has closed."""
        self.main.call_later(self.main.press, key)

    def action_help(self) -> None:
        """Show all keys, those first that work where somebody is."""
        from paperreader.tui.dialogs import help_screen

        here = SEARCH if self.main.listing.searching else self.main.pane()
        self.push_screen(help_screen(self.commands, getattr(self.screen, "place", here)))

    def wake(self) -> None:
        """Something that keys may be waiting for has ended."""
        self.turns.wake()

    def tell(self, words: str, *, error: bool = False) -> None:
        """Show a message in the footer, and errors also over a dialogue that covers the footer."""
        if self.leaving:
            return
        self.main.query_one(Footer).say(words, error=error)
        if error and len(self.screen_stack) > 1:
            self.notify(words, severity="error", markup=False)

    def problem(self, words: str) -> None:
        """Show an error, from any thread, without waiting."""
        self.call_later(self.notify, words, severity="error", markup=False, timeout=10)

    def progresses(self, screen: ProgressView, words: str) -> bool:
        """Show progress, from any thread, without waiting. Returns whether to go on."""
        if self.leaving:
            return False
        self.call_later(screen.show, words)
        return not screen.stopped

    def ends_with(self, error: Exception) -> bool:
        """Save what is being typed before the screen closes."""
        self.save_draft()
        self._remember_place()
        cause = error.error if isinstance(error, WorkerFailed) else error
        return not (self.leaving and isinstance(cause, MountError | NoMatches | ScreenError))  # they go, one by one

    def save_draft(self) -> None:
        """Save the text of an open note editor at once."""
        for screen in self.screen_stack:
            save_now = getattr(screen, "save_now", None)
            if save_now is not None:
                with contextlib.suppress(LibraryError):
                    save_now()

    def recover_drafts(self) -> None:
        """Save notes from drafts that an earlier run could not save."""
        from paperreader.tui.dialogs import drafts_folder

        folder = drafts_folder(self.config)
        if folder is not None:
            self.main.run_worker(self._recover(folder))

    def reopens(self) -> bool:
        """Open the file that has replaced the library, if any. Returns whether there was one."""
        if self.missed:
            self.main.changes.start(self._reopen(), moves=True)
        return self.missed

    async def _reopen(self) -> None:
        """Open that file and list its papers; drafts become notes on papers that are in it."""
        from paperreader.library import Library

        library = await asyncio.to_thread(Library, self.library.path, create=False)
        self.turn_to(library)
        self.main.actions.trail.forget()
        self.main.changes.reload(from_start=True)
        self.main.show_again()
        self.tell(f"opened {library.path.name}")
        self.recover_drafts()

    async def _recover(self, folder: Path) -> None:
        """Save the drafts in a folder as notes."""
        from paperreader.tui.dialogs import recovered_drafts, store_drafts

        bad: list[str] = []
        library = self.library
        papers = await self.write(lambda: store_drafts(library, recovered_drafts(folder, library.path, bad.append)))
        if papers:
            notes = "a note" if len(papers) == 1 else f"{len(papers)} notes"
            words = undoable(f"saved {notes} that could not be saved last time")
            self.main.changes.saved(papers, words)
        if bad:
            more = f", and {len(bad) - 1:,} more" if len(bad) > 1 else ""
            words = f"A draft could not be read and stays where it is: {bad[0]}{more}."
            self.tell(words, error=True)
            self.notify(f"{words} They are in {folder}.", severity="error", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the keys that work everywhere do so where letters are typed, unless the user took them away."""
        for name, id_, key in (("suspend_process", "suspend", "ctrl+z"), ("help", "help", "f1")):
            if action == name:  # in the main screen, the table of commands has the key
                return any(one.id == id_ and key in one.keys for one in self.commands)
        return super().check_action(action, parameters)

    # -- how ---------------------------------------------------------------------------------------------------------

    def replaced(self, error: Replaced) -> None:
        """Report that another file has replaced the library, and which key opens it."""
        keys = next((one.keys for one in self.commands if one.id == "redraw"), ())
        opens = f"{shown(keys[0])} opens what is there now" if keys else "quit and start again"
        self.tell(f"Nothing more is saved: {opens}. Notes are kept as drafts.", error=True)
        self.notify(str(error), severity="error", markup=False, timeout=15)  # it says more than fits in a line

    @contextlib.contextmanager
    def hearing_no_interrupts(self) -> Iterator[None]:
        """Ignore Ctrl-C while another program has the terminal: it is meant for that program, but arrives here too."""
        self._hears_interrupts = False
        try:
            yield
        finally:
            self.set_timer(_DEAF, self._hear_interrupts)

    def _hear_interrupts(self) -> None:
        self._hears_interrupts = True

    def _ended_from_outside(self, number: int) -> None:
        if number == signal.SIGINT and not self._hears_interrupts:
            return
        try:
            self.library.patience(_HURRIED)  # what cannot be saved by then waits in a file for the next start
            self.save_draft()
        finally:  # without a terminal Textual would read its end for ever
            self.exit(return_code=128 + number)

    def _remember_place(self) -> None:
        if not self.leaving and self.screen_stack:
            with contextlib.suppress(Exception):  # whatever is broken, the program must be able to end
                self.main.coming_back.remember()

    def _remember_theme(self, _theme: object) -> None:
        self.config.remember_theme(self.theme)


def _commands(config: Config) -> tuple[ReaderCommand, ...]:
    """The table of commands with the configured keys."""
    if not config.keys and config.preset == "vim":
        return COMMANDS
    from paperreader.tui.core import commands_for

    return commands_for(config, COMMANDS)
