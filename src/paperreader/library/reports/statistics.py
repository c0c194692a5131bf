"""Statistics of a library: what was identified, screened and written, and how fast."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from paperreader.library.annotations import count_tags, tags_of
from paperreader.library.reports.facets import FacetCounts, facet
from paperreader.library.reports.screening_report import Screening, screening

if TYPE_CHECKING:
    import sqlite3

    from paperreader.library.database import Ask

_PAUSE: Final = 300.0
"""Seconds. A longer wait between decisions is a pause, which does not count for the pace."""
_MOST: Final = 20
"""How many tags and venues are named."""

Days = tuple[tuple[str, int], ...]
"""Days (`2024-07-23`, local time) on which there was something to count, oldest first, and how much."""


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
    days: Days
    """Decisions, without those that were undone."""
    pace: float | None
    """Decisions a minute: the median without pauses of five minutes; `None` if there are too few."""
    years: tuple[Year, ...]
    """Oldest first; papers whose year is not known are in none."""
    added: Days
    """Papers, by the day of the import that was the first to bring them."""
    reading: Days
    """Papers marked as read, by hand or because they were looked at, without what was undone."""
    tag_counts: tuple[tuple[str, int], ...]
    """The tags that most papers have, most common first; trashed papers are not counted."""
    venues: FacetCounts
    """The venues of most papers that are not trashed; of many papers, as estimated from a sample."""

    @property
    def minutes_left(self) -> float | None:
        """How long the undecided papers take at this pace; `None` if that is not known."""
        return self.screening.undecided / self.pace if self.pace else None

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
    made = _made(ask, chosen)
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
        days=_by_day((row["day"], row["decisions"]) for row in made),
        pace=_pace([row["made"] for row in made if row["decisions"]]),
        years=_years(ask, chosen),
        added=_added(ask, sources),
        reading=_by_day((row["day"], row["reading"]) for row in made),
        tag_counts=_tag_counts(ask, kept),
        venues=facet(ask, "venue", kept if kept is not None else _kept(ask), _MOST),
    )


def _kept(ask: Ask) -> list[int]:
    """The ids of all papers that are not trashed."""
    [(ids,)] = ask("select json_group_array(id) from papers where id not in (select paper from gone)")
    return list(json.loads(ids))


def _tag_counts(ask: Ask, ids: Sequence[int] | None) -> tuple[tuple[str, int], ...]:
    counts = tags_of(ask, ids).items() if ids is not None else [(tag.name, tag.papers) for tag in count_tags(ask)]
    return tuple(sorted(counts, key=lambda one: (-one[1], one[0]))[:_MOST])


def _years(ask: Ask, chosen: str | None) -> tuple[Year, ...]:
    """Count the papers that are not trashed by their years."""
    papers = "papers p" if chosen is None else "json_each(?) w join papers p on p.id = w.value"
    # First by whole dates, which an index holds in order.
    rows = ask(
        "select cast(substr(published, 1, 4) as integer) as year, sum(papers) as papers, sum(accepted) as accepted "
        f"from (select p.published, count(*) as papers, 0 as accepted from {papers} "
        "where p.published is not null and p.id not in (select paper from gone) group by 1 "
        f"union all select p.published, 0, count(*) from {papers} join states s on s.paper = p.id "
        "where s.decision = 'accept' and p.published is not null and p.id not in (select paper from gone) group by 1) "
        "group by 1 order by 1",
        *([chosen, chosen] if chosen else []),
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


def _made(ask: Ask, chosen: str | None) -> list[sqlite3.Row]:
    """How many papers each change decided on, and how many it marked as read, in the order in which they were made."""
    some = "and j.row in (select p.uid from json_each(?) w join papers p on p.id = w.value) "
    limits = some if chosen else ""
    return ask(
        "select c.made, date(c.made, 'localtime') as day, count(json_extract(j.after, '$.decision')) as decisions, "
        "sum(json_extract(j.after, '$.read') is 1) as reading "
        "from changes c join journal j on j.change = c.id "
        "where c.kind = 'do' and coalesce(c.undone_by, c.id) = c.id and j.tbl = 'states' "
        f"{limits}group by c.id order by c.id",
        *([chosen] if chosen else []),
    )


def _by_day(counts: Iterable[tuple[str, int]]) -> Days:
    days: Counter[str] = Counter()
    for day, count in counts:
        days[day] += count
    return tuple(sorted((day, count) for day, count in days.items() if count))


def _added(ask: Ask, sources: Iterable[ImportTotals]) -> Days:
    """Papers by the day on which their import started."""
    moments = json.dumps([(one.started, one.papers) for one in sources])
    # SQLite knows the time zone, and takes what is no time for none.
    rows = ask(
        "select date(value ->> 0, 'localtime') as day, sum(value ->> 1) as papers from json_each(?) "
        "group by 1 having day is not null",
        moments,
    )
    return _by_day((row["day"], row["papers"]) for row in rows)


def _pace(made: Iterable[str]) -> float | None:
    """The median pace of what was made at these moments, in order."""
    moments = [datetime.fromisoformat(one).timestamp() for one in made]
    waits = [then - now for now, then in pairwise(moments) if 0 < then - now < _PAUSE]
    return round(60 / median(waits), 1) if waits else None
