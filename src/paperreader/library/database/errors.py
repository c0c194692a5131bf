"""What can go wrong with a library. Each message is for people: what happened, to what, and what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from json import JSONDecodeError
from typing import TYPE_CHECKING, Final

from paperreader.domain.paper import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
