"""Names in every script: titles are sorted as people expect, and tags that look the same are united."""

from __future__ import annotations

import random
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st
from sqlite_utils import Database

from paperreader.domain import Paper, Record, name_key, new_uid
from paperreader.library import Library, Search
from paperreader.library.database.connection import connect
from paperreader.library.database.migrations import MIGRATIONS
from paperreader.library.database.sort_keys import sort_key
from paperreader.library.opening import APPLICATION_ID
from paperreader.library.search.orders import order_by
from paperreader.query import Sort, parse
from tests.library.stock import ask, filled, is_sound, own

SORTED = [
    "3 Ways", "20 Ways", "Äpfel", "“Apple” and Pear", "(Arms) race", "Ärzte", "Asking", "«Attention» again",
    "BLIP — one", "BLIP-2 — two", "BLIP\u20113",
    "Étude", "Evening", "Łódź", "Logic", "Øresund", "Osmosis", "Part 2: one", "part 10: two", "Straße A", "strasse b",
    "\\'Uber alles", "Ünder", "Zebra", "zoo",
]  # fmt: skip


def titled(path: Path, *titles: str) -> Library:
    library = Library(path)
    library.add(
        (Record(Paper(title=one, abstract=f"On {one}."), at) for at, one in enumerate(titles)), file="x", format="json"
    )
    return library


def listed(library: Library, query: str) -> list[str]:
    with library.reader() as reader:
        ids = Search(reader.connection).all_ids(parse(query))
        return [row.label for row in reader.rows(list(ids))]


class TestTitles:
    def test_a_list_by_title_stands_as_a_person_would_put_it(self, tmp_path: Path) -> None:
        mixed = random.Random(7).sample(SORTED, len(SORTED))
        with titled(tmp_path / "l.db", *mixed) as library:
            assert listed(library, "sort:title") == SORTED
            assert listed(library, "sort:-title") == SORTED[::-1]

    def test_the_order_comes_from_an_index(self, tmp_path: Path) -> None:
        with titled(tmp_path / "l.db", *SORTED):
            pass
        by_title = order_by(Sort("title"))
        plan = ask(tmp_path / "l.db", f"explain query plan select p.id from papers p order by {by_title}")
        assert any("papers_sorting" in str(step) for step in plan)
        assert not any("TEMP B-TREE" in str(step) for step in plan)

    def test_it_follows_edits_merges_and_what_is_undone(self, tmp_path: Path) -> None:
        with titled(tmp_path / "l.db", "Beta", "Gamma", "Delta") as library:
            library.corrections.edit(1, title="Ömega")
            assert listed(library, "sort:title") == ["Delta", "Gamma", "Ömega"]
            library.journal.undo()
            assert listed(library, "sort:title") == ["Beta", "Delta", "Gamma"]
            library.journal.redo()
            library.corrections.merge(2, 3)
            assert listed(library, "sort:title") == ["Gamma", "Ömega"]
            library.journal.undo()
            assert listed(library, "sort:title") == ["Delta", "Gamma", "Ömega"]

    @example("0\\ì", "“")
    @given(st.text(max_size=30), st.sampled_from(["“", "(", "[", "'", "¿", " ", "«"]))
    def test_signs_before_the_first_letter_and_forms_of_letters_do_not_count(self, text: str, sign: str) -> None:
        key = sort_key(text)
        assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))
        if any(one.isalnum() for one in key) and "\\" not in text and "$" not in text:
            assert sort_key(sign + text) == key


