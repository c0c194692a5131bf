"""Runs the app in a pseudo-terminal: keys go in as bytes, and what it paints comes back as bytes."""

from __future__ import annotations

import contextlib
import errno
import os
import pty
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

ESC, KITTY_ESC = b"\x1b", b"\x1b[27u"
ROUNDS = int(os.environ.get("PAPERREADER_ROUNDS", "6"))


class Terminal:
    """A terminal with a process running in it."""

    def __init__(
        self,
        home: Path,
        *arguments: object,
        env: Mapping[str, str] | None = None,
        command: Sequence[str] = (sys.executable, "-m", "paperreader"),
    ) -> None:
        self.child, self.file = pty.fork()
        if self.child == 0:
            os.environ |= {"TERM": "xterm-256color", "HOME": str(home), "COLUMNS": "100", "LINES": "30", "TZ": "UTC"}
            os.environ |= {f"XDG_{name}_HOME": str(home / name) for name in ("STATE", "CONFIG", "DATA")}
            os.environ |= env or {}
            os.execvp(command[0], [*command, *map(str, arguments)])
        self.seen = b""
        self.code: int | None = None

    def read(self, seconds: float) -> bytes:
        """Return the output within some time."""
        end, came = time.monotonic() + seconds, b""
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.file], [], [], left)[0]:
                break
            try:
                piece = os.read(self.file, 1 << 16)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                break
            if not piece:
                break
            came += piece
        self.seen += came
        return came

    def wait_for(self, wanted: bytes, seconds: float = 60) -> None:
        """Read until something new is painted."""
        came, end = b"", time.monotonic() + seconds
        while wanted not in came:
            assert time.monotonic() < end, f"{wanted!r} does not come: {came[-2000:]!r}"
            came += self.read(0.05)

    def until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Read until a condition holds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end
            self.read(0.1)

    def type(self, packet: bytes) -> None:
        os.write(self.file, packet)

    def close(self) -> None:
        """Close the window."""
        os.close(self.file)
        self.file = -1

    def send(self, number: signal.Signals) -> None:
        os.kill(self.child, number)

    def ended(self, within: float) -> bool:
        """Return whether the process ends by itself in time."""
        end = time.monotonic() + within
        while self.code is None and time.monotonic() < end:
            if self.file >= 0:
                self.read(0.02)  # otherwise it waits for somebody to read its output
            else:
                time.sleep(0.02)
            self._look(os.WNOHANG)
        return self.code is not None

    def _look(self, options: int) -> None:
        if self.code is None and (found := os.waitpid(self.child, options))[0]:
            self.code = os.waitstatus_to_exitcode(found[1])

    def destroy(self) -> None:
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
            self._look(0)
        if self.file >= 0:
            self.close()


@contextlib.contextmanager
def terminal(
    home: Path,
    *arguments: object,
    env: Mapping[str, str] | None = None,
    command: Sequence[str] = (sys.executable, "-m", "paperreader"),
) -> Iterator[Terminal]:
    one = Terminal(home, *arguments, env=env, command=command)
    try:
        yield one
    finally:
        one.destroy()


def at_home(home: Path) -> Path:
    """Return the environment of a user who has seen the tour."""
    state = home / "STATE" / "paperreader"
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    (state / "state.json").write_text('{"tour_shown": true}')
    return home


needs_terminals = pytest.mark.skipif(not hasattr(pty, "fork"), reason="needs terminals")
