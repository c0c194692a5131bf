"""Where text comes in: a file, an archive or a pipe becomes lines, safely, before any format looks at it.

Below every reader of this package; it knows files, bytes and lines, and nothing of papers. What a file is, is told
by its first bytes, never by its name.
"""

from __future__ import annotations

import codecs
import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, TextIO, TypeVar, cast

from paperreader.domain.paper import Leftover, clean
from paperreader.formats.sources.encoding import UTF_8, encoding_named, encoding_of, is_utf_8, why_binary
from paperreader.formats.sources.packing import ZIP, Archive, Unreadable, expand, packing_of, pieces_of
from paperreader.formats.sources.sheets import (
    PARQUET,
    is_workbook,
    parquet_pieces,
    sheet_pieces,
    sheets_of,
    why_document,
)

if TYPE_CHECKING:
    from paperreader.formats.sources.guessing import Guess

HEAD: Final = 1 << 16
"""How many characters at most a format may look at to recognise itself."""

LINE_LIMIT: Final = 1 << 22
"""The longest line that is read as one, in characters; no paper fills it, and memory stays constant."""

LEFTOVER_LIMIT: Final = 10_000
"""How much of a piece that could not be read is kept, in characters."""

_SUGGESTION: Final = "Give text: a reading list, a copied web page, an export of a reference manager, JSON, CSV …"
_CONTEXT: Final = 200
"""Bytes before the first that is not ASCII which may be of the same word."""
_NEL: Final = b"\xc2\x85"
_COPIED: Final = 1 << 20
_SPOOLED: Final = 4 << 30
"""The most that is copied from a pipe to go through it in any order, in bytes."""

_Made = TypeVar("_Made", covariant=True)


class Reader(Protocol[_Made]):
    """Takes lines one after another, and makes something of some of them as soon as it is complete."""

    def take(self, number: int, text: str, /) -> Iterator[_Made]:
        """Take the next line; what is complete by it."""

    def finish(self) -> Iterator[_Made]:
        """No line follows: what is complete by that."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands, for whoever opens it once more: another process, say."""

    path: Path
    part: str | None
    """The file in an archive, or the sheet of a workbook, where there are several."""
    size: int
    """Bytes of it, as they are packed."""
    encoding: str | None = None
    """What somebody said that it is in."""


@dataclass(slots=True)
class Source:
    """An open text and its beginning: `recognise(source.head)`, then `read(source.stream, …)`."""

    name: str
    """What to call it in messages: safe for a terminal."""
    head: str
    """The first characters, for recognising; the stream still begins at the beginning."""
    stream: TextIO
    """What goes wrong while it is read, because a file is damaged in its middle, is an `Unreadable` or an `OSError`."""
    share: Callable[[], float | None] = lambda: None
    """How much of it has been read, from 0 to 1; `None` where nobody knows how long it is."""
    place: Place | None = None
    """`None` where it can be read but once."""
    guessed: Callable[[], str | None] = lambda: None
    """In what it was read, as far as it was, where that is a guess that may be wrong: `Windows-1251`."""

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()


