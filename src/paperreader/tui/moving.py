"""Moving: through the papers, the abstract and the views, from pane to pane, and marking papers on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.tui.commands import LIST, READER, SIDEBAR

if TYPE_CHECKING:
    from paperreader.tui.main_screen import MainScreen


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
        self._move(-len(self._screen.papers.ids) - 10_000)

    def do_move_bottom(self) -> None:
        """To the last."""
        self._move(len(self._screen.papers.ids) + 10_000)

    do_reader_page = do_move_page_down

    def do_scroll_down(self) -> None:
        """Scroll the abstract from the list."""
        self._screen.reader.scroll_relative(y=3, animate=False)

    def do_scroll_up(self) -> None:
        """Scroll it back."""
        self._screen.reader.scroll_relative(y=-3, animate=False)

    def do_paper_next(self) -> None:
        """The next paper, from the abstract."""
        self._screen.papers.move(1)

    def do_paper_previous(self) -> None:
        """The one before."""
        self._screen.papers.move(-1)

    def do_match_next(self) -> None:
        """The next match out of sight, else the next paper."""
        if not self._screen.reader.next_match(1):
            self._screen.papers.move(1)

    def do_match_previous(self) -> None:
        """The match before."""
        if not self._screen.reader.next_match(-1):
            self._screen.papers.move(-1)

    def _move(self, by: int) -> None:
        pane = self._screen.pane()
        if pane == READER:
            self._screen.reader.scroll_relative(y=by, animate=False, immediate=True)
        elif pane == SIDEBAR:
            self._screen.sidebar.move(by)
        else:
            self._screen.papers.move(by)

    def _height(self) -> int:
        return max(2, self._screen.papers.page if self._screen.pane() == LIST else self._screen.reader.size.height - 2)

    def do_open(self) -> None:
        """From the sidebar to the list, from the list to the abstract."""
        if self._screen.pane() == SIDEBAR:
            self._screen.focus_pane(self._screen.papers)
        elif self._screen.papers.paper is not None:
            self._screen.was_read(self._screen.papers.paper)
            self._screen.focus_pane(self._screen.reader)

    def do_back(self) -> None:
        """From the abstract to the list, from the list to the sidebar."""
        self._screen.focus_pane(self._screen.papers if self._screen.pane() == READER else self._screen.sidebar)

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
        """Mark all that are listed."""
        self._screen.papers.select(self._screen.papers.ids)
        self._screen.show_heading()
