"""Highlights stay on their passages, with their comments and tags, however the abstract changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Entry, Highlight, Paper, Record, TitleFrom, entry_from_json, entry_to_json
from paperreader.library import Library, NoSuchHighlight, NoSuchPaper, Search
from paperreader.library.annotations.tags import InvalidTag
from paperreader.library.database.connection import connect
from paperreader.library.database.errors import Invalid, StaleText
from paperreader.query import parse
from tests.library.stock import ask, everything, filled, temporary
from tests.strategies import entries

TEXT = "Abstract number 0, about a subject all of its own, which is long enough to be told by. x0"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db")


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as library:
        yield library


def entry(library: Library, paper: int = 1) -> Entry:
    with library.reader() as reader:
        return reader.entry(paper)


def abstract(path: Path, text: str, paper: int = 1) -> None:
    """Change a paper's abstract, as an import can."""
    with closing(connect(path, writes=True)) as connection:
        connection.execute("update papers set abstract = ? where id = ?", (text, paper))


def find(library: Library, query: str) -> list[int]:
    with library.reader() as reader:
        return list(Search(reader.connection).find(parse(query)).ids)


def test_a_passage_is_marked(library: Library) -> None:
    mark, done = library.annotations.highlight(1, 19, 34, text=TEXT, colour="green", comment="why?", tags=["a", "#a"])
    assert (mark.quote, mark.start, mark.end, mark.colour) == (TEXT[19:34], 19, 34, "green")
    assert (mark.comment, mark.tags, mark.is_orphan) == ("why?", ("a",), False)
    assert (done.what, done.papers) == (f"highlighted “{TEXT[19:34]}”", (1,))
    assert entry(library).highlights == (mark,)


@pytest.mark.parametrize("span", [(3, 3), (5, 3), (-1, 4), (0, 900), (18, 19), (900, 901)])
def test_what_is_no_passage_is_refused_and_nothing_is_written(
    library: Library, path: Path, span: tuple[int, int]
) -> None:
    before = everything(path)
    with pytest.raises(Invalid):
        library.annotations.highlight(1, *span, text=TEXT)
    assert everything(path) == before


def test_what_cannot_be_marked_says_why_and_nothing_is_written(library: Library, path: Path) -> None:
    before = everything(path)
    with pytest.raises(StaleText):
        library.annotations.highlight(1, 0, 3, text=TEXT + " and more")
    with pytest.raises(NoSuchPaper, match="99"):
        library.annotations.highlight(99, 0, 3, text=TEXT)
    with pytest.raises(Invalid, match="yellow, green"):
        library.annotations.highlight(1, 0, 3, text=TEXT, colour="puce")
    with pytest.raises(InvalidTag):
        library.annotations.highlight(1, 0, 3, text=TEXT, tags=["x", "#"])
    for deed in (library.annotations.edit_highlight, library.annotations.delete_highlight):
        with pytest.raises(NoSuchHighlight):
            deed("00000000-0000-7000-8000-000000000000")
    assert everything(path) == before


def test_the_same_passage_in_the_same_colour_is_marked_once(library: Library) -> None:
    first, _ = library.annotations.highlight(1, 0, 8, text=TEXT, comment="one")
    again, done = library.annotations.highlight(1, 0, 8, text=TEXT)
    assert (again, done.change) == (first, None)
    other, _ = library.annotations.highlight(1, 0, 8, text=TEXT, colour="pink")
    assert other.id != first.id
    said, _ = library.annotations.highlight(1, 0, 8, text=TEXT, comment="two")
    assert (said.id, said.comment) == (first.id, "two")
    assert len(entry(library).highlights) == 2


def test_a_highlight_is_edited_in_what_is_given(library: Library) -> None:
    mark, _ = library.annotations.highlight(1, 0, 8, text=TEXT, comment="one", tags=["t"])
    library.annotations.edit_highlight(mark.id, colour="blue")
    library.annotations.edit_highlight(mark.id, comment="", tags=[])
    assert library.annotations.edit_highlight(mark.id, colour="blue").change is None
    [edited] = entry(library).highlights
    assert (edited.colour, edited.comment, edited.tags, edited.start) == ("blue", "", (), 0)


