"""A paste of the Hugging Face dataset viewer: a header of column names and types, then one line per cell.

Every row begins with its arXiv id on a line of its own. The header (`arxiv_id`, `stringlengths`, `9`, `12`,
`abstract`, …) says which columns there are; where it was not copied, a row is an id and an abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final, TextIO

from paperreader.formats.source import leftover, lines, trim
from paperreader.identity import arxiv_identifiers
from paperreader.paper import Identifier, Leftover, Paper, Record, TitleFrom, one_line

_TYPE: Final = re.compile(
    r"(string|list|sequence|image|audio|class|value|u?int|float|bool|date|time|dict|struct|json|null|binary)"
    r"[a-z0-9_]{0,16}(\[[a-z]{1,4}\])?( \d{1,9} (class|value)e?s)?",
    re.IGNORECASE,
)
_SIZE: Final = re.compile(r"-?\d{1,9}([.,:/-]\d{1,9}){0,6} ?[kKMB]?( (values|classes))?")
_NAME: Final = re.compile(r"[\w .()/-]{1,40}")
_LONGEST_ID: Final = 60
_LONG: Final = 120
_MOST_CELLS: Final = 400
_TITLES: Final = frozenset(("title", "titles", "paper_title"))
_ABSTRACTS: Final = frozenset(("abstract", "abstracts", "summary"))


def sniff(head: str) -> float:
    """Sure when ids stand on lines of their own above long lines; surer still with a header."""
    written = [line for line in head.splitlines() if line.strip()]
    rows = sum(bool(_row_id(line)) and len(below) > _LONG for line, below in pairwise(written))
    header = len(written) > 1 and any(map(_TYPE.fullmatch, written[:8]))
    return 0.0 if not rows else 0.95 if header else 0.8


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per row; lines above the first row that are no header are left over."""
    header, columns = list[str](), list[str]()
    start, cells = 0, list[str]()
    for line in lines(stream):
        if isinstance(line, Leftover):
            yield line
            continue
        number, text = line[0], trim(line[1])
        if _row_id(text) or len(cells) > _MOST_CELLS:
            if cells:
                yield _row(start, cells, columns)
            columns = columns or _columns(header)
            start, cells = number, [text]
        elif cells:
            cells.append(text)
        elif _NAME.fullmatch(text) or _SIZE.fullmatch(text):
            header = [*header[-_MOST_CELLS:], text]
        elif text:
            yield leftover(number, text, "This line stands above the first arXiv id.")
    if cells:
        yield _row(start, cells, columns)


def _row_id(line: str) -> tuple[Identifier, ...]:
    """The identifiers of a line that is an arXiv id and nothing else; else none."""
    if len(line) > _LONGEST_ID:
        return ()
    text = line.strip()
    found = arxiv_identifiers(text)
    return found if found and text.endswith(found[-1].value) and " " not in text else ()


def _columns(header: list[str]) -> list[str]:
    """The names of the columns: each stands above its type."""
    return [name.lower() for name, kind in pairwise(header) if _TYPE.fullmatch(kind) and not _SIZE.fullmatch(name)]


def _row(line: int, cells: list[str], columns: list[str]) -> Record | Leftover:
    """Make a paper of the lines of one row, `cells[0]` being its id."""
    identifiers, texts = _row_id(cells[0]), cells[1:]
    if not identifiers:
        return leftover(line, "\n".join(cells), "These lines follow a row that is far too long.")
    title = None
    if len(columns) == len(cells):
        named = dict(zip(columns, cells, strict=True))
        title = next((one_line(text) for name, text in named.items() if name in _TITLES), None)
        texts = [text for name, text in named.items() if name in _ABSTRACTS] or texts
    abstract = trim("\n".join(texts))
    title_from = TitleFrom.PRINTED if title else TitleFrom.DERIVED if abstract else None
    return Record(Paper(title or None, title_from, abstract=abstract, identifiers=identifiers), line)
