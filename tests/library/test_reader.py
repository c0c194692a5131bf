"""A library's contents are read back in pages, in order, by every name that a paper has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom
from paperreader.library import ImportOptions, Library, LibraryError, NoSuchPaper, Reader
from paperreader.library.database.connection import connect
from tests.library.records import records
from tests.library.stock import filled, temporary

PAPERS = (
    Paper(
        title="LoRA",
        title_from=TitleFrom.PRINTED,
        published=PartialDate(2021, 6),
        authors=("E. Hu", "Y. Shen"),
        author_count=8,
        venue="ICLR",
        categories=("cs.CL",),
        upvotes=57,
        identifiers=(
            Identifier("arxiv", "2106.09685"),
            Identifier("arxiv_version", "2106.09685v2"),
            Identifier("doi", "10.1000/lora"),
        ),
    ),
    Paper(
        abstract="Words of an abstract that has no title above it.",
        published=PartialDate(2023, inferred=True),
        identifiers=(Identifier("arxiv", "hep-th/9901001"), Identifier("pmid", "123456")),
    ),
    Paper(identifiers=(Identifier("doi", "10.1000/bare"),)),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as library:
        pieces = [Record(paper, line) for line, paper in enumerate(PAPERS, 1)]
        library.add(
            [*pieces, Leftover(9, "???", "no idea")],
            file="one.txt",
            format="json",
            options=ImportOptions(imported="2024-01-01"),
        )
        yield library


@pytest.fixture
def reader(library: Library) -> Iterator[Reader]:
    with library.reader() as reader:
        yield reader


def test_a_row_says_what_a_list_shows(library: Library, reader: Reader) -> None:
    library.annotations.tag([1], add=["b", "a"])
    library.annotations.write_note(1, "x")
    library.annotations.star([1], on=True)
    library.annotations.mark_read([2], on=True)
    lora, untitled, bare = reader.rows([1, 2, 3])
    assert (lora.label, lora.titled, lora.published, lora.upvotes) == ("LoRA", True, "2021-06", 57)
    assert (lora.identifier, lora.tags, lora.notes, lora.starred, lora.read) == (
        "2106.09685",
        ("b", "a"),
        1,
        True,
        False,
    )
    assert (untitled.titled, untitled.inferred, untitled.read) == (False, True, True)
    assert untitled.label.startswith("Words of an abstract")
    assert (bare.label, bare.identifier, bare.decision) == ("doi:10.1000/bare", "10.1000/bare", None)
    assert (lora.authors, lora.author_count, lora.venue, lora.categories) == (
        ("E. Hu", "Y. Shen"),
        8,
        "ICLR",
        ("cs.CL",),
    )
    assert (bare.authors, bare.author_count, bare.venue, bare.categories) == ((), None, None, ())
    assert (lora.highlights, lora.reason, lora.trashed, lora.batch) == (0, None, False, 1)


@given(st.lists(st.integers(-3, 12), max_size=20))
def test_rows_and_entries_come_in_the_order_asked_for_without_unknown_papers(ids: list[int]) -> None:
    wanted = [id_ for id_ in ids if 1 <= id_ <= 9]
    with temporary(9) as path, Library(path) as library, library.reader() as reader:
        assert [row.id for row in reader.rows(ids)] == wanted
        assert [entry.id for entry in reader.entries(ids)] == wanted


def test_a_paper_asked_for_twice_has_each_tag_once(library: Library, reader: Reader) -> None:
    library.annotations.tag([1], add=["x"])
    library.annotations.write_note(1, "y")
    assert [row.tags for row in reader.rows([1, 1])] == [("x",)] * 2
    assert [(one.tags, len(one.notes), len(one.paper.identifiers)) for one in reader.entries([1, 1])] == [
        (("x",), 1, 3)
    ] * 2
    assert reader.tags_of([1, 1, 2]) == {"x": 1}


def test_entries_are_read_in_pages_as_they_are_taken(tmp_path: Path) -> None:
    asked = 0

    def ids() -> Iterator[int]:
        nonlocal asked
        while asked < 10_000:
            asked += 1
            yield asked

    with Library(filled(tmp_path / "library.db", 1200)) as library, library.reader() as reader:
        entries = reader.entries(ids())
        assert [one.id for one in islice(entries, 3)] == [1, 2, 3]
        assert asked <= 500
        assert sum(1 for _ in entries) == 1197


def test_an_entry_is_the_paper_that_came_in(reader: Reader) -> None:
    came = [replace(entry.paper, citation_key=None) for entry in reader.entries([1, 3])]
    assert came == [PAPERS[0], PAPERS[2]]
    assert reader.entry(1).imported == "2024-01-01"
    with pytest.raises(NoSuchPaper, match="99"):
        reader.entry(99)


def test_tags_are_counted_and_known_after_their_last_paper_too(library: Library, reader: Reader) -> None:
    library.annotations.tag([1, 2], add=["b", "A"])
    library.annotations.tag([1, 2], remove=["b"])
    assert [(tag.name, tag.papers) for tag in reader.tags()] == [("A", 2)]
    assert reader.known_tags() == ["A", "b"]
    assert reader.tags_of([1, 3]) == {"A": 1}


def test_counts_are_true_at_once(library: Library, reader: Reader) -> None:
    library.annotations.star([1, 2], on=True)
    library.annotations.mark_read([2], on=True)
    library.annotations.write_note(3, "x")
    library.annotations.write_note(3, "y")
    counts = reader.counts()
    assert (counts.all, counts.unread, counts.starred, counts.noted) == (3, 2, 2, 1)


def test_imports_are_told_newest_first_with_what_was_left_over(library: Library, reader: Reader) -> None:
    library.add(records(2), file="two.txt", format="json", options=ImportOptions(imported="2024-02-02"))
    assert [(one.file, one.started, one.papers, one.leftovers) for one in reader.imports()] == [
        ("two.txt", "2024-02-02", 2, 0),
        ("one.txt", "2024-01-01", 3, 1),
    ]
    assert reader.leftovers() == reader.leftovers(1) == [("one.txt", Leftover(9, "???", "no idea"))]
    assert reader.leftovers(2) == []
    assert list(reader.first_ids(3)) == [4, 5, 1]


def test_the_log_tells_what_was_done_undone_and_done_again(library: Library, reader: Reader) -> None:
    library.annotations.star([1], on=True)
    library.annotations.tag([1], add=["x"])
    library.journal.undo()
    assert [(past.what, past.kind, past.undone) for past in reader.changes(9)] == [
        ("tagged “LoRA” +x", "undo", False),
        ("tagged “LoRA” +x", "do", True),
        ("starred “LoRA”", "do", False),
        ("imported 3 papers from one.txt", "do", False),
    ]
    assert len(reader.changes(2)) == 2


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        (" 1 ", 1),
        ("2106.09685", 1),
        ("2106.09685v1", 1),
        ("arXiv:2106.09685", 1),
        ("https://arxiv.org/pdf/2106.09685v2.pdf", 1),
        ("10.1000/LoRA", 1),
        ("https://doi.org/10.1000/lora", 1),
        ("https://doi.org/10.48550/arXiv.2106.09685", 1),
        ("hep-th/9901001", 2),
        ("https://arxiv.org/abs/hep-th/9901001", 2),
        ("pmid:123456", 2),
        ("10.1000/bare", 3),
    ],
)
def test_a_paper_is_found_by_every_name_it_has(reader: Reader, text: str, paper: int) -> None:
    assert reader.resolve(text) == paper


def test_a_paper_is_found_by_its_uid(reader: Reader) -> None:
    for entry in reader.entries([1, 2, 3]):
        assert reader.resolve(entry.uid.upper()) == entry.id


@pytest.mark.parametrize(
    "text", ["", "99", "9" * 40, "٣", "2106.09686", "10.1000/other", "nonsense", "' or 1=1 --", "\x00"]
)
def test_what_names_no_paper_says_so(reader: Reader, text: str) -> None:
    with pytest.raises(NoSuchPaper):
        reader.resolve(text)


def test_a_reader_cannot_write(library: Library, reader: Reader) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.connection.execute("delete from papers")


def test_what_goes_wrong_in_sqlite_is_told_in_words(library: Library, reader: Reader) -> None:
    connection = connect(library.path, writes=True)
    connection.execute("drop table taggings")
    connection.close()
    for ask in (lambda: reader.rows([1]), lambda: reader.entry(1), reader.tags, lambda: reader.tags_of([1])):
        with pytest.raises(LibraryError, match=r"library\.db"):
            ask()
    assert reader.resolve("1") == 1
    with pytest.raises(LibraryError, match=r"library\.db"), library.reader() as other:
        other.connection.execute("select * from taggings")


def test_a_closed_reader_says_so(library: Library) -> None:
    with library.reader() as reader:
        pass
    with pytest.raises(LibraryError):
        reader.counts()


def test_the_tree_of_tags_has_the_parents_and_counts_every_paper_once(tmp_path: Path) -> None:
    with Library(filled(tmp_path / "library.db", 4)) as library:
        library.annotations.tag([1, 2], add=["nlp/parsing"])
        library.annotations.tag([2, 3], add=["NLP/tagging"])
        library.annotations.tag([4], add=["vision"])
        with library.reader() as reader:
            assert [(tag.name.lower(), tag.papers) for tag in reader.tag_tree()] == [
                ("nlp", 3),
                ("nlp/parsing", 2),
                ("nlp/tagging", 2),
                ("vision", 1),
            ]
