"""Opens files, archives and pipes as text, before any format looks at them.

It knows files, bytes and lines, but nothing about papers. What a file is shows in its first bytes, never in its name.
"""

from __future__ import annotations

import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final, cast

from paperreader.domain import clean
from paperreader.formats.sources.compression import ZIP, Archive, Unreadable, expand, packing_of, pieces_of
from paperreader.formats.sources.encoding import UTF_8
from paperreader.formats.sources.sheets import (
    PARQUET,
    is_workbook,
    parquet_pieces,
    sheet_pieces,
    sheets_of,
    why_document,
)
from paperreader.formats.sources.text_stream import SUGGESTION, Location, OpenText, begin, text_of_bytes

_COPIED: Final = 1 << 20
_SPOOLED: Final = 4 << 30
"""The most bytes copied from a pipe to allow random access."""


def open_text(source: Path | io.BufferedIOBase, name: str | None = None, *, encoding: str | None = None) -> OpenText:
    """Open a file or a binary stream as text. Compressed files and binary tables become text too.

    Every kind of line end becomes a newline, NUL goes; for the characters see `encoding.encoding_of`.

    Args:
        source: a path, or an open binary stream such as `sys.stdin.buffer` (which is then closed with it).
        name: what to call it in messages, instead of the path or "standard input".
        encoding: Python's name of its encoding; detected by default.

    Raises:
        Unreadable: it is missing, not allowed, no file, empty, not text, or an archive of several.
    """
    opened = _open(source, name, encoding)
    try:
        if opened.archive is not None:
            raise Unreadable(f"{opened.name} is an archive. Unpack it, and name a file in it.")
        return _text(opened)
    except BaseException:
        opened.close()
        raise


def open_each(
    source: Path | io.BufferedIOBase, name: str | None = None, *, encoding: str | None = None
) -> Iterator[Callable[[], OpenText]]:
    """Yield a function that opens each text in a file or stream: every file of an archive, every sheet of a workbook.

    Open and read each one before asking for the next. A text that cannot be read raises when it is opened, as in
    `open_text`; the others are not affected.
    """
    try:
        opened = _open(source, name, encoding)
    except Unreadable as error:
        yield partial(refuse, error)
        return
    with closing(opened):
        try:
            parts = opened.archive.members() if opened.archive else opened.sheets if len(opened.sheets) > 1 else ()
        except Unreadable as error:
            yield partial(refuse, error)
            return
        for part in parts:
            yield partial(_part, opened, part, f"{opened.name}/{_on_one_line(part)}")
        if opened.archive is None and not parts:
            yield partial(_text, opened)


def open_again(location: Location, name: str) -> OpenText:
    """Open a text that was open before.

    Raises:
        Unreadable: see `open_text`.
    """
    opened = _open(location.path, name, location.encoding)
    return _text(opened) if location.part is None else _part(opened, location.part, name)


@dataclass(slots=True)
class _Opened:
    """A file or stream whose beginning was looked at."""

    name: str
    head: bytes
    rest: Iterator[bytes]
    raw: io.BufferedIOBase
    size: int | None
    archive: Archive | None = None
    sheets: Sequence[str] = ()
    """The sheets of a workbook."""
    path: Path | None = None
    """The path of a file."""
    encoding: str | None = None
    """The encoding that the user named."""

    def location(self, part: str | None = None) -> Location | None:
        """Return where the text, or a part of it, can be found again."""
        return None if self.path is None or self.size is None else Location(self.path, part, self.size, self.encoding)

    def close(self) -> None:
        if self.archive is not None:
            self.archive.close()
        self.raw.close()

    def share(self) -> float | None:
        """Return how much of the file has been read."""
        return min(self.raw.tell() / self.size, 1.0) if self.size and not self.raw.closed else None


def _open(source: Path | io.BufferedIOBase, name: str | None, encoding: str | None = None) -> _Opened:
    label = _on_one_line(name or (str(source) if isinstance(source, Path) else "standard input"))
    raw = _open_file(source, label) if isinstance(source, Path) else source
    try:
        head, rest = begin(pieces_of(raw))
        path = source if isinstance(source, Path) else None
        opened = _Opened(label, head, rest, raw, _size(raw), path=path, encoding=encoding)
        if head.startswith((*ZIP, PARQUET)):
            opened.raw = raw = _from_its_beginning(raw, head, label)
        if head.startswith(ZIP):
            _look_into(opened)
    except OSError as error:
        raw.close()
        raise Unreadable(f"{label} cannot be read: {error.strerror}. Check the disk it is on.") from None
    except BaseException:
        raw.close()
        raise
    return opened