def test_notes_of_a_deleted_highlight_stay_and_undo_binds_them_again(library: Library) -> None:
    mark, _ = library.annotations.highlight(1, 0, 8, text=TEXT)
    note, _ = library.annotations.write_note(1, "about it", highlight=mark.id)
    assert note.highlight == mark.id
    library.annotations.delete_highlight(mark.id)
    assert entry(library).highlights == ()
    assert [(one.body, one.highlight) for one in entry(library).notes] == [("about it", None)]
    library.journal.undo()
    assert [one.highlight for one in entry(library).notes] == [mark.id]
    with pytest.raises(NoSuchHighlight):
        library.annotations.write_note(2, "on another paper", highlight=mark.id)


def test_a_second_version_of_a_note_belongs_to_the_same_highlight(library: Library) -> None:
    mark, _ = library.annotations.highlight(1, 0, 8, text=TEXT)
    note, _ = library.annotations.write_note(1, "x", highlight=mark.id)
    library.annotations.edit_note(note.id, "y", revision=1)
    other, _ = library.annotations.edit_note(note.id, "z", revision=1)
    assert other.id != note.id
    assert other.highlight == mark.id


def test_a_highlight_follows_its_passage_and_waits_while_it_is_gone(library: Library, path: Path) -> None:
    mark, _ = library.annotations.highlight(1, 27, 49, text=TEXT)
    stored = ask(path, "select * from highlights")
    abstract(path, "A new beginning. " + TEXT)
    [moved] = entry(library).highlights
    assert (moved.start, moved.end, moved.quote) == (27 + 17, 49 + 17, mark.quote)
    abstract(path, "Withdrawn.")
    [orphan] = entry(library).highlights
    assert orphan.is_orphan
    assert (orphan.start, orphan.end, orphan.quote) == (None, None, mark.quote)
    with library.reader() as reader:
        assert [one.is_orphan for _, _, one in reader.all_highlights(9)] == [True]
    abstract(path, TEXT)
    assert entry(library).highlights == (mark,)
    assert ask(path, "select * from highlights") == stored


def test_marking_a_moved_passage_again_finds_it_marked(library: Library, path: Path) -> None:
    mark, _ = library.annotations.highlight(1, 27, 49, text=TEXT)
    abstract(path, "New. " + TEXT)
    again, done = library.annotations.highlight(1, 32, 54, text="New. " + TEXT)
    assert (again.id, done.change) == (mark.id, None)


def test_highlights_are_found_by_their_passage_comment_and_tags(library: Library, path: Path) -> None:
    library.annotations.highlight(1, 19, 34, text=TEXT, comment="Kolmogorov", tags=["methods/new"])
    library.annotations.write_note(2, "Kolmogorov, about a subject")
    assert find(library, "hl:kolmogorov") == find(library, "highlight:methods") == [1]
    assert find(library, 'hl:"about a subject"') == find(library, "hl:subj") == [1]
    assert find(library, "hl:enough") == find(library, "hl:number") == []
    assert sorted(find(library, "kolmogorov")) == [1, 2]
    assert find(library, "methods") == [1]


def test_papers_are_found_by_the_colour_of_a_highlight_under_any_of_its_names(library: Library) -> None:
    library.annotations.highlight(1, 19, 34, text=TEXT, colour="green", tags=["methods/new"])
    library.annotations.highlight(2, 19, 34, text=entry(library, 2).paper.abstract, colour="blue", tags=["Été"])
    names = {"green": "Method", "purple": "blue sky"}

    def found(query: str) -> list[int]:
        with library.reader() as reader:
            return sorted(Search(reader.connection, names).find(parse(query)).ids)

    assert (
        found("hl.colour:green") == found("hl.colour:method") == found("hl.color:gre") == found("hl.colour:met") == [1]
    )
    assert found("hl.colour:blue") == found("-hl.colour:green hl.colour:(blue OR pink)") == [2]
    assert found('hl.colour:"blue sky"') == found("hl.colour:orange") == found("hl.tag:new") == []
    assert found("hl.tag:methods") == found("hl.tag:methods/n") == [1]
    assert found("hl.tag:#été") == [2]
    assert found("hl.colour:green OR hl.tag:été") == [1, 2]
    assert find(library, "hl.colour:method") == []


def test_a_colour_of_another_program_is_found_by_its_own_name(library: Library, path: Path) -> None:
    library.annotations.highlight(1, 19, 34, text=TEXT)
    with closing(connect(path, writes=True)) as connection:
        connection.execute("update highlights set colour = 'Orange'")
    assert find(library, "hl.colour:orange") == [1]


