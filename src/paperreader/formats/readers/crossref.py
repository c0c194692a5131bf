"""Works from Crossref, and CSL-JSON, which Zotero, Mendeley and pandoc write with nearly the same keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, identifiers_in, key_in
from paperreader.formats.records import begins_like_objects, keys_in, read_objects
from paperreader.formats.values import (
    date_of,
    entry_type,
    from_fields,
    identifiers_of,
    is_part,
    line_of,
    links_of,
    list_of,
    names_as_one,
    names_of,
    noted,
    object_of,
    own,
    place_of,
    reference_of,
    text_of_value,
    texts_of,
    title_from,
    unique,
    words_of,
)

_OWN: Final = ("container-title", "date-parts", "DOI", "is-referenced-by-count", "citation-key", "title-short")
_DATES: Final = ("issued", "published", "published-print", "published-online", "posted")
_REFERENCE: Final = {
    "publisher": "publisher",
    "address": "publisher-place",
    "edition": "edition",
    "series": "collection-title",
    "eventtitle": "event-title",
    "language": "language",
    "shorttitle": "title-short",
    "shortjournal": "container-title-short",
    "type": "genre",
    "version": "version",
    "note": "note",
    "library": "source",
}
"""The names of BibLaTeX, with CSL's for each."""
_KEY: Final = re.compile(r"[^\W\d_][^\s/]{1,100}")
"""An `id` that can be a citation key, as pandoc has them there; Zotero's are addresses or numbers."""
_SAME_WORK: Final = ("has-preprint", "is-preprint-of")


def sniff(head: str) -> float:
    """Sure if there are the hyphenated keys that only these two write."""
    if not begins_like_objects(head) or not keys_in(head, "title", "DOI"):
        return 0.0
    own = keys_in(head, *_OWN)
    if own > 1 and keys_in(head, "date-parts", "container-title"):
        return 0.92
    return 0.75 if keys_in(head, "issued", "author", "type", "given", "family") > 2 else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per work; anything else is left over."""
    return read_objects(stream, _record)


def _record(work: Mapping[str, object], line: int) -> Record:
    title, abstract = _title(work), text_of_value(work.get("abstract"))
    kind = line_of(work.get("type"))
    place = next((object_of(one) for one in list_of(work.get("institution"))), object_of(work.get("event")))
    keywords, remarks = noted(text for key in ("note", "annote") if (text := text_of_value(work.get(key))))
    paper = Paper(
        title=title or None,
        title_from=title_from(title, abstract),
        abstract=abstract,
        authors=names_of(work.get("author")) or (() if is_part(kind) else names_of(work.get("editor"))),
        published=next((day for key in _DATES if (day := _date(work.get(key))) is not None), None),
        venue=line_of(work.get("container-title")) or line_of(place.get("name")) or None,
        identifiers=_identifiers(work),
        links=links_of(work.get("URL")),
        keywords=tuple(dict.fromkeys((*words_of(work.get("subject")), *words_of(work.get("keyword")), *keywords))),
        remarks=tuple(dict.fromkeys(text for one in remarks if (text := text_of_value(one)))),
        place=place_of(work.get("volume"), work.get("issue"), work.get("page") or work.get("article-number")),
        citation_key=_key(work),
        reference=_reference(work, kind),
    )
    return Record(paper, line)


def _key(work: Mapping[str, object]) -> str | None:
    """Return the citation key: under a key of its own, as Zotero has it, or as the record's id."""
    own, id_ = (text_of_value(work.get(key)) for key in ("citation-key", "id"))
    return key_in(own) or (key_in(id_) if _KEY.fullmatch(id_) and not identifiers_in(id_) else None)


def _reference(work: Mapping[str, object], kind: str) -> tuple[tuple[str, str], ...]:
    texts = {name: line_of(work.get(key)) for name, key in _REFERENCE.items()}
    numbers = {name.lower(): "; ".join(texts_of(work.get(name))) for name in ("ISBN", "ISSN")}
    people = {name: names_as_one(names_of(work.get(name))) for name in ("editor", "translator")}
    number = {"number": text_of_value(work.get("number"))} if work.get("issue") or kind == "report" else {}
    accessed = _date(work.get("accessed"))
    urldate = {"urldate": str(accessed) if accessed else ""}
    return reference_of({"entrytype": entry_type(kind), **people, **texts, **numbers, **number, **urldate})


def _title(work: Mapping[str, object]) -> str:
    """Return the title with its subtitle, as printed."""
    title, below = (line_of(work.get(key)) for key in ("title", "subtitle"))
    return f"{title.rstrip(':')}: {below}" if title and below and below not in title else title


def _date(value: object) -> PartialDate | None:
    """Return a date given as `{"date-parts": [[2013, 3]]}`, as `{"raw": "2013-03"}`, or as it is."""
    parts = next((one for one in list_of(object_of(value).get("date-parts")) if isinstance(one, list)), [])
    numbers = [str(one) for one in parts[:3] if isinstance(one, int | str) and re.fullmatch(r"\d{1,4}", str(one))]
    if numbers:
        return date_of("-".join([numbers[0].zfill(4), *(number.zfill(2) for number in numbers[1:])]))
    return date_of(value, *(object_of(value).get(key) for key in ("raw", "literal", "date-time")))


def _identifiers(work: Mapping[str, object]) -> tuple[Identifier, ...]:
    related = object_of(work.get("relation"))
    others = [object_of(one) for key in _SAME_WORK for one in list_of(related.get(key))[:5]]
    named = (text for key in ("number", "archive_location") if (text := text_of_value(work.get(key))))
    found = unique(
        (
            identifiers_of("doi", work.get("DOI")),
            identifiers_of("pmid", work.get("PMID")),
            identifiers_of("pmcid", work.get("PMCID")),
            identifiers_of("any", work.get("URL")),
            identifiers_of("any", work.get("id")),
            from_fields(names=named, notes=[text_of_value(work.get("note"))]),
            *(identifiers_of("doi", one.get("id")) for one in others if one.get("id-type") == "doi"),
        )
    )
    isbns, issns = (texts_of(work.get(key)) for key in ("ISBN", "ISSN"))
    return own(found, line_of(work.get("type")), isbns=isbns, issns=issns, within=line_of(work.get("container-title")))
