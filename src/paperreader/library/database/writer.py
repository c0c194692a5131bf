"""The one connection that writes, and its transactions."""

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
    """A library's writing connection. Any thread may use it; one at a time gets it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self._inside = False
        self._logged = True
        """Whether something may stand in the log alone."""
        self._patience = -1.0
        """Seconds to wait for another thread that writes; negative: as long as it takes."""
        self.path = path
        with in_words(path):
            connection.execute("select 1 from sqlite_master limit 1").fetchone()  # that its log is there
            self._seen = self._version()
        self.whereabouts = Whereabouts(path)

    @contextlib.contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """Hold the write lock of the file; commit at the end, roll back on any exception or where not to `keep`.

        A transaction within one of the same thread is a part of that one.

        Raises:
            Replaced: another file is in the place of the library; nothing was written.
            LibraryError: the file is locked by somebody else, full, read-only or damaged; nothing was written.
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
        """Put what was acknowledged into the file that was opened, wherever that is: its log has lost its name."""
        if self.whereabouts.is_gone:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("pragma wal_checkpoint(passive)").fetchall()

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
        """Whether another connection has committed since this was last asked; no, while a transaction runs here.

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
        """Put what stands in the log into the file and empty the log, where nobody is in the way.

        While nothing is written the file is whole without it: a copy that is made of it has everything, and what may
        come into its place finds nothing that is another's.
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
        """Wait so long at most for another program, or another thread, that is writing."""
        self._patience = seconds
        with contextlib.suppress(LibraryError), self._locked():
            self._connection.execute(f"pragma busy_timeout = {round(seconds * 1000)}")

    def interrupt(self) -> None:
        """Break off what is being written, from any thread: that transaction fails, and nothing of it is stored."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # it is closed
            self._connection.interrupt()

    def close(self) -> None:
        """Close the connection; the last one to close folds the write-ahead log into the file.

        Where another file is in the place of the library, SQLite leaves alone what is there.
        """
        with self._lock:
            if not self.whereabouts.look():
                self._fold_if_gone()
            self._connection.close()