def open_text(source: Path | io.BufferedIOBase, name: str | None = None, *, encoding: str | None = None) -> Source:
    """Open a file, or take the bytes of a pipe, as text; what is compressed, or a table in binary, becomes text.

    Every kind of line end becomes a newline, NUL goes; for the characters see `encoding.encoding_of`.

    Args:
        source: a path, or an open binary stream such as `sys.stdin.buffer` (which is then closed with it).
        name: what to call it in messages, instead of the path or "standard input".
        encoding: what it is in, as Python calls it; without, that is found out.

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
) -> Iterator[Callable[[], Source]]:
    """What opens each text in a file or stream: one as a rule, one for every file in an archive or sheet in a workbook.

    Each is to be opened and read before the next is asked for. What cannot be read raises when it is opened, as in
    `open_text`, and costs only itself.
    """
    try:
        opened = _open(source, name, encoding)
    except Unreadable as error:
        yield partial(_refuse, error)
        return
    with closing(opened):
        try:
            parts = opened.archive.members() if opened.archive else opened.sheets if len(opened.sheets) > 1 else ()
        except Unreadable as error:
            yield partial(_refuse, error)
            return
        for part in parts:
            yield partial(_part, opened, part, f"{opened.name}/{_on_one_line(part)}")
        if opened.archive is None and not parts:
            yield partial(_text, opened)


def open_again(place: Place, name: str) -> Source:
    """Open a text that was open before.

    Raises:
        Unreadable: see `open_text`.
    """
    opened = _open(place.path, name, place.encoding)
    return _text(opened) if place.part is None else _part(opened, place.part, name)


def lines(stream: TextIO) -> Iterator[tuple[int, str] | Leftover]:
    """Every line with its number from 1, without its line end; a line over `LINE_LIMIT` as a leftover."""
    number = 0
    while line := stream.readline(LINE_LIMIT):
        number += 1
        if line.endswith("\n"):
            yield number, line[:-1]
        elif len(line) < LINE_LIMIT:
            yield number, line
        elif rest := stream.readline(LINE_LIMIT):
            while rest and not rest.endswith("\n"):
                rest = stream.readline(LINE_LIMIT)
            yield leftover(number, line, f"This line is longer than {LINE_LIMIT:,} characters.")
        else:
            yield number, line


def read_lines(numbered: Iterable[tuple[int, str] | Leftover], reader: Reader[_Made]) -> Iterator[_Made | Leftover]:
    """What a reader makes of lines, as `lines` gives them; what is left over of them is passed on in its place."""
    for line in numbered:
        if isinstance(line, Leftover):
            yield line
        else:
            yield from reader.take(*line)
    yield from reader.finish()


def leftover(line: int, text: str, why: str) -> Leftover:
    """What could not be read, cleaned, and cut so that a bad file cannot fill a library."""
    kept = text[:LEFTOVER_LIMIT]
    return Leftover(line, clean(kept) + ("…" if len(text) > LEFTOVER_LIMIT else ""), why)


def trim(text: str) -> str:
    """Clean, without the white space around it; a no-break space is text and stays."""
    return (text if text.isprintable() else clean(text)).strip(" \t\n")


@dataclass(slots=True)
class _Opened:
    """A file or stream of which the beginning was looked at."""

    name: str
    head: bytes
    rest: Iterator[bytes]
    raw: io.BufferedIOBase
    size: int | None
    archive: Archive | None = None
    sheets: Sequence[str] = ()
    """Those of a workbook."""
    path: Path | None = None
    """That of a file."""
    encoding: str | None = None
    """What somebody said that it is in."""

    def place(self, part: str | None = None) -> Place | None:
        """Where the text of it, or of a part of it, is found again."""
        return None if self.path is None or self.size is None else Place(self.path, part, self.size, self.encoding)

    def close(self) -> None:
        if self.archive is not None:
            self.archive.close()
        self.raw.close()

    def share(self) -> float | None:
        """How much of the file has been read."""
        return min(self.raw.tell() / self.size, 1.0) if self.size and not self.raw.closed else None


def _open(source: Path | io.BufferedIOBase, name: str | None, encoding: str | None = None) -> _Opened:
    label = _on_one_line(name or (str(source) if isinstance(source, Path) else "standard input"))
    raw = _open_file(source, label) if isinstance(source, Path) else source
    try:
        head, rest = _begin(pieces_of(raw))
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
    """Tell archives, workbooks and documents from each other: all of them are ZIP files."""
    archive = Archive(opened.raw, opened.name)
    if document := why_document(archive.names):
        raise Unreadable(f"{opened.name} is {document}. {_SUGGESTION}")
    if is_workbook(archive.names):
        opened.sheets = sheets_of(opened.raw, opened.name)
        if not opened.sheets:
            raise Unreadable(f"{opened.name} is an empty workbook. {_SUGGESTION}")
    else:
        opened.archive = archive


def _text(opened: _Opened) -> Source:
    """The text of what has one; of a workbook the first."""
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
    source = _decoded(pieces, name, raw, opened.share, packed=packing is not None, said=encoding)
    source.place = opened.place()
    return source


def _part(opened: _Opened, part: str, name: str) -> Source:
    """The text of one file in an archive, or of one sheet of a workbook."""
    if opened.archive is None:
        return _decoded(sheet_pieces(opened.raw, name, part), name, None, lambda: None, packed=False, said=UTF_8)
    pieces, size, done = opened.archive.pieces(part), opened.archive.size(part), 0

    def counted() -> Iterator[bytes]:
        nonlocal done
        for piece in pieces:
            done += len(piece)
            yield piece

    share = lambda: min(done / size, 1.0) if size else None  # noqa: E731 - it is handed on
    source = _decoded(counted(), name, None, share, packed=True, said=opened.encoding)
    source.place = opened.place(part)
    return source


def _refuse(error: Unreadable) -> Source:
    raise error


def _decoded(
    pieces: Iterator[bytes],
    name: str,
    raw: io.BufferedIOBase | None,
    share: Callable[[], float | None],
    *,
    packed: bool,
    said: str | None,
) -> Source:
    """The text that some bytes are; its stream closes `raw` with it."""
    head, rest = _begin(pieces)
    if not head.strip(b"\0 \t\r\n\f"):
        raise Unreadable(f"{name} is empty. {_SUGGESTION}")
    if packed and (packing_of(head) or head.startswith((*ZIP, PARQUET))):
        raise Unreadable(f"{name} holds something that is packed once more. Unpack it, and name the files in it.")
    if what := why_binary(head):
        raise Unreadable(f"{name} is not text but {what}. {_SUGGESTION}")
    encoding = encoding_of(head) if said is None else encoding_named(said, head)
    head = head[len(encoding.mark) :]
    text: Iterator[bytes] = chain([head], rest)
    made = None if encoding.known else _Guessed(text)
    if made is not None:
        head, text = made.begin()
    if not encoding.name.startswith(("utf-16", "utf-32")):
        text = _tidied(text, next_line=_NEL in head and b"\n" not in head and b"\r" not in head)
        head = next(text)
        text = chain([head], text)
    decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    seen = io.IncrementalNewlineDecoder(decoder, translate=True).decode(head)[:HEAD]
    joined = io.BufferedReader(_Joined(text, raw), HEAD)
    stream = io.TextIOWrapper(joined, encoding=encoding.name, errors=encoding.errors, newline=None)
    return Source(name, seen, stream, share, guessed=made.name if made is not None else lambda: None)


class _Guessed:
    """Bytes that nobody says the encoding of: UTF-8, or made that where they are plainly something else.

    That shows at the first that are not ASCII, wherever they stand.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._found: Guess | None = None

    def name(self) -> str | None:
        """What they were read in, where that is a guess that may be wrong."""
        return None if self._found is None or self._found.sure else self._found.name

    def begin(self) -> tuple[bytes, Iterator[bytes]]:
        """The first piece, and all of them."""
        made = filter(None, self._made())
        first = next(made, b"")
        return first, chain([first], made)

    def _made(self) -> Iterator[bytes]:
        before = b""
        for piece in self._pieces:
            if piece.isascii():
                yield piece
                before = piece[-_CONTEXT:]
                continue
            some = self._sample(piece)
            self._found = self._guess([before, *some])
            if self._found is None or self._found.codec == "cp1252":  # which is read where bytes are no UTF-8
                yield from chain(some, self._pieces)
            else:
                decoder = codecs.getincrementaldecoder(self._found.codec)("replace")
                yield from (decoder.decode(one).encode(UTF_8) for one in chain(some, self._pieces))
                yield decoder.decode(b"", final=True).encode(UTF_8)
            return

    def _sample(self, piece: bytes) -> list[bytes]:
        """Pieces enough to tell by."""
        some, size = [piece], len(piece)
        while size < 2 * HEAD and (more := next(self._pieces, None)) is not None:
            some.append(more)
            size += len(more)
        return some

    def _guess(self, some: list[bytes]) -> Guess | None:
        sample = b"".join(some)
        if is_utf_8(sample):
            return None
        from paperreader.formats.sources.guessing import SAMPLE, guess

        first = next(place for place, byte in enumerate(sample) if byte > 127)
        begin = sample.rfind(b"\n", 0, first) + 1
        end = sample.rfind(b"\n", 0, begin + SAMPLE) + 1  # no character is cut there
        return guess(sample[begin : end if end > first and len(sample) > begin + SAMPLE else begin + SAMPLE])


