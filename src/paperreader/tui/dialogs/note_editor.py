"""The note editor: a panel below or beside the abstract that saves everything as it is typed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from paperreader.library import LibraryError
from paperreader.tui.core import edit_outside, forget_painted_lines, plain, safe, wrap
from paperreader.tui.dialogs.base import drawn
from paperreader.tui.dialogs.draft import NoteDraft, draft_file_for
from paperreader.tui.dialogs.save_timer import SaveTimer
from paperreader.tui.dialogs.wikilinks import WikilinkArea

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from paperreader.domain import Entry, Highlight
    from paperreader.tui.core import Glyphs, Host

_SLOW: Final = 0.5
"""Seconds that saving may take before the text is also written to a file."""

_KEYS: Final = (
    "Esc close", "Tab abstract", "alt+j/k scroll it", "[[ link", "^n another", "^t tags", "^o $EDITOR", "^g history",
    "^↑^↓ others",
)  # fmt: skip
"""The keys, with those first that are shown if there is little room. The help has all of them."""

_CONFLICTS: Final = {
    "changed": "Changed in another window. Both texts are kept as two notes; this one is yours.",
    "deleted": "Deleted in another window. What you write here is a new note.",
}


class Surroundings(Protocol):
    """What is around the note editor."""

    def scroll(self, by: int) -> None:
        """Scroll the abstract."""

    def to_abstract(self) -> None:
        """Give the abstract the focus."""

    def closed(self, editor: NoteEditor, *, changed: bool) -> None:
        """The editor has saved for the last time, and can be removed."""


class NoteEditor(Vertical):
    """Edits the notes of one paper, below or beside its abstract."""

    app: Host

    DEFAULT_CSS = """
    NoteEditor { width: 1fr; height: 1.5fr; padding: 0 1; background: $panel; }
    NoteEditor > Static { height: 1; color: $muted; text-wrap: nowrap; text-overflow: ellipsis; }
    NoteEditor > .dialogue-title { text-style: bold; color: $foreground; }
    NoteEditor > .dialogue-quote { height: auto; text-style: italic; }
    NoteEditor > .dialogue-warning { height: auto; max-height: 3; color: $warning; text-wrap: wrap; display: none; }
    NoteEditor WikilinkArea { height: 1fr; }
    NoteEditor TextArea, NoteEditor TextArea:focus { border: none; height: 1fr; background: $surface; padding: 0 1; }
    NoteEditor OptionList { border: none; padding: 0; background: transparent; max-height: 4; text-wrap: nowrap; }
    NoteEditor OptionList > .option-list--option-highlighted { background: $cursor; text-style: bold; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", priority=True),
        Binding("ctrl+s", "save", priority=True),
        Binding("ctrl+n", "new", priority=True),
        Binding("ctrl+down", "turn(1)", priority=True),
        Binding("ctrl+up", "turn(-1)", priority=True),
        Binding("ctrl+o", "outside", priority=True),
        Binding("ctrl+t", "tags", priority=True),
        Binding("ctrl+g", "history", priority=True),
        Binding("alt+j,alt+down,ctrl+pagedown", "scroll(1)", priority=True),
        Binding("alt+k,alt+up,ctrl+pageup", "scroll(-1)", priority=True),
        Binding("tab,shift+tab", "abstract"),  # not before the list of links, which may want it
    ]

    def __init__(
        self,
        entry: Entry,
        *,
        new: bool,
        note: str | None = None,
        highlight: Highlight | None = None,
        begun: str = "",
    ) -> None:
        """Open a note of a paper.

        Args:
            entry: the paper.
            new: begin a new note.
            note: the id of the note to edit; `None`: the last one.
            highlight: the highlight that the note belongs to: its last note is edited, or a new one.
            begun: what a new note begins with, which is no note yet: it becomes one when it is changed, or by Ctrl+s.
        """
        super().__init__(classes="dialogue")
        self.around: Surroundings
        """What is around it; set before it is mounted."""
        self._entry = entry
        self._notes = list(entry.notes)
        self._highlight, self._begun = highlight, begun
        self._at = len(self._notes) if new else self._meant(note)
        self._changed = False
        self._loaded = False
        self._timer = SaveTimer(self, self._due)
        self._saving = asyncio.Lock()
        self._failed = False
        self._leaving = False
        """Esc was pressed but the text could not be saved: a second Esc leaves it for the next start."""
        self._text = WikilinkArea()
        self._head = Static(classes="dialogue-title", markup=False)
        self._quote = Static(classes="dialogue-quote", markup=False)
        self._warning = Static(classes="dialogue-warning", markup=False)
        self._hint = Static(classes="dialogue-hint", markup=False)
        self._state = ""
        self._draft: NoteDraft

    def compose(self) -> ComposeResult:
        """A title, the passage that the note is about, a warning, the text, the keys."""
        yield from (self._head, self._quote, self._warning, self._text, self._hint)

    def on_mount(self) -> None:
        """Load the note."""
        self.area.cursor_blink = not self.app.config.reduced_motion
        self._load()
        self._loaded = True

    def on_unmount(self) -> None:
        """Free what was painted."""
        forget_painted_lines()

    @property
    def paper(self) -> int:
        """The id of the paper that the notes are on."""
        return self._entry.id

    @property
    def area(self) -> TextArea:
        """Where the text is typed."""
        return self._text.area

    @property
    def glyphs(self) -> Glyphs:
        """The symbols that the app uses."""
        return self.app.glyphs

    def drawn(self, words: str) -> str:
        """Text of our own as this terminal can show it."""
        return drawn(words, self.glyphs)

    def on_resize(self) -> None:
        """Fit everything around the text to the new width."""
        self.call_after_refresh(self._paint)

    def save_now(self) -> None:
        """Save at once, on this thread: the program is being ended.

        Raises:
            LibraryError: it could not be saved; it is kept in a file for the next start, if there is a folder for that.
        """
        if self._loaded:
            self._draft.keep_in_file(self._text.area.text)  # first: saving to a locked library takes time
            self._draft.save(self._text.area.text)

    # -- saving ------------------------------------------------------------------------------------------------------

    def on_text_area_changed(self) -> None:
        """Save at the next pause, but soon."""
        self._leaving = False
        if self._text.area.text == self._draft.saved:
            self._timer.stop()
            return
        self._say("…")
        self._timer.typed()

    def action_save(self) -> None:
        """Save now."""
        self._draft.want()
        self._failed = False  # if this fails, the user is told again
        self._save_aside()

    async def action_close(self) -> None:
        """Close the list of links, or else save and close. If saving fails, stay open with the text.

        If another file has taken the place of the library, the user knows already, and the text is kept as a draft.
        """
        if self._text.close_list():
            return
        if await self.leave():
            return
        if self._leaving or (self.app.missed and self._draft.is_in_file):
            self._draft.abandon()
            self.around.closed(self, changed=self._changed)
            if self.app.missed:
                self.app.tell("The note is kept as a draft.")
        elif self._draft.is_in_file:
            self._leaving = True
            self._warn("It could not be saved. Esc again keeps it in a file, and the next start saves it.")

    async def leave(self) -> bool:
        """Save and close. Returns whether it could be saved; if not, it stays open with the text, and says why."""
        saved = await self._finish()
        if saved:
            self.around.closed(self, changed=self._changed)
        return saved

    # -- the abstract --------------------------------------------------------------------------------------------------

    def action_scroll(self, by: int) -> None:
        """Scroll the abstract."""
        self.around.scroll(by)

    def action_abstract(self) -> None:
        """Go to the abstract; the note stays open."""
        self.around.to_abstract()

    def quote(self, text: str) -> None:
        """Put a quotation at the cursor, as a paragraph of its own, with the cursor below it."""
        row, column = self.area.cursor_location
        above = self.area.document.get_line(row - 1) if row else ""
        before = self.area.document.get_line(row)[:column]
        gap = "\n\n" if before.strip() else "\n" if above.strip() else ""
        lines = "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())
        self.area.replace(f"{gap}{lines}\n\n", *self.area.selection, maintain_selection_offset=False)
        self.area.scroll_cursor_visible(animate=False)

    # -- saving, again and again ---------------------------------------------------------------------------------------

    def _due(self) -> None:
        if self._saving.locked():
            self._timer.wait()
        else:
            self._save_aside()

    def _save_aside(self) -> None:
        self._timer.stop()
        self.run_worker(self._save(), group="save")

    async def _save(self, *, last: bool = False) -> bool:
        """Save, perhaps for the last time. Returns whether that worked. What is typed meanwhile is saved later."""
        async with self._saving:
            text, draft = self._text.area.text, self._draft
            work = draft.close if last else draft.save
            writing = asyncio.ensure_future(self.app.written(lambda: work(text)))
            if not (await asyncio.wait({writing}, timeout=_SLOW))[0]:
                await asyncio.to_thread(draft.keep_in_file, text)
            try:
                saved = await writing
            except (LibraryError, OSError) as error:
                self._not_saved(error)
                return False
            draft.drop_file()
            self._changed |= saved
            if self._failed:
                self._warn("")
            self._failed = False
            self._say("saved" if self._text.area.text == text else "…")
            if draft.conflict:
                self._warn(_CONFLICTS[draft.conflict])
                self.app.tell(_CONFLICTS[draft.conflict])  # in case this was the last save, and the editor closes
                draft.conflict = ""
                self._read_anew()
            return True

    def _not_saved(self, error: Exception) -> None:
        """Tell why, once and not at every attempt."""
        self._say("NOT SAVED")
        if not self._failed:
            self._warn(f"Not saved: {error}")
            self.app.tell(str(error), error=True)
        self._failed = True
        self._timer.again()

    async def _finish(self) -> bool:
        """Save the note for the last time, and update the list of notes."""
        self._timer.stop()
        if not await self._save(last=True):
            return False
        here = slice(self._at, self._at + 1)
        self._notes[here] = [self._draft.note] if self._draft.note is not None else []
        self._timer.stop()
        return True

    # -- which note --------------------------------------------------------------------------------------------------

    async def action_new(self) -> None:
        """Begin another note on the paper."""
        if self._text.area.text.strip() and await self._finish():
            self._highlight = None
            self._at = len(self._notes)
            self._load()

    async def action_turn(self, by: int) -> None:
        """Go to another note of the paper."""
        if 0 <= self._at + by < len(self._notes) and await self._finish():
            self._at = max(0, min(self._at + by, len(self._notes) - 1))
            self._load()

    async def action_outside(self) -> None:
        """Continue in $EDITOR, and come back with what was written there."""
        if await self._save():
            draft, file = self._draft, draft_file_for(self.app.config, self.app.library)
            text = edit_outside(self.app, self._text.area.text, aside=lambda some: draft.put_aside(some, file))
            if text is not None:
                self._text.load(text)
                await self._save()

    def action_tags(self) -> None:
        """Open the tag editor for the paper, above this dialogue."""
        from paperreader.tui.dialogs.tag_editor import TagEditor

        self.app.push_screen(TagEditor([self._entry.id], self._entry.label))

    async def action_history(self) -> None:
        """Show the history of this note."""
        if await self._save() and self._draft.note is not None:
            from paperreader.tui.dialogs.note_history import NoteHistory

            note = self._draft.note.id
            self.app.push_screen(NoteHistory(self._entry, [note]), self._came_back)

    def _came_back(self, changed: bool | None) -> None:  # noqa: FBT001 - a screen's answer
        if changed:
            self._changed = True
            self._read_anew()
            self._load()

    def _meant(self, note: str | None) -> int:
        """The index of the note to edit; after the last if there is none."""
        for at in range(len(self._notes) - 1, -1, -1):
            one = self._notes[at]
            if note is not None:
                found = one.id == note
            else:
                found = self._highlight is None or one.highlight == self._highlight.id
            if found:
                return at
        return len(self._notes)

    def _read_anew(self) -> None:
        """Read the notes again: another window has changed one, or an older version was restored."""
        entry, note = self.app.entry(self._entry.id), self._draft.note
        if entry is not None:
            self._notes = list(entry.notes)
            self._at = self._meant(note.id) if note is not None else len(self._notes)
            self._paint()

    def _load(self) -> None:
        note = self._notes[self._at] if self._at < len(self._notes) else None
        about = self._highlight.id if self._highlight is not None else None
        self._draft = NoteDraft(
            self.app.library.annotations,
            self._entry.id,
            note,
            highlight=about,
            file=draft_file_for(self.app.config, self.app.library),
            uid=self._entry.uid,
            begun=self._begun,
            linked=self.app.linked_papers,
        )
        self._text.titles = self._draft.titles
        begun, self._begun = self._begun, ""
        self._text.load(self._draft.saved)
        if begun:
            self._text.area.move_cursor((0, 0))
        self._state = "saved" if note else "saved once you change it, or by ^s" if begun else "saved as you type"
        self._warn("")
        self._paint()

    # -- what is said ------------------------------------------------------------------------------------------------

    def _say(self, state: str) -> None:
        self._state = state
        self._paint_hint()

    def _warn(self, words: str) -> None:
        self._warning.update(plain(words))
        self._warning.display = bool(words)

    def _paint(self) -> None:
        there = self._at < len(self._notes)
        number = f"Note {self._at + 1} of {len(self._notes)}" if there else "New note"
        self._head.update(plain(f"{number} {self.glyphs.dot} {safe(self._entry.label)}"))
        quote = self._quoted()
        width = max(10, self.size.width - 4)
        lines = wrap(quote, width, last=width, lines=3 if self.size.height >= 16 else 1)
        self._quote.update(plain("\n".join(quote[start:end] + self.drawn(tail) for start, end, tail in lines)))
        self._quote.display = bool(quote)
        self._paint_hint()

    def _paint_hint(self) -> None:
        hint = self.drawn(self._state)
        for key in _KEYS:
            longer = f"{hint} {self.glyphs.dot} {self.drawn(key)}"
            if cell_len(longer) > max(20, min(self.size.width, 100) - 2):
                break
            hint = longer
        self._hint.update(plain(hint))

    def _quoted(self) -> str:
        """The passage that the note is about; empty if it is about the whole paper."""
        note = self._notes[self._at] if self._at < len(self._notes) else None
        uid = note.highlight if note is not None else self._highlight.id if self._highlight is not None else None
        highlights = [*self._entry.highlights, *([self._highlight] if self._highlight is not None else [])]
        opening, closing = self.drawn("“"), self.drawn("”")
        return next(
            (f"{opening}{safe(highlight.quote)}{closing}" for highlight in highlights if highlight.id == uid), ""
        )
