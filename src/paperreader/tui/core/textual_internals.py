"""Everything private in Textual that this program uses, each part behind a function that can do without it.

Textual may change these with any release: `pyproject.toml` keeps it below the next major version, no other module uses
private parts, and if one is missing, its feature is dropped and the program goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from itertools import chain, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.dom import DOMNode
    from textual.message_pump import MessagePump
    from textual.screen import Screen


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


def paint_changed_lines(screen: Screen[Any]) -> None:
    """Let a screen paint only what changed of it, where Textual paints every widget in sight.

    For an update of a part, Textual renders every widget whose container meets the rectangle around all that changed,
    whole, then writes only the cells that changed. With this, the same cells are written, but of each widget only the
    lines that have some of them are rendered.
    """
    compositor: Any = getattr(screen, "_compositor", None)
    used = ("render_partial_update", "_dirty_regions", "_regions_to_spans", "cuts", "size", "visible_widgets")
    if not all(hasattr(compositor, one) for one in used):
        return
    with contextlib.suppress(ImportError):
        from textual._compositor import ChopsUpdate

        compositor.render_partial_update = lambda: _changed_lines(compositor, ChopsUpdate)


def paint_now(screen: Screen[Any]) -> None:
    """Paint what has changed, where Textual would wait for the next sixtieth of a second.

    What has to be laid out or scrolled first is left to Textual.
    """
    visible: dict[Any, Any] = getattr(getattr(screen, "_compositor", None), "visible_widgets", {})
    flags = ("_layout_required", "_scroll_required", "_recompose_required")
    if any(getattr(one, flag, True) for one in (screen, *visible) for flag in flags):
        return
    paint, dirty = getattr(screen, "_on_timer_update", None), getattr(screen, "_dirty_widgets", None)
    if paint is None or dirty is None:
        return
    for widget in visible:
        if getattr(widget, "_repaint_required", False):
            widget._repaint_required = False
            dirty.add(widget)
    paint()


def _changed_lines(compositor: Any, update: Callable[..., object]) -> object | None:
    """Render the lines in which something changed, and say which of their cells did.

    As in Textual, a line is cut into pieces where widgets begin and end, and the widget in front has the piece.
    """
    screen = compositor.size.region
    dirty = [screen.intersection(region) for region in compositor._dirty_regions]
    compositor._dirty_regions.clear()
    spans = [span for span in compositor._regions_to_spans(dirty) if span[1] < span[2]]
    pieces: dict[int, dict[int, Strip | None]] = {}  # by line and beginning, those with cells that changed
    ends: dict[int, list[int]] = {}
    bands: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}  # lines cut, and changed, at the same places
    for y, group in groupby(spans, itemgetter(0)):
        changed = [(left, right) for _, left, right in group]
        bands.setdefault((tuple(compositor.cuts[y]), tuple(chain.from_iterable(changed))), []).append(y)
    for (cuts, edges), lines in bands.items():
        changed = list(zip(edges[::2], edges[1::2], strict=True))
        cut = [
            (start, end)
            for start, end in pairwise(cuts)
            if any(start < right and left < end for left, right in changed)
        ]
        for y in lines:
            pieces[y], ends[y] = {start: None for start, _ in cut}, [end for _, end in cut]
        _fill(compositor, cuts, lines, pieces)
    return update(pieces, spans, ends) if spans else None


def _fill(
    compositor: Any, cuts: Sequence[int], lines: Sequence[int], pieces: dict[int, dict[int, Strip | None]]
) -> None:
    """Put strips into the pieces of lines that are cut at the same places, from the widget in front to the last."""
    lacking = dict.fromkeys(lines)
    for widget, (region, clip) in compositor.visible_widgets.items():
        part = region.intersection(clip)
        here = [y for y in lacking if part.y <= y < part.bottom and _lacks(pieces[y], part)]
        if not here:
            continue
        inside = [at for at in cuts if part.x <= at <= part.right]
        for first, last in _runs(here):
            crop = Region(part.x - region.x, first - region.y, part.width, last - first + 1)
            for y, strip in zip(range(first, last + 1), widget.render_lines(crop), strict=False):
                line = pieces[y]
                for start, piece in zip(inside, strip.divide([at - part.x for at in inside[1:]]), strict=False):
                    if line.get(start, piece) is None:
                        line[start] = piece
                if None not in line.values():
                    del lacking[y]
        if not lacking:
            return


def _lacks(pieces: dict[int, Strip | None], part: Region) -> bool:
    """Whether a line has no strip yet for a piece that a widget is over."""
    return any(strip is None and part.x <= start < part.right for start, strip in pieces.items())


def _runs(lines: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of lines that follow each other, of ascending lines."""
    for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0]):
        together = [line for _, line in run]
        yield together[0], together[-1]


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
