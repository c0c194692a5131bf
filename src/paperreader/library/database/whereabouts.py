"""Whether a library's path still leads to the file that was opened.

A restore, a program that synchronises folders, or its owner may put another file in the place of a library that is
open. SQLite would go on with the old one, and keeps its write-ahead log beside the *name*: whoever opened the new file
found the log of the old one there, took it for the new one's own, and the new file was destroyed. So the file is looked
at before each write; once it is another, nothing more is written to either, and the log is taken out of the way.
"""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING, Final

from paperreader.library.database.errors import LibraryError

if TYPE_CHECKING:
    from pathlib import Path

_LOGS: Final = ("-wal", "-shm")
"""What SQLite keeps beside a file while it is open, and ends its name with."""
_Identity = tuple[int, int]
"""Device and inode: what a file is, whatever it is called."""


class Replaced(LibraryError):
    """Another file is in the place of the library, or none. Nothing more is written to either."""


class Whereabouts:
    """The file of an open library. Any thread may ask; once it was missed, it stays so, also where it comes back."""

    def __init__(self, path: Path) -> None:
        """Remember the file that was opened, and read from, just now."""
        self._path = path
        self._real = os.path.realpath(path)  # SQLite follows links as well, and keeps its log there
        self._file = _identity(self._real)
        self._logs: dict[str, _Identity] = {}
        self._lock = threading.Lock()
        self._gone = ""
        self.look()

    @property
    def is_gone(self) -> bool:
        """Whether it was missed before."""
        return bool(self._gone)

    def look(self) -> bool:
        """See whether the file is in its place; it never is again, once it was not."""
        with self._lock:
            if self._gone:
                return False
            there = _identity(self._path)
            if there is not None and there == self._file:
                self._remember_logs()
                return True
            self._gone = "was replaced by another" if there is not None else "was moved or deleted"
            self._part()
            return False

    def check(self) -> None:
        """See to it that nothing is written but to the file that was opened.

        Raises:
            Replaced: it is not in its place.
        """
        if not self.look():
            raise Replaced(
                f"{self._path}: the file {self._gone} while it was open. "
                "Nothing more is written to it; what is there now can be opened instead."
            )

    def _remember_logs(self) -> None:
        for name in _LOGS:
            if name not in self._logs and (found := _identity(self._real + name)):
                self._logs[name] = found

    def _part(self) -> None:
        """Take our log out of the way of whatever comes to be in the place; we still have it open, and can read."""
        if _identity(self._real) == self._file:
            return  # a link leads elsewhere by now: the file and its log are where they were
        for name, known in self._logs.items():
            if _identity(self._real + name) == known:
                with contextlib.suppress(OSError):
                    os.unlink(self._real + name)  # noqa: PTH108 - a name that need not be text


def _identity(path: str | Path) -> _Identity | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_dev, found.st_ino
