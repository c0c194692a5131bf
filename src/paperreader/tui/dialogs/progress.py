"""The progress of a long task."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from paperreader.tui.core import plain
from paperreader.tui.dialogs.base import Dialogue

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class ProgressScreen(Dialogue[None]):
    """Shows the progress of a long task. Esc asks it to stop; Q quits the program, which stops it too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", priority=True),
        Binding("q", "stop"),
        Binding("Q", "app.quit"),
    ]

    def __init__(self, about: str, hint: str = "Esc stops; what is stored is kept") -> None:
        super().__init__()
        self._about, self._hint = about, hint
        # Created here, because a quick task may report before this screen is mounted.
        self._progress = Static(plain("…"), id="progress", markup=False)
        self.stopped = False
        """Esc was pressed."""

    def compose(self) -> ComposeResult:
        """The task, its progress, and how to stop it."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._about), classes="dialogue-title", markup=False)
            yield self._progress
            yield self.hint(self._hint)

    def show(self, text: str) -> None:
        """Show how far the task is."""
        self._progress.update(plain(text))

    def action_stop(self) -> None:
        """Ask the task to stop."""
        self.stopped = self.is_looking_up = True  # keys pressed from now on are meant for what comes next
        self.show(self.drawn("stopping …"))
