"""Decompresses files as they are read, and lets none grow without bound.

A stream of bytes is an iterator of small pieces here. How it is compressed shows in its first bytes, never in the
file's name.
"""

from __future__ import annotations

import bz2
import lzma
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, cast

from paperreader import DISTRIBUTION

if TYPE_CHECKING:
    import io

PIECE: Final = 1 << 16
"""The size of a piece in bytes: about one read from a pipe."""

RATIO_LIMIT: Final = 200
"""How many times its size data may grow. Text grows tenfold, malicious files a thousandfold."""
FREE: Final = 100 << 20
"""Anything may grow to this many bytes, whatever the ratio."""
EXPANDED_LIMIT: Final = 32 << 30
"""Nothing may grow beyond this many bytes. arXiv's list, the largest there is, has five billion."""
MEMBERS_LIMIT: Final = 10_000
"""The most files an archive may hold."""

_WINDOW: Final = 27
"""The size of zstd's window, as a power of two: the default of its own program."""
_DICTIONARY: Final = 256 << 20
"""The size of xz's dictionary in bytes."""

ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


class Unreadable(Exception):
    """A source cannot be read as text; the message says what it is and what to do instead."""


class _Decompressor(Protocol):
    """What bz2, lzma and zstd have in common."""

    @property
    def eof(self) -> bool:
        """Whether the end of the compressed stream was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether more input is needed to go on."""

    @property
    def unused_data(self) -> bytes:
        """The bytes after the end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return at most `max_length` bytes."""


class _Gzip:
    """zlib's decompressor with the interface of the others."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self._full = False

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not (self._full or self._inner.unconsumed_tail)

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        piece = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self._full = len(piece) == max_length
        return piece


def _zstd() -> Any:
    """Import zstd, which Python has from 3.14 on; earlier versions need an extra."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


def _open_zstd() -> _Decompressor:
    zstd = _zstd()
    opened: _Decompressor = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _WINDOW})
    return opened


@dataclass(frozen=True, slots=True)
class Packing:
    """A way of compressing files."""

    name: str
    magic: bytes
    """The bytes that every such file begins with."""
    open: Callable[[], _Decompressor]
    error: Callable[[], type[Exception]]
    """The exception for damaged data."""
    extra: str = ""
    """The extra to install, if Python alone is not enough."""


PACKINGS: Final = (
    Packing("gzip", b"\x1f\x8b", _Gzip, lambda: zlib.error),
    Packing("bzip2", b"BZh", bz2.BZ2Decompressor, lambda: OSError),
    Packing("xz", b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(memlimit=_DICTIONARY), lambda: lzma.LZMAError),
    Packing("zstd", b"\x28\xb5\x2f\xfd", _open_zstd, lambda: cast("type[Exception]", _zstd().ZstdError), "zst"),
)


def packing_of(head: bytes) -> Packing | None:
    """Return how a stream that begins with `head` is compressed, or `None` if it is not."""
    return next((one for one in PACKINGS if head.startswith(one.magic)), None)


def pieces_of(raw: io.BufferedIOBase) -> Iterator[bytes]:
    """Yield the bytes of a binary stream as they arrive."""
    while piece := raw.read1(PIECE):
        yield piece


def expand(pieces: Iterator[bytes], packing: Packing, name: str) -> Iterator[bytes]:
    """Decompress `pieces` a little at a time.

    Raises:
        Unreadable: it is damaged, ends too soon, needs something not installed, or grows too large; what
            was good before that has been given out.
    """
    limit = Limit(name)
    try:
        inner = packing.open()
        for data in pieces:
            limit.took(len(data))
            while data or not (inner.needs_input or inner.eof):
                if inner.eof:  # there may be several streams in a row, then zeros
                    data = data.lstrip(b"\0")
                    if not data:
                        break
                    inner = packing.open()
                piece = inner.decompress(data, PIECE)
                data = inner.unused_data if inner.eof else b""
                limit.gave(len(piece))
                yield piece
    except ImportError:
        raise missing(f"{name} is compressed with {packing.name}", packing.extra) from None
    except packing.error():
        raise Unreadable(f"{name} is damaged: {packing.name} cannot expand it. Fetch it again.") from None
    if not inner.eof:
        raise Unreadable(f"{name} ends too soon: part of it is missing. Fetch it again.")


class Archive:
    """A ZIP file: several files in one.

    Args:
        raw: its bytes, which can be gone through in any order; closed with it.

    Raises:
        Unreadable: it is damaged.
    """

    def __init__(self, raw: io.BufferedIOBase, name: str) -> None:
        self._name = name
        self._limit = Limit(name)
        try:
            self._limit.took(raw.seek(0, 2))
            self._zip = zipfile.ZipFile(cast("IO[bytes]", raw))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Unreadable(f"{name} is a damaged ZIP file. Fetch it again.") from None

    @property
    def names(self) -> list[str]:
        """The names of its members."""
        return self._zip.namelist()

    def members(self) -> list[str]:
        """Return the names of its files in order, without hidden ones.

        Raises:
            Unreadable: they are too many.
        """
        files = [one.filename for one in self._zip.infolist() if not one.is_dir() and not _hidden(one.filename)]
        if len(files) > MEMBERS_LIMIT:
            raise Unreadable(
                f"{self._name} holds more than {MEMBERS_LIMIT:,} files. Unpack it, and name the directory."
            )
        return files

    def size(self, member: str) -> int:
        """Return the size of a file in it."""
        return self._zip.getinfo(member).file_size

    def pieces(self, member: str) -> Iterator[bytes]:
        """Yield the bytes of a file in it.

        Raises:
            Unreadable: it is damaged, or locked, or the archive grows beyond all measure.
        """
        name = f"{self._name}/{member}"
        try:
            with self._zip.open(member) as opened:
                while piece := opened.read(PIECE):
                    self._limit.gave(len(piece))
                    yield piece
        except (RuntimeError, NotImplementedError) as error:  # it needs a password, or uses a rare compression
            raise Unreadable(f"{name} cannot be unpacked here: {error}. Unpack the archive yourself.") from None
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError):
            raise Unreadable(f"{name} is damaged. Fetch the archive again.") from None

    def close(self) -> None:
        """Close the archive and its file."""
        raw = self._zip.fp
        self._zip.close()
        if raw is not None:
            raw.close()


class Limit:
    """Checks that decompressed data stays in proportion to its source."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._packed = 0
        self._expanded = 0

    def took(self, count: int) -> None:
        """Count bytes that were read."""
        self._packed += count

    def gave(self, count: int) -> None:
        """Count bytes that came out.

        Raises:
            Unreadable: they are too many.
        """
        self._expanded += count
        if self._expanded > EXPANDED_LIMIT or self._expanded > max(FREE, RATIO_LIMIT * self._packed):
            raise Unreadable(
                f"{self._name} expands to more than {self._expanded >> 20:,} MB, far more than text can be packed into "
                "so little. Unpack it yourself if you trust it."
            )


def missing(what: str, extra: str) -> Unreadable:
    """Make the error that says which extra to install."""
    return Unreadable(f"{what}, which this installation cannot read. Run: pip install '{DISTRIBUTION}[{extra}]'")


def _hidden(path: str) -> bool:
    return path.startswith("__MACOSX/") or any(part.startswith(".") and part.strip(".") for part in path.split("/"))
