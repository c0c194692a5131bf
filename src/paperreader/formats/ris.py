"""RIS: one line a tag (`TY  - JOUR` … `ER  - `), as nearly every reference manager and database exports it.

No two exporters agree on which tag holds what: abstracts stand under AB or N2, titles under TI, T1 or CT, and the
numbers, notes and names that some add are taken for what they are. Nor do they on how a tag is written: two spaces
before the dash are the rule, but where a record begins with `TY - JOUR`, all of its tags are written so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, TextIO

from paperreader.formats import links, tagged
from paperreader.formats.fields import (
    abstract_in,
    best_date,
    noted,
    plain,
    record,
    spoken,
    united,
    unwrapped,
    words,
)
from paperreader.paper import Identifier, Leftover, Record, one_line

_NUMBERED: Final = r"(?:\d{1,7}[.)] ?)?"
_DASH: Final = r"(?:-{1,3}|[\u2010-\u2015\u2212])"
_STRICT: Final = re.compile(rf"\s{{0,40}}{_NUMBERED}([A-Z][A-Z0-9]) {{2}}-(?: |\t|$)")
_SHORT: Final = re.compile(rf"\s{{0,40}}{_NUMBERED}([A-Z][A-Z0-9]) -(?: |\t|$)")
_COMMON: Final = frozenset("TY ER TI T1 T2 AU A1 AB N1 N2 PY Y1 DA KW UR DO JO JF".split())
"""Even without the second space tags, wherever they stand."""
_TYPE: Final = re.compile(
    rf"\s{{0,40}}{_NUMBERED}(?P<tag>[Tt][Yy])(?P<gap>[ \t]{{0,9}})(?P<dash>{_DASH})(?P<after>[ \t]{{0,9}})"
    r"[A-Za-z][A-Za-z0-9]{2,9}[ \t]{0,9}"
)
"""The first line of a record, however it is written: it shows how the others are."""
_END: Final = re.compile(r"\s{0,40}ER\s{0,9}")
_KNOWN: Final = frozenset(
    "TY ER A1 A2 A3 A4 A5 A6 AB AD AN AU AV BN BT C1 C2 C3 C4 C5 C6 C7 C8 CA CL CN CP CT CY DA DB DE DI DO DP DS ED EM "
    "EP ET FD ID IP IS J1 J2 JA JF JO JT K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NO NV OP OT PA PB PG PM PP PY RD RI "
    "RN RP SE SF SN SO SP ST SV T1 T2 T3 TA TI TT U1 U2 U3 U4 U5 UK UR VL VO WP Y1 Y2 YR ZZ".split()
)
"""Tags that somebody uses; below an abstract or a note any other two letters before a dash belong to the text."""
_PROSE: Final = frozenset(("AB", "N2", "N1"))
_FURNITURE: Final = re.compile(
    r"\s*(?:[<\[(]?\d{1,7}\s?[.)]?\s?[>\])]?|(?:Provider|Database|Content)\s?:.{0,200}|Record #\d{1,7} of \d{1,7}|EF)?\s*",
    re.IGNORECASE,
)
_TITLES: Final = frozenset(("TI", "T1"))
_ONLY_HERE: Final = frozenset(("T1", "A1", "JF", "Y1", "PY", "KW", "N2", "UR", "JO"))
"""Tags that MEDLINE has not: they tell its kin where a file has neither `TY` nor `ER`."""
_MANY: Final = frozenset("AU A1 A2 A3 A4 ED KW DE K1 UR L1 L2 L3 L4 LK N1 M1 M2 M3 AD SN ID".split())

_BOOKS: Final = frozenset(("BOOK", "EBOOK", "EDBOOK", "BOOK, WHOLE", "BOOK, EDITED", "MONOGRAPH"))
_LINKS: Final = ("UR", "L1", "L2", "L3", "L4", "LK", "UL")
_NAMED: Final = ("AN", "ID", "JO", "JF", "T2", "PB", "CN")
"""Tags under which some exporters write an id, with what it is."""
_NOTES: Final = ("N1", "NO", "M1", "M2", "M3", "C1", "C2", "C3", "C5", "C7", "C8", "U1")
"""Tags under which some do so, and others write what they like: Ovid every work that is cited, with its DOI."""
_VENUES: Final = ("JF", "T2", "JO", "BT", "JA", "J2", "J1", "C3")
_PUBMED: Final = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)


def sniff(head: str) -> float:
    """Sure when records begin as they do in RIS, and surest when the text begins with one."""
    written = [line for line in head.split("\n") if not _FURNITURE.fullmatch(line)][:2000]
    find = _Tags()
    tags = [found[0] for line in written if (found := find(line, ""))]
    begun, ended = tags.count("TY"), tags.count("ER")
    if 5 * len(tags) < len(written):
        return 0.0
    if not begun + ended:
        return 0.6 if _TITLES & set(tags) and len(_ONLY_HERE & set(tags)) > 1 else 0.0
    return 0.97 if tags[0] == "TY" and find(written[0], "") else 0.9 if begun else 0.5


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record; also one whose `TY` or `ER` is missing, or stands below other tags."""
    dialect = tagged.Dialect(_Tags(), "TY", "ER", _FURNITURE, titles=_TITLES, many=_MANY)
    for found in tagged.records(stream, dialect):
        yield found if isinstance(found, Leftover) else paper_of(found)


