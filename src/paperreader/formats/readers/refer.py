"""EndNote's tagged text (`.enw`), which refer and BibIX also use: `%0 Journal Article`, `%T …`, and a blank line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Identifier, Leftover, Record
from paperreader.formats.records import tagged
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
    unwrapped,
    words,
)

_TAG: Final = re.compile(r"\s{0,8}%([0-9A-Z@!#$&(){}\[\]<>?^~+*|=])(?: |\t|$)")
_DIALECT: Final = tagged.Dialect(
    tagged.matching(_TAG), begins="0", ends=None, prose=frozenset("XZ<"), many=frozenset("AEYKUZR@")
)
_OWN: Final = frozenset("ADJBXKU0")
_REFERENCE: Final = {
    "publisher": "I",
    "address": "C",
    "edition": "7",
    "series": "S",
    "language": "G",
    "shorttitle": "!",
    "type": "9",
    "library": "~",
}
"""The names of BibLaTeX, with the tag for each."""
_ISSN: Final = re.compile(r"\d{4}-\d{3}[\dXx]")
_PUBMED: Final = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)


def sniff(head: str) -> float:
    """Sure if records begin as EndNote's do; nearly so if titles have other tags beside them."""
    written = [line for line in head.split("\n") if line.strip()][:2000]
    tags = [match[1] for line in written if (match := _TAG.match(line))]
    if "T" not in tags or not _OWN.intersection(tags) or 5 * len(tags) < len(written):
        return 0.0
    return 0.97 if tags[0] == "0" else 0.9


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record, whether it has a `%0` or, as in refer, only blank lines around it."""
    for found in tagged.records(stream, _DIALECT):
        yield found if isinstance(found, Leftover) else _paper(found)


def _paper(found: tagged.Tagged) -> Record | Leftover:
    year = found.first("D")
    keywords, remarks = noted(found.texts("Z", "<"))
    return record(
        found.line,
        found.source,
        title=found.first("T", "!", "Q"),
        abstract=abstract_in(unwrapped(found.first("X"))),
        authors=_names(found.texts("A")) or _names(found.texts("E")) or _names(found.texts("Y")),
        published=best_date([year, *(text if year in text else f"{text} {year}" for text in found.texts("8", "7"))]),
        venue=found.first("J", "B"),
        identifiers=_identifiers(found),
        keywords=[*words(found.texts("K")), *keywords],
        remarks=remarks,
        addresses=links.addresses(found.texts("U", ">")),
        place=place_of(*(found.first(tag) for tag in ("V", "N", "P"))),
        citation_key=key_like(found.first("F")),
        reference=_reference(found),
    )


def _reference(found: tagged.Tagged) -> tuple[tuple[str, str], ...]:
    texts = {name: line_of(plain(found.first(tag))) for name, tag in _REFERENCE.items()}
    numbers = list(map(line_of, found.texts("@")))
    issns = [one for one in numbers if _ISSN.match(one)]
    texts |= {"issn": "; ".join(issns), "isbn": "; ".join(one for one in numbers if one not in issns)}
    editors = names_as_one(_names(found.texts("E")))
    return reference_of({"entrytype": entry_type(found.first("0")), "editor": editors, **texts})


def _names(texts: list[str]) -> list[str]:
    return people(map(plain, texts))


def _identifiers(found: tagged.Tagged) -> tuple[Identifier, ...]:
    numbers = found.texts("@")
    return own(_all(found), found.first("0"), isbns=numbers, issns=numbers, within=found.first("B", "J"))


def _all(found: tagged.Tagged) -> Iterator[Identifier]:
    # EndNote's DOI tag is a report number in refer, which can look like anything.
    dois = [text for text in found.texts("R") if "10." in text]
    yield from links.from_fields(dois, found.texts("U", ">"), found.texts("R", "M", "J", "F"), found.texts("Z"))
    for text in found.texts("2"):
        if "PMC" in text:
            yield from links.pubmed_central(text)
    if any(map(_PUBMED.search, found.texts("~", "W"))):
        yield from (one for text in found.texts("M") for one in links.pubmed(text))
