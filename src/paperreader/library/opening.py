"""Opens a library for writing: creates it if there is none, and updates one that an older paperreader wrote."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING, Final

from paperreader.domain import shortened
from paperreader.library.database import SCHEMA, LibraryError, connect, in_words

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

APPLICATION_ID: Final = 0x70617072
"""`papr`, stored in `PRAGMA application_id` to distinguish a library from other SQLite files."""

_PAGE: Final = 16384
"""Bytes in a page of a new library. In 4 KB, two abstracts would take three quarters, and a third would not fit."""

_INDEXED: Final = 16
"""The schema since which papers are split into the same words, and have all that is found out about them."""

_SOME: Final = 10_000
"""How many papers are read at a time when reading all of them."""


def open_for_writing(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open the library at `path` for writing. Create or migrate it if necessary.

    Raises:
        LibraryError: the place is missing, the file is something else, newer, locked, damaged or not writable;
            nothing in it was changed.
    """
    try:
        _check_place(path, create=create)
    except OSError as error:
        raise LibraryError(f"{path}: {error.strerror or error}. Choose another place with --library.") from error
    with in_words(path):
        connection = connect(path, writes=True)
        try:
            if _version(connection, path) < SCHEMA:
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_place(path: Path, *, create: bool) -> None:
    """Check that there is a file, or create an empty one that only its owner can read."""
    try:
        kind = path.stat()
    except FileNotFoundError:
        if not create:
            raise LibraryError(f"{path}: there is no library here. Import something first.") from None
        if not path.parent.is_dir():
            raise LibraryError(
                f"{path}: the directory {path.parent} does not exist. Create it, or name another file."
            ) from None
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        return
    if stat.S_ISDIR(kind.st_mode):
        raise LibraryError(f"{path}: this is a directory. Name a file in it, such as {path / 'library.db'}.")
    if not stat.S_ISREG(kind.st_mode):
        raise LibraryError(f"{path}: this is not a regular file. Name another file.")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema of the library; 0 if the file is empty.

    Raises:
        LibraryError: it is another program's, or a newer paperreader's.
    """
    application = connection.execute("pragma application_id").fetchone()[0]
    version = int(connection.execute("pragma user_version").fetchone()[0])
    tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and (application or version or tables):
        raise LibraryError(f"{path}: this is not a paperreader library. Name another file with --library.")
    if version > SCHEMA:
        raise LibraryError(
            f"{path}: this library was written by a newer paperreader (schema {version}, this one knows {SCHEMA}). "
            "Upgrade paperreader to open it."
        )
    return version


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to date in one transaction, even if another program is doing the same."""
    from sqlite_utils import Database

    from paperreader.library.database import MIGRATIONS

    connection.execute(f"pragma page_size = {_PAGE}")
    connection.execute("pragma journal_mode = wal")
    connection.execute("begin immediate")
    try:
        version = _version(connection, path)
        if version < SCHEMA:
            MIGRATIONS.apply(Database(connection))
            if 0 < version < _INDEXED:
                _index_anew(connection)
                _fill_grams(connection)
                _order_names(connection, path)
            if version:
                _give_keys(connection)
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            connection.execute(f"pragma user_version = {SCHEMA}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def _give_keys(connection: sqlite3.Connection) -> None:
    """Give a citation key to every paper of an older library."""
    from paperreader.library.database import give_all_keys

    give_all_keys(connection)


def _index_anew(connection: sqlite3.Connection) -> None:
    """Index all papers again, because an older version split their texts into other words."""
    from paperreader.library.search import Index

    Index(connection).rebuild()


def _fill_grams(connection: sqlite3.Connection) -> None:
    """Store the grams of all papers, by which imports find papers with similar texts."""
    from paperreader.library.database import Grams

    Grams(connection).fill()


def _order_names(connection: sqlite3.Connection, path: Path) -> None:
    """Store sort keys and the links of notes, and unite tags that look the same.

    Uniting the tags is a change like any other: `log` lists it, and undo takes it back.
    """
    from paperreader.library.annotations import unite_alike
    from paperreader.library.database import Writer, sort_key
    from paperreader.library.journal import Journal
    from paperreader.library.search import index_links

    last = 0
    while some := connection.execute(
        "select id, label from papers where id > ? order by id limit ?", (last, _SOME)
    ).fetchall():
        connection.executemany(
            "update papers set sorting = ? where id = ?", [(sort_key(name), id_) for id_, name in some]
        )
        last = some[-1]["id"]
    index_links(connection, [row[0] for row in connection.execute("select uid from notes where instr(body, '[[')")])
    with Journal(Writer(connection, path)).change_within(connection) as change:
        names = [f"“{shortened(name, 30)}”" for name in unite_alike(change)]
        change.what = f"merged tags that look alike: {', '.join(names[:3])}{' …' if names[3:] else ''}"


def make_private(path: Path) -> None:
    """Let only the owner read the library, wherever the file came from."""
    path = path.resolve()  # follow links: SQLite keeps its log beside the file itself
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        with contextlib.suppress(OSError):
            mode = name.stat().st_mode
            if mode & 0o077:
                name.chmod(mode & 0o700)  # leave the owner's own permissions alone
