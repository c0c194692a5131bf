"""From keys to commands, with sequences: Textual's own bindings know single keys only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.events import Key

    from paperreader.tui.commands import Command


def key_name(event: Key) -> str:
    """The key as the command table writes it: the character where it prints one, else Textual's name."""
    if event.character and event.character.isprintable() and event.character != " ":
        return event.character
    return event.key


class Keyboard:
    """Collects keys until they name a command of the pane, or cannot any more."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._commands: dict[tuple[str, str], Command] = {}
        self._beginnings: set[tuple[str, str]] = set()
        for command in commands:
            for pane in command.where:
                for keys in command.keys:
                    if (pane, keys) in self._commands:
                        raise ValueError(f"{keys!r} means two commands in {pane}")
                    self._commands[pane, keys] = command
                    pressed = keys.split(" ")
                    self._beginnings |= {(pane, " ".join(pressed[:end])) for end in range(1, len(pressed))}
        self.pending = ""

    def press(self, pane: str, key: str) -> Command | None:
        """The command that `key` completes; `None` while more keys are needed (`pending`) or nothing is meant."""
        keys = f"{self.pending} {key}".strip()
        if (pane, keys) in self._beginnings:
            self.pending = keys
            return None
        started, self.pending = self.pending, ""
        command = self._commands.get((pane, keys))
        if command is None and started and key != "escape":
            return self.press(pane, key)  # `g` and then a key that goes on with nothing: the key alone
        return command
