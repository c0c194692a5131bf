"""A few lines of text to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from paperreader.tui.core import plain
from paperreader.tui.dialogs.base import Dialogue

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class TextEditor(Dialogue[str]):
    """Lets somebody write a few lines. Returns them; Esc saves, as in the note editor, and undo takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+s", "save", priority=True)]

    def __init__(self, title: str, text: str, hint: str = "Esc save and close · empty: none") -> None:
        super().__init__()
        self._title, self._hint = title, hint
        self._area = TextArea(text, language=None, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)

    def compose(self) -> ComposeResult:
        """The title, the text, the keys."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._title), classes="dialogue-title", markup=False)
            yield self._area
            yield self.hint(self._hint)

    def on_mount(self) -> None:
        """Go on at the end."""
        self._area.focus()
        self._area.move_cursor(self._area.document.end)

    def action_save(self) -> None:
        """Return the text."""
        self.dismiss(self._area.text)
