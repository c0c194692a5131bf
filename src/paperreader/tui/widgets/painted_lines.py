"""The base of widgets that paint their own lines, whose number may change with every key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView

from paperreader.tui.core import begin_with_plain_scroll_bar

if TYPE_CHECKING:
    from textual.scrollbar import ScrollBar
    from textual.strip import Strip


class PaintedLines(ScrollView):
    """A scroll view of painted lines of its own width, without borders, padding or tints.

    Its scroll bar is always shown, so that a new number of lines needs no new layout: Textual lays out and paints the
    whole screen whenever the size of scrolled content changes.
    """

    DEFAULT_CSS: ClassVar[str] = "PaintedLines { overflow-y: scroll; overflow-x: hidden; }"

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, which changes with every page: one that is quick to paint."""
        begin_with_plain_scroll_bar(self)
        return super().vertical_scrollbar

    def watch_virtual_size(self, size: Size) -> None:
        """Tell the scroll bar how many lines there are."""
        self.vertical_scrollbar.window_virtual_size = size.height

    def painted_line(self, y: int) -> Strip:
        """One line of the screen."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One line of the screen, with the place of each character in the text, which only the mouse asks for."""
        return self.painted_line(y).apply_offsets(0, int(self.scroll_y) + y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget.

        Textual's own method puts borders and padding around every line and caches it. Without borders and padding, and
        with lines that are cached already, this takes a third of the time.
        """
        filters, background = self.get_line_filters(), self.background_colors[1]
        strips = []
        for y in crop.line_range:
            strip = self.painted_line(y)
            for one in filters:
                strip = strip.apply_filter(one, background)
            strips.append(strip if crop.x == 0 and crop.right == strip.cell_length else strip.crop(crop.x, crop.right))
        return strips
