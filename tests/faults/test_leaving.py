"""Quitting during a long task takes at most two seconds, and everything stored is intact."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from paperreader.library import Library
from tests.faults.ptys import Terminal, at_home, needs_terminals, terminal
from tests.library.records import records
from tests.library.stock import ask, filled, is_sound

pytestmark = needs_terminals

PATIENCE = float(os.environ.get("PAPERREADER_PATIENCE", "2"))
"""Seconds; can be raised on a busy machine."""


def quits(it: Terminal) -> None:
    it.type(b"\x11")


def is_terminated(it: Terminal) -> None:
    it.send(signal.SIGTERM)


def is_interrupted(it: Terminal) -> None:
    it.send(signal.SIGINT)


def hears_that_the_line_is_gone(it: Terminal) -> None:
    it.send(signal.SIGHUP)


def loses_its_window(it: Terminal) -> None:
    it.close()


LEAVING = [quits, is_terminated, is_interrupted, hears_that_the_line_is_gone, loses_its_window]


def written(path: Path, count: int) -> Path:
    """Write a file of generated papers that takes a while to import."""
    with path.open("w") as out:
        for record in records(count):
            paper = record.paper
            out.write(json.dumps({"title": paper.title, "abstract": paper.abstract + " More of it. " * 30}) + "\n")
    return path


def children(of: int) -> list[int]:
    found = []
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = one.read_text().rpartition(")")
        except OSError:
            continue
        if int(rest.split()[1]) == of:
            found.append(int(one.parent.name))
    return found


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def assert_left(it: Terminal, leave: Callable[[Terminal], None]) -> None:
    offspring = children(it.child)
    began = time.monotonic()
    leave(it)
    assert it.ended(PATIENCE + 5), "it hangs"
    assert time.monotonic() - began < PATIENCE
    last = time.monotonic() + 10
    while any(map(is_running, offspring)):
        assert time.monotonic() < last, "the one that reads ahead goes on"
        time.sleep(0.02)


@pytest.mark.parametrize("leave", LEAVING)
def test_an_import_stops_and_what_it_stored_is_whole(tmp_path: Path, leave: Callable[[Terminal], None]) -> None:
    path, many = filled(tmp_path / "library.db"), written(tmp_path / "many.jsonl", 40_000)
    with terminal(at_home(tmp_path), "--library", path) as it:
        it.wait_for(b"1 / 3")
        it.type(b"I" + str(many).encode() + b"\r")
        it.wait_for(b"Enter import")
        it.read(0.3)
        it.type(b"\r")
        it.wait_for(b"a second")
        assert_left(it, leave)
    assert is_sound(path)
    [(papers,)] = ask(path, "select count(*) from papers")
    [(counted,)] = ask(path, "select sum(papers) from imports")
    assert isinstance(papers, int)
    assert 3 < papers < 40_003
    assert papers == counted


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("large") / "library.db"
    with Library(path) as library:
        library.add(records(15_000), file="many", format="json")
    return path.read_bytes()


@pytest.mark.parametrize("leave", [quits, is_terminated, loses_its_window])
@pytest.mark.parametrize("keys", ["gdf", "u", "E"])
def test_whatever_takes_long_stops(tmp_path: Path, large: bytes, keys: str, leave: Callable[[Terminal], None]) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(large)
    with terminal(at_home(tmp_path), "--library", path) as it:
        it.wait_for(b"15,000")
        it.read(0.5)
        if keys == "E":
            it.type(b"w")
            it.wait_for(b"Export")
            it.type(b"\x15" + str(tmp_path / "out.md").encode() + b"\x1b[B\x1b[B\r")
        else:
            it.type(keys.encode())
        it.read(0.4)
        assert_left(it, leave)
    assert ask(path, "pragma integrity_check") == [("ok",)]
    assert ask(path, "select count(*) from papers") == [(15_000,)]
    assert not list(tmp_path.glob(".paperreader-*"))
