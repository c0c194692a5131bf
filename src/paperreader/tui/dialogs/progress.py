"""Shows how far something long is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from paperreader.tui.core.text import plain
from paperreader.tui.dialogs.base import Dialogue

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class ProgressScreen(Dialogue[None]):
    """Shows how far something long is; Esc asks it to stop, and Q leaves the program, which stops it too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", priority=True),
        Binding("q", "stop"),
        Binding("Q", "app.quit"),
    ]

    def __init__(self, about: str, hint: str = "Esc stops; what is stored stays") -> None:
        super().__init__()
        self._about, self._hint = about, hint
        # Made here: something quick may say how far it is before this screen is there.
        self._progress = Static(plain("…"), id="progress", markup=False)
        self.stopped = False
        """Esc was pressed."""

    def compose(self) -> ComposeResult:
        """What, how far, and how to stop."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._about), classes="dialogue-title", markup=False)
            yield self._progress
            yield self.hint(self._hint)

    def show(self, text: str) -> None:
        """Say how far it is."""
        self._progress.update(plain(text))

    def action_stop(self) -> None:
        """Ask it to stop."""
        self.stopped = self.is_looking_up = True  # what is pressed from now on is for what comes after this
        self.show(self.drawn("stopping …"))
