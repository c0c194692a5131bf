"""What the papers of a view must meet: stored with the view, journalled, and undone with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from paperreader.library import Library, LibraryError
from tests.library.stock import filled, is_sound


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(filled(tmp_path / "library.db"))
    library.annotations.save_view("to decide", "is:undecided")
    yield library
    library.close()


def criteria(library: Library) -> dict[str, str]:
    with library.reader() as reader:
        return reader.criteria()


def view(library: Library) -> str:
    with library.reader() as reader:
        return reader.views()[0].uid


def test_a_view_and_all_papers_have_criteria_of_their_own(library: Library) -> None:
    library.annotations.set_criteria(view(library), " in humans\nafter 2010 ")
    done = library.annotations.set_criteria(None, "in English")
    assert done.what == "wrote the criteria of all papers"
    assert criteria(library) == {view(library): "in humans\nafter 2010", "": "in English"}
    library.annotations.set_criteria(None, "in any language")
    assert criteria(library)[""] == "in any language"
    done = library.annotations.set_criteria(None, " ")
    assert done.what == "removed the criteria of all papers"
    assert criteria(library) == {view(library): "in humans\nafter 2010"}


def test_every_change_of_them_is_undone_and_redone(library: Library) -> None:
    for text in ("one", "two", ""):
        library.annotations.set_criteria(None, text)
    for before in ("two", "one", None):
        library.journal.undo()
        assert criteria(library).get("") == before
    for after in ("one", "two", None):
        library.journal.redo()
        assert criteria(library).get("") == after
    assert is_sound(library.path)


def test_a_deleted_view_takes_its_criteria_along_and_undo_brings_both_back(library: Library) -> None:
    uid = view(library)
    library.annotations.set_criteria(uid, "in humans")
    library.annotations.delete_view(uid)
    assert criteria(library) == {}
    library.journal.undo()
    assert criteria(library) == {uid: "in humans"}
    assert view(library) == uid
    library.journal.redo()
    assert criteria(library) == {}


def test_escape_sequences_are_not_stored(library: Library) -> None:
    library.annotations.set_criteria(None, "in \x1b]52;c;AAAA\x07humans")
    assert "\x1b" not in criteria(library)[""]


def test_a_view_that_is_gone_has_no_criteria(library: Library) -> None:
    uid = view(library)
    library.annotations.delete_view(uid)
    with pytest.raises(LibraryError, match="since been deleted"):
        library.annotations.set_criteria(uid, "in humans")
    assert criteria(library) == {}
