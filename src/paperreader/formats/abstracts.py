"""Abstracts alone: each begins with `Abstract:` at the start of a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, TextIO

from paperreader.formats.source import leftover, lines, trim
from paperreader.paper import Leftover, Paper, Record, TitleFrom

_MARK: Final = "abstract:"
_MOST_LINES: Final = 400


def sniff(head: str) -> float:
    """Sure when every paragraph, or nearly every one, begins with the mark."""
    written = [line for line in head.splitlines() if line.strip()]
    marked = sum(map(_is_marked, written))
    return 0.95 * marked / len(written) if written else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per `Abstract:`; the lines right below belong to it, all else is left over."""
    start, pieces = 0, list[str]()
    for line in lines(stream):
        if isinstance(line, Leftover):
            yield line
            continue
        number, text = line
        if pieces and text.strip() and not _is_marked(text) and len(pieces) < _MOST_LINES:
            pieces.append(text)
            continue
        if pieces:
            yield _finished(start, pieces)
            pieces = []
        if _is_marked(text):
            start, pieces = number, [text.lstrip()[len(_MARK) :]]
        elif text.strip():
            yield leftover(number, text, "This line stands outside of any “Abstract:”.")
    if pieces:
        yield _finished(start, pieces)


def _is_marked(line: str) -> bool:
    return line.lstrip()[: len(_MARK)].lower() == _MARK


def _finished(line: int, pieces: list[str]) -> Record | Leftover:
    abstract = trim("\n".join(pieces))
    if not abstract:
        return leftover(line, "Abstract:", "There is nothing after “Abstract:”.")
    return Record(Paper(title_from=TitleFrom.DERIVED, abstract=abstract), line)
