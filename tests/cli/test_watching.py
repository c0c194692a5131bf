"""`watch` imports what arrives, and `export --watch` follows the library, until they are told to stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from paperreader.library import Library
from tests.cli.shell import Shell, records
from tests.cli.test_json import validator
from tests.library.stock import ask, filled

pytest_plugins = ["tests.cli.shells"]

PATIENCE = 30.0
"""Seconds that a slow machine may take."""


class Running:
    """A command that runs until it is stopped."""

    def __init__(self, library: Path, log: Path, *args: str | Path) -> None:
        self._log = log
        with log.open("ab") as out:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "paperreader", "--library", str(library), *map(str, args)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    def waits_for(self, what: Callable[[], bool]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not what():
            assert time.monotonic() < end, self.said
            assert self._child.poll() is None, self.said
            time.sleep(0.02)

    def says(self, words: str, times: int = 1) -> None:
        self.waits_for(lambda: self.said.count(words) >= times)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self._child.send_signal(number)
        code = self._child.wait(PATIENCE)
        assert "Traceback" not in self.said
        return code

    def kill(self) -> None:
        self._child.kill()
        self._child.wait()


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    running: list[Running] = []

    def begin(*args: str | Path) -> Running:
        running.append(Running(tmp_path / "library.db", tmp_path / f"log{len(running)}", *args))
        return running[-1]

    yield begin
    for one in running:
        one.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (made := tmp_path / "inbox").mkdir()
    return made


def papers(path: Path) -> list[str]:
    return [str(title) for (title,) in ask(path, "select title from papers order by title")] if path.exists() else []


def old(file: Path, data: bytes) -> Path:
    """A file that was written a while ago."""
    file.write_bytes(data)
    os.utime(file, (time.time() - 60,) * 2)
    return file


def test_what_arrives_is_imported_once_even_after_a_restart(start: Start, folder: Path, tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    old(folder / "first.jsonl", records("Early bird"))
    watch = start("watch", folder)
    watch.says("first.jsonl: 1 paper")
    (folder / "below").mkdir()
    (folder / "below" / "second.jsonl").write_bytes(records("Night owl"))
    (folder / "nothing.bin").write_bytes(bytes(range(256)))
    (folder / "half.jsonl.part").write_bytes(records("Half a paper"))
    watch.says("second.jsonl: 1 paper")
    watch.says("nothing.bin")
    assert watch.stop(signal.SIGINT) == 0
    assert papers(library) == ["Early bird", "Night owl"]

    (folder / "half.jsonl.part").rename(folder / "half.jsonl")
    (folder / "first.jsonl").rename(folder / "renamed.jsonl")
    old(folder / "copy.jsonl", records("Night owl"))
    again = start("watch", folder)
    again.says("half.jsonl: 1 paper")
    old(folder / "last.jsonl", records("Last"))
    again.says("last.jsonl: 1 paper")
    assert again.stop() == 0
    assert not [name for name in ("renamed", "copy", "second", "nothing") if name in again.said]
    assert papers(library) == ["Early bird", "Half a paper", "Last", "Night owl"]


def test_a_file_is_imported_when_it_is_complete(start: Start, folder: Path, tmp_path: Path) -> None:
    watch = start("watch", "--json", folder)
    watch.says("watching")
    with (folder / "slow.jsonl").open("wb") as out:
        for number in range(8):
            out.write(records(f"Paper {number}"))
            out.flush()
            time.sleep(0.25)  # longer altogether than a file must stay the same
    watch.says('"file"')
    assert watch.stop() == 0
    reports: list[dict[str, Any]] = [json.loads(line) for line in watch.said.splitlines() if line.startswith("{")]
    assert [one["papers"] for one in reports] == [8]
    assert validator("imported").is_valid(reports[0])


def test_a_folder_must_be_there(empty: Shell, tmp_path: Path) -> None:
    done = empty("watch", tmp_path / "none")
    assert done.code == 1
    assert "there is no directory here to watch" in done.err


def test_a_folder_of_notes_follows_the_library(start: Start, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    with Library(filled(tmp_path / "library.db")) as library:
        follow = start("export", "--to", "obsidian", "-o", notes, "--watch")
        follow.says("3 notes written")
        note = notes / "paper-number-0-of-many-1.md"
        before = {one: one.stat().st_mtime_ns for one in notes.iterdir()}
        note.write_bytes(note.read_bytes() + b"mine")
        library.annotations.write_note(1, "What I think")
        follow.says("1 note written to")
        assert b"What I think" in note.read_bytes()
        assert note.read_bytes().endswith(b"mine")
        assert [one.name for one in notes.iterdir() if one.stat().st_mtime_ns != before[one]] == [note.name]
    assert follow.stop(signal.SIGINT) == 0


def test_a_bib_follows_the_library_and_another_one_in_its_place(start: Start, tmp_path: Path) -> None:
    bib = tmp_path / "papers.bib"
    with Library(filled(tmp_path / "library.db")) as library:
        follow = start("export", "is:starred", "-o", bib, "--watch")
        follow.says("0 papers written")
        library.annotations.star([2], on=True)
        follow.says("1 paper written")
        library.annotations.rate([3], 4)  # which changes nothing of it
        library.annotations.star([1], on=True)
        follow.says("2 papers written")
    with Library(filled(tmp_path / "other.db")) as library:
        library.annotations.star([1, 2, 3], on=True)
    (tmp_path / "other.db").rename(tmp_path / "library.db")
    follow.says("3 papers written")
    assert bib.read_text().count("\n@") + bib.read_text().startswith("@") == 3
    assert follow.stop() == 0


def test_only_a_place_can_be_kept_up_to_date(shell: Shell, tmp_path: Path) -> None:
    done = shell("export", "--to", "bibtex", "--watch")
    assert (done.code, done.out) == (2, "")
    assert "name one with -o" in done.err
    assert shell("export", "--watch", "-o", tmp_path / "no" / "such.bib").code == 1


def test_a_folder_of_notes_is_exported_and_what_happened_is_said(shell: Shell, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    done = shell("export", "lora", "-o", f"{notes}/")
    count = len(list(notes.iterdir()))
    assert count > 2
    assert (done.code, done.out, done.err) == (0, "", f"paperreader: {count} notes written to {notes}/.\n")
    assert (
        f"0 notes written to {notes}, {count} unchanged."
        in shell("export", "lora", "--to", "obsidian", "-o", notes).err
    )
    one = next(notes.iterdir())
    one.write_bytes(one.read_bytes().replace(b"<!-- paperreader: end", b"<!-- the end"))
    shell("star", "lora")
    done = shell("export", "lora", "-o", f"{notes}/")
    assert done.code == 3
    assert f"{one.name}: the line that ends paperreader's part is missing. It was left as it is." in done.err
    (tmp_path / "file").write_text("mine")
    done = shell("export", "lora", "--to", "obsidian", "-o", tmp_path / "file")
    assert done.code == 1
    assert "this is a file; name a folder" in done.err


def test_a_markdown_file_with_a_damaged_block_is_not_written(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("<!-- paperreader: begin -->\nmine")
    done = shell("export", "lora", "-o", tmp_path / "notes.md")
    assert done.code == 1
    assert "the line that ends paperreader's part is missing; mend the file, or name another. Nothing was" in done.err
    assert (tmp_path / "notes.md").read_text().endswith("mine")
