"""MEDLINE text, as PubMed saves it (`.nbib`, "PubMed" format) and other databases imitate it.

Tags are padded to four characters (`PMID- `, `TI  - `), long texts are wrapped and indented, and a blank line
ends a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, TextIO

from paperreader.formats import links, tagged
from paperreader.formats.fields import abstract_in, best_date, folded, indexed_name, name, noted, plain, record, words
from paperreader.formats.place import place_of
from paperreader.paper import Identifier, Leftover, Record

_DIALECT: Final = tagged.Dialect(
    tag=re.compile(r"(?=[A-Z0-9 ]{4}-)([A-Z][A-Z0-9]{1,3}) {0,2}-(?: |$)"), begins="PMID", ends=None
)
_OWN: Final = frozenset(
    ("PMID", "OWN", "STAT", "DCOM", "FAU", "AID", "LID", "JID", "EDAT", "CRDT", "PHST", "PMC", "MH")
)
"""Tags that tell MEDLINE from RIS, which looks much alike."""
_SUBJECTS: Final = ("MH", "OT", "KW")


def sniff(head: str) -> float:
    """Sure where tags of MEDLINE's own are padded its way, surest where the text begins with a PubMed id."""
    written = [line for line in head.split("\n") if line.strip()][:2000]
    tags = [match[1] for line in written if (match := _DIALECT.tag.match(line))]
    own = sum(tag in _OWN for tag in tags)
    if "TY" in tags or 5 * own < len(tags) or 5 * len(tags) < len(written):
        return 0.0
    return 0.0 if not own else 0.97 if tags[0] == "PMID" else 0.9


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record."""
    for found in tagged.records(stream, _DIALECT):
        yield found if isinstance(found, Leftover) else _paper(found)


def _paper(found: tagged.Tagged) -> Record | Leftover:
    subjects = [folded(text).replace("*", "") for tag, text in found.tagged() if tag in _SUBJECTS]
    keywords, remarks = noted(map(folded, found.texts("GN", "N1")))
    return record(
        found.line,
        found.source,
        title=plain(found.first("TI", "BTI", "CTI", "TT")),
        abstract=abstract_in(folded(found.first("AB", "OAB"))),
        authors=_authors(found),
        published=best_date(found.texts("DP", "DEP")),
        venue=plain(found.first("JT", "TA", "BTI")),
        identifiers=_identifiers(found),
        keywords=[*words(subjects), *keywords],
        remarks=remarks,
        place=place_of(*(found.first(tag) for tag in ("VI", "IP", "PG"))),
    )


def _authors(found: tagged.Tagged) -> list[str]:
    """Full names where there are any, and groups, in their order."""
    full = any(tag == "FAU" for tag, _ in found.fields)
    return [
        name(folded(text)) if tag == "FAU" else folded(text) if tag == "CN" else indexed_name(folded(text))
        for tag, text in found.tagged()
        if tag == "CN" or tag == ("FAU" if full else "AU")
    ]


def _identifiers(found: tagged.Tagged) -> Iterator[Identifier]:
    for text in found.texts("PMID", "UI"):
        yield from links.pubmed(text)
    for text in found.texts("LID", "AID", "SO"):
        value, mark, kind = folded(text).rpartition(" [")
        if mark and kind == "doi]":
            yield from links.from_fields([value])
        elif "doi:" in text:
            yield from links.from_fields(names=[folded(text)])
    for text in found.texts("PMC"):
        yield from links.pubmed_central(text)
