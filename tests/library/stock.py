"""Libraries to write to, with a few papers; and their contents, for comparison."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from paperreader.library import Library
from paperreader.library.database.connection import connect
from tests.library.papers import Shelf
from tests.library.records import records
from tests.library.search.test_index import content, rebuilt

OWN = {
    "tags": "uid, name, colour",
    "taggings": "uid, paper, tag",
    "notes": "uid, paper, highlight, body",
    "highlights": 'uid, paper, quote, start, "end", colour, comment, tags',
    "attachments": "paper, path",
    "states": "paper, read, starred, decision, reason, trashed, due, memory, rating",
    "views": "uid, name, query, key, position",
    "criteria": "uid, view, body",
    "jumps": "uid, letter, paper",
    "queue": "uid, paper, position",
    "merges": "uid, paper, kept",
    "apart": "uid, one, other",
}
"""The tables of the reader's own data, with their columns except times and revisions."""
Tables = dict[str, list[tuple[object, ...]]]


@cache
def _template(count: int) -> bytes:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "library.db")
        with Library(path) as library:
            library.add(records(count), file="records", format="json")
        forget(path)
        return path.read_bytes()


def forget(path: Path) -> None:
    """Clear the journal of a library, so that only the test's changes can be undone."""
    with closing(connect(path, writes=True)) as connection:
        connection.execute("update imports set change = null")
        connection.execute("delete from journal")
        connection.execute("delete from changes")


def filled(place: Path, count: int = 3) -> Path:
    """Return a library of a few papers at `place`, copied because that is faster than creating one."""
    place.write_bytes(_template(count))
    return place


@contextmanager
def temporary(count: int = 3) -> Iterator[Path]:
    """Yield a library in a temporary directory, for tests whose fixtures all examples would share."""
    with tempfile.TemporaryDirectory() as directory:
        yield filled(Path(directory, "library.db"), count)


def ask(path: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(connect(path, writes=False)) as connection:
        return [tuple(row) for row in connection.execute(sql, values)]


def own(path: Path) -> Tables:
    """Return all of the reader's own data. States with default values are left out."""
    said = {"states": "where read or starred or trashed or decision is not null or reason is not null"}
    return {
        name: ask(path, f"select {columns} from {name} {said.get(name, '')} order by uid")
        for name, columns in OWN.items()
    }


def everything(path: Path) -> Tables:
    """Return every row of every table."""
    names = [str(name) for (name,) in ask(path, "select name from sqlite_master where type = 'table'")]
    tables = {}
    for name in names:
        try:
            tables[name] = ask(path, f'select * from "{name}"')
        except sqlite3.OperationalError:  # full-text tables keep no text; theirs is in the tables beside them
            continue
    return tables


def sizes(path: Path) -> dict[str, int]:
    return {name: len(rows) for name, rows in everything(path).items()}


def is_sound(path: Path) -> bool:
    """Whether SQLite finds the file intact, and the search tables agree with papers and notes."""
    with closing(connect(path, writes=True)) as connection:
        assert [row[0] for row in connection.execute("pragma integrity_check")] == ["ok"]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        for name in ("search_text", "search_titles"):
            connection.execute(f"insert into {name}({name}, rank) values ('integrity-check', 1)")
    shelf = Shelf(path)
    try:
        return content(shelf) == rebuilt(shelf)
    finally:
        shelf.close()


def bodies(path: Path) -> Iterable[str]:
    return [str(body) for (body,) in ask(path, "select body from notes order by created, uid")]
