"""BibTeX and BibLaTeX.

The text is cut into entries at the lines where they begin, so that files of any size can be read and a broken entry
affects no other; bibtexparser finds the fields of an entry. Inheritance and names have modules of their own (`parents`,
`names`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, TextIO

from paperreader.domain import Identifier, Leftover, PartialDate, Record, arxiv_identifiers, key_in, one_line
from paperreader.formats.readers.bibtex.names import authors_in, parts_written
from paperreader.formats.readers.bibtex.parents import Written, united
from paperreader.formats.sources import LINE_LIMIT, leftover, lines
from paperreader.formats.values import (
    abstract_in,
    addresses_in,
    best_date,
    folded,
    latex_as_text,
    line_of,
    links,
    names_as_one,
    noted,
    own,
    pieces_of,
    place_of,
    record,
    reference_of,
    unwrapped,
)

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry
    from bibtexparser.splitter import Splitter

_BEGINS: Final = re.compile(r"\s{0,20}@\s?([A-Za-z]\w{0,40})\s{0,9}[{(]")
_ENTRY: Final = re.compile(r"\s{0,20}@\s?[A-Za-z]\w{0,40}\s{0,9}[{(]\s{0,20}[^\s{}(),=\"]{0,200}\s{0,20}(?:,|$)")
_NO_PAPER: Final = frozenset(("comment", "preamble", "string"))
_DELIMITER: Final = re.compile(r'(?<!\\)[{}"]')
_MISSING_COMMA: Final = re.compile(r"([}\"])[ \t]{0,9}\n([ \t]{0,20}[\w-]{1,40}[ \t]{0,20}=)")
_VENUES: Final = ("journal", "journaltitle", "booktitle", "maintitle", "eventtitle", "school", "institution", "series")
_PLACE: Final = (("volume",), ("number", "issue"), ("pages", "page", "eid"))
_REMARKS: Final = ("annote", "annotation", "note", "notes", "comment", "review")
_LINKS: Final = ("url", "ee", "biburl", "link", "pdf", "howpublished", "adsurl", "bdsk-url-1", "bdsk-url-2")
_NAMED: Final = ("journal", "journaltitle", "unique-id", "number", "howpublished")
_NOTES: Final = ("note", "extra", "addendum")
_ALONE: Final = re.compile(
    r"(?:(?:available |online )?(?:at|from)?:? ?|url:? ?)?\\?(?:url|href)?\{?https?://\S{3,2000}", re.IGNORECASE
)
_IN_THE_PAPER: Final = frozenset(
    """
    title subtitle author abstract keywords keyword year month day volume pages page doi url crossref xdata
    archiveprefix eprinttype eprint primaryclass eprintclass arxivid arxiv pmid pmcid
    """.split()
)
"""Fields that are nothing but those of a paper; `_reference` leaves out more of an entry."""
_PEOPLE: Final = frozenset(
    """
    editor editora editorb editorc translator annotator commentator introduction foreword afterword bookauthor
    """.split()
)
_ARXIV_CATEGORY: Final = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")


def sniff(head: str) -> float:
    """Sure if most of the text is entries with fields; less so if it only contains some."""
    written = inside = entries = fields = 0
    for line in head.split("\n"):
        if not line.strip() or line.lstrip().startswith("%"):
            continue
        begins = _BEGINS.match(line)
        entries += begins is not None and begins[1].lower() not in _NO_PAPER and _ENTRY.match(line) is not None
        fields += entries > 0 and "=" in line
        written += 1
        inside += begins is not None or fields > 0
    if not entries or not fields:
        return 0.0
    return 0.95 if 2 * inside > written else 0.4


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per entry. Text between entries is a comment, as in BibTeX, and skipped."""
    yield from united(_entries(stream), _paper)


def _entries(stream: TextIO) -> Iterator[Written | Leftover]:
    macros = dict[str, str]()
    for piece in _pieces(stream):
        if isinstance(piece, Leftover):
            yield piece
        else:
            yield from _read_piece(*piece, macros)


def _pieces(stream: TextIO) -> Iterator[tuple[int, str] | Leftover]:
    """Yield the text from each entry's beginning to the next, with its line."""
    start, size, piece = 0, 0, list[str]()
    for line in lines(stream):
        if isinstance(line, Leftover):
            yield line
            continue
        number, text = line
        if _BEGINS.match(text):
            if piece:
                yield _piece(start, size, piece)
            start, size, piece = number, 0, [text]
        elif piece and size <= LINE_LIMIT:
            piece.append(text)
        size += len(text) + 1
    if piece:
        yield _piece(start, size, piece)


def _piece(line: int, size: int, piece: list[str]) -> tuple[int, str] | Leftover:
    text = "\n".join(piece)
    if size > LINE_LIMIT:
        return leftover(line, text, f"This entry is longer than {LINE_LIMIT:,} characters.")
    return line, text


