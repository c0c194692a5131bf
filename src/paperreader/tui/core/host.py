"""The app as dialogues, widgets and actions see it: what they may ask of it, without knowing which screen is below."""

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
    """What shows how far something is, and can be stopped."""

    stopped: bool

    def show(self, text: str) -> None:
        """Say how far it is."""


class Host(Backend, HookedApp):
    """The app with its library. The one subclass is `PaperReader`.

    An abstract class and no Protocol, so that everything Textual's own `App` offers can be asked of it as well.
    """

    config: Config
    commands: tuple[Command, ...]
    """The commands with the keys that are in force."""
    glyphs: Glyphs
    """What the screen is drawn with."""
    leaving = False
    """The program is ending: other threads are to stop."""
    is_off_screen = False
    """The terminal is as it was before the program began."""

    def __init__(self, library: Library) -> None:
        """Connect.

        Raises:
            LibraryError: the library cannot be read.
        """
        HookedApp.__init__(self)
        Backend.__init__(self, library)

    # -- for dialogues -----------------------------------------------------------------------------------------------

    def changed(self, done: Done) -> None:
        """Show and tell a change that a dialogue made."""
        raise NotImplementedError

    def turned(self, done: Done, words: str) -> None:
        """Show and tell a change that a dialogue undid or redid."""
        raise NotImplementedError

    def merged(self, gone: int, kept: int) -> None:
        """One paper was merged into another: in the list, the other takes its place."""
        raise NotImplementedError

    def press(self, key: str) -> None:
        """Do what a key means in the main screen, as soon as the dialogue has closed."""
        raise NotImplementedError

    def hearing_no_interrupts(self) -> AbstractContextManager[None]:
        """Ignore Ctrl-C while another program has the terminal."""
        raise NotImplementedError

    # -- for the main screen and its actions -------------------------------------------------------------------------

    def begun(self) -> None:
        """The first papers are on the screen."""
        raise NotImplementedError

    def wake(self) -> None:
        """Something that keys may have been waiting for has ended."""
        raise NotImplementedError

    def reopens(self) -> bool:
        """Open the file that has replaced the library, if one has. Returns whether one has."""
        raise NotImplementedError

    # -- from any thread, which does not wait ------------------------------------------------------------------------

    def problem(self, words: str) -> None:
        """Say what went wrong."""
        raise NotImplementedError

    def progresses(self, screen: ProgressView, words: str) -> bool:
        """Show how far something is. Says whether it is to go on."""
        raise NotImplementedError
