"""Everything private in Textual that this program uses, each part behind a function that can do without it.

Textual may change these with any release: `pyproject.toml` keeps it below the next major version, no other module uses
private parts, and if one is missing, its feature is dropped and the program goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, Any, Final

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode
    from textual.message_pump import MessagePump


class HookedApp(App[None]):
    """An app that is consulted before Textual ends it because of an uncaught error."""

    def ends_with(self, error: Exception) -> bool:
        """Save what can be saved. Returns whether to show the error and end the app."""
        raise NotImplementedError

    def _handle_exception(self, error: Exception) -> None:
        """Override Textual's hook; without the hook, errors are shown, but unsaved text is lost."""
        if self.ends_with(error):
            super()._handle_exception(error)


def end_with(app: App[Any], error: Exception) -> None:
    """End the app, as Textual does with an error in one of its own queues.

    Raises:
        Exception: the error, if Textual cannot be told about it.
    """
    handle = getattr(app, "_handle_exception", None)
    if handle is None:
        raise error
    handle(error)


async def until_mounted(one: MessagePump, patience: float) -> None:
    """Wait until a screen or widget is mounted, for at most `patience` seconds."""
    mounted: asyncio.Event | None = getattr(one, "_mounted_event", None)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.sleep(patience) if mounted is None else mounted.wait(), patience)


_refresh_by_textual: Final[Callable[..., Widget]] = Widget.refresh


def _refresh(
    widget: Widget, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
) -> Widget:
    if layout and getattr(widget, "_layout_required", False) and hasattr(widget, "_layout_updates"):
        widget._layout_updates += 1  # this number shows it whether a measurement is still valid
    return _refresh_by_textual(widget, *regions, repaint=repaint, layout=layout, recompose=recompose)


def measure_every_change() -> None:
    """Let every widget be measured again whenever its content changes, however often that happens.

    Textual remembers the size of a widget until the widget asks for another layout, and ignores a second request while
    the first is pending. If the screen is laid out between the two, as happens on a busy machine, the size of the first
    content is kept for the second, which may lack room for a line.
    """
    Widget.refresh = _refresh  # type: ignore[method-assign, assignment]


class PlainScrollBar(ScrollBar):
    """A scroll bar that makes its few different strips once for a frame, where Textual styles each line by itself."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the bar."""
        bar = self.render()
        styled = self.opacity != 1 or self.styles.tint.a or self.styles.gutter or not self.vertical
        if styled or not isinstance(bar, ScrollBarRender) or not isinstance(bar.style, Style):
            return super().render_lines(crop)
        back, front = bar.style.bgcolor, bar.style.color
        if back is None or front is None:
            return super().render_lines(crop)
        width, height = self.size
        lines = bar.render_bar(
            height,
            bar.virtual_size,
            bar.window_size,
            bar.position,
            thickness=width,
            back_color=back,
            bar_color=front,
        ).segments
        base, filters, background = self.visual_style.rich_style, self.get_line_filters(), self.background_colors[1]
        strips: dict[Segment, Strip] = {}
        for segment in lines:
            if segment not in strips:
                strip = Strip([Segment(segment.text, base + segment.style)], width)
                for one in filters:
                    strip = strip.apply_filter(one, background)
                strips[segment] = strip.crop(crop.x, crop.right)
        return [strips[segment] for segment in lines[crop.y : crop.bottom]]


def begin_with_plain_scroll_bar(widget: Widget) -> None:
    """Give a widget a vertical scroll bar that is quick to paint, if it has none yet."""
    if getattr(widget, "_vertical_scrollbar", ...) is None and hasattr(widget.app, "_start_widget"):
        bar = PlainScrollBar(vertical=True, name="vertical", thickness=widget.scrollbar_size_vertical)
        bar.display = False
        widget._vertical_scrollbar = bar
        widget.app._start_widget(widget, bar)


def is_gone(one: MessagePump) -> bool:
    """Whether a screen or widget is closed or closing, and takes no more messages."""
    return bool(getattr(one, "_closing", False) or getattr(one, "_closed", False))


def forget_painted_lines() -> None:
    """Release closed widgets: Textual caches the last thousand it painted, with their lines."""
    with contextlib.suppress(ImportError, AttributeError):
        from textual._styles_cache import StylesCache

        StylesCache.get_inner_outer.cache_clear()


def stop_watching_theme(app: App[Any], node: DOMNode) -> None:
    """Release a text area, which Textual would otherwise keep as a theme watcher until the theme changes."""
    watchers = getattr(app, "__watchers", {}).get("theme", [])
    watchers[:] = [one for one in watchers if one[0] is not node]


def terminal_before(app: App[Any]) -> tuple[int, list[Any]] | None:
    """Return the terminal's file and its `termios` attributes before the app started; `None` if there are none."""
    driver = getattr(app, "_driver", None)
    file, attributes = getattr(driver, "fileno", None), getattr(driver, "attrs_before", None)
    return None if file is None or attributes is None else (file, attributes)


def take_terminal_again_when_continued(app: App[Any]) -> None:
    """Set up the terminal again whenever the process continues after being stopped, by whatever means.

    The driver then turns everything on. But SIGSTOP cannot be caught, so it had turned nothing off: the keyboard mode
    would be pushed twice, and two threads would read the keys.
    """
    driver: Any = getattr(app, "_driver", None)
    continued = getattr(driver, "_sigcont_application", None)
    if continued is None:  # there is no terminal
        return

    def go_on(*_: object) -> None:
        if getattr(driver, "_auto_restart", False) and not getattr(driver, "_must_signal_resume", True):
            driver.suspend_application_mode()
            driver._must_signal_resume = True
        continued()

    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGCONT, go_on)
