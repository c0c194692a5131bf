"""The last line of the screen: the most useful keys, or what was just done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from paperreader.tui.core import LIST, NOTE, READER, SELECTING, SIDEBAR, plain, safe, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.timer import Timer

    from paperreader.tui.core import Command

_SAID_FOR: Final = 4.0
"""Seconds that a message stays."""

_ORDER: Final = {
    LIST: "search open decide.accept tag note star select export undo".split(),
    READER: "select.sentence paper.next decide.accept tag note links back".split(),
    SELECTING: "highlight sentence.next highlight.colour highlight.comment select.leave copy.selection".split(),
    SIDEBAR: "open search sidebar.rename sidebar.fold".split(),
    "empty": "samples import theme quit.pane".split(),
}
"""The most useful first: five are shown, or as many as there is room for, and the key that lists them all."""
_MOST: Final = 5
_NOTE: Final = [
    ("Esc", "close"), ("Tab", "abstract"), ("alt+j/k", "scroll it"), ("[[", "link"), ("^t", "tags"),
    ("^n", "another note"), ("^o", "$EDITOR"), ("^g", "history"),
]  # fmt: skip
_SEARCH: Final = [("Enter", "keep"), ("Esc", "back"), ("Tab", "complete"), ("^p", "earlier"), ("↑↓", "move")]


class Footer(Widget):
    """Shows the keys for `pane`, and for a while whatever it is told to `say`."""

    pane: reactive[str] = reactive(LIST)
    pending: reactive[str] = reactive("")
    """Keys pressed so far, waiting for another."""
    searching: reactive[str] = reactive("")
    """What the search has found so far."""
    said: reactive[str] = reactive("")

    def __init__(self, commands: Iterable[Command], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._commands = {command.id: command for command in commands}
        self._timer: Timer | None = None

    def say(self, words: str, *, error: bool = False) -> None:
        """Show a message instead of keys for a while; an error stays twice as long."""
        if self._timer is not None:
            self._timer.stop()
        self.said = words
        self.set_class(error, "-error")
        self._timer = self.set_timer(_SAID_FOR * (2 if error else 1), self._hush)

    def render(self) -> Content:
        """The line."""
        width = max(1, self.size.width)
        if self.said and (self.pane != "search" or self.has_class("-error")):
            return plain(safe(self.said)).truncate(width, ellipsis=True)
        if self.pending.strip():
            return Content.assemble((shown(self.pending), "bold $accent"), " … and another key; Esc cancels")
        if self.pane == "search":
            said = plain(self.searching)
            hints = Content.assemble(*_hints(_SEARCH, max(0, width - said.cell_length - 2)))
            return (Content.assemble(hints, "  ", said) if hints else said).truncate(width, ellipsis=True)
        if self.pane == NOTE:
            return Content.assemble(*_hints(_NOTE, width))
        found = [self._commands[id_] for id_ in _ORDER[self.pane]]
        pairs = [(shown(one.keys[0]), one.hint) for one in found if one.keys]
        help_ = [(shown(keys), "all keys") for keys in self._commands["help"].keys[:1]]
        return Content.assemble(*_hints([*help_, *pairs[:_MOST]], width))

    def _hush(self) -> None:
        self.said = ""
        self.set_class(False, "-error")  # noqa: FBT003


def _hints(pairs: list[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """As many keys and their labels as fit."""
    parts: list[tuple[str, str]] = []
    for key, word in pairs:
        width -= len(key) + len(word) + (3 if parts else 1)
        if width < 0:
            break
        parts += [("  " if parts else "", ""), (key, "bold $accent"), (f" {word}", "")]
    return parts
