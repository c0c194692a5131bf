"""Maps keys to commands, including sequences such as `g g`, which Textual's own bindings do not support."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from paperreader.tui.core.commands import ANY, Command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.events import Key

_C = TypeVar("_C", bound=Command)


def key_name(event: Key) -> str:
    """A key as the command table writes it: the character it prints, if any, or else Textual's name for it."""
    printed = event.character and event.character.isprintable() and event.character != " "
    if event.character and printed and not event.key.startswith("alt+"):
        return event.character
    return event.key


class Keyboard(Generic[_C]):
    """Collects keys until they complete a command of the pane, or cannot any more."""

    def __init__(self, commands: Iterable[_C]) -> None:
        """Learn the keys of some commands.

        Raises:
            ValueError: two of them have the same keys in a pane, or the keys of one begin those of another.
        """
        self._commands: dict[tuple[str, str], _C] = {}
        self._beginnings: dict[tuple[str, str], _C] = {}
        for command in commands:
            for pane in command.where:
                for keys in command.keys:
                    self._learn(pane, keys, command)
        self.pending = ""
        """Keys pressed so far, waiting for another."""

    def press(self, pane: str, key: str) -> _C | None:
        """Return the command that `key` completes; `None` if more keys are needed (`pending`) or it has no meaning."""
        command, self.pending = self._meaning(pane, key)
        return command

    def would_press(self, pane: str, key: str) -> _C | None:
        """Return the command that `key` would complete."""
        return self._meaning(pane, key)[0]

    def _meaning(self, pane: str, key: str) -> tuple[_C | None, str]:
        """Return what a key after the pending ones means: the command, and the keys that would then be pending."""
        started = self.pending
        keys = f"{started} {key}".strip()
        if (pane, keys) in self._beginnings:
            return None, keys
        command = self._commands.get((pane, keys))
        if command is None and started and key != "escape":
            command = self._commands.get((pane, f"{started} {ANY}"))
            if command is None:  # `g` and a key that cannot follow it: use that key alone
                alone = (pane, key)
                return (None, key) if alone in self._beginnings else (self._commands.get(alone), "")
        return command, ""

    def panes_of(self, keys: str) -> list[tuple[str, _C]]:
        """Return the panes in which some keys run a command, and which: `g g`, or a single key."""
        return [(pane, command) for (pane, known), command in self._commands.items() if known == keys]

    def following(self, pane: str) -> list[tuple[str, _C]]:
        """Return what can follow the pending keys, in the order of the table: the remaining keys and what they do."""
        start = f"{self.pending} "
        return [
            (keys.removeprefix(start), command)
            for (where, keys), command in self._commands.items()
            if self.pending and where == pane and keys.startswith(start)
        ]

    def _learn(self, pane: str, keys: str, command: _C) -> None:
        pressed = keys.split(" ")
        starts = [" ".join(pressed[:end]) for end in range(1, len(pressed))]
        clashing = [self._commands.get((pane, one)) for one in (keys, *starts)] + [self._beginnings.get((pane, keys))]
        for other in clashing:
            if other is not None:
                raise ValueError(f"{keys!r} means {command.id} and {other.id} in the {pane}")
        self._commands[pane, keys] = command
        self._beginnings |= {(pane, one): command for one in starts if (pane, one) not in self._beginnings}
