"""The keys that can be pressed next, shown over the lower edge of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from paperreader.tui.core import plain, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST: Final = 46
"""Cells of a column at most, unless there are few choices: links often differ only in their last words."""
_FEW: Final = 8
_NARROWEST: Final = 12
"""Cells of a column at least, however many choices there are."""
_SHARE: Final = 0.7
"""Of the screen: how much of its height the choices may cover."""


class KeyHints(Static):
    """Keys and their meanings, in as many columns as they need. Hidden until asked for."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.display = False
        self._choices: Sequence[tuple[str, str]] = ()

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show keys and their meanings."""
        self._choices = choices
        self.display = bool(choices)
        if choices:
            self._lay_out()

    def hide(self) -> None:
        """Hide: a key was pressed."""
        self._choices = ()
        self.display = False

    def fit(self) -> None:
        """Lay the choices out again: the screen has another size."""
        if self.display:
            self._lay_out()

    def _lay_out(self) -> None:
        size, choices = self.screen.size, self._choices
        width, height = max(20, size.width - 2), max(3, int(size.height * _SHARE))
        longest = max(cell_len(key) + cell_len(safe(words)) for key, words in choices) + 4
        wanted = min(longest, width if len(choices) <= _FEW else _WIDEST, width)
        # As many columns as their words leave room for, and more if there are so many that words have to be cut.
        columns = max(width // wanted, min(-(-len(choices) // height), width // _NARROWEST))
        column = min(wanted, width // columns)
        rows = min(-(-len(choices) // columns), height)
        lines = []
        for row in range(rows):
            cells = choices[row : columns * rows : rows]
            lines.append(Content(" ").join(_cell(key, words, column - 1) for key, words in cells))
        self.update(Content("\n").join(lines))


def _cell(key: str, words: str, width: int) -> Content:
    said = Content.assemble((key, "bold $accent"), " ", plain(safe(words)))
    return said.truncate(width, ellipsis=True, pad=True)
