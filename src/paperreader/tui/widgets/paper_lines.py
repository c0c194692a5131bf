"""How a paper is painted in the list: its state, its title and its details, on one to three lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paperreader.domain import DECISIONS, outcome_of
from paperreader.tui.core import title_line, wrap
from paperreader.tui.widgets.columns import End, besides_table, cut, details_line, line_ends, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from paperreader.library import Matches, Row
    from paperreader.tui.core import Glyphs

MOST_LINES: Final = 3
"""Lines that a paper takes at most: two for its title, and one for its details."""

GUTTER: Final = 4
"""Cells before the text: the cursor, whether the paper is selected, its state, and a space."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a paper is shown, whatever its content."""

    plain: Style
    """The list's own style."""
    style: Callable[[str], Style]
    """The style of a part of the list, by name."""
    cursor: bool
    """Whether the cursor is on the paper."""
    focus: bool
    """Whether keys go to the list."""
    selected: bool
    matches: Matches | None
    """What a search found, to be emphasised in the title."""

    @property
    def base(self) -> Style:
        """The style under all of the paper's lines."""
        if self.cursor:
            return self.plain + self.style("cursor" if self.focus else "cursor-away")
        return self.plain + self.style("selected") if self.selected else self.plain


class PaperLines:
    """Paints a paper's lines."""

    def __init__(self, columns: Sequence[str], glyphs: Glyphs) -> None:
        self._columns = tuple(columns)
        self._beside_table = besides_table(columns)
        self._glyphs = glyphs

    def paint(
        self, row: Row, appearance: Appearance, width: int, count: int, *, said: str, counted: tuple[int, int] | None
    ) -> list[Strip]:
        """The lines of a paper.

        Args:
            width: of each, in cells.
            count: how many, 1 to `MOST_LINES`.
            said: why the paper is listed, if its title does not say; shown if it has two lines or more.
            counted: the numbers of including and excluding keywords in it.
        """
        base = appearance.base
        bar = base + appearance.style("cursor-bar" if appearance.focus else "meta")
        quiet = base + appearance.style("meta")
        label = title_line(row.label)
        fixed = table(row, self._columns, self._glyphs, width) if count == 1 else []
        right = fixed[0][0] - 1 if fixed else width
        room = max(1, right - GUTTER - 1)
        metas = line_ends(row, self._beside_table if fixed else self._columns, self._glyphs, counted)
        left, lines, meta = self._share(row, label, room, count, metas, said if count > 1 else "")
        title = base + _title_style(row, appearance)
        spans = appearance.matches.spans(label) if appearance.matches is not None else []
        match = appearance.style("match")
        strips = []
        for part in range(count):
            edge = Segment(self._glyphs.cursor if appearance.cursor else " ", bar if appearance.cursor else base)
            check = self._glyphs.check if appearance.selected and part == 0 else " "
            segments = [
                edge,
                Segment(check, base + appearance.style("star")),
                self._state(row, part, count, appearance, base),
                Segment(" ", base),
            ]
            if part < len(lines):
                start, end, cut = lines[part]
                segments += _stylise(label, start, end, spans, title, match)
                segments.append(Segment(self._glyphs.ellipsis if cut else "", title))
            elif part == count - 1 and left:
                segments.append(Segment(left, quiet))
            strip = Strip(segments)
            if part == count - 1 and meta.parts:
                strip = strip.adjust_cell_length(right - 1 - meta.width, base)
                strip = Strip([*strip, *_ending(meta, appearance, quiet)])
            for begin, says in fixed:
                strip = Strip([*strip.adjust_cell_length(begin, base), Segment(says, quiet)])
            strips.append(strip.adjust_cell_length(width, base))
        return strips

    def _share(
        self, row: Row, label: str, room: int, count: int, metas: Iterable[End], said: str
    ) -> tuple[str, list[tuple[int, int, str]], End]:
        """What goes left on the last line, the lines of the label, and what goes right on the last line.

        The title comes first: the longest end that costs it nothing is taken, or else the shortest.
        """
        if count == MOST_LINES or said:
            meta = End()
            for meta in metas:
                if meta.width <= room // 2:
                    break
            beside = room - meta.width - 1
            left = cut(said, beside, self._glyphs.ellipsis)
            left = left or details_line(row, self._glyphs, beside, besides=self._columns)
            return left, wrap(label, room, last=room, lines=count - 1), meta
        shared: tuple[list[tuple[int, int, str]], End] = ([], End())
        for meta in metas:
            lines = wrap(label, room, last=max(1, room - meta.width - 1 if meta.parts else room), lines=count)
            shared = (lines, meta)
            if not lines or not lines[-1][2]:
                break
        return "", *shared

    def _state(self, row: Row, part: int, count: int, appearance: Appearance, base: Style) -> Segment:
        """The symbol before a line: decision or unread on the first; the star on the second."""
        name = ""
        if part == 0:
            only_line = "starred" if row.starred and count == 1 else ""
            name = row.decision or only_line or ("" if row.read else "unread")
        elif part == 1 and row.starred:
            name = "starred"
        if not name:
            return Segment(" ", base)
        if name == row.decision:
            return Segment(self._glyphs.decided[name], base + appearance.style(DECISIONS[name].state))
        colour = {"starred": "star", "unread": "unread-dot"}.get(name, name)
        return Segment(getattr(self._glyphs, name), base + appearance.style(colour))


def line_of(said: Sequence[str], y: int, width: int) -> str:
    """A line of the screen of what an empty list says, each line of which is broken at spaces."""
    lines = []
    for one in said:
        parts = wrap(one, max(2, width), last=max(2, width), lines=MOST_LINES)
        lines += [one[start:end] + tail for start, end, tail in parts] or [""]
    return lines[y] if 0 <= y < len(lines) else ""


def _title_style(row: Row, appearance: Appearance) -> Style:
    outcome = outcome_of(row.decision)
    quiet = (outcome.quiet or (row.read and not outcome.bright)) and not appearance.cursor
    named = "title" if row.titled or appearance.cursor else "derived"
    return appearance.style("read" if quiet else named) + Style(
        bold=appearance.cursor or None, italic=None if row.titled else True
    )


def _ending(end: End, appearance: Appearance, quiet: Style) -> list[Segment]:
    """What ends a line, with each tag in its colour."""
    segments = []
    for at, (text, colour) in enumerate(end.parts):
        style = quiet + appearance.style(f"hue-{colour}") if colour else quiet
        segments += [Segment(" ", quiet)] * (at > 0) + [Segment(text, style)]
    return segments


def _stylise(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]], style: Style, match: Style
) -> list[Segment]:
    segments, at = [], start
    for low, high in spans:
        low, high = max(low, at), min(high, end)
        if low >= high:
            continue
        segments += [Segment(text[at:low], style), Segment(text[low:high], style + match)]
        at = high
    segments.append(Segment(text[at:end], style))
    return [segment for segment in segments if segment.text]