def test_a_tag_brings_its_colour_unless_one_is_given(library: Library) -> None:
    library.annotations.tag([1], add=["plain", "Ça"])
    library.annotations.colour_tag("Ça", "pink")
    made = [
        library.annotations.highlight(1, 0, 9, text=TEXT, tags=["new", "plain", "#ÇA"])[0],
        library.annotations.highlight(1, 0, 8, text=TEXT, tags=["ça"], colour="blue")[0],
        library.annotations.highlight(1, 0, 7, text=TEXT, tags=["plain"])[0],
        library.annotations.highlight(1, 0, 6, text=TEXT, tags=["plain"], otherwise="green")[0],
    ]
    assert [one.colour for one in made] == ["pink", "blue", "yellow", "green"]
    assert library.annotations.highlight(1, 0, 9, text=TEXT, tags=["ça"])[0].id == made[0].id


def test_all_tags_of_highlights_are_known_once(library: Library) -> None:
    library.annotations.highlight(1, 0, 9, text=TEXT, tags=["zeta", "Alpha"])
    library.annotations.highlight(1, 0, 8, text=TEXT, tags=["zeta", "béta"])
    with library.reader() as reader:
        assert reader.highlight_tags() == ["Alpha", "béta", "zeta"]


def test_all_highlights_and_notes_come_newest_first(library: Library) -> None:
    texts = {number: entry(library, number).paper.abstract for number in (1, 2, 3)}
    for paper, start in ((2, 0), (1, 3), (3, 5), (1, 9)):
        library.annotations.highlight(paper, start, start + 9, text=texts[paper])
        library.annotations.write_note(paper, f"note {start}")
    library.annotations.trash([3], on=True)
    with library.reader() as reader:
        assert [(paper, mark.start) for paper, _, mark in reader.all_highlights(9)] == [(1, 9), (1, 3), (2, 0)]
        assert [paper for paper, _, _ in reader.all_highlights(2)] == [1, 1]
        assert [(paper, label) for paper, label, _ in reader.all_highlights(9, [3, 2])] == [
            (3, "Paper number 2 of many"),
            (2, "Paper number 1 of many"),
        ]
        assert [note.body for _, _, note in reader.all_notes(9)] == ["note 9", "note 3", "note 0"]
        assert [row.highlights for row in reader.rows([1, 2, 3])] == [2, 1, 1]


@settings(max_examples=40, deadline=None)
@given(entries())
def test_what_was_added_goes_through_an_export_and_back(entry: Entry) -> None:
    record = Record(entry.paper, 1, entry_from_json(entry_to_json(entry)))
    with temporary(0) as path, Library(path) as library:
        library.add([record], file="x", format="json")
        [back] = own_of(library)
        wanted = replace(
            entry,
            id=back.id,
            label=back.label,
            paper=back.paper,
            tags=back.tags,
            notes=tuple(sorted(entry.notes, key=lambda note: (note.created, note.id))),
            highlights=back.highlights,
        )
        assert back == wanted
        assert sorted(back.highlights, key=lambda mark: mark.id) == sorted(entry.highlights, key=lambda mark: mark.id)
        assert sorted(tag.lower() for tag in back.tags) == sorted({tag.lower() for tag in entry.tags})


def own_of(library: Library) -> list[Entry]:
    with library.reader() as reader:
        return list(reader.entries(row[0] for row in reader.connection.execute("select id from papers")))


@given(st.sampled_from([0, 3]), st.integers(0, 30), st.integers(1, 30))
@settings(max_examples=20, deadline=None)
def test_an_orphan_from_elsewhere_is_found_where_its_passage_is(lead: int, start: int, length: int) -> None:
    quote = TEXT[start : start + 24 + length]
    mark = Highlight("01890000-0000-7000-8000-000000000001", quote, None, None, created="2024-01-01T00:00:00.000Z")
    paper = Paper("T", TitleFrom.PRINTED, abstract=" " * lead + TEXT)
    uid = "01890000-0000-7000-8000-000000000002"
    given_ = Entry(1, uid, paper, "T", "2024-01-01T00:00:00.000Z", highlights=(mark,))
    with temporary(0) as path, Library(path) as library:
        library.add([Record(paper, 1, given_)], file="x", format="json")
        [found] = own_of(library)[0].highlights
        if found.start is not None:
            assert (found.start, found.end) == (lead + start, lead + start + len(quote))
        assert found.start is not None or sum(map(str.isalnum, quote)) < 24
