"""Moving through the papers, the abstract and the sidebar, from pane to pane, and selecting papers on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.language import Unit
from paperreader.library import Reader
from paperreader.tui.core import LIST, READER, SELECTING, SIDEBAR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.reading_clock import ReadingClock
    from paperreader.tui.actions.related import RelatedActions
    from paperreader.tui.actions.transfer import TransferActions
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.actions.writing import Writing

_SCROLLED: Final = 3
"""How many lines the abstract scrolls when scrolled from the list."""


class NavigationActions:
    """Moves the cursor in the focused pane. Numbers give the direction: 1 forwards, -1 backwards."""

    def __init__(
        self,
        workspace: Workspace,
        listing: Listing,
        changes: Changes,
        related: RelatedActions,
        transfer: TransferActions,
        clock: ReadingClock,
        writing: Writing,
    ) -> None:
        self._workspace, self._listing, self._changes = workspace, listing, changes
        self._related, self._transfer, self._clock = related, transfer, clock
        self._writing = writing

    # -- in any pane -------------------------------------------------------------------------------------------------

    def move(self, by: int) -> None:
        """Move by papers, lines or views."""
        workspace = self._workspace
        pane = workspace.pane()
        if pane == SIDEBAR:
            workspace.sidebar.move(by)
        elif pane == LIST:
            workspace.papers.move(by)
        elif abs(by) == 1:
            workspace.reader.move_lines(by)
        else:
            workspace.reader.scroll_lines(by)

    def half_page(self, by: int) -> None:
        """Move by half a page."""
        self.move(by * (self._height() // 2))

    def page(self, by: int) -> None:
        """Move by a page."""
        self.move(by * self._height())

    def go_to_end(self, *, last: bool) -> None:
        """Go to the first or the last."""
        if self._workspace.pane() in (READER, SELECTING):
            self._workspace.reader.go_to_end(last=last)
        else:
            self.move((len(self._workspace.papers.ids) + 10_000) * (1 if last else -1))

    # -- from paper to paper -----------------------------------------------------------------------------------------

    def paper(self, by: int) -> None:
        """Go to the next paper from the abstract."""
        self._workspace.papers.move(by)

    def scroll_abstract(self, by: int) -> None:
        """Scroll the abstract from the list."""
        self._workspace.reader.scroll_lines(by * _SCROLLED)

    def undecided(self, by: int) -> None:
        """Go to the next paper without a decision."""
        place = "after" if by > 0 else "before"
        self._seek(by, Reader.next_undecided, f"No undecided paper {place} this one.")

    def import_batch(self, by: int) -> None:
        """Go to the next paper from a different import."""
        place = "after" if by > 0 else "before"
        nothing = f"All papers {place} this one came with the same import."
        self._seek(by, Reader.next_batch, nothing)

    def match(self, by: int) -> None:
        """Go to the next match, else to the next paper."""
        if not self._workspace.reader.next_match(by) and self._workspace.pane() != SELECTING:
            self._workspace.papers.move(by)

    def set_jump(self, key: str) -> None:
        """Store the paper under a letter."""
        paper = self._workspace.papers.paper
        if paper is None or not (len(key) == 1 and key.isalpha()):
            self._workspace.app.tell("To remember a paper under a letter, press m and then a to z.")
            return
        self._changes.start(self._set_jump(key, paper))

    def letters_to_set(self) -> list[tuple[str, str]]:
        """The letters that papers can be stored under, and those already used."""
        return [("a-z", "remember this paper under a letter"), *self._jumps()]

    def jump(self, key: str) -> None:
        """Go to the paper stored under a letter."""
        paper = self._workspace.app.reader.jumps().get(key)
        if paper is None:
            self._workspace.app.tell(f"No paper is remembered under {key}; m and a letter remember one.")
        elif not self._workspace.papers.go_to(paper):
            self._workspace.open_paper(paper)

    def letters_to_go(self) -> list[tuple[str, str]]:
        """The letters in use, with their papers."""
        return self._jumps() or [("m", "and a letter remembers a paper")]

    # -- in the abstract ---------------------------------------------------------------------------------------------

    def sentence(self, by: int) -> None:
        """Go to the beginning of the next sentence."""
        self._workspace.reader.move(Unit.SENTENCE, by)

    def word(self, by: int) -> None:
        """Go to the beginning of the next word."""
        self._workspace.reader.move(Unit.WORD, by)

    def paragraph(self, by: int) -> None:
        """Go to the beginning of the next paragraph."""
        self._workspace.reader.move(Unit.PARAGRAPH, by)

    def character(self, by: int) -> None:
        """Go to the next character."""
        self._workspace.reader.move(Unit.GRAPHEME, by)

    def line_end(self, *, last: bool) -> None:
        """Go to the beginning or the end of the line."""
        self._workspace.reader.go_to_line_end(last=last)

    # -- from pane to pane -------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Go from the sidebar to the list, or from the list to the abstract."""
        papers = self._workspace.papers
        if self._workspace.pane() == SIDEBAR:
            self._workspace.focus_pane(papers)
        elif papers.paper is not None:
            self._clock.was_read(papers.paper)
            self._workspace.focus_pane(self._workspace.reader)

    def back(self) -> None:
        """Go from the abstract to the list, or from the list to the sidebar."""
        workspace = self._workspace
        workspace.focus_pane(workspace.papers if workspace.pane() == READER else workspace.sidebar)

    def next_pane(self, by: int) -> None:
        """Go to the next pane."""
        workspace = self._workspace
        panes = [workspace.sidebar, workspace.papers, workspace.reader]
        at = {SIDEBAR: 0, LIST: 1}.get(workspace.pane(), 2)
        if self._writing.editor is not None and at == 2:  # from page to note and back, as from the note
            workspace.focus_pane(self._writing.editor.area)
        else:
            workspace.focus_pane(panes[(at + by) % len(panes)])

    def tags(self) -> None:
        """Go to the tags in the sidebar."""
        self._workspace.focus_pane(self._workspace.sidebar)
        self._workspace.sidebar.go_to_tags()

    def facets(self) -> None:
        """Go to the sections of authors, venues and so on in the sidebar."""
        self._workspace.focus_pane(self._workspace.sidebar)
        self._workspace.sidebar.go_to_facets()

    def clear(self) -> None:
        """Stop an export; go back to the list from another pane; clear the visible selection, then the search."""
        if self._transfer.stop():
            return
        if self._workspace.pane() != LIST:
            self._workspace.focus_pane(self._workspace.papers)
        else:
            self._clear_list()

    def _clear_list(self) -> None:
        workspace, listing, papers = self._workspace, self._listing, self._workspace.papers
        if papers.listed_selection and listing.now.view.among is None:
            papers.deselect(papers.listed_selection)
            workspace.show_heading()
        elif listing.now.typed:
            listing.clear()
        elif not self._related.back() and papers.selected:
            workspace.app.tell(f"{papers.selection_in_words}{workspace.selection_key}")

    def quit_pane(self) -> None:
        """Go back to the list; from there, quit."""
        now = self._listing.now
        if self._workspace.pane() != LIST:
            self._workspace.focus_pane(self._workspace.papers)
        elif self._workspace.papers.listed_selection or now.typed or now.view.is_aside:
            self._clear_list()
        else:
            self._workspace.app.exit()

    # -- selecting papers --------------------------------------------------------------------------------------------

    def select(self) -> None:
        """Select or deselect the paper, and move down."""
        self._workspace.papers.toggle()
        self._workspace.papers.move(1)
        self._workspace.show_heading()

    def select_range(self) -> None:
        """Begin selecting as the cursor moves, or stop."""
        self._workspace.papers.toggle_range()
        self._workspace.show_heading()

    def select_all(self) -> None:
        """Select everything listed, or deselect it if all is selected. Papers that are not listed stay as they are."""
        papers = self._workspace.papers
        if len(papers.listed_selection) == len(papers.ids):
            papers.deselect(papers.ids)
        else:
            papers.select(papers.selected.union(papers.ids))
        self._workspace.show_heading()

    # -- how ---------------------------------------------------------------------------------------------------------

    def _height(self) -> int:
        workspace, pane = self._workspace, self._workspace.pane()
        if pane == LIST:
            return max(2, workspace.papers.page)
        return max(2, (workspace.sidebar if pane == SIDEBAR else workspace.reader).size.height - 2)

    def _seek(self, step: int, find: Callable[[Reader, Sequence[int], int, int], int | None], nothing: str) -> None:
        """Go to the next paper that `find` finds, as far away as that may be."""
        self._changes.start(self._go_to(step, find, nothing), moves=True)

    async def _go_to(
        self, step: int, find: Callable[[Reader, Sequence[int], int, int], int | None], nothing: str
    ) -> None:
        papers = self._workspace.papers
        ids, cursor, here = papers.ids, papers.cursor, papers.paper
        at = await self._workspace.app.read(lambda reader: find(reader, ids, cursor, step))
        if papers.paper != here:
            return  # the hand has gone on
        if at is None:
            self._workspace.app.tell(nothing)
        else:
            papers.go_to(ids[at])

    def _jumps(self) -> list[tuple[str, str]]:
        app = self._workspace.app
        jumps = app.reader.jumps()
        labels = {row.id: row.label for row in app.rows(list(jumps.values()))}
        return [(letter, labels[paper]) for letter, paper in sorted(jumps.items()) if paper in labels]

    async def _set_jump(self, letter: str, paper: int) -> None:
        app = self._workspace.app
        await app.written(lambda: app.library.annotations.set_jump(letter, paper))
        app.tell(f"remembered under {letter}: '{letter} goes there")
