"""A widget that paints lines of its own, of which there may be other numbers from one key to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView

if TYPE_CHECKING:
    from textual.strip import Strip


class PaintedLines(ScrollView):
    """A scroll view of painted lines, as wide as it is, without borders, padding or tints.

    Its scroll bar is always there, so that another number of lines lays nothing out anew: Textual lays the whole
    screen out, and paints it, whenever the size of what is scrolled changes.
    """

    DEFAULT_CSS: ClassVar[str] = "PaintedLines { overflow-y: scroll; overflow-x: hidden; }"

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        """The scroll bar shows how much there is."""
        self.vertical_scrollbar.window_virtual_size = size.height

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget.

        Textual's own way there puts borders and padding around every line and keeps it: we have none of these, and
        keep our lines ourselves. It takes a third of the time.
        """
        filters, background = self.get_line_filters(), self.background_colors[1]
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y)
            for one in filters:
                strip = strip.apply_filter(one, background)
            strips.append(strip if crop.x == 0 and crop.right == strip.cell_length else strip.crop(crop.x, crop.right))
        return strips
