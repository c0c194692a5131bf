"""Selecting passages of an abstract, highlighting them, and going from one highlight or link to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.domain import COLOURS, Highlight
from paperreader.tui.core import browse, copy, hue_of, plain, safe, tag_view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.domain import Entry
    from paperreader.library import Done
    from paperreader.tui.actions.annotation import AnnotationActions
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.dialogs import Pick
    from paperreader.tui.widgets import Target

_LETTERS: Final = "asdfghjklqwertyuiopzxcvbnm"
"""What links are followed by: those under the fingers first."""
_MOST: Final = 20_000
"""Notes and highlights that are listed to go to."""


class HighlightActions:
    """Selects in the abstract, and highlights what is selected."""

    def __init__(self, workspace: Workspace, listing: Listing, changes: Changes, annotation: AnnotationActions) -> None:
        self._workspace, self._listing, self._changes, self._annotation = workspace, listing, changes, annotation
        self._colour = COLOURS[0]
        self._found = ""

    # -- selecting -------------------------------------------------------------------------------------------------

    def select(self, *, sentence: bool) -> None:
        """Select from here on, or this sentence, or one sentence more."""
        if not self._workspace.reader.select(sentence=sentence):
            self._workspace.app.tell("There is no abstract to select in.")
        self._workspace.show_pane()

    def other_end(self) -> None:
        """Go to the other end of the selection."""
        self._workspace.reader.swap_ends()

    def leave_selection(self) -> None:
        """Select nothing."""
        self._workspace.reader.leave()
        self._workspace.show_pane()

    def select_to_words(self) -> None:
        """Ask for words, and select as far as these."""
        from paperreader.tui.dialogs import AskScreen

        def chosen(typed: str | None) -> None:
            self._found = typed or self._found
            if typed and not self._workspace.reader.find(typed, 1):
                self._workspace.app.tell(f"“{typed}” does not stand after the cursor.")

        hint = "The selection goes as far as the next place where this stands. Esc leaves it as it is."
        self._workspace.app.push_screen(AskScreen("Select as far as", self._found, hint), chosen)

    def copy_selection(self) -> None:
        """Copy what is selected, as it is shown."""
        caret = self._workspace.reader.caret
        start, end = caret.selection
        copy(self._workspace.app, caret.text[start:end], "the selection")
        self.leave_selection()

    # -- highlights --------------------------------------------------------------------------------------------------

    def highlight(self, comment: str = "", tags: Sequence[str] = ()) -> None:
        """Highlight the selection in the colour used last: on the screen at once, in the library as soon as it can."""
        reader = self._workspace.reader
        entry = reader.entry
        start, end = reader.selected
        if entry is None or start >= end:
            return
        text = entry.paper.abstract
        self.leave_selection()
        seen = Highlight("", text[start:end], start, end, self._colour, comment, tuple(tags))
        reader.show(replace(entry, highlights=(*entry.highlights, seen)), self._workspace.matches)
        self._changes.start(self._store(entry, seen))

    def colour(self, key: str) -> None:
        """Highlight in a colour; without a selection, give the highlight here that colour."""
        self._colour = COLOURS[(int(key) - 1) % len(COLOURS)] if key.isdigit() else self._colour
        colour = self._colour
        if self._workspace.reader.caret.selecting:
            self.highlight()
        else:
            annotations = self._workspace.app.library.annotations
            self._change_here(lambda highlight: annotations.edit_highlight(highlight.id, colour=colour))

    def colours(self) -> list[tuple[str, str]]:
        """The colours by their numbers."""
        return [(str(number), colour) for number, colour in enumerate(COLOURS, 1)]

    def comment(self) -> None:
        """Highlight with a comment; without a selection, change the comment of the highlight here."""
        from paperreader.tui.dialogs import AskScreen

        selecting = self._workspace.reader.caret.selecting
        here = None if selecting else self._here()
        if not selecting and here is None:
            return
        annotations = self._workspace.app.library.annotations

        def chosen(comment: str | None) -> None:
            if comment is None:
                return
            if here is None:
                self.highlight(comment=comment)
            else:
                self._changes.make(lambda: annotations.edit_highlight(here.id, comment=comment))

        hint = "Enter keeps it, Esc does nothing. A longer thought: Enter on the highlight writes a note on it."
        self._workspace.app.push_screen(AskScreen("Comment", here.comment if here else "", hint), chosen)

    def highlight_with_tags(self) -> None:
        """Highlight what is selected, with tags."""
        self._ask_tags((), lambda tags: self.highlight(tags=tags))

    def tags(self) -> None:
        """Change the tags of the highlight here."""
        here = self._here()
        if here is not None:
            edit = self._workspace.app.library.annotations.edit_highlight
            self._ask_tags(here.tags, lambda tags: self._changes.make(lambda: edit(here.id, tags=tags)))

    def note(self) -> None:
        """Write a note on the highlight here, or go on with it."""
        here, entry = self._here(), self._workspace.entry()
        if here is None or entry is None:
            return
        from paperreader.tui.dialogs import NoteEditor

        note = next((note.id for note in entry.notes if note.highlight == here.id), None)
        editor = NoteEditor(entry, new=note is None, note=note, highlight=here)
        self._workspace.app.push_screen(editor, lambda changed: self._annotation.closed(entry, changed))

    def delete(self) -> None:
        """Delete the highlight here."""
        annotations = self._workspace.app.library.annotations
        self._change_here(lambda highlight: annotations.delete_highlight(highlight.id))

    def next_highlight(self, direction: int) -> None:
        """Go to the next highlight of this paper, else to the first of the next listed paper that has one."""
        workspace = self._workspace
        if workspace.reader.next_highlight(direction):
            return
        reader = workspace.app.reader
        highlighted = reader.highlighted()

        def has_place(paper: int) -> bool:
            return paper in highlighted and not all(one.is_orphan for one in reader.entry(paper).highlights)

        ids, at = workspace.papers.ids, workspace.papers.cursor + direction
        while 0 <= at < len(ids) and not has_place(ids[at]):
            at += direction
        if not 0 <= at < len(ids):
            workspace.app.tell("No highlight " + ("after this one." if direction > 0 else "before this one."))
            return
        workspace.open_paper(ids[at])
        workspace.reader.go_to_end(last=direction < 0)
        if workspace.reader.highlight_here is None:
            workspace.reader.next_highlight(direction)

    # -- lists to go to ----------------------------------------------------------------------------------------------

    def list_highlights(self) -> None:
        """List all highlights, to find one and go there."""
        from paperreader.tui.dialogs import Pick

        app = self._workspace.app
        found = app.reader.all_highlights(_MOST)
        picks = []
        for at, (_, label, one) in enumerate(found):
            lost = ("no longer in the abstract",) if one.is_orphan else ()
            about = " · ".join((*lost, *filter(None, (one.comment, *(f"#{tag}" for tag in one.tags))), label))
            content = _two_lines(f"“{one.quote}”", about, hue_of(app.theme_variables, one.colour))
            picks.append(Pick(at, content, " ".join([one.quote, about, one.colour])))
        places = [(paper, one.id) for paper, _, one in found]
        self._pick("Highlights", picks, places, "No highlights yet: in an abstract, V and Enter make one.")

    def list_notes(self) -> None:
        """List all notes, to find one and go there."""
        from paperreader.tui.dialogs import Pick

        found = self._workspace.app.reader.all_notes(_MOST)
        picks = [
            Pick(at, _two_lines(note.body.strip().partition("\n")[0], label, ""), f"{note.body} {label}")
            for at, (_, label, note) in enumerate(found)
        ]
        self._pick("Notes", picks, [(paper, "") for paper, _, _ in found], "No notes yet: e writes one.")

    # -- links -------------------------------------------------------------------------------------------------------

    def links(self) -> None:
        """Follow a link of the abstract or of a note."""
        workspace = self._workspace
        page = workspace.reader.page
        targets = page.targets()[: len(_LETTERS)] if page is not None else []
        if not targets:
            workspace.app.tell("There is no link here; o opens the paper's page.")
        elif len(targets) == 1:
            self._follow(targets[0])
        else:
            letters = dict(zip(_LETTERS, targets, strict=False))
            workspace.reader.hint({one.span[0]: letter for letter, one in letters.items() if one.span is not None})

            def chosen(key: str) -> None:
                workspace.reader.hint({})
                if key in letters:
                    self._follow(letters[key])

            workspace.ask([(letter, one.name) for letter, one in letters.items()], chosen)

    def _follow(self, target: Target) -> None:
        workspace = self._workspace
        if target.url:
            browse(workspace.app, target.url)
        elif target.reference.startswith("#"):
            self._listing.follow(tag_view(target.reference.lstrip("# ")))
            workspace.focus_pane(workspace.papers)
        else:
            workspace.open_paper(workspace.app.reader.resolve(target.reference, numbers=False))

    # -- how ---------------------------------------------------------------------------------------------------------

    def _here(self) -> Highlight | None:
        here = self._workspace.reader.highlight_here
        if here is None:
            self._workspace.app.tell("The cursor is on no highlight; ]h goes to the next.")
        elif not here.id:
            self._workspace.app.tell("This highlight is just being saved; press it again.")
            return None
        return here

    def _change_here(self, work: Callable[[Highlight], Done]) -> None:
        here = self._here()
        if here is not None:
            self._changes.make(lambda: work(here))

    async def _store(self, entry: Entry, seen: Highlight) -> None:
        annotations, text = self._workspace.app.library.annotations, entry.paper.abstract
        start, end = seen.start or 0, seen.end or 0
        try:
            await self._changes.perform(
                lambda: annotations.highlight(
                    entry.id, start, end, text=text, colour=seen.colour, comment=seen.comment, tags=seen.tags
                )[1]
            )
        except Exception:
            self._workspace.show_again()  # it could not be written, and must not look as if it was
            raise

    def _ask_tags(self, tags: Sequence[str], then: Callable[[tuple[str, ...]], None]) -> None:
        from paperreader.tui.dialogs import AskTags

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer is not None:
                then(answer)

        known = self._workspace.app.reader.known_tags()
        self._workspace.app.push_screen(AskTags("the highlight", tags, known), chosen)

    def _pick(self, title: str, picks: Sequence[Pick], places: Sequence[tuple[int, str]], nothing: str) -> None:
        from paperreader.tui.dialogs import Picker

        def chosen(answer: int | str | None) -> None:
            if isinstance(answer, int):
                paper, uid = places[answer]
                self._workspace.open_paper(paper)
                if uid:
                    self._workspace.reader.go_to_highlight(uid)

        self._workspace.app.push_screen(Picker(title, picks, nothing=nothing), chosen)


def _two_lines(first: str, second: str, colour: str) -> Content:
    return Content.assemble(
        plain(safe(first), colour).truncate(200, ellipsis=True), "\n", plain(f"  {safe(second)}", "$muted")
    )
