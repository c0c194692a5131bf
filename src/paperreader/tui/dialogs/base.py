"""What all dialogues have in common: their looks, the line of keys at the lower end, and how they close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from paperreader.tui.core.glyphs import ASCII
from paperreader.tui.core.text import plain
from paperreader.tui.core.textual_internals import forget_painted_lines
from paperreader.tui.widgets.one_line import OneLineInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.tui.core.glyphs import Glyphs
    from paperreader.tui.core.host import Host

_T = TypeVar("_T")

_IN_ASCII: Final = {
    "↑↓": "up/down", "←→": "left/right", "↑": "up", "↓": "down", "←": "left", "→": "right",
    "·": "-", "…": "...", "–": "-", "“": '"', "”": '"',
}  # fmt: skip


class Dialogue(ModalScreen[_T]):
    """A panel over the main screen: its looks, and its glyphs."""

    app: Host

    CSS_PATH = "dialogs.tcss"
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012 - Textual's
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (22, "-high")]  # noqa: RUF012 - Textual's

    is_looking_up = False
    """What the keys that follow depend on is being looked up: they wait."""
    _closing_later: Sequence[_T | None] = ()
    """The answer, where it could not be given at once."""

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the app draws with."""
        return self.app.glyphs

    def on_mount(self) -> None:
        """Where nothing is to move, no cursor blinks. Textual calls this beside what a dialogue does by itself."""
        for line in self.query(Input):
            line.cursor_blink = not self.app.config.reduced_motion
        for text in self.query(TextArea):
            text.cursor_blink = not self.app.config.reduced_motion

    def dismiss(self, result: _T | None = None) -> AwaitComplete:
        """Close, once. Under another screen it waits until that is closed."""
        if self.app.screen is self:
            return super().dismiss(result)
        self._closing_later = (result,) if self in self.app.screen_stack else ()
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Close, where that was to be done meanwhile."""
        for result in self._closing_later:
            self.dismiss(result)

    def on_unmount(self) -> None:
        """Let go of what was painted."""
        forget_painted_lines()

    def drawn(self, words: str) -> str:
        """Words of our own, such as the keys in a hint, as this terminal can show them."""
        if self.glyphs is ASCII:
            for sign, letters in _IN_ASCII.items():
                words = words.replace(sign, letters)
        return words

    def hint(self, words: str) -> Static:
        """The line of keys at the lower end."""
        return Static(plain(self.drawn(words)), classes="dialogue-hint", markup=False)


class LineDialogue(Dialogue[_T]):
    """A panel with a line to type in."""

    def __init__(self, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        # Selecting on focus would let the second letter of a burst replace the first.
        self._input = OneLineInput(value, placeholder, compact=True, select_on_focus=False)
