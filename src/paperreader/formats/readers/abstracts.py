"""Lists of abstracts, each beginning with `Abstract:`, `ABSTRACT` or `Abstract –` at the start of a line.

A title may come before, and between the two the authors, the date and the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Record
from paperreader.formats.sources import leftover, lines, read_lines, trim
from paperreader.formats.values import described, labelled, other_syntax, reads_as_title, record_of, untitled

_MARK: Final = re.compile(
    r"[ \t>]{0,20}(?:\(?\d{1,4}[.)][ \t]+|[-*•·#]{1,6}[ \t]+)?[*_]{0,3}abstract[*_]{0,3}[ \t]{0,9}"
    r"(?:[::][*_]{0,3}|[—–]|-{1,2}(?=[ \t])|\.(?=[ \t]|$)|$)",
    re.IGNORECASE,
)
_SHOUTED: Final = re.compile(r"[ \t>]{0,20}ABSTRACT[ \t]+(?=[A-Z])")
_MOST_LINES: Final = 400
_MOST_ABOVE: Final = 8
_OUTSIDE: Final = "This line is outside any “Abstract:”."


def sniff(head: str) -> float:
    """Sure if nearly every line belongs to an abstract or to the few lines above one."""
    if other_syntax(head):
        return 0.0
    written = covered = 0
    above = list[str]()
    inside = 0
    for line in map(str.strip, head.split("\n")):
        written += bool(line)
        if _mark(line) is not None:
            covered += 1 + (len(above) if above and reads_as_title(untitled(above[0])) else 0)
            above, inside = [], 60
        elif inside and line:
            covered, inside = covered + 1, inside - 1
        elif line:
            above.append(line)
            above = above[-_MOST_ABOVE:]
        elif inside != 60:  # only a blank line right below the mark belongs to it
            inside = 0
            above = above if len(above) == 1 else []
    return 0.95 * covered / written if written and covered else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per mark: the lines right below it are the abstract, those right above describe it."""
    return read_lines(lines(stream), _AbstractList())


@dataclass(slots=True)
class _AbstractList:
    """The state of reading: in an abstract, or among lines that may belong to the next."""

    start: int = 0
    """The line of the mark."""
    pieces: list[tuple[int, str]] | None = None
    """The lines of the abstract; `None` outside one."""
    head: list[tuple[int, str]] = field(default_factory=list)
    """The lines above the mark that belong to the paper, its title first."""
    above: list[tuple[int, str]] = field(default_factory=list)
    """The last lines outside, including blank ones."""

    def take(self, number: int, text: str) -> Iterator[Record | Leftover]:
        """Take the next line."""
        end = _mark(text)
        if end is not None:
            yield from self._begin(number, text[end:])
        elif self.pieces is not None and len(self.pieces) < _MOST_LINES and (text.strip() or not self._has_text()):
            self.pieces.append((number, text))
        else:
            yield from self._finished()
            self.above.append((number, text))
            if len(self.above) > _MOST_ABOVE:
                yield from _outside(self.above[:1])
                del self.above[0]

    def finish(self) -> Iterator[Record | Leftover]:
        """End the text."""
        yield from self._finished()
        yield from _outside(self.above)

    def _begin(self, number: int, text: str) -> Iterator[Record | Leftover]:
        at = len(self.above)
        if self.pieces is None:
            at = _head_of(self.above)
            yield from _outside(self.above[:at])
            self.head = self.above[at:]
        else:  # without a blank line between papers, the next title is at the end of the abstract
            at = _head_of(self.pieces)
            ends = at > 0 and self.pieces[at - 1][1].rstrip().endswith((".", "!", "?"))
            head = self.pieces[at:] if ends else []
            del self.pieces[len(self.pieces) - len(head) :]
            yield from self._finished()
            self.head = head
        self.above = []
        self.start, self.pieces = number, [(number, text)]

    def _has_text(self) -> bool:
        return any(text.strip() for _, text in self.pieces or ())

    def _finished(self) -> Iterator[Record | Leftover]:
        if self.pieces is None:
            return
        abstract = trim("\n".join(text for _, text in self.pieces))
        head = [(number, text) for number, text in self.head if text.strip()]
        self.pieces, self.head = None, []
        if not abstract:
            yield from _outside(head)
            yield leftover(self.start, "Abstract:", "There is nothing after “Abstract:”.")
            return
        parts: dict[str, list[str]] = {"abstract": [abstract]}
        for place, (_, text) in enumerate(head):
            titled = labelled(text) or ("title", untitled(text))
            part, value = titled if not place else described(text) or ("remarks", text)
            parts.setdefault(part, []).append(value)
        yield record_of(head[0][0] if head else self.start, abstract, parts)


def _mark(line: str) -> int | None:
    """Return where the text begins in a line that begins with the mark."""
    match = _MARK.match(line) or _SHOUTED.match(line)
    return match.end() if match else None


def _head_of(above: list[tuple[int, str]]) -> int:
    """Return where the title at the end of these lines begins; after all of them if there is none."""
    names = len(above)
    for at in range(len(above) - 1, -1, -1):
        text = above[at][1]
        if not text.strip():
            continue
        known = described(text)
        title = reads_as_title(untitled(text))
        if known is None:
            return at if title else names
        if known[0] == "title":
            return at
        if known[0] == "authors" and title and labelled(text) is None:
            names = at  # only its position distinguishes such a title from names
    return names


def _outside(above: list[tuple[int, str]]) -> Iterator[Leftover]:
    return (leftover(number, text, _OUTSIDE) for number, text in above if text.strip())
