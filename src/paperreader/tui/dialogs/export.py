"""Asks for the format and the path of an export, and shows how it begins."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.input import Selection
from textual.widgets.option_list import Option

from paperreader.domain import clean
from paperreader.exports import EXPORTS, ending_of
from paperreader.tui.core import plain
from paperreader.tui.dialogs.base import LineDialogue
from paperreader.tui.dialogs.path import expanded

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.worker import WorkType

    from paperreader.exports import Export
    from paperreader.library import Reader

_MOST_SHOWN: Final = 4_000
"""Characters of an export that are shown: more than any screen has room for."""
_PROPOSED: Final = "papers"
"""The name of a file, without its ending, until another is typed."""
_REWRITES: Final = "This file exists. Enter again rewrites paperreader's part of it, or all of it if it has none."


class ExportScreen(LineDialogue[tuple[str, str]]):
    """Asks for a format and a path. Returns the format's name and the path, `-` for the clipboard.

    A typed extension selects the format, and selecting a format changes the extension.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", priority=True),
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
    ]

    _KEYS: ClassVar = "↑↓ format · Enter write · - for the clipboard · Esc cancel"

    def __init__(
        self,
        about: str,
        begins: Callable[[Reader, Export], str],
        before: tuple[str, str] | None = None,
        problem: str = "",
    ) -> None:
        """Ask.

        Args:
            about: which papers are exported, in words.
            begins: writes the first of them, in the reading thread.
            before: an earlier answer: the last one, or one that did not work and is to be corrected.
            problem: why it did not work.
        """
        name, place = before or (EXPORTS[0].name, f"{_PROPOSED}{EXPORTS[0].extension}")
        super().__init__(place)
        self._about, self._begins, self._problem = about, begins, problem
        self._chosen = next((at for at, one in enumerate(EXPORTS) if one.name == name), 0)
        self._formats = OptionList(
            *(Option(f"{one.title}  ({one.extension})", id=one.name) for one in EXPORTS), markup=False, compact=True
        )
        self._formats.can_focus = False
        self._preview = Static(id="preview", markup=False)
        self._replacing = ""
        self._passing: int | None = None
        """The format that was chosen before the path came to a slash, which stands for a folder's."""

    def compose(self) -> ComposeResult:
        """The path, and the formats."""
        with Vertical(classes="dialogue"):
            yield Static(plain(f"Export {self._about}"), classes="dialogue-title", markup=False)
            yield self._input
            with Horizontal():
                yield self._formats
                yield self._preview
            yield self.hint(self._problem or self._KEYS)

    def on_mount(self) -> None:
        """Propose a format."""
        self._formats.highlighted = self._chosen
        if not self._problem:  # the first letter replaces it, as in any dialogue that proposes a name
            self._input.selection = Selection(0, len(self._input.value))

    def action_move(self, by: int) -> None:
        """Go to another format, and change the extension."""
        at = max(0, min((self._formats.highlighted or 0) + by, len(EXPORTS) - 1))
        self._formats.highlighted = at
        known = ending_of(self._input.value)
        if known is not None:
            stem = self._input.value.rstrip().removesuffix(known[0])
            self._input.value = stem + EXPORTS[at].extension
            self._input.cursor_position = len(self._input.value)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show how the format looks."""
        show: WorkType[None] = partial(self._show, EXPORTS[event.option_index])
        self.run_worker(show, group="preview", exclusive=True)

    async def _show(self, export: Export) -> None:
        with self.app.telling_failures():
            begin = await self.app.read(lambda reader: self._begins(reader, export))
            self._preview.update(plain(clean(begin[:_MOST_SHOWN].lstrip("\ufeff")).expandtabs(2), "$muted"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A format was clicked."""
        self.action_move(event.option_index - (self._formats.highlighted or 0))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Select the format of the typed extension."""
        known = ending_of(event.value)
        if known is None or known[1].page is None:
            if self._passing is not None:
                self._formats.highlighted, self._passing = self._passing, None
        elif EXPORTS.index(known[1]) != self._formats.highlighted:
            self._passing = self._formats.highlighted
        if known is not None:
            self._formats.highlighted = EXPORTS.index(known[1])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the answer; ask again before an existing file is replaced."""
        place = event.value.strip()
        if os.path.isfile(expanded(place)) and self._replacing != place:  # noqa: PTH113 - of any name, `Path` raises
            self._replacing = place
            has_block = self._export(place).comment is not None
            words = _REWRITES if has_block else "This file exists. Enter again replaces it; Esc leaves it as it is."
            self.query_one(".dialogue-hint", Static).update(words)
        elif place:
            self.dismiss((self._export(place).name, place))

    def _export(self, place: str) -> Export:
        """The format for a path: that of its extension, or else the one that is chosen."""
        known = ending_of(place)
        return known[1] if known is not None else EXPORTS[self._formats.highlighted or 0]
