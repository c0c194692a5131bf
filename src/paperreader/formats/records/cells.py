"""Turns the cells of a row into a paper, by the names of its columns.

It serves tables, and formats whose records are like a table of one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from paperreader.domain import Identifier, Leftover, PartialDate, Record, arxiv_identifiers, without_subject
from paperreader.formats.records.rows import TableRow
from paperreader.formats.values import (
    Columns,
    abstract_in,
    best_date,
    cited,
    links,
    listed,
    names_in,
    noted,
    own,
    pieces_of,
    place_of,
    plain,
    record,
    unwrapped,
    words,
)

_NOTHING: Final = frozenset(("nan", "none", "null", "n/a", "na", "<na>", "nat", "#n/a", "-", "[]"))
_CATEGORY: Final = re.compile(r"(?:cs|math|stat|physics|eess|econ|q-bio|q-fin|astro-ph|cond-mat|nlin)\.[A-Za-z-]{2,20}")
_ARCHIVE: Final = re.compile(r"(?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|quant-ph)")
_SHORT_ARXIV: Final = re.compile(r"(\d{3,4})\.(\d{1,5})")
_SHAPES: Final = (
    ("openalex", "openalex", re.compile(r"W\d{1,12}", re.IGNORECASE)),
    ("openalex", "id", re.compile(r"W\d{6,12}")),
    ("s2", "s2", re.compile(r"[0-9a-f]{40}", re.IGNORECASE)),
    ("s2", "id", re.compile(r"[0-9a-f]{40}")),
    ("mag", "mag", re.compile(r"(?!0+$)\d{1,12}")),
)
"""Identifiers with a column of their own: the scheme, what the column holds, and their form."""
_YES: Final = frozenset(("1", "1.0", "true", "yes", "included", "include", "relevant"))
_NO: Final = frozenset(("0", "0.0", "false", "no", "excluded", "exclude", "irrelevant"))
_FLAGS: Final = {"I": "included", "E": "excluded", "D": "duplicate"}
"""EPPI-Reviewer's codes for decisions."""


def paper_of_row(row: TableRow, columns: Columns) -> Record | Leftover:
    """Make a record of a row, by the names of its columns."""
    cells = ["" if cell.lower() in _NOTHING else cell for cell in row.cells]
    categories, subjects = _categories(columns.texts(cells, "categories"))
    journal, printed = next(filter(any, map(cited, columns.texts(cells, "citation"))), ("", ""))
    keywords, remarks = noted(columns.texts(cells, "notes"))
    found = record(
        row.line,
        row.text,
        title=columns.first(cells, "title"),
        abstract=abstract_in(unwrapped(columns.first(cells, "abstract"))),
        authors=_names(columns, cells, "authors") or _names(columns, cells, "editors"),
        published=_published(columns, cells, printed),
        venue=columns.first(cells, "venue") or journal,
        categories=categories,
        identifiers=_identifiers(columns, cells),
        keywords=[
            *(word for text in columns.texts(cells, "keywords") for word in _words(text)),
            *subjects,
            *keywords,
            *(word for text in columns.texts(cells, "label") for word in _label(text)),
            *columns.flagged(cells, _YES),
        ],
        remarks=remarks,
        addresses=links.addresses(columns.texts(cells, "link")),
        place=place_of(*(columns.first(cells, role) for role in ("volume", "issue", "pages", "last page"))),
    )
    if isinstance(found, Leftover):
        return found
    return counted(found, upvotes=columns.first(cells, "upvotes"), comments=columns.first(cells, "comments"))


def counted(found: Record, **counts: str) -> Record:
    """Add Hugging Face's counts to a record, where there are numbers."""
    numbers = {field: int(text) for field, text in counts.items() if re.fullmatch(r"[0-9]{1,9}", text)}
    paper = replace(
        found.paper,
        upvotes=numbers.get("upvotes"),
        comments=numbers.get("comments"),
        author_count=numbers.get("author_count"),
    )
    return replace(found, paper=paper)


