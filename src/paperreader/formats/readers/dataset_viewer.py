"""Pages copied from the Hugging Face dataset viewer: a header of column names and types, then a line per cell.

The header (`arxiv_id`, `stringlengths`, `9`, `12`, `abstract`, …) gives the columns and the lengths of their cells. If
rows begin with an arXiv id, an id on a line of its own begins a row; without a header, a row is an id and an abstract.
Otherwise the cells are counted off, as far as they fit their columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final, TextIO

from paperreader.domain import Identifier, Leftover, Record, arxiv_identifiers, without_subject
from paperreader.formats.sources import leftover, lines, read_lines, trim
from paperreader.formats.values import field_of, reads_as_title, record_of

_TYPE: Final = re.compile(
    r"(string|list|sequence|image|audio|class|value|u?int|float|bool|date|time|dict|struct|json|null|binary)"
    r"[a-z0-9_]{0,16}(\[[a-z]{1,4}\])?[a-z]{0,8}( · lengths)?( \d{1,9} (class|value)e?s)?",
    re.IGNORECASE,
)
_SIZE: Final = re.compile(
    r"-?\d{1,9}([.,:/-]\d{1,9}){0,6} ?[kKMB]?( (values|classes))?"
    r"|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[\d.]{0,9}|[-\d.e+]{1,24}"
)
_NAME: Final = re.compile(r"[\w .()/-]{1,40}")
_NUMBER: Final = re.compile(r"-?[\d,]{1,24}(\.\d{1,24})?(e[+-]?\d{1,3})?|nan|null|none", re.IGNORECASE)
_THOUSANDS: Final = {"k": 1_000, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_NOTHING: Final = frozenset(("null", "none", "nan", ""))
_LONGEST_ID: Final = 60
_LONG: Final = 120
_MOST_CELLS: Final = 400
_LONGEST: Final = 100_000
_UNEVEN: Final = "These cells do not fit the columns of the header."
_TEXT: Final = 250
"""If a column's longest cell is longer than this, its cells may have line breaks."""


