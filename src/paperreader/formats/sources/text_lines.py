"""Reads text line by line, leaving over lines that are too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Protocol, TextIO, TypeVar

from paperreader.domain import Leftover, clean

LINE_LIMIT: Final = 1 << 22
"""The longest line that is read, in characters; no paper needs more, and memory stays constant."""

LEFTOVER_LIMIT: Final = 10_000
"""How many characters of a leftover are kept."""

_Made = TypeVar("_Made", covariant=True)


class LineParser(Protocol[_Made]):
    """Takes lines one by one, and yields what it makes of them as soon as it is complete."""

    def take(self, number: int, text: str, /) -> Iterator[_Made]:
        """Take the next line; yield what it completes."""

    def finish(self) -> Iterator[_Made]:
        """Yield what the end of the text completes."""


def lines(stream: TextIO) -> Iterator[tuple[int, str] | Leftover]:
    """Yield each line, without its end, with its number from 1; a line over `LINE_LIMIT` becomes a leftover."""
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


def read_lines(numbered: Iterable[tuple[int, str] | Leftover], parser: LineParser[_Made]) -> Iterator[_Made | Leftover]:
    """Yield what a parser makes of lines; leftovers among them are passed on in their place."""
    for line in numbered:
        if isinstance(line, Leftover):
            yield line
        else:
            yield from parser.take(*line)
    yield from parser.finish()


def leftover(line: int, text: str, why: str) -> Leftover:
    """Make a leftover of text, cleaned and shortened so that a bad file cannot fill a library."""
    kept = text[:LEFTOVER_LIMIT]
    return Leftover(line, clean(kept) + ("…" if len(text) > LEFTOVER_LIMIT else ""), why)


def trim(text: str) -> str:
    """Clean text and strip white space around it, but not no-break spaces, which are part of it."""
    return (text if text.isprintable() else clean(text)).strip(" \t\n")
