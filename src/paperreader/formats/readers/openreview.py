"""Submissions from OpenReview's API: notes of its first version, and of its second (`{"value": …}`).

Reviews, comments and decisions are notes too, but not papers. The `TL;DR` is not the abstract.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TextIO

from paperreader.domain import Leftover, Paper, Record
from paperreader.formats.records import begins_like_objects, keys_in, read_objects
from paperreader.formats.values import (
    day_of,
    identifiers_of,
    line_of,
    links_of,
    names_of,
    object_of,
    text_of_value,
    title_from,
    unique,
    words_of,
)


def sniff(head: str) -> float:
    """Sure if there are notes of a forum with their content."""
    if not begins_like_objects(head) or not keys_in(head, "content"):
        return 0.0
    own = keys_in(head, "forum", "invitation", "invitations", "replyto", "cdate", "tcdate", "signatures")
    return 0.94 if own > 2 else 0.6 if own and keys_in(head, "title") else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per submission; anything else is left over."""
    return read_objects(stream, _record)


def _record(note: Mapping[str, object], line: int) -> Record:
    if note.get("replyto"):
        raise ValueError("it is a reply to a submission")
    content = {key: object_of(value).get("value", value) for key, value in object_of(note.get("content")).items()}
    title, abstract = line_of(content.get("title")), text_of_value(content.get("abstract"))
    authors = names_of(content.get("authors"))
    published = (day_of(note.get(key)) for key in ("pdate", "odate", "cdate", "tcdate"))
    paper = Paper(
        title=title or None,
        title_from=title_from(title, abstract),
        abstract=abstract,
        authors=() if {name.casefold() for name in authors} <= {"anonymous", "anonymous authors"} else authors,
        published=next((day for day in published if day is not None), None),
        venue=line_of(content.get("venue")) or None,
        identifiers=unique(
            (
                identifiers_of("openreview", note.get("forum") or note.get("id")),
                *(identifiers_of("any", content.get(key)) for key in ("html", "pdf", "arxiv", "ee", "doi")),
            )
        ),
        links=links_of(*(content.get(key) for key in ("html", "pdf", "ee"))),
        keywords=tuple(dict.fromkeys(one for key in _SUBJECTS for one in words_of(content.get(key)))),
    )
    return Record(paper, line)


_SUBJECTS = ("keywords", "primary_area", "subject_areas", "Subject_Areas")
