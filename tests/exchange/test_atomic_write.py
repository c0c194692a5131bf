"""Files are written completely or left unchanged."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from paperreader.exchange import ExportStopped, why_not_written, write_file, write_whole
from paperreader.exports import EXPORTS
from paperreader.library import Library
from tests.library.stock import filled

FILES = [export for export in EXPORTS if export.page is None]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "file.txt"


def write(place: Path, text: str) -> None:
    with write_whole(place) as out:
        out.write(text)


def test_a_file_is_there_when_it_is_whole_and_for_its_owner_alone(place: Path) -> None:
    with write_whole(place) as out:
        out.write("one\r\ntwo\n")
        assert not place.exists()
    assert place.read_bytes() == b"one\r\ntwo\n"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert list(place.parent.iterdir()) == [place]


def test_what_fails_half_way_leaves_what_was_there(place: Path) -> None:
    place.write_text("old")
    place.chmod(0o640)

    def fail() -> None:
        with write_whole(place) as out:
            out.write("new" * 10_000)
            raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        fail()
    assert (place.read_text(), list(place.parent.iterdir())) == ("old", [place])
    write(place, "new")
    assert (place.read_text(), stat.S_IMODE(place.stat().st_mode)) == ("new", 0o640)


def test_a_link_is_written_through(place: Path) -> None:
    place.write_text("old")
    link = place.with_name("link")
    link.symlink_to(place)
    write(link, "new")
    assert link.is_symlink()
    assert place.read_text() == "new"


def test_the_longest_name_that_a_file_can_have_is_no_problem(place: Path) -> None:
    longest = place.with_name("x" * 255)
    write(longest, "new")
    assert longest.read_text() == "new"


def test_a_device_is_written_to_as_it_is() -> None:
    write(Path("/dev/null"), "gone")
    assert Path("/dev/null").is_char_device()


def test_a_place_that_cannot_be_written_is_an_error_with_its_name(place: Path) -> None:
    loop = place.with_name("loop")
    loop.symlink_to(loop)
    for wrong in (place.parent, loop, place / "x", place.parent / "none" / "x", place.with_name("x" * 256)):
        with pytest.raises(OSError, match=r"\[Errno"):
            write(wrong, "new")
    assert list(place.parent.iterdir()) == [loop]


def test_an_export_is_written_whole(place: Path) -> None:
    with Library(filled(place.with_name("library.db"))) as library, library.reader() as reader:
        for export in FILES:
            assert write_file(reader, [3, 1, 99], export, place).papers == 2
            if export.name in ("json", "markdown", "csv", "bibtex", "html"):
                assert place.read_text().count("Paper number") >= 2
            elif export.binary:
                assert zipfile.is_zipfile(place)
        with pytest.raises(IsADirectoryError):
            write_file(reader, [1], EXPORTS[0], place.parent)


def test_an_export_that_is_stopped_leaves_what_was_there_and_nothing_else(place: Path) -> None:
    path = filled(place.with_name("library.db"))
    for before in (None, "old"):
        if before is not None:
            place.write_text(before)
        with Library(path) as library, library.reader() as reader:
            for export in FILES:
                for last in range(3):
                    with pytest.raises(ExportStopped):
                        write_file(reader, [1, 2, 3], export, place, lambda count: count < last)  # noqa: B023
        there = {one.name for one in place.parent.iterdir() if not one.name.startswith("library.db")}
        assert there == ({place.name} if before else set())
        assert not before or place.read_text() == before


@pytest.mark.parametrize("number", [*range(1, 40), 122, 0, None])
def test_why_a_file_was_not_written_is_words_and_no_number(place: Path, number: int | None) -> None:
    words = why_not_written(OSError(number, os.strerror(number) if number else "odd"), place)
    assert words
    assert "Errno" not in words
    assert not words.endswith(".")


def test_a_temporary_name_is_never_told(place: Path) -> None:
    with pytest.raises(OSError, match="none") as raised:
        write(place.parent / "none" / "x", "new")
    assert ".paperreader-" not in str(raised.value)
