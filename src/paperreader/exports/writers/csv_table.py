"""CSV for spreadsheets: one row per paper.

It is made for Excel, LibreOffice and the like; programs are better served by the JSON. It begins with a byte order
mark, without which Excel would read UTF-8 in the system's old code page, and no cell can be taken for a formula.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED, link, one_line, title_and_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from paperreader.domain import Entry, Highlight, Wording

COLUMNS: Final = (
    "id",
    "uid",
    "title",
    "label",
    "abstract",
    "authors",
    "author_count",
    "published",
    "published_inferred",
    "venue",
    "categories",
    "upvotes",
    "comments",
    "arxiv",
    "doi",
    "url",
    "keywords",
    "tags",
    "notes",
    "highlights",
    "starred",
    "read",
    "decision",
    "reason",
    "imported",
    "rating",
)
"""The columns, in order."""
_BYTE_ORDER_MARK: Final = "\ufeff"
_BETWEEN: Final = "; "
# Characters that start a formula, even after white space or zero-width characters. Apostrophes before them match too,
# so that it is clear which apostrophe was added.
_FORMULA: Final = re.compile(r"'*(?:[\t\r\n\0]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])")


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write a header and one row per paper; returns how many papers.

    A cell that a spreadsheet would calculate gets an apostrophe in front; to restore the text, take one off where a
    formula follows it. Authors, tags and ids are separated by `; `, notes by a blank line, highlights by line ends.
    """
    return write_with_tags(entries, out, (), wording)


def write_with_tags(entries: Iterable[Entry], out: TextIO, tags: Sequence[str], wording: Wording = AS_STORED, /) -> int:
    """The same, followed by a column for each of `tags`, `#tag`: true for the papers that have it, else empty."""
    out.write(_BYTE_ORDER_MARK)
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([*COLUMNS, *(f"#{one_line(tag)}" for tag in tags)])
    count = 0
    for entry in entries:
        values = _values(entry, wording)
        has = set(entry.tags)
        rows.writerow([*(_cell(values[column]) for column in COLUMNS), *(_cell(tag in has or None) for tag in tags)])
        count += 1
    return count


def _values(entry: Entry, wording: Wording) -> dict[str, object]:
    paper = entry.paper
    return {
        "id": entry.id,
        "uid": entry.uid,
        "title": paper.title,
        "label": entry.label,
        "abstract": paper.abstract,
        "authors": _BETWEEN.join(paper.authors),
        "author_count": paper.author_count,
        "published": paper.published,
        "published_inferred": paper.published is not None and paper.published.inferred,
        "venue": paper.venue,
        "categories": _BETWEEN.join(paper.categories),
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "arxiv": _BETWEEN.join(paper.values("arxiv")),
        "doi": _BETWEEN.join(paper.values("doi")),
        "url": link(entry),
        "keywords": _BETWEEN.join(paper.keywords),
        "tags": _BETWEEN.join(entry.tags),
        "notes": "\n\n".join(wording.note(note.body, title_and_key) for note in entry.notes),
        "highlights": "\n".join(_highlight(one, wording) for one in entry.highlights),
        "starred": entry.starred,
        "read": entry.read,
        "decision": entry.decision,
        "reason": entry.reason,
        "imported": entry.imported,
        "rating": entry.rating,
    }


def _highlight(highlight: Highlight, wording: Wording) -> str:
    """Format a highlight on one line: `“quote” — comment [tag, tag]`."""
    comment = f" — {wording.note(highlight.comment, title_and_key)}" if highlight.comment else ""
    tags = f" [{', '.join(highlight.tags)}]" if highlight.tags else ""
    return one_line(f"“{highlight.quote}”{comment}{tags}")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text
