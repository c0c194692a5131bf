"""A library that cannot be opened gives one line and exit code 1, and is not changed by a single byte."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperreader.exchange import sample_lists
from paperreader.library.database.tables import SCHEMA
from tests.cli.shell import Called, call

READING = (
    ["list"], ["list", "lora", "--json"], ["show", "1"], ["export", "--to", "json"], ["log"], ["tags"], ["imports"],
    ["leftovers"], ["note", "1"],
)  # fmt: skip
WRITING = (["tag", "1", "+x"], ["note", "1", "text"], ["undo"], ["redo"])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sample") / "library.db"
    assert call("--library", place, "import", *sample_lists()[:2]).code == 0
    assert call("--library", place, "note", "1", "text").code == 0
    return place


@pytest.fixture
def library(sample: Path, tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return Path(shutil.copy(sample, tmp_path / "place" / "library.db"))


@pytest.fixture
def locked(library: Path) -> Iterator[Path]:
    """A library that another program is writing to."""
    other = sqlite3.connect(library, isolation_level=None)
    other.execute("begin immediate")
    yield library
    other.close()


def is_one_clear_line(done: Called) -> bool:
    lines = done.err.splitlines()
    return (done.code, done.out, len(lines)) == (1, "", 1) and lines[0].startswith("paperreader: ")


def execute(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as connection:
        for one in statements:
            connection.execute(one)
    connection.close()


def text(path: Path) -> None:
    path.write_text("My shopping list, which is a good deal longer than the header of a database.\n" * 50)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_program(path: Path) -> None:
    path.unlink()
    execute(path, "create table cookies(value)")


def newer(path: Path) -> None:
    execute(path, f"pragma user_version = {SCHEMA + 1}")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50_000])


@pytest.mark.parametrize("spoil", [text, empty, another_program, newer])
def test_what_is_no_library_or_a_newer_one_is_not_touched(library: Path, spoil: object) -> None:
    spoil(library)  # type: ignore[operator]
    before = library.read_bytes()
    for command in (*READING, *WRITING):
        assert is_one_clear_line(call("--library", library, *command)), command
        assert library.read_bytes() == before
    if spoil is not empty:
        assert is_one_clear_line(call("--library", library, "import", *sample_lists()))
        assert is_one_clear_line(call("--library", library))
        assert library.read_bytes() == before
    assert [one.name for one in library.parent.iterdir()] == ["library.db"]


def test_half_a_library_never_ends_in_a_traceback(library: Path) -> None:
    truncated(library)
    for command in (*READING, *WRITING):
        assert call("--library", library, *command).code in (0, 1)  # `call` looks for tracebacks


def test_a_library_that_is_not_there_is_not_made_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("PAPERREADER_LIBRARY", raising=False)
    for command in (*READING, *WRITING):
        assert is_one_clear_line(call("--library", tmp_path / "none.db", *command))
        assert is_one_clear_line(call(*command))
    assert not (tmp_path / "none.db").exists()
    assert not list((tmp_path / "data").rglob("*.db*"))


def test_a_place_that_cannot_be_is_a_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "file").touch()
    places = [tmp_path / "no" / "such" / "x.db", tmp_path, tmp_path / "fifo", tmp_path / "file" / "x.db",
              tmp_path / ("x" * 300), Path("/dev/null")]  # fmt: skip
    for place in places:
        for command in (["list"], [], ["import", *sample_lists()], ["import", "--dry-run", *sample_lists()]):
            done = call("--library", place, *command)
            assert is_one_clear_line(done), (place, command)
            assert str(place) in done.err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["fifo", "file"]


def test_a_library_that_another_program_writes_to_can_be_read(locked: Path) -> None:
    for command in READING:
        assert call("--library", locked, *command).code == 0


def test_writing_waits_for_another_program_and_then_says_so(locked: Path) -> None:
    before = locked.read_bytes()
    began = time.monotonic()
    done = call("--library", locked, "tag", "1", "+x")
    assert 4 < time.monotonic() - began < 20
    assert is_one_clear_line(done)
    assert "another program" in done.err
    assert locked.read_bytes() == before


def test_reading_changes_nothing_and_leaves_nothing_behind(library: Path) -> None:
    before = library.read_bytes()
    for command in (*READING, []):
        assert call("--library", library, *command).code == 0
    assert library.read_bytes() == before
    assert [one.name for one in library.parent.iterdir()] == ["library.db"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_library_of_somebody_else_can_be_read_or_is_a_line(library: Path) -> None:
    before = library.read_bytes()
    call("--library", library, "list")  # everything is imported before privileges go

    def as_nobody(*command: str) -> tuple[int, str, str]:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.setgid(65534)
            os.setuid(65534)
            done = call("--library", library, *command)
            os.write(writing, f"{done.code}\t{done.out}\t{done.err}".encode()[:4000])
            os._exit(0)
        os.waitpid(child, 0)
        os.close(writing)
        with open(reading, encoding="utf-8", errors="ignore") as pipe:  # noqa: PTH123 - a descriptor
            code, out, err = pipe.read().split("\t")
        return int(code), out, err

    for directory in library.parents[:-1]:
        directory.chmod(directory.stat().st_mode | 0o055)
    library.chmod(0o600)
    code, out, err = as_nobody("list")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    code, out, err = as_nobody("import", str(library))
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    library.chmod(0o444)
    code, out, err = as_nobody("tag", "1", "+x")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert library.read_bytes() == before
