"""Writing a note with the paper in sight: opens the note editor, quotes in it, and closes it when the paper is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.tui.core import LIST, NOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperreader.domain import Entry, Highlight
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.reading_clock import ReadingClock
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.dialogs import NoteEditor

_SCROLLED = 3
"""How many lines the abstract scrolls when scrolled from the note."""
_LOW = 14
"""Lines of the page below which there is no room for the title above the passage that is read."""


class Writing:
    """Opens one note editor at a time below or beside the abstract. A note belongs to one paper from first to last."""

    def __init__(self, workspace: Workspace, changes: Changes, clock: ReadingClock) -> None:
        self._workspace, self._changes, self._clock = workspace, changes, clock
        self.editor: NoteEditor | None = None
        """The one that is open."""
        self._then: Callable[[bool], None] | None = None
        self._came_from = LIST
        self._scrolled = (0, 0)
        """Where the page was scrolled to before a note was opened below it, and since."""

    # -- opening -----------------------------------------------------------------------------------------------------

    def write(self, *, new: bool = False) -> None:
        """Open the editor on the paper's last note, or on a new one; go there if it is open on this paper."""
        if not new and self._is_here() and self.editor is not None:
            self._workspace.focus_pane(self.editor.area)
        else:
            self.open(lambda: self._edit(new=new))

    def write_about(self, highlight: Highlight) -> None:
        """Open the editor on the last note about a highlight, or on a new one."""

        def make() -> NoteEditor | None:
            entry = self._workspace.entry()
            notes = entry.notes if entry is not None else ()
            note = next((note.id for note in notes if note.highlight == highlight.id), None)
            return self._edit(new=note is None, note=note, highlight=highlight)

        self.open(make)

    def open(
        self,
        make: Callable[[], NoteEditor | None],
        then: Callable[[bool], None] | None = None,
        *,
        quoting: str = "",
    ) -> None:
        """Open an editor. One that is open is saved and closed first; if it cannot be saved, it stays.

        Args:
            make: makes it, once the other one is closed.
            then: called with whether anything was changed when it is closed; by default that is shown and told.
            quoting: put into the note as a quotation.
        """
        self._workspace.set_class(True, "-opening")  # noqa: FBT003 - Textual's; keys wait from now on
        self._changes.start(self._open(make, then, quoting))

    async def _open(
        self, make: Callable[[], NoteEditor | None], then: Callable[[bool], None] | None, quoting: str
    ) -> None:
        workspace = self._workspace
        try:
            if self.editor is not None and not await self.editor.leave():
                workspace.focus_pane(self.editor.area)
                return
            editor = make()
            if editor is None:
                return
            pane = workspace.pane()
            self.editor, self._then = editor, then
            self._came_from = pane if pane != NOTE else self._came_from
            editor.around = self
            workspace.set_class(True, "-writing")  # noqa: FBT003
            await workspace.side.mount(editor)
            workspace.focus_pane(editor.area)
            workspace.reader.call_after_refresh(self._keep_passage_in_sight)
            if quoting:
                editor.quote(quoting)
            self._clock.restart()
        finally:
            workspace.set_class(False, "-opening")  # noqa: FBT003
            workspace.app.wake()

    # -- while it is open ----------------------------------------------------------------------------------------------

    def quote(self) -> None:
        """Put the selection, or the highlight here, into the note as a quotation; open one if none is open."""
        reader = self._workspace.reader
        start, end = reader.caret.selection if reader.caret.selecting else (0, 0)
        here = reader.highlight_here
        text = reader.caret.text[start:end] or ("" if here is None else here.quote)
        if not text.strip():
            self._workspace.app.tell("To quote something, select it (V) or go to a highlight (]h).")
            return
        reader.leave()
        if self._is_here() and self.editor is not None:
            self.editor.quote(text)
            self._workspace.focus_pane(self.editor.area)
        else:
            self.open(lambda: self._edit(new=False), quoting=text)

    def goes_on_outside(self) -> bool:
        """Continue the open note of this paper in $EDITOR. Returns whether one is open."""
        if not self._is_here() or self.editor is None:
            return False
        self._changes.start(self.editor.action_outside())
        return True

    def leave_other_than(self, paper: int | None) -> None:
        """Save and close a note on another paper, unless somebody is writing it."""
        if self.editor is not None and self.editor.paper != paper and self._workspace.pane() != NOTE:
            self._changes.start(self.editor.leave())

    def save_now(self) -> None:
        """Save at once, on this thread: the program is being ended."""
        if self.editor is not None:
            self.editor.save_now()

    # -- what the editor asks for --------------------------------------------------------------------------------------

    def scroll(self, by: int) -> None:
        """Scroll the abstract."""
        self._workspace.reader.scroll_lines(by * _SCROLLED)

    def to_abstract(self) -> None:
        """Go to the abstract; the note stays open."""
        self._workspace.focus_pane(self._workspace.reader)

    def closed(self, editor: NoteEditor, *, changed: bool) -> None:
        """An editor is saved and done: remove it, and go back to where it was opened from."""
        if editor is not self.editor:
            return
        workspace, then = self._workspace, self._then
        self.editor = self._then = None
        if workspace.pane() == NOTE:
            workspace.focus_pane(workspace.papers if self._came_from == LIST else workspace.reader)
        workspace.set_class(False, "-writing")  # noqa: FBT003
        editor.remove()
        before, since = self._scrolled
        if before != since == int(workspace.reader.scroll_y):
            workspace.reader.scroll_to(y=before, animate=False, immediate=True, force=True)
        self._clock.restart()
        if then is not None:
            then(changed)
        elif changed:
            self._changes.saved([editor.paper], "saved the note")

    # -- how -----------------------------------------------------------------------------------------------------------

    def _keep_passage_in_sight(self) -> None:
        """Scroll what is read to the top of the page if there is too little room now that a note is below it."""
        reader = self._workspace.reader
        at = int(reader.scroll_y)
        line = reader.page.line_of(reader.caret.place) if reader.page is not None else at
        if line - at > (2 if reader.size.height < _LOW else reader.size.height - 4):
            reader.scroll_to(y=line, animate=False, immediate=True, force=True)
        self._scrolled = at, int(reader.scroll_y)

    def _is_here(self) -> bool:
        """Whether the open note is on the paper under the cursor."""
        return self.editor is not None and self.editor.paper == self._workspace.papers.paper

    def _edit(self, *, new: bool, note: str | None = None, highlight: Highlight | None = None) -> NoteEditor | None:
        from paperreader.tui.dialogs import NoteEditor

        entry: Entry | None = self._workspace.entry()
        return None if entry is None else NoteEditor(entry, new=new, note=note, highlight=highlight)