class TestTags:
    @given(st.text(min_size=1, max_size=10))
    def test_what_looks_alike_has_one_key(self, text: str) -> None:
        forms = {name_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
        assert len(forms) == 1
        assert name_key(text.casefold()) == name_key(text)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("é", "e\u0301"),
            ("Übersicht", "übersicht"),
            ("Straße", "STRASSE"),
            ("Łódź", "łÓDŹ"),
            ("\u212b", "å"),
            ("Ⓐ", "ⓐ"),
        ],
    )
    def test_two_tags_that_look_alike_are_one(self, tmp_path: Path, one: str, other: str) -> None:
        for first, second in ((one, other), (other, one)):
            with Library(filled(tmp_path / f"{new_uid()}.db")) as library:
                library.annotations.tag([1], add=[first])
                library.annotations.tag([2], add=[second])
                with library.reader() as reader:
                    (tag,) = reader.tags()
                assert tag.papers == 2
                assert tag.name == unicodedata.normalize("NFC", first)
                for typed in (first, second):
                    assert len(listed(library, f'tag:"{typed}"')) == 2
                library.annotations.rename_tag(second, f"{second}/x")
                library.annotations.delete_tag(f"{first}/X")
                with library.reader() as reader:
                    assert not reader.tags()

    def test_tags_are_listed_as_titles_are_and_each_before_what_is_below_it(self, tmp_path: Path) -> None:
        with Library(filled(tmp_path / "l.db")) as library:
            library.annotations.tag([1], add=["zoo", "Äpfel", "bar", "é/x", "e/y", "é", "e", "a-b", "a/c"])
            with library.reader() as reader:
                assert [tag.name for tag in reader.tag_tree()] == [
                    "a", "a/c", "a-b", "Äpfel", "bar", "e", "e/y", "é", "é/x", "zoo",
                ]  # fmt: skip
                assert reader.known_tags()[:3] == ["a/c", "a-b", "Äpfel"]

    def test_a_tag_renamed_to_one_below_itself_says_what_becomes_of_those_below(self, tmp_path: Path) -> None:
        with Library(filled(tmp_path / "l.db")) as library:
            library.annotations.tag([1], add=["a", "a/x"])
            done = library.annotations.rename_tag("a", "a/b")
            assert done.what == "renamed the tag a to a/b, below itself: a/x is a/b/x now"
            with library.reader() as reader:
                assert [tag.name for tag in reader.tags()] == ["a/b", "a/b/x"]

    def test_a_tag_above_counts_each_paper_once(self, tmp_path: Path) -> None:
        with Library(filled(tmp_path / "l.db")) as library:
            library.annotations.tag([1, 2], add=["É/x"])
            library.annotations.tag([2, 3], add=["é/y"])
            library.annotations.trash([3], on=True)
            with library.reader() as reader:
                assert [(tag.name.casefold(), tag.papers) for tag in reader.tag_tree()] == [
                    ("é", 2),
                    ("é/x", 2),
                    ("é/y", 1),
                ]


class TestFiles:
    @pytest.mark.parametrize(
        "file", ["Übersicht.bib", "/home/me/U\u0308bersicht.bib", "ÉTUDE/ΣΊΣΥΦΟΣ.ris", "Straße.csv"]
    )
    def test_papers_are_found_by_the_name_of_their_file_in_any_case(self, tmp_path: Path, file: str) -> None:
        with Library(tmp_path / "l.db") as library:
            library.add([Record(Paper(title="One", abstract="On one."), 1)], file=file, format="bibtex")
            base = file.rpartition("/")[2]
            for typed in (file, base, base.lower(), base.upper(), unicodedata.normalize("NFD", base), base[:4]):
                assert listed(library, f'source:"{typed}"') == ["One"], typed


