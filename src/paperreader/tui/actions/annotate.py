"""What commands do to papers: tag, note, star, read, trash, undo, and the last of these once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.library.journal.change import Undoable
from paperreader.tui.core.external import edit_outside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.domain.paper import Entry
    from paperreader.library.annotations.states import State
    from paperreader.library.journal.change import Done
    from paperreader.tui.dialogs.draft import NoteDraft
    from paperreader.tui.main.main_screen import MainScreen

_WORDS: Final = 3
"""Words on each side of the end of a title that are told when it has moved."""


class Acting:
    """The commands that act on papers: on the marked ones, else on the one under the cursor."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._last: Callable[[], None] | None = None
        self._moving: tuple[int, int | None] = 0, None
        """The paper whose title's end was moved last, and the change that goes on with: a run of keys is one undo."""

    # -- tags, notes, stars ----------------------------------------------------------------------------------------

    def do_tag(self) -> None:
        """Open the tag editor."""
        papers = self._screen.targets()
        if papers:
            from paperreader.tui.dialogs.tag_editor import TagEditor

            before = self._screen.app.reader.tags_of(papers)
            editor = TagEditor(papers, self._screen.about(papers))
            self._screen.app.push_screen(editor, lambda _: self._remember_tags(papers, before))

    def do_tag_quick(self, key: str) -> None:
        """Add the tag of a letter, or take it away where all have it; Enter: the tag editor."""
        if key == "enter":
            self.do_tag()
            return
        tag = self._quick_tags().get(key)
        papers = self._screen.targets()
        if tag is None:
            self._screen.app.tell(f"No tag has the letter {key}. Give it one in [tags] of the configuration, or use t.")
        elif papers:
            everywhere = self._screen.app.reader.tags_of(papers).get(tag, 0) == len(papers)
            add, remove = ([], [tag]) if everywhere else ([tag], [])
            annotations = self._screen.app.library.annotations
            self.change(papers, lambda some: annotations.tag(some, add=add, remove=remove))

    def choices_tag_quick(self) -> list[tuple[str, str]]:
        """The letters and their tags."""
        return [*self._quick_tags().items(), ("Enter", "another tag")]

    def _quick_tags(self) -> dict[str, str]:
        """The letters of the configuration; where it has none, the tags there are, by their first free letter."""
        if self._screen.app.config.quick_tags:
            return self._screen.app.config.quick_tags
        letters: dict[str, str] = {}
        for tag in self._screen.app.reader.known_tags():
            letter = next((one for one in tag.casefold() if one.isalnum() and one not in letters), None)
            if letter is not None:
                letters[letter] = tag
        return letters

    def do_note(self) -> None:
        """Open the note editor on the last note, or a new one."""
        self._edit_note(new=False)

    def do_note_new(self) -> None:
        """Open the note editor on a new note."""
        self._edit_note(new=True)

    def do_note_external(self) -> None:
        """Edit the last note, or a new one, in $EDITOR."""
        entry = self._screen.entry()
        if entry is None:
            return
        from paperreader.tui.dialogs.draft import NoteDraft, draft_file_for

        app = self._screen.app
        note = entry.notes[-1] if entry.notes else None
        file = draft_file_for(app.config, app.library)
        draft = NoteDraft(app.library.annotations, entry.id, note, file=file, uid=entry.uid)
        text = edit_outside(app, draft.saved, aside=lambda some: draft.put_aside(some, file))
        if text is not None:
            self._screen.perform(self._store(draft, text))

    def do_star(self) -> None:
        """Star, or take the star from all if all have it."""
        annotations = self._screen.app.library.annotations
        self._toggle("starred", lambda papers, on: annotations.star(papers, on=on))

    def do_read_toggle(self) -> None:
        """Mark read, or unread if all are read."""
        annotations = self._screen.app.library.annotations
        self._toggle("read", lambda papers, on: annotations.mark_read(papers, on=on))

    def do_trash(self) -> None:
        """Into the trash; out of it where all are in it."""
        annotations = self._screen.app.library.annotations
        self._toggle("trashed", lambda papers, on: annotations.trash(papers, on=on), leaves=True)

    def _toggle(self, state: State, work: Callable[[Sequence[int], bool], Done], *, leaves: bool = False) -> None:
        """Give papers a state, or take it from all if all have it; `.` does which of these it was."""
        annotations = self._screen.app.library.annotations
        on: bool | None = None

        def turn(papers: Sequence[int]) -> Done:  # in the writing thread: as many papers as there are
            nonlocal on
            if on is None:
                on = not annotations.all_are(papers, state)
            return work(papers, on)

        self.change(self._screen.targets(), turn, leaves=leaves)

    def do_note_history(self) -> None:
        """Show how the notes of the paper came to be."""
        entry = self._screen.entry()
        notes = self._screen.app.reader.past_notes(entry.id) if entry is not None else []
        if entry is None or not notes:
            self._screen.app.tell("This paper never had a note; e writes one.")
            return
        from paperreader.tui.dialogs.note_history import NoteHistory

        self._screen.app.push_screen(NoteHistory(entry, notes))

    def do_title_longer(self) -> None:
        """Take a word more of the abstract into the title."""
        self._move_title(1)

    def do_title_shorter(self) -> None:
        """Give the last word of the title back to the abstract."""
        self._move_title(-1)

    def do_repeat(self) -> None:
        """Do the last change again, to what is marked or under the cursor now."""
        if self._last is None:
            self._screen.app.tell("There is no change to repeat yet.")
        else:
            self._last()

    def do_undo(self) -> None:
        """Take back the last change; where that is much, ask first."""
        self._screen.perform(self._undo(), moves=True)

    def do_redo(self) -> None:
        """Do it again."""
        redo = self._screen.app.library.journal.redo
        self._screen.perform(self._turn(redo, "redone", "There is nothing to redo."), moves=True)

    # -- how ---------------------------------------------------------------------------------------------------------

    def change(self, papers: Sequence[int], work: Callable[[Sequence[int]], Done], *, leaves: bool = False) -> None:
        """Do something to papers, show it, and remember it for `.`.

        Args:
            leaves: the papers may leave what is listed.
        """
        if papers:
            self.remember(lambda: self.change(self._screen.targets(), work, leaves=leaves))
            self._screen.perform(self._done(papers, work, leaves=leaves), moves=leaves)

    def remember(self, command: Callable[[], None]) -> None:
        """Let `.` do this again, to what is marked or under the cursor then."""
        self._last = command

    def _remember_tags(self, papers: Sequence[int], before: dict[str, int]) -> None:
        """Let `.` do again what the tag editor did, all of it at once."""
        after = self._screen.app.reader.tags_of(papers)
        add = [tag for tag, count in after.items() if count > before.get(tag, 0)]
        remove = [tag for tag, count in before.items() if count > after.get(tag, 0)]
        annotations = self._screen.app.library.annotations
        if add or remove:
            self.remember(
                lambda: self.change(self._screen.targets(), lambda some: annotations.tag(some, add=add, remove=remove))
            )

    async def _done(self, papers: Sequence[int], work: Callable[[Sequence[int]], Done], *, leaves: bool) -> None:
        done = await self._screen.app.write(lambda: work(papers))
        if done is not None:
            if leaves:  # out of sight they would be meant by every command that follows
                self._screen.papers.deselect(papers)
            self._screen.saved(done.papers, f"{done.what} · u undoes", moved=leaves)

    def _move_title(self, by: int) -> None:
        paper = self._screen.papers.paper
        if paper is not None:
            self.remember(lambda: self._move_title(by))
            self._screen.perform(self._title_moved(paper, by))

    async def _title_moved(self, paper: int, by: int) -> None:
        screen = self._screen

        def move() -> Done:  # one after another, in the writing thread
            going_on = self._moving[1] if self._moving[0] == paper else None
            done = screen.app.library.curation.move_title(paper, by, amending=going_on)
            self._moving = paper, done.change or going_on
            return done

        done = await screen.app.write(move)
        entry = screen.app.entry(paper) if done is not None else None
        if done is None or entry is None:
            return
        if done.change is None:
            screen.app.tell("There is no word more." if by > 0 else "There is no title to be shorter.")
            return
        screen.saved(done.papers, f"title: {_end_of_title(entry)} · u undoes")
        if screen.reader.shown == paper:
            screen.reader.go_to_end(last=False)

    def _edit_note(self, *, new: bool) -> None:
        entry = self._screen.entry()
        if entry is None:
            return
        from paperreader.tui.dialogs.note_editor import NoteEditor

        def closed(changed: bool | None) -> None:  # noqa: FBT001 - as Textual calls it
            if changed:
                self._screen.saved([entry.id], "saved the note")

        self._screen.app.push_screen(NoteEditor(entry, new=new), closed)

    async def _store(self, draft: NoteDraft, text: str) -> None:
        if await self._screen.app.write(lambda: draft.close(text)):
            conflict = (
                f"; it was {draft.conflict} in another window, and both texts are there" if draft.conflict else ""
            )
            self._screen.saved([draft.paper], f"saved the note{conflict}")
        else:
            draft.abandon()  # what could not be saved waits for the next start

    async def _undo(self) -> None:
        app, journal = self._screen.app, self._screen.app.library.journal

        def undo() -> tuple[Done | Undoable | None]:
            last = journal.undoable()
            return (last if last is None or last.large else journal.undo(only=last.change),)

        undone = await app.write(undo)
        if undone is None:
            return
        last = undone[0]
        if isinstance(last, Undoable):
            self._ask_to_undo(last)
        else:
            self._show_turned(last, "undone", "There is nothing to undo.")

    def _ask_to_undo(self, last: Undoable) -> None:
        journal = self._screen.app.library.journal
        meanwhile = "Something else was done meanwhile; nothing was undone."

        def undo() -> None:
            work = self._turn(lambda: journal.undo(only=last.change), "undone", meanwhile)
            self._screen.perform(work, moves=True)

        papers = "1 paper" if last.papers == 1 else f"{last.papers:,} papers"
        self._screen.dispatch.confirm(f"undo this, {papers} in all: {last.what}", undo, "nothing was undone")

    async def _turn(self, work: Callable[[], Done | None], word: str, nothing: str) -> None:
        turned = await self._screen.app.write(lambda: (work(),))
        if turned is not None:
            self._show_turned(turned[0], word, nothing)

    def _show_turned(self, done: Done | None, word: str, nothing: str) -> None:
        if done is None:
            self._screen.app.tell(nothing)
        else:
            self._screen.turned(done, f"{word}: {done.what}")


def _end_of_title(entry: Entry) -> str:
    """The last words of the title, and the first of the abstract behind a bar: what a cut line of a list hides."""
    title, abstract = (entry.paper.title or "").split(), entry.paper.abstract.split()
    before = " ".join((["…"] if len(title) > _WORDS else []) + title[-_WORDS:]) or "none"
    return f"{before} │ {' '.join(abstract[:_WORDS])}…"
