"""Many rows written by few statements, so that other threads can work meanwhile.

SQLite lets other threads run while a statement works, and waits for its turn again after it: with `executemany` that
is after every row, and the wait is a hundred times as long as the row takes where another thread is busy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_ROWS: Final = 512
_VALUES: Final = 16_384
"""Rows and values of one statement at most. Any SQLite takes twice as many values."""


def insert(connection: sqlite3.Connection, statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of one length each.

    Args:
        statement: ends in `values`, or has ` values ` before what is to be done about conflicts.
    """
    rows = rows if isinstance(rows, list) else list(rows)
    if not rows:
        return
    width, at = len(rows[0]), 0
    size = min(_ROWS, _VALUES // width)
    while at < len(rows):
        while size > len(rows) - at:
            size //= 2  # so that a statement is met again, and need not be compiled again
        some = rows[at : at + size]
        connection.execute(_of(statement, size, width), [value for row in some for value in row])
        at += size


@lru_cache(maxsize=256)
def _of(statement: str, rows: int, width: int) -> str:
    before, _, after = statement.partition(" values")
    one = f"({', '.join('?' * width)})"
    return f"{before} values {', '.join([one] * rows)}{after}"
