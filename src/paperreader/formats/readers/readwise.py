"""Readwise: the CSV of highlights that it exports, and that other programs write for it.

Rows come in as highlights, with their notes as comments and the tags at their beginning (`.method`) as tags. A row with
the tag `.note` is a note on the whole paper. A row has no id, so it is known again by what it says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Final, TextIO

from paperreader.domain import COLOURS, Annotation, Leftover, Record, clean, one_line
from paperreader.formats.records import annotated_record, cells_of, gathered, moment_of, passage, read_rows, uid_of
from paperreader.formats.sources import leftover, lines
from paperreader.formats.values import names_of

_NAMES: Final = {
    "highlight": "highlight",
    "title": "title",
    "book title": "title",
    "author": "author",
    "book author": "author",
    "url": "url",
    "note": "note",
    "date": "date",
    "highlighted at": "date",
    "tags": "tags",
    "color": "colour",
    "location": "location",
}
"""The columns that are read, by what Readwise calls them."""
_NOTE: Final = "note"
_LIKE_A_TAG: Final = re.compile(r"\\+\.")
_TAG: Final = re.compile(r"\.([^\s.]+)(?:[ \t]+(?=\.)|\s+|$)")


def sniff(head: str) -> float:
    """Sure if the first line names the columns."""
    columns = _columns(head.split("\n", 1)[0])
    return 0.97 if {"highlight", "title"} < set(columns) else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per paper, as long as its rows follow each other; rows without a highlight are left over."""
    return gathered(_records(stream))


def _records(stream: TextIO) -> Iterator[Record | Leftover]:
    numbered = lines(stream)
    columns: list[str] = []
    for one in islice(numbered, 1):
        if isinstance(one, Leftover):
            yield one
        else:
            columns = _columns(one[1])
    for row in read_rows(numbered, ",", len(columns)):
        if isinstance(row, Leftover):
            yield row
            continue
        values = defaultdict(str, zip(columns, row.cells, strict=False))
        try:
            if not values["highlight"]:
                raise ValueError("this row has no highlight")
            yield annotated_record(
                row.line,
                [_annotation(values)],
                title=values["title"],
                addresses=[one_line(values["url"])],
                authors=names_of(values["author"]),
            )
        except ValueError as error:
            yield leftover(row.line, row.text, f"{str(error)[:1].upper()}{str(error)[1:]}.")


def _columns(line: str) -> list[str]:
    names = cells_of(line.strip().lstrip("\ufeff"), ",") or []
    return [_NAMES.get(one.lower(), "") for one in names]


def _annotation(values: Mapping[str, str]) -> Annotation:
    tags, note = _split(clean(values["note"]))
    tags += [one for tag in values["tags"].split(",") if (one := one_line(tag))]
    colour = values["colour"].strip().lower()
    whole = _NOTE in tags and not note
    created = moment_of(values["date"])
    start = int(values["location"]) if re.fullmatch(r"[0-9]{1,9}", values["location"]) else -1
    quote = values["highlight"]
    contents = (values["url"], values["title"], values["highlight"], values["note"], created)
    return Annotation(
        uid_of("", *contents),
        None if whole else passage(quote, start=start, end=start + len(quote)),
        clean(quote) if whole else note,
        tuple(dict.fromkeys(one for one in tags if not (whole and one == _NOTE))),
        colour if colour in COLOURS else "",
        created,
        created,
    )


def _split(note: str) -> tuple[list[str], str]:
    """Return the tags that a note begins with, and the rest of it."""
    tags = []
    while found := _TAG.match(note):
        tags.append(found[1])
        note = note[found.end() :]
    note = note.strip()
    return tags, note[1:] if _LIKE_A_TAG.match(note) else note
