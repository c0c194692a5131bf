"""Runs commands by key: handles key sequences, one-key questions, and hints for the keys that can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.tui.core import ANY, LIST, READER, SELECTING, SIDEBAR, Keyboard, Reach, shown
from paperreader.tui.widgets import KeyHints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.timer import Timer

    from paperreader.tui.actions import Workspace
    from paperreader.tui.main.actions import Actions
    from paperreader.tui.main.commands import ReaderCommand

_IN: Final = {LIST: "in the list", READER: "in the abstract", SELECTING: "while selecting", SIDEBAR: "in the sidebar"}
_HESITATION: Final = 0.4
"""Seconds after the first key of a sequence before the possible next keys are shown."""


class Dispatch:
    """Runs commands by their keys."""

    def __init__(
        self, workspace: Workspace, hints: KeyHints, actions: Actions, commands: Sequence[ReaderCommand]
    ) -> None:
        """Learn the keys.

        Args:
            workspace: the main screen.
            hints: shows the keys that may follow.
            actions: what the commands run.
            commands: with the keys that are in force.
        """
        self._workspace, self._hints, self._actions, self._commands = workspace, hints, actions, commands
        self._keyboard = Keyboard(commands)
        self._choose: Callable[[str], None] | None = None
        self._hesitating: Timer | None = None

    def press(self, pane: str, key: str) -> None:
        """Handle a key that was pressed in a pane, and run the command that it completes."""
        if self._choose is not None:
            self._answer(key)
            return
        started = self._keyboard.pending
        command = self._keyboard.press(pane, key)
        self._show_pending(pane)
        if command is not None:
            self.run(command, key)
        elif not self._keyboard.pending and key != "escape":
            self._say_unbound(started, key)

    def reach(self, pane: str, key: str) -> Reach:
        """Return what a key pressed in a pane would act on."""
        if self._choose is not None:
            return Reach.LIBRARY
        command = self.would_run(pane, key)
        return Reach.SCREEN if command is None else command.reach

    def would_run(self, pane: str, key: str) -> ReaderCommand | None:
        """Return the command that a key would run."""
        return self._keyboard.would_press(pane, key)

    def run(self, command: ReaderCommand, key: str = "") -> None:
        """Run a command.

        Args:
            command: one of the table.
            key: the last key pressed. A command that needs it asks for it if there is none.
        """
        if command.told and not key:
            self.ask(self._choices(command), lambda key: self.run(command, key))
        else:
            self._actions.trail.before(leaps=command.leaps)
            self._safely(lambda: command.run(self._actions, key))

    def run_id(self, id_: str) -> None:
        """Run the command with an id."""
        self.run(next(command for command in self._commands if command.id == id_))

    def ask(self, choices: Sequence[tuple[str, str]], then: Callable[[str], None]) -> None:
        """Show the possible next keys, and pass on the one pressed; Esc cancels."""
        self._choose = then
        self._hints.offer(choices)

    def confirm(self, what: str, then: Callable[[], None], otherwise: str) -> None:
        """Do something only if the next key is y.

        Args:
            what: it would do, in words that follow “yes, ”.
            then: does it.
            otherwise: the message if it is not done.
        """

        def chosen(key: str) -> None:
            if key in ("y", "Y"):
                then()
            else:
                self._workspace.app.tell(otherwise)

        self.ask([("y", f"yes, {what}"), ("n", "no")], chosen)

    def _answer(self, key: str) -> None:
        choose, self._choose = self._choose, None
        self._hints.hide()
        if choose is not None:
            self._safely(lambda: choose("" if key == "escape" else key))

    def _show_pending(self, pane: str) -> None:
        """Show the keys that can follow: at once if they depend on the library, otherwise after a moment."""
        pending = self._keyboard.pending
        self._workspace.footer.pending = pending
        if self._hesitating is not None:
            self._hesitating.stop()
            self._hesitating = None
        if not pending:
            self._hints.hide()
            return
        following = self._keyboard.following(pane)
        if len(following) == 1 and following[0][0] == ANY:
            self._safely(lambda: self._hints.offer(self._choices(following[0][1])))
        else:
            choices = [(shown(keys), command.in_menu(keys.split(" ")[-1])) for keys, command in following]
            self._hesitating = self._workspace.set_timer(_HESITATION, lambda: self._hints.offer(choices))

    def _choices(self, command: ReaderCommand) -> list[tuple[str, str]]:
        """Return the keys that can be passed to a command, with their meanings."""
        if command.choices is not None:
            return [*command.choices(self._actions)]
        return [(shown(key), command.in_menu(key.split(" ")[-1])) for key in command.keys]

    def _say_unbound(self, started: str, key: str) -> None:
        """Say that a key does nothing here, and where it does something."""
        keys = f"{started} {key}".strip()
        elsewhere = self._keyboard.panes_of(keys) or self._keyboard.panes_of(key)
        where = next((f"{_IN[pane]}: {command.in_menu(key)}" for pane, command in elsewhere), "")
        help_ = next((shown(one.keys[0]) for one in self._commands if one.id == "help" and one.keys), "")
        parts = [
            f"{shown(keys)} does nothing here",
            f"{where[0].upper()}{where[1:]}" if where else "",
            f"{help_} lists all keys" if help_ else "",
        ]
        self._workspace.app.tell(" · ".join(part for part in parts if part))

    def _safely(self, work: Callable[[], object]) -> None:
        with self._workspace.app.telling_failures():
            work()
