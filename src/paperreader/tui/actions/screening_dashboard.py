"""The progress of a screening as bars: decisions and their reasons, decisions a day, pace, years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.domain import FROM_YES_TO_NO, OUTCOMES
from paperreader.tui.actions.screening_progress import time_left
from paperreader.tui.core import ASCII, plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.domain import Outcome
    from paperreader.library import Statistics
    from paperreader.tui.core import Glyphs

_DAYS: Final = 14
_HIGH: Final = 4
"""Lines of the chart of days."""
_YEARS: Final = 12
"""Years that have a bar of their own; those before are one."""
_COUNT: Final = 8
"""Cells for a number."""
_SHARE: Final = 6
_LEVELS: Final = " ▁▂▃▄▅▆▇█"
_PARTS: Final = " ▏▎▍▌▋▊▉█"


class Dashboard:
    """Lays the numbers of a screening out for a width."""

    def __init__(self, statistics: Statistics, pace: float | None, today: date, glyphs: Glyphs) -> None:
        """Take the numbers.

        Args:
            statistics: of what is listed.
            pace: decisions a minute in this sitting; `None` if there were too few.
            today: the last day of the chart.
            glyphs: the symbols of the screen.
        """
        self._statistics, self._screening = statistics, statistics.screening
        self._pace, self._today = pace or statistics.pace, today
        self._parts, self._levels = (" #", " #") if glyphs is ASCII else (_PARTS, _LEVELS)

    def page(self, width: int) -> Content:
        """All of it, for a width in cells."""
        sections = [[*self._decisions(width)], [*self._speed()], [*self._days(width)], [*self._years(width)]]
        return Content("\n\n").join(Content("\n").join(lines) for lines in sections if lines)

    # -- the parts ---------------------------------------------------------------------------------------------------

    def _decisions(self, width: int) -> Iterator[Content]:
        screening = self._screening
        total, decided = screening.total, self._statistics.screened
        yield self._row("papers", total, None, 0, width)
        yield self._row("screened", decided, total, decided / total if total else 0, width, "$primary")
        for one in FROM_YES_TO_NO:
            yield from self._decided(one, width)
        share = screening.undecided / total if total else 0
        yield self._row(OUTCOMES[-1].state, screening.undecided, None, share, width, "$muted")

    def _decided(self, one: Outcome, width: int) -> Iterator[Content]:
        """How many papers have a decision, and how many of them for each reason."""
        count, decided = self._screening.decided[one.name], self._statistics.screened
        total = self._screening.total
        yield self._row(one.state, count, decided, count / total if total else 0, width, f"${one.colour}")
        for reason, papers in self._screening.reasons if one.reasons else ():
            yield self._row(f"  {safe(reason)}", papers, None, papers / count, width, "$muted")

    def _speed(self) -> Iterator[Content]:
        left = self._screening.undecided
        if self._pace is None:
            return
        yield Content.assemble((f"{self._pace:.1f}", "bold"), " decisions per minute")
        if left:
            yield Content.assemble((f"{left:,}", "bold"), " left: about ", (time_left(left, self._pace), "bold"))

    def _days(self, width: int) -> Iterator[Content]:
        """A column for each of the last days."""
        made = dict(self._statistics.days)
        days = [self._today - timedelta(days=back) for back in range(_DAYS - 1, -1, -1)]
        counts = [made.get(day.isoformat(), 0) for day in days]
        most = max(counts)
        if not most:
            return
        cells = max(2, min(4, width // _DAYS))
        best = days[counts.index(most)]
        said = f"most: {most:,} on {_day(best)}"
        yield Content.assemble(plain("Decisions a day", "bold"), plain(f"  {said}", "$muted"))
        steps = len(self._levels) - 1
        heights = [max(1, round(count / most * _HIGH * steps)) if count else 0 for count in counts]
        for row in range(_HIGH - 1, -1, -1):
            columns = (self._levels[max(0, min(steps, height - row * steps))] * (cells - 1) for height in heights)
            yield plain(" ".join(columns).rstrip() or " ", "$primary")
        first, last = _day(days[0]), "today"
        yield plain(first + last.rjust(cells * _DAYS - 1 - len(first)), "$muted")

    def _years(self, width: int) -> Iterator[Content]:
        """The years of the papers, and how many of each were accepted."""
        years = self._statistics.years
        if not years:
            return
        newest, before = years[::-1][:_YEARS], years[::-1][_YEARS:]
        rows = [(str(one.year), one.accepted, one.papers) for one in newest]
        if before:
            rows.append(("before", sum(one.accepted for one in before), sum(one.papers for one in before)))
        most = max(papers for _, _, papers in rows)
        yield Content.assemble(plain("Years", "bold"), plain("  accepted of all", "$muted"))
        lead = 8 + 2 * _COUNT
        for name, accepted, papers in rows:
            cells = max(0, width - lead - 2)
            bright = self._bar(accepted / most, cells)
            rest = self._bar(papers / most, cells)[len(bright) :]
            yield Content.assemble(
                plain(name.ljust(8)),
                plain(f"{accepted:,}".rjust(_COUNT - 3), "bold" if accepted else "$muted"),
                plain(f" of {papers:,}".ljust(_COUNT + 3), "$muted"),
                "  ",
                plain(bright, "$success"),
                plain(rest, "$scroll"),
            )

    # -- how ---------------------------------------------------------------------------------------------------------

    def _row(self, name: str, count: int, whole: int | None, part: float, width: int, colour: str = "") -> Content:
        """A name, a number, its share of a whole if it has one, and a bar."""
        room = max(12, min(28, width - _COUNT - _SHARE - 12))
        share = f"{count / whole:.0%}" if whole else ""
        bar = self._bar(part, max(0, width - room - _COUNT - _SHARE - 2))
        return Content.assemble(
            plain(name).truncate(room, ellipsis=True, pad=True),
            plain(f"{count:,}".rjust(_COUNT), "bold"),
            plain(share.rjust(_SHARE), "$muted"),
            "  ",
            plain(bar, colour),
        ).rstrip()

    def _bar(self, part: float, cells: int) -> str:
        """A bar that is this part of so many cells; what is not nothing can be seen."""
        steps = len(self._parts) - 1
        long = max(1, round(part * cells * steps)) if part > 0 and cells else 0
        whole, rest = divmod(long, steps)
        return self._parts[-1] * whole + (self._parts[rest] if rest else "")


def _day(day: date) -> str:
    """A day in words, without the year: `3 Dec`."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day.day} {months[day.month - 1]}"
