"""The statistics of a library as one drawing, for a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.charts.drawing import AMBER, BLUE, GREEN, GRID, INK, RED, SOFT, Drawing, fitted
from paperreader.charts.timeline import timelines, year_counts
from paperreader.domain import FROM_YES_TO_NO, OUTCOMES, counted, one_line, time_left

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from paperreader.library import Statistics

_WIDTH, _MARGIN = 900.0, 32.0
_INNER: Final = _WIDTH - 2 * _MARGIN
_HALF: Final = (_INNER - 40) / 2
_HIGH: Final = 96.0
"""The height of columns."""
_ROW: Final = 22.0
_MOST: Final = 12
"""Tags, venues and reasons that are drawn."""
_YEARS: Final = 50
_COLOURS: Final = {"success": GREEN, "error": RED, "warning": AMBER}
"""Of decisions, by what they are called in a theme."""


def statistics_svg(statistics: Statistics, today: date, title: str) -> str:
    """Draw the statistics as SVG.

    Args:
        statistics: what was counted.
        today: stands below the title, and is the end of what is drawn over time.
        title: the heading, such as the query that found the papers.
    """
    said = _summary(statistics)
    page = _Page(Drawing(_WIDTH, title, f"{said}. As of {today.isoformat()}."))
    page.heading(title, f"{said} · {today.isoformat()}")
    page.progress(statistics)
    for one in timelines(statistics, today, most=52):
        labels = [f"{one.label(number)}: {count:,}" for number, count in enumerate(one.counts)]
        page.columns(one.title, one.most, [(count, 0) for count in one.counts], labels, one.ends)
    if years := year_counts(statistics, _YEARS):
        labels = [f"{one.year}: {one.papers:,}, {one.accepted:,} accepted" for one in years]
        counts = [(one.papers, one.accepted) for one in years]
        ends = str(years[0].year), str(years[-1].year)
        page.columns("Papers by year of publication", "green: accepted", counts, labels, ends)
    about = "about " if statistics.venues.estimated else ""
    page.ranks(("Tags", statistics.tag_counts, ""), ("Venues", statistics.venues.values, about))
    return page.drawing.svg(page.y)


def _summary(statistics: Statistics) -> str:
    screening = statistics.screening
    parts = [counted(screening.total, "paper"), f"{statistics.screened:,} screened", f"{statistics.read:,} read"]
    if statistics.pace is not None:
        parts.append(f"{statistics.pace:g} decisions a minute")
        if screening.undecided:
            parts.append(f"{screening.undecided:,} left: about {time_left(screening.undecided, statistics.pace)}")
    return " · ".join(parts)


class _Page:
    """A page that is filled from above."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.y = _MARGIN
        """Where the next part begins, or the page ends."""

    def heading(self, title: str, below: str) -> None:
        self.drawing.text(_MARGIN, self.y + 18, fitted(title, _INNER, 22), size=22, bold=True)
        self.drawing.text(_MARGIN, self.y + 42, fitted(below, _INNER), fill=SOFT)
        self.y += 74

    def progress(self, statistics: Statistics) -> None:
        """One bar for all papers, a part of it for each decision, and below it what the parts are."""
        screening = statistics.screening
        parts = [(one.state, screening.decided[one.name], _COLOURS.get(one.colour, BLUE)) for one in FROM_YES_TO_NO]
        parts.append((OUTCOMES[-1].state, screening.undecided, GRID))
        at, x = _MARGIN, _MARGIN
        for name, papers, colour in parts:
            wide = _INNER * papers / screening.total if screening.total else 0
            if papers:
                self.drawing.box(at, self.y, wide, 20, fill=colour, hint=f"{name}: {papers:,}")
            at += wide
            self.drawing.box(x, self.y + 31, 10, 10, fill=colour)
            self.drawing.text(x + 16, self.y + 41, f"{name} {papers:,}")
            x += _INNER / len(parts)
        self.y += 58
        for reason, papers in screening.reasons[:_MOST]:
            self._row(_MARGIN, _INNER, reason, papers, screening.reasons[0][1], RED)
        self.y += 30

    def columns(
        self, title: str, aside: str, counts: Sequence[tuple[int, int]], hints: Sequence[str], ends: tuple[str, str]
    ) -> None:
        """A column for each count, its lower part in another colour where it has one."""
        drawing, base = self.drawing, self.y + 22 + _HIGH
        most = max(1, *(count for count, _ in counts))
        drawing.text(_MARGIN, self.y + 4, title, bold=True)
        drawing.text(_MARGIN + _INNER, self.y + 4, aside, size=12, fill=SOFT, at="end")
        left = _MARGIN + 48
        for share in (0.5, 1.0):
            drawing.line(left, base - _HIGH * share, _MARGIN + _INNER, base - _HIGH * share)
        drawing.text(left - 8, base - _HIGH + 4, f"{most:,}", size=11, fill=SOFT, at="end")
        drawing.text(left - 8, base + 4, "0", size=11, fill=SOFT, at="end")
        step = (_INNER - 48) / max(len(counts), 14)
        for number, ((count, part), hint) in enumerate(zip(counts, hints, strict=True)):
            x = left + number * step
            for amount, colour in ((count, BLUE), (part, GREEN)):
                if amount:
                    high = max(1.0, _HIGH * amount / most)
                    drawing.box(x + step * 0.1, base - high, step * 0.8, high, fill=colour, hint=hint)
        drawing.line(left, base, _MARGIN + _INNER, base, colour=SOFT)
        drawing.text(left, base + 17, ends[0], size=11, fill=SOFT)
        if len(counts) > 1:
            drawing.text(left + len(counts) * step, base + 17, ends[1], size=11, fill=SOFT, at="end")
        self.y = base + 52

    def ranks(self, *lists: tuple[str, Sequence[tuple[str, int]], str]) -> None:
        """Lists beside each other: names, numbers and bars."""
        top = lowest = self.y
        for number, (title, values, about) in enumerate(one for one in lists if one[1]):
            x, self.y = _MARGIN + number * (_HALF + 40), top
            self.drawing.text(x, top + 4, title, bold=True)
            self.y += 16
            for name, papers in values[:_MOST]:
                self._row(x, _HALF, name, papers, values[0][1], BLUE, about)
            lowest = max(lowest, self.y + 16)
        self.y = lowest + 8

    def _row(self, x: float, width: float, name: str, papers: int, most: int, colour: str, about: str = "") -> None:
        room = min(width * 0.5, 260)
        self.drawing.text(x, self.y + 14, fitted(one_line(name), room - 12), fill=INK)
        start = x + room + 62
        self.drawing.text(start - 10, self.y + 14, f"{'~' if about else ''}{papers:,}", fill=SOFT, at="end")
        long = max(1.5, (x + width - start) * papers / max(1, most))
        self.drawing.box(start, self.y + 4, long, 12, fill=colour, hint=f"{name}: {about}{papers:,}")
        self.y += _ROW
