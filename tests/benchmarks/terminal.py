"""Runs programs in terminals of their own, and measures how long they take to show something."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

_COLUMNS, _ROWS = 120, 40
_KILOBYTE = 1024 / 1e6
"""The system's kilobytes, in megabytes."""


class Terminal:
    """A program in a pseudo-terminal, killed at the end."""

    def __init__(self, command: list[str], environment: Mapping[str, str] | None = None) -> None:
        """Start it.

        Args:
            environment: what is otherwise in its environment.
        """
        self._began = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
            os.execv(command[0], command)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)

    def until(self, text: str) -> float:
        """Return the milliseconds from the start of the program until `text` was written.

        Raises:
            TimeoutError: not within ten seconds.
        """
        wanted, seen = text.encode(), b""
        while wanted not in seen:
            seen += self._read(10)
        return (time.perf_counter() - self._began) * 1000

    def quiet(self, seconds: float = 0.3, most: float = 60) -> None:
        """Wait until the program has written nothing for a while, or until it has written for `most` seconds."""
        began = time.perf_counter()
        while time.perf_counter() - began < most and select.select([self._fd], [], [], seconds)[0]:
            os.read(self._fd, 1 << 20)

    def frame(self, keys: bytes, still: float = 0.03, patience: float = 10) -> tuple[float, float]:
        """Return the milliseconds from sending keys to the first and to the last byte of the output.

        Args:
            still: seconds without a byte after which the last one was the last.
            patience: seconds that the first byte may take.

        Raises:
            TimeoutError: nothing was written.
        """
        written = self.writing(keys, still, patience)
        return written[0][0], written[-1][0]

    def writing(self, keys: bytes, still: float = 0.03, patience: float = 10) -> list[tuple[float, bytes]]:
        """Return the output after keys, with the milliseconds from sending them to each piece: see `frame`."""
        began = time.perf_counter()
        os.write(self._fd, keys)
        pieces = [self._read(patience)]
        moments = [time.perf_counter()]
        while moments[-1] - began < patience and select.select([self._fd], [], [], still)[0]:
            pieces.append(os.read(self._fd, 1 << 20))
            moments.append(time.perf_counter())
        return [((moment - began) * 1000, piece) for moment, piece in zip(moments, pieces, strict=True)]

    @property
    def memory(self) -> float:
        """Return the program's current memory in megabytes."""
        pages = int(Path(f"/proc/{self._pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def beyond(self, file: Path) -> float:
        """Return the program's current memory in megabytes, without that of a mapped file."""
        return beyond(self._pid, file)[0]

    def answer(self, keys: bytes) -> float:
        """Return the milliseconds from sending keys until the whole frame is written."""
        began = time.perf_counter()
        os.write(self._fd, keys)
        self._read(10)
        last = time.perf_counter()
        while select.select([self._fd], [], [], 0.03)[0]:
            os.read(self._fd, 1 << 20)
            last = time.perf_counter()
        return (last - began) * 1000

    def first_answer(self, keys: bytes) -> float:
        """Return the milliseconds from sending keys until the first byte of output."""
        began = time.perf_counter()
        os.write(self._fd, keys)
        self._read(10)
        return (time.perf_counter() - began) * 1000

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._fd], [], [], seconds)[0]:
            raise TimeoutError("nothing was written")
        return os.read(self._fd, 1 << 20)


def own(process: int) -> float:
    """Return the private memory of a process in megabytes, without mapped files."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    return float(status[status.index("RssAnon:") :].split()[1]) * _KILOBYTE


def beyond(process: int, file: Path) -> tuple[float, float]:
    """Return a process's memory in megabytes: without a mapped file (and SQLite's files beside it), and of the file."""
    rest = mapped = 0
    inside = False
    for line in Path(f"/proc/{process}/smaps").read_text(encoding="utf-8", errors="replace").splitlines():
        field, *values = line.split(maxsplit=5)
        if not field.endswith(":"):
            inside = len(values) == 5 and values[-1].startswith(str(file.resolve()))
        elif field == "Rss:":
            mapped += int(values[0]) * inside
            rest += int(values[0]) * (not inside)
    return rest * _KILOBYTE, mapped * _KILOBYTE
