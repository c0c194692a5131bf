"""Readwise: the CSV that it imports, with one row per highlight and per note.

The note of a row begins with its tags, as Readwise writes them: `.method .to-read`; a text that would be read as one
begins with a backslash. A note on a whole paper is a row of
its own with the tag `.note`, since Readwise takes no row without a highlight. It is read by Readwise, not by a
spreadsheet, so every cell is as it is, formula or not. Papers without annotations are not in it.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED, address, annotations_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from paperreader.domain import Annotation, Entry, Wording

_COLUMNS: Final = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
_NOTE: Final = "note"
"""The tag of a row that is a note on the whole paper."""
_NOT_IN_A_TAG: Final = re.compile(r"[\s.]+")
_LIKE_A_TAG: Final = re.compile(r"\\*\.")
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)")


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write a header and one row per annotation; returns how many papers there were."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_COLUMNS)
    count = 0
    for entry in entries:
        count += 1
        paper = entry.paper
        about = (paper.title or entry.label, "; ".join(paper.authors), address(entry))
        for one in annotations_of(entry, wording):
            if one.place is not None:
                place = str(one.place.start) if one.place.start >= 0 else ""
                rows.writerow((one.place.quote, *about, _tagged(one.tags, one.text), place, _date(one)))
            elif one.text.strip():
                rows.writerow((one.text, *about, _tagged((_NOTE, *one.tags), ""), "", _date(one)))
    return count


def _tagged(tags: Iterable[str], text: str) -> str:
    """Return a note after its tags."""
    text = f"\\{text}" if _LIKE_A_TAG.match(text) else text
    words = [f".{name}" for tag in tags if (name := _NOT_IN_A_TAG.sub("_", tag).strip("_"))]
    return "\n".join(part for part in (" ".join(words), text) if part)


def _date(one: Annotation) -> str:
    found = _MOMENT.match(one.created)
    return f"{found[1]} {found[2]}" if found else ""
