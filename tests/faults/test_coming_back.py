"""However the program ends, the next start shows the place where it was, and nothing else before it."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.ptys import Terminal, at_home, needs_terminals, terminal
from tests.faults.test_leaving import LEAVING
from tests.library.stock import filled

pytestmark = needs_terminals

PAPERS = 400


def is_killed(it: Terminal) -> None:
    it.send(signal.SIGKILL)


def place(home: Path) -> dict[str, object]:
    found = list((home / "STATE" / "paperreader" / "places").glob("*.json"))
    return json.loads(found[0].read_text()) if found else {}


def text_of(painted: bytes) -> str:
    """Return what was painted, without the sequences that place and colour it."""
    return re.sub(r"\x1b\[[0-9;?<>=]*[a-zA-Z]", "", painted.decode(errors="replace"))


@pytest.mark.parametrize("leave", [*LEAVING, is_killed])
def test_the_next_start_is_where_the_last_one_was(tmp_path: Path, leave: Callable[[Terminal], None]) -> None:
    path = filled(tmp_path / "library.db", PAPERS)
    home = at_home(tmp_path)
    with terminal(home, "--library", path) as it:
        it.wait_for(b"1 / 400")
        it.read(0.5)
        it.type(b"Gkkk\r)")
        it.wait_for(b"397 / 400")
        if leave is is_killed:
            it.until(lambda: place(home).get("place") == 396 and place(home).get("pane") == "reader")
        else:
            it.read(0.3)
        leave(it)
        assert it.ended(7)
    with terminal(home, "--library", path) as it:
        it.wait_for(b"397 / 400")
        assert "1 / 400" not in text_of(it.seen).replace("397 / 400", "")
        assert b"Traceback" not in it.seen
        it.read(0.5)
        it.type(b"qj")  # q leads from the abstract to the list
        it.wait_for(b"398 / 400")
        it.type(b"q")
        assert it.ended(5)
    assert place(home)["pane"] == "list"


def test_a_query_on_the_command_line_opens_the_reader_with_it(tmp_path: Path) -> None:
    path = filled(tmp_path / "library.db", 3)
    with terminal(at_home(tmp_path), "--library", path, "--query", "zebra") as it:
        it.wait_for(b"nothing found")
        assert "/zebra" in text_of(it.seen)
        it.read(0.3)
        it.type(b"\x1b[27u")
        it.wait_for(b"1 / 3")
        it.type(b"q")
        assert it.ended(5)
        assert it.code == 0
