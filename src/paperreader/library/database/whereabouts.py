"""Whether a library's path still leads to the file that was opened.

A restored backup, a program that synchronises folders, or the user may put another file in the place of a library that
is open. SQLite goes on with the old file, but keeps its write-ahead log under the *name*: whoever opens the new file
finds the old log there, takes it for the new file's own, and the new file is destroyed. So the file is checked before
each write; once it is another one, nothing more is written to either, and the log is moved out of the way.
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
"""Device and inode, which identify a file whatever its name."""


class Replaced(LibraryError):
    """The file of the library was replaced, moved or deleted. Nothing more is written."""


class Whereabouts:
    """The file of an open library, for any thread to ask about. Once it is gone, it counts as gone for good."""

    def __init__(self, path: Path) -> None:
        """Remember the file that has just been opened and read from."""
        self._path = path
        self._real = os.path.realpath(path)  # SQLite follows links as well, and keeps its log there
        self._file = _identity(self._real)
        self._logs: dict[str, _Identity] = {}
        self._lock = threading.Lock()
        self._gone = ""
        self.look()

    @property
    def is_gone(self) -> bool:
        """Whether a check found it gone."""
        return bool(self._gone)

    def look(self) -> bool:
        """Check whether the file is in its place, and remember if not."""
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
        """Make sure that the file is still in its place, before something is written.

        Raises:
            Replaced: it is not.
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
        """Move our log out of the way of a new file; we still have it open and can read."""
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
