"""The notes that link to a paper."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain import Identifier, references

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from paperreader.domain import Reference
    from paperreader.library.database import Ask

_UID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Backlink:
    """A line of a note that links to a paper."""

    paper: int
    """The paper that the note is on."""
    label: str
    """The label of that paper."""
    note: str
    """The id of the note."""
    line: str
    """The line of the link, without white space around it."""


def index_links(connection: sqlite3.Connection, notes: Iterable[str]) -> None:
    """Store what the links of some notes name, for `backlinks_of` to find. A deleted note loses its links."""
    wanted = json.dumps(list(notes))
    connection.execute("delete from note_links where note in (select value from json_each(?))", (wanted,))
    linking = connection.execute(
        "select uid, body from json_each(?) w join notes on uid = w.value where instr(body, '[[')", (wanted,)
    ).fetchall()
    connection.executemany(
        "insert into note_links(key, note) values (?, ?)",
        [
            (key, row["uid"])
            for row in linking
            for key in {key for one in references(row["body"]) for key in _keys(one)}
        ],
    )


def backlinks_of(ask: Ask, paper: int, most: int | None = None) -> list[Backlink]:
    """The lines in notes on other papers that link to this one, oldest note first; only the first `most`, if given."""
    keys = {_key(Identifier(*row)) for row in ask("select scheme, value from identifiers where paper = ?", paper)}
    keys.update(
        str(row[0])
        for row in ask(
            "select uid from papers where id = ? union all "
            "select p.uid from merges m join papers p on p.id = m.paper where m.kept = ?",
            paper,
            paper,
        )
    )
    found = []
    for row in ask(
        "select distinct n.paper, p.label, n.uid, n.body, n.created from json_each(?) w "
        "cross join note_links l on l.key = w.value join notes n on n.uid = l.note join papers p on p.id = n.paper "
        "where n.paper <> ? and n.paper not in (select paper from gone) order by n.created, n.uid limit ?",
        json.dumps(sorted(keys)),
        paper,
        -1 if most is None else most,
    ):
        lines: dict[str, None] = {}
        for one in references(row["body"]):
            if keys.intersection(_keys(one)):
                begin = row["body"].rfind("\n", 0, one.start) + 1
                lines[row["body"][begin:].split("\n", 1)[0].strip()] = None
        found += [Backlink(row["paper"], row["label"], row["uid"], line) for line in lines]
    return found[:most]


def _keys(link: Reference) -> Iterator[str]:
    """What a link to a paper may name: its uid or its identifiers."""
    if link.tag is not None:
        return
    from paperreader.domain import identifiers_in

    if _UID.fullmatch(link.target.lower()):
        yield link.target.lower()
    yield from map(_key, identifiers_in(link.target))


def _key(identifier: Identifier) -> str:
    return f"{identifier.scheme}:{identifier.value}"
