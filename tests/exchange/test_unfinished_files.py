"""Half-written files of killed programs are removed later, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from paperreader.config import state_path
from paperreader.exchange import remove_unfinished, write_whole

WRITES = """
import sys, time, pathlib
from paperreader.exchange import write_whole
with write_whole(pathlib.Path(sys.argv[1])) as out:
    out.write("half"), out.flush(), print("begun", flush=True), time.sleep(60)
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return state_path().parent


def half(place: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen([sys.executable, "-c", WRITES, str(place)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    return child


def being_written(folder: Path) -> list[Path]:
    return sorted(folder.glob(".paperreader-*"))


def test_what_a_killed_export_left_goes_and_what_is_being_written_stays(tmp_path: Path, state: Path) -> None:
    (place := tmp_path / "place").mkdir()
    (place / ".paperreader-of-mine").write_text("not noted")
    with half(place / "one.md") as killed, half(place / "two.md") as alive:
        assert len(being_written(place)) == 3
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        remove_unfinished()
        assert len(being_written(place)) == 2
        with write_whole(place / "three.md") as out:
            out.write("whole")
        alive.send_signal(signal.SIGKILL)
    remove_unfinished()
    assert [one.name for one in being_written(place)] == [".paperreader-of-mine"]
    assert sorted(one.name for one in place.iterdir()) == [".paperreader-of-mine", "three.md"]
    assert not list((state / "unfinished").iterdir())


def test_notes_lead_to_nothing_that_is_not_a_file_of_ours(tmp_path: Path, state: Path) -> None:
    notes = state / "unfinished"
    notes.mkdir(parents=True)
    (kept := tmp_path / "kept.md").write_text("kept")
    (tmp_path / ".paperreader-link").symlink_to(kept)
    (tmp_path / ".paperreader-folder").mkdir()
    for number, place in enumerate((kept, tmp_path / ".paperreader-link", tmp_path / ".paperreader-folder")):
        (notes / str(number)).write_text(str(place))
    os.mkfifo(notes / "pipe")
    (notes / "folder").mkdir()
    (notes / "bytes").write_bytes(b"\xff\x00")
    remove_unfinished()
    assert kept.read_text() == "kept"
    assert (tmp_path / ".paperreader-link").is_symlink()
    assert (tmp_path / ".paperreader-folder").is_dir()


def test_what_was_to_become_the_state_goes_with_its_process_or_when_it_is_old(state: Path) -> None:
    state.mkdir(parents=True)
    names = [f"state.json.{os.getpid()}", "state.json.999999999", "state.json.1", "state.json.x", "state.json"]
    for name in names:
        (state / name).write_text("{}")
    os.utime(state / "state.json.1", (time.time() - 9e4,) * 2)
    remove_unfinished()
    assert sorted(one.name for one in state.iterdir()) == sorted(["state.json", names[0], "state.json.x"])


def test_where_nothing_can_be_noted_a_file_is_written_all_the_same(tmp_path: Path, state: Path) -> None:
    state.parent.mkdir()
    state.write_text("a file")
    with write_whole(tmp_path / "one.md") as out:
        out.write("whole")
    remove_unfinished()
    assert (tmp_path / "one.md").read_text() == "whole"
