"""The connection that writes to a library, and its transactions."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING

from paperreader.library.database.errors import LibraryError, in_words
from paperreader.library.database.whereabouts import Replaced, Whereabouts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Writer:
    """The connection that writes. Any thread may use it; they take turns."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self._inside = False
        self._logged = True
        """Whether the log may hold something that the file does not."""
        self._patience = -1.0
        """Seconds to wait for another thread that writes; negative: as long as it takes."""
        self.path = path
        with in_words(path):
            connection.execute("select 1 from sqlite_master limit 1").fetchone()  # that its log is there
            self._seen = self._version()
        self.whereabouts = Whereabouts(path)

    @contextlib.contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """Hold the write lock of the file; commit at the end, or roll back after any exception or without `keep`.

        A transaction inside another of the same thread is part of that one.

        Raises:
            Replaced: another file has taken the place of the library; nothing was written.
            LibraryError: the file is locked, full, read-only or damaged; nothing was written.
        """
        with self._locked(), in_words(self.path):
            if self._inside:
                yield self._connection
                return
            self._check_place()
            # IMMEDIATE: a deferred transaction that reads before it writes fails with SQLITE_BUSY at once,
            # whatever the timeout, as soon as another process has written in between.
            self._connection.execute("begin immediate")
            self._inside = self._logged = True
            try:
                yield self._connection
                self.whereabouts.check()
                self._connection.execute("commit" if keep else "rollback")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                self._fold_if_gone()
                raise
            finally:
                self._inside = False

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=self._patience):
            raise LibraryError(f"{self.path}: something else is being written; try again when that is done.")
        try:
            yield
        finally:
            self._lock.release()

    def _check_place(self) -> None:
        try:
            self.whereabouts.check()
        except Replaced:
            self._fold_if_gone()
            raise

    def _fold_if_gone(self) -> None:
        """Fold the log into the file that was opened, wherever that is now, because the log has lost its name."""
        if self.whereabouts.is_gone:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("pragma wal_checkpoint(passive)").fetchall()

    @contextlib.contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Write a lot: SQLite skips its checks of every page, which take a fifth of the time."""
        self._check_cells("off")
        try:
            yield
        finally:
            self._check_cells("on")

    def _check_cells(self, how: str) -> None:
        with self._lock, in_words(self.path):
            self._connection.execute(f"pragma cell_size_check = {how}")

    def changed_elsewhere(self) -> bool:
        """Whether another connection has committed since the last call. `False` while a transaction runs here.

        Raises:
            Replaced: another file is in the place of the library.
        """
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if self._inside:
                return False
            self._check_place()
            with in_words(self.path):
                seen, self._seen = self._seen, self._version()
                if seen == self._seen and self._logged:
                    self._fold()
            return seen != self._seen
        finally:
            self._lock.release()

    def _fold(self) -> None:
        """Fold the log into the file and empty it, if nobody else is using it.

        While nothing is written, the file is then complete by itself: a copy has everything, and a file that takes its
        place finds no log of another.
        """
        waits = self._connection.execute("pragma busy_timeout").fetchone()[0]
        self._connection.execute("pragma busy_timeout = 0")
        try:
            busy = self._connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
            self._logged = bool(busy)
        finally:
            self._connection.execute(f"pragma busy_timeout = {waits}")
        self._seen = self._version()

    def _version(self) -> int:
        return int(self._connection.execute("pragma data_version").fetchone()[0])

    def patience(self, seconds: float) -> None:
        """Set how long to wait at most for another program or thread that is writing."""
        self._patience = seconds
        with contextlib.suppress(LibraryError), self._locked():
            self._connection.execute(f"pragma busy_timeout = {round(seconds * 1000)}")

    def interrupt(self) -> None:
        """Stop the running transaction, from any thread: it fails, and nothing of it is stored."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # it is closed
            self._connection.interrupt()

    def close(self) -> None:
        """Close the connection. The last one to close folds the write-ahead log into the file.

        If another file has taken the place of the library, SQLite leaves that one alone.
        """
        with self._lock:
            if not self.whereabouts.look():
                self._fold_if_gone()
            self._connection.close()
