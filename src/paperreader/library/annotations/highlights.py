"""Highlights within a change: passages of abstracts, with a colour, a comment and tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperreader.domain import COLOURS, Anchor, anchor, clean, new_uid, shortened
from paperreader.library.annotations.tags import tag_name
from paperreader.library.database import Invalid, NoSuchHighlight, NoSuchPaper, StaleText, highlight_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from paperreader.domain import Highlight
    from paperreader.library.database import Values
    from paperreader.library.journal import Change

_NOWHERE = -1
"""The start and end of a highlight whose place is not known."""


def colour_name(colour: str) -> str:
    """Return the colour, if it exists.

    Raises:
        Invalid: it does not.
    """
    if colour not in COLOURS:
        raise Invalid(f"Unknown colour {shortened(colour)!r}. Choose one of {', '.join(COLOURS)}.")
    return colour


def add_highlight(
    change: Change,
    paper: int,
    span: tuple[int, int],
    *,
    text: str,
    colour: str,
    comment: str,
    tags: Iterable[str],
) -> Highlight:
    """Highlight a passage. If it already is in that colour, only update the comment and tags that are given.

    Raises:
        NoSuchPaper: there is no such paper.
        StaleText: the abstract is not `text`.
        Invalid: the passage is empty or outside the abstract, or there is no such colour.
    """
    row = change.connection.execute("select abstract from papers where id = ?", (paper,)).fetchone()
    if row is None:
        raise NoSuchPaper(f"There is no paper {paper} in this library.")
    if row["abstract"] != text:
        raise StaleText("The abstract has since changed; nothing was highlighted. Select the passage again.")
    start, end = span
    if not (0 <= start < end <= len(text) and text[start:end].strip()):
        raise Invalid("There is nothing to highlight here.")
    uid = _same_highlight(change, paper, span, text, colour_name(colour))
    if uid is None:
        uid = new_uid()
        change.put("highlights", uid, _values(paper, anchor(text, start, end), colour, comment, tags))
    else:
        edit_highlight(change, uid, comment=comment or None, tags=tuple(tags) or None)
    return highlight_of(highlight_row(change, uid), text)


def edit_highlight(
    change: Change,
    uid: str,
    *,
    colour: str | None = None,
    comment: str | None = None,
    tags: Iterable[str] | None = None,
) -> None:
    """Change the given ones of a highlight's colour, comment and tags, and mark its paper as changed.

    Raises:
        NoSuchHighlight: there is no such highlight.
        Invalid: there is no such colour.
        InvalidTag: a tag is not valid.
    """
    highlight_row(change, uid)
    values: Values = {}
    if colour is not None:
        values["colour"] = colour_name(colour)
    if comment is not None:
        values["comment"] = clean(comment)
    if tags is not None:
        values["tags"] = _tags(tags)
    change.put("highlights", uid, values)


def delete_highlight(change: Change, uid: str) -> None:
    """Delete a highlight; its notes stay with the paper.

    Raises:
        NoSuchHighlight: there is no such highlight.
    """
    highlight_row(change, uid)
    notes = change.connection.execute("select uid from notes where highlight = ?", (uid,)).fetchall()
    change.put_all("notes", {row["uid"]: {"highlight": None} for row in notes})
    change.delete("highlights", uid)


def highlight_row(change: Change, uid: str, paper: int | None = None) -> sqlite3.Row:
    """Return the row of a highlight, which must be on `paper` if that is given.

    Raises:
        NoSuchHighlight: there is no such highlight.
    """
    row = change.find("highlights", uid)
    if row is None or (paper is not None and row["paper"] != paper):
        raise NoSuchHighlight("This highlight has since been deleted. Undo (u) restores it.")
    return row


def restored_highlight(paper: int, highlight: Highlight, abstract: str, around: tuple[str, str] = ("", "")) -> Values:
    """The row of a highlight from another library, on a paper with this abstract.

    Args:
        around: the text before and after it, for finding it one day if it has no place.
    """
    if highlight.start is None or highlight.end is None:
        place = Anchor(highlight.quote, *around, _NOWHERE, _NOWHERE)
    else:
        place = anchor(abstract, highlight.start, highlight.end)
    values = _values(paper, place, highlight.colour, highlight.comment, ())
    # Exactly as the other program wrote it; tags on highlights are not validated.
    tags = json.dumps(highlight.tags, ensure_ascii=False)
    return values | {"quote": highlight.quote, "tags": tags, "created": highlight.created, "updated": highlight.updated}


def _same_highlight(change: Change, paper: int, span: tuple[int, int], text: str, colour: str) -> str | None:
    rows = change.connection.execute("select * from highlights where paper = ? and colour = ?", (paper, colour))
    highlights = [highlight_of(row, text) for row in rows.fetchall()]
    return next((one.id for one in highlights if (one.start, one.end) == span), None)


def _values(paper: int, place: Anchor, colour: str, comment: str, tags: Iterable[str]) -> Values:
    """Return the row of a highlight, with the surrounding text that helps to find it in a changed abstract."""
    return {
        "paper": paper,
        "quote": place.quote,
        "prefix": place.prefix,
        "suffix": place.suffix,
        "start": place.start,
        "end": place.end,
        "colour": colour,
        "comment": clean(comment),
        "tags": _tags(tags),
    }


def _tags(tags: Iterable[str]) -> str:
    return json.dumps(list(dict.fromkeys(map(tag_name, tags))), ensure_ascii=False)
