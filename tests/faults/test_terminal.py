"""A terminal that closes takes nothing with it but itself."""

from __future__ import annotations

import os
import pty
import select
import shutil
import sys
import time
from pathlib import Path

import pytest

from paperreader.library.store import Library
from tests.library.stock import filled


def _read_until(terminal: int, wanted: bytes, seconds: float = 20) -> None:
    seen, end = b"", time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 1 << 16)
    assert wanted in seen


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_a_terminal_that_closes_ends_the_program_and_loses_no_letter(tmp_path: Path) -> None:
    path = filled(tmp_path / "library.db", 3)
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "HOME": str(tmp_path), "COLUMNS": "80", "LINES": "24"}
        os.environ |= {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("STATE", "CONFIG", "DATA")}
        os.execv(sys.executable, [sys.executable, "-m", "paperreader", "--library", str(path)])
    _read_until(terminal, b"Welcome")
    os.write(terminal, b"q")
    time.sleep(0.5)
    os.write(terminal, b"e")
    _read_until(terminal, b"New note")
    os.write(terminal, b"last words")
    _read_until(terminal, b"words"[:1])
    time.sleep(0.1)
    os.close(terminal)
    end = time.monotonic() + 8
    ended = 0
    while not ended and time.monotonic() < end:
        ended, _ = os.waitpid(child, os.WNOHANG)
        time.sleep(0.05)
    if not ended:
        os.kill(child, 9)
        os.waitpid(child, 0)
    assert ended, "it went on without a terminal"
    with Library(path) as library, library.reader() as reader:
        assert [note.body for entry in reader.entries([1, 2, 3]) for note in entry.notes] == ["last words"]
