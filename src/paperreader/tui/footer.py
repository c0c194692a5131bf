"""The last line: the keys that are useful here, or what was just done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from paperreader.tui.commands import COMMANDS, LIST, READER, SIDEBAR, shown
from paperreader.tui.text import plain, safe

if TYPE_CHECKING:
    from textual.timer import Timer

_SAID_FOR: Final = 4.0
"""Seconds that a word stays."""

_ORDER: Final = {
    LIST: "search open tag note star help select undo read.toggle export browse pane.next".split(),
    READER: "paper.next tag note star help browse search undo read.toggle pane.next".split(),
    SIDEBAR: "open search help undo pane.next".split(),
    "empty": "samples import help theme quit.pane".split(),
}
"""The most useful first: as many are shown as there is room for."""


class Footer(Widget):
    """Shows keys for `pane`, and for a while what it is told to `say`."""

    pane: reactive[str] = reactive(LIST)
    pending: reactive[str] = reactive("")
    """Keys pressed that want another."""
    searching: reactive[str] = reactive("")
    """What the search found so far."""
    said: reactive[str] = reactive("")

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._timer: Timer | None = None

    def say(self, words: str, *, error: bool = False) -> None:
        """Show words instead of keys: for a while, or twice as long where something went wrong."""
        if self._timer is not None:
            self._timer.stop()
        self.said = words
        self.set_class(error, "-error")
        self._timer = self.set_timer(_SAID_FOR * (2 if error else 1), self._hush)

    def render(self) -> Content:
        """One line."""
        width = max(1, self.size.width)
        if self.said and (self.pane != "search" or self.has_class("-error")):
            return plain(safe(self.said)).truncate(width, ellipsis=True)
        if self.pending:
            return Content.assemble((shown(self.pending), "bold $accent"), " … and another key; Esc forgets it")
        if self.pane == "search":
            hints = Content.assemble(*_hints([("Enter", "keep"), ("Esc", "back"), ("↑↓", "move")], width // 2))
            return Content.assemble(hints, "  ", plain(self.searching)).truncate(width, ellipsis=True)
        by_id = {command.id: command for command in COMMANDS}
        commands = [by_id[id_] for id_ in _ORDER[self.pane]]
        return Content.assemble(*_hints([(shown(c.keys[0]), c.hint) for c in commands], width))

    def _hush(self) -> None:
        self.said = ""
        self.set_class(False, "-error")  # noqa: FBT003


def _hints(pairs: list[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """As many keys with their words as fit."""
    parts: list[tuple[str, str]] = []
    for key, word in pairs:
        width -= len(key) + len(word) + (3 if parts else 1)
        if width < 0:
            break
        parts += [("  " if parts else "", ""), (key, "bold $accent"), (f" {word}", "")]
    return parts
