"""The files of papers: attached, replaced, detached, merged, exported and undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperreader.domain import Record, entry_from_json, entry_to_json
from paperreader.library import Library, LibraryError
from tests.library.records import records


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as library:
        library.add(records(2), file="a.json", format="json")
        yield library


def files(library: Library, paper: int = 1) -> tuple[str, ...]:
    with library.reader() as reader:
        return reader.entry(paper).files


def test_a_file_is_attached_replaced_and_detached_and_every_step_can_be_undone(library: Library) -> None:
    done = library.annotations.attach(1, "/home/me/a.pdf")
    assert done.what == "attached a.pdf to “Paper number 0 of many”"
    assert (files(library), files(library, 2)) == (("/home/me/a.pdf",), ())
    library.annotations.attach(1, "/home/me/b.pdf")
    assert files(library) == ("/home/me/b.pdf",)
    assert library.annotations.attach(1, "/home/me/b.pdf").change is None
    library.annotations.attach(1, None)
    assert files(library) == ()
    for before in (("/home/me/b.pdf",), ("/home/me/a.pdf",), ()):
        library.journal.undo()
        assert files(library) == before


def test_files_go_along_in_a_merge_and_back_at_undo(library: Library) -> None:
    library.annotations.attach(1, "/a.pdf")
    library.annotations.attach(2, "/b.pdf")
    library.corrections.merge(1, 2)
    assert files(library) == ("/a.pdf", "/b.pdf")
    library.journal.undo()
    assert (files(library), files(library, 2)) == (("/a.pdf",), ("/b.pdf",))


def test_files_are_in_the_json_of_a_paper_and_come_back_from_it(library: Library, tmp_path: Path) -> None:
    library.annotations.attach(1, "/home/me/é – [a].pdf")
    with library.reader() as reader:
        with_file, without = reader.entries([1, 2])
    data = json.loads(json.dumps(entry_to_json(with_file)))
    assert data["files"] == ["/home/me/é – [a].pdf"]
    assert "files" not in entry_to_json(without)
    assert entry_from_json(data) == with_file
    with Library(tmp_path / "other.db") as other:
        for file in ("backup", "the same again"):
            other.add([Record(with_file.paper, 1, entry=with_file, exact=True)], file=file, format="json")
        assert files(other) == with_file.files


@pytest.mark.parametrize("path", ["/a\x1b[31m.pdf", "/a\nb.pdf", "/a\udcff.pdf"])
def test_a_path_that_no_terminal_can_show_is_refused(library: Library, path: str) -> None:
    with pytest.raises(LibraryError, match="rename the file"):
        library.annotations.attach(1, path)
    assert files(library) == ()


def test_nothing_is_attached_to_a_paper_that_is_not_there(library: Library) -> None:
    with pytest.raises(LibraryError, match="no paper 99"):
        library.annotations.attach(99, "/a.pdf")
