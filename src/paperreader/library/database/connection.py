"""Connections to a library, with the pragmas that keep it safe."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

_MAPPED: Final = 1 << 31
"""The most bytes of a file that SQLite maps into memory, in its usual build."""
_CACHE: Final = 4_096
"""Pages that a connection caches, if the library is larger or it writes, as an import does with every page. Given in
pages, since SQLite would convert kilobytes by the wrong page size in a new library."""

_PATIENCE: Final = 5.0
"""Seconds to wait for another program that is writing. Our own transactions are shorter, except for a dry run's."""


def connect(path: Path, *, writes: bool) -> sqlite3.Connection:
    """Connect to the library at `path`. Any thread may use the connection, one at a time.

    Raises:
        sqlite3.Error: the file cannot be opened.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rw' if writes else 'ro'}",
        uri=True,
        timeout=_PATIENCE,
        isolation_level=None,  # transactions are begun by hand, and always IMMEDIATE
        check_same_thread=False,
        cached_statements=256,
    )
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma trusted_schema = off")
        if writes:  # otherwise every page would be checked at each read: half of a search's time
            connection.execute("pragma cell_size_check = on")
        connection.execute("pragma mmap_size = 8589934592")
        if writes or path.stat().st_size > _MAPPED:
            connection.execute(f"pragma cache_size = {_CACHE}")
        # WAL with NORMAL loses acknowledged commits at a power cut.
        connection.execute("pragma synchronous = full" if writes else "pragma query_only = on")
    except BaseException:
        connection.close()
        raise
    return connection


def path_of(connection: sqlite3.Connection) -> Path:
    """The file of a connection. Read as bytes, since a file name need not be valid text."""
    sql = "select cast(file as blob) from pragma_database_list where name = 'main'"
    return Path(os.fsdecode(connection.execute(sql).fetchone()[0]))
