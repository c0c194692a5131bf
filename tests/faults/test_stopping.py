"""A stopped process that continues takes its terminal back, and later restores it."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from tests.faults.ptys import KITTY_ESC, at_home, needs_terminals, terminal
from tests.library.stock import bodies, filled

pytestmark = needs_terminals


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGTSTP])
def test_what_is_on_is_on_once_and_off_in_the_end(tmp_path: Path, number: signal.Signals) -> None:
    path = filled(tmp_path / "library.db", 3)
    with terminal(at_home(tmp_path), "--library", path) as it:
        it.wait_for(b"1 / 3")
        for _ in range(2):
            it.send(number)
            it.read(0.5)
            it.send(signal.SIGCONT)
            it.wait_for(b"1 / 3")
            it.read(0.3)
        it.type(b"Aevery letter once" + KITTY_ESC)
        it.read(0.6)
        it.type(b"qqq")
        assert it.ended(5)
        assert it.code == 0
        assert len(re.findall(rb"\x1b\[>\d+u", it.seen)) == it.seen.count(b"\x1b[<u")
        assert it.seen.count(b"\x1b[?1049h") == it.seen.count(b"\x1b[?1049l")
    assert bodies(path) == ["every letter once"]
