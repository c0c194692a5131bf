"""Where text comes in: a file or a pipe becomes lines, safely, before any format looks at it.

Below every reader of this package; it knows bytes, encodings and lines, and nothing of papers.
"""

from __future__ import annotations

import codecs
import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO, cast

from paperreader.paper import Leftover, clean

HEAD: Final = 1 << 16
"""How many characters at most a format may look at to recognise itself."""

LINE_LIMIT: Final = 1 << 22
"""The longest line that is read as one, in characters; no paper fills it, and memory stays constant."""

LEFTOVER_LIMIT: Final = 10_000
"""How much of a piece that could not be read is kept, in characters."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with theirs
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS: Final = bytes(code for code in range(0x20) if code not in b"\t\n\r\f\x1b")
_MOSTLY: Final = 0.05
_SUGGESTION: Final = "Give a text file: a reading list, a paste of a web page, JSON lines …"


class Unreadable(Exception):
    """A source that cannot be read as text; the message says what it is and what to do instead."""


@dataclass(slots=True)
class Source:
    """An open text and its beginning: `recognise(source.head)`, then `read(source.stream, …)`."""

    name: str
    """What to call it in messages: safe for a terminal."""
    head: str
    """The first characters, for recognising; the stream still begins at the beginning."""
    stream: TextIO

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()


def open_text(source: Path | io.BufferedIOBase, name: str | None = None) -> Source:
    """Open a file, or take the bytes of a pipe, as text.

    A byte order mark decides the encoding; everything else is UTF-8, and bytes that are not become what they
    are in Windows-1252. Every kind of line end becomes a newline.

    Args:
        source: a path, or an open binary stream such as `sys.stdin.buffer` (which is then closed with it).
        name: what to call it in messages, instead of the path or "standard input".

    Raises:
        Unreadable: it is missing, not allowed, no file, empty, or not text.
    """
    if isinstance(source, Path):
        label = clean(name or str(source)).replace("\n", " ")
        raw: io.BufferedIOBase = _open_file(source, label)
    else:
        label = clean(name or "standard input").replace("\n", " ")
        raw = source
    try:
        head = _fill(raw)
        _refuse_binary(head, label)
    except BaseException:
        raw.close()
        raise
    mark, encoding = next(((mark, name) for mark, name in _BOMS if head.startswith(mark)), (b"", "utf-8"))
    head = head[len(mark) :]
    decoder = codecs.getincrementaldecoder(encoding)(_ERRORS if encoding == "utf-8" else "replace")
    seen = io.IncrementalNewlineDecoder(decoder, translate=True).decode(head)
    rejoined = io.BufferedReader(_Rejoined(head, raw), HEAD)
    stream = io.TextIOWrapper(rejoined, encoding=encoding, errors=decoder.errors, newline=None)
    return Source(label, seen, stream)


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


def leftover(line: int, text: str, why: str) -> Leftover:
    """What could not be read, cleaned, and cut so that a bad file cannot fill a library."""
    kept = text[:LEFTOVER_LIMIT]
    return Leftover(line, clean(kept) + ("…" if len(text) > LEFTOVER_LIMIT else ""), why)


def trim(text: str) -> str:
    """Clean, without the white space around it; a no-break space is text and stays."""
    return (text if text.isprintable() else clean(text)).strip(" \t\n")


class _Rejoined(io.RawIOBase):
    """The bytes that were looked at, then the rest of the stream that they came from."""

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(cast("bytearray", buffer)).cast("B")
        if self._head:
            count = min(len(target), len(self._head))
            target[:count] = self._head[:count]
            self._head = self._head[count:]
            return count
        data = self._rest.read1(len(target))
        target[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._rest.close()
        super().close()


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
        raise Unreadable(f"{name} is a directory. Name the files in it.")
    raise Unreadable(f"{name} is not a file but a pipe or device. Send its text to standard input instead.")


def _fill(raw: io.BufferedIOBase) -> bytes:
    """The first `HEAD` bytes; a slow pipe gives them in small pieces."""
    head = bytearray()
    while len(head) < HEAD and (piece := raw.read(HEAD - len(head))):
        head += piece
    return bytes(head)


def _refuse_binary(head: bytes, name: str) -> None:
    if not head.strip():
        raise Unreadable(f"{name} is empty. {_SUGGESTION}")
    if head.startswith(b"%PDF-"):
        raise Unreadable(f"{name} is a PDF. {_SUGGESTION}")
    if head.startswith(tuple(mark for mark, _ in _BOMS)):
        return
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if b"\0" in head or controls > len(head) * _MOSTLY:
        raise Unreadable(f"{name} is not text but binary data. {_SUGGESTION}")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252 (as Latin-1 in its holes)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    text = "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in bad)
    return text, error.end


_ERRORS: Final = "paperreader.windows-1252"
codecs.register_error(_ERRORS, _as_windows_1252)
