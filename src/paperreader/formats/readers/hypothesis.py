"""Hypothesis: the JSON that its client exports, and what its API answers.

Annotations come in as highlights, page notes and replies as notes, on the papers whose pages they are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TextIO

from paperreader.domain import Annotation, Leftover, Record, clean
from paperreader.formats.records import (
    annotated_record,
    begins_like_objects,
    gathered,
    keys_in,
    moment_of,
    passage,
    read_objects,
    uid_of,
)
from paperreader.formats.values import line_of, list_of, object_of, texts_of


def sniff(head: str) -> float:
    """Sure if there are annotations with a page each."""
    if not begins_like_objects(head) or not keys_in(head, "uri"):
        return 0.0
    exported = keys_in(head, "export_userid", "export_date", "client_version") > 1
    return 0.98 if exported else 0.94 if keys_in(head, "target", "user", "text", "tags") > 3 else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per paper, as long as its annotations follow each other; what is no annotation is left over."""
    return gathered(read_objects(stream, _record))


def _record(data: Mapping[str, object], line: int) -> Record:
    if "uri" not in data:
        raise ValueError("it is no annotation: it has no uri")
    document = object_of(data.get("document"))
    title = next(iter(texts_of(document.get("title"))), "") or line_of(document.get("title"))
    more = [line_of(object_of(one).get("href")) for one in list_of(document.get("link"))]
    addresses = [line_of(data["uri"]), *(one for one in more if one.startswith(("http", "doi:")))]
    return annotated_record(line, [_annotation(data)], title=title, addresses=addresses)


def _annotation(data: Mapping[str, object]) -> Annotation:
    targets = [object_of(one) for one in list_of(data.get("target"))]
    selectors = [object_of(one) for target in targets for one in list_of(target.get("selector"))]
    words = next((one for one in selectors if one.get("type") == "TextQuoteSelector"), {})
    quote, prefix, suffix = (str(words.get(key) or "") for key in ("exact", "prefix", "suffix"))
    text = data.get("text")
    said = clean(text).strip() if isinstance(text, str) else ""
    created = moment_of(data.get("created"))
    return Annotation(
        uid_of(line_of(data.get("id")), line_of(data.get("uri")), quote, said, created),
        passage(quote, prefix, suffix),
        said,
        tuple(dict.fromkeys(tag for one in list_of(data.get("tags")) if (tag := line_of(one)))),
        created=created,
        updated=moment_of(data.get("updated")) or created,
    )
