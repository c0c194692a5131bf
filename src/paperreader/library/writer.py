"""The one connection that writes, and its transactions."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING

from paperreader.library.opening import LibraryError, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Writer:
    """A library's writing connection. Any thread may use it; one at a time gets it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self.path = path

    @contextlib.contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """Hold the write lock of the file; commit at the end, roll back on any exception or where not to `keep`.

        Raises:
            LibraryError: the file is locked by somebody else, full, read-only or damaged; nothing was written.
        """
        with self._lock:
            try:
                # IMMEDIATE: a deferred transaction that reads before it writes fails with SQLITE_BUSY at once,
                # whatever the timeout, as soon as another process has written in between.
                self._connection.execute("begin immediate")
                try:
                    yield self._connection
                    self._connection.execute("commit" if keep else "rollback")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("rollback")
                    raise
            except sqlite3.Error as error:
                raise LibraryError(explain(error, self.path)) from error

    def once(self, key: str, make: Callable[[], str]) -> str:
        """The value of `key` in `meta`; made, and kept for ever, the first time it is asked for."""
        ask = "select value from meta where key = ?"
        row = self._connection.execute(ask, (key,)).fetchone()
        if row is None:
            with self.transaction() as connection:
                connection.execute("insert or ignore into meta(key, value) values (?, ?)", (key, make()))
                row = connection.execute(ask, (key,)).fetchone()
        return str(row["value"])

    def close(self) -> None:
        """Close the connection; the last one to close folds the write-ahead log into the file."""
        with self._lock:
            self._connection.close()
