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
_MOST: Final = 36
"""Choices shown at most."""


class KeyHints(Static):
    """Keys and their meanings, in as many columns as fit. Hidden until asked for."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.display = False

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show keys and their meanings."""
        choices = choices[:_MOST]
        if not choices:
            self.hide()
            return
        width = max(20, self.screen.size.width - 2)
        longest = max(cell_len(key) + cell_len(safe(words)) for key, words in choices) + 4
        column = min(longest, width if len(choices) <= _FEW else _WIDEST, width)
        columns = max(1, width // column)
        rows = -(-len(choices) // columns)
        lines = []
        for row in range(rows):
            cells = [choices[at] for at in range(row, len(choices), rows)]
            lines.append(
                Content("").join(
                    Content.assemble((key, "bold $accent"), " ", plain(safe(words))).truncate(
                        column - 1, ellipsis=True, pad=True
                    )
                    + Content(" ")
                    for key, words in cells
                )
            )
        self.update(Content("\n").join(lines))
        self.display = True

    def hide(self) -> None:
        """Hide: a key was pressed."""
        self.display = False