class TestOldLibraries:
    def test_tags_that_look_alike_become_one_and_undo_takes_that_back(self, tmp_path: Path) -> None:
        path = older(tmp_path / "old.db")
        with Library(path) as library:
            with library.reader() as reader:
                assert [(tag.name, tag.papers) for tag in reader.tags()] == [("é", 2), ("ü", 1)]
                assert "look alike" in reader.changes(1)[0].what
            assert is_sound(path)
            assert len(listed(library, "tag:é")) == 2
            library.journal.undo()
            assert sorted(str(row[1]) for row in own(path)["tags"]) == sorted(["é", "e\u0301", "u\u0308"])
            assert is_sound(path)
            library.journal.redo()
            assert len(own(path)["tags"]) == 2

    def test_titles_of_before_are_put_in_order(self, tmp_path: Path) -> None:
        with Library(older(tmp_path / "old.db")) as library:
            assert listed(library, "sort:title") == ["Äpfel", "Birnen"]

    def test_what_was_edited_before_is_put_in_order_when_it_is_undone(self, tmp_path: Path) -> None:
        path = tmp_path / "l.db"
        with titled(path, "Beta", "Gamma") as library:
            library.corrections.edit(1, title="Zeta")
        with closing(connect(path, writes=True)) as connection:  # as an older program journalled it
            connection.execute(
                "update journal set before = json_remove(before, '$.sorting'), after = json_remove(after, '$.sorting') "
                "where tbl = 'papers'"
            )
        with Library(path) as library:
            library.journal.undo()
            assert listed(library, "sort:title") == ["Beta", "Gamma"]


def older(path: Path) -> Path:
    """A library of the previous schema, with tags that look the same, as its program left it."""
    path.touch()
    stamps = ("2024-07-23T10:00:00.000Z", "2024-07-23T10:00:00.000Z", 1)
    with closing(connect(path, writes=True)) as connection:
        connection.execute("pragma journal_mode = wal")
        MIGRATIONS.apply(Database(connection), stop_before="m009_names")
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute("pragma user_version = 6")
        for number, title in ((1, "Birnen"), (2, "Äpfel")):
            connection.execute(
                "insert into papers(id, uid, label, title, abstract, imported) values (?, ?, ?, ?, '', ?)",
                (number, new_uid(), title, title, stamps[0]),
            )
        for name, papers in (("e\u0301", [1, 2]), ("é", [1]), ("u\u0308", [2])):
            uid = new_uid()
            connection.execute("insert into tags values (?, ?, null, ?, ?, ?)", (uid, name, *stamps))
            for paper in papers:
                connection.execute("insert into taggings values (?, ?, ?, ?, ?, ?)", (new_uid(), paper, uid, *stamps))
    return path


class TestLinks:
    def test_links_of_notes_are_found_by_every_name_and_follow_what_is_done_to_the_note(self, tmp_path: Path) -> None:
        with Library(filled(tmp_path / "l.db")) as library, library.reader() as reader:
            uid = reader.entry(1).uid
            note, _ = library.annotations.write_note(2, f"See [[{uid.upper()}]],\nand again [[#tag]].")
            assert [one.line for one in reader.backlinks(1)] == [f"See [[{uid.upper()}]],"]
            library.annotations.edit_note(note.id, "See nothing.", revision=note.revision)
            assert not reader.backlinks(1)
            library.journal.undo()
            assert len(reader.backlinks(1)) == 1
            library.journal.undo()
            assert not reader.backlinks(1)
            library.journal.redo()
            library.annotations.trash([2], on=True)
            assert not reader.backlinks(1)

    def test_only_the_notes_that_lead_to_a_paper_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "l.db"
        with Library(filled(path)) as library:
            for _ in range(3):
                library.annotations.write_note(2, "See [[2403.13043v2]] and [[10.1000/xyz]].")
        assert {row[0] for row in ask(path, "select distinct key from note_links")} == {
            "arxiv:2403.13043", "arxiv_version:2403.13043v2", "doi:10.1000/xyz",
        }  # fmt: skip
        with Library(path) as library:
            for _ in range(3):
                library.journal.undo()
        assert not ask(path, "select * from note_links")

    def test_notes_of_an_older_library_lead_where_they_did(self, tmp_path: Path) -> None:
        path = older(tmp_path / "old.db")
        with closing(connect(path, writes=True)) as connection:
            uid = connection.execute("select uid from papers where id = 1").fetchone()[0]
            connection.execute("insert into notes values ('n', 2, null, ?, '', '', 1)", (f"to [[{uid}]]",))
        with Library(path) as library, library.reader() as reader:
            assert [(one.paper, one.line) for one in reader.backlinks(1)] == [(2, f"to [[{uid}]]")]
