"""Works from OpenAlex: answers of its API, and the lines of its snapshot.

An abstract comes as an index of words and their positions, and is put back together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Identifier, Leftover, Paper, Record
from paperreader.formats.records import begins_like_objects, keys_in, read_objects
from paperreader.formats.values import (
    date_of,
    identifiers_of,
    line_of,
    links_of,
    list_of,
    names_of,
    object_of,
    own,
    place_of,
    text_of_value,
    title_from,
    unique,
    words_of,
)

_PREPRINTS: Final = frozenset(("arxiv", "arxiv_version", "pmid", "pmcid", "openreview"))
"""What a work's addresses may identify; a DOI in one may be another version's."""


def sniff(head: str) -> float:
    """Sure if works have OpenAlex's kind of id or abstract."""
    if not begins_like_objects(head):
        return 0.0
    keys = keys_in(head, "abstract_inverted_index", "authorships", "primary_location", "host_venue", "cited_by_api_url")
    return 0.94 if keys > 1 or (keys and "openalex.org/W" in head) else 0.7 if "https://openalex.org/W" in head else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per work; anything else is left over."""
    return read_objects(stream, _record)


def _record(work: Mapping[str, object], line: int) -> Record:
    title = line_of(work.get("title") or work.get("display_name"))
    inverted = object_of(work.get("abstract_inverted_index"))
    abstract = text_of_value(_abstract(inverted) if inverted else work.get("abstract"))
    place = object_of(work.get("primary_location"))
    source = object_of(place.get("source")) or object_of(work.get("host_venue"))
    keywords = words_of(work.get("keywords"), "display_name", "keyword")
    paper = Paper(
        title=title or None,
        title_from=title_from(title, abstract),
        abstract=abstract,
        authors=_authors(work.get("authorships")),
        published=date_of(work.get("publication_date"), work.get("publication_year")),
        venue=line_of(source.get("display_name")) or None,
        identifiers=_identifiers(work),
        links=links_of(place.get("landing_page_url"), place.get("pdf_url")),
        keywords=keywords or words_of(work.get("concepts"), "display_name"),
        place=place_of(*map(object_of(work.get("biblio")).get, ("volume", "issue", "first_page", "last_page"))),
    )
    return Record(paper, line)


def _abstract(inverted: Mapping[str, object]) -> str:
    """Put the words in the order of their positions."""
    places = ((place, word) for word, places in inverted.items() for place in list_of(places))
    return " ".join(word for _, word in sorted((place, word) for place, word in places if isinstance(place, int)))


def _authors(authorships: object) -> tuple[str, ...]:
    people = [object_of(one) for one in list_of(authorships)]
    return names_of([object_of(one.get("author")).get("display_name") or one.get("raw_author_name") for one in people])


def _identifiers(work: Mapping[str, object]) -> tuple[Identifier, ...]:
    ids = object_of(work.get("ids"))
    names = [identifiers_of("doi", work.get("doi")), identifiers_of("doi", ids.get("doi"))]
    names += [identifiers_of(scheme, ids.get(scheme)) for scheme in ("pmid", "pmcid", "mag")]
    names.append(identifiers_of("openalex", work.get("id") or ids.get("openalex")))
    places = [object_of(one) for one in (work.get("primary_location"), *list_of(work.get("locations"))[:50])]
    found = unique(identifiers_of("any", one.get(key)) for one in places for key in ("landing_page_url", "pdf_url"))
    every = unique((*names, tuple(one for one in found if one.scheme in _PREPRINTS)))
    return own(every, "; ".join(map(line_of, (work.get("type"), work.get("type_crossref")))))
