"""What can go wrong with a library. Each message is for people: what happened, to what, and what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from json import JSONDecodeError
from typing import TYPE_CHECKING, Final

from paperreader.domain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DAMAGED: Final = "the file is damaged; keep a copy of it, and continue from a backup or an export"


class LibraryError(Exception):
    """A problem with a library that its user can understand and solve. Nothing was changed."""


class NoSuchPaper(LibraryError):
    """The library has no such paper."""


class SeveralPapers(LibraryError):
    """An identifier belongs to several papers, and nobody has decided yet whether they are duplicates."""


class NoSuchNote(LibraryError):
    """The library has no such note."""


class NoSuchHighlight(LibraryError):
    """The library has no such highlight."""


class NoSuchTag(LibraryError):
    """The library has no such tag."""


class NoSuchView(LibraryError):
    """The library has no such view."""


class NoSuchImport(LibraryError):
    """The library has no such import, or it cannot be undone."""


class StaleText(LibraryError):
    """The abstract has changed since a passage in it was selected."""


class Stopped(LibraryError):
    """Whoever asked for a change has stopped it."""


class Invalid(LibraryError):
    """A span, colour, letter, key or name that is not valid."""


@contextlib.contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn errors of SQLite, and text that cannot be decoded, into a `LibraryError` about the library at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(explain(error, path)) from error
    except (
        UnicodeDecodeError,
        JSONDecodeError,
    ) as error:  # even the message that the file is damaged may fail to decode
        raise damaged(path) from error


def damaged(path: Path) -> LibraryError:
    """The error to raise if the library at `path` holds something that paperreader never writes."""
    return LibraryError(f"{path}: {_DAMAGED}.")


def explain(error: sqlite3.Error, path: Path) -> str:
    """Explain in one line what an error of SQLite means for the library at `path`, and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    known = {
        sqlite3.SQLITE_BUSY: "another program is writing to it; try again when that is done",
        sqlite3.SQLITE_LOCKED: "another program is writing to it; try again when that is done",
        sqlite3.SQLITE_NOTADB: "this is not a paperreader library. Name another file with --library",
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
