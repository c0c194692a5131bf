"""Where what is known of a paper comes from: file and line, for each record and each field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperreader.library.database.paper_rows import FIELDS

if TYPE_CHECKING:
    import sqlite3

    from paperreader.library.database.rows import Ask


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a file that was imported."""

    file: str
    line: int
    format: str
    imported: str
    """When: ISO 8601, UTC."""
    hash: str | None = None
    """Of the record, in hexadecimal: another copy of the same record has the same."""


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a paper comes from."""

    records: tuple[Source, ...]
    """Every record about it, the oldest first; one that stood in several files to the letter but once."""
    fields: dict[str, Source | None]
    """By the names of `Paper`, of those that are known; `None` where the reader wrote it."""


def provenance_of(ask: Ask, paper: int) -> Sources:
    """Where a paper comes from; also from records of others that were made one with it."""
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
    fields: dict[str, Source | None] = {}
    for name in FIELDS:
        if stored[name] in (None, "", "[]"):
            continue
        origin = origins.get(name, [])
        if origin is None:
            fields[name] = None
        elif found := (by_place.get((origin[0], origin[1])) if origin else first):
            fields[name] = found
    return Sources(records, fields)


def _source(row: sqlite3.Row) -> Source:
    return Source(row["file"], row["line"], row["format"], row["started"], f"{row['hash']:016x}")
