"""A question to be answered with one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from paperreader.tui.core import plain
from paperreader.tui.dialogs.base import LineDialogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


class AskScreen(LineDialogue[str]):
    """Asks for one line. Returns it, or `None` on Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", priority=True)]

    def __init__(
        self, question: str, value: str, hint: str, placeholder: str = "", *, known: Sequence[str] = ()
    ) -> None:
        """Ask.

        Args:
            question: what for.
            value: what stands there to begin with.
            hint: the keys.
            placeholder: what an empty line shows.
            known: answers that what is typed is completed to.
        """
        super().__init__(value, placeholder)
        self._question, self._hint = question, hint
        if known:
            self._input.suggester = SuggestFromList(known, case_sensitive=False)

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._question), classes="dialogue-title", markup=False)
            yield self._input
            yield self.hint(self._hint)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the answer."""
        self.dismiss(event.value.strip())
