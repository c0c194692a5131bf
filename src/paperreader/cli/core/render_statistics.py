"""How `paperreader stats` prints a library's statistics: as text, with plots if they are wanted, and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final, NamedTuple

from paperreader.cli.core.output import cut, padded
from paperreader.domain import DECISIONS, clean, counted, one_line, time_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from paperreader.library import Screening, Statistics

_WIDTH: Final = 80
_DAYS: Final = 14
"""How many days are shown: the last on which anything was decided."""
_RANKED: Final = 10
"""How many tags and venues are listed."""
_NAME: Final = 30
_HIGH: Final = 6
"""Cells of a name that has a bar behind it, and lines of a plot."""
_AXIS: Final = 10
"""Cells beside a plot, for the largest number there may be."""


class Canvas(NamedTuple):
    """What plots are drawn on."""

    width: int
    """In cells."""
    today: date
    """The end of what is plotted over time."""
    ascii_only: bool = False


def statistics_lines(statistics: Statistics, canvas: Canvas | None = None) -> Iterator[str]:
    """Yield the numbers, right-aligned before what they count, in at most 80 columns; on a canvas, plots as well."""
    for title, rows in _sections(statistics):
        yield title
        for number, name in rows:
            yield cut(clean(f"{number:>9,}  {name}"), _WIDTH)
    for title, values in _ranks(statistics):
        yield title
        yield from _ranked(values[:_RANKED], canvas)
    if statistics.pace is not None:
        yield f"Pace: {statistics.pace:g} decisions per minute (median)"
        if left := statistics.screening.undecided:
            yield f"Left: {counted(left, 'paper')}, about {time_left(left, statistics.pace)}"
    if canvas is not None:
        yield from _plots(statistics, canvas)


def _ranks(statistics: Statistics) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    if statistics.tag_counts:
        yield "Tags", statistics.tag_counts
    if statistics.venues.values:
        yield "Venues (estimated)" if statistics.venues.estimated else "Venues", statistics.venues.values


def _ranked(values: Sequence[tuple[str, int]], canvas: Canvas | None) -> Iterator[str]:
    """Yield each name after its number; on a canvas, with a bar behind it."""
    for name, count in values:
        row = f"{count:>9,}  {one_line(name)}"
        if canvas is None:
            yield cut(row, _WIDTH)
            continue
        from paperreader.charts import bar

        room = 11 + min(_NAME, canvas.width // 2 - 11)
        long = bar(count / values[0][1], canvas.width - room - 2, ascii_only=canvas.ascii_only)
        yield f"{padded(cut(row, room), room)}  {long}"


def _plots(statistics: Statistics, canvas: Canvas) -> Iterator[str]:
    """Yield what was added, read and decided over time, and the years, as columns."""
    from paperreader.charts import column_plot, timelines, year_counts

    width, most = canvas.width, max(1, (canvas.width - _AXIS) // 2)
    for one in timelines(statistics, canvas.today, most):
        yield from ("", cut(f"{one.title}  {one.most}", width))
        yield from column_plot(one.counts, one.ends, width, _HIGH, ascii_only=canvas.ascii_only)
    if years := year_counts(statistics, most):
        yield from ("", "Papers by year of publication")
        ends = str(years[0].year), str(years[-1].year)
        yield from column_plot([one.papers for one in years], ends, width, _HIGH, ascii_only=canvas.ascii_only)


def statistics_json(statistics: Statistics) -> dict[str, object]:
    """The same as an object."""
    screening = statistics.screening
    return {
        "records": statistics.records,
        "sources": [asdict(one) for one in statistics.sources],
        "duplicates": statistics.duplicates,
        "papers": statistics.papers,
        "trashed": statistics.trashed,
        "to_screen": screening.total,
        "screened": statistics.screened,
        **dict(_decided_json(screening)),
        "undecided": screening.undecided,
        "notes": statistics.notes,
        "highlights": statistics.highlights,
        "tags": statistics.tags,
        "starred": statistics.starred,
        "read": statistics.read,
        "days": [{"day": day, "decisions": decisions} for day, decisions in statistics.days],
        "pace": statistics.pace,
        "minutes_left": None if statistics.minutes_left is None else round(statistics.minutes_left, 1),
        "added": [{"day": day, "papers": papers} for day, papers in statistics.added],
        "reading": [{"day": day, "papers": papers} for day, papers in statistics.reading],
        "years": [asdict(one) for one in statistics.years],
        "tag_counts": [{"tag": tag, "papers": papers} for tag, papers in statistics.tag_counts],
        "venues": [{"venue": venue, "papers": papers} for venue, papers in statistics.venues.values],
        "venues_estimated": statistics.venues.estimated,
    }


def _decided_json(screening: Screening) -> Iterator[tuple[str, object]]:
    for name, one in DECISIONS.items():
        yield one.state, screening.decided[name]
        if one.reasons:
            yield "reasons", [{"reason": reason, "papers": papers} for reason, papers in screening.reasons]


def _decided(screening: Screening) -> Iterator[tuple[int, str]]:
    for name, one in DECISIONS.items():
        yield screening.decided[name], one.state
        if one.reasons:
            yield from ((papers, f"  {one_line(reason)}") for reason, papers in screening.reasons)
            without = screening.decided[name] - sum(papers for _, papers in screening.reasons)
            yield from [(without, "  without a reason")] if without and screening.reasons else []


def _sections(statistics: Statistics) -> Iterator[tuple[str, Iterable[tuple[int, str]]]]:
    screening = statistics.screening
    yield (
        "Identified",
        [
            *((one.records, f"in {one_line(one.file)}") for one in statistics.sources),
            (statistics.records, "records in total"),
            (statistics.duplicates, "duplicates removed"),
            (statistics.papers, "papers"),
            (statistics.trashed, "of them in the trash"),
        ],
    )
    yield (
        "Screened",
        [
            (screening.total, "papers to screen"),
            (statistics.screened, "screened"),
            *_decided(screening),
            (screening.undecided, "undecided"),
        ],
    )
    yield (
        "Read and written",
        [
            (statistics.read, "papers read"),
            (statistics.starred, "papers starred"),
            (statistics.notes, "notes"),
            (statistics.highlights, "highlights"),
            (statistics.tags, "tags"),
        ],
    )
    if statistics.days:
        yield "Decisions per day", [(decisions, day) for day, decisions in statistics.days[-_DAYS:]]
