"""Papers from Semantic Scholar: answers of its API, its bulk files, and the files before those.

A citation has its paper under `citingPaper` or `citedPaper`. What a machine wrote (`tldr`) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Identifier, Leftover, Paper, Place, Record
from paperreader.formats.records import begins_like_objects, keys_in, read_objects
from paperreader.formats.values import (
    date_of,
    identifiers_of,
    line_of,
    links_of,
    names_of,
    object_of,
    own,
    place_of,
    text_of_value,
    title_from,
    unique,
    words_of,
)

_OWN: Final = (
    *("externalIds", "citationCount", "influentialCitationCount", "s2FieldsOfStudy", "fieldsOfStudy", "corpusId"),
    *("isOpenAccess", "openAccessPdf", "publicationTypes", "publicationDate", "authorId", "referenceCount", "abstract"),
)
_BULK: Final = ("externalids", "openaccessinfo", "s2fieldsofstudy", "publicationvenueid", "influentialcitationcount")
_EARLIER: Final = ("mag_id", "pubmed_id", "pmc_id", "acl_id", "has_pdf_parse", "paperAbstract", "inCitations", "s2Url")
_SCHEMES: Final = (
    *(("arxiv", "arxiv"), ("doi", "doi"), ("pmid", "pubmed"), ("pmcid", "pubmedcentral"), ("mag", "mag")),
    *(("dblp", "dblp"), ("acl", "acl"), ("corpusid", "corpusid")),
)
_EARLIER_SCHEMES: Final = (
    *(("arxiv", "arxiv_id"), ("doi", "doi"), ("pmid", "pubmed_id"), ("pmid", "pmid"), ("pmcid", "pmc_id")),
    *(("mag", "mag_id"), ("acl", "acl_id"), ("corpusid", "corpusid"), ("corpusid", "corpusId")),
)


def sniff(head: str) -> float:
    """Sure if there are keys that no other format has."""
    if not begins_like_objects(head):
        return 0.0
    current = keys_in(head, "paperId") and keys_in(head, *_OWN)
    bulk = keys_in(head, "corpusid") and keys_in(head, *_BULK)
    return 0.93 if current or bulk or keys_in(head, *_EARLIER) > 1 else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per paper; anything else is left over."""
    return read_objects(stream, _record)


def _record(data: Mapping[str, object], line: int) -> Record:
    data = object_of(data.get("citingPaper")) or object_of(data.get("citedPaper")) or data
    title = line_of(data.get("title"))
    abstract = text_of_value(data.get("abstract") or data.get("paperAbstract"))
    fields = words_of(data.get("fieldsOfStudy") or data.get("mag_field_of_study"))
    fields += words_of(data.get("s2FieldsOfStudy") or data.get("s2fieldsofstudy"), "category")
    paper = Paper(
        title=title or None,
        title_from=title_from(title, abstract),
        abstract=abstract,
        authors=names_of(data.get("authors")),
        published=date_of(data.get("publicationDate"), data.get("publicationdate"), data.get("year")),
        venue=_venue(data) or None,
        identifiers=_identifiers(data),
        links=links_of(object_of(data.get("openAccessPdf")).get("url")),
        keywords=tuple(dict.fromkeys((*fields, *words_of(data.get("entities"))))),
        place=_place(data),
    )
    return Record(paper, line)


def _place(data: Mapping[str, object]) -> Place | None:
    journal = object_of(data.get("journal"))
    return place_of(
        journal.get("volume") or data.get("journalVolume"), "", journal.get("pages") or data.get("journalPages")
    )


def _venue(data: Mapping[str, object]) -> str:
    journal, venue = data.get("journal"), data.get("publicationVenue")
    return (
        line_of(data.get("venue"))
        or line_of(object_of(journal).get("name") or journal)
        or line_of(object_of(venue).get("name"))
        or line_of(data.get("journalName"))
    )


def _identifiers(data: Mapping[str, object]) -> tuple[Identifier, ...]:
    external = object_of(data.get("externalIds")) or object_of(data.get("externalids"))
    named = {key.lower(): value for key, value in external.items()}
    s2 = next((value for key in ("paperId", "id", "paper_id") if (value := data.get(key))), None)
    found = unique(
        (
            *(identifiers_of(scheme, named.get(key)) for scheme, key in _SCHEMES),
            *(identifiers_of(scheme, data.get(key)) for scheme, key in _EARLIER_SCHEMES),
            identifiers_of("s2", s2),
        )
    )
    return own(found, "; ".join(words_of(data.get("publicationTypes") or data.get("publicationtypes"))))
