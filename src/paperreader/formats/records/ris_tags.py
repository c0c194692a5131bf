"""What the tags of RIS mean, in RIS itself and in RefWorks' tagged text.

No two exporters agree on which tag holds what: abstracts are under AB or N2, titles under TI, T1 or CT, and the
numbers, notes and names that some add must be recognised for what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from paperreader.domain import Identifier, Leftover, Record, one_line
from paperreader.formats.records.tagged import Tagged
from paperreader.formats.values import (
    abstract_in,
    best_date,
    entry_type,
    key_like,
    line_of,
    links,
    names_as_one,
    noted,
    own,
    people,
    place_of,
    plain,
    record,
    reference_of,
    united,
    unwrapped,
    words,
)

_BOOKS: Final = frozenset(("BOOK", "EBOOK", "EDBOOK", "BOOK, WHOLE", "BOOK, EDITED", "MONOGRAPH"))
_LINKS: Final = ("UR", "L1", "L2", "L3", "L4", "LK", "UL")
_NAMED: Final = ("AN", "ID", "JO", "JF", "T2", "PB", "CN")
"""Tags under which some exporters write a named id."""
_NOTES: Final = ("N1", "NO", "M1", "M2", "M3", "C1", "C2", "C3", "C5", "C7", "C8", "U1")
"""Tags used for that and for anything else: Ovid lists every cited work there, with its DOI."""
_VENUES: Final = ("JF", "T2", "JO", "BT", "JA", "J2", "J1", "C3")
_PEOPLE: Final = {"editor": ("A2", "ED"), "translator": ("A4",)}
_REFERENCE: Final = {
    "publisher": ("PB",),
    "address": ("CY", "PP"),
    "edition": ("ET",),
    "series": ("T3",),
    "language": ("LA",),
    "shorttitle": ("ST",),
    "shortjournal": ("J2", "JA"),
    "urldate": ("Y2",),
    "type": ("M3",),
    "library": ("DP",),
}
"""The names of BibLaTeX, with the tags for each."""
_ISBN: Final = re.compile(r"(?<![\d-])(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?![\d-])")
_ISSN: Final = re.compile(r"(?<![\d-])\d{4}-?\d{3}[\dXx](?![\d-])")
_PUBMED: Final = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)


def paper_of_tags(found: Tagged) -> Record | Leftover:
    """Make a record of one with the tags of RIS, or of RefWorks, which are nearly the same."""
    is_book = one_line(found.first("TY", "RT")).upper() in _BOOKS
    year = found.first("PY", "Y1", "YR")
    days = [text if year[:4] in text else f"{text} {year}" for text in found.texts("DA", "FD")]
    keywords, remarks = noted(found.texts("N1", "RN", "NO"))
    abstract = found.first("AB", "N2")
    if abstract and (other := found.first("N2")) != abstract:
        remarks += [other]
    return record(
        found.line,
        found.source,
        title=found.first("TI", "T1", "CT", *(("BT",) if is_book else ()), "ST", "TT"),
        abstract=abstract_in(unwrapped(abstract)),
        authors=_authors(found),
        published=best_date([*found.texts("PY", "Y1", "YR"), *days]),
        venue=_venue(found, is_book=is_book),
        identifiers=_identifiers(found),
        keywords=[*words(found.texts("KW", "DE", "K1")), *keywords],
        remarks=remarks,
        addresses=links.addresses(found.texts(*_LINKS)),
        place=place_of(found.first("VL", "VO"), found.first("IS"), found.first("SP"), found.first("EP", "OP")),
        citation_key=key_like(found.first("ID")),
        reference=_reference(found),
    )


def _reference(found: Tagged) -> tuple[tuple[str, str], ...]:
    texts = {name: found.first(*tags) for name, tags in _REFERENCE.items()}
    others = ((name, plain(text)) for name, text in texts.items())
    people = {name: names_as_one(_names(found.texts(*tags))) for name, tags in _PEOPLE.items()}
    numbers = [one_line(text) for text in found.texts("SN")]
    kinds = {"isbn": "; ".join(_each(numbers, _ISBN)), "issn": "; ".join(_each(numbers, _ISSN))}
    kind = entry_type(found.first("TY", "RT"))
    return reference_of({"entrytype": kind, **people, **kinds}, ((name, line_of(text)) for name, text in others))


def _each(texts: Iterable[str], number: re.Pattern[str]) -> list[str]:
    return [one for text in texts for one in number.findall(text)]


def _authors(found: Tagged) -> list[str]:
    """Return the authors under either tag; the editors only if there are none."""
    authors = united(_names(found.texts("A1")), _names(found.texts("AU")))
    return authors or _names(found.texts("A2", "ED")) or _names(found.texts("A3"))


def _names(texts: Iterable[str]) -> list[str]:
    return people(map(plain, texts))


def _venue(found: Tagged, *, is_book: bool) -> str:
    """Return the journal, or the book it is in, by its full name if that is given beside an abbreviation."""
    tags = [tag for tag in _VENUES if not (is_book and tag == "BT")]
    names = [one for text in found.texts(*tags) if (one := one_line(plain(text)))]
    venue = next(iter(names), "")
    return next((one for one in names[1:] if _abbreviates(venue, one)), venue)


def _abbreviates(short: str, long: str) -> bool:
    """Whether one text abbreviates the other: its words begin the other's, in order, and some are shorter."""
    rest = iter(long.casefold().split())
    parts = [part for part in re.split(r"[\s.]+", short.casefold()) if part]
    return (
        len(short) < len(long) and len(parts) > 1 and all(any(one.startswith(part) for one in rest) for part in parts)
    )


def _identifiers(found: Tagged) -> tuple[Identifier, ...]:
    get = found.texts
    identifiers = list(links.from_fields(get("DO", "DI"), get(*_LINKS), get(*_NAMED), get(*_NOTES)))
    if any(map(_PUBMED.search, get("DB", "DP"))):
        identifiers += [one for text in get("AN") for one in links.pubmed(text)]
    identifiers += [one for text in get("C2") if "PMC" in text for one in links.pubmed_central(text)]
    numbers, within = get("SN"), found.first("T2", "BT", "JF")
    return own(identifiers, one_line(found.first("TY", "RT")), isbns=numbers, issns=numbers, within=within)
