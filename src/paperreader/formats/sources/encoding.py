"""Finds the encoding of a text, or that it is not text at all.

The bytes themselves decide. What a document declares counts only if they do not, because documents are copied and
converted while their declarations stay. Anything else that is not UTF-8 is guessed (`encoding_guess`).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

UTF_8: Final = "utf-8"
WINDOWS_1252: Final = "paperreader.windows-1252"
"""The name of the error handler that decodes invalid UTF-8 as Windows-1252."""

_BOMS: Final = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark its own begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = (
    re.compile(rb"""\A\s{0,9}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z][\w.:-]{0,40})["']"""),
    re.compile(rb"""<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z][\w.:-]{0,40})""", re.IGNORECASE),
)
_DECLARED_WITHIN: Final = 4096
"""A declaration must be within this many bytes of the beginning."""
_OURS: Final = frozenset(("utf-8", "ascii", "iso8859-1", "cp1252"))
"""UTF-8 with a fall-back to Windows-1252 reads these as well, and better if the declaration is wrong."""
_ASCII: Final = b"\\u0041" + bytes(code for code in range(0x20, 0x7F) if code != 0x5C)
"""An encoding must not change these, or a declaration could not be read before the encoding is known."""
_LETTERS: Final = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ "

_CONTROLS: Final = bytes(code for code in range(0x20) if code not in b"\t\n\r\f\x1b")
_MOSTLY: Final = 0.05
"""From this share of control characters on, bytes are not text."""
_OFTEN: Final = 0.3
"""The share of byte pairs with a zero in UTF-16 if most letters are Latin."""
_SPACES: Final = 0.01
"""The same if no letter is: only line ends and spaces have one."""

_BINARY: Final = (
    (b"%PDF-", 0, "a PDF"),
    (b"SQLite format 3\0", 0, "an SQLite database"),
    (b"\x89PNG", 0, "a picture"),
    (b"\xff\xd8\xff", 0, "a picture"),
    (b"GIF8", 0, "a picture"),
    (b"\xd0\xcf\x11\xe0", 0, "an old Office document"),
    (b"7z\xbc\xaf\x27\x1c", 0, "a 7z archive"),
    (b"Rar!", 0, "a RAR archive"),
    (b"ustar", 257, "a tar archive"),
    (b"\x7fELF", 0, "a program"),
    (b"ARROW1", 0, "an Arrow file"),
    (b"\x89HDF", 0, "HDF5 data"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes are decoded."""

    name: str
    """Python's name for it."""
    errors: str = "replace"
    mark: bytes = b""
    """The byte order mark at the beginning, which is not text."""
    known: bool = True
    """Whether something declares it; if not, bytes that are not UTF-8 may be something else."""


def encoding_of(head: bytes) -> Encoding:
    """Find how to read a text that begins with `head`.

    A byte order mark decides; then zeros where UTF-16 has them; then UTF-8, if there is any; then what the document
    declares. Everything else is read as UTF-8 with single bytes of Windows-1252, but is not `known`.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return Encoding(name, WINDOWS_1252 if name == UTF_8 else "replace", mark)
    wide = _utf_16(head)
    if wide is not None:
        return Encoding(wide)
    declared = None if not head.isascii() and is_utf_8(head) else _declared(head)
    if declared is None or declared in _OURS:
        return Encoding(UTF_8, WINDOWS_1252, known=declared is not None)
    return Encoding(declared)


def encoding_named(name: str, head: bytes) -> Encoding:
    """Return how to read a text in an encoding that the user named, without its byte order mark."""
    found = codecs.lookup(name).name
    mark = next((mark for mark, marked in _BOMS if head.startswith(mark) and found in (marked, marked[:-3])), b"")
    if found in ("utf-16", "utf-32"):  # without a byte order mark, as most programs write it
        found += "-be" if mark in (codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE) else "-le"
    return Encoding(UTF_8 if found == "utf-8-sig" else found, mark=mark)


def is_encoding(name: str) -> bool:
    """Whether there is a text encoding of that name."""
    try:
        "a".encode(name)
        codecs.getincrementaldecoder(name)
    except (LookupError, ValueError, TypeError):
        return False
    return True


def why_binary(head: bytes) -> str | None:
    """Say what bytes are if they are not text: `a picture`, `binary data`."""
    if any(head.startswith(mark) for mark, _ in _BOMS) or _utf_16(head) is not None:
        return None
    for magic, at, what in _BINARY:
        if head.startswith(magic, at):
            return what
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "binary data" if controls > len(head) * _MOSTLY else None


def _utf_16(head: bytes) -> str | None:
    """Find which UTF-16 it is by the zeros in Latin letters and line ends; `None` if it is not."""
    even = head[: len(head) & ~1]
    zeros = {"utf-16-be": even[0::2].count(0), "utf-16-le": even[1::2].count(0)}
    name = max(zeros, key=lambda one: zeros[one])
    if min(zeros.values()) * 4 >= zeros[name]:
        return None
    try:
        text = codecs.getincrementaldecoder(name)().decode(even)
    except UnicodeDecodeError:
        return None
    if any(character < " " and character not in "\t\n\r\f" for character in text):
        return None
    if zeros[name] > len(even) / 2 * _OFTEN:
        return name
    # In non-Latin text only spaces and line ends have a zero, but then it hardly resembles any other encoding.
    plain = len(even) - len(even.translate(None, _LETTERS))
    return name if zeros[name] > len(even) / 2 * _SPACES and plain < len(even) / 2 and not is_utf_8(even) else None


def is_utf_8(head: bytes) -> bool:
    """Whether bytes are UTF-8; the last character may be cut off."""
    try:
        codecs.getincrementaldecoder(UTF_8)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _declared(head: bytes) -> str | None:
    """Return the encoding that a document declares, if it is possible."""
    for pattern in _DECLARED:
        if match := pattern.search(head[:_DECLARED_WITHIN]):
            try:
                known = codecs.lookup(match[1].decode("ascii"))
                as_ascii = _ASCII.decode(known.name).encode("ascii") == _ASCII
            except (LookupError, ValueError):
                return None
            return known.name if as_ascii else None
    return None


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decode invalid UTF-8 as Windows-1252, or as Latin-1 where that is undefined."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    text = "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in bad)
    return text, error.end


codecs.register_error(WINDOWS_1252, _as_windows_1252)
