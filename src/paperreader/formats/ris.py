"""RIS: one line a tag (`TY  - JOUR` … `ER  - `), as nearly every reference manager and database exports it.

rispy reads the tags of a record; the record is cut out here, so that a file of any size is read and a broken
record costs only itself. No two exporters agree on which tag holds what: abstracts stand under AB or N2, titles
under TI, T1 or CT, and the numbers, notes and names that some add are taken for what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, TextIO

from paperreader.formats import links, tagged
from paperreader.formats.fields import abstract_in, best_date, noted, plain, record, spoken, unwrapped, words
from paperreader.formats.place import place_of
from paperreader.paper import Identifier, Leftover, Record, one_line

if TYPE_CHECKING:
    from rispy import RisParser

_DIALECT: Final = tagged.Dialect(
    # Two spaces before the dash; where some leave out one, it is a tag only if it is a common one.
    tag=re.compile(
        r"\s{0,4}(?:\d{1,7}[.)] ?)?(?:([A-Z][A-Z0-9]) {2}-|(TY|ER|TI|T1|T2|AU|A1|AB|N1|N2|PY|Y1|DA|KW|UR|DO|JO|JF) -)"
        r"(?: |\t|$)"
    ),
    begins="TY",
    ends="ER",
    furniture=re.compile(
        r"\s*(?:[<\[(]?\d{1,7}[>\]).]?|(?:Provider|Database|Content)\s?:.{0,200}|Record #\d{1,7} of \d{1,7})?\s*",
        re.IGNORECASE,
    ),
)
_BOOKS: Final = frozenset(("BOOK", "EBOOK", "EDBOOK"))
_LINKS: Final = ("UR", "L1", "L2", "L3", "L4", "LK")
_NAMED: Final = ("AN", "ID", "JO", "JF", "T2", "PB", "CN")
"""Tags under which some exporters write an id, with what it is."""
_NOTES: Final = ("N1", "M1", "M2", "M3", "C1", "C2", "C3", "C5", "C7", "C8", "U1")
"""Tags under which some do so, and others write what they like: Ovid every work that is cited, with its DOI."""
_PUBMED: Final = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)


def sniff(head: str) -> float:
    """Sure when records begin as they do in RIS, and surest when the text begins with one."""
    written = [line for line in head.split("\n") if not _DIALECT.furniture.fullmatch(line)]
    tags = [match[match.lastindex or 0] for line in written[:2000] if (match := _DIALECT.tag.match(line))]
    begun, ended = tags.count("TY"), tags.count("ER")
    if not begun + ended or 5 * len(tags) < len(written[:2000]):
        return 0.0
    return 0.97 if tags[0] == "TY" and _DIALECT.tag.match(written[0]) else 0.9 if begun else 0.5


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record; also one whose `TY` or `ER` is missing."""
    for found in tagged.records(stream, _DIALECT):
        yield found if isinstance(found, Leftover) else _paper(found)


def _paper(found: tagged.Tagged) -> Record | Leftover:
    fields = _Fields(found)
    keywords, remarks = noted(fields.all("N1", "RN"))
    abstract = fields.first("AB", "N2")
    if abstract and (other := fields.first("N2")) != abstract:
        remarks += [other]
    return record(
        found.line,
        found.source,
        title=plain(fields.first("TI", "T1", "CT", "ST", "TT") or (fields.first("BT") if fields.is_book else "")),
        abstract=abstract_in(unwrapped(abstract)),
        authors=_names(fields.all("AU", "A1") or fields.all("A2", "A3", "ED")),
        published=best_date(fields.all("PY", "Y1", "DA")),
        venue=plain(fields.first("JF", "T2", "JO", "BT", "JA", "J2", "J1", "C3")),
        identifiers=_identifiers(fields),
        keywords=[*words(fields.all("KW", "DE")), *keywords],
        remarks=remarks,
        place=place_of(*(fields.first(tag) for tag in ("VL", "IS", "SP", "EP"))),
    )


class _Fields:
    """What stands under which tag of a record."""

    def __init__(self, found: tagged.Tagged) -> None:
        given = [f"{tag}  - {text}" for tag, text in found.tagged() if tag not in ("TY", "ER")]
        kind = one_line(found.first("TY"))
        (read,) = _parser().parse_lines(iter((f"TY  - {kind}", *given, "ER  - ")))
        self._texts: Mapping[str, list[str]] = {**read.pop("UK", {}), **read}
        self.is_book = kind.upper() in _BOOKS

    def all(self, *tags: str) -> list[str]:
        """Everything under the tags that is not empty, those of the first tag first."""
        return [text for tag in tags for text in self._texts.get(tag, ()) if text]

    def first(self, *tags: str) -> str:
        """What stands under the first of the tags that there is; else nothing."""
        return next(iter(self.all(*tags)), "")


@cache
def _parser() -> RisParser:
    """A parser that keeps the tags, for they are what exporters differ in, and every value that a tag has."""
    from rispy import RisParser
    from rispy.config import TAG_KEY_MAPPING

    tags = [tag for tag in TAG_KEY_MAPPING if tag not in ("TY", "UK")]
    names = {tag: tag for tag in TAG_KEY_MAPPING}
    return RisParser(mapping=names, list_tags=tags, delimiter_tags_mapping={})


def _names(texts: Iterable[str]) -> list[str]:
    return spoken(one for text in texts for one in re.split(r"[;\n]", plain(text)))


def _identifiers(fields: _Fields) -> tuple[Identifier, ...]:
    found = list(
        links.from_fields(fields.all("DO", "DI"), fields.all(*_LINKS), fields.all(*_NAMED), fields.all(*_NOTES))
    )
    if any(map(_PUBMED.search, fields.all("DB", "DP"))):
        found += [one for text in fields.all("AN") for one in links.pubmed(text)]
    found += [one for text in fields.all("C2") if "PMC" in text for one in links.pubmed_central(text)]
    if fields.is_book:
        found += [one for text in fields.all("SN") for one in links.book(text)]
    return tuple(found)
