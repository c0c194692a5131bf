"""A library written by an older paperreader opens with everything in it, and supports the new features."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from paperreader.domain import Decision, new_uid
from paperreader.language import word_set, words
from paperreader.library import Library, Search
from paperreader.library.database import migrations as all_migrations
from paperreader.library.database.connection import connect
from paperreader.library.database.migrations import MIGRATIONS
from paperreader.library.database.tables import SCHEMA
from paperreader.library.opening import APPLICATION_ID
from paperreader.library.search import vocabulary
from paperreader.library.search.index import Index
from paperreader.query import parse
from tests.library.papers import indexed, insert, typical
from tests.library.records import records
from tests.library.stock import ask, is_sound

MOMENT = "2024-07-23T10:00:00.000Z"
STAMPS = (MOMENT, MOMENT, 1)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A library of schema 2 as its program left it: four papers, and annotations of every kind on the first."""
    path = tmp_path / "old.db"
    path.touch()
    mark, tag = new_uid(), new_uid()
    with closing(connect(path, writes=True)) as connection:
        connection.execute("pragma journal_mode = wal")
        MIGRATIONS.apply(Database(connection), stop_before="m003_screening")
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute("pragma user_version = 2")
        connection.execute("begin immediate")
        # Today's index writes the keys of new words into a table that did not exist then.
        connection.execute("create table search_near_new(key integer primary key)")
        papers = list(typical())
        ids = [insert(connection, paper, MOMENT) for paper in papers]
        Index(connection).add([indexed(id_, paper) for id_, paper in zip(ids, papers, strict=True)])
        for table, *values in (
            ("tags", tag, "old", "green"),
            ("taggings", new_uid(), 1, tag),
            (
                "highlights",
                mark,
                1,
                "We freeze",
                "",
                " the pretrained weights and injec",
                0,
                9,
                "red",
                "why",
                '["Galois"]',
            ),
            ("notes", new_uid(), 1, mark, "cold"),
            ("states", new_uid(), 1, 1, 1, "reject", "old"),
        ):
            marks = ", ".join("?" * (len(values) + len(STAMPS)))
            connection.execute(f"insert into {table} values ({marks})", (*values, *STAMPS))
        # As it was indexed then: without the tags of highlights.
        said = set(words("old cold why")) - word_set(" ".join(map(str, indexed(1, papers[0])[1:])))
        connection.execute("insert into search_text(rowid, words) values (1, ?)", (" ".join(said),))
        connection.execute("insert into search_annotations values (1, ?)", (" ".join(sorted(said)),))
        vocabulary.count(connection, Counter(said), Counter())
        vocabulary.fold(connection)
        connection.execute("drop table search_near_new")
        connection.execute("commit")
    return path


def test_a_library_of_schema_2_opens_with_everything_in_it(old: Path) -> None:
    names = ("papers", "tags", "taggings", "notes", "highlights")
    columns = {name: ", ".join(f'"{row[1]}"' for row in ask(old, f"pragma table_info({name})")) for name in names}
    before = {name: ask(old, f"select {columns[name]} from {name}") for name in names}
    with Library(old) as library, library.reader() as reader:
        assert ask(old, "pragma user_version") == [(SCHEMA,)]
        assert {name: ask(old, f"select {columns[name]} from {name}") for name in names} == before
        entry = reader.entry(1)
        assert (entry.read, entry.starred, entry.decision, entry.reason, entry.trashed) == (
            True,
            True,
            Decision.REJECT,
            "old",
            False,
        )
        [mark], [note] = entry.highlights, entry.notes
        assert (mark.quote, mark.colour, mark.tags, mark.start) == ("We freeze", "red", ("Galois",), 0)
        assert (note.body, note.highlight, entry.tags) == ("cold", mark.id, ("old",))
        assert len(reader.first_ids(9)) == 4


