"""All notes and highlights of a library, newest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from paperreader.domain import name_key
from paperreader.library.database import each, highlight_of, note_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from paperreader.domain import Highlight, Note
    from paperreader.library.database import Ask

_PAGE: Final = 500
"""Rows read at a time: the abstracts that come with highlights are long."""


def newest_highlights(ask: Ask, limit: int, ids: Sequence[int] | None) -> list[tuple[int, str, Highlight]]:
    """Highlights with their paper and its label; without `ids`, those of all papers not trashed."""
    found = _newest(ask, "highlights", "c.*, p.label, p.abstract", limit, ids)
    return [(row["paper"], row["label"], highlight_of(row, row["abstract"])) for row in found]


def newest_notes(ask: Ask, limit: int, ids: Sequence[int] | None) -> list[tuple[int, str, Note]]:
    """Notes with their paper and its label, chosen and ordered in the same way."""
    found = _newest(ask, "notes", "c.*, p.label", limit, ids)
    return [(row["paper"], row["label"], note_of(row)) for row in found]


def highlight_tags(ask: Ask) -> list[str]:
    """Every tag of a highlight, by name."""
    found = {tag for row in ask("select distinct tags from highlights") for tag in json.loads(row["tags"])}
    return sorted(found, key=name_key)


def _newest(ask: Ask, table: str, columns: str, limit: int, ids: Sequence[int] | None) -> Iterator[sqlite3.Row]:
    if ids is None:
        where, values = "p.id not in (select paper from gone)", list[str]()
    else:
        where, values = "p.id in (select value from json_each(?))", [each(ids)]
    sql = f"select c.uid from {table} c join papers p on p.id = c.paper where {where}"
    uids = [row[0] for row in ask(f"{sql} order by c.created desc, c.uid desc limit ?", *values, limit)]
    sql = f"from json_each(?) w cross join {table} c on c.uid = w.value join papers p on p.id = c.paper"
    for at in range(0, len(uids), _PAGE):
        yield from ask(f"select {columns} {sql} order by w.key", json.dumps(uids[at : at + _PAGE]))
