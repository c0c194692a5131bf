"""The interface of the app for dialogues, widgets and actions, independent of the current screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from paperreader.tui.core.backend import Backend
from paperreader.tui.core.textual_internals import HookedApp

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from paperreader.config import Config
    from paperreader.library import Done, Library
    from paperreader.tui.core.commands import Command
    from paperreader.tui.core.glyphs import Glyphs


class ProgressView(Protocol):
    """Something that shows progress and can be stopped."""

    stopped: bool

    def show(self, text: str) -> None:
        """Show the progress."""


class Host(Backend, HookedApp):
    """The app with its library. The one subclass is `PaperReader`.

    An abstract class rather than a Protocol, so that everything in Textual's `App` is available too.
    """

    config: Config
    commands: tuple[Command, ...]
    """The commands, with the current keys."""
    glyphs: Glyphs
    """The symbols of the screen."""
    asked: str | None = None
    """The query that the program was started with."""
    leaving = False
    """The program is ending, and other threads should stop."""
    is_off_screen = False
    """The terminal has been restored to its state before the program."""

    def __init__(self, library: Library) -> None:
        """Connect.

        Raises:
            LibraryError: the library cannot be read.
        """
        HookedApp.__init__(self)
        Backend.__init__(self, library)

    # -- for dialogues -----------------------------------------------------------------------------------------------

    def changed(self, done: Done) -> None:
        """Show and report a change made by a dialogue."""
        raise NotImplementedError

    def turned(self, done: Done, words: str) -> None:
        """Show and report a change undone or redone by a dialogue."""
        raise NotImplementedError

    def merged(self, gone: int, kept: int) -> None:
        """One paper was merged into another, which replaces it in the list."""
        raise NotImplementedError

    def action_help(self) -> None:
        """Show all keys."""
        raise NotImplementedError

    def press(self, key: str) -> None:
        """Handle a key in the main screen, as soon as the dialogue has closed."""
        raise NotImplementedError

    def hearing_no_interrupts(self) -> AbstractContextManager[None]:
        """Ignore Ctrl-C while another program has the terminal."""
        raise NotImplementedError

    # -- for the main screen and its actions -------------------------------------------------------------------------

    def begun(self) -> None:
        """The first papers are on the screen."""
        raise NotImplementedError

    def wake(self) -> None:
        """Something that keys may be waiting for has ended."""
        raise NotImplementedError

    def reopens(self) -> bool:
        """Open the file that has replaced the library, if any. Returns whether there was one."""
        raise NotImplementedError

    # -- from any thread, without blocking it ------------------------------------------------------------------------

    def problem(self, words: str) -> None:
        """Report a problem."""
        raise NotImplementedError

    def progresses(self, screen: ProgressView, words: str) -> bool:
        """Show progress. Returns whether to go on."""
        raise NotImplementedError
