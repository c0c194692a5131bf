"""Sorts what happened by day into columns of days, weeks, months or years, as many as there is room for."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from paperreader.library import Year

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperreader.library import Statistics

_FEWEST: Final = 14
"""Columns that there are at least, however little happened."""
_WEEK: Final = 7
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Timeline:
    """What was counted over time: one number for each column, the last of which is now."""

    name: str
    """What was counted: `Papers added`."""
    unit: str
    """The time of one column: `day`, `week`, `month` or `year`."""
    starts: tuple[date, ...]
    """The first day of each column."""
    counts: tuple[int, ...]

    @property
    def title(self) -> str:
        """What the columns show: `Papers added per week`."""
        return f"{self.name} per {self.unit}"

    @property
    def most(self) -> str:
        """The highest column in words: `most: 1,080 on 2 Mar`."""
        most = max(self.counts)
        preposition = {"day": "on", "week": "from"}.get(self.unit, "in")
        return f"most: {most:,} {preposition} {self.label(self.counts.index(most))}"

    @property
    def ends(self) -> tuple[str, str]:
        """The labels of the first and the last column."""
        return self.label(0), "today" if self.unit == "day" else f"this {self.unit}"

    def label(self, column: int) -> str:
        """The time of a column: `2 Mar`, `Mar 2026` or `2026`; a year is left out of days only."""
        start = self.starts[column]
        if self.unit == "year":
            return str(start.year)
        month = _MONTHS[start.month - 1]
        return f"{month} {start.year}" if self.unit == "month" else f"{start.day} {month}"


def timelines(statistics: Statistics, today: date, most: int = 26) -> list[Timeline]:
    """Papers added, read and decided on over the same time, so that one can be held against the other.

    Args:
        statistics: what was counted.
        today: in the last column, unless something is dated later.
        most: columns at most, and at least 14. What was before them, when a column is a year, is left out.

    Returns:
        Those of the three of which there is anything.
    """
    series = {
        "Papers added": _dated(statistics.added),
        "Papers read": _dated(statistics.reading),
        "Decisions": _dated(statistics.days),
    }
    days = [day for counts in series.values() for day, _ in counts]
    if not days:
        return []
    unit, starts = _columns(min(days), max(today, *days), max(most, _FEWEST))
    found = []
    for name, dated in series.items():
        counts = [0] * len(starts)
        for day, count in dated:
            if day >= starts[0]:
                counts[bisect_right(starts, day) - 1] += count
        if any(counts):
            found.append(Timeline(name, unit, starts, tuple(counts)))
    return found


def year_counts(statistics: Statistics, most: int) -> list[Year]:
    """The years of the papers without a gap, those with no papers too; of more than `most`, the last ones."""
    known = {one.year: one for one in statistics.years}
    if not known:
        return []
    last = max(known)
    return [known.get(year, Year(year, 0, 0)) for year in range(max(min(known), last - most + 1), last + 1)]


def _dated(days: Iterable[tuple[str, int]]) -> list[tuple[date, int]]:
    """Days as dates. Those of a clock that was wrong beyond all calendars are left out."""
    return list(_dates(days))


def _dates(days: Iterable[tuple[str, int]]) -> Iterator[tuple[date, int]]:
    for day, count in days:
        try:
            yield date.fromisoformat(day), count
        except ValueError:
            continue


def _columns(first: date, last: date, most: int) -> tuple[str, tuple[date, ...]]:
    """The shortest time for a column of which not too many are needed, and the first days of all columns."""
    if (last - first).days < most:
        return "day", tuple(_back(last, 1, max(_FEWEST, (last - first).days + 1)))
    monday, first_monday = (one - timedelta(days=min(one.weekday(), (one - date.min).days)) for one in (last, first))
    weeks = (monday - first_monday).days // _WEEK + 1
    if weeks <= most:
        return "week", tuple(_back(monday, _WEEK, max(_FEWEST, weeks)))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= most:
        end = last.year * 12 + last.month - 1
        numbers = range(end - max(_FEWEST, months) + 1, end + 1)
        return "month", tuple(date(number // 12, number % 12 + 1, 1) for number in numbers if number >= 12)
    years = range(last.year - min(most, max(_FEWEST, last.year - first.year + 1)) + 1, last.year + 1)
    return "year", tuple(date(year, 1, 1) for year in years if year >= 1)


def _back(last: date, step: int, number: int) -> Iterator[date]:
    for back in range(number - 1, -1, -1):
        if (last - date.min).days >= back * step:
            yield last - timedelta(days=back * step)
