"""A library survives being killed at any moment with every acknowledged change, and an import can continue."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.library import Library
from tests.faults.writing import PAPERS
from tests.library.records import records
from tests.library.stock import ask, bodies, filled, is_sound

ROUNDS = int(os.environ.get("PAPERREADER_ROUNDS", "25"))
ROOT = Path(__file__).parents[2]


def begin(what: str, path: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writing", what, str(path), name],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(child: subprocess.Popen[str]) -> list[str]:
    """Kill a child process and return what it had acknowledged, in complete lines."""
    child.send_signal(signal.SIGKILL)
    with child:
        assert child.stdout is not None
        said = child.stdout.read()
    return said[: said.rfind("\n") + 1].splitlines()


def test_no_acknowledged_write_is_lost_however_the_writer_ends(tmp_path: Path) -> None:
    chance = random.Random(20_260_101)
    path = filled(tmp_path / "library.db")
    acknowledged: set[str] = set()
    ever = 0
    imports = finished = 0
    for number in range(ROUNDS):
        children = [begin("notes", path, str(number)), begin("import", path, str(number))]
        for child in children:  # killed only once they work, or most would die during startup
            assert child.stdout is not None
            acknowledged.add(child.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.15))
        notes, progress = (killed(child) for child in children)
        acknowledged.update(notes)
        ever += len(notes)
        imports = max([imports, *(int(one) for one in progress if one.isdigit())])
        [(papers,)] = ask(path, "select count(*) from papers")
        assert isinstance(papers, int)
        assert papers >= imports
        missing = {one for one in acknowledged if not one.isdigit() and one != "finished"} - set(written(path))
        assert not missing, f"round {number}"
        assert is_whole(path)
        if papers == PAPERS and "finished" in progress:
            finished += 1
            assert is_sound(path)
            path, acknowledged, imports = filled(tmp_path / f"library{number}.db"), set(), 0
    with Library(path) as library:
        report = library.add(records(PAPERS), file="many", format="json")
        assert report.papers == PAPERS
        assert (report.merged, report.left_out) == (0, 0)
    assert ask(path, "select count(*) from papers") == [(PAPERS,)]
    assert is_sound(path)
    assert ever > 0


def written(path: Path) -> list[str]:
    """Return every text that a note has or had, according to the journal."""
    sql = "select json_extract(after, '$.body') from journal where tbl = 'notes'"
    return [*bodies(path), *(str(body) for (body,) in ask(path, sql))]


def is_whole(path: Path) -> bool:
    """Return what SQLite and FTS5 report about the file, fast enough for every round."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        for name in ("search_text", "search_titles"):
            connection.execute(f"insert into {name}({name}, rank) values ('integrity-check', 1)")
    return True


def test_a_killed_export_leaves_what_was_there_and_the_next_one_clears_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    library, folder = filled(tmp_path / "library.db", 1_000), tmp_path / "out"
    folder.mkdir()
    (folder / "papers.jsonl").write_text("old\n")
    command = [sys.executable, "-m", "paperreader", "--library", str(library), "export", "--to", "json"]
    command += ["-o", str(folder / "papers.jsonl")]
    for _ in range(20):
        child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while child.poll() is None and not list(folder.glob(".paperreader-*")):
            time.sleep(0.001)
        child.kill()
        if child.wait() == -signal.SIGKILL:
            break
        (folder / "papers.jsonl").write_text("old\n")
    assert (folder / "papers.jsonl").read_text() == "old\n"
    assert len(list(folder.glob(".paperreader-*"))) == 1
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    assert [one.name for one in folder.iterdir()] == ["papers.jsonl"]
    assert (folder / "papers.jsonl").read_text().count('{"id": ') == 1_000