def _names(columns: Columns, cells: list[str], role: str) -> list[str]:
    """Return the names in the best column that has any."""
    return next(filter(None, (names_in(plain(text)) for text in columns.texts(cells, role))), [])


def _words(cell: str) -> list[str]:
    """Return the keywords in a cell: between semicolons, else bars, else commas; or a list."""
    if cell[:1] == "[" and (found := listed(cell)) is not None:
        return found
    mark = next((mark for mark in (";", "|", ",") if len(pieces_of(cell, mark)) > 1), ";")
    return words([cell], f"{mark}\n\r")


def _categories(cells: list[str]) -> tuple[list[str], list[str]]:
    """Return arXiv's categories in cells for them; anything else there is a keyword."""
    categories, subjects = list[str](), list[str]()
    for cell in cells:
        printed = listed(cell) if cell[:1] == "[" else None
        pieces = [piece for one in printed or [] for piece in re.split(r"[,\s]+", one)] or re.split(r"[,;|\s]+", cell)
        if all(_CATEGORY.fullmatch(piece) or _ARCHIVE.fullmatch(piece) for piece in pieces if piece):
            categories += pieces
        else:
            subjects += _words(cell)
    return categories, subjects


def _label(text: str) -> list[str]:
    """Return what a column of decisions says, with words for `1` and `0`."""
    if text in _FLAGS:
        return [_FLAGS[text]]
    if text.lower() in _YES:
        return ["included"]
    if text.lower() in _NO:
        return ["excluded"]
    return [text] if len(text) < 60 and not re.fullmatch(r"[-\d.]*", text) else []


def _published(columns: Columns, cells: list[str], printed: str) -> PartialDate | None:
    years, parts = columns.texts(cells, "year"), columns.texts(cells, "part of date")
    texts = [*years, *columns.texts(cells, "date"), printed]
    if years:
        month, day = (columns.first(cells, part).removesuffix(".0") for part in ("month", "day"))
        mark = "-" if month.isdigit() else " "
        texts += [
            mark.join(filter(None, (years[0], month, day if month else ""))),
            *(f"{part} {years[0]}" for part in parts),
        ]
    return best_date(texts)


def _identifiers(columns: Columns, cells: list[str]) -> tuple[Identifier, ...]:
    kind, venue = "; ".join(columns.texts(cells, "kind")), columns.first(cells, "venue")
    return own(_all_identifiers(columns, cells), kind, within=venue)


def _all_identifiers(columns: Columns, cells: list[str]) -> Iterator[Identifier]:
    """Yield every identifier in a row; in a column for ids of any kind, only cells that are nothing else."""
    get = columns.texts
    for text in get(cells, "arxiv"):
        yield from arxiv_identifiers(_restored(text))
    for text in get(cells, "id"):
        found = arxiv_identifiers(text)
        if found and re.fullmatch(
            r"(?:arxiv[:.]|https?://\S{0,40}/)?" + re.escape(found[-1].value), without_subject(text), re.IGNORECASE
        ):
            yield from found
    urls = chain(get(cells, "link"), (text for text in get(cells, "id", "openalex", "s2", "pmid") if "/" in text))
    yield from links.from_fields(
        get(cells, "doi"), [re.sub(r"[;|]\s*(?=https?:)", " ", text) for text in urls], notes=get(cells, "named id")
    )
    for text in get(cells, "pmid"):
        yield from links.pubmed(text)
    for text in get(cells, "pmcid"):
        yield from links.pubmed_central(text)
    for scheme, role, shape in _SHAPES:
        yield from (links.canonical(scheme, text) for text in get(cells, role) if shape.fullmatch(text))


def _restored(text: str) -> str:
    """Restore zeros that a spreadsheet dropped from an arXiv id: `2403.1304` is 2403.13040, `704.0001` 0704.0001."""
    match = _SHORT_ARXIV.fullmatch(text)
    if match is None:
        return text
    month = match[1].zfill(4)
    return f"{month}.{match[2].ljust(5 if month >= '1501' else 4, '0')}"
