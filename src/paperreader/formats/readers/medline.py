"""MEDLINE text, as saved by PubMed (`.nbib`, "PubMed" format) and imitated by ERIC, Ovid and other databases.

Tags are padded to four characters (`PMID- `, `TI  - `), long texts are wrapped and indented, and a blank line ends a
record. Others leave out PubMed's own tags, write some without padding (`ISSN - `), or number the records.
"""

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
    cited,
    entry_type,
    folded,
    indexed_name,
    links,
    names_as_one,
    noted,
    own,
    person_name,
    place_of,
    record,
    reference_of,
    words,
)

_PADDED: Final = re.compile(r" {0,4}(?=[A-Z0-9 ]{4}-)([A-Z][A-Z0-9]{1,3}) {0,2}-(?: |$)")
_LOOSE: Final = re.compile(r"([A-Z][A-Z0-9]{1,4}) {0,3}-(?: |$)")
_OWN: Final = frozenset(
    "PMID OWN STAT DCOM LR FAU AID LID JID EDAT CRDT MHDA PHST PMC MH OID ISSN OTO OT VN UI XL RO".split()
)
"""Tags that tell MEDLINE and the like from RIS, which looks similar."""
_RIS: Final = frozenset(("T1", "T2", "A1", "JF", "JO", "Y1", "UR", "N2", "SP", "EP"))
"""Tags of RIS, found in texts that only lack its beginnings and ends."""
_KNOWN: Final = _OWN | frozenset(
    "AB AD AN AU AUID BTI CI CIN CN COI CON CP CTDT CTI CY DA DB DE DEP DO DP DI ED EFR EIN EN FED FIR FPS GN GR GS IB "
    "ID FA IN IP IR IRAD IS ISBN JC JN JT KW LA LG MC NM OAB OABL OCI ORI PB PG PL PN PPT PS PST PT PY RF RIN RN SB "
    "SFM SI SO SPIN SU TA TI TT UIN UOF VI VO VTI YR".split()
)
"""Tags in use; without padding, only these are tags."""
_REFERENCE: Final = {
    "publisher": ("PB",),
    "address": ("PL",),
    "edition": ("EN",),
    "language": ("LA", "LG"),
    "series": ("CTI",),
    "shortjournal": ("TA",),
    "isbn": ("ISBN",),
}
"""The names of BibLaTeX, with the tags for each."""
_SUBJECTS: Final = ("MH", "OT", "KW", "DE", "SU")
_ISSN: Final = re.compile(r"\d{4}-\d{3}[\dXx]")
_MANY: Final = frozenset("AU FAU ED FED MH OT KW DE AD AID LID IS PT RN PHST XL IR FIR CN".split())
_FURNITURE: Final = re.compile(
    # Numbers between records, and Ovid's lines above the first: the database, the search, and a rule.
    r"\s*(?:[<\[(]?\d{1,7}\s?[.)]?\s?[>\])]?|(?:Database|Provider)\s?:.{0,200}|Record \d{1,7} of \d{1,7}.{0,80}|"
    r"Search (?:Strategy|History)\s?:?|[-*_=]{5,200}|\d{1,4}\s{2,9}.{1,1000}\(\d{1,9}\))?\s*",
    re.IGNORECASE,
)


def _tag(line: str, above: str) -> tuple[str, str] | None:  # noqa: ARG001 - the same whatever stands above
    if match := _PADDED.match(line):
        return match[1], line[match.end() :]
    match = _LOOSE.match(line)
    return (match[1], line[match.end() :]) if match and match[1] in _KNOWN else None


_DIALECT: Final = tagged.Dialect(_tag, begins="PMID", ends=None, furniture=_FURNITURE, many=_MANY)


