"""Opening a library: connections with the pragmas that keep it safe, and what can stand in the way.

The errors here are messages for people: what happened, to what, and what to do.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from json import JSONDecodeError
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.domain.paper import one_line, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION: Final = 11
"""The schema this program writes, kept in `PRAGMA user_version`: the number of its migrations."""

APPLICATION_ID: Final = 0x70617072
"""`papr`, kept in `PRAGMA application_id`: how a library is told from any other SQLite file."""

_PAGE: Final = 16384
"""Bytes a page of a new library. Of 4 KB, two abstracts would fill three quarters and the third not fit."""

_MAPPED: Final = 1 << 31
"""Bytes of a file that SQLite maps into memory at most, as it is mostly built."""
_CACHE: Final = 4_096
"""Pages of it that a connection keeps, where a library is larger, or where it writes: of an import every page. Counted
in pages, for of a new library SQLite would take kilobytes for those of pages of another size."""

_PATIENCE: Final = 5.0
"""Seconds to wait for another program that is writing. Our own transactions are shorter, all but a dry run's."""

_SOME: Final = 10_000
"""Papers that are read at a time where all of them are gone through."""

_DAMAGED: Final = "the file is damaged; keep a copy of it, and go on from a backup or an export"


class LibraryError(Exception):
    """Something about a library that its user can understand and mend. Nothing was changed."""


class NoSuchPaper(LibraryError):
    """A paper was named that the library does not have."""


class SeveralPapers(LibraryError):
    """An identifier was named that two papers have, of which nobody has said yet whether they are one."""


class NoSuchNote(LibraryError):
    """A note was named that the library does not have."""


class NoSuchHighlight(LibraryError):
    """A highlight was named that the library does not have."""


class NoSuchTag(LibraryError):
    """A tag was named that the library does not have."""


class NoSuchView(LibraryError):
    """A view was named that the library does not have."""


class NoSuchImport(LibraryError):
    """An import was named that the library does not have, or that cannot be undone."""


class StaleText(LibraryError):
    """The abstract has changed since a passage of it was chosen."""


class Invalid(LibraryError):
    """A span, colour, letter, key or name that cannot be what it is meant for."""


def connect(path: Path, *, writes: bool) -> sqlite3.Connection:
    """A connection to the library at `path`, usable from any one thread at a time, with `Row` rows.

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
        if writes:  # or every page that is read would be gone through, each time: half of the time of a search
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
    """The file of a connection. A name need not be text; as bytes it always comes back."""
    sql = "select cast(file as blob) from pragma_database_list where name = 'main'"
    return Path(os.fsdecode(connection.execute(sql).fetchone()[0]))


def prepare(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open the library at `path` for writing, creating or migrating it where that is due.

    Raises:
        LibraryError: the place is missing, the file is something else, newer, locked, damaged or not writable;
            what it holds is as it was.
    """
    try:
        _check_place(path, create=create)
    except OSError as error:
        raise LibraryError(f"{path}: {error.strerror or error}. Choose another place with --library.") from error
    with in_words(path):
        connection = connect(path, writes=True)
        try:
            if _version(connection, path) < VERSION:
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


@contextlib.contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the library at `path`, and text in it that is none, into a `LibraryError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(explain(error, path)) from error
    except (UnicodeDecodeError, JSONDecodeError) as error:  # also in the very message that the file is damaged
        raise damaged(path) from error


def damaged(path: Path) -> LibraryError:
    """What to raise where the library at `path` holds what was never written to it."""
    return LibraryError(f"{path}: {_DAMAGED}.")


def explain(error: sqlite3.Error, path: Path) -> str:
    """Say in one line what an error of SQLite means for the library at `path`, and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    known = {
        sqlite3.SQLITE_BUSY: "another program is writing to it; try again when that is done",
        sqlite3.SQLITE_LOCKED: "another program is writing to it; try again when that is done",
        sqlite3.SQLITE_NOTADB: "this is not a library; name another file with --library",
        sqlite3.SQLITE_CORRUPT: _DAMAGED,
        sqlite3.SQLITE_FULL: "the disk is full; make room and try again",
        sqlite3.SQLITE_IOERR: "the disk could not be read or written; check it, and its free space",
        sqlite3.SQLITE_READONLY: "it cannot be written; check its permissions, or name another with --library",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that its directory exists and can be written",
        sqlite3.SQLITE_PERM: "it cannot be opened; check its permissions",
    }
    text = one_line(str(error))
    if text.startswith("Could not decode"):  # Python's own, without a code
        text = _DAMAGED
    return f"{path}: {known.get(code, text)}."


def _check_place(path: Path, *, create: bool) -> None:
    """See that there is a file, where it is due by making an empty one that its owner alone can read."""
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
    """The schema of the library; 0 where the file is blank.

    Raises:
        LibraryError: it is another program's, or a newer paperreader's.
    """
    application = connection.execute("pragma application_id").fetchone()[0]
    version = int(connection.execute("pragma user_version").fetchone()[0])
    tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and (application or version or tables):
        raise LibraryError(f"{path}: this is not a library of paperreader. Name another file with --library.")
    if version > VERSION:
        raise LibraryError(
            f"{path}: this library was written by a newer paperreader (schema {version}, this one knows {VERSION}). "
            "Upgrade paperreader to open it."
        )
    return version


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to date, all of it or nothing, whoever else is doing so at the same moment."""
    from sqlite_utils import Database

    from paperreader.library.database.migrations import migrations

    connection.execute(f"pragma page_size = {_PAGE}")
    connection.execute("pragma journal_mode = wal")
    connection.execute("begin immediate")
    try:
        version = _version(connection, path)
        if version < VERSION:
            migrations.apply(Database(connection))
            if version:
                _index_anew(connection)
                _fill_grams(connection)
                _order_names(connection, path)
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            connection.execute(f"pragma user_version = {VERSION}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def _index_anew(connection: sqlite3.Connection) -> None:
    """Index papers under the words that this program takes them to have; an older one knew other words."""
    from paperreader.library.search.index import Index

    Index(connection).rebuild()


def _fill_grams(connection: sqlite3.Connection) -> None:
    """Make the papers that are there findable by their texts."""
    from paperreader.library.importing.matching import Grams

    Grams(connection).fill()


def _order_names(connection: sqlite3.Connection, path: Path) -> None:
    """Put papers in order by their titles, find what notes link to, and make those tags one that look alike.

    That is a change like others: `log` tells of it, and undo takes it back.
    """
    from paperreader.library.annotations.tags import unite_alike
    from paperreader.library.database.ordering import sort_key
    from paperreader.library.database.writer import Writer
    from paperreader.library.journal.journal import Journal
    from paperreader.library.search.backlinks import index_links

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
        change.what = f"made one tag of those that look alike: {', '.join(names[:3])}{' …' if names[3:] else ''}"


def make_private(path: Path) -> None:
    """Let nobody but the owner read the library; also where it came from somewhere else."""
    path = path.resolve()  # through a link: SQLite keeps its log beside the file itself
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        with contextlib.suppress(OSError):
            mode = name.stat().st_mode
            if mode & 0o077:
                name.chmod(mode & 0o700)  # what its owner may do is the owner's to say
