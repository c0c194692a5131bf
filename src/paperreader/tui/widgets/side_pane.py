"""The column beside the page that shows what was added to a paper, and the edges that show which pane has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from paperreader.tui.core import MARGIN
from paperreader.tui.widgets.painted_lines import PaintedLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region

    from paperreader.domain import Entry
    from paperreader.library import Backlink
    from paperreader.tui.widgets.page import Page, PageOptions

_TOP = 1
"""Empty lines above the first line, as above the page."""
_EDGE = "┃"


class SidePane(PaintedLines):
    """Highlights, notes and links of the paper that the page shows; the page gives them to it with `show`."""

    can_focus = False

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._given: tuple[Entry, Sequence[Backlink], PageOptions] | None = None
        self._page: Page | None = None

    def show(self, entry: Entry, backlinks: Sequence[Backlink], options: PageOptions) -> None:
        """Show a paper from the top; the same one where it is."""
        before, self._given = self._given, (entry, backlinks, options)
        if before is None or before[:2] != (entry, backlinks) or before[2].styles is not options.styles:
            self._lay_out()
        if before is None or before[0].id != entry.id:
            self.scroll_to(y=0, animate=False, immediate=True, force=True)

    def clear(self) -> None:
        """Show nothing: there is no paper."""
        self._given = None
        self._lay_out()

    def scroll_lines(self, by: int) -> None:
        """Scroll."""
        self.scroll_relative(y=by, animate=False, immediate=True)

    def painted_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        if self._page is None:
            return Strip.blank(width, self.rich_style)
        return self._page.paint(int(self.scroll_y) + y - _TOP, width)

    def on_resize(self) -> None:
        """Lay out for the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        self._page = None
        if self._given is not None and width:
            from paperreader.tui.widgets.page import Page, Part

            entry, backlinks, options = self._given
            self._page = Page(entry, max(2, width - MARGIN - 1), options, backlinks=backlinks, part=Part.NOTES)
        self.virtual_size = Size(width, 0 if self._page is None else len(self._page) + 2 * _TOP)
        self.refresh()


class Edge(Widget):
    """The left edge of a pane: a line in the accent colour while the pane has the focus, else nothing."""

    _on = False

    def turn(self, *, on: bool) -> None:
        """Show the line or not."""
        if on != self._on:
            self._on = on
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The same cell in every line."""
        style = self.rich_style
        strip = Strip([Segment(_EDGE if self._on else " ", style)], 1)
        for one in self.get_line_filters():
            strip = strip.apply_filter(one, self.background_colors[1])
        return [strip] * crop.height
