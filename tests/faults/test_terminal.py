"""Closing the terminal loses nothing; a shell command gets the terminal and returns it; keys come in packets."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from paperreader.library import Library
from tests.library.stock import filled


def _read_until(terminal: int, wanted: bytes, seconds: float = 60) -> bytes:
    seen, end = b"", time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 1 << 16)
    assert wanted in seen
    return seen


@contextmanager
def running(tmp_path: Path, papers: int = 3) -> Iterator[tuple[int, Path]]:
    """Run the program in a shell with job control, past its welcome; yields the terminal and the library."""
    path = filled(tmp_path / "library.db", papers)
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "HOME": str(tmp_path), "PS1": "SHELL> "}
        os.environ |= {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("STATE", "CONFIG", "DATA")}
        os.execvp("bash", ["bash", "--norc", "-i"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    try:
        _read_until(terminal, b"SHELL>")
        os.write(terminal, f"{sys.executable} -m paperreader --library {path}\n".encode())
        _read_until(terminal, b"Welcome")
        os.write(terminal, b"q")
        _read_until(terminal, b"search")
        yield terminal, path
    finally:
        os.close(terminal)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


_BASH = pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")


@_BASH
def test_ctrl_z_leaves_the_terminal_to_the_shell_and_fg_comes_back_with_the_screen_whole(tmp_path: Path) -> None:
    with running(tmp_path) as (terminal, _):
        for opening in (b"", b"", b"/abc"):
            os.write(terminal, opening)
            if opening:
                _read_until(terminal, b"abc")
            os.write(terminal, b"\x1a")
            left = _read_until(terminal, b"SHELL>")
            assert b"\x1b[?1049l" in left  # the alternate screen is gone,
            assert b"\x1b[<u" in left  # and the keyboard's mode with it
            os.write(terminal, b"echo $((6*7))\n")
            _read_until(terminal, b"42")
            os.write(terminal, b"fg\n")
            back = _read_until(terminal, opening[1:] or b"search")
            assert b"\x1b[?1049h" in back
            assert back.count(b"u\x1b[?2026") + back.count(b"\x1b[>") >= 1
        os.write(terminal, b"\x1b")
        time.sleep(0.3)
        os.write(terminal, b"Q")
        _read_until(terminal, b"SHELL>")


@_BASH
def test_keys_in_one_packet_are_performed_in_order(tmp_path: Path) -> None:
    with running(tmp_path) as (terminal, path):
        os.write(terminal, b"ssddja/\x15number 2\rssxuaQ")
        _read_until(terminal, b"SHELL>")
        with Library(path) as library, library.reader() as reader:
            entries = list(reader.entries([1, 2, 3]))
        assert [(one.starred, one.trashed, one.decision) for one in entries] == [
            (False, True, None),
            (False, False, None),
            (False, False, "accept"),
        ]


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
    end = time.monotonic() + 30
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
