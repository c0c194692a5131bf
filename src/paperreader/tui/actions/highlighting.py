"""Marking an abstract: selecting, highlighting, commenting, and going from one highlight or link to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.domain.paper import COLOURS, Highlight
from paperreader.tui.core.external import browse, copy
from paperreader.tui.core.styles import hue_of
from paperreader.tui.core.text import plain, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.domain.paper import Entry
    from paperreader.library.journal.change import Done
    from paperreader.tui.dialogs.picker import Pick
    from paperreader.tui.main.main_screen import MainScreen
    from paperreader.tui.widgets.page import Target

_LETTERS: Final = "asdfghjklqwertyuiopzxcvbnm"
"""What links are followed by: those under the fingers first."""
_MOST: Final = 20_000
"""Notes and highlights that are listed to go to."""


class Marking:
    """The commands of the reader that select and highlight."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._colour = COLOURS[0]
        self._found = ""

    # -- selecting -------------------------------------------------------------------------------------------------

    def do_select_text(self) -> None:
        """Select from here on."""
        self._begin(sentence=False)

    def do_select_sentence(self) -> None:
        """Select this sentence, or one more."""
        self._begin(sentence=True)

    def do_select_other(self) -> None:
        """Go to the other end."""
        self._screen.reader.swap_ends()

    def do_select_leave(self) -> None:
        """Select nothing."""
        self._screen.reader.leave()
        self._screen.show_pane()

    def do_find(self) -> None:
        """Select as far as some words."""
        from paperreader.tui.dialogs.ask import AskScreen

        def chosen(typed: str | None) -> None:
            self._found = typed or self._found
            if typed and not self._screen.reader.find(typed, 1):
                self._screen.app.tell(f"“{typed}” does not stand after the cursor.")

        hint = "The selection goes as far as the next place where this stands. Esc leaves it as it is."
        self._screen.app.push_screen(AskScreen("Select as far as", self._found, hint), chosen)

    def do_copy_selection(self) -> None:
        """Copy what is selected, as it is shown."""
        caret = self._screen.reader.caret
        start, end = caret.selection
        copy(self._screen.app, caret.text[start:end], "the selection")
        self.do_select_leave()

    # -- highlights --------------------------------------------------------------------------------------------------

    def do_highlight(self) -> None:
        """Highlight what is selected, in the colour used last."""
        self._highlight()

    def do_highlight_colour(self, key: str) -> None:
        """Highlight in a colour; without a selection, give the highlight here that colour."""
        self._colour = COLOURS[(int(key) - 1) % len(COLOURS)] if key.isdigit() else self._colour
        colour = self._colour
        if self._screen.reader.caret.selecting:
            self._highlight()
        else:
            annotations = self._screen.app.library.annotations
            self._edit(lambda mark: annotations.edit_highlight(mark.id, colour=colour))

    def choices_highlight_colour(self) -> list[tuple[str, str]]:
        """The colours by their numbers."""
        return [(str(number), colour) for number, colour in enumerate(COLOURS, 1)]

    def do_highlight_comment(self) -> None:
        """Highlight with a comment; without a selection, change that of the highlight here."""
        from paperreader.tui.dialogs.ask import AskScreen

        selecting = self._screen.reader.caret.selecting
        mark = None if selecting else self._here()
        if not selecting and mark is None:
            return
        annotations = self._screen.app.library.annotations

        def chosen(comment: str | None) -> None:
            if comment is None:
                return
            if mark is None:
                self._highlight(comment=comment)
            else:
                self._write(lambda: annotations.edit_highlight(mark.id, comment=comment))

        hint = "Enter keeps it, Esc does nothing. A longer thought: Enter on the highlight writes a note on it."
        self._screen.app.push_screen(AskScreen("Comment", mark.comment if mark else "", hint), chosen)

    def do_highlight_tags(self) -> None:
        """Highlight what is selected, with tags."""
        self._ask_tags((), lambda tags: self._highlight(tags=tags))

    def do_highlight_retag(self) -> None:
        """Change the tags of the highlight here."""
        mark = self._here()
        if mark is not None:
            annotations = self._screen.app.library.annotations
            self._ask_tags(mark.tags, lambda tags: self._write(lambda: annotations.edit_highlight(mark.id, tags=tags)))

    def do_highlight_note(self) -> None:
        """Write a note that belongs to the highlight here, or go on with it."""
        mark, entry = self._here(), self._screen.entry()
        if mark is None or entry is None:
            return
        from paperreader.tui.dialogs.note_editor import NoteEditor

        note = next((note.id for note in entry.notes if note.highlight == mark.id), None)

        def closed(changed: bool | None) -> None:  # noqa: FBT001 - as Textual calls it
            if changed:
                self._screen.saved([entry.id], "saved the note")

        self._screen.app.push_screen(NoteEditor(entry, new=note is None, note=note, highlight=mark), closed)

    def do_highlight_delete(self) -> None:
        """Delete the highlight here; undo brings it back."""
        annotations = self._screen.app.library.annotations
        self._edit(lambda mark: annotations.delete_highlight(mark.id))

    def do_highlight_next(self) -> None:
        """The next highlight, in this paper or one after it."""
        self._turn(1)

    def do_highlight_previous(self) -> None:
        """The one before."""
        self._turn(-1)

    # -- lists to go to ----------------------------------------------------------------------------------------------

    def do_goto_highlights(self) -> None:
        """All highlights, to find one and go there."""
        from paperreader.tui.dialogs.picker import Pick

        found = self._screen.app.reader.all_highlights(_MOST)
        picks = []
        for at, (_, label, mark) in enumerate(found):
            lost = ("no longer in the abstract",) if mark.is_orphan else ()
            about = " · ".join((*lost, *filter(None, (mark.comment, *(f"#{tag}" for tag in mark.tags))), label))
            content = _two_lines(f"“{mark.quote}”", about, hue_of(self._screen.app.current_theme, mark.colour))
            picks.append(Pick(at, content, " ".join([mark.quote, about, mark.colour])))
        places = [(paper, mark.id) for paper, _, mark in found]
        self._pick("Highlights", picks, places, "No highlights yet: in an abstract, V and Enter make one.")

    def do_goto_notes(self) -> None:
        """All notes, to find one and go there."""
        from paperreader.tui.dialogs.picker import Pick

        found = self._screen.app.reader.all_notes(_MOST)
        picks = [
            Pick(at, _two_lines(note.body.strip().partition("\n")[0], label, ""), f"{note.body} {label}")
            for at, (_, label, note) in enumerate(found)
        ]
        self._pick("Notes", picks, [(paper, "") for paper, _, _ in found], "No notes yet: e writes one.")

    # -- links -------------------------------------------------------------------------------------------------------

    def do_links(self) -> None:
        """Follow a link of the abstract or of a note."""
        page = self._screen.reader.page
        targets = page.targets()[: len(_LETTERS)] if page is not None else []
        if not targets:
            self._screen.app.tell("There is no link here; o opens the paper's page.")
        elif len(targets) == 1:
            self._follow(targets[0])
        else:
            letters = dict(zip(_LETTERS, targets, strict=False))
            self._screen.reader.hint({one.span[0]: letter for letter, one in letters.items() if one.span is not None})

            def chosen(key: str) -> None:
                self._screen.reader.hint({})
                if key in letters:
                    self._follow(letters[key])

            self._screen.dispatch.ask([(letter, one.name) for letter, one in letters.items()], chosen)

    def _follow(self, target: Target) -> None:
        screen = self._screen
        if target.url:
            browse(screen.app, target.url)
        elif target.reference.startswith("#"):
            screen.show_tag(target.reference.lstrip("# "))
        else:
            paper = screen.app.reader.resolve(target.reference, numbers=False)
            screen.show_paper(paper)

    # -- how ---------------------------------------------------------------------------------------------------------

    def _begin(self, *, sentence: bool) -> None:
        if not self._screen.reader.select(sentence=sentence):
            self._screen.app.tell("There is no abstract to select in.")
        self._screen.show_pane()

    def _here(self) -> Highlight | None:
        mark = self._screen.reader.highlight_here
        if mark is None:
            self._screen.app.tell("The cursor is on no highlight; ]h goes to the next.")
        elif not mark.id:
            self._screen.app.tell("This highlight is just being saved; press it again.")
            return None
        return mark

    def _edit(self, work: Callable[[Highlight], Done]) -> None:
        mark = self._here()
        if mark is not None:
            self._write(lambda: work(mark))

    def _write(self, work: Callable[[], Done]) -> None:
        self._screen.perform(self._written(work))

    async def _written(self, work: Callable[[], Done]) -> None:
        done = await self._screen.app.write(work)
        if done is not None:
            self._screen.saved(done.papers, f"{done.what} · u undoes")

    def _highlight(self, comment: str = "", tags: Sequence[str] = ()) -> None:
        """Highlight the selection: on the screen at once, in the library as soon as the disk has it."""
        reader = self._screen.reader
        entry = reader.entry
        start, end = reader.selected
        if entry is None or start >= end:
            return
        text = entry.paper.abstract
        reader.leave()
        self._screen.show_pane()
        seen = Highlight("", text[start:end], start, end, self._colour, comment, tuple(tags))
        reader.show(replace(entry, highlights=(*entry.highlights, seen)), self._screen.marks)
        self._screen.perform(self._store(entry, seen))

    async def _store(self, entry: Entry, seen: Highlight) -> None:
        annotations = self._screen.app.library.annotations
        start, end = seen.start or 0, seen.end or 0
        text = entry.paper.abstract
        stored = await self._screen.app.write(
            lambda: annotations.highlight(
                entry.id, start, end, text=text, colour=seen.colour, comment=seen.comment, tags=seen.tags
            )
        )
        if stored is None:
            self._screen.show_again()  # it could not be written, and must not look as if it was
        else:
            self._screen.saved([entry.id], f"{stored[1].what} · u undoes")

    def _ask_tags(self, tags: Sequence[str], then: Callable[[tuple[str, ...]], None]) -> None:
        from paperreader.tui.dialogs.tag_editor import AskTags

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer is not None:
                then(answer)

        known = self._screen.app.reader.known_tags()
        self._screen.app.push_screen(AskTags("the highlight", tags, known), chosen)

    def _turn(self, direction: int) -> None:
        """The next highlight of this paper, else the first of the next listed paper that has one."""
        screen = self._screen
        if screen.reader.next_highlight(direction):
            return
        reader = screen.app.reader
        marked = reader.highlighted()

        def has_place(paper: int) -> bool:
            return paper in marked and not all(mark.is_orphan for mark in reader.entry(paper).highlights)

        ids, at = screen.papers.ids, screen.papers.cursor + direction
        while 0 <= at < len(ids) and not has_place(ids[at]):
            at += direction
        if not 0 <= at < len(ids):
            screen.app.tell("No highlight " + ("after this one." if direction > 0 else "before this one."))
            return
        screen.show_paper(ids[at])
        screen.reader.go_to_end(last=direction < 0)
        if screen.reader.highlight_here is None:
            screen.reader.next_highlight(direction)

    def _pick(self, title: str, picks: Sequence[Pick], places: Sequence[tuple[int, str]], nothing: str) -> None:
        from paperreader.tui.dialogs.picker import Picker

        def chosen(answer: int | str | None) -> None:
            if isinstance(answer, int):
                paper, uid = places[answer]
                self._screen.show_paper(paper)
                if uid:
                    self._screen.reader.go_to_highlight(uid)

        self._screen.app.push_screen(Picker(title, picks, nothing=nothing), chosen)


def _two_lines(first: str, second: str, colour: str) -> Content:
    return Content.assemble(
        plain(safe(first), colour).truncate(200, ellipsis=True), "\n", plain(f"  {safe(second)}", "$muted")
    )
