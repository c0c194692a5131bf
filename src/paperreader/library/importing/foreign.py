"""Restores annotations that were made in other programs, or went there and come back: each once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain import COLOURS, Highlight, locate, one_line, references
from paperreader.library.annotations import restored_highlight
from paperreader.library.database import highlight_of
from paperreader.library.importing.restore import add_tags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.domain import Anchor, Annotation
    from paperreader.library.database import Values
    from paperreader.library.journal import Change


_ONE_WORD: Final = re.compile(r"[\s.]+")


@dataclass(frozen=True, slots=True)
class _Note:
    body: str
    highlight: str | None


class _Annotated:
    """A paper with its highlights and notes, to which others are added."""

    def __init__(self, change: Change, paper: int) -> None:
        self._change, self._paper = change, paper
        read = change.connection.execute
        self.abstract: str = read("select abstract from papers where id = ?", (paper,)).fetchone()["abstract"]
        rows = read("select * from highlights where paper = ?", (paper,)).fetchall()
        self.highlights = [highlight_of(row, self.abstract) for row in rows]
        rows = read("select body, highlight from notes where paper = ?", (paper,)).fetchall()
        self.notes = [_Note(row["body"], row["highlight"]) for row in rows]
        rows = read("select name from taggings join tags on tags.uid = tag where paper = ?", (paper,)).fetchall()
        own = [row["name"] for row in rows]
        self.tags = {*own, *(_ONE_WORD.sub("_", tag) for tag in own)}
        """The paper's tags, also as programs write them whose tags are one word."""

    def add(self, one: Annotation) -> None:
        """Add an annotation, unless it is here."""
        if any(self._change.find(table, one.uid) is not None for table in ("highlights", "notes")):
            return
        if one.place is None:
            self._add_note(one, None)
            return
        found = _located(one.place, self.abstract)
        same = [highlight for highlight in self.highlights if self._is_on(highlight, one, one.place, found)]
        if any(_says(highlight.comment, one.text) for highlight in same) or (same and not one.text.strip()):
            return
        if same:  # a second remark on one passage
            self._add_note(one, same[0].id)
        else:
            self._add_highlight(one, one.place, found)

    def _is_on(self, highlight: Highlight, one: Annotation, place: Anchor, found: tuple[int, int] | None) -> bool:
        if one.colour and one.colour != highlight.colour:
            return False
        if found is None or highlight.start is None or highlight.end is None:
            return one_line(highlight.quote) == one_line(place.quote)
        return self._words(*found) == self._words(highlight.start, highlight.end)

    def _words(self, start: int, end: int) -> tuple[int, int]:
        """A place without the white space at its ends."""
        text = self.abstract[start:end]
        return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())

    def _add_note(self, one: Annotation, highlight: str | None) -> None:
        text = one.text.strip()
        on_this = [note for note in self.notes if highlight is None or note.highlight == highlight]
        if not text or any(_says(note.body, text) for note in on_this):
            return
        values: Values = {"paper": self._paper, "highlight": highlight, "body": text}
        self._change.put("notes", one.uid, values | _times(one))
        self.notes.append(_Note(text, highlight))

    def _add_highlight(self, one: Annotation, place: Anchor, found: tuple[int, int] | None) -> None:
        start, end = found or (None, None)
        quote = place.quote if found is None else self.abstract[found[0] : found[1]]
        new = Highlight(one.uid, quote, start, end, one.colour or COLOURS[0], one.text.strip(), one.tags)
        values = restored_highlight(self._paper, new, self.abstract, (place.prefix, place.suffix))
        times = {name: value for name, value in values.items() if name not in ("created", "updated")} | _times(one)
        self._change.put("highlights", one.uid, times)
        self.highlights.append(new)


def restore_foreign(change: Change, paper: int, annotations: Iterable[Annotation]) -> list[str]:
    """Add to a paper what was said about it in another program. What is there already stays, and comes only once.

    An annotation is here if its id is, or if one on the same passage says the same. A passage that is not in the
    abstract becomes an orphan. A second remark on a passage becomes a note on its highlight. The tags of a remark on
    the whole paper become the paper's.

    Returns:
        What could not be restored, in words: tags that are not valid.
    """
    problems: list[str] = []
    annotated = _Annotated(change, paper)
    for one in annotations:
        annotated.add(one)
        if one.place is None:
            problems += add_tags(change, paper, [tag for tag in one.tags if tag not in annotated.tags])
    return problems


def _located(place: Anchor, abstract: str) -> tuple[int, int] | None:
    """Return where a passage is. Some programs give its words alone: those must be there just once."""
    found = locate(place, abstract)
    if found is None and not (place.prefix or place.suffix) and abstract.count(place.quote) == 1:
        found = abstract.index(place.quote), abstract.index(place.quote) + len(place.quote)
    return found


def _times(one: Annotation) -> Values:
    """When it was made and changed, if that is known; otherwise it is now."""
    return {"created": one.created, "updated": one.updated or one.created} if one.created else {}


def _says(stored: str, text: str) -> bool:
    """Whether a text is a stored one, whatever an export has written for the links in that."""
    links = references(stored) if "[[" in stored else []
    if not links:
        return stored.split() == text.split()
    edges = [0, *(edge for one in links for edge in (one.start, one.end)), len(stored)]
    first, *between = [one_line(stored[start:end]) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    last, text = between.pop(), one_line(text)
    if not (text.startswith(first) and text.endswith(last)):
        return False
    at = len(first)
    for piece in between:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= len(text) - len(last)
