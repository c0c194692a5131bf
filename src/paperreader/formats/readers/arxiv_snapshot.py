"""arXiv's metadata snapshot from Kaggle: one object per line, or an array; whole or in part.

It has millions of records, so little is done for each: this is the fastest format to import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final, TextIO

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, arxiv_identifiers, doi_identifier
from paperreader.formats.records import begins_like_objects, keys_in, read_objects
from paperreader.formats.values import arxiv_authors, date_of, line_of, names_of, title_from, unwrapped_paragraphs

_VERSION: Final = re.compile(r"v[1-9][0-9]{0,2}")
_OWN: Final = ("authors_parsed", "submitter", "report-no", "journal-ref", "update_date", "versions")


def sniff(head: str) -> float:
    """Sure if there are keys that no other format has."""
    if not begins_like_objects(head) or keys_in(head, "id", "title", "abstract") < 3:
        return 0.0
    own = keys_in(head, *_OWN)
    return 0.95 if own > 1 else 0.85 if own and keys_in(head, "categories") else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per object; anything that is not a paper is left over."""
    return read_objects(stream, _record)


def _record(data: Mapping[str, object], line: int) -> Record:
    get = data.get
    title, abstract = line_of(get("title")), get("abstract")
    abstract = unwrapped_paragraphs(abstract) if isinstance(abstract, str) else ""
    versions = get("versions")
    comments = line_of(get("comments"))
    paper = Paper(
        title or None,
        title_from(title, abstract),
        None,
        abstract,
        _authors(get("authors_parsed"), get("authors")),
        None,
        _published(versions, get("update_date")),
        line_of(get("journal-ref")) or None,
        _categories(get("categories")),
        None,
        None,
        _identifiers(get("id"), get("doi"), versions),
        (),
        (comments,) if comments else (),
    )
    return Record(paper, line)


def _authors(parsed: object, printed: object) -> tuple[str, ...]:
    """Return names from lists of family name, given names, suffix and affiliations; or as printed."""
    if not isinstance(parsed, list):
        return arxiv_authors(printed)[0] if isinstance(printed, str) else names_of(printed)
    names = [line_of(" ".join((*one[1:2], one[0], *one[2:3])).strip()) for one in parsed]
    return tuple([name for name in names if name])


def _published(versions: object, updated: object) -> PartialDate | None:
    """Return the day of the first version, or of the last change if there are no versions."""
    if isinstance(versions, list) and versions:
        created = versions[0].get("created")
        # "Mon, 2 Apr 2007 19:18:42 GMT": without the time, the days of many papers are the same.
        return date_of(created[:16] if isinstance(created, str) else None, updated)
    return date_of(updated)


def _identifiers(arxiv: object, doi: object, versions: object) -> tuple[Identifier, ...]:
    found = arxiv_identifiers(arxiv[:60]) if isinstance(arxiv, str) else ()
    if len(found) == 1 and isinstance(versions, list) and len(versions) > 1:
        newest = versions[-1].get("version")
        if isinstance(newest, str) and _VERSION.fullmatch(newest):
            found = (*found, Identifier("arxiv_version", f"{found[0].value}{newest}"))
    published = doi_identifier(doi[:500]) if isinstance(doi, str) else None
    return found if published is None else (*found, published)


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line_of(text).replace(",", " ").split()))


def _categories(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return _split(value)
    return _words(value) if isinstance(value, list) else ()


def _words(value: list[object]) -> tuple[str, ...]:
    """Return the categories in a list; in the earliest snapshots, one text may hold several."""
    return tuple(dict.fromkeys(word for one in value if isinstance(one, str) for word in _split(one)))
