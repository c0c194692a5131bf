"""The last line of the screen: the most useful keys, or what was just done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from paperreader.domain import COLOURS
from paperreader.tui.core import LIST, NOTE, READER, SEARCH, SELECTING, SIDEBAR, hue_of, plain, safe, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.timer import Timer

    from paperreader.domain import Highlight
    from paperreader.tui.core import Command, Host
    from paperreader.tui.widgets.reader_pane import ReaderPane

_SAID_FOR: Final = 4.0
"""Seconds that a message stays."""

_ORDER: Final = {
    LIST: "search open decide.accept tag note star select export undo read.toggle import browse palette".split(),
    READER: "select.sentence paper.next decide.accept tag note links back star undo browse palette".split(),
    SELECTING: "highlight sentence.next highlight.colour highlight.comment highlight.tags copy.selection "
    "select.leave select.other word.next".split(),
    SIDEBAR: "open search sidebar.rename sidebar.fold sidebar.colour sidebar.delete pane.next palette".split(),
    "empty": "samples import theme palette quit.pane".split(),
}
"""The most useful first: as many as there is room for, after the key that lists them all."""
_APART: Final = 2
"""Cells between two keys."""
_SHORTEST: Final = 12
"""Cells that the first part of a message needs to be of use."""
_LEGEND: Final = 40
"""The widest that a highlight is explained."""
_NOTE: Final = [
    ("Esc", "close"), ("Tab", "abstract"), ("alt+j/k", "scroll it"), ("[[", "link"), ("^t", "tags"),
    ("^n", "another note"), ("^o", "$EDITOR"), ("^g", "history"),
]  # fmt: skip
_SEARCH: Final = [("Enter", "keep"), ("Esc", "back"), ("Tab", "complete"), ("^p", "earlier"), ("↑↓", "move")]


class Footer(Widget):
    """Shows the keys for `pane`, and for a while whatever it is told to `say`. A click on a key presses it."""

    @dataclass
    class Clicked(Message):
        """The keys of a command were clicked."""

        command: str
        """Its id."""

    app: Host

    pane: reactive[str] = reactive(LIST)
    pending: reactive[str] = reactive("")
    """Keys pressed so far, waiting for another."""
    searching: reactive[str] = reactive("")
    """What the search has found so far."""
    said: reactive[str] = reactive("")
    over: reactive[Highlight | None] = reactive(None)
    """The highlight under the cursor, which is explained before the keys."""

    def __init__(self, commands: Iterable[Command], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._commands = {command.id: command for command in commands}
        self._timer: Timer | None = None
        self._places: list[tuple[range, str]] = []
        """Where in the line keys are shown, in cells, and the ids of their commands."""

    def follow(self, pane: ReaderPane) -> None:
        """Explain the highlight under the cursor in the abstract."""
        self.watch(pane, "over", self._came_over)

    def _came_over(self, highlight: Highlight | None) -> None:
        self.over = highlight

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
        self._places = []
        if self.said and (self.pane != SEARCH or self.has_class("-error")):
            return plain(fitted(safe(self.said), width))
        if self.pending.strip():
            return Content.assemble((shown(self.pending), "bold $accent"), " … and another key; Esc cancels")
        if self.pane == SEARCH:
            said = plain(self.searching)
            pairs = _fitting(_SEARCH, max(0, width - said.cell_length - 2))
            hints = _line(pairs)
            return (Content.assemble(hints, "  ", said) if hints else said).truncate(width, ellipsis=True)
        if self.pane == NOTE:
            return _line(_fitting(_NOTE, width))
        legend = self._legend()
        start = legend.cell_length
        found = [one for id_ in ("help", *_ORDER[self.pane]) if (one := self._commands[id_]).keys]
        pairs = _fitting([(shown(one.keys[0]), one.hint) for one in found], width - start)
        for one, (key, word) in zip(found, pairs, strict=False):
            end = start + cell_len(key) + 1 + cell_len(word)
            self._places.append((range(start, end), one.id))
            start = end + _APART
        return (legend + _line(pairs)).truncate(width, ellipsis=True)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        at = event.get_content_offset(self)
        for place, command in self._places:
            if at is not None and at.x in place:
                self.post_message(self.Clicked(command))

    def _legend(self) -> Content:
        """What the highlight under the cursor means: its colour, by the user's name for it, and its tags."""
        if self.over is None or self.pane != READER:
            return Content("")
        app, colour = self.app, self.over.colour
        words = [app.config.colour_names.get(colour, colour), *(f"#{tag}" for tag in self.over.tags)]
        hue = hue_of(app.theme_variables, colour if colour in COLOURS else COLOURS[0])
        sign = plain(f"{app.glyphs.highlight} ", hue)
        return Content.assemble(sign, plain(safe(" ".join(words))).truncate(_LEGEND, ellipsis=True), "  ")

    def _hush(self) -> None:
        self.said = ""
        self.set_class(False, "-error")  # noqa: FBT003


def fitted(words: str, width: int) -> str:
    """Shorten a message to a width in cells: first the title in it, so that what was done and what to do next stay."""
    over = cell_len(words) - width
    if over <= 0:
        return words
    before, quote, rest = words.partition("“")
    title, end, after = rest.rpartition("”")
    room = cell_len(title) - over
    if end and room >= _SHORTEST:
        # One that was shortened before has its own ellipsis.
        cut = Content(title.rstrip("…")).truncate(room - 1).plain.rstrip()
        return f"{before}{quote}{cut}…{end}{after}"
    before, dot, after = words.rpartition(" · ")
    room = width - cell_len(dot + after)
    if not before or room < _SHORTEST:
        before, dot, after, room = words, "", "", width
    return f"{Content(before).truncate(room, ellipsis=True).plain}{dot}{after}"


def _fitting(pairs: Sequence[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """As many keys and their labels, from the first on, as fit."""
    found: list[tuple[str, str]] = []
    for key, word in pairs:
        width -= cell_len(key) + 1 + cell_len(word) + (_APART if found else 0)
        if width < 0:
            break
        found.append((key, word))
    return found


def _line(pairs: Iterable[tuple[str, str]]) -> Content:
    """Keys and their labels."""
    said = (Content.assemble((key, "bold $accent"), f" {word}") for key, word in pairs)
    return Content(" " * _APART).join(said)