def sniff(head: str) -> float:
    """Sure if MEDLINE's own tags are padded its way; surest if the text begins with a PubMed id."""
    written = [line for line in head.split("\n") if not _FURNITURE.fullmatch(line)][:2000]
    tags = [found[0] for line in written if (found := _tag(line, ""))]
    own = sum(tag in _OWN for tag in tags)
    if "TY" in tags or not tags or 5 * len(tags) < len(written):
        return 0.0
    if tags[0] == "PMID" and 5 * own >= len(tags):
        return 0.97
    described = len({"TI", "BTI", "AB", "AU", "FAU", "SO", "JT", "TA", "DP"}.intersection(tags))
    if own and described > 1:
        return 0.9
    return 0.0 if "TI" not in tags or described < 3 else 0.5 if _RIS.intersection(tags) else 0.8


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record."""
    for found in tagged.records(stream, _DIALECT):
        yield found if isinstance(found, Leftover) else _paper(found)


def _paper(found: tagged.Tagged) -> Record | Leftover:
    subjects = [folded(text).replace("*", "") for tag, text in found.tagged() if tag in _SUBJECTS]
    keywords, remarks = noted(map(folded, found.texts("GN", "N1")))
    journal, printed = cited(folded(found.first("SO")))
    return record(
        found.line,
        found.source,
        title=found.first("TI", "BTI", "CTI", "TT", "VTI"),
        abstract=abstract_in(folded(found.first("AB", "OAB"))),
        authors=_authors(found),
        published=best_date([*found.texts("DP", "YR", "PY", "DEP"), printed]),
        venue=found.first("JT", "TA", "JN", "BTI") or journal,
        identifiers=own(
            _identifiers(found),
            "; ".join(found.texts("PT")),
            isbns=found.texts("ISBN"),
            within=found.first("BTI") if found.first("TI") else "",
        ),
        keywords=[*words(subjects), *keywords],
        remarks=remarks,
        place=place_of(*(found.first(tag) for tag in ("VI", "IP", "PG"))),
        reference=_reference(found),
    )


def _reference(found: tagged.Tagged) -> tuple[tuple[str, str], ...]:
    texts = {name: folded(found.first(*tags)) for name, tags in _REFERENCE.items()}
    editors = [person_name(folded(text)) for text in found.texts("FED")] or _listed(found.texts("ED"))
    issns = "; ".join(_ISSN.findall(" ".join(found.texts("IS", "ISSN"))))
    return reference_of(
        {"entrytype": entry_type(*found.texts("PT")), "editor": names_as_one(editors), **texts, "issn": issns}
    )


def _authors(found: tagged.Tagged) -> list[str]:
    """Return full names if there are any, and groups, in order; editors only if nobody else is named."""
    for full, listed in (("FAU", "AU"), ("FED", "ED")):
        tag = next((one for one in (full, full.removesuffix("U")) if found.texts(one)), listed)
        people = [folded(text) for text in found.texts(tag)]
        names = _listed(people) if tag == listed else [person_name(text) for text in people]
        spoken_of = iter(names)
        groups = ("CN",) if full == "FAU" else ()
        authors = [
            folded(text) if one in groups else next(spoken_of, "")
            for one, text in found.tagged()
            if text.strip() and (one == tag or one in groups)
        ]
        if any(authors):
            return authors
    return []


def _listed(names: list[str]) -> list[str]:
    """Return names from a field for listed names, `Curie M`, which may also hold others."""
    return [indexed_name(one) for one in names]


def _identifiers(found: tagged.Tagged) -> Iterator[Identifier]:
    for text in found.texts("PMID", *(("UI",) if _of_pubmed(found) else ())):
        yield from links.pubmed(text)
    for text in found.texts("LID", "AID", "SO"):
        value, mark, kind = folded(text).rpartition(" [")
        if mark and kind == "doi]":
            yield from links.from_fields([value])
        elif "doi:" in text:
            yield from links.from_fields(names=[folded(text)])
    yield from links.from_fields([text for text in found.texts("DO", "DI") if "10." in text])
    for text in found.texts("PMC"):
        yield from links.pubmed_central(text)


def _of_pubmed(found: tagged.Tagged) -> bool:
    """Whether unnamed numbers are PubMed's, unless another database claims them."""
    databases = " ".join(found.texts("DB", "OWN")).casefold()
    return not databases or any(one in databases for one in ("medline", "pubmed", "nlm"))
