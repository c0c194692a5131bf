"""The statistics of a list as bars and plots: decisions, reasons, pace, what was done when, years, tags, venues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.charts import bar, column_plot, timelines
from paperreader.domain import FROM_YES_TO_NO, OUTCOMES, time_left
from paperreader.tui.core import ASCII, plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from paperreader.domain import Outcome
    from paperreader.library import Statistics
    from paperreader.tui.core import Glyphs

_HIGH: Final = 5
"""Lines of a plot."""
_YEARS: Final = 12
"""Years that have a bar of their own; those before are one."""
_COUNT: Final = 8
"""Cells for a number."""
_SHARE: Final = 6
_AXIS: Final = 8
"""Cells beside a plot, for the largest number there may be."""
_AXES: Final = "┤│└+|"
_RANKED: Final = 8
"""Tags, and venues."""


class Dashboard:
    """Lays the numbers of a list out for a width."""

    def __init__(self, statistics: Statistics, pace: float | None, today: date, glyphs: Glyphs) -> None:
        """Take the numbers.

        Args:
            statistics: of what is listed.
            pace: decisions a minute in this sitting; `None` if there were too few.
            today: the end of the plots over time.
            glyphs: the symbols of the screen.
        """
        self._statistics, self._screening = statistics, statistics.screening
        self._pace, self._today = pace or statistics.pace, today
        self._ascii = glyphs is ASCII

    def page(self, width: int) -> Content:
        """All of it, for a width in cells."""
        statistics = self._statistics
        venues = "Venues, estimated" if statistics.venues.estimated else "Venues"
        sections = [
            [*self._decisions(width)],
            [*self._speed()],
            *self._plots(width),
            [*self._years(width)],
            [*self._ranked("Tags", statistics.tag_counts, width)],
            [*self._ranked(venues, statistics.venues.values, width)],
        ]
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

    def _plots(self, width: int) -> Iterator[list[Content]]:
        """What was added, read and decided over time, as columns."""
        for one in timelines(self._statistics, self._today, most=(width - _AXIS) // 2):
            drawn = column_plot(one.counts, one.ends, width, _HIGH, ascii_only=self._ascii)
            said = f"  {one.most}" if len(one.title) + len(one.most) + 2 <= width else ""
            title = Content.assemble(plain(one.title, "bold"), plain(said, "$muted"))
            yield [title, *(self._painted(line) for line in drawn[:-1]), plain(drawn[-1], "$muted")]

    def _painted(self, line: str) -> Content:
        """A line of a plot, its axis fainter than its columns."""
        at = next((at for at, sign in enumerate(line) if sign in _AXES), len(line) - 1) + 1
        rest = line[at:]
        axis = not rest.strip("-─")
        return Content.assemble(plain(line[:at], "$muted"), plain(rest, "$muted" if axis else "$primary"))

    def _ranked(self, title: str, values: tuple[tuple[str, int], ...], width: int) -> Iterator[Content]:
        """The most common values of something, with bars."""
        if values:
            yield plain(title, "bold")
            for name, papers in values[:_RANKED]:
                yield self._row(safe(name), papers, None, papers / values[0][1], width, "$primary")

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
        return bar(part, cells, ascii_only=self._ascii)
