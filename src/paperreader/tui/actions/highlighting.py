"""Selecting passages of an abstract, highlighting them, and going from one highlight or link to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from paperreader.domain import COLOURS, Highlight, Wording, colour_label
from paperreader.tui.core import browse, copy, tag_view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.domain import Entry
    from paperreader.library import Done, Reader
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.actions.writing import Writing
    from paperreader.tui.actions.written_lists import Place
    from paperreader.tui.dialogs import Pick
    from paperreader.tui.widgets import Target

_LETTERS: Final = "asdfghjklqwertyuiopzxcvbnm"
"""The letters that follow links, home row first."""


class HighlightActions:
    """Selects text in the abstract, and highlights it."""

    def __init__(self, workspace: Workspace, listing: Listing, changes: Changes, writing: Writing) -> None:
        self._workspace, self._listing, self._changes, self._writing = workspace, listing, changes, writing
        self._colour = COLOURS[0]
        self._found = ""

    # -- selecting -------------------------------------------------------------------------------------------------

    def select(self, *, sentence: bool) -> None:
        """Begin a selection, select this sentence, or extend the selection by a sentence."""
        if not self._workspace.reader.select(sentence=sentence):
            self._workspace.app.tell("There is no abstract to select in.")
        self._workspace.show_pane()

    def other_end(self) -> None:
        """Go to the other end of the selection."""
        self._workspace.reader.swap_ends()

    def leave_selection(self) -> None:
        """Clear the selection."""
        self._workspace.reader.leave()
        self._workspace.show_pane()

    def select_to_words(self) -> None:
        """Ask for words, and extend the selection to them."""
        from paperreader.tui.dialogs import AskScreen

        def chosen(typed: str | None) -> None:
            self._found = typed or self._found
            if typed and not self._workspace.reader.find(typed, 1):
                self._workspace.app.tell(f"“{typed}” does not appear after the cursor.")

        hint = "Extends the selection to the next place where this appears. Esc leaves it as it is."
        self._workspace.app.push_screen(AskScreen("Select up to", self._found, hint), chosen)

    def copy_selection(self) -> None:
        """Copy the selection, as it is shown."""
        caret = self._workspace.reader.caret
        start, end = caret.selection
        copy(self._workspace.app, caret.text[start:end], "the selection")
        self.leave_selection()

    # -- highlights --------------------------------------------------------------------------------------------------

    def highlight(self, comment: str = "", tags: Sequence[str] = ()) -> None:
        """Highlight the selection in the last colour used: on the screen at once, in the library as soon as it can."""
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
        """Highlight in a colour, or without a selection, recolour the highlight here."""
        self._colour = COLOURS[(int(key) - 1) % len(COLOURS)] if key.isdigit() else self._colour
        colour = self._colour
        if self._workspace.reader.caret.selecting:
            self.highlight()
        else:
            annotations = self._workspace.app.library.annotations
            self._change_here(lambda highlight: annotations.edit_highlight(highlight.id, colour=colour))

    def colours(self) -> list[tuple[str, str]]:
        """The colours by their numbers."""
        names = self._workspace.app.config.colour_names
        return [(str(number), colour_label(colour, names)) for number, colour in enumerate(COLOURS, 1)]

    def comment(self) -> None:
        """Highlight with a comment, or without a selection, edit the comment of the highlight here."""
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

        hint = "Enter saves it, Esc cancels. For a longer thought, Enter on the highlight writes a note."
        self._workspace.app.push_screen(AskScreen("Comment", here.comment if here else "", hint), chosen)

    def highlight_with_tags(self) -> None:
        """Highlight the selection, with tags."""
        self._ask_tags((), lambda tags: self.highlight(tags=tags))

    def tags(self) -> None:
        """Change the tags of the highlight here."""
        here = self._here()
        if here is not None:
            edit = self._workspace.app.library.annotations.edit_highlight
            self._ask_tags(here.tags, lambda tags: self._changes.make(lambda: edit(here.id, tags=tags)))

    def note(self) -> None:
        """Write a note on the highlight here, or continue its note."""
        here = self._here()
        if here is not None:
            self._writing.write_about(here)

    def delete(self) -> None:
        """Delete the highlight here."""
        annotations = self._workspace.app.library.annotations
        self._change_here(lambda highlight: annotations.delete_highlight(highlight.id))

    def next_highlight(self, direction: int) -> None:
        """Go to the next highlight of this paper, or else to the first of the next listed paper that has any."""
        workspace = self._workspace
        if workspace.reader.next_highlight(direction):
            return
        self._changes.start(self._to_next_highlighted(direction), moves=True)

    async def _to_next_highlighted(self, direction: int) -> None:
        workspace = self._workspace
        papers = workspace.papers
        ids, cursor, here = papers.ids, papers.cursor, papers.paper

        def look(reader: Reader) -> int:
            highlighted = reader.highlighted()

            def has_place(paper: int) -> bool:
                return paper in highlighted and not all(one.is_orphan for one in reader.entry(paper).highlights)

            at = cursor + direction
            while 0 <= at < len(ids) and not has_place(ids[at]):
                at += direction
            return at

        at = await workspace.app.read(look)
        if papers.paper != here:
            return  # the hand has gone on
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
        from paperreader.tui.actions.written_lists import highlight_picks

        app = self._workspace.app
        wording, variables, glyphs = Wording(app.config.colour_names), app.theme_variables, app.glyphs
        self._pick(
            "Highlights",
            lambda reader: highlight_picks(reader, wording, variables, glyphs),
            "No highlights yet: in an abstract, V and Enter make one.",
            "words, colour:…, tag:… or a paper's title",
        )

    def list_notes(self) -> None:
        """List all notes, to find one and go there."""
        from paperreader.tui.actions.written_lists import note_picks

        self._pick("Notes", note_picks, "No notes yet: e writes one.")

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
            self._workspace.app.tell("There is no highlight here; ]h goes to the next.")
        elif not here.id:
            self._workspace.app.tell("This highlight is still being saved; press the key again.")
            return None
        return here

    def _change_here(self, work: Callable[[Highlight], Done]) -> None:
        here = self._here()
        if here is not None:
            self._changes.make(lambda: work(here))

    async def _store(self, entry: Entry, seen: Highlight) -> None:
        """Write a highlight that is on the screen. One of its tags may bring its own colour."""
        annotations, text = self._workspace.app.library.annotations, entry.paper.abstract
        start, end = seen.start or 0, seen.end or 0
        try:
            await self._changes.perform(
                lambda: annotations.highlight(
                    entry.id, start, end, text=text, comment=seen.comment, tags=seen.tags, otherwise=seen.colour
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

        self._workspace.app.push_screen(AskTags("the highlight", tags), chosen)

    def _pick(
        self,
        title: str,
        read: Callable[[Reader], tuple[list[Pick], list[Place]]],
        nothing: str,
        finds: str = "type to find",
    ) -> None:
        """List what `read` reads, and go to the place of the one that is chosen."""
        from paperreader.tui.dialogs import Picker

        places: list[Place] = []

        def listed(reader: Reader) -> list[Pick]:
            picks, found = read(reader)
            places.extend(found)
            return picks

        def chosen(answer: int | str | None) -> None:
            if isinstance(answer, int):
                paper, uid = places[answer]
                self._workspace.open_paper(paper)
                if uid:
                    self._workspace.reader.go_to_highlight(uid)

        self._workspace.app.push_screen(Picker(title, listed, nothing=nothing, finds=finds), chosen)
