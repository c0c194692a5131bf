"""CSL-JSON: an array of items, for pandoc, Zotero and whatever formats references.

`note` carries what has no field: the reader's notes and highlights, the decision and the rating.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperreader.domain import AS_STORED
from paperreader.exports.core.csl import csl_item, csl_note
from paperreader.exports.core.work import works

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from paperreader.domain import Entry, Wording


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write an array with one item per paper, each on a line; returns how many."""
    count = 0
    out.write("[")
    for count, work in enumerate(works(entries, wording), start=1):
        item = csl_item(work)
        if work.keywords:
            item["keyword"] = ", ".join(work.keywords)
        if note := csl_note(work):
            item["note"] = note
        out.write(f"{',' if count > 1 else ''}\n{json.dumps(item, ensure_ascii=False)}")
    out.write("\n]\n")
    return count
