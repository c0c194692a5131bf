"""W3C Web Annotation Data Model, as JSON-LD: a collection with one annotation per highlight and per note.

Each names the paper's page, the passage by its words and the text around it (TextQuoteSelector), and its place in the
abstract (TextPositionSelector: zero-based, half-open, in Unicode code points). A colour is the passage's style class,
with its style sheet beside it. Papers without annotations are not in it.

Source: https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED, URN, address, annotations_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Anchor, Annotation, Entry, Wording

_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_GENERATOR: Final = {"type": "Software", "name": "paperreader"}
_CREATOR: Final = {"type": "Person", "nickname": "reader"}
"""The library belongs to one person, whose name it does not know."""
_STYLES: Final = {
    "yellow": "#fff3a3",
    "green": "#c8f0c0",
    "blue": "#c5e3ff",
    "pink": "#ffd3e8",
    "purple": "#e3d5ff",
}


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write an AnnotationCollection whose one page has all annotations; returns how many papers there were."""
    out.write(f'{{"@context": "{_CONTEXT}", "type": "AnnotationCollection", "label": "Annotations of papers",\n')
    out.write('"first": {"type": "AnnotationPage", "startIndex": 0, "items": [\n')
    count = total = 0
    every = hashlib.blake2b(digest_size=16)  # an id of its own for what has the same annotations
    for entry in entries:
        count += 1
        for one in annotations_of(entry, wording):
            out.write(",\n" if total else "")
            out.write(json.dumps(_annotation(one, entry), ensure_ascii=False, allow_nan=False))
            every.update(one.uid.encode())
            total += 1
    name = uuid.UUID(bytes=every.digest(), version=5)
    out.write(f'],\n"id": "{URN}{uuid.uuid5(name, "page")}", "partOf": "{URN}{name}"}},\n')
    out.write(f'"id": "{URN}{name}", "total": {total}}}\n')
    return count


def _annotation(one: Annotation, entry: Entry) -> dict[str, object]:
    data: dict[str, object] = {
        "id": URN + one.uid,
        "type": "Annotation",
        "motivation": "commenting" if one.text else "highlighting",
        "creator": _CREATOR,
        "generator": _GENERATOR,
    }
    if one.created:
        data |= {"created": one.created, "modified": one.updated or one.created}
    if bodies := list(_bodies(one)):
        data["body"] = bodies
    target: dict[str, object] = {
        "type": "SpecificResource",
        "source": address(entry),
        "dcterms:title": entry.paper.title or entry.label,
    }
    if one.place is not None:
        target |= {"selector": list(_selectors(one.place)), "styleClass": one.colour}
        if one.colour in _STYLES:
            sheet = f".{one.colour} {{ background: {_STYLES[one.colour]} }}"
            data["stylesheet"] = {"type": "CssStylesheet", "value": sheet}
    return data | {"target": target}


def _bodies(one: Annotation) -> Iterator[dict[str, str]]:
    if one.text:
        yield {"type": "TextualBody", "value": one.text, "format": "text/markdown", "purpose": "commenting"}
    for tag in one.tags:
        yield {"type": "TextualBody", "value": tag, "purpose": "tagging"}


def _selectors(place: Anchor) -> Iterator[dict[str, object]]:
    yield {"type": "TextQuoteSelector", "exact": place.quote, "prefix": place.prefix, "suffix": place.suffix}
    if place.start >= 0:
        yield {"type": "TextPositionSelector", "start": place.start, "end": place.end}
