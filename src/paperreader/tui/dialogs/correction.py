"""Corrects one field of a paper: in a line, or in a text with one author, identifier or link a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static, TextArea

from paperreader.domain import EDITABLE, FieldKind, TitleFrom, identifier_lines
from paperreader.library import Done, LibraryError
from paperreader.tui.core import plain, safe
from paperreader.tui.dialogs.base import Dialogue
from paperreader.tui.widgets import OneLineInput

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from paperreader.domain import Entry, Paper


class Correctable(NamedTuple):
    """A field that can be corrected here."""

    key: str
    """The key that chooses it."""
    name: str
    """Its name in `EDITABLE`."""
    title: str
    how: str
    """How it is typed."""


CORRECTABLE: Final = (
    Correctable("t", "title", "Title", "empty: words of the abstract are shown"),
    Correctable("a", "authors", "Authors", "one a line"),
    Correctable("y", "published", "Date", "2024, 2024-07 or 2024-07-23; empty if unknown"),
    Correctable("v", "venue", "Venue", "empty if it has none"),
    Correctable("i", "identifiers", "Identifiers", "one a line: doi:10.1000/182, arxiv:2403.13043, pmid:30922926"),
    Correctable("b", "abstract", "Abstract", "highlights are found again in it"),
    Correctable("k", "citation_key", "Citation key", "empty for a new one"),
    Correctable("l", "links", "Links", "one a line: https://example.org/page"),
)
"""In the order in which they are offered."""


class CorrectionScreen(Dialogue[Done]):
    """Edits a field, and saves it as a change that can be undone. Returns that, or `None` if nothing was changed.

    What is not valid is said here, and what was typed stays.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", priority=True),
        Binding("ctrl+s", "save", priority=True),
    ]

    def __init__(self, entry: Entry, what: Correctable) -> None:
        super().__init__()
        self._entry, self._what = entry, what
        self._before = _typed(entry.paper, what.name)
        field = EDITABLE[what.name]
        self._several = field.takes_several
        self._line: OneLineInput | None = None
        self._area: TextArea | None = None
        if self._several or field.kind is FieldKind.TEXT:
            self._area = TextArea(self._before, soft_wrap=True, compact=True)
        else:
            # Selecting on focus would let the second letter of a burst replace the first.
            self._line = OneLineInput(self._before, compact=True, select_on_focus=False)
        self._warning = Static(classes="dialogue-warning", markup=False)
        self._leaving = False
        """Esc was pressed over a text that is not saved: a second Esc leaves it."""

    def compose(self) -> ComposeResult:
        """The field and its paper, what is wrong, what it says, the keys."""
        about = f"{self._what.title} {self.glyphs.dot} {safe(self._entry.label)}"
        keys = "Enter save" if self._area is None else "^s save"
        with Vertical(classes="dialogue" if self._area is None else "dialogue -text"):
            yield Static(plain(about), classes="dialogue-title", markup=False)
            yield self._area or self._line or Static()
            yield self._warning
            yield self.hint(f"{keys} · Esc cancel · {self._what.how}")

    def on_mount(self) -> None:
        """Wait for letters."""
        (self._area or self._line or self).focus()
        if self._area is not None and self._several:
            self._area.move_cursor(self._area.document.end)  # where the next one goes

    @property
    def _text(self) -> str:
        return self._area.text if self._area is not None else self._line.value if self._line is not None else ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save the line."""
        event.stop()
        self.call_later(self.action_save)

    def action_leave(self) -> None:
        """Close; over a long text that was changed, only at the second press."""
        if self._area is None or self._leaving or self._text == self._before:
            self.dismiss(None)
        else:
            self._leaving = True
            self._warn("Not saved yet: ^s saves it, Esc again leaves the paper as it was.")

    async def action_save(self) -> None:
        """Save, or say what is wrong."""
        text, paper, name = self._text, self._entry.paper, self._what.name
        if text == self._before and not (text and _is_guessed(paper, name)):
            self.dismiss(None)
            return
        typed = text.split("\n") if self._several else text
        corrections, number = self.app.library.corrections, self._entry.id
        self.is_looking_up = True  # a second Enter waits until it is known what became of the first
        try:
            done = await self.app.written(lambda: corrections.edit(number, **{name: typed}))
        except (LibraryError, OSError) as error:
            self._leaving = False
            self._warn(str(error))
            return
        finally:
            self.is_looking_up = False
            self.app.wake()
        self.app.changed(done)
        self.dismiss(done)

    def _warn(self, words: str) -> None:
        self._warning.update(plain(words))
        self._warning.display = True


def _typed(paper: Paper, name: str) -> str:
    """A field as somebody would type it."""
    value = getattr(paper, name)
    if name == "identifiers":
        return "\n".join(identifier_lines(value))
    if isinstance(value, tuple):
        return "\n".join(value)
    return "" if value is None else str(value)


def _is_guessed(paper: Paper, name: str) -> bool:
    """Whether no source prints the value, so that saving it as it is confirms it."""
    if name == "published":
        return paper.published is not None and paper.published.inferred
    return name == "title" and paper.title_from is not TitleFrom.PRINTED