def _read_piece(line: int, text: str, macros: dict[str, str]) -> Iterator[Written | Leftover]:
    """Yield the entries of a piece (there may be several on one line), and remember the macros it defines."""
    from bibtexparser.model import Entry, ParsingFailedBlock, String

    for block in _blocks(text):
        at = line + max(0, block.start_line or 0)
        if isinstance(block, String):
            macros[block.key.lower()] = _resolved(block.value, macros)
        elif isinstance(block, Entry):
            yield Written(at, text, block.key, block.entry_type.lower(), _values(block, macros))
        elif isinstance(block, ParsingFailedBlock):
            yield leftover(at, text, "This entry is not closed, or its braces do not match.")


def _blocks(text: str) -> list[Block]:
    """Parse entries; if that fails, try again with the commas that people forget between fields."""
    blocks = _split(text)
    if _MISSING_COMMA.search(text) and any(map(_fails, blocks)):
        mended = _split(_MISSING_COMMA.sub(r"\1,\n\2", text))
        if not any(map(_fails, mended)):
            return mended
    return blocks


def _split(text: str) -> list[Block]:
    """Parse entries with bibtexparser; an entry with a field twice is still an entry."""
    from bibtexparser.model import DuplicateFieldKeyBlock

    blocks = _splitter()(text).split().blocks
    whole = [one.ignore_error_block if isinstance(one, DuplicateFieldKeyBlock) else one for one in blocks]
    return [one for one in whole if one is not None]


def _fails(block: Block) -> bool:
    """Whether a block is not an entry, or another field seems to begin inside a value."""
    from bibtexparser.model import Entry, ParsingFailedBlock

    if not isinstance(block, Entry):
        return isinstance(block, ParsingFailedBlock)
    values = (field.value for field in block.fields)
    return any(re.match(r"\s*[\w-]{1,40}\s*=", value[_end(value, 0) :]) for value in values if value[:1] in ("{", '"'))


@cache
def _splitter() -> type[Splitter]:
    from bibtexparser.splitter import Splitter

    # It logs every entry that it cannot read, which would be printed across the screen; they are left over anyway.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    return Splitter


def _paper(written: Written) -> Record | Leftover:
    fields = _EntryFields(written.values)
    keywords, remarks = noted(fields.texts(*_REMARKS))
    category = one_line(fields.text("primaryclass", "eprintclass"))
    return record(
        written.line,
        written.source,
        title=": ".join(fields.texts("title", "subtitle")) or fields.text("booktitle"),
        abstract=abstract_in(fields.text("abstract")),
        authors=authors_in(fields.raw.get("author") or fields.raw.get("editor") or ""),
        published=_published(fields),
        venue=fields.text(*_VENUES),
        categories=[category] if _ARXIV_CATEGORY.fullmatch(category) else [],
        identifiers=_identifiers(written, fields),
        keywords=[*(word for text in fields.texts_raw("keywords", "keyword") for word in _keywords(text)), *keywords],
        remarks=remarks,
        addresses=links.addresses(one for raw in _links(fields) for one in addresses_in(raw)),
        place=place_of(*(fields.text(*names) for names in _PLACE)),
        citation_key=key_in(written.key),
        reference=_reference(written.kind, fields),
    )


def _reference(kind: str, fields: _EntryFields) -> tuple[tuple[str, str], ...]:
    """Return the kind of entry, and its fields without those that are now the paper's."""
    known = {fields.name_of(*names) for names in _PLACE} | _IN_THE_PAPER
    venue = fields.name_of(*_VENUES)
    if venue not in ("series", "maintitle", "eventtitle"):  # these are no venues to BibLaTeX
        known.add(venue)
    if _published(fields) is not None and "/" not in fields.text("date"):
        known.add("date")
    if "title" not in fields.raw:
        known.add("booktitle")
    rest = ((name, raw) for name, raw in fields.raw.items() if name not in known)
    return reference_of(
        {"entrytype": kind, "author": parts_written(fields.raw.get("author", ""))},
        ((name, _people(raw) if name in _PEOPLE else line_of(latex_as_text(_unfolded(raw)))) for name, raw in rest),
    )


def _people(raw: str) -> str:
    """Return the names in a field, with the parts they are written in if spoken order does not show them."""
    return parts_written(raw) or names_as_one(authors_in(raw))


def _values(entry: Entry, macros: Mapping[str, str]) -> dict[str, str]:
    """Return an entry's fields as written, by their lower-case names."""
    found = dict[str, str]()
    for field in entry.fields:
        name, value = field.key.strip().lower(), _resolved(field.value, macros)
        if value.strip():
            # A repeated field is an error, but some programs repeat notes.
            found[name] = f"{found[name]}\n\n{value}" if name in found and name in _REMARKS else value
    return found


