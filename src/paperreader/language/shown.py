r"""An abstract as its reader sees it, mapped to the stored text.

    >>> readable("It runs in\n$O(n^2)$ time.").text
    'It runs in O(n²) time.'

Hard-wrapped lines are joined, blank lines separate paragraphs, LaTeX is shown as text. Every shown character knows its
place in the stored text, so that a selection on the screen becomes a highlight of the stored abstract and back.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.language.graphemes import inside
from paperreader.language.latex import LatexPart, latex_parts
from paperreader.language.passages import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.language.passages import Span


@dataclass(frozen=True, slots=True)
class Readable:
    """A shown text and where it comes from. All spans are half-open, in code points."""

    text: str
    starts: array[int]
    """For every code point of `text`, where its part of the source begins; never decreases."""
    ends: array[int]
    """And where that part ends."""
    inside: frozenset[int] = frozenset()
    """Offsets in `text` inside something whole: a character of several code points, a formula."""

    def stored(self, start: int, end: int) -> Span:
        """Return the smallest part of the source that shows the whole span, without cutting anything whole in two."""
        size = len(self.text)
        start, end = max(0, min(start, size)), max(0, min(end, size))
        if start >= end:
            place = self.starts[start] if start < size else self.ends[-1] if size else 0
            return place, place
        start, end = self._whole(start, end)
        return self.starts[start], self.ends[end - 1]

    def shown(self, start: int, end: int) -> Span:
        """Return the span that shows a part of the source; empty if none of it is shown."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        return self._whole(first, last) if start < end and first < last else (first, first)

    def _whole(self, start: int, end: int) -> Span:
        while start in self.inside:
            start -= 1
        while end in self.inside:
            end += 1
        return start, end


_SPACE: Final = re.compile(r"[ \t\n]{2,}|[\t\n]")
_ITEM: Final = re.compile(r"(?:[-*•‣▪◦●·–—]|\d{1,2}[.)]|\(\d{1,2}\)|\(?(?:[a-zA-Z]|[ivx]{1,4})\))[ \t]+\S")
_AND: Final = re.compile(r"(?:and|or|to|und|et|y)\b")


def readable(source: str, *, latex: bool = True) -> Readable:
    """Make an abstract readable. Never raises; takes time linear in the length.

    Lines are joined: one newline is shown as a space, or as nothing between ideographs and after a word's hyphen. A
    blank line or an indented line begins a paragraph (two newlines); list items stay on their own lines.

    Args:
        source: a stored abstract, as `paper.clean` leaves it.
        latex: show formulas and macros as text; anything unreadable stays as it is.
    """
    builder = _Builder(source)
    if not latex or (found := latex_parts(source)) is None:
        builder.plain(0, len(source))
    else:
        builder.all(found)
    return builder.build()


