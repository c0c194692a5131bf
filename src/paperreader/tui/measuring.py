"""Whatever a widget is told to show, it is measured anew for it.

Textual remembers how large a widget is until the widget asks for another layout, and takes no second request while the
first one is pending. Where the screen was laid out between the two, as happens on a machine that is busy, what was
measured for the first content stands for the second: a line of it has no room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.geometry import Region

_textuals: Final[Callable[..., Widget]] = Widget.refresh


def _refresh(
    widget: Widget, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
) -> Widget:
    if layout and getattr(widget, "_layout_required", False):
        # By this number Textual knows whether a measurement still holds. Both names are private: without them nothing
        # is measured again, and nothing fails.
        widget._layout_updates = getattr(widget, "_layout_updates", 0) + 1
    return _textuals(widget, *regions, repaint=repaint, layout=layout, recompose=recompose)


def measure_every_change() -> None:
    """Let every widget be measured after every request, Textual's own as well, and however often this is called."""
    Widget.refresh = _refresh  # type: ignore[method-assign, assignment]
