"""Turns bytes that arrive in pieces into a stream of characters."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, TextIO, cast

from paperreader.formats.sources.compression import ZIP, Unreadable, packing_of
from paperreader.formats.sources.encoding import UTF_8, encoding_named, encoding_of, is_utf_8, why_binary
from paperreader.formats.sources.sheets import PARQUET

if TYPE_CHECKING:
    from paperreader.formats.sources.encoding_guess import Guess

SUGGESTION: Final = "Import text: a reading list, a copied web page, an export of a reference manager, JSON, CSV …"

HEAD: Final = 1 << 16
"""How many characters a format may look at to recognise a text."""

_CONTEXT: Final = 200
"""Bytes kept before the first that is not ASCII, as they may belong to the same word."""
_NEL: Final = b"\xc2\x85"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a text is, so that another process, for example, can open it again."""

    path: Path
    part: str | None
    """The file in an archive, or the sheet of a workbook with several."""
    size: int
    """Its compressed size in bytes."""
    encoding: str | None = None
    """The encoding that the user named."""


@dataclass(slots=True)
class OpenText:
    """An open text and its beginning: `recognise(text.head)`, then `read_records(format, text)`."""

    name: str
    """Its name in messages, safe for a terminal."""
    head: str
    """The first characters, to recognise it by; the stream still starts at the beginning."""
    stream: TextIO
    """Reading it raises `Unreadable` or `OSError` if the file is damaged halfway."""
    share: Callable[[], float | None] = lambda: None
    """How much of it has been read, from 0 to 1; `None` if its length is unknown."""
    location: Location | None = None
    """`None` if it can only be read once."""
    guessed: Callable[[], str | None] = lambda: None
    """The encoding used so far, if that is a guess that may be wrong: `Windows-1251`."""

    def __enter__(self) -> OpenText:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()


def text_of_bytes(
    pieces: Iterator[bytes],
    name: str,
    raw: io.BufferedIOBase | None,
    share: Callable[[], float | None],
    *,
    packed: bool,
    said: str | None,
) -> OpenText:
    """Open bytes as text; closing its stream also closes `raw`."""
    head, rest = begin(pieces)
    if not head.strip(b"\0 \t\r\n\f"):
        raise Unreadable(f"{name} is empty. {SUGGESTION}")
    if packed and (packing_of(head) or head.startswith((*ZIP, PARQUET))):
        raise Unreadable(f"{name} holds another packed file. Unpack it, and name the files in it.")
    if what := why_binary(head):
        raise Unreadable(f"{name} is not text but {what}. {SUGGESTION}")
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
    return OpenText(name, seen, stream, share, guessed=made.name if made is not None else lambda: None)


class _Guessed:
    """Bytes without a declared encoding: UTF-8, or converted to it if they are clearly something else.

    The first non-ASCII bytes decide, wherever they are.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._found: Guess | None = None

    def name(self) -> str | None:
        """The encoding used, if that is a guess that may be wrong."""
        return None if self._found is None or self._found.sure else self._found.name

    def begin(self) -> tuple[bytes, Iterator[bytes]]:
        """Return the first piece, and an iterator over all of them."""
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
            if self._found is None or self._found.codec == "cp1252":  # which invalid UTF-8 is read as
                yield from chain(some, self._pieces)
            else:
                decoder = codecs.getincrementaldecoder(self._found.codec)("replace")
                yield from (decoder.decode(one).encode(UTF_8) for one in chain(some, self._pieces))
                yield decoder.decode(b"", final=True).encode(UTF_8)
            return

    def _sample(self, piece: bytes) -> list[bytes]:
        """Collect enough pieces to guess by."""
        some, size = [piece], len(piece)
        while size < 2 * HEAD and (more := next(self._pieces, None)) is not None:
            some.append(more)
            size += len(more)
        return some

    def _guess(self, some: list[bytes]) -> Guess | None:
        sample = b"".join(some)
        if is_utf_8(sample):
            return None
        from paperreader.formats.sources.encoding_guess import SAMPLE, guess

        first = next(location for location, byte in enumerate(sample) if byte > 127)
        begin = sample.rfind(b"\n", 0, first) + 1
        end = sample.rfind(b"\n", 0, begin + SAMPLE) + 1  # no character is split there
        return guess(sample[begin : end if end > first and len(sample) > begin + SAMPLE else begin + SAMPLE])


def _tidied(pieces: Iterator[bytes], *, next_line: bool) -> Iterator[bytes]:
    """Remove NUL bytes; if only NEL ends the lines, replace it by line ends."""
    held = b""
    for piece in pieces:
        whole = held + piece.replace(b"\0", b"")
        held = b""
        if next_line:
            held = whole[len(whole) - whole.endswith(_NEL[:1]) :]  # perhaps half of one
            whole = whole[: len(whole) - len(held)].replace(_NEL, b"\n")
        yield whole
    yield held


class _Joined(io.RawIOBase):
    """A stream over bytes that come in pieces; it closes their file."""

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


def begin(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return at least the first `HEAD` bytes, if there are that many, and the rest; errors are raised after them."""
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
