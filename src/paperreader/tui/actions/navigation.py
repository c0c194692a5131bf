"""Moving: through the papers, the abstract and the views, from pane to pane, and marking papers on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.language import Unit
from paperreader.tui.core.commands import LIST, READER, SELECTING, SIDEBAR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.tui.main.main_screen import MainScreen


class Moving:
    """The commands that move the cursor, in whichever pane the focus is."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen

    def do_move_down(self) -> None:
        """One on."""
        self._move(1)

    def do_move_up(self) -> None:
        """One back."""
        self._move(-1)

    def do_move_half_down(self) -> None:
        """Half a page on."""
        self._move(self._height() // 2)

    def do_move_half_up(self) -> None:
        """Half a page back."""
        self._move(-(self._height() // 2))

    def do_move_page_down(self) -> None:
        """A page on."""
        self._move(self._height())

    def do_move_page_up(self) -> None:
        """A page back."""
        self._move(-self._height())

    def do_move_top(self) -> None:
        """To the first."""
        self._go_to_end(last=False)

    def do_move_bottom(self) -> None:
        """To the last."""
        self._go_to_end(last=True)

    do_reader_page = do_move_page_down

    def do_scroll_down(self) -> None:
        """Scroll the abstract from the list."""
        self._screen.reader.scroll_lines(3)

    def do_scroll_up(self) -> None:
        """Scroll it back."""
        self._screen.reader.scroll_lines(-3)

    def do_paper_next(self) -> None:
        """The next paper, from the abstract."""
        self._screen.papers.move(1)

    def do_paper_previous(self) -> None:
        """The one before."""
        self._screen.papers.move(-1)

    def do_jump_set(self, key: str) -> None:
        """Remember the paper under a letter."""
        paper = self._screen.papers.paper
        if paper is None or not (len(key) == 1 and key.isalpha()):
            self._screen.app.tell("A paper is remembered under a letter: m and then a to z.")
            return
        self._screen.perform(self._set_jump(key, paper))

    def choices_jump_set(self) -> list[tuple[str, str]]:
        """The letters that are taken."""
        return [("a-z", "remember this paper under a letter"), *self._jumps()]

    def do_jump_go(self, key: str) -> None:
        """Go to the paper under a letter."""
        paper = self._screen.app.reader.jumps().get(key)
        if paper is None:
            self._screen.app.tell(f"No paper is remembered under {key}; m and a letter does it.")
        elif not self._screen.papers.go_to(paper):
            self._screen.show_paper(paper)

    def choices_jump_go(self) -> list[tuple[str, str]]:
        """The letters and their papers."""
        return self._jumps() or [("m", "and a letter remembers a paper")]

    def do_undecided_next(self) -> None:
        """The next paper without a decision."""
        self._seek(1, self._screen.app.reader.next_undecided, "No undecided paper after this one.")

    def do_undecided_previous(self) -> None:
        """The one before."""
        self._seek(-1, self._screen.app.reader.next_undecided, "No undecided paper before this one.")

    def do_batch_next(self) -> None:
        """The next paper that came with another import."""
        self._seek(1, self._screen.app.reader.next_batch, "The papers after this one came with the same import.")

    def do_batch_previous(self) -> None:
        """The one before."""
        self._seek(-1, self._screen.app.reader.next_batch, "The papers before this one came with the same import.")

    def do_match_next(self) -> None:
        """The next match, else the next paper."""
        if not self._screen.reader.next_match(1) and self._screen.pane() != SELECTING:
            self._screen.papers.move(1)

    def do_match_previous(self) -> None:
        """The match before."""
        if not self._screen.reader.next_match(-1) and self._screen.pane() != SELECTING:
            self._screen.papers.move(-1)

    def do_sentence_next(self) -> None:
        """The next sentence."""
        self._screen.reader.move(Unit.SENTENCE, 1)

    def do_sentence_previous(self) -> None:
        """The beginning of this sentence, or the one before."""
        self._screen.reader.move(Unit.SENTENCE, -1)

    def do_word_next(self) -> None:
        """The next word."""
        self._screen.reader.move(Unit.WORD, 1)

    def do_word_previous(self) -> None:
        """The beginning of this word, or the one before."""
        self._screen.reader.move(Unit.WORD, -1)

    def do_paragraph_next(self) -> None:
        """The next paragraph."""
        self._screen.reader.move(Unit.PARAGRAPH, 1)

    def do_paragraph_previous(self) -> None:
        """The beginning of this paragraph, or the one before."""
        self._screen.reader.move(Unit.PARAGRAPH, -1)

    def do_character_next(self) -> None:
        """The next character."""
        self._screen.reader.move(Unit.GRAPHEME, 1)

    def do_character_previous(self) -> None:
        """The character before."""
        self._screen.reader.move(Unit.GRAPHEME, -1)

    def do_line_start(self) -> None:
        """The beginning of the line."""
        self._screen.reader.go_to_line_end(last=False)

    def do_line_end(self) -> None:
        """Its end."""
        self._screen.reader.go_to_line_end(last=True)

    def _move(self, by: int) -> None:
        pane = self._screen.pane()
        if pane == SIDEBAR:
            self._screen.sidebar.move(by)
        elif pane == LIST:
            self._screen.papers.move(by)
        elif abs(by) == 1:
            self._screen.reader.move_lines(by)
        else:
            self._screen.reader.scroll_lines(by)

    def _go_to_end(self, *, last: bool) -> None:
        if self._screen.pane() in (READER, SELECTING):
            self._screen.reader.go_to_end(last=last)
        else:
            self._move((len(self._screen.papers.ids) + 10_000) * (1 if last else -1))

    def _jumps(self) -> list[tuple[str, str]]:
        jumps = self._screen.app.reader.jumps()
        labels = {row.id: row.label for row in self._screen.app.rows(list(jumps.values()))}
        return [(letter, labels[paper]) for letter, paper in sorted(jumps.items()) if paper in labels]

    async def _set_jump(self, letter: str, paper: int) -> None:
        annotations = self._screen.app.library.annotations
        if await self._screen.app.write(lambda: annotations.set_jump(letter, paper)):
            self._screen.app.tell(f"remembered under {letter}: '{letter} goes there")

    def _seek(self, step: int, find: Callable[[Sequence[int], int, int], int | None], nothing: str) -> None:
        papers = self._screen.papers
        at = find(papers.ids, papers.cursor, step)
        if at is None:
            self._screen.app.tell(nothing)
        else:
            papers.cursor = at

    def _height(self) -> int:
        pane = self._screen.pane()
        if pane == LIST:
            return max(2, self._screen.papers.page)
        return max(2, (self._screen.sidebar if pane == SIDEBAR else self._screen.reader).size.height - 2)

    def do_open(self) -> None:
        """From the sidebar to the list, from the list to the abstract."""
        if self._screen.pane() == SIDEBAR:
            self._screen.focus_pane(self._screen.papers)
        elif self._screen.papers.paper is not None:
            self._screen.staying.was_read(self._screen.papers.paper)
            self._screen.focus_pane(self._screen.reader)

    def do_back(self) -> None:
        """From the abstract to the list, from the list to the sidebar."""
        self._screen.focus_pane(self._screen.papers if self._screen.pane() == READER else self._screen.sidebar)

    def do_clear(self) -> None:
        """From the abstract or sidebar back to the list; there, clear the marks in sight, then the search."""
        screen = self._screen
        listing, papers = screen.listing, screen.papers
        if screen.pane() != LIST:
            screen.focus_pane(papers)
        elif papers.listed_selection and listing.now.view.among is None:
            papers.deselect(papers.listed_selection)
            screen.show_heading()
        elif listing.now.typed:
            listing.clear()
        elif not screen.relating.back() and papers.selected:
            screen.app.tell(f"{papers.selection_in_words}{screen.key_to_marks}")

    def do_quit_pane(self) -> None:
        """Back to the list; from there, out."""
        now = self._screen.listing.now
        if self._screen.pane() != LIST:
            self._screen.focus_pane(self._screen.papers)
        elif self._screen.papers.listed_selection or now.typed or now.view.is_aside:
            self.do_clear()
        else:
            self._screen.app.exit()

    def do_pane_next(self) -> None:
        """The next pane."""
        self._turn(1)

    def do_pane_previous(self) -> None:
        """The pane before."""
        self._turn(-1)

    def do_goto_tags(self) -> None:
        """To the tags."""
        self._screen.focus_pane(self._screen.sidebar)
        self._screen.sidebar.go_to_tags()

    def _turn(self, by: int) -> None:
        panes = [self._screen.sidebar, self._screen.papers, self._screen.reader]
        at = next((at for at, pane in enumerate(panes) if pane is self._screen.focused), 1)
        self._screen.focus_pane(panes[(at + by) % len(panes)])

    def do_select(self) -> None:
        """Mark, and down."""
        self._screen.papers.toggle()
        self._screen.papers.move(1)
        self._screen.show_heading()

    def do_select_range(self) -> None:
        """Mark as the cursor goes, or stop doing so."""
        self._screen.papers.toggle_range()
        self._screen.show_heading()

    def do_select_all(self) -> None:
        """Mark all that are listed; where all are, take their marks away. Others keep theirs."""
        papers = self._screen.papers
        if len(papers.listed_selection) == len(papers.ids):
            papers.deselect(papers.ids)
        else:
            papers.select(papers.selected.union(papers.ids))
        self._screen.show_heading()
