"""Statistics of a library: what was identified, screened and written, and how fast."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from paperreader.library.reports.screening_report import Screening, screening

if TYPE_CHECKING:
    from paperreader.library.database import Ask

_PAUSE: Final = 300.0
"""Seconds. A longer wait between decisions is a pause, which does not count for the pace."""


@dataclass(frozen=True, slots=True)
class ImportTotals:
    """An import and what it brought."""

    file: str
    started: str
    records: int
    """Records that were read as papers."""
    papers: int
    """Papers that it was the first to bring."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year in which papers were published."""

    year: int
    papers: int
    """Those that are not trashed."""
    accepted: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Statistics of a library, or of some of its papers, as needed for a PRISMA flow diagram."""

    sources: tuple[ImportTotals, ...]
    """In the order of import."""
    records: int
    """Records identified, in all sources."""
    duplicates: int
    """Records of papers that were already there."""
    papers: int
    """Papers after removing duplicates, including trashed ones."""
    trashed: int
    screening: Screening
    """Of the papers that are not trashed."""
    notes: int
    highlights: int
    tags: int
    """Tags in use."""
    starred: int
    read: int
    days: tuple[tuple[str, int], ...]
    """Decisions by day (`2024-07-23`, local time), oldest first, without those that were undone."""
    pace: float | None
    """Decisions a minute: the median without pauses of five minutes; `None` if there are too few."""
    years: tuple[Year, ...] = ()
    """Oldest first; papers whose year is not known are in none."""

    @property
    def screened(self) -> int:
        """Papers with any decision, `maybe` included."""
        return self.screening.total - self.screening.undecided


def statistics_of(ask: Ask, ids: Sequence[int] | None) -> Statistics:
    """Statistics of some papers, or of all if `ids` is `None`.

    Of some papers, only records that differ are counted, as the library keeps one of several exact copies.
    """
    chosen = None if ids is None else json.dumps(sorted(set(ids)))
    within = " not in (select paper from hidden)" if chosen is None else " in (select value from json_each(?))"

    def count(what: str, table: str, *, where: str = "1", paper: str = "paper") -> int:
        [(number,)] = ask(
            f"select {what} from {table} where {where} and {paper}{within}", *([chosen] if chosen else [])
        )
        return int(number)

    sources = _sources(ask, chosen)
    papers = count("count(*)", "papers", paper="id")
    records = sum(one.records for one in sources)
    trashed = count("count(*)", "states", where="trashed")
    kept: list[int] | None = None
    if ids is not None:
        gone = {row[0] for row in ask("select paper from states where trashed")}
        kept = [one for one in ids if one not in gone]
    days, pace = _decided(ask, chosen)
    return Statistics(
        sources=sources,
        records=records,
        duplicates=max(0, records - papers),
        papers=papers,
        trashed=trashed,
        screening=screening(ask, kept),
        notes=count("count(*)", "notes"),
        highlights=count("count(*)", "highlights"),
        tags=count("count(distinct tag)", "taggings"),
        starred=count("count(*)", "states", where="starred"),
        read=count("count(*)", "states", where="read"),
        days=days,
        pace=pace,
        years=_years(ask, chosen),
    )


def _years(ask: Ask, chosen: str | None) -> tuple[Year, ...]:
    """Count the papers that are not trashed by their years."""
    papers = "papers p" if chosen is None else "json_each(?) w join papers p on p.id = w.value"
    rows = ask(
        "select cast(substr(p.published, 1, 4) as integer) as year, count(*) as papers, "
        f"count(case when s.decision = 'accept' then 1 end) as accepted from {papers} "
        "left join states s on s.paper = p.id where p.published is not null and not coalesce(s.trashed, 0) "
        "and p.id not in (select paper from hidden) group by 1 order by 1",
        *([chosen] if chosen else []),
    )
    return tuple(Year(row["year"], row["papers"], row["accepted"]) for row in rows)


def _sources(ask: Ask, chosen: str | None) -> tuple[ImportTotals, ...]:
    if chosen is None:
        # An import that was cut off has no counts; what it stored is counted.
        rows = ask(
            "select file, started, max(papers, (select count(*) from records r where r.import = i.id)) as records, "
            "(select count(*) from papers p where p.import = i.id and p.id not in (select paper from hidden)) "
            "as papers from imports i where not undone order by id"
        )
    else:
        rows = ask(
            "with wanted as materialized (select value as paper from json_each(?) "
            "union select m.paper from json_each(?) w join merges m on m.kept = w.value), "
            "read as (select r.import, count(*) as records from wanted w "
            "join records r on r.paper = w.paper group by 1), "
            "came as (select p.import, count(*) as papers from wanted w join papers p on p.id = w.paper "
            "where p.id not in (select paper from hidden) group by 1) "
            "select file, started, coalesce(read.records, 0) as records, coalesce(came.papers, 0) as papers "
            "from imports i "
            "left join read on read.import = i.id left join came on came.import = i.id "
            "where not i.undone and (read.records is not null or came.papers is not null) order by i.id",
            chosen,
            chosen,
        )
    return tuple(ImportTotals(row["file"], row["started"], row["records"], row["papers"]) for row in rows)


def _decided(ask: Ask, chosen: str | None) -> tuple[tuple[tuple[str, int], ...], float | None]:
    """Decisions by day, and the median pace."""
    some = "and j.row in (select p.uid from json_each(?) w join papers p on p.id = w.value) "
    limits = some if chosen else ""
    rows = ask(
        "select c.made, date(c.made, 'localtime') as day, count(*) as decisions "
        "from changes c join journal j on j.change = c.id "
        "where c.kind = 'do' and coalesce(c.undone_by, c.id) = c.id and j.tbl = 'states' "
        f"and json_extract(j.after, '$.decision') is not null {limits}group by c.id order by c.id",
        *([chosen] if chosen else []),
    )
    days: Counter[str] = Counter()
    for row in rows:
        days[row["day"]] += row["decisions"]
    moments = [datetime.fromisoformat(row["made"]).timestamp() for row in rows]
    waits = [then - now for now, then in pairwise(moments) if 0 < then - now < _PAUSE]
    return tuple(sorted(days.items())), round(60 / median(waits), 1) if waits else None
