"""The part of a file that an export rewrites: a block between two comments. What stands around it is the user's.

The first comment says that the block is rewritten, and may name its paper. The last one holds a checksum of the lines
between them, so that a block that somebody else changed is known. Line ends do not count: editors and programs that
synchronise files change them. Everything is bytes, since nobody knows the encoding of what the user wrote.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TextIO, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_BOM: Final = b"\xef\xbb\xbf"
_NAME: Final = "paperreader:"
_ADVICE: Final = "(every export rewrites this part; write above or below it)"


class BlockDamaged(ValueError):
    """The comments around a block are not one pair, so that nobody knows what is the user's. The message says how."""


@dataclass(frozen=True)
class Comment:
    """How a format writes a comment that takes a line of its own."""

    before: str
    """ASCII, as `<!-- `."""
    after: str = ""

    def line(self, words: str) -> str:
        """Return a comment, without a line end."""
        return f"{self.before}{_NAME} {words}{self.after}"

    @cached_property
    def pattern(self) -> re.Pattern[bytes]:
        """Matches the first and last lines of blocks, whatever white space an editor left there."""
        before, after = re.escape(self.before.strip()), re.escape(self.after.strip())
        # Logseq puts a bullet before what it writes.
        return re.compile(
            rf"(?:- )?{before}[ \t]*{_NAME}[ \t]*(begin|end)\b(.*?){after}[ \t]*\r?\n?".encode(), re.DOTALL
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A block in a file."""

    start: int
    """Half-open with `end`, in bytes of the file; the line end of the last line is the user's."""
    end: int
    about: str
    """What its first line names; empty if it names nothing."""
    seals: tuple[str, ...]
    """The checksums that its last line holds: first that of its text, then any that the export added."""
    digest: str
    """The checksum that its text has now."""
    newline: str
    """How its lines end."""

    @property
    def is_as_written(self) -> bool:
        """Whether nobody has changed it since it was written."""
        return self.seals[:1] == (self.digest,)


def find_block(lines: Iterable[bytes], comment: Comment) -> Block | None:
    """Find the block in a file, given its lines with their line ends; `None` if it has none.

    Raises:
        BlockDamaged: one of its comments is missing, or there are several blocks.
    """
    found: list[Block] = []
    open_: tuple[int, str, str] | None = None
    text = _digest()
    at, number = 0, 0
    for number, line in enumerate(lines, 1):
        shown = line.removeprefix(_BOM) if number == 1 else line
        marker = comment.pattern.fullmatch(shown) if _NAME.encode() in shown else None
        if marker is None:
            if open_ is not None:
                text.update(line[:-2] + b"\n" if line.endswith(b"\r\n") else line)
        elif (marker[1] == b"begin") == (open_ is not None):
            raise BlockDamaged(
                f"paperreader's part begins again in line {number}"
                if open_
                else f"line {number} ends paperreader's part, which did not begin"
            )
        elif open_ is None:
            words = marker[2].decode("ascii", "replace").split(None, 1)
            about = words[0] if words and not words[0].startswith("(") else ""
            open_ = at + len(line) - len(shown), about, "\r\n" if line.endswith(b"\r\n") else "\n"
            text = _digest()
        else:
            start, about, newline = open_
            seals = tuple(marker[2].decode("ascii", "replace").split())
            found.append(Block(start, at + len(line.rstrip(b"\r\n")), about, seals, text.hexdigest(), newline))
            open_ = None
        at += len(line)
    if open_ is not None:
        raise BlockDamaged("the line that ends paperreader's part is missing")
    if len(found) > 1:
        raise BlockDamaged("it has several parts of paperreader's")
    return found[0] if found else None


def write_block(
    out: TextIO, comment: Comment, write: Callable[[TextIO], int], *, about: str = "", seals: Iterable[str] = ()
) -> int:
    """Write a block, without a line end after its last one.

    Args:
        write: writes its text, in which no line looks like a comment of a block.
        about: what its first line names, in one word.
        seals: more checksums for its last line.

    Returns:
        What `write` returned.
    """
    out.write(comment.line(" ".join(filter(None, ("begin", about, _ADVICE)))) + "\n")
    text = _Sealing(out)
    count = write(cast("TextIO", text))
    text.end_line()
    out.write(comment.line(" ".join(("end", text.digest.hexdigest(), *seals))))
    return count


def seal(text: str) -> str:
    """Return the checksum of a text."""
    digest = _digest()
    digest.update(text.encode("utf-8", "replace"))
    return digest.hexdigest()


class _Sealing(io.TextIOBase):
    """Passes text on, and keeps its checksum."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._last = "\n"
        self.digest = _digest()

    def write(self, text: str) -> int:
        self.digest.update(text.encode())
        self._last = text[-1:] or self._last
        return self._out.write(text)

    def end_line(self) -> None:
        """End the last line, if it has no end."""
        if self._last != "\n":
            self.write("\n")


def _digest() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=8)
