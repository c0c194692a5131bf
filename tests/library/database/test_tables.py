"""The table of journalled tables agrees with the schema, and is all that a new kind of row needs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.domain import new_uid
from paperreader.library import Library
from paperreader.library.database.connection import connect
from paperreader.library.database.migrations import MIGRATIONS
from paperreader.library.database.tables import SCHEMA, TABLES, Table, Value, Values
from tests.library.stock import OWN, ask, filled

EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
MOVING = pytest.mark.parametrize("table", [one for one in TABLES.values() if one.moves], ids=lambda table: table.name)
STAMPS = {"uid", "created", "updated", "revision"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db")


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(path, writes=False)) as connection:
        yield connection


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row["name"] for row in connection.execute(f"pragma table_info({table})")}


def unique(connection: sqlite3.Connection, table: str) -> set[frozenset[str]]:
    """Return the sets of columns that are unique in a table."""
    return {
        frozenset(row["name"] for row in connection.execute(f"pragma index_info({index['name']})"))
        for index in connection.execute(f"pragma index_list({table})")
        if index["unique"]
    }


def naming(connection: sqlite3.Connection, table: str, other: str) -> set[str]:
    """Return the columns of a table that refer to another table."""
    return {row["from"] for row in connection.execute(f"pragma foreign_key_list({table})") if row["table"] == other}


def fresh(connection: sqlite3.Connection, table: Table, paper: int, kept: dict[str, Value] | None = None) -> Values:
    """Return a row on a paper that the schema accepts."""
    row: Values = {}
    for column in connection.execute(f"pragma table_info({table.name})"):
        name = column["name"]
        if name in table.papers:
            row[name] = paper
        elif name not in STAMPS and column["notnull"] and column["dflt_value"] is None:
            row[name] = 0 if column["type"] == "integer" else new_uid()
    return row | (kept or {})


def test_every_table_of_the_readers_own_is_there(connection: sqlite3.Connection) -> None:
    tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    stamped = {name for name in tables if columns(connection, name) >= STAMPS}
    assert stamped == {table.name for table in TABLES.values() if table.is_own} == set(OWN)


def test_the_schema_is_the_number_of_migrations() -> None:
    assert len(list(MIGRATIONS._migrations)) == SCHEMA


@EVERY
def test_the_columns_that_name_papers_are_those_of_the_schema(connection: sqlite3.Connection, table: Table) -> None:
    named = {"id"} if table.name == "papers" else naming(connection, table.name, "papers")
    assert set(table.papers) == named


@EVERY
def test_a_row_has_one_name_in_the_journal(connection: sqlite3.Connection, table: Table) -> None:
    assert frozenset(table.key) in unique(connection, table.name)


@MOVING
def test_what_a_paper_has_once_is_so_in_the_schema(connection: sqlite3.Connection, table: Table) -> None:
    once = [some - {"paper"} for some in unique(connection, table.name) if "paper" in some]
    assert once == ([] if table.once is None else [frozenset(table.once)])


@EVERY
def test_the_sql_of_a_table_can_be_run(connection: sqlite3.Connection, table: Table) -> None:
    if table.words is not None:
        connection.execute(f"select {table.words} from {table.name} t")
    if table.papers_of is not None:
        connection.execute(table.papers_of, ("",))


@MOVING
def test_what_is_on_a_paper_goes_with_it_into_another_and_back(
    path: Path, connection: sqlite3.Connection, table: Table
) -> None:
    uids = [new_uid(), new_uid()]
    with Library(path) as library:
        with library.reader() as reader:
            keep, other = reader.first_ids(2)
        with library.journal.change() as change:
            change.put("tags", "a tag", {"name": "tag"})
            known: dict[str, Value] = {"tag": "a tag"} if naming(connection, table.name, "tags") else {}
            rows = dict(zip(uids, [fresh(connection, table, one, known) for one in (other, keep)], strict=True))
            assert change.put_all(table.name, rows) == 2
        where = f"select uid, paper from {table.name}"
        before = set(ask(path, where))
        undoable = library.journal.undoable()
        assert undoable is not None
        assert undoable.papers == 2
        library.corrections.merge(keep, other)
        stays = table.once is not None  # the kept paper has one, so the other's is hidden with its paper
        assert set(ask(path, where)) == {(uids[0], other if stays else keep), (uids[1], keep)}
        library.journal.undo()
        assert set(ask(path, where)) == before
        library.journal.undo()
        assert ask(path, where) == []
        library.journal.redo()
        assert set(ask(path, where)) == before