def sniff(head: str) -> float:
    """Sure if ids are on their own lines above long lines, or if a header names the parts of a paper."""
    written = [line for line in head.splitlines() if line.strip()]
    rows = sum(bool(_row_id(line)) and len(below) > _LONG for line, below in pairwise(written))
    header = len(written) > 1 and any(map(_TYPE.fullmatch, written[:8]))
    if rows:
        return 0.95 if header else 0.8
    named = {field_of(name) for name, kind in pairwise(written[:200]) if _TYPE.fullmatch(kind.strip())}
    return 0.9 if header and named >= {"title", "abstract"} else 0.85 if header and "abstract" in named else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per row; lines above the first row that are not a header are left over."""
    return read_lines(lines(stream), _Viewer())


@dataclass(slots=True)
class _Column:
    """A column, and what its header says about its cells."""

    name: str
    kind: str
    sizes: list[float] = field(default_factory=list)

    @property
    def part(self) -> str | None:
        """Which part of a paper it holds."""
        return field_of(self.name)

    @property
    def is_text(self) -> bool:
        """Whether its cells may have several lines."""
        return self.kind.startswith("string") and (not self.sizes or self.sizes[-1] > _TEXT)

    def fits(self, cell: str) -> bool:
        """Whether a line can be one of its cells, by its type and the lengths in the header."""
        if cell.lower() in _NOTHING:
            return True
        if self.part == "doi":
            return "10." in cell
        if self.kind.startswith(("int", "uint", "float")):
            return _NUMBER.fullmatch(cell) is not None
        if self.kind.startswith(("time", "date")):
            return cell[:1].isdigit()
        if self.kind.startswith("bool"):
            return cell.lower() in ("true", "false")
        if "length" not in self.kind or not self.kind.startswith("string") or len(self.sizes) < 2:
            return True
        least, most = self.sizes[0], self.sizes[1]
        return least * 0.9 <= len(cell) + 1 and (self.is_text or len(cell) <= most * 1.1 + 1)


@dataclass(slots=True)
class _Viewer:
    """The state of reading: in the header, among rows that begin with an id, or among cells to count."""

    columns: list[_Column] = field(default_factory=list)
    held: tuple[int, str] | None = None
    """A line of the header that only the next one explains: a name is above its type."""
    sizes: int = 0
    """How many lines of sizes may follow the type."""
    counting: bool = False
    start: int = 0
    cells: list[str] = field(default_factory=list)
    blank: bool = False

    def take(self, number: int, text: str) -> Iterator[Record | Leftover]:
        """Take the next line."""
        text = trim(text)
        if self.counting:
            yield from self._count(number, text)
        elif _row_id(text) or len(self.cells) > _MOST_CELLS:
            yield from self._above() if not self.cells else [self._row()]
            self.start, self.cells = number, [text]
        elif self.cells:
            self.cells.append(text)
        elif text:
            yield from self._head(number, text)

    def finish(self) -> Iterator[Record | Leftover]:
        """End the text."""
        yield from self._above()
        if self.cells:
            yield self._row()

    def _head(self, number: int, text: str) -> Iterator[Record | Leftover]:
        kind = _TYPE.fullmatch(text)
        if kind and self.held is not None and _NAME.fullmatch(self.held[1]) and not _SIZE.fullmatch(self.held[1]):
            self.columns.append(_Column(self.held[1], text.lower()))
            self.held, self.sizes = None, 1 if kind[4] or kind[1].lower() == "class" or "classes" in text else 2
        elif self.sizes and _SIZE.fullmatch(text):
            self.columns[-1].sizes.append(_size(text))
            self.sizes -= 1
        elif self.held is not None and {"title", "abstract"} & {column.part for column in self.columns}:
            first, self.held, self.counting = self.held, None, True
            yield from self._count(*first)
            yield from self._count(number, text)
        else:
            yield from self._above()
            self.held, self.sizes = (number, text), 0

    def _above(self) -> Iterator[Leftover]:
        """Give up the line that is held; anything that may belong to a header is not worth keeping."""
        if self.held is not None and not (_NAME.fullmatch(self.held[1]) or _SIZE.fullmatch(self.held[1])):
            yield leftover(*self.held, "This line is above the first row.")
        self.held = None

    def _count(self, number: int, text: str) -> Iterator[Record | Leftover]:
        """Take a cell of the next column, or another line of the text in the last one."""
        if not text:
            self.blank = True
            return
        blank, self.blank = self.blank, False
        place = len(self.cells)
        following = self.columns[place % len(self.columns)]
        if place and self.columns[place - 1].is_text and not following.fits(text) and len(self.cells[-1]) < _LONGEST:
            self.cells[-1] += ("\n\n" if blank else "\n") + text
            return
        if place == len(self.columns):
            yield self._row()
            place = 0
        if following.fits(text):
            self.start = self.start if place else number
            self.cells.append(text)
            return
        if place:
            yield leftover(self.start, "\n".join(self.cells), _UNEVEN)
        self.cells = []
        yield leftover(number, text, _UNEVEN)

    def _row(self) -> Record | Leftover:
        """Return the paper of the complete row."""
        cells, self.cells = self.cells, []
        source = "\n".join(cells)
        if len(cells) < len(self.columns) if self.counting else not _row_id(cells[0]):
            return leftover(self.start, source, _UNEVEN)
        parts = dict[str, list[str]]()
        if not self.counting:
            parts["arxiv"] = [cells[0]]
        texts = [cell for cell in cells if cell]
        if self.columns and len(texts) == len(self.columns):
            for column, text in zip(self.columns, texts, strict=True):
                if text.lower() not in _NOTHING:
                    number = column.part == "published" and column.kind.startswith(("int", "uint"))
                    parts.setdefault(column.part or "", []).append(text.replace(",", "") if number else text)
            longest = max(texts, key=len)
            if "abstract" not in parts and len(longest) > _TEXT and [longest] != parts.get("title"):
                parts["abstract"] = [longest]
        elif len(texts) == 3 and reads_as_title(texts[1]) and len(texts[2]) > _TEXT:
            parts |= {"title": [texts[1]], "abstract": [texts[2]]}
        else:
            parts["abstract"] = [trim("\n".join(cells[1:]))]
        return record_of(self.start, source, parts)


def _row_id(line: str) -> tuple[Identifier, ...]:
    """Return the identifiers of a line that is only an arXiv id."""
    if len(line) > _LONGEST_ID:
        return ()
    text = line.strip()
    found = arxiv_identifiers(text)
    return found if found and without_subject(text).endswith(found[-1].value) and " " not in text else ()


def _size(text: str) -> float:
    """Read a length as rounded by the header: `13.8k`."""
    number = text.split(" ")[0].rstrip("kKMB")
    factor = next((_THOUSANDS[letter] for letter in text if letter in _THOUSANDS), 1)
    try:
        return float(number) * factor
    except ValueError:  # a date
        return 0
