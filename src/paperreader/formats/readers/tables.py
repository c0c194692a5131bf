"""Tables in text: CSV, TSV, semicolons, bars; any with a column of titles or abstracts.

The header, which may be below some lines of preamble, is found by the names of its columns (`columns`) and shows what
separates the cells. A table exported by `paperreader` is read back to the letter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Final, TextIO

from paperreader.domain import Leftover, PartialDate, Record, arxiv_identifiers, links_in, one_line
from paperreader.formats.records import TableRow, cells_of, counted, paper_of_row, read_rows
from paperreader.formats.sources import leftover, lines
from paperreader.formats.values import Columns, links, record, understand

_DELIMITERS: Final = ("\t", ",", ";", "|")
_PREAMBLE: Final = 60
"""How many lines may be above the header."""
_RULE: Final = re.compile(r":?-{2,}:?")
_FORMULA: Final = re.compile(r"'+(?:[\t\r\n\0]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])")


@dataclass(frozen=True, slots=True)
class _TableHeader:
    """Where a table begins, and how it is written."""

    index: int
    delimiter: str
    columns: Columns


def sniff(head: str) -> float:
    """Sure if a line names the columns of papers and the lines below have as many cells."""
    written = head.split("\n")
    if head.lstrip()[:1] in ("{", "<", "@") or (heading := _heading(written[:_PREAMBLE])) is None:
        return 0.0
    below = [line for line in written[heading.index + 1 :] if line.strip()][:20]
    roles = len(heading.columns.places)
    if heading.columns.width == 1:
        # Just a word on a line: a table only if every row looks like one.
        rows = heading.index == 0 and len(below) > 1 and "" not in written[: len(below) + 1]
        quoted = all(line[0] == line[-1] == '"' for line in below[:-1])
        return 0.0 if not rows else 0.97 if quoted else 0.35 if all(len(line) > 60 for line in below) else 0.0
    if below and not any(heading.delimiter in line for line in below):
        return 0.0
    return 0.96 if heading.columns.own else 0.93 if roles > 3 else 0.85 if roles > 1 else 0.4


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per row; text above the header is skipped."""
    numbered = lines(stream)
    top = list(islice(numbered, _PREAMBLE))
    heading = _heading(["" if isinstance(one, Leftover) else one[1] for one in top])
    if heading is None:
        yield from (one for one in top if isinstance(one, Leftover))
        text = "\n".join(one[1] for one in top if not isinstance(one, Leftover))
        yield leftover(1, text, "No line names the columns of a table; one of them has to be “title” or “abstract”.")
        return
    yield from (one for one in top[: heading.index] if isinstance(one, Leftover))
    columns = heading.columns
    rest = chain(top[heading.index + 1 :], numbered)
    for row in read_rows(rest, heading.delimiter, columns.width):
        if isinstance(row, Leftover):
            yield row
        elif not _is_rule(row, columns):
            yield _paper(row, columns)


def _heading(written: list[str]) -> _TableHeader | None:
    """Find the line that names most columns, and its delimiter."""
    best: _TableHeader | None = None
    for index, line in enumerate(written):
        for delimiter in _DELIMITERS:
            names = cells_of(line.lstrip("\ufeff"), delimiter)
            columns = understand(names) if names and len(names) < 2_000 else None
            if columns and (best is None or len(columns.places) > len(best.columns.places)):
                best = _TableHeader(index, delimiter, columns)
    return best


def _is_rule(row: TableRow, columns: Columns) -> bool:
    """Whether a row is the rule of a Markdown table, or the header again."""
    if row.cells[0] == columns.names[0] and tuple(map(one_line, row.cells)) == columns.names:
        return True
    return all(_RULE.fullmatch(cell) for cell in row.cells if cell)


def _paper(row: TableRow, columns: Columns) -> Record | Leftover:
    if columns.width > 2 and len(row.cells) == 1:
        return leftover(row.line, row.text, "This row has only one cell.")
    return _own(row, columns) if columns.own else paper_of_row(row, columns)


def _own(row: TableRow, columns: Columns) -> Record | Leftover:
    """Read a row that `paperreader` exported, removing only the apostrophes that keep spreadsheets from calculating."""
    cells = [cell[1:] if _FORMULA.match(cell) else cell for cell in row.cells]
    get = defaultdict(str, zip(columns.names, cells, strict=False))
    found = record(
        row.line,
        row.text,
        title=get["title"],
        abstract=get["abstract"],
        authors=get["authors"].split("; "),
        published=_own_date(get["published"], inferred=get["published_inferred"] == "true"),
        venue=get["venue"],
        categories=get["categories"].split("; "),
        identifiers=[*arxiv_identifiers(get["arxiv"]), *links.from_fields(get["doi"].split("; "), [get["url"]])],
        keywords=get["tags"].split("; "),
        remarks=[get["notes"], get["highlights"]],
        # If nothing else was known, the export wrote the first link of the abstract.
        addresses=[] if get["url"] in links_in(get["abstract"]) else links.addresses([get["url"]]),
        exactly=True,
    )
    if isinstance(found, Leftover):
        return found
    return counted(found, upvotes=get["upvotes"], comments=get["comments"], author_count=get["author_count"])


def _own_date(text: str, *, inferred: bool) -> PartialDate | None:
    try:
        return PartialDate.parse(text, inferred=inferred)
    except ValueError:
        return None
