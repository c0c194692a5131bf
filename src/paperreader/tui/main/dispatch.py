"""From a key to what it does: sequences, questions that one key answers, and the legend of what may come next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from paperreader.library.database.connection import LibraryError
from paperreader.tui.core.commands import ANY, shown
from paperreader.tui.core.keyboard import Keyboard
from paperreader.tui.main.turns import Waits
from paperreader.tui.widgets.footer import Footer
from paperreader.tui.widgets.key_hints import KeyHints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.timer import Timer

    from paperreader.tui.core.commands import Command
    from paperreader.tui.main.main_screen import MainScreen

_HESITATION: Final = 0.4
"""Seconds after which somebody who pressed the first of two keys is shown what the second may be."""

_CURSOR: Final = frozenset("move scroll reader paper sentence word paragraph line character".split())
"""Commands, by the first words of their ids, that move the cursor and do nothing else."""
_MOVING: Final = _CURSOR.union(
    "open back pane layout match search clear select.text select.sentence select.other select.leave theme help tour"
    " palette quit suspend".split()
)
"""Commands, or the first words of their ids, that change nothing and read no more than what is listed."""
_WHOLE: Final = frozenset(("move.bottom", "select.all", "export", "related", "goto.marked"))
"""Commands that mean all that is listed, or the last of it, or come back to it."""
_DECIDING: Final = frozenset(("decide", "select"))
"""The same of those that mean the paper under the cursor, and show what they do before it is written."""


class Dispatch:
    """Runs the commands of a screen: each is a method of one of its owners."""

    def __init__(self, screen: MainScreen, owners: Sequence[object]) -> None:
        """Learn the keys.

        Args:
            owners: the objects with the methods `do_…` of the commands, and `choices_…` of those that are told a key.
        """
        self._screen = screen
        self._owners = owners
        self._keyboard = Keyboard(screen.app.commands)
        self._choose: Callable[[str], None] | None = None
        self._hesitating: Timer | None = None

    def press(self, pane: str, key: str) -> None:
        """Take a key that was pressed in a pane, and do what it completes."""
        if self._choose is not None:
            self._answer(key)
            return
        pressed = self._keyboard.press(pane, key)
        self._show_pending(pane)
        if pressed is not None:
            self.run(*pressed)

    def waits(self, pane: str, key: str) -> Waits:
        """What a key that is pressed in a pane has to wait for."""
        if self._choose is not None:
            return Waits.FOR_ALL
        command = self.would_run(pane, key)
        names = {command.id, command.id.partition(".")[0]} if command is not None else set(_MOVING)
        if names & _WHOLE:
            return Waits.FOR_LIST
        if names & _MOVING:
            return Waits.BRIEFLY
        return Waits.FOR_PLACES if names & _DECIDING else Waits.FOR_ALL

    def only_moves(self, pane: str, key: str) -> bool:
        """Whether all that a key does is to move the cursor."""
        command = self.would_run(pane, key) if self._choose is None else None
        return command is not None and command.id.partition(".")[0] in _CURSOR

    def would_run(self, pane: str, key: str) -> Command | None:
        """The command that a key would complete."""
        return self._keyboard.would_press(pane, key)

    def run(self, command: Command, key: str = "") -> None:
        """Do what a command says.

        Args:
            key: that was pressed last, for a command that is told; without one it is asked for.
        """
        if command.told and not key:
            self.ask(self._choices(command), lambda key: self.run(command, key))
            return
        method = self._find(command.method)
        if method is None:
            raise AttributeError(command.method)
        self._safely(lambda: method(key) if command.told else method())

    def run_id(self, id_: str) -> None:
        """Do what the command of an id says."""
        self.run(next(command for command in self._screen.app.commands if command.id == id_))

    def ask(self, choices: Sequence[tuple[str, str]], then: Callable[[str], None]) -> None:
        """Let the next key choose, and show what it may be; Esc chooses nothing."""
        self._choose = then
        self._screen.query_one(KeyHints).offer(choices)

    def confirm(self, what: str, then: Callable[[], None], otherwise: str) -> None:
        """Do something only if the next key is y.

        Args:
            what: it would do, in words that go on after “yes, ”.
            then: does it.
            otherwise: what is said when it is not done.
        """

        def chosen(key: str) -> None:
            if key in ("y", "Y"):
                then()
            else:
                self._screen.app.tell(otherwise)

        self.ask([("y", f"yes, {what}"), ("n", "no")], chosen)

    def _answer(self, key: str) -> None:
        choose, self._choose = self._choose, None
        self._screen.query_one(KeyHints).hide()
        if choose is not None:
            self._safely(lambda: choose("" if key == "escape" else key))

    def _show_pending(self, pane: str) -> None:
        """Show what may follow the keys so far: at once where nobody can know it by heart, else after a moment."""
        pending = self._keyboard.pending
        self._screen.query_one(Footer).pending = pending
        hints = self._screen.query_one(KeyHints)
        if self._hesitating is not None:
            self._hesitating.stop()
            self._hesitating = None
        if not pending:
            hints.hide()
            return
        following = self._keyboard.following(pane)
        if len(following) == 1 and following[0][0] == ANY:
            self._safely(lambda: hints.offer(self._choices(following[0][1])))
        else:
            choices = [(shown(keys), command.title) for keys, command in following]
            self._hesitating = self._screen.set_timer(_HESITATION, lambda: hints.offer(choices))

    def _choices(self, command: Command) -> list[tuple[str, str]]:
        """What a command may be told, as far as it can say."""
        choices = self._find(command.method.replace("do_", "choices_", 1))
        return [*choices()] if choices is not None else [(shown(key), command.title) for key in command.keys]

    def _find(self, name: str) -> Callable[..., Any] | None:
        for owner in self._owners:
            method: Callable[..., Any] | None = getattr(owner, name, None)
            if method is not None:
                return method
        return None

    def _safely(self, work: Callable[[], object]) -> None:
        try:
            work()
        except LibraryError as error:
            self._screen.app.tell(str(error), error=True)
