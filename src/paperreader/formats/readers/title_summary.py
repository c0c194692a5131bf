"""Labelled text: `Title: … PDF: … Authors: … Summary: …`, in any order, with any of the usual labels.

A rule (`---`) ends a paper, and so does its first label when it comes again. A line without a label continues the text
above it; a title may come before the labels without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Record
from paperreader.formats.sources import leftover, lines, read_lines, trim
from paperreader.formats.values import (
    labelled,
    other_syntax,
    reads_as_title,
    reads_like_an_abstract,
    record_of,
    untitled,
    unwrapped,
)

_RULE: Final = re.compile(r"[ \t]{0,3}([-=*_#~─═])(?:[ \t]?\1){2,400}[ \t]{0,9}")
_BLOCK_TEXT: Final = frozenset((">", ">-", "|", "|-"))
"""What YAML writes before text on the lines below."""
_PROSE: Final = frozenset(("abstract", "remarks"))
_LONG: Final = 80
_FEW_WORDS: Final = 2
_LIKELY: Final = 0.3
_MOST_LINES: Final = 2_000
_LISTING: Final = "\n\\\\\n"
"""Lines of two backslashes, as in arXiv's mails."""


def sniff(head: str) -> float:
    """Sure if labelled titles and abstracts are most of the text; less so of titles with only addresses."""
    if other_syntax(head) or _LISTING in head:
        return 0.0
    texts = list[str]()
    count = dict.fromkeys(("title", "abstract", "links", "arxiv", "doi", "authors"), 0)
    written = covered = 0
    part = ""
    for line in head.split("\n"):
        if not line.strip() or _RULE.fullmatch(line):
            part = part if part == "abstract" and not line.strip() else ""
            continue
        written += 1
        found = labelled(line)
        part, text = found or (part, line)
        covered += bool(part)
        if part == "abstract":
            texts.append(text)
        if found is not None and part in count:
            count[part] += 1
    if not written or covered < written / 2:
        return 0.0
    described = count["title"] or count["authors"] + count["links"] + count["arxiv"] + count["doi"]
    if count["abstract"] and described and _say_something(texts, count["abstract"], titled=count["title"] > 0):
        likely = count["title"] or reads_like_an_abstract(" ".join(texts)) > _LIKELY
        return 0.96 if count["title"] else 0.6 if likely else 0.0
    return 0.7 if count["title"] > 1 and count["links"] + count["arxiv"] + count["doi"] > 1 else 0.0


def _say_something(texts: list[str], abstracts: int, *, titled: bool) -> bool:
    """Whether enough texts are as long as abstracts; below titles a few words will do, but not `abstract: str`."""
    words = [word for text in texts for word in text.split() if word.strip("(“”’'\",.;:!?)").isalpha()]
    return sum(map(len, texts)) > _LONG * abstracts or (titled and len(words) > _FEW_WORDS * abstracts)


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per group of labels; text outside is left over."""
    return read_lines(lines(stream), _LabelledText())


@dataclass(slots=True)
class _LabelledText:
    """The current paper, and the state of reading it."""

    start: int = 0
    first: str = ""
    """The part whose label began the paper; its next occurrence begins the next paper."""
    part: str = ""
    parts: dict[str, list[str]] = field(default_factory=dict)
    margins: dict[str, int] = field(default_factory=dict)
    """The width of each part's label on its first line."""
    source: list[str] = field(default_factory=list)
    held: tuple[int, str] | None = None
    """A line without a label that may be the next title."""
    blank: bool = False

    def take(self, number: int, text: str) -> Iterator[Record | Leftover]:
        """Take the next line."""
        if not text.strip():
            self.blank = True
            return
        blank, self.blank = self.blank, False
        if _RULE.fullmatch(text):
            yield from self.finish()
        elif (found := labelled(text)) is not None:
            yield from self._label(number, *found, margin=max(0, len(text.rstrip()) - len(found[1])))
            self.source.append(text)
        else:
            yield from self._unlabelled(number, text, blank=blank)

    def finish(self) -> Iterator[Record | Leftover]:
        """End the paper."""
        yield from self._drop()
        parts, source = self.parts, self.source
        self.parts, self.source, self.first, self.part = {}, [], "", ""
        if parts:
            for part in _PROSE & set(parts):
                margin = self.margins.get(part, 0)
                parts[part] = [unwrapped("_" * margin + text)[margin:] for text in parts[part]]
            yield record_of(self.start, "\n".join(source), parts)

    def _label(self, number: int, part: str, value: str, margin: int) -> Iterator[Record | Leftover]:
        again = part in self.parts and part in (self.first, "title")
        if again or (self.held is not None and part != "title"):
            held, self.held = self.held, None
            yield from self.finish()
            self._above(held)
        yield from self._drop()
        if not self.parts:
            self.start, self.first = number, part
        if part == "abstract" and part in self.parts:
            part = "remarks"  # it has both an abstract and a summary
        value = "" if value in _BLOCK_TEXT else _unquoted(value)
        self.parts.setdefault(part, []).append(value)
        self.part, self.margins[part] = part, margin if value else 0

    def _above(self, held: tuple[int, str] | None) -> None:
        """Begin a paper with an unlabelled title."""
        if held is not None:
            self.start, self.first = held[0], "title"
            self.parts = {"title": [untitled(held[1])]}
            self.source = [held[1]]

    def _unlabelled(self, number: int, text: str, *, blank: bool) -> Iterator[Record | Leftover]:
        may_be_title = (blank or not self.parts) and reads_as_title(untitled(text))
        if may_be_title and (not self.parts or "abstract" in self.parts):
            yield from self._drop()
            self.held = number, text
            return
        if self.held is not None and self.part in _PROSE:  # not a title after all, but part of the abstract
            self._add(self.held[1], blank=True)
            self.held = None
        closed = blank or not self.part
        if not self.parts or len(self.source) >= _MOST_LINES or (closed and not self._goes_on(text)):
            yield from self._drop()
            self.part = ""
            yield leftover(number, text, "This line has no label, and there is none above that it belongs to.")
        else:
            self._add(text, blank=blank)

    def _goes_on(self, text: str) -> bool:
        """Whether a line after a blank one belongs to the part above it, or is an unlabelled abstract."""
        if self.part not in _PROSE and "abstract" not in self.parts and len(text) > _LONG:
            self.parts["abstract"], self.part = [""], "abstract"
        return self.part in _PROSE or (self.part != "" and not self.parts[self.part][-1])

    def _add(self, text: str, *, blank: bool) -> None:
        texts = self.parts[self.part]
        texts[-1] = f"{texts[-1]}{'' if not texts[-1] else chr(10) * (1 + blank)}{trim(text)}"
        self.source.append(text)

    def _drop(self) -> Iterator[Leftover]:
        if self.held is not None:
            yield leftover(*self.held, "This may be a title, but nothing about a paper follows.")
        self.held = None


def _unquoted(text: str) -> str:
    """Remove the quotation marks that YAML puts around a text."""
    inside = text[1:-1]
    return inside if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in inside else text
