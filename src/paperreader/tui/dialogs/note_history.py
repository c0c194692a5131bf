"""The history of notes: every version, and what it changed, word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from paperreader.domain import Wording, counted
from paperreader.tui.core import ASCII, plain, safe
from paperreader.tui.dialogs.base import Dialogue
from paperreader.tui.dialogs.word_diff import word_diff
from paperreader.tui.widgets import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from paperreader.domain import Entry
    from paperreader.library import Done, Reader, Version

_LISTED: Final = 300
"""Versions that are listed, newest first."""


class NoteHistory(Dialogue[bool]):
    """Shows the versions of a paper's notes. Returns whether one was restored."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close"),
        Binding("j,down", "move(1)"),
        Binding("k,up", "move(-1)"),
        Binding("l,right,tab", "turn(1)", priority=True),
        Binding("h,left,shift+tab", "turn(-1)", priority=True),
        Binding("space,pagedown,ctrl+d,ctrl+f,J", "scroll(1)"),
        Binding("pageup,ctrl+u,ctrl+b,K", "scroll(-1)"),
        Binding("enter", "bring_back"),
    ]

    def __init__(self, entry: Entry, notes: Sequence[str] | None = None) -> None:
        """Show the history of some notes.

        Args:
            entry: the paper.
            notes: the ids of the notes, including deleted ones; `None`: all that the paper has now.
        """
        super().__init__()
        self._entry = entry
        self._notes = [note.id for note in entry.notes] if notes is None else list(notes)
        self._at = max(0, len(self._notes) - 1)
        self._versions: list[Version] = []
        """Of the current note, newest first."""
        self._texts: list[str] = []
        """What each of them says, with links as words."""
        self._changed = False
        self._head = Static(classes="dialogue-title", markup=False)
        self._list = OptionList(markup=False, compact=True)
        self._list.can_focus = False
        self._text = Static(id="difference", markup=False)

    def compose(self) -> ComposeResult:
        """The versions, and what the one under the cursor changed."""
        with Vertical(classes="dialogue"):
            yield self._head
            yield self._list
            with VerticalScroll(can_focus=False):
                yield self._text
            turn = " · ←→ other notes" if len(self._notes) > 1 else ""
            yield self.hint(f"↑↓ versions{turn} · Enter restore · Esc close")

    def on_mount(self) -> None:
        """Show the last note."""
        self._show_note()

    def on_option_list_option_highlighted(self) -> None:
        """Show what that version changed."""
        self._show_version()

    def on_option_list_option_selected(self) -> None:
        """A click shows a version; only Enter restores it."""

    def action_move(self, by: int) -> None:
        """Go to an older or newer version."""
        if self._versions:
            at = (self._list.highlighted or 0) + by
            self._list.highlighted = max(0, min(at, self._list.option_count - 1))

    def action_turn(self, by: int) -> None:
        """Go to another note of the paper."""
        if 0 <= self._at + by < len(self._notes):
            self._at += by
            self._show_note()

    def action_scroll(self, by: int) -> None:
        """Scroll the text by a page."""
        self.scrolled.scroll_relative(y=by * max(1, self.scrolled.size.height - 1), animate=False)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(self._changed)

    async def action_bring_back(self) -> None:
        """Restore the version, as a change of its own that can be undone."""
        if not self._versions:
            return
        body = self._versions[self._list.highlighted or 0].body
        if body is None:
            self.app.tell("The note was deleted here. Choose a version with text to restore it.")
            return
        paper, uid, annotations = self._entry.id, self._notes[self._at], self.app.library.annotations
        entry = self.app.entry(paper)
        note = next((one for one in entry.notes if one.id == uid), None) if entry is not None else None

        def write() -> Done:
            if note is None:
                return annotations.write_note(paper, body)[1]
            return annotations.edit_note(uid, body, revision=note.revision)[1]

        done = await self.app.write(write)
        if done is not None:
            self._changed |= done.change is not None
            self.app.changed(done)
            self.dismiss(self._changed)

    def _show_note(self) -> None:
        uid = self._notes[self._at] if self._notes else ""

        def read(reader: Reader) -> tuple[list[Version], list[str]]:
            versions, wording = reader.note_history(uid)[::-1], Wording(linked=reader.linked_papers)
            return versions, [wording.spoken(one.body or "") for one in versions]

        self.look_up(read, self._have)

    def _have(self, history: tuple[list[Version], list[str]]) -> None:
        self._versions, self._texts = history
        number = f"note {self._at + 1} of {len(self._notes)} {self.glyphs.dot} " if len(self._notes) > 1 else ""
        self._head.update(plain(f"History {self.glyphs.dot} {number}{safe(self._entry.label)}"))
        self._list.clear_options()
        self._list.add_options(Option(self._line(one)) for one in self._versions[:_LISTED])
        self._list.highlighted = 0 if self._versions else None
        self._show_version()

    def _show_version(self) -> None:
        self.scrolled.scroll_to(y=0, animate=False)
        at = self._list.highlighted
        if at is None:
            self._text.update(plain("This paper has no notes; e writes one.", "$muted"))
            return
        before = self._texts[at + 1] if at + 1 < len(self._texts) else ""
        pieces = word_diff(before, self._texts[at])
        self._text.update(Content.assemble(*(self._piece(kind, text) for kind, text in pieces)))

    def _line(self, version: Version) -> Content:
        body = version.body
        count = "deleted" if body is None else counted(len(body.split()), "word")
        return Content.assemble((moment(version.made), "bold"), f"  {count}  ", plain(safe(version.what), "$muted"))

    def _piece(self, kind: str, text: str) -> Content:
        """A piece of text, never told apart by colour alone: added is underlined, removed is struck out."""
        if kind == " ":
            return plain(text)
        came = kind == "+"
        if self.glyphs is ASCII:
            text = f"{{+{text}+}}" if came else f"[-{text}-]"
        return plain(text, "$success underline" if came else "$error strike")