def _look_into(opened: _Opened) -> None:
    """Tell archives, workbooks and documents apart; all of them are ZIP files."""
    archive = Archive(opened.raw, opened.name)
    if document := why_document(archive.names):
        raise Unreadable(f"{opened.name} is {document}. {SUGGESTION}")
    if is_workbook(archive.names):
        opened.sheets = sheets_of(opened.raw, opened.name)
        if not opened.sheets:
            raise Unreadable(f"{opened.name} is an empty workbook. {SUGGESTION}")
    else:
        opened.archive = archive


def _text(opened: _Opened) -> OpenText:
    """Open the text of a file, or the first sheet of a workbook."""
    name, raw = opened.name, opened.raw
    pieces = chain([opened.head], opened.rest)
    packing, encoding = packing_of(opened.head), opened.encoding
    if opened.head.startswith(PARQUET) or opened.sheets:
        encoding = UTF_8
    if opened.head.startswith(PARQUET):
        pieces = chain(parquet_pieces(raw, name))
    elif opened.sheets:
        pieces = chain(sheet_pieces(raw, name, opened.sheets[0]))
    elif packing is not None:
        pieces = chain(expand(pieces, packing, name))
    source = text_of_bytes(pieces, name, raw, opened.share, packed=packing is not None, said=encoding)
    source.location = opened.location()
    return source


def _part(opened: _Opened, part: str, name: str) -> OpenText:
    """Open one file of an archive, or one sheet of a workbook."""
    if opened.archive is None:
        return text_of_bytes(sheet_pieces(opened.raw, name, part), name, None, lambda: None, packed=False, said=UTF_8)
    pieces, size, done = opened.archive.pieces(part), opened.archive.size(part), 0

    def counted() -> Iterator[bytes]:
        nonlocal done
        for piece in pieces:
            done += len(piece)
            yield piece

    share = lambda: min(done / size, 1.0) if size else None  # noqa: E731 - it is handed on
    source = text_of_bytes(counted(), name, None, share, packed=True, said=opened.encoding)
    source.location = opened.location(part)
    return source


def refuse(why: Unreadable) -> OpenText:
    """Raise `why`; used as the opener of a text that cannot be opened."""
    raise why


def _on_one_line(text: str) -> str:
    return clean(text).replace("\n", " ")


def _size(raw: io.BufferedIOBase) -> int | None:
    """Return the size of a regular file; `None` for a pipe."""
    try:
        found = os.fstat(raw.fileno())
    except OSError:  # it has no file
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _from_its_beginning(raw: io.BufferedIOBase, head: bytes, name: str) -> io.BufferedIOBase:
    """Make the stream seekable, by writing a pipe to a temporary file."""
    if raw.seekable():
        raw.seek(-len(head), os.SEEK_CUR)
        return raw
    copy = cast("io.BufferedIOBase", tempfile.TemporaryFile(prefix="paperreader-"))  # noqa: SIM115 - closed with the source
    try:
        size = copy.write(head)
        while (piece := raw.read(_COPIED)) and size <= _SPOOLED:
            size += copy.write(piece)
        if size > _SPOOLED:
            raise Unreadable(f"{name} is more than {_SPOOLED >> 30} GB. Save it to a file, and name that.")
        copy.seek(0)
    except BaseException:
        copy.close()
        raise
    raw.close()
    return copy


def _open_file(path: Path, name: str) -> io.BufferedReader:
    """Open a regular file without waiting: opening a FIFO would block until somebody writes to it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Unreadable(f"There is no file {name}. Check the path.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Unreadable(f"{name} cannot be opened: {reason}. Check the path and your permissions.") from None
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        if path.is_symlink():
            raise Unreadable(f"{name} is a link to a directory, and is not followed. Name the directory itself.")
        raise Unreadable(f"{name} is a directory. Name the files in it.")
    raise Unreadable(f"{name} is not a file but a pipe or device. Send its text to standard input instead.")
