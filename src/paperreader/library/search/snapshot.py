"""Reads one state of a library, and can be stopped by another thread."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from paperreader.library.database import in_words, path_of


class Interrupted(Exception):
    """The search was stopped from another thread."""


class SnapshotReader:
    """Reads through one connection.

    Args:
        connection: only for reading and only for this, one thing at a time. What others commit is found at once.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._path = path_of(connection)
        self._stopped = False

    def interrupt(self) -> None:
        """Stop what is running, from any thread. It raises `Interrupted`; the next one is not affected."""
        self._stopped = True
        self._connection.interrupt()

    def _go_on(self) -> None:
        """Raise `Interrupted` if there was an interruption."""
        if self._stopped:
            raise Interrupted

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[None]:
        """Keep to one state of the library."""
        self._stopped = False
        own = not self._connection.in_transaction
        with in_words(self._path):
            try:
                if own:
                    self._connection.execute("begin")
                yield
            except sqlite3.OperationalError as error:
                if self._stopped or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                    raise Interrupted from None
                raise
            finally:
                if own and self._connection.in_transaction:
                    self._connection.execute("rollback")
