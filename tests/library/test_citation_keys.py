"""Papers are given citation keys: unique, their sources' own where they have one, and the same for ever."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import (
    Identifier,
    Paper,
    PartialDate,
    Record,
    TitleFrom,
    entry_from_json,
    entry_to_json,
    made_key,
)
from paperreader.domain.citation_keys import is_key
from paperreader.library import Library, LibraryError
from paperreader.library.database.citation_keys import KeyGiver, Keyless
from tests.strategies import papers

DUNES = Paper(
    title="How Rivers of Sand Move",
    title_from=TitleFrom.PRINTED,
    abstract="We measure how dunes move through a desert, and find that most of them move more slowly than thought.",
    authors=("Ada Lovelace",),
    published=PartialDate(2024),
)
TREES = Paper(
    title="How Rivers of Wood Grow",
    title_from=TitleFrom.PRINTED,
    abstract="Trees grow from the top, as we show by watching eleven of them for twenty years without looking away.",
    authors=("Augusta Lovelace",),
    published=PartialDate(2024),
)


def bring_in(library: Library, *given: Paper, file: str = "a.bib") -> None:
    library.add([Record(one, line) for line, one in enumerate(given, 1)], file=file, format="bibtex")


def keys(library: Library) -> dict[int, str | None]:
    """The keys of all visible papers, by their ids."""
    with library.reader() as reader:
        return {one.id: one.paper.citation_key for one in reader.entries(sorted(reader.first_ids(1000)))}


@pytest.fixture
def library(tmp_path: Path) -> Iterable[Library]:
    with Library(tmp_path / "library.db") as library:
        yield library


def test_every_paper_is_given_a_key_and_a_second_one_gets_a_letter(library: Library) -> None:
    bring_in(library, DUNES, TREES)
    assert keys(library) == {1: "lovelace2024rivers", 2: "lovelace2024riversa"}


def test_the_keys_of_a_source_are_kept_and_come_before_those_that_are_made(library: Library) -> None:
    bring_in(library, DUNES, replace(TREES, citation_key="Lovelace2024rivers"))
    assert keys(library) == {1: "lovelace2024riversa", 2: "Lovelace2024rivers"}


def test_of_two_files_with_the_same_key_for_two_papers_the_second_gets_a_letter(library: Library) -> None:
    bring_in(library, replace(DUNES, citation_key="rivers"))
    bring_in(library, replace(TREES, citation_key="Rivers"), file="b.bib")
    assert keys(library) == {1: "rivers", 2: "Riversa"}


def test_a_key_is_the_same_whatever_is_corrected_and_whatever_other_source_names_the_paper(library: Library) -> None:
    bring_in(library, DUNES)
    library.corrections.edit(1, title="On Dunes", author=None)
    bring_in(library, replace(DUNES, citation_key="Love24", reference=(("publisher", "Sands"),)), file="b.bib")
    assert keys(library) == {1: "lovelace2024rivers"}
    bring_in(library, replace(TREES, citation_key="love24"), file="c.bib")
    assert keys(library)[2] == "love24a", "what others call a paper leads to it"


def test_an_import_that_is_undone_and_done_again_gives_the_same_keys(library: Library) -> None:
    bring_in(library, DUNES, TREES)
    before = keys(library)
    library.journal.undo()
    assert keys(library) == {}
    library.journal.redo()
    assert keys(library) == before
    library.journal.undo()
    bring_in(library, DUNES, TREES)
    assert keys(library) == before


def test_a_key_can_be_edited_and_that_can_be_undone(library: Library) -> None:
    bring_in(library, DUNES, TREES)
    library.corrections.edit(1, citation_key="dunes")
    assert keys(library)[1] == "dunes"
    library.journal.undo()
    assert keys(library)[1] == "lovelace2024rivers"
    library.journal.redo()
    assert keys(library)[1] == "dunes"


def test_an_empty_key_is_a_new_one(library: Library) -> None:
    bring_in(library, replace(DUNES, citation_key="x"))
    library.corrections.edit(1, citation_key="")
    assert keys(library) == {1: "lovelace2024rivers"}


@pytest.mark.parametrize("typed", ["a b", "a,b", "{a}", "a}", 'a"', "a%b", "a#", "a~b", "\\a", "(a)", "a=b", "a'b"])
def test_what_would_end_a_key_is_refused(library: Library, typed: str) -> None:
    bring_in(library, DUNES)
    with pytest.raises(LibraryError, match="is not a citation key; write it without spaces"):
        library.corrections.edit(1, citation_key=typed)
    assert keys(library) == {1: "lovelace2024rivers"}


def test_a_key_that_is_taken_is_refused_whatever_its_case(library: Library) -> None:
    bring_in(library, DUNES, TREES)
    with pytest.raises(LibraryError, match=r"is the citation key of “How Rivers of Sand Move” \(paper 1\). Choose"):
        library.corrections.edit(2, citation_key="LOVELACE2024Rivers")
    library.corrections.edit(2, citation_key="LOVELACE2024RIVERSA")
    assert keys(library)[2] == "LOVELACE2024RIVERSA"


def test_a_merged_paper_leaves_the_other_its_key_and_can_pass_on_its_own(library: Library) -> None:
    bring_in(library, DUNES, TREES)
    library.corrections.edit(2, citation_key="trees")
    library.corrections.merge(1, 2)
    assert keys(library) == {1: "lovelace2024rivers"}
    library.corrections.edit(1, citation_key="trees")
    assert keys(library) == {1: "trees"}
    library.journal.undo()
    library.journal.undo()
    assert keys(library) == {1: "lovelace2024rivers", 2: "trees"}


def test_no_other_paper_is_given_a_key_that_a_paper_had(library: Library) -> None:
    bring_in(library, DUNES)
    library.corrections.edit(1, citation_key="dunes")
    bring_in(library, TREES)
    assert keys(library) == {1: "dunes", 2: "lovelace2024riversa"}


def test_a_lossless_export_brings_every_key_back(library: Library, tmp_path: Path) -> None:
    bring_in(library, DUNES, TREES)
    library.corrections.edit(2, citation_key="zz")
    with library.reader() as reader:
        entries = [entry_from_json(json.loads(json.dumps(entry_to_json(one)))) for one in reader.entries([2, 1])]
    with Library(tmp_path / "other.db") as other:
        other.add([Record(one.paper, 1, one, exact=True) for one in entries], file="a.jsonl", format="json")
        assert keys(other) == {1: "lovelace2024rivers", 2: "zz"}  # and papers keep their numbers


def test_the_template_is_the_users(tmp_path: Path) -> None:
    with Library(tmp_path / "library.db", key_template=lambda: "{Author}:{yy}{Words}") as library:
        bring_in(library, DUNES)
        assert keys(library) == {1: "Lovelace:24RiversSandMove"}


def test_records_that_were_imported_before_keys_were_read_are_no_new_papers(library: Library) -> None:
    bring_in(library, DUNES)
    reference = (("entrytype", "article"), ("publisher", "Sands"))
    said = replace(DUNES, citation_key="Love24", reference=reference)
    for outcome in ("merged", "unchanged"):
        report = library.add([Record(said, 1)], file="a.bib", format="bibtex")
        assert (report.added, getattr(report, outcome)) == (0, 1)
    report = library.add([Record(DUNES, 1)], file="a.bib", format="bibtex")
    assert (report.added, report.unchanged) == (0, 1)
    with library.reader() as reader:
        [entry] = reader.entries([1])
    assert entry.paper.reference == reference
    assert (entry.paper.said("publisher"), entry.paper.said("editor")) == ("Sands", "")


def test_a_library_of_before_is_given_keys(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    bare = Paper(title="On Trees", title_from=TitleFrom.PRINTED, identifiers=(Identifier("arxiv", "2401.00001"),))
    with Library(path) as library:
        bring_in(library, DUNES, TREES, bare)
    with closing(sqlite3.connect(path)) as connection:  # as schema 16 has it
        connection.executescript(
            "drop trigger papers_other_key; drop table other_keys; drop index papers_citation_key; "
            "alter table papers drop column citation_key; alter table papers drop column reference; "
            "delete from _sqlite_migrations where name = 'm017_cited'; pragma user_version = 16"
        )
    with Library(path) as library:
        assert keys(library) == {1: "lovelace2024rivers", 2: "lovelace2024riversa", 3: "trees-2401.00001"}
        bring_in(library, replace(TREES, abstract="", title="How Rivers of Ice Grow Every Winter"), file="b.bib")
        assert keys(library)[4] == "lovelace2024riversb"


@settings(max_examples=10)
@given(st.lists(papers(), max_size=6), st.sampled_from(("{author}{year}{word}", "{Authors}_{yy}.{venue}", "{words}")))
def test_keys_are_unique_and_can_be_written_anywhere(some: list[Paper], template: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table papers(id integer primary key, citation_key text)")
        connection.execute("create table other_keys(key text)")
        given: list[str] = []
        for _ in range(2):
            fresh = KeyGiver(template).give(connection, [Keyless(one, "a label", "0" * 36) for one in some])
            connection.executemany("insert into papers(citation_key) values (?)", [(one,) for one in fresh])
            given += fresh
    assert len({one.lower() for one in given}) == len(given)
    assert all(map(is_key, given))
    assert all(made_key(one, "a label", "0" * 36, template).isascii() for one in some)


def test_many_papers_with_the_same_key_are_told_apart_quickly() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table papers(id integer primary key, citation_key text)")
        connection.execute("create index papers_citation_key on papers(citation_key collate nocase)")
        connection.execute("create table other_keys(key text)")
        given: list[str] = []
        for _ in range(3):
            fresh = KeyGiver().give(connection, [Keyless(DUNES, "", "")] * 500)
            connection.executemany("insert into papers(citation_key) values (?)", [(one,) for one in fresh])
            given += fresh
    assert len(set(given)) == 1500
    assert given[:3] == ["lovelace2024rivers", "lovelace2024riversa", "lovelace2024riversb"]
    assert max(map(len, given)) == len("lovelace2024rivers") + 3
