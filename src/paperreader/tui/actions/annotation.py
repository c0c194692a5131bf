"""Tagging, noting, starring and trashing papers; titles, undo, and repeating the last change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import counted
from paperreader.library import Undoable
from paperreader.tui.core import edit_outside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.domain import Entry
    from paperreader.library import Done, Reader, State
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.actions.writing import Writing
    from paperreader.tui.dialogs import NoteDraft

_WORDS: Final = 3
"""Words shown on each side of the end of a title that has moved."""


class AnnotationActions:
    """Annotates the selected papers, else the one under the cursor."""

    def __init__(self, workspace: Workspace, changes: Changes, writing: Writing) -> None:
        self._workspace, self._changes, self._writing = workspace, changes, writing
        self._last: Callable[[], None] | None = None
        self._moving: tuple[int, int | None] = 0, None
        """The paper whose title was moved last, and its change: repeated key presses continue it, as one undo."""

    # -- tags, stars, states -----------------------------------------------------------------------------------------

    def tag(self) -> None:
        """Open the tag editor."""
        papers = self._workspace.targets()
        if papers:
            from paperreader.tui.dialogs import TagEditor

            self._workspace.app.push_screen(TagEditor(papers, self._workspace.about(papers)), self._remember_tags)

    def quick_tag(self, key: str) -> None:
        """Add the tag for a letter, or remove it if all papers have it; Enter opens the tag editor."""
        if key == "enter":
            self.tag()
            return
        self._changes.start(self._quick_tag(key, self._workspace.targets()))

    def letters(self) -> list[tuple[str, str]]:
        """The letters and their tags."""
        return [*self._quick_tags(self._workspace.sidebar.known_tags).items(), ("Enter", "another tag")]

    def star(self) -> None:
        """Star the papers, or unstar them if all are starred."""
        annotations = self._workspace.app.library.annotations
        self._toggle("starred", lambda papers, on: annotations.star(papers, on=on))

    def read(self) -> None:
        """Mark the papers as read, or as unread if all are read."""
        annotations = self._workspace.app.library.annotations
        self._toggle("read", lambda papers, on: annotations.mark_read(papers, on=on))

    def trash(self) -> None:
        """Move the papers into the trash, or out of it if all are in it."""
        annotations = self._workspace.app.library.annotations
        self._toggle("trashed", lambda papers, on: annotations.trash(papers, on=on), leaves=True)

    # -- notes -------------------------------------------------------------------------------------------------------

    def note(self, *, new: bool = False) -> None:
        """Open the note editor on the last note, or on a new one; if it is open, go there."""
        self._writing.write(new=new)

    def note_from_template(self) -> None:
        """Begin a note from a template: the one in the configuration, the only one, or one of them to choose."""
        from paperreader.tui.actions.note_templates import NoteTemplates

        NoteTemplates(self._workspace, self._changes, self._writing).begin()

    def note_outside(self) -> None:
        """Edit the last note, or a new one, in $EDITOR."""
        entry = self._workspace.entry()
        if entry is None or self._writing.goes_on_outside():
            return
        from paperreader.tui.dialogs import NoteDraft, draft_file_for

        app = self._workspace.app
        note = entry.notes[-1] if entry.notes else None
        file = draft_file_for(app.config, app.library)
        linked = app.linked_papers
        draft = NoteDraft(app.library.annotations, entry.id, note, file=file, uid=entry.uid, linked=linked)
        text = edit_outside(app, draft.saved, aside=lambda some: draft.put_aside(some, file))
        if text is not None:
            self._changes.start(self._store(draft, text))

    def note_history(self) -> None:
        """Show the history of the paper's notes."""
        app, entry = self._workspace.app, self._workspace.entry()
        notes = app.reader.past_notes(entry.id) if entry is not None else []
        if entry is None or not notes:
            app.tell("This paper has never had a note; e writes one.")
            return
        from paperreader.tui.dialogs import NoteHistory

        app.push_screen(NoteHistory(entry, notes))

    # -- titles ------------------------------------------------------------------------------------------------------

    def move_title(self, by: int) -> None:
        """Move the end of a title that no source prints by a word of the abstract."""
        paper = self._workspace.papers.paper
        if paper is not None:
            self.remember(lambda: self.move_title(by))
            self._changes.start(self._move_title(paper, by))

    # -- again, and back ---------------------------------------------------------------------------------------------

    def repeat(self) -> None:
        """Repeat the last change on what is now selected or under the cursor."""
        if self._last is None:
            self._workspace.app.tell("There is nothing to repeat yet.")
        else:
            self._last()

    def remember(self, command: Callable[[], None]) -> None:
        """Let `repeat` run this command on what is selected or under the cursor by then."""
        self._last = command

    def undo(self) -> None:
        """Undo the last change; ask first if it is a large one."""
        self._changes.start(self._undo(), moves=True)

    def redo(self) -> None:
        """Redo what was undone last."""
        redo = self._workspace.app.library.journal.redo
        self._changes.start(self._turn(redo, "redone", "There is nothing to redo."), moves=True)

    # -- how ---------------------------------------------------------------------------------------------------------

    def change(self, papers: Sequence[int], work: Callable[[Sequence[int]], Done], *, leaves: bool = False) -> None:
        """Change papers, and remember how for `repeat`.

        Args:
            papers: their ids.
            work: writes the change, in the writing thread.
            leaves: the papers may leave the list.
        """
        if papers:
            self.remember(lambda: self.change(self._workspace.targets(), work, leaves=leaves))
            self._changes.start(self._change(papers, work, leaves=leaves), moves=leaves)

    async def _change(self, papers: Sequence[int], work: Callable[[Sequence[int]], Done], *, leaves: bool) -> None:
        await self._changes.perform(lambda: work(papers), moved=leaves)
        if leaves:  # unseen, they would be affected by every later command
            self._workspace.papers.deselect(papers)

    def _toggle(self, state: State, work: Callable[[Sequence[int], bool], Done], *, leaves: bool = False) -> None:
        """Give papers a state, or take it away if all have it; `repeat` does the same of the two."""
        annotations = self._workspace.app.library.annotations
        on: bool | None = None

        def turn(papers: Sequence[int]) -> Done:  # in the writing thread: as many papers as there are
            nonlocal on
            if on is None:
                on = not annotations.all_are(papers, state)
            return work(papers, on)

        self.change(self._workspace.targets(), turn, leaves=leaves)

    async def _quick_tag(self, key: str, papers: Sequence[int]) -> None:
        app = self._workspace.app

        def read(reader: Reader) -> tuple[str | None, bool]:
            tag = self._quick_tags(reader.known_tags()).get(key)
            return tag, tag is not None and reader.tags_of(papers).get(tag, 0) == len(papers)

        tag, everywhere = await app.read(read)
        if tag is None:
            app.tell(f"No tag has the letter {key}. Set one in [tags] of the configuration, or press t.")
            return
        add, remove = ([], [tag]) if everywhere else ([tag], [])
        self.change(papers, lambda some: app.library.annotations.tag(some, add=add, remove=remove))

    def _quick_tags(self, known: Sequence[str]) -> dict[str, str]:
        """The letters from the configuration, or else the existing tags, each by its first free letter."""
        app = self._workspace.app
        if app.config.quick_tags:
            return app.config.quick_tags
        letters: dict[str, str] = {}
        for tag in known:
            letter = next((one for one in tag.casefold() if one.isalnum() and one not in letters), None)
            if letter is not None:
                letters[letter] = tag
        return letters

    def _remember_tags(self, changed: tuple[list[str], list[str]] | None) -> None:
        """Let `repeat` make all changes of the tag editor at once."""
        add, remove = changed or ([], [])
        annotations = self._workspace.app.library.annotations
        if add or remove:
            self.remember(
                lambda: self.change(
                    self._workspace.targets(), lambda some: annotations.tag(some, add=add, remove=remove)
                )
            )

    async def _move_title(self, paper: int, by: int) -> None:
        workspace, app = self._workspace, self._workspace.app

        def move() -> Done:  # one after another, in the writing thread
            going_on = self._moving[1] if self._moving[0] == paper else None
            done = app.library.corrections.move_title(paper, by, amending=going_on)
            self._moving = paper, done.change or going_on
            return done

        done = await app.written(move)
        entry = app.entry(paper)
        if entry is None:
            return
        if done.change is None:
            app.tell("There are no more words." if by > 0 else "The title cannot get shorter.")
            return
        self._changes.show(done, f"title: {_end_of_title(entry)}")
        if workspace.reader.shown == paper:
            workspace.reader.go_to_end(last=False)

    async def _store(self, draft: NoteDraft, text: str) -> None:
        try:
            saved = await self._workspace.app.written(lambda: draft.close(text))
        except Exception:
            draft.abandon()  # what could not be saved waits for the next start
            raise
        if saved:
            conflict = f"; it was {draft.conflict} in another window; both texts are kept" if draft.conflict else ""
            self._changes.saved([draft.paper], f"saved the note{conflict}")
        else:
            draft.abandon()

    async def _undo(self) -> None:
        journal = self._workspace.app.library.journal

        def undo() -> Done | Undoable | None:
            last = journal.undoable()
            return last if last is None or last.large else journal.undo(only=last.change)

        undone = await self._workspace.app.written(undo)
        if isinstance(undone, Undoable):
            self._ask_to_undo(undone)
        else:
            self._show_turned(undone, "undone", "There is nothing to undo.")

    def _ask_to_undo(self, last: Undoable) -> None:
        journal = self._workspace.app.library.journal
        meanwhile = "Something else was done in the meantime; nothing was undone."

        def undo() -> None:
            work = self._turn(lambda: journal.undo(only=last.change), "undone", meanwhile)
            self._changes.start(work, moves=True)

        self._workspace.confirm(
            f"undo this, {counted(last.papers, 'paper')} in all: {last.what}", undo, "nothing was undone"
        )

    async def _turn(self, work: Callable[[], Done | None], word: str, nothing: str) -> None:
        self._show_turned(await self._workspace.app.written(work), word, nothing)

    def _show_turned(self, done: Done | None, word: str, nothing: str) -> None:
        if done is None:
            self._workspace.app.tell(nothing)
        else:
            self._changes.turned(done, f"{word}: {done.what}")


def _end_of_title(entry: Entry) -> str:
    """The last words of the title, a bar, and the first words of the abstract: the part a list cuts off."""
    title, abstract = (entry.paper.title or "").split(), entry.paper.abstract.split()
    before = " ".join((["…"] if len(title) > _WORDS else []) + title[-_WORDS:]) or "none"
    return f"{before} │ {' '.join(abstract[:_WORDS])}…"
