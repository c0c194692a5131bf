"""A widget that paints lines of its own, of which there may be other numbers from one key to the next."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class Lines(ScrollView):
    """A scroll view whose scroll bar is always there, so that another number of lines lays nothing out anew.

    Textual lays the whole screen out, and paints it, whenever the size of what is scrolled changes.
    """

    DEFAULT_CSS: ClassVar[str] = "Lines { overflow-y: scroll; overflow-x: hidden; }"

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        """The scroll bar shows how much there is."""
        self.vertical_scrollbar.window_virtual_size = size.height