class _Tags:
    """Tells the tags of a file, which may be written as its records begin."""

    def __init__(self) -> None:
        self._ways = dict[str, re.Pattern[str]]()

    def __call__(self, line: str, above: str) -> tuple[str, str] | None:
        """The tag of a line and what stands behind it, or `None`."""
        match = _STRICT.match(line)
        if match is None:
            self._learn(line)
            match = _SHORT.match(line)
            if match and match[1] not in _COMMON and (above in _PROSE or match[1] not in _KNOWN):
                match = None
        if match:
            return match[1], line[match.end() :]
        if _END.fullmatch(line) and above not in _PROSE:
            return "ER", ""
        for way in self._ways.values():
            match = way.match(line)
            if match and (above not in _PROSE or match[1].upper() in _KNOWN):
                return match[1].upper(), line[match.end() :]
        return None

    def _learn(self, line: str) -> None:
        """Remember how a record begins that does not begin by the rule."""
        if (match := _TYPE.fullmatch(line)) is None:
            return
        gap, letters = match["gap"], r"[A-Z][A-Z0-9]" if match["tag"].isupper() else r"[A-Za-z][A-Za-z0-9]"
        between = r"[ \t]{1,9}" if "\t" in gap or len(gap) > 1 else gap
        behind = r"(?:[ \t]|$)" if match["after"] else ""
        way = rf"\s{{0,40}}{_NUMBERED}({letters}){between}{_DASH}{behind}"
        self._ways.setdefault(way, re.compile(way))


def paper_of(found: tagged.Tagged) -> Record | Leftover:
    """The paper of a record with RIS's tags, or with RefWorks', which are nearly the same."""
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
        title=plain(found.first("TI", "T1", "CT", *(("BT",) if is_book else ()), "ST", "TT")),
        abstract=abstract_in(unwrapped(abstract)),
        authors=_authors(found),
        published=best_date([*found.texts("PY", "Y1", "YR"), *days]),
        venue=_venue(found),
        identifiers=_identifiers(found, is_book=is_book),
        keywords=[*words(found.texts("KW", "DE", "K1")), *keywords],
        remarks=remarks,
    )


def _authors(found: tagged.Tagged) -> list[str]:
    """Who stands under either of the tags for authors; the editors only where nobody does."""
    authors = united(_names(found.texts("A1")), _names(found.texts("AU")))
    return authors or _names(found.texts("A2", "ED")) or _names(found.texts("A3"))


def _names(texts: Iterable[str]) -> list[str]:
    return spoken(one for text in texts for one in re.split(r"[;\n]", plain(text)))


def _venue(found: tagged.Tagged) -> str:
    """The journal or the book, by its full name where it stands there beside an abbreviation."""
    names = [one for text in found.texts(*_VENUES) if (one := one_line(plain(text)))]
    venue = next(iter(names), "")
    return next((one for one in names[1:] if _abbreviates(venue, one)), venue)


def _abbreviates(short: str, long: str) -> bool:
    """Whether every word of one text begins one of the other's, in their order, and some are shorter."""
    rest = iter(long.casefold().split())
    parts = [part for part in re.split(r"[\s.]+", short.casefold()) if part]
    return len(short) < len(long) and len(parts) > 1 and all(any(one.startswith(part) for one in rest) for part in parts)


def _identifiers(found: tagged.Tagged, *, is_book: bool) -> tuple[Identifier, ...]:
    get = found.texts
    identifiers = list(links.from_fields(get("DO", "DI"), get(*_LINKS), get(*_NAMED), get(*_NOTES)))
    if any(map(_PUBMED.search, get("DB", "DP"))):
        identifiers += [one for text in get("AN") for one in links.pubmed(text)]
    identifiers += [one for text in get("C2") if "PMC" in text for one in links.pubmed_central(text)]
    if is_book:
        identifiers += [one for text in get("SN") for one in links.book(text)]
    return tuple(identifiers)
