"""If the file of an open library is replaced, neither file is written to again, and both stay intact."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.library import Library, Replaced
from tests.faults.ptys import KITTY_ESC, at_home, needs_terminals, terminal
from tests.library.records import records
from tests.library.stock import ask, bodies, everything, filled, is_sound
from tests.tui.conftest import until_dealt_with
from tests.tui.hands import listed, playing, said, send


def restored(path: Path) -> Path:
    """Replace the library by another, as a restore does; the old file stays under another name."""
    aside, other = path.with_name("aside.db"), backup(path)
    path.rename(aside)
    other.rename(path)
    return aside


def backup(path: Path) -> Path:
    other = filled(path.with_name("other.db"), 40)
    with Library(other) as library:
        library.annotations.write_note(7, "of the restored one")
    return other


def written_over(path: Path) -> Path:
    """Do the same by a single rename, so that only the open program still has the old file."""
    backup(path).replace(path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return filled(tmp_path / "place" / "library.db")


def notes_seen_by_another_program(path: Path) -> list[str]:
    program = (
        "import sys, pathlib\nfrom paperreader.library.store import Library\n"
        "with Library(pathlib.Path(sys.argv[1])) as one, one.reader() as reader:\n"
        "    one.annotations.tag([1], add=['seen'])\n"
        "    print(*[n.body for e in reader.entries(range(1, 41)) for n in e.notes], sep='|')"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    return done.stdout.strip().split("|")


@pytest.mark.parametrize("replace", [restored, written_over])
def test_what_comes_into_the_place_stays_whole_and_so_does_what_was_there(
    path: Path, replace: Callable[[Path], Path]
) -> None:
    with Library(path) as library, library.reader() as reader:
        for number in range(30):  # much of it only in the log
            library.annotations.write_note(1, f"acknowledged {number}")
        aside = replace(path)
        with pytest.raises(Replaced, match="replaced by another"):
            library.annotations.write_note(2, "for nobody")
        assert notes_seen_by_another_program(path) == ["of the restored one"]
        assert len(reader.entry(1).notes) == 30  # reading still works
        with pytest.raises(Replaced):
            library.reader()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:  # a log that is in use, while we close
            other.execute("update meta set value = value")
            other.execute("insert into meta values ('x', 'acknowledged by the other')")
            reader.close()
            library.close()
            assert ask(path, "select value from meta where key = 'x'") == [("acknowledged by the other",)]
    assert bodies(path) == ["of the restored one"]
    assert ask(path, "select value from meta where key = 'x'") == [("acknowledged by the other",)]
    assert is_sound(path)
    if aside != path:
        assert sorted(bodies(aside)) == sorted(f"acknowledged {number}" for number in range(30))
        assert is_sound(aside)


CHANGES: dict[str, Callable[[Library], object]] = {
    "undo": lambda library: library.journal.undo(),
    "undo of what was asked about": lambda library: library.journal.undo(only=1),
    "the question before an undo": lambda library: library.journal.undoable(),
    "redo": lambda library: library.journal.redo(),
    "the question before a star": lambda library: library.annotations.all_are([1], "starred"),
    "a star": lambda library: library.annotations.star([1], on=True),
    "a comparison": lambda library: library.corrections.find_duplicates(),
    "an import": lambda library: library.add(records(50), file="/tmp/f.txt", format="test"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_command_goes_by_a_library_that_is_not_there(path: Path, change: Callable[[Library], object]) -> None:
    with Library(path) as library:
        library.annotations.write_note(1, "acknowledged")
        restored(path)
        before = path.read_bytes()
        with pytest.raises(Replaced):
            change(library)
        assert path.read_bytes() == before


async def test_keys_that_depend_on_a_change_that_is_not_made_are_not_held_up(path: Path) -> None:
    with Library(path) as library:
        async with playing(library) as pilot:
            restored(path)
            for key in "s u s . ctrl+r a".split(" "):
                send(pilot, key)
            await until_dealt_with(pilot)
            assert "Nothing more is saved" in said(pilot)
            for key in "ctrl+l s u s a".split(" "):
                send(pilot, key)
            await until_dealt_with(pilot)
            assert listed(pilot) == list(range(1, 41))
    assert bodies(path) == ["of the restored one"]
    assert ask(path, "select paper, starred, decision from states order by paper") == [(1, 1, "accept")]


def test_the_new_file_is_as_it_was_to_the_byte_when_it_is_missed_and_when_all_is_closed(path: Path) -> None:
    with Library(path) as library:
        library.annotations.write_note(1, "acknowledged")
        restored(path)
        before = path.read_bytes()
        with pytest.raises(Replaced):
            library.changed_elsewhere()
        assert path.read_bytes() == before
    assert path.read_bytes() == before
    assert not [one.name for one in path.parent.iterdir() if one.name.startswith("library.db-")]


def test_closing_at_once_leaves_the_new_file_alone_too(path: Path) -> None:
    with Library(path) as library, library.reader():
        library.annotations.write_note(1, "acknowledged")
        aside = restored(path)
        before = path.read_bytes()
    assert path.read_bytes() == before
    assert bodies(path) == ["of the restored one"]
    assert bodies(aside) == ["acknowledged"]


@pytest.mark.parametrize("how", ["moved", "deleted", "moved to another folder"])
def test_a_library_that_is_gone_is_written_no_more_and_not_begun_anew(path: Path, how: str) -> None:
    aside = path.parent.parent / "aside.db" if "folder" in how else path.with_name("aside.db")
    with Library(path) as library, library.reader() as reader:
        library.annotations.write_note(1, "acknowledged")
        if how == "deleted":
            path.unlink()
        else:
            path.rename(aside)
        with pytest.raises(Replaced, match="moved or deleted"):
            library.annotations.write_note(1, "for nobody")
        assert [note.body for note in reader.entry(1).notes] == ["acknowledged"]
        if how != "deleted":  # even if it comes back, since its log is gone by then
            aside.rename(path)
            with pytest.raises(Replaced):
                library.annotations.write_note(1, "for nobody")
            path.rename(aside)
    assert not path.exists()
    if how != "deleted":
        assert bodies(aside) == ["acknowledged"]
        assert is_sound(aside)


def test_an_import_stops_where_another_file_comes_into_the_place(path: Path) -> None:
    before = everything(other := backup(path))

    def replaces(progress: object) -> None:
        if other.exists():
            other.replace(path)

    with Library(path) as library, pytest.raises(Replaced):
        library.add(records(5_000), file="many", format="json", progress=replaces)
    assert everything(path) == before
    assert is_sound(path)


def test_while_nothing_is_written_there_is_nothing_in_the_log_for_another_file(path: Path) -> None:
    with Library(path) as library, library.reader() as reader, Library(path) as window:
        library.annotations.write_note(1, "acknowledged")
        assert window.changed_elsewhere()
        assert not library.changed_elsewhere()
        assert path.with_name("library.db-wal").stat().st_size == 0
        shutil.copy(path, path.with_name("copy.db"))
        assert bodies(path.with_name("copy.db")) == ["acknowledged"]
        restored(path)
        assert notes_seen_by_another_program(path) == ["of the restored one"]  # before anybody has noticed
        assert len(reader.entry(1).notes) == 1
    assert bodies(path) == ["of the restored one"]
    assert is_sound(path)


def test_a_link_that_leads_elsewhere_is_another_file(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)
    other = Path(shutil.copy(path, tmp_path / "other.db"))
    with Library(link) as library:
        library.annotations.write_note(1, "acknowledged")
        link.unlink()
        link.symlink_to(other)
        with pytest.raises(Replaced):
            library.annotations.write_note(1, "for nobody")
    assert bodies(other) == []
    assert bodies(path) == ["acknowledged"]
    assert is_sound(path)


def test_a_relative_name_means_one_file_wherever_the_program_goes(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    with Library(Path("library.db")) as library:
        os.chdir(tmp_path)
        library.annotations.write_note(1, "acknowledged")
        with library.reader() as reader:
            assert len(reader.entry(1).notes) == 1
    assert bodies(path) == ["acknowledged"]


@needs_terminals
def test_the_reader_goes_on_and_keeps_what_is_typed_until_a_key_opens_what_is_there(tmp_path: Path, path: Path) -> None:
    with terminal(at_home(tmp_path), "--library", path) as it:
        it.wait_for(b"1 / 3")
        it.type(b"Aacknowledged" + KITTY_ESC)
        it.until(lambda: bodies(path) == ["acknowledged"])
        it.read(1.0)
        aside = path.with_name("aside.db")
        other = Path(shutil.copy(path, path.with_name("other.db")))
        with Library(other) as library:
            library.annotations.write_note(2, "of the restored one")
        path.rename(aside)
        other.rename(path)
        it.wait_for(b"Nothing more is saved")
        before = path.read_bytes(), aside.read_bytes()
        it.type(b"jkA")
        it.wait_for(b"New note")
        it.type(b"typed meanwhile")
        it.wait_for(b"NOT SAVED")
        it.type(KITTY_ESC + b"j")
        it.wait_for(b"kept as a draft")
        it.type(b"s/the" + b"\r")
        it.read(0.5)
        assert (path.read_bytes(), aside.read_bytes()) == before
        (draft,) = (tmp_path / "STATE" / "paperreader" / "drafts").glob("*.json")
        assert json.loads(draft.read_text(encoding="utf-8"))["body"] == "typed meanwhile"
        it.type(b"\x0c")
        it.wait_for(b"saved a note that could not be saved last time")  # soon it says what it opened
        it.until(lambda: "typed meanwhile" in bodies(path))
        it.type(b"Aafterwards" + KITTY_ESC)
        it.until(lambda: "afterwards" in bodies(path))
        it.type(b"qqq")
        assert it.ended(5)
    assert sorted(bodies(path)) == ["acknowledged", "afterwards", "of the restored one", "typed meanwhile"]
    assert bodies(aside) == ["acknowledged"]
    assert is_sound(path)
    assert is_sound(aside)
