"""Which panes there is room for, how wide they are, which one has the focus, and where a note is written.

Sidebar, list and page stand side by side; a note is written below the abstract. From `BROAD` columns on, a fourth
column beside the abstract has its highlights and notes, and the note that is being written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.tui.core import LIST, NOTE, READER, SIDEBAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.widget import Widget

    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.widgets import Edge, SidePane

_MEDIUM: Final = 66
"""Columns from which there is room for two panes."""
_WIDE: Final = 110
"""Columns from which there is room for three."""
BROAD: Final = 160
"""Columns from which there is room for four."""

_WIDTHS: Final = {"sidebar": 25, "list": 100, "reader": 140, "side": 75}
"""The sidebar's columns, and how the others share the rest, as in `paperreader.tcss`."""
_LEAST: Final = {"sidebar": 14, "list": 40, "reader": 60, "side": 40}
_MOST: Final = {"sidebar": 60, "list": 400, "reader": 400, "side": 300}
_STEP: Final = {"sidebar": 2, "list": 10, "reader": 10, "side": 10}


class Desk:
    """Arranges the panes of the main screen."""

    def __init__(self, screen: Workspace, page: Widget, notes: SidePane, edges: Iterable[Edge]) -> None:
        """Know the panes.

        Args:
            screen: the main screen.
            page: what holds the abstract and what is beside or below it.
            notes: the highlights and notes beside the abstract.
            edges: those of the panes, each with the id of its pane and `-edge`.
        """
        self._screen, self._page, self._notes, self._edges = screen, page, notes, tuple(edges)
        self._before: Widget | None = None
        """Where the sidebar was shown from, where there is no room for it."""
        self._widths = dict(_WIDTHS)

    # -- room --------------------------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Show as many panes as there is room for, as wide as they are to be."""
        screen, width = self._screen, self._screen.size.width
        screen.set_class(width < _MEDIUM, "-narrow")
        screen.set_class(_MEDIUM <= width < _WIDE, "-medium")
        broad = width >= BROAD and not self.shows_only_abstract
        screen.set_class(broad, "-broad")
        screen.set_class(screen.papers.lines == 1, "-table")  # its columns need room
        beside = self._notes if broad else None
        if screen.reader.beside is not beside:
            screen.reader.put_beside(beside)
        if self._widths != _WIDTHS or screen.sidebar.styles.inline.has_rule("width"):
            self._set_widths(narrow=width < _MEDIUM, broad=broad)

    def _set_widths(self, *, narrow: bool, broad: bool) -> None:
        screen, widths = self._screen, self._widths
        page = widths["reader"] + (widths["side"] if broad else 0)
        screen.sidebar.styles.width = "1fr" if narrow else widths["sidebar"]
        screen.papers.styles.width = f"{widths['list']}fr"
        self._page.styles.width = f"{page}fr"
        screen.reader.styles.width = f"{widths['reader']}fr" if broad else "1fr"
        screen.side.styles.width = f"{widths['side']}fr" if broad else "1fr"

    def widen(self, by: int) -> None:
        """Make the focused pane wider, or narrower."""
        pane = self._screen.pane()
        broad = self._screen.has_class("-broad")
        name = {SIDEBAR: "sidebar", LIST: "list", NOTE: "side" if broad else "reader"}.get(pane, "reader")
        wanted = self._widths[name] + by * _STEP[name]
        self._widths[name] = max(_LEAST[name], min(wanted, _MOST[name]))
        if self._widths[name] != wanted:
            self._screen.app.tell("It cannot get wider." if by > 0 else "It cannot get narrower.")
        self._set_widths(narrow=self._screen.has_class("-narrow"), broad=broad)

    def fold_sidebar(self) -> None:
        """Hide the sidebar or show it again; where there is no room for it, go there or back."""
        screen = self._screen
        in_sidebar = screen.pane() == SIDEBAR
        if screen.size.width < _WIDE:
            if in_sidebar:
                screen.focus_pane(self._before or screen.papers)
            else:
                self._before = screen.reader if screen.pane() == READER else screen.papers
                screen.focus_pane(screen.sidebar)
            return
        screen.set_class(not screen.has_class("-folded"), "-folded")
        if in_sidebar:
            screen.focus_pane(screen.papers)

    @property
    def arrangement(self) -> dict[str, int]:
        """What was changed by hand: widths of panes by their names, and whether the sidebar is `folded`."""
        folded = {"folded": 1} if self._screen.has_class("-folded") else {}
        return {name: width for name, width in self._widths.items() if width != _WIDTHS[name]} | folded

    @arrangement.setter
    def arrangement(self, known: Mapping[str, object]) -> None:
        for name, width in _WIDTHS.items():
            wanted = known.get(name)
            wanted = wanted if type(wanted) is int else width
            self._widths[name] = max(_LEAST[name], min(wanted, _MOST[name]))
        self._screen.set_class(bool(known.get("folded")), "-folded")

    # -- focus -------------------------------------------------------------------------------------------------------

    def focus(self, pane: Widget) -> None:
        """Go to a pane, showing it in place of another if there is not room for all."""
        screen = self._screen
        on_page = pane is screen.reader or screen.side in pane.ancestors
        if not on_page and self.shows_only_abstract:
            self.show_only_abstract(on=False)
        screen.set_class(pane is screen.sidebar, "-sidebar")
        screen.set_class(on_page, "-reader")
        # At once: `focus` would do it later, and keys that are pressed by then would still be another pane's.
        screen.set_focus(pane)
        if screen.focused is not pane:
            pane.focus()

    def show_focus(self) -> None:
        """Draw the edge of the focused pane."""
        focused = self._screen.focused
        for edge in self._edges:
            edge.turn(on=focused is not None and edge.id == f"{focused.id}-edge")

    @property
    def shows_only_abstract(self) -> bool:
        """Whether the other panes are hidden."""
        return self._screen.has_class("-focus")

    def show_only_abstract(self, *, on: bool) -> None:
        """Hide the other panes, or show them again."""
        self._screen.set_class(on, "-focus")
        self.lay_out()
