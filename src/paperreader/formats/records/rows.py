"""Rows of a table in text (CSV and the like): where each ends, and its cells.

Python's `csv` reads a row, but where a row ends is found here: one quotation mark too many would make `csv` swallow the
rest of the file. A broken row affects no other.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from paperreader.domain import Leftover
from paperreader.formats.sources import LINE_LIMIT, leftover

_MOST_LINES: Final = 1000
"""The most lines in a row; one that seems to have more has an unclosed quotation mark."""
_MOST_BROKEN: Final = 20
"""After so many of those, quotation marks mean nothing at line ends in this file."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table."""

    line: int
    """The line it begins on."""
    text: str
    """As in the file."""
    cells: list[str]
    """Without their quotation marks; may be fewer than there are columns."""


def cells_of(text: str, delimiter: str, *, strict: bool = False) -> list[str] | None:
    """Return the cells of a row; `None` if `csv` cannot tell.

    Args:
        strict: do not guess the meaning of a quotation mark that is neither doubled nor at the edge of a cell.
    """
    if '"' not in text:
        return [cell.strip() for cell in text.split(delimiter)] if "\n" not in text else None
    csv.field_size_limit(LINE_LIMIT)
    try:
        (cells,) = csv.reader([text], delimiter=delimiter, skipinitialspace=True, strict=strict)
    except (csv.Error, ValueError):
        return None
    return [cell.strip() for cell in cells]


def read_rows(
    numbered: Iterator[tuple[int, str] | Leftover], delimiter: str, width: int
) -> Iterator[TableRow | Leftover]:
    """Yield every row that is not blank.

    Args:
        numbered: lines with their numbers, and leftovers among them.
        width: how many columns there are.
    """
    rows = _Rows(numbered, delimiter, width)
    while (one := rows.next()) is not None:
        yield one


class _Rows:
    def __init__(self, numbered: Iterator[tuple[int, str] | Leftover], delimiter: str, width: int) -> None:
        self._numbered = numbered
        self._delimiter = delimiter
        self._width = width
        self._again = deque[tuple[int, str] | Leftover]()
        self._broken = 0

    def next(self) -> TableRow | Leftover | None:
        """Return the next row that is not blank, or a leftover; `None` at the end."""
        line = self._line()
        while line is not None and not isinstance(line, Leftover) and not line[1].strip():
            line = self._line()
        if line is None or isinstance(line, Leftover):
            return line
        held = self._held(line)
        text = "\n".join(text for _, text in held)
        cells = self._cells(text)
        if cells is None and len(held) > 1:
            self._broken += 1
            self._again.extendleft(reversed(held[1:]))
            text = line[1]
            cells = self._cells(text)
        if cells is None:
            return leftover(line[0], text, f"This row cannot be split into the {self._width} columns of the table.")
        return TableRow(line[0], text, cells)

    def _line(self) -> tuple[int, str] | Leftover | None:
        return self._again.popleft() if self._again else next(self._numbered, None)

    def _held(self, first: tuple[int, str]) -> list[tuple[int, str]]:
        """Return the lines of a row, up to the one that closes its quotation marks."""
        held, size = [first], len(first[1])
        quoted = self._broken < _MOST_BROKEN and _quoted_after(first[1], self._delimiter, quoted=False)
        while quoted and len(held) < _MOST_LINES and size < LINE_LIMIT:
            line = self._line()
            if line is None:
                break
            if isinstance(line, Leftover):
                self._again.appendleft(line)
                break
            held.append(line)
            size += len(line[1])
            quoted = _quoted_after(line[1], self._delimiter, quoted=True)
        if quoted:  # it is never closed
            self._again.extendleft(reversed(held[1:]))
            self._broken += len(held) > 1
            return held[:1]
        return held

    def _cells(self, text: str) -> list[str] | None:
        """Return the cells of a row, if there are no more than columns.

        If the quotation marks of a line are wrong, only those at the edges of cells count, or else none.
        """
        strict = self._trimmed(cells_of(text, self._delimiter, strict=True))
        if "\n" in text or (strict and len(strict) == self._width):
            return strict if strict is not None and len(strict) <= self._width else None
        ways = (_cells_by_borders, cells_of, _cells_without_marks)
        tried = [strict, *(self._trimmed(way(text, self._delimiter)) for way in ways)]
        found = [cells for cells in tried if cells is not None]
        exact = next((cells for cells in found if len(cells) == self._width), None)
        if exact is not None or not found:
            return exact
        closed = not _quoted_after(text, self._delimiter, quoted=False)
        return found[0] if closed and len(found[0]) < self._width else None

    def _trimmed(self, cells: list[str] | None) -> list[str] | None:
        """Remove empty cells after the last column."""
        while cells and len(cells) > self._width and not cells[-1]:
            cells.pop()
        return cells


def _quoted_after(text: str, delimiter: str, *, quoted: bool) -> bool:
    """Whether a line ends inside quotation marks, depending on whether it begins inside them."""
    at = 0
    while True:
        if not quoted:
            while text.startswith(" ", at) and delimiter != " ":
                at += 1
            if text.startswith('"', at):
                quoted, at = True, at + 1
        if quoted:
            at = text.find('"', at)
            if at < 0:
                return True
            at += 1
            if text.startswith('"', at):
                at += 1
                continue
            quoted = False
        at = text.find(delimiter, at)
        if at < 0:
            return False
        at += len(delimiter)


def _cells_by_borders(text: str, delimiter: str) -> list[str]:
    """Split cells whose inner quotation marks were not doubled: `"a "quoted" word",b`."""
    cells, at = list[str](), 0
    while True:
        quoted = text.startswith('"', at)
        end = text.find(f'"{delimiter}', at + 1) if quoted else text.find(delimiter, at)
        if quoted and end < 0:
            end = len(text) - 1 if text.endswith('"') and len(text) - 1 > at else len(text)
        if end < 0:
            end = len(text)
        cells.append(text[at + quoted : end].replace('""', '"' if quoted else '""').strip())
        at = end + quoted + len(delimiter)
        if at > len(text):
            return cells


def _cells_without_marks(text: str, delimiter: str) -> list[str]:
    """Split cells that contain quotation marks but have none around them."""
    return [cell.strip() for cell in text.split(delimiter)]
