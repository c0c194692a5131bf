"""Annotations are stored as intended, or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given

from paperreader.domain import Decision, Note
from paperreader.library import Library, NoSuchNote, NoSuchPaper, tag_name
from paperreader.library.annotations.tags import LONGEST_TAG, InvalidTag
from paperreader.tui.dialogs.draft import NoteDraft
from tests.library.stock import ask, bodies, everything, filled
from tests.strategies import hostile_text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db")


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as library:
        yield library


def tags(library: Library, paper: int = 1) -> tuple[str, ...]:
    with library.reader() as reader:
        return reader.entry(paper).tags


def notes(library: Library, paper: int = 1) -> tuple[Note, ...]:
    with library.reader() as reader:
        return reader.entry(paper).notes


@pytest.mark.parametrize(("first", "second"), [("NLP", "nlp"), ("Über", "über"), ("ÖKO", "öko")])
def test_tags_are_matched_whatever_their_case_and_keep_that_of_the_first(
    library: Library, first: str, second: str
) -> None:
    library.annotations.tag([1], add=[first])
    library.annotations.tag([1, 2], add=[second])
    assert tags(library, 1) == tags(library, 2) == (first,)
    library.annotations.tag([1], remove=[second])
    assert tags(library, 1) == ()


def test_tags_are_cleaned(library: Library) -> None:
    library.annotations.tag([1], add=["  #to   read\n", "+c++", "a\x1b[31mb", "#C#"])
    assert tags(library) == ("to read", "c++", "a�[31mb", "C#")
    library.annotations.tag([1], remove=["#to read"])
    assert "to read" not in tags(library)


@pytest.mark.parametrize("text", ["", " ", "#", "+ #", "\n", "\u200b", "x" * (LONGEST_TAG + 1)])
def test_what_is_no_tag_is_refused_and_nothing_is_written(library: Library, path: Path, text: str) -> None:
    before = everything(path)
    with pytest.raises(InvalidTag):
        library.annotations.tag([1], add=["good", text])
    assert everything(path) == before


@given(hostile_text(LONGEST_TAG))
def test_whatever_is_typed_becomes_a_tag_that_stays_the_same_or_none(text: str) -> None:
    with contextlib.suppress(InvalidTag):
        name = tag_name(text)
        assert name == tag_name(name) == tag_name(f"#{name}") == name.strip()
        assert "\n" not in name


def test_removing_what_is_not_there_is_no_error(library: Library) -> None:
    assert library.annotations.tag([1], remove=["none", "", "#"]).change is None


UNKNOWN: dict[str, Callable[[Library], object]] = {
    "tag": lambda library: library.annotations.tag([1, 99], add=["x"]),
    "untag": lambda library: library.annotations.tag([99], remove=["x"]),
    "star": lambda library: library.annotations.star([1, 99], on=True),
    "read": lambda library: library.annotations.mark_read([1, 99], on=True, automatic=True),
    "note": lambda library: library.annotations.write_note(99, "x"),
    "decide": lambda library: library.annotations.decide([1, 99], Decision.ACCEPT),
    "trash": lambda library: library.annotations.trash([1, 99], on=True),
}


@pytest.mark.parametrize("deed", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_paper_is_named_and_nothing_is_written(
    library: Library, path: Path, deed: Callable[[Library], object]
) -> None:
    before = everything(path)
    with pytest.raises(NoSuchPaper, match="99"):
        deed(library)
    assert everything(path) == before


def test_a_note_that_is_gone_cannot_be_changed(library: Library, path: Path) -> None:
    note, _ = library.annotations.write_note(1, "x")
    library.annotations.delete_note(note.id)
    before = everything(path)
    with pytest.raises(NoSuchNote):
        library.annotations.edit_note(note.id, "y", revision=1)
    with pytest.raises(NoSuchNote):
        library.annotations.delete_note(note.id)
    assert everything(path) == before


def test_a_note_keeps_its_text_to_the_letter_but_for_what_harms_a_terminal(library: Library) -> None:
    body = "# Überschrift\n\n- \t[x](y) 量子 👩‍🔬 e\u0301 \n"
    note, _ = library.annotations.write_note(1, body + "\x1b]2;title\x07\x00\r\n")
    assert note.body == body + "�]2;title�\n"
    assert notes(library) == (note,)


def test_a_saved_note_grows_older_but_not_another(library: Library) -> None:
    note, _ = library.annotations.write_note(1, "one", created="2020-01-02T03:04:05.678Z")
    edited, done = library.annotations.edit_note(note.id, "two", revision=note.revision)
    assert (edited.id, edited.created, edited.revision) == (note.id, "2020-01-02T03:04:05.678Z", 2)
    assert edited.updated > note.updated
    assert done.what == "edited a note on “Paper number 0 of many”"


def test_when_two_save_over_one_another_both_texts_stay(path: Path) -> None:
    with Library(path) as here, Library(path) as there:
        note, _ = here.annotations.write_note(1, "draft")
        there.annotations.edit_note(note.id, "theirs", revision=note.revision)
        mine, done = here.annotations.edit_note(note.id, "mine", revision=note.revision)
        assert mine.id != note.id
        assert "second version" in done.what
        assert {one.body for one in notes(there)} == {"theirs", "mine"}


def test_saving_late_what_the_other_saved_too_makes_no_second_note(path: Path) -> None:
    with Library(path) as here, Library(path) as there:
        note, _ = here.annotations.write_note(1, "draft")
        there.annotations.edit_note(note.id, "same", revision=note.revision)
        here.annotations.edit_note(note.id, "same", revision=note.revision)
        assert [one.body for one in notes(there)] == ["same"]


def test_what_is_typed_into_a_note_that_another_window_deleted_becomes_a_new_one(path: Path) -> None:
    with Library(path) as here, Library(path) as there:
        draft = NoteDraft(here.annotations, 1, None)
        draft.save("begun")
        assert draft.note is not None
        there.annotations.delete_note(draft.note.id)
        assert draft.close("begun and ended")
        assert bodies(path) == ["begun and ended"]


def test_two_drafts_of_one_note_lose_nothing(path: Path) -> None:
    with Library(path) as here, Library(path) as there:
        note, _ = here.annotations.write_note(1, "begun")
        one, other = NoteDraft(here.annotations, 1, note), NoteDraft(there.annotations, 1, note)
        one.save("begun here")
        other.save("begun there")
        one.close("begun here, ended")
        other.close("begun there, ended")
        assert set(bodies(path)) == {"begun here, ended", "begun there, ended"}


def test_a_paper_named_twice_is_changed_once(library: Library, path: Path) -> None:
    done = library.annotations.tag([1, 1], add=["x", "X"])
    library.annotations.star([1, 1], on=True)
    assert done.papers == (1,)
    assert len(ask(path, "select * from taggings")) == 1
    library.annotations.tag([1, 1], remove=["x"])
    assert tags(library) == ()


def test_what_was_annotated_is_found_at_once_and_no_more_when_it_goes(library: Library) -> None:
    from paperreader.library import Search
    from paperreader.query import parse

    note, _ = library.annotations.write_note(2, "Kolmogorov")
    with library.reader() as reader:
        search = Search(reader.connection)
        assert list(search.find(parse("kolmogorov")).ids) == [2]
        library.annotations.delete_note(note.id)
        assert list(search.find(parse("kolmogorov")).ids) == []
        library.journal.undo()
        assert list(search.find(parse("kolmogorov")).ids) == [2]
