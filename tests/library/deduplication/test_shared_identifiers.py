"""Two possible duplicates share an identifier until somebody decides what they are."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from paperreader.library import Library
from paperreader.library.database.connection import connect
from paperreader.library.database.migrations import MIGRATIONS
from paperreader.library.opening import APPLICATION_ID
from tests.cli.shell import Shell
from tests.library.stock import ask, is_sound

pytest_plugins = ["tests.cli.shells"]

DOI = "10.5555/lakes"
CHAPTERS = """
@incollection{a, title={Rivers of northern valleys and their floods}, author={Mann, Ada}, doi={10.5555/lakes}}
@incollection{b, title={Deserts without any rain at all}, author={Berg, Otto}, doi={10.5555/lakes}}
@incollection{c, title={Oceans under the polar ice}, author={Lind, Eva}, doi={10.5555/lakes}}
"""


@pytest.fixture
def chapters(tmp_path: Path) -> Path:
    path = tmp_path / "chapters.bib"
    path.write_text(CHAPTERS, encoding="utf-8")
    return path


@pytest.fixture
def lakes(empty: Shell, chapters: Path) -> Shell:
    """A library of three chapters with the DOI of their book."""
    done = empty("import", "--json", chapters)
    assert (done.code, done.objects[0]["added"], done.objects[0]["doubts"]) == (0, 3, 3)
    return empty


def test_all_are_kept_found_by_it_and_asked_about(lakes: Shell) -> None:
    assert len(lakes("list").lines) == len(lakes("list", f"id:{DOI}").lines) == 3
    pairs = lakes("duplicates", "--json").objects
    assert {pair["kind"] for pair in pairs} == {"identifier"}
    assert {pair["why"] for pair in pairs} == {"the same DOI, but a different title and first author"}


@pytest.mark.parametrize(
    "command",
    [
        ["show", DOI], ["show", f"https://doi.org/{DOI}"], ["decide", DOI, "accept"],
        ["decide", f"doi:{DOI}", "accept"],
        ["tag", DOI, "+lakes"], ["note", DOI, "text"], ["note", DOI], ["highlight", DOI, "rain"],
        ["edit", DOI, "--venue", "x"],
        ["mark", DOI, "--star"], ["trash", DOI], ["related", DOI], ["duplicates", "merge", DOI, "1"],
        ["duplicates", "apart", "1", DOI],
    ],
)  # fmt: skip
def test_a_command_that_is_about_one_paper_names_all_that_it_may_be_and_changes_nothing(
    lakes: Shell, command: list[str]
) -> None:
    before, log = lakes("export", "--to", "json").out, lakes("log").out
    done = lakes(*command)
    assert (done.code, done.out) == (1, "")
    assert "3 papers have this identifier" in done.err
    for name in ("Rivers of northern valleys", "Deserts without any rain", "Oceans under the polar ice"):
        assert name in done.err
    assert (lakes("export", "--to", "json").out, lakes("log").out) == (before, log)


def test_the_same_file_again_and_in_any_other_order_changes_nothing(lakes: Shell, tmp_path: Path) -> None:
    turned = tmp_path / "turned.bib"
    turned.write_text("\n".join(reversed(CHAPTERS.strip().split("\n"))), encoding="utf-8")
    for path in (tmp_path / "chapters.bib", turned):
        (report,) = lakes("import", "--json", path).objects
        assert (report["added"], report["merged"], report["unchanged"], report["doubts"]) == (0, 0, 3, 0)
    assert len(lakes("duplicates", "--json").objects) == 3


def test_another_record_of_one_of_them_goes_to_that_one(lakes: Shell, tmp_path: Path) -> None:
    more = tmp_path / "more.bib"
    more.write_text(CHAPTERS.replace("doi=", "year=2020, doi="), encoding="utf-8")
    (report,) = lakes("import", "--json", more).objects
    assert (report["added"], report["merged"], report["doubts"]) == (0, 3, 0)
    assert {paper["published"] for paper in lakes("list", "--json").objects} == {"2020"}


def test_two_of_them_made_one_and_undone_are_as_they_were(lakes: Shell) -> None:
    before = lakes("export", "--to", "json").out
    assert lakes("duplicates", "merge", "1", "2").code == 0
    assert len(lakes("duplicates", "--json").objects) == 1
    assert "2 papers have this identifier" in lakes("show", DOI).err
    lakes("duplicates", "merge", "1", "3")
    assert lakes("show", DOI, "--json").objects[0]["id"] == 1
    for _ in range(2):
        lakes("undo")
    assert lakes("export", "--to", "json").out == before
    lakes("redo")
    assert len(lakes("list").lines) == 2
    assert is_sound(lakes.library)


def test_kept_apart_they_hold_it_still(lakes: Shell) -> None:
    for pair in (("1", "2"), ("1", "3"), ("2", "3")):
        assert lakes("duplicates", "apart", *pair).code == 0
    assert lakes("duplicates", "--json").out == ""
    assert len(lakes("list", f"id:{DOI}").lines) == 3


def test_an_import_undone_and_brought_back_asks_again(lakes: Shell, tmp_path: Path) -> None:
    lakes("imports", "--undo", "1")
    assert lakes("list").out == lakes("duplicates", "--json").out == ""
    one = tmp_path / "one.bib"
    one.write_text(CHAPTERS.strip().split("\n")[1], encoding="utf-8")
    assert lakes("import", "--json", one).objects[0]["added"] == 1
    assert "Deserts" in lakes("show", DOI).out
    (report,) = lakes("import", "--json", tmp_path / "chapters.bib").objects
    assert (report["added"], report["unchanged"], report["doubts"]) == (2, 1, 3)
    assert len(lakes("duplicates", "--json").objects) == 3
    assert is_sound(lakes.library)


def test_the_export_of_a_library_brings_all_of_them_back(lakes: Shell, tmp_path: Path) -> None:
    lakes("edit", "2", "--title", "Rivers of northern valleys and their floods", "--author", "Ada Mann")
    lakes("duplicates", "apart", "1", "2")
    whole = tmp_path / "whole.jsonl"
    whole.write_text(lakes("export", "--to", "json").out, encoding="utf-8")
    other = Shell(tmp_path / "other.db")
    (report,) = other("import", "--json", whole).objects
    assert (report["added"], report["merged"]) == (3, 0)
    uids = [sorted(paper["uid"] for paper in shell("list", "--json").objects) for shell in (lakes, other)]
    assert uids[0] == uids[1]
    (again,) = other("import", "--json", whole).objects
    assert again["unchanged"] == 3


def test_two_papers_of_a_library_that_differ_in_nothing_come_back_as_two(empty: Shell, tmp_path: Path) -> None:
    empty(
        "import", "-", stdin=b'{"title": "Editorial", "abstract": "One."}\n{"title": "Editorial", "abstract": "Two."}'
    )
    empty("edit", "2", "--abstract", "One.")
    empty("tag", "2", "+second")
    whole = tmp_path / "whole.jsonl"
    whole.write_text(empty("export", "--to", "json").out, encoding="utf-8")
    other = Shell(tmp_path / "other.db")
    for added, unchanged in ((2, 0), (0, 2)):
        (report,) = other("import", "--json", whole).objects
        assert (report["added"], report["unchanged"]) == (added, unchanged)
        assert sorted(len(paper["tags"]) for paper in other("list", "--json").objects) == [0, 1]


def test_pairs_that_were_looked_for_stay_when_an_import_is_undone(empty: Shell, tmp_path: Path) -> None:
    text = (
        "We study how rivers remember the shape of the hills that they came from, and find that sediment is a record."
    )
    lines = [{"title": f"A Survey of Rivers, Part {number}", "abstract": text} for number in (1, 2)]
    empty("import", "-", stdin="\n".join(map(json.dumps, lines)).encode())
    with closing(connect(empty.library, writes=True)) as connection:
        connection.execute("delete from doubts")
    assert empty("duplicates", "find").out.startswith("1 pair")
    empty("import", "-", stdin=b'{"title": "Another paper of words", "abstract": "On it."}')
    empty("undo")
    assert len(empty("duplicates", "--json").objects) == 1


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A library of schema 6, in which two papers were merged, and an import added an identifier to a paper."""
    path = tmp_path / "old.db"
    path.touch()
    with closing(connect(path, writes=True)) as connection:
        connection.execute("pragma journal_mode = wal")
        MIGRATIONS.apply(Database(connection), stop_before="m007_new_words")
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute("pragma user_version = 6")
        connection.execute("begin immediate")
        for number, title in enumerate(("One of the papers there", "Two of the papers there"), 1):
            connection.execute(
                "insert into papers(id, uid, label, title, title_from, abstract, imported) "
                "values (?, ?, ?, ?, 'printed', '', '2024-01-01T00:00:00.000Z')",
                (number, f"01900000-0000-7000-8000-00000000000{number}", title, title),
            )
        moment = "2024-01-02T00:00:00.000Z"
        connection.execute("insert into identifiers values ('doi', '10.5555/one', 1), ('doi', '10.5555/two', 1)")
        connection.execute("insert into identifiers values ('pmid', '7', 1)")
        stamps = (moment, moment, 1)
        connection.execute(
            "insert into merges(uid, paper, kept, created, updated, revision) values (?, 2, 1, ?, ?, ?)",
            ("01900000-0000-7000-8000-000000000002", *stamps),
        )
        connection.execute("insert into hidden values (2)")
        connection.execute(
            "insert into changes(id, uid, device, clock, made, what, kind) values (1, 'x', 'd', ?, ?, 'merged', 'do')",
            ("1704153600000.000000", moment),
        )
        for table, row, before, after in (
            ("identifiers", '["doi", "10.5555/two"]', '{"paper": 2}', '{"paper": 1}'),
            ("identifiers", '["pmid", "7"]', None, '{"scheme": "pmid", "value": "7", "paper": 1}'),
            (
                "merges",
                "01900000-0000-7000-8000-000000000002",
                None,
                json.dumps(
                    {
                        "created": moment,
                        "updated": moment,
                        "revision": 1,
                        "paper": 2,
                        "kept": 1,
                        "uid": "01900000-0000-7000-8000-000000000002",
                    }
                ),
            ),
        ):
            connection.execute(
                "insert into journal(change, tbl, row, before, after) values (1, ?, ?, ?, ?)",
                (table, row, before, after),
            )
        connection.execute("commit")
    return path


def test_what_an_older_program_merged_is_undone_and_done_again_with_its_identifiers(old: Path) -> None:
    held = "select scheme, value, paper from identifiers order by 1, 2, 3"
    with Library(old) as library:
        before = ask(old, held)
        assert before == [("doi", "10.5555/one", 1), ("doi", "10.5555/two", 1), ("pmid", "7", 1)]
        assert library.journal.undo()
        assert ask(old, held) == [("doi", "10.5555/one", 1), ("doi", "10.5555/two", 2)]
        with library.reader() as reader:
            assert reader.resolve("10.5555/two") == 2
        assert library.journal.redo()
        assert ask(old, held) == before
        with library.reader() as reader:
            assert reader.resolve("10.5555/two") == 1
    assert is_sound(old)
