"""Works from DataCite: its JSON, and the answers of its API, which have it under `attributes`.

A work may have titles and descriptions in several languages and of several kinds. Only a description of the kind
`Abstract` is an abstract, and contributors are not authors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record
from paperreader.formats.records import begins_like_objects, keys_in, read_objects
from paperreader.formats.values import (
    best_date,
    identifiers_of,
    line_of,
    list_of,
    names_of,
    object_of,
    own,
    person_name,
    plain,
    text_of_value,
    title_from,
    unique,
    words_of,
)

_OWN: Final = (
    *("descriptionType", "titleType", "publicationYear", "resourceTypeGeneral", "relatedIdentifiers", "nameType"),
    *("dateType", "schemaVersion", "relatedIdentifierType", "subjectScheme", "rightsList", "fundingReferences"),
)
_DATES: Final = ("Issued", "Available", "Created", "Submitted")
_OTHER_TITLES: Final = ("TranslatedTitle", "AlternativeTitle", "Other")
_SAME_WORK: Final = frozenset(("IsIdenticalTo", "IsVersionOf", "IsVariantFormOf", "IsPreprintOf", "HasPreprint"))
_SCHEMES: Final = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmcid": "pmcid", "url": "any"}


def sniff(head: str) -> float:
    """Sure if there are titles and creators with what only this registry writes."""
    if not begins_like_objects(head) or not keys_in(head, "titles") or not keys_in(head, "creators", "descriptions"):
        return 0.0
    own_keys = keys_in(head, *_OWN)
    return 0.94 if own_keys > 1 else 0.85 if own_keys or keys_in(head, "agency") else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per work; anything else is left over."""
    return read_objects(stream, _record)


def _record(data: Mapping[str, object], line: int) -> Record:
    work = object_of(data.get("attributes")) or data
    language = line_of(work.get("language"))
    title = _title(_objects(work, "titles"), language)
    abstract = _abstract(_objects(work, "descriptions"), language)
    container = object_of(work.get("container"))
    creators = _objects(work, "creators") or [
        one for one in _objects(work, "contributors") if one.get("contributorType") == "Editor"
    ]
    paper = Paper(
        title=title or None,
        title_from=title_from(title, abstract),
        abstract=abstract,
        authors=tuple(spoken for one in creators if (spoken := _name(one))),
        published=_published(work),
        venue=line_of(container.get("title")) or None,
        identifiers=_identifiers(data, work),
        keywords=words_of(work.get("subjects"), "subject"),
    )
    return Record(paper, line)


def _objects(work: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    return [found for one in list_of(work.get(key)) if (found := object_of(one))]


def _title(titles: list[Mapping[str, object]], language: str) -> str:
    """Return the title and subtitle in the work's own language, else the first; others only if there is none."""
    mains = [one for one in titles if not one.get("titleType")]
    mains = mains or [one for kind in _OTHER_TITLES for one in titles if one.get("titleType") == kind]
    main = _spoken_in(mains, language)
    title = line_of(plain(line_of(main.get("title"))))
    subtitles = [one for one in titles if one.get("titleType") == "Subtitle"]
    below = line_of(plain(line_of(_spoken_in(subtitles, _language(main) or language).get("title"))))
    return f"{title.rstrip(':')}: {below}" if title and below and below not in title else title or below


def _abstract(descriptions: list[Mapping[str, object]], language: str) -> str:
    """Return the abstract in the work's own language, or else the first."""
    abstracts = [one for one in descriptions if one.get("descriptionType") == "Abstract"]
    return text_of_value(plain(text_of_value(_spoken_in(abstracts, language).get("description"))))


def _spoken_in(texts: list[Mapping[str, object]], language: str) -> Mapping[str, object]:
    """Return the first text in a language, or else the first."""
    wanted = language.lower()[:2]
    return next((one for one in texts if wanted and _language(one).lower()[:2] == wanted), next(iter(texts), {}))


def _language(text: Mapping[str, object]) -> str:
    return line_of(text.get("lang") or text.get("xml:lang"))


def _name(creator: Mapping[str, object]) -> str:
    """Return a person's name as spoken, an organisation's as it is."""
    given, family = line_of(creator.get("givenName")), line_of(creator.get("familyName"))
    if family:
        return f"{given} {family}".strip()
    whole = next(iter(names_of([creator])), "")
    return whole if creator.get("nameType") == "Organizational" else person_name(whole)


def _published(work: Mapping[str, object]) -> PartialDate | None:
    """Return the year of publication, or a more precise date of that year."""
    dates = _objects(work, "dates")
    given = [
        line_of(one.get("date")).partition("/")[0] for kind in _DATES for one in dates if one.get("dateType") == kind
    ]
    year = work.get("publicationYear")
    return best_date([str(year) if isinstance(year, int | str) else "", *given])


def _identifiers(data: Mapping[str, object], work: Mapping[str, object]) -> tuple[Identifier, ...]:
    others = [
        *((one.get("identifierType"), one.get("identifier")) for one in _objects(work, "identifiers")),
        *((one.get("alternateIdentifierType"), one.get("alternateIdentifier"))
          for one in _objects(work, "alternateIdentifiers")),
        *((one.get("relatedIdentifierType"), one.get("relatedIdentifier"))
          for one in _objects(work, "relatedIdentifiers")[:50] if one.get("relationType") in _SAME_WORK),
    ]  # fmt: skip
    named = ((_SCHEMES.get(line_of(kind).lower(), ""), value) for kind, value in others)
    found = unique(
        (
            identifiers_of("doi", work.get("doi") or data.get("doi")),
            identifiers_of("any", data.get("id")),
            *(identifiers_of(scheme, value) for scheme, value in named if scheme),
        )
    )
    types = object_of(work.get("types"))
    kinds = (line_of(types.get(key)) for key in ("resourceTypeGeneral", "bibtex", "ris"))
    return own(found, "; ".join(kinds))