def _tidied(pieces: Iterator[bytes], *, next_line: bool) -> Iterator[bytes]:
    """The bytes without NUL; where that is all that ends its lines, with a line end for every NEL."""
    held = b""
    for piece in pieces:
        whole = held + piece.replace(b"\0", b"")
        held = b""
        if next_line:
            held = whole[len(whole) - whole.endswith(_NEL[:1]) :]  # half of one, perhaps
            whole = whole[: len(whole) - len(held)].replace(_NEL, b"\n")
        yield whole
    yield held


class _Joined(io.RawIOBase):
    """The bytes that come in pieces as a stream, with the file that they come from."""

    def __init__(self, pieces: Iterator[bytes], file: io.BufferedIOBase | None) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(cast("bytearray", buffer)).cast("B")
        while not self._piece:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._piece = memoryview(piece)
        count = min(len(target), len(self._piece))
        target[:count] = self._piece[:count]
        self._piece = self._piece[count:]
        return count

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def _begin(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """At least the first `HEAD` bytes, where there are so many, and the rest; what went wrong comes after them."""
    head = bytearray()
    try:
        while len(head) < HEAD and (piece := next(pieces, None)) is not None:
            head += piece
    except (Unreadable, OSError) as error:
        if not head:
            raise
        return bytes(head), _failing(error)
    return bytes(head), pieces


def _failing(error: Exception) -> Iterator[bytes]:
    yield b""
    raise error


def _on_one_line(text: str) -> str:
    return clean(text).replace("\n", " ")


def _size(raw: io.BufferedIOBase) -> int | None:
    """How many bytes a regular file has; nobody knows it of a pipe."""
    try:
        found = os.fstat(raw.fileno())
    except OSError:  # it has no file
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _from_its_beginning(raw: io.BufferedIOBase, head: bytes, name: str) -> io.BufferedIOBase:
    """The same bytes, to go through in any order: a pipe is written to a temporary file."""
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
    """Open a regular file, never waiting: opening a FIFO would block until somebody writes to it."""
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