def test_what_is_new_works_in_a_library_of_schema_2(old: Path) -> None:
    with Library(old) as library:
        library.annotations.trash([2], on=True)
        library.annotations.save_view("v", "q", key="1")
        library.annotations.set_jump("a", 1)
        library.annotations.decide([1], Decision.ACCEPT)
        library.agenda.queue([3, 1], on=True)
        library.agenda.read_again([2], date(2030, 1, 2))
        library.annotations.rate([4], 5)
        with library.reader() as reader:
            search = Search(reader.connection)
            assert list(search.find(parse("is:trashed")).ids) == [2]
            assert list(search.find(parse("is:queued sort:queue")).ids) == [3, 1]
            assert list(search.find(parse("due:2030-01 OR rating:5 sort:rating")).ids) == [4]
            assert list(search.find(parse("hl:galois")).ids) == list(search.find(parse("galois")).ids) == [1]
        for _ in range(7):
            assert library.journal.undo()
        assert library.journal.undo() is None
    assert is_sound(old)


LANDED = {
    "m001_papers": "94cb3f468c4dff74",
    "m002_search": "d6d4b27f02858864",
    "m003_screening": "ea5a0a9cbc29da97",
    "m004_words": "e4a6a0577479b2b4",
    "m005_sources": "e60db2b224e33255",
    "m006_newest_first": "dd0cb9156b2a73db",
    "m007_new_words": "854468b389bf93df",
    "m008_shared_identifiers": "d8ca6915f880f8b9",
    "m009_names": "844010a4c9277455",
    "m010_formulas": "e4a6a0577479b2b4",
    "m011_links": "72479a81f822fdf9",
    "m012_queue": "06fb35446e728038",
    "m013_due": "da7edde1bf91f8ac",
    "m014_rating": "81a04334c5c97dbb",
    "m015_attachments": "8491403d5066fad5",
    "m016_criteria": "4fc4a8128f3c6d01",
    "m017_cited": "84c28ad758ec35eb",
}
"""Hashes of the migrations as they landed. New ones are added here; none ever changes."""


class Heard:
    """Records what a migration sends to a database."""

    def __init__(self) -> None:
        self.said = hashlib.blake2b(digest_size=8)

    def execute(self, sql: str) -> None:
        self.said.update(" ".join(sql.split()).encode() + b";")


def test_no_migration_changes_once_it_has_landed() -> None:
    found = {}
    with closing(sqlite3.connect(":memory:")) as connection:
        every = MIGRATIONS.pending(Database(connection))
    for one in every:
        heard = Heard()
        getattr(all_migrations, one.name)(heard)
        found[one.name] = heard.said.hexdigest()
    assert found == LANDED


@pytest.fixture
def first_fifth(tmp_path: Path) -> Path:
    """A library of the original schema 5: without a table for new words."""
    path = tmp_path / "fifth.db"
    path.touch()
    with closing(connect(path, writes=True)) as connection:
        connection.execute("pragma journal_mode = wal")
        MIGRATIONS.apply(Database(connection), stop_before="m006_newest_first")
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute("pragma user_version = 5")
        papers = list(typical())
        ids = [insert(connection, paper, MOMENT) for paper in papers]
        Index(connection).add([indexed(id_, paper) for id_, paper in zip(ids, papers, strict=True)])
        vocabulary.fold(connection)
        connection.execute("drop table search_near_new")
    return path


def test_a_library_of_schema_5_as_it_was_at_first_opens_takes_papers_and_finds_them(first_fifth: Path) -> None:
    with Library(first_fifth) as library:
        assert ask(first_fifth, "pragma user_version") == [(SCHEMA,)]
        assert library.add(records(300), file="more", format="json").added == 300
        with library.reader() as reader:
            search = Search(reader.connection)
            assert 1 in search.find(parse("freeze")).ids
            assert len(reader.first_ids(400)) == 304
            assert len(search.find(parse("is:unread")).ids) == 304
    assert is_sound(first_fifth)
    with Library(first_fifth) as library:
        assert library.journal.undo() is not None


def test_both_kinds_of_schema_5_come_to_be_the_same(first_fifth: Path, tmp_path: Path) -> None:
    Library(first_fifth).close()
    Library(tmp_path / "new.db").close()
    sql = "select type, name, sql from sqlite_master where name not like 'sqlite_%' order by type, name"
    assert ask(first_fifth, sql) == ask(tmp_path / "new.db", sql)
