"""The one connection that writes, and its transactions."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from paperreader.library.opening import in_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


class Writer:
    """A library's writing connection. Any thread may use it; one at a time gets it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self._inside = False
        self.path = path
        with in_words(path):
            self._seen = self._version()

    @contextlib.contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """Hold the write lock of the file; commit at the end, roll back on any exception or where not to `keep`.

        A transaction within one of the same thread is a part of that one.

        Raises:
            LibraryError: the file is locked by somebody else, full, read-only or damaged; nothing was written.
        """
        with self._lock, in_words(self.path):
            if self._inside:
                yield self._connection
                return
            # IMMEDIATE: a deferred transaction that reads before it writes fails with SQLITE_BUSY at once,
            # whatever the timeout, as soon as another process has written in between.
            self._connection.execute("begin immediate")
            self._inside = True
            try:
                yield self._connection
                self._connection.execute("commit" if keep else "rollback")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise
            finally:
                self._inside = False

    @contextlib.contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Write much: SQLite does not go through all cells of every page that it looks at, a fifth of the time."""
        self._check_cells("off")
        try:
            yield
        finally:
            self._check_cells("on")

    def _check_cells(self, how: str) -> None:
        with self._lock, in_words(self.path):
            self._connection.execute(f"pragma cell_size_check = {how}")

    def changed_elsewhere(self) -> bool:
        """Whether another connection has committed since this was last asked; no, while a transaction runs here."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if self._inside:
                return False
            with in_words(self.path):
                seen, self._seen = self._seen, self._version()
            return seen != self._seen
        finally:
            self._lock.release()

    def _version(self) -> int:
        return int(self._connection.execute("pragma data_version").fetchone()[0])

    def patience(self, seconds: float) -> None:
        """Wait so long at most for another program that is writing."""
        with self._lock:
            self._connection.execute(f"pragma busy_timeout = {round(seconds * 1000)}")

    def close(self) -> None:
        """Close the connection; the last one to close folds the write-ahead log into the file."""
        with self._lock:
            self._connection.close()
