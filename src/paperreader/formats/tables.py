"""Tables in text: CSV, TSV, semicolons, bars; any that has a column of titles or abstracts.

The heading is found by what its columns are called (`columns`), which may be below some lines of preamble, and
shows what separates the cells. A table that `paperreader` exported reads back to the letter.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from typing import Final, TextIO

from paperreader.formats import links
from paperreader.formats.columns import Columns, understand
from paperreader.formats.fields import (
    abstract_in,
    best_date,
    is_indexed,
    name,
    noted,
    plain,
    record,
    spoken,
    unwrapped,
    words,
)
from paperreader.formats.place import place_of
from paperreader.formats.rows import Row, cells_of, read_rows
from paperreader.formats.source import leftover, lines
from paperreader.identifiers import arxiv_identifiers, without_subject
from paperreader.paper import Identifier, Leftover, PartialDate, Record, one_line

_DELIMITERS: Final = ("\t", ",", ";", "|")
_PREAMBLE: Final = 60
"""How many lines may stand above the heading."""
_NOTHING: Final = frozenset(("nan", "none", "null", "n/a", "na", "<na>", "nat", "#n/a", "-", "[]"))
_RULE: Final = re.compile(r":?-{2,}:?")
_SCOPUS_ID: Final = re.compile(r"\s?\(\d{6,12}\)")
_IN_QUOTES: Final = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_NAME_IN_OBJECT: Final = re.compile(
    r"['\"](?:name|full_?name|display_name)['\"]\s{0,3}:\s{0,3}(?:'([^']*)'|\"([^\"]*)\")"
)
_INITIALS: Final = re.compile(r"(?:[A-Z]\.?[- ]?){1,4}")
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
"""Of the identifiers that have a column of their own: scheme, what the column holds, and what they look like."""
_YES: Final = frozenset(("1", "1.0", "true", "yes", "included", "include", "relevant"))
_NO: Final = frozenset(("0", "0.0", "false", "no", "excluded", "exclude", "irrelevant"))
_FORMULA: Final = re.compile(r"'+(?:[\t\r\n\0]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])")


@dataclass(frozen=True, slots=True)
class _Heading:
    """Where the table begins, and how it is written."""

    index: int
    delimiter: str
    columns: Columns


def sniff(head: str) -> float:
    """Sure where a line names the columns of papers, and what follows has as many cells."""
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
    """Yield one paper per row; what stands above the heading is passed over."""
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


def _heading(written: list[str]) -> _Heading | None:
    """The line that names most columns, and by which delimiter."""
    best: _Heading | None = None
    for index, line in enumerate(written):
        for delimiter in _DELIMITERS:
            names = cells_of(line.lstrip("\ufeff"), delimiter)
            columns = understand(names) if names and len(names) < 2_000 else None
            if columns and (best is None or len(columns.places) > len(best.columns.places)):
                best = _Heading(index, delimiter, columns)
    return best


def _is_rule(row: Row, columns: Columns) -> bool:
    """Whether a row is no row: the rule of a Markdown table, or the heading once more."""
    if row.cells[0] == columns.names[0] and tuple(map(one_line, row.cells)) == columns.names:
        return True
    return all(_RULE.fullmatch(cell) for cell in row.cells if cell)


def _paper(row: Row, columns: Columns) -> Record | Leftover:
    if columns.width > 2 and len(row.cells) == 1:
        return leftover(row.line, row.text, "This row has one cell only.")
    if columns.own:
        return _own(row, columns)
    cells = ["" if cell.lower() in _NOTHING else cell for cell in row.cells]
    categories, subjects = _categories(columns.texts(cells, "categories"))
    keywords, remarks = noted(columns.texts(cells, "notes"))
    found = record(
        row.line,
        row.text,
        title=plain(columns.first(cells, "title")),
        abstract=abstract_in(unwrapped(columns.first(cells, "abstract"))),
        authors=names_in(columns.first(cells, "authors")),
        published=_published(columns, cells),
        venue=plain(columns.first(cells, "venue")),
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
        place=place_of(*(columns.first(cells, role) for role in ("volume", "issue", "pages", "last page"))),
    )
    if isinstance(found, Leftover):
        return found
    return _counted(found, upvotes=columns.first(cells, "upvotes"), comments=columns.first(cells, "comments"))


def _counted(found: Record, **counts: str) -> Record:
    """The record with what Hugging Face counts."""
    numbers = {field: int(text) for field, text in counts.items() if re.fullmatch(r"[0-9]{1,9}", text)}
    paper = replace(
        found.paper,
        upvotes=numbers.get("upvotes"),
        comments=numbers.get("comments"),
        author_count=numbers.get("author_count"),
    )
    return replace(found, paper=paper)


def _own(row: Row, columns: Columns) -> Record | Leftover:
    """What `paperreader` exported: to the letter, without the apostrophes that keep spreadsheets from calculating."""
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
    )
    if isinstance(found, Leftover):
        return found
    return _counted(found, upvotes=get["upvotes"], comments=get["comments"], author_count=get["author_count"])


def _own_date(text: str, *, inferred: bool) -> PartialDate | None:
    try:
        return PartialDate.parse(text, inferred=inferred)
    except ValueError:
        return None


def names_in(cell: str) -> list[str]:
    """The names in a cell, whatever separates them: `A B; C D`, `B, A; D, C`, `A B and C D`, `B A., D C.`, a list."""
    if cell[:1] == "[" and (found := _list(cell)) is not None:
        return [name(one) for one in found]
    text = _SCOPUS_ID.sub("", one_line(plain(cell)))
    mark = next((mark for mark in (";", "|") if mark in text), "")
    if mark:
        return spoken(text.split(mark))
    parts = re.split(r",? (?:and|&) ", text)
    if len(parts) > 1 and all(part.count(",") == 1 for part in parts):  # as BibTeX has it
        return [name(part) for part in parts]
    return _between_commas([piece for part in parts for piece in part.split(",")])


def _between_commas(pieces: list[str]) -> list[str]:
    """Names that commas separate, which may also separate the family name from the rest."""
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    firsts, seconds = pieces[::2], pieces[1::2]
    if len(firsts) == len(seconds) and all(map(_INITIALS.fullmatch, seconds)):
        return [name(f"{first}, {second}") for first, second in zip(firsts, seconds, strict=True)]
    if len(pieces) == 2 and " " not in pieces[0] and len(pieces[1].split()) < 4:
        return [name(", ".join(pieces))]
    if pieces and pieces[-1].endswith(".") and all(is_indexed(one.rstrip(".")) for one in pieces):
        pieces[-1] = pieces[-1].rstrip(".") if not any("." in one for one in pieces[:-1]) else pieces[-1]
    return spoken(pieces)


def _list(cell: str) -> list[str] | None:
    """The texts of a list in JSON or as Python prints it, or the names of the objects in it; `None` if it is none."""
    if not cell.endswith("]"):
        return None
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        quoted = _NAME_IN_OBJECT.findall(cell) or _IN_QUOTES.findall(cell)
        return [re.sub(r"\\(.)", r"\1", one or other) for one, other in quoted]
    texts = [one.get("name") if isinstance(one, dict) else one for one in found]
    return [one for one in texts if isinstance(one, str)]


def _words(cell: str) -> list[str]:
    """The keywords in a cell: between semicolons, else bars, else commas; or a list."""
    if cell[:1] == "[" and (found := _list(cell)) is not None:
        return found
    mark = next((mark for mark in (";", "|", ",") if mark in cell), ";")
    return words(cell.split(mark))


def _categories(cells: list[str]) -> tuple[list[str], list[str]]:
    """The categories of arXiv in cells for them; what else stands there is keywords."""
    categories, subjects = list[str](), list[str]()
    for cell in cells:
        listed = _list(cell) if cell[:1] == "[" else None
        pieces = [piece for one in listed or [] for piece in re.split(r"[,\s]+", one)] or re.split(r"[,;|\s]+", cell)
        if all(_CATEGORY.fullmatch(piece) or _ARCHIVE.fullmatch(piece) for piece in pieces if piece):
            categories += pieces
        else:
            subjects += _words(cell)
    return categories, subjects


def _label(text: str) -> list[str]:
    """What a column of decisions says, `1` and `0` in words."""
    if text.lower() in _YES:
        return ["included"]
    if text.lower() in _NO:
        return ["excluded"]
    return [text] if len(text) < 60 and not re.fullmatch(r"[-\d.]*", text) else []


def _published(columns: Columns, cells: list[str]) -> PartialDate | None:
    years, parts = columns.texts(cells, "year"), columns.texts(cells, "part of date")
    texts = [*years, *columns.texts(cells, "date")]
    if years:
        month, day = columns.first(cells, "month"), columns.first(cells, "day")
        mark = "-" if month.isdigit() else " "
        texts += [
            mark.join(filter(None, (years[0], month, day if month else ""))),
            *(f"{part} {years[0]}" for part in parts),
        ]
    return best_date(texts)


def _identifiers(columns: Columns, cells: list[str]) -> Iterator[Identifier]:
    """Every identifier in a row; in a column for ids of any kind, only what is one and nothing else."""
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
    """An arXiv id whose zeros a spreadsheet took for a number's: `2403.1304` is 2403.13040, `704.0001` 0704.0001."""
    match = _SHORT_ARXIV.fullmatch(text)
    if match is None:
        return text
    month = match[1].zfill(4)
    return f"{month}.{match[2].ljust(5 if month >= '1501' else 4, '0')}"
