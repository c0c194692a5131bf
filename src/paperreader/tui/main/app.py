"""The app: its beginning and end, its theme, and what all screens need. What it shows is `MainScreen`'s."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import App, ScreenError
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.widget import MountError
from textual.widgets import Input
from textual.worker import WorkerFailed

from paperreader.library.database.connection import LibraryError
from paperreader.tui.core.commands import COMMANDS
from paperreader.tui.core.glyphs import ASCII, UNICODE, AsciiFilter
from paperreader.tui.core.host import Host
from paperreader.tui.core.textual_internals import take_terminal_again_when_continued
from paperreader.tui.core.themes import quiet_colours, themes_for
from paperreader.tui.main.main_screen import MainScreen
from paperreader.tui.main.palette import Commands
from paperreader.tui.main.turns import Turns
from paperreader.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import RenderableType
    from textual.filter import LineFilter
    from textual.theme import Theme
    from textual.worker import WorkType

    from paperreader.config.config import Config
    from paperreader.library.database.whereabouts import Replaced
    from paperreader.library.journal.change import Done
    from paperreader.library.store import Library
    from paperreader.tui.core.commands import Command
    from paperreader.tui.core.glyphs import Glyphs
    from paperreader.tui.core.host import ProgressView

_ELSEWHERE: Final = 0.5
"""Seconds between two looks at whether another program changed the library."""

_DEAF: Final = 0.2
"""Seconds until what was pressed in another program has been heard of."""
_HURRIED: Final = 0.25
"""Seconds that a note waits for what else is being written, while the program is ended from outside."""


class PaperReader(Host):
    """Reads one library."""

    TITLE = "paperreader"
    CSS_PATH = "paperreader.tcss"
    COMMANDS: ClassVar = {Commands}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar = [Binding("ctrl+z", "suspend_process", show=False)]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, library: Library, config: Config) -> None:
        self._themes: dict[str, Theme | None] = {}
        self._looking_elsewhere = False
        super().__init__(library)
        self.turns = Turns(self, super().on_event)
        self.config = config
        self._hears_interrupts = True
        self.unfinished = False
        """Something was left out that had been asked for."""
        self.commands: tuple[Command, ...] = _commands(config)
        self.glyphs: Glyphs = ASCII if config.ascii else UNICODE
        self._last_filters = (AsciiFilter(),) if config.ascii else ()
        if config.reduced_motion:
            self.animation_level = "none"
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

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The last steps before the terminal: Textual's, and then ours."""
        return (*super().get_line_filters(), *self._last_filters)

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
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self._ended_from_outside, number)
        take_terminal_again_when_continued(self)
        self.theme_changed_signal.subscribe(self, self._remember_theme)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True), immediate=True)

    async def on_event(self, event: events.Event) -> None:
        """Take what is typed in turn: a key finds done what those before it set going."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.turns.take(event)
        else:
            await super().on_event(event)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave: whatever is under way is to stop."""
        from paperreader.tui.main.leaving import end_in_any_case

        if not (self.leaving or self.is_headless):
            end_in_any_case(self)
        self.leaving = True
        super().exit(result, return_code, message)

    async def on_unmount(self) -> None:
        """Let the threads finish what they were asked, and close the connections. The terminal is as it was by now."""
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
        """See whether another program changed the library, and show what it did."""
        if self._looking_elsewhere or self.missed:
            return
        self._looking_elsewhere = True
        try:
            if await self.write(self.library.changed_elsewhere):
                self.main.changed_elsewhere()
        finally:
            self._looking_elsewhere = False

    def begun(self) -> None:
        """The first papers are on the screen: notes that could not be saved last time are, and who is new is led."""
        # Not a timer of the screen: with every tick of one, Textual paints a screen under a dialogue anew.
        look: WorkType[None] = self._look_elsewhere
        self.set_interval(_ELSEWHERE, lambda: self.run_worker(look, group="elsewhere"))
        self.recover_drafts()
        if self.config.remembers is not None:
            from paperreader.exchange.sweeping import sweep

            self.main.run_worker(sweep, thread=True, group="sweep")
        if not self.config.tour_shown and self.config.remembers is not None:
            self.config.remember_tour()
            self.main.dispatch.run_id("tour")

    def changed(self, done: Done) -> None:
        """A screen over the main one changed papers."""
        if done.change is not None:
            self.main.saved(done.papers, f"{done.what} · u undoes", moved=done.moved)

    def turned(self, done: Done, words: str) -> None:
        """A screen over the main one undid something, or did it again."""
        self.main.turned(done, words)

    def merged(self, gone: int, kept: int) -> None:
        """A paper was made one with another: leave it, in the list and in what is marked there."""
        papers = self.main.papers
        papers.deselect([gone])
        if papers.paper == gone:
            papers.go_to(kept)

    def press(self, key: str) -> None:
        """Do what a key means in the main screen, as soon as what is over that has closed."""
        main = self.main
        main.call_later(lambda: main.dispatch.press(main.pane(), key))

    def tell(self, words: str, *, error: bool = False) -> None:
        """Say something in the footer; what went wrong also where a dialogue hides it."""
        if self.leaving:
            return
        self.main.query_one(Footer).say(words, error=error)
        if error and len(self.screen_stack) > 1:
            self.notify(words, severity="error", markup=False)

    def problem(self, words: str) -> None:
        """Say what went wrong, from any thread, which does not wait for that."""
        self.call_later(self.notify, words, severity="error", markup=False, timeout=10)

    def progresses(self, screen: ProgressView, words: str) -> bool:
        """Say how far something is, from any thread, which does not wait for that. Says whether it is to go on."""
        if self.leaving:
            return False
        self.call_later(screen.show, words)
        return not screen.stopped

    def ends_with(self, error: Exception) -> bool:
        """What is being typed is saved before the screen goes."""
        self.save_draft()
        cause = error.error if isinstance(error, WorkerFailed) else error
        return not (self.leaving and isinstance(cause, MountError | NoMatches | ScreenError))  # they go, one by one

    def save_draft(self) -> None:
        """Save what stands in an open note editor, here and now."""
        for screen in self.screen_stack:
            save_now = getattr(screen, "save_now", None)
            if save_now is not None:
                with contextlib.suppress(LibraryError):
                    save_now()

    def recover_drafts(self) -> None:
        """Look for notes that could not be saved before, and save them."""
        from paperreader.tui.dialogs.draft import drafts_folder

        folder = drafts_folder(self.config)
        if folder is not None:
            self.main.run_worker(self._recover(folder))

    def reopens(self) -> bool:
        """Open what is in the place of the library, where that was missed. Says whether it was."""
        from paperreader.tui.main.reopening import reopen

        if self.missed:
            self.main.perform(reopen(self), moves=True)
        return self.missed

    async def _recover(self, folder: Path) -> None:
        """Save the notes that could not be saved when they were written."""
        from paperreader.tui.dialogs.draft import recovered_drafts, store_drafts

        bad: list[str] = []
        library = self.library
        papers = await self.write(lambda: store_drafts(library, recovered_drafts(folder, library.path, bad.append)))
        if papers:
            notes = "a note" if len(papers) == 1 else f"{len(papers)} notes"
            self.main.saved(papers, f"saved {notes} that could not be saved last time · u undoes")
        if bad:
            more = f", and {len(bad) - 1:,} more" if len(bad) > 1 else ""
            words = f"A draft could not be read and stays where it is: {bad[0]}{more}."
            self.tell(words, error=True)
            self.notify(f"{words} They are in {folder}.", severity="error", markup=False)

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
        from paperreader.tui.dialogs.help import help_screen

        self.push_screen(help_screen(self.commands))

    def do_tour(self) -> None:
        """Show the first steps."""
        from paperreader.tui.dialogs.tour import tour_screen

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

    def replaced(self, error: Replaced) -> None:
        """Another file is in the place of the library: say so, and which key opens it."""
        from paperreader.tui.main.reopening import say_so

        say_so(self, error)

    @contextlib.contextmanager
    def hearing_no_interrupts(self) -> Iterator[None]:
        """Another program has the terminal: a Ctrl-C there is meant for that one, though it comes here as well."""
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

    def _remember_theme(self, _theme: object) -> None:
        self.config.remember_theme(self.theme)


def _commands(config: Config) -> tuple[Command, ...]:
    """The table, with other keys where somebody chose others."""
    if not config.keys and config.preset == "vim":
        return COMMANDS
    from paperreader.tui.core.keymap import commands_for

    return commands_for(config)
