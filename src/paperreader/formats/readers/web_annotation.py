"""W3C Web Annotations, as JSON-LD: collections, pages, lists of annotations, or one by itself.

They come in as highlights and notes on the papers whose pages they are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TextIO

from paperreader.domain import COLOURS, Annotation, Leftover, Record, clean
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
from paperreader.formats.values import line_of, list_of, object_of, plain

_TITLES: Final = ("dcterms:title", "dc:title", "schema:name", "title", "label", "name")
_DEEPEST: Final = 5


def sniff(head: str) -> float:
    """Sure if it names the context of annotations, or their selectors."""
    if not begins_like_objects(head) or not keys_in(head, "target", "items", "first"):
        return 0.0
    if "www.w3.org/ns/anno" in head:
        return 0.98
    return 0.94 if keys_in(head, "motivation", "exact", "TextQuoteSelector", "TextualBody") > 1 else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per paper, as long as its annotations follow each other; what is no annotation is left over."""
    return gathered(read_objects(stream, _record))


def _record(data: Mapping[str, object], line: int) -> Record:
    if "target" not in data:
        raise ValueError("it is no annotation: it has no target")
    target = data["target"][0] if isinstance(data["target"], list) and data["target"] else data["target"]
    place = object_of(target) if isinstance(target, dict) else {"source": target}
    source = place.get("source") or place.get("id") or place.get("@id")
    page = object_of(source) if isinstance(source, dict) else {"id": source}
    address = line_of(page.get("id") or page.get("@id"))
    title = next((said for key in _TITLES for one in (place, page) if (said := line_of(one.get(key)))), "")
    return annotated_record(line, [_annotation(data, place, address)], title=title, addresses=[address])


def _annotation(data: Mapping[str, object], target: Mapping[str, object], address: str) -> Annotation:
    words = _selector(target.get("selector"), "TextQuoteSelector")
    numbers = _selector(target.get("selector"), "TextPositionSelector")
    quote, prefix, suffix = (str(words.get(key) or "") for key in ("exact", "prefix", "suffix"))
    texts, tags = _bodies(data)
    created = moment_of(data.get("created"))
    colour = line_of(target.get("styleClass"))
    text = "\n\n".join(texts)
    return Annotation(
        uid_of(line_of(data.get("id") or data.get("@id")), address, quote, text, created),
        passage(quote, prefix, suffix, numbers.get("start"), numbers.get("end")),
        text,
        tuple(dict.fromkeys(tags)),
        colour if colour in COLOURS else "",
        created,
        moment_of(data.get("modified")) or created,
    )


def _selector(value: object, kind: str, depth: int = 0) -> Mapping[str, object]:
    """Return the selector of a kind, among several or within another that it refines; empty if there is none."""
    if depth > _DEEPEST:
        return {}
    if isinstance(value, list):
        return next((found for one in value[:50] if (found := _selector(one, kind, depth + 1))), {})
    one = object_of(value)
    if kind in (one.get("type"), one.get("@type")):
        return one
    return _selector(one["refinedBy"], kind, depth + 1) if "refinedBy" in one else {}


def _bodies(data: Mapping[str, object]) -> tuple[list[str], list[str]]:
    """Return the texts of an annotation, and its tags."""
    texts, tags = [], []
    for body in list_of(data.get("body")) or [data.get("body") or data.get("bodyValue")]:
        one = body if isinstance(body, dict) else {"value": body}
        value = one.get("value")
        said = clean(value).strip() if isinstance(value, str) else ""
        if "html" in line_of(one.get("format")):
            said = plain(said)
        if "tagging" in line_of(one.get("purpose")):
            tags.append(line_of(said))
        else:
            texts.append(said)
    return [one for one in texts if one], [one for one in tags if one]
