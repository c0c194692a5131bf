"""Web of Science's tagged text: `PT J`, `AU Noether, E`, … `ER`; indented lines continue the one above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Record
from paperreader.formats.records import tagged
from paperreader.formats.values import (
    abstract_in,
    best_date,
    entry_type,
    folded,
    links,
    names_as_one,
    noted,
    own,
    person_name,
    place_of,
    record,
    reference_of,
    unwrapped,
    words,
)

_TAG: Final = re.compile(r"([A-Z][A-Z0-9])(?: (?! ?-)|$)")
_DIALECT: Final = tagged.Dialect(
    tagged.matching(_TAG),
    begins="PT",
    ends="ER",
    furniture=re.compile(r"\s*(?:(?:FN|VR|EF)(?: .*)?)?"),
)
_REFERENCE: Final = {
    "publisher": "PU",
    "address": "PI",
    "series": "SE",
    "language": "LA",
    "eventtitle": "CT",
    "shortjournal": "JI",
    "issn": "SN",
    "isbn": "BN",
}
"""The names of BibLaTeX, with the tag for each."""
_OWN: Final = frozenset(("AU", "TI", "SO", "PY", "UT", "AB", "DT"))


def sniff(head: str) -> float:
    """Sure if the file names itself, or if records begin and end in its way."""
    written = [line for line in head.split("\n") if line.strip()][:2000]
    tags = {match[1] for line in written if (match := _TAG.match(line))}
    if "PT" not in tags or len(tags & _OWN) < 3:
        return 0.0
    return 0.97 if re.match(r"FN |PT [A-Z]$", written[0]) else 0.6


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record."""
    for found in tagged.records(stream, _DIALECT):
        if isinstance(found, Leftover):
            yield found
        elif any(tag not in ("FN", "VR", "EF") for tag, _ in found.fields):
            yield _paper(found)


def _paper(found: tagged.Tagged) -> Record | Leftover:
    people = found.first("AF", "AU", "BF", "BA")
    groups = found.first("CA", "GP")
    authors = (people or ("" if groups else found.first("BE", "ED"))).split("\n")
    keywords, remarks = noted(map(folded, found.texts("N1")))
    year = found.first("PY")
    return record(
        found.line,
        found.source,
        title=found.first("TI"),
        abstract=abstract_in(unwrapped(found.first("AB"))),
        authors=[*map(person_name, authors), *groups.split("\n")],
        published=best_date([year, f"{found.first('PD')} {year}"] if year else found.texts("EA", "PD")),
        venue=found.first("SO", "BS", "SE"),
        identifiers=own(
            (
                *links.from_fields(found.texts("DI"), names=found.texts("UT", "AR")),
                *(one for text in found.texts("PM") for one in links.pubmed(text)),
            ),
            folded(found.first("DT")),
            issns=found.texts("SN", "EI"),
        ),
        keywords=[*words(folded(text) for text in found.texts("DE", "ID")), *keywords],
        remarks=remarks,
        place=place_of(found.first("VL"), found.first("IS"), found.first("BP", "AR"), found.first("EP")),
        reference=_reference(found),
    )


def _reference(found: tagged.Tagged) -> tuple[tuple[str, str], ...]:
    texts = {name: folded(found.first(tag)) for name, tag in _REFERENCE.items()}
    editors = names_as_one(person_name(one) for one in found.first("BE", "ED").split("\n") if one.strip())
    kind = entry_type(*found.first("DT").split(";"), found.first("PT"))
    return reference_of({"entrytype": kind, "editor": editors, **texts})