class _Builder:
    """Builds the shown text, piece by piece in the order of the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.begin = len(source) - len(source.lstrip(" \t\n"))
        self.end = len(source.rstrip(" \t\n"))
        self.items, self.indents = _layout(source)
        self.texts = list[str]()
        self.starts: array[int] = array("L")
        self.ends: array[int] = array("L")
        self.inside = set[int]()
        self.opened: int | None = None
        """Where an opening (`\\emph{`) begins that belongs to the next character."""

    def all(self, found: Iterable[LatexPart]) -> None:
        """Add pieces of LaTeX and the plain text between them."""
        at = 0
        for piece in found:
            self.plain(at, piece.start)
            at = piece.end
            if piece.shown is None:
                self.plain(piece.start, piece.end)
            elif piece.shown.isspace():
                self._space(piece.start, piece.end, piece.shown)
            elif piece.shown:
                self._unit(piece.start, piece.end, piece.shown)
            elif piece.bracket > 0 and self.opened is None:
                self.opened = piece.start
            elif piece.bracket < 0:
                self._close(piece.start, piece.end)
        self.plain(at, len(self.source))

    def plain(self, start: int, end: int) -> None:
        """Add source text unchanged except for its white space."""
        start, end = max(start, self.begin), min(end, self.end)
        if start >= end:
            return
        for match in _SPACE.finditer(self.source, start, end):
            self._letters(start, match.start())
            start = match.end()
            self._space(match.start(), start, self._shown_space(match.start(), start))
        self._letters(start, end)

    def build(self) -> Readable:
        """Return the finished text."""
        text = "".join(self.texts)
        size = len(text.rstrip(" \n"))
        text, starts, ends = text[:size], self.starts[:size], self.ends[:size]
        joined = {place for place in self.inside if place < size} | inside(text)
        for place in inside(self.source):  # what the source holds together stays together
            at = bisect_left(starts, place)
            if 0 < at < size and starts[at] == place:
                joined.add(at)
            at = bisect_right(ends, place)
            if 0 < at < size and ends[at - 1] == place:
                joined.add(at)
        return Readable(text, starts, ends, frozenset(joined))

    def _last(self) -> str:
        return self.texts[-1][-1] if self.texts else ""

    def _letters(self, start: int, end: int) -> None:
        if start < end and self.source[start] == " " and self._last() in ("", " ", "\n"):
            start += 1
        if start >= end:
            return
        self.texts.append(self.source[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))
        if self.opened is not None:
            self.starts[start - end] = self.opened
            self.opened = None

    def _unit(self, start: int, end: int, shown: str) -> None:
        """Add something that is shown differently, as one unit."""
        if self.opened is not None:
            start, self.opened = self.opened, None
        if shown[0] == "\n":
            self._drop_space()
        if self._last() in ("", " ", "\n"):
            shown = shown.lstrip(" \n" if not self.texts else " ")
        size = len(self.starts)
        self.inside.update(range(size + 1, size + len(shown)))
        self.texts.append(shown)
        self.starts.extend([start] * len(shown))
        self.ends.extend([end] * len(shown))

    def _space(self, start: int, end: int, shown: str) -> None:
        """Add white space, never more than one in a row; the widest wins."""
        last = self._last()
        if last in ("", "\n") or (last == " " and shown == " ") or not shown:
            return
        self._unit(start, end, shown)

    def _drop_space(self) -> None:
        if self._last() == " ":
            self.texts[-1] = self.texts[-1][:-1]
            self.starts.pop()
            self.ends.pop()
            if not self.texts[-1]:
                self.texts.pop()

    def _close(self, start: int, end: int) -> None:
        """Attach a closing brace to the last character inside it."""
        self.opened = None
        at = len(self.ends) - 1
        if at < 0 or self.ends[at] != start:
            return
        self.ends[at] = end
        while at in self.inside:
            at -= 1
            self.ends[at] = end

    def _shown_space(self, start: int, end: int) -> str:
        """Return the text shown for a run of white space."""
        source = self.source
        run = source[start:end]
        newlines = run.count("\n")
        if newlines == 0:
            return " "
        if newlines > 1:
            return "\n\n"
        if start in self.items:
            return "\n"
        if self.indents and _is_indent(run):
            return "\n\n"
        before, after = source[start - 1], source[end]
        if is_unspaced(before) and is_unspaced(after):
            return ""
        hyphen = before == "-" and start > 1 and source[start - 2].isalpha() and after.isalpha()
        return "" if hyphen and not _AND.match(source, end) else " "


def _is_indent(run: str) -> bool:
    indent = run.partition("\n")[2]
    return "\t" in indent or len(indent) > 1


def _layout(source: str) -> tuple[frozenset[int], bool]:
    """Return which runs of white space come before list items, and whether an indent begins a paragraph."""
    runs = [match.span() for match in _SPACE.finditer(source) if match[0].count("\n") == 1]
    items, plain = list[int](), list[int]()
    for start, end in runs:
        if start and _ITEM.match(source, end):
            items.append(start)
        elif start and _is_indent(source[start:end]):
            plain.append(start)
    if len(items) == 1 and (source[items[0] - 1].isalnum() or source[items[0] - 1] in ",-–—"):
        items = []
    ends_before = [not (source[start - 1].isalnum() or source[start - 1] in ",-–—") for start in plain]
    return frozenset(items), all(ends_before)
