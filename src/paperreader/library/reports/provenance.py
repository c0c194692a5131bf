"""Where a paper comes from: the file and line of each record and each field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperreader.domain import ONE_SOURCE

if TYPE_CHECKING:
    import sqlite3

    from paperreader.library.database import Ask


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A record in an imported file."""

    file: str
    line: int
    format: str
    imported: str
    """When: ISO 8601, UTC."""
    hash: str | None = None
    """Of the record, in hexadecimal. Copies of a record have the same."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything that a paper comes from."""

    records: tuple[SourceRecord, ...]
    """Every record of it, oldest first. Exact copies count once."""
    fields: dict[str, SourceRecord | None]
    """The source of each known field, by the names of `Paper`; `None` if the reader wrote it."""


def provenance_of(ask: Ask, paper: int) -> Provenance:
    """Where a paper comes from, with the records of those that were merged into it."""
    rows = ask(
        "select r.hash, r.line, i.id, i.file, i.format, i.started, r.paper <> ? as joined from records r "
        "join imports i on i.id = r.import "
        "where (r.paper = ? or r.paper in (select paper from merges where kept = ?)) and not i.undone "
        "order by joined, i.id, r.line",
        paper,
        paper,
        paper,
    )
    by_place = {(row["id"], row["line"]): _source(row) for row in rows}
    records = tuple(by_place.values())
    [stored] = ask("select * from papers where id = ?", paper)
    origins: dict[str, list[int] | None] = json.loads(stored["origins"] or "{}")
    first = records[0] if records else None
    fields: dict[str, SourceRecord | None] = {}
    for name in ONE_SOURCE:
        if stored[name] in (None, "", "[]"):
            continue
        origin = origins.get(name, [])
        if origin is None:
            fields[name] = None
        elif found := (by_place.get((origin[0], origin[1])) if origin else first):
            fields[name] = found
    fields |= {name: None for name, origin in origins.items() if origin is None and name not in ONE_SOURCE}
    return Provenance(records, fields)


def _source(row: sqlite3.Row) -> SourceRecord:
    return SourceRecord(row["file"], row["line"], row["format"], row["started"], f"{row['hash']:016x}")
