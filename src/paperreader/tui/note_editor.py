"""The note editor: a panel under the paper, where everything typed is saved as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from paperreader.tui.draft import Draft
from paperreader.tui.external import edit_outside
from paperreader.tui.text import plain, safe

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key
    from textual.timer import Timer

    from paperreader.paper import Entry
    from paperreader.tui.app import PaperReader

_PAUSE: Final = 0.4
"""Seconds without a key after which what was typed is saved."""


class NoteEditor(ModalScreen[bool]):
    """Writes the notes of one paper. Answers whether anything was changed."""

    app: PaperReader

    CSS_PATH = "dialogues.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", priority=True),
        Binding("ctrl+s", "save", priority=True),
        Binding("ctrl+n", "new", priority=True),
        Binding("ctrl+down", "turn(1)", priority=True),
        Binding("ctrl+up", "turn(-1)", priority=True),
        Binding("ctrl+o", "outside", priority=True),
    ]

    def __init__(self, entry: Entry, *, new: bool) -> None:
        """Open the last note of a paper, or a new one."""
        super().__init__()
        self._entry = entry
        self._notes = list(entry.notes)
        self._at = len(self._notes) if new or not self._notes else len(self._notes) - 1
        self._changed = False
        self._early: str | None = ""
        """What was typed before the text was loaded; `None` from then on."""
        self._timer: Timer | None = None
        self._text = TextArea(language=None, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self._head = Static(classes="dialogue-title", markup=False)
        self._hint = Static(classes="dialogue-hint", markup=False)
        self._draft: Draft

    def compose(self) -> ComposeResult:
        """A title, the text, the keys."""
        with Vertical(classes="dialogue"):
            yield self._head
            yield self._text
            yield self._hint

    def on_mount(self) -> None:
        """Load the note and wait for keys."""
        self._load()
        self._text.focus()
        self._text.insert(self._early or "")
        self._early = None

    def take(self, character: str) -> None:
        """A letter that was typed before the editor was there."""
        if self._early is None:
            self._text.insert(character)
        else:
            self._early += character

    def on_key(self, event: Key) -> None:
        """The same, as it comes while the text has no focus yet."""
        if event.character and event.is_printable:
            self.take(event.character)

    def save_now(self) -> None:
        """Save in this very moment and thread: the program is being ended."""
        self._draft.save(self._text.text)

    def on_text_area_changed(self) -> None:
        """Save at the next pause."""
        if self._timer is not None:
            self._timer.stop()
        if self._text.text != self._draft.saved:
            self._say("…")
            self._timer = self.set_timer(_PAUSE, self.action_save)

    def action_save(self) -> None:
        """Save what stands there."""
        self.run_worker(self._save(), group="save")

    async def action_close(self) -> None:
        """Save and close; when it cannot be saved, stay open with the text."""
        if await self._finish():
            self.dismiss(self._changed)

    async def action_new(self) -> None:
        """Begin another note on the paper."""
        if self._text.text.strip() and await self._finish():
            self._at = len(self._notes)
            self._load()

    async def action_turn(self, by: int) -> None:
        """Go to another note of the paper."""
        if 0 <= self._at + by < len(self._notes) and await self._finish():
            self._at = max(0, min(self._at + by, len(self._notes) - 1))
            self._load()

    async def action_outside(self) -> None:
        """Go on in $EDITOR, and come back with what was written there."""
        if await self._save():
            text = edit_outside(self.app, self._text.text)
            if text is not None:
                self._text.load_text(text)
                await self._save()

    def _load(self) -> None:
        note = self._notes[self._at] if self._at < len(self._notes) else None
        self._draft = Draft(self.app.library.annotations, self._entry.id, note)
        self._text.load_text(self._draft.saved)
        self._text.move_cursor(self._text.document.end)
        number = f"Note {self._at + 1} of {len(self._notes)}" if note else "New note"
        self._head.update(plain(f"{number} · {safe(self._entry.label)}"))
        self._say("saved" if note else "saved as you type")

    def _say(self, state: str) -> None:
        self._hint.update(plain(f"Esc close · ^n another · ^↑^↓ turn · ^o $EDITOR · Markdown · {state}"))

    async def _save(self) -> bool:
        text, draft = self._text.text, self._draft
        saved = await self.app.write(lambda: draft.save(text))
        if saved is None:
            self._say("NOT SAVED")
            return False
        self._changed |= saved
        self._say("saved")
        return True

    async def _finish(self) -> bool:
        """Save the note for the last time and put it among the paper's."""
        if self._timer is not None:
            self._timer.stop()
        text, draft = self._text.text, self._draft
        closed = await self.app.write(lambda: draft.close(text))
        if closed is None:
            self._say("NOT SAVED")
            return False
        self._changed |= closed
        here = slice(self._at, self._at + 1)
        self._notes[here] = [draft.note] if draft.note is not None else []
        return True