class _EntryFields:
    """An entry's fields, by their lower-case names."""

    def __init__(self, raw: Mapping[str, str]) -> None:
        self.raw = raw

    def texts_raw(self, *names: str) -> list[str]:
        """Return the fields of those names, as written."""
        return [self.raw[name] for name in names if name in self.raw]

    def texts(self, *names: str) -> list[str]:
        """Return the fields of those names, as text."""
        return [latex_as_text(_unfolded(raw)) for raw in self.texts_raw(*names)]

    def name_of(self, *names: str) -> str:
        """Return the first of those names that there is a field of, or nothing."""
        return next((name for name in names if name in self.raw), "")

    def text(self, *names: str) -> str:
        """Return the first field of those names as text, or nothing."""
        return next(iter(self.texts(*names)), "")


def _unfolded(raw: str) -> str:
    """Remove meaningless line ends from a value: BibTeX ignores them all, but many programs mean theirs."""
    first, *more = raw.strip().split("\n")
    if more and all(not line.strip() or line[0] in " \t" for line in more):
        paragraphs = re.split(r"\n[ \t]*\n", raw.strip())
        return "\n\n".join(folded(one) for one in paragraphs)
    return unwrapped("\n".join((first, *more)))


def _resolved(value: str, macros: Mapping[str, str]) -> str:
    """Remove a value's braces or quotation marks, join parts (`"10~" # jan`), and look up macros."""
    parts, at = list[str](), 0
    while at < len(value):
        mark = value[at]
        if mark in " \t\n#":
            at += 1
            continue
        end = _end(value, at) if mark in '{"' else _or_all(value, value.find("#", at))
        part = value[at + 1 : end - 1] if mark in '{"' else value[at:end].strip()
        parts.append(part if mark in '{"' else macros.get(part.lower(), part))
        at = end
    return "".join(parts)


def _end(value: str, begin: int) -> int:
    """Return the place after the brace or quotation mark that closes the one at `begin`."""
    depth = 0
    for match in _DELIMITER.finditer(value, begin):
        if match[0] == '"':
            if value[begin] == '"' and depth == 0 and match.start() > begin:
                return match.end()
            continue
        depth += 1 if match[0] == "{" else -1
        if depth == 0 and value[begin] == "{":
            return match.end()
    return len(value)


def _or_all(value: str, at: int) -> int:
    return at if at >= 0 else len(value)


def _published(fields: _EntryFields) -> PartialDate | None:
    year, month, day = (one_line(fields.text(name)) for name in ("year", "month", "day"))
    mark = "-" if month.isdigit() else " "
    return best_date([fields.text("date"), year, mark.join(filter(None, (year, month, day)))])


def _keywords(raw: str) -> Iterator[str]:
    """Yield keywords between semicolons, or else commas, outside braces and brackets."""
    mark = ";" if len(pieces_of(raw, ";")) > 1 else ","
    for piece in pieces_of(raw, mark):
        yield latex_as_text(piece)


def _links(fields: _EntryFields) -> list[str]:
    """Return the fields with the work's web addresses, as written; also a note that is nothing else."""
    alone = [raw for raw in fields.texts_raw("note", "notes", "addendum") if _ALONE.fullmatch(raw.strip())]
    return [*fields.texts_raw(*_LINKS), *alone]


def _identifiers(entry: Written, fields: _EntryFields) -> tuple[Identifier, ...]:
    isbns, issns = fields.texts("isbn"), fields.texts("issn")
    within = fields.text("booktitle", "journal", "journaltitle", "maintitle")
    # `@misc` says nothing about the kind; an ISBN field does not make it a book.
    return own(_all(entry, fields), entry.kind, isbns=isbns, issns=issns, within=within)


def _all(entry: Written, fields: _EntryFields) -> Iterator[Identifier]:
    kind = fields.text("archiveprefix", "eprinttype").strip().lower()
    eprint = fields.text("eprint")
    if kind in ("", "arxiv"):
        yield from arxiv_identifiers(eprint)
    elif kind in ("pubmed", "pmid", "medline"):
        yield from links.pubmed(eprint)
    yield from arxiv_identifiers(fields.text("arxivid", "arxiv"))
    if (volume := fields.text("volume")).startswith("abs/"):  # as in dblp
        yield from arxiv_identifiers(volume)
    names = [entry.key, *fields.texts(*_NAMED)]
    # As written: BibTeX's escapes in a DOI are undone there, and two dashes in a DOI stay two.
    yield from links.from_fields(fields.texts_raw("doi"), _links(fields), names, fields.texts(*_NOTES))
    yield from links.pubmed(fields.text("pmid"))
    yield from links.pubmed_central(fields.text("pmcid", "pmc"))
