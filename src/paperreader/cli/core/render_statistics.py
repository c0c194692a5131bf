"""How `paperreader stats` prints a library's statistics, as text and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from paperreader.cli.core.output import cut
from paperreader.domain import DECISIONS, clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperreader.library import Screening, Statistics

_WIDTH: Final = 80
_DAYS: Final = 14
"""How many days are shown: the last on which anything was decided."""


def statistics_lines(statistics: Statistics) -> Iterator[str]:
    """Yield the numbers, right-aligned before what they count, in at most 80 columns."""
    for title, rows in _sections(statistics):
        yield title
        for number, name in rows:
            yield cut(clean(f"{number:>9,}  {name}"), _WIDTH)
    if statistics.pace is not None:
        yield f"Pace: {statistics.pace:g} decisions per minute (median)"


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
