"""Hypothesis: the JSON that its client exports and imports, with one annotation per highlight and per note.

A passage is named by its words and the text around it alone: its place in the abstract is not its place on the page.
Notes on a whole paper are page notes. Papers without annotations are not in it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED, address, annotations_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from paperreader.domain import Annotation, Entry, Wording

_USER: Final = "acct:reader@paperreader"
_NEVER: Final = "1970-01-01T00:00:00.000Z"


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write the annotations; returns how many papers there were.

    The date of the export is that of its newest annotation, so that the same annotations make the same file.
    """
    out.write(f'{{"export_userid": "{_USER}", "client_version": "paperreader", "annotations": [\n')
    count, first, newest = 0, True, _NEVER
    for entry in entries:
        count += 1
        for one in annotations_of(entry, wording):
            out.write("" if first else ",\n")
            out.write(json.dumps(_annotation(one, entry), ensure_ascii=False, allow_nan=False))
            first, newest = False, max(newest, one.updated)
    out.write(f'\n], "export_date": "{newest}"}}\n')
    return count


def _annotation(one: Annotation, entry: Entry) -> dict[str, object]:
    page = address(entry)
    target: dict[str, object] = {"source": page}
    if (place := one.place) is not None:
        words = {"exact": place.quote, "prefix": place.prefix, "suffix": place.suffix}
        target["selector"] = [{"type": "TextQuoteSelector", **words}]
    data: dict[str, object] = {
        "id": one.uid,
        "uri": page,
        "user": _USER,
        "text": one.text,
        "tags": list(one.tags),
        "target": [target],
        "document": {"title": [entry.paper.title or entry.label]},
    }
    return data | ({"created": one.created, "updated": one.updated or one.created} if one.created else {})
