"""Wraps text for the terminal: breaks lines by cell width, never inside a character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperreader.language.graphemes import inside
from paperreader.language.passages import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperreader.language.passages import Span

_NARROW: Final = re.compile(
    "[\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2100-\u22ff]*"
)
"""Characters that are never wider than one cell."""
_NOT_FIRST: Final = frozenset(
    "、。，．・：；？！）］｝〉》」』】〕〗〙〟’”…‥ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}"
)
_NOT_LAST: Final = frozenset("（［｛〈《「『【〔〖〘〝‘“([{")


def wrap(text: str, width: int, cell_width: Callable[[str], int]) -> list[Span]:
    """Break a text into lines no wider than `width` cells.

    Breaks at spaces (which are then dropped), between ideographs, at every newline, and inside words that are too long
    for a line. A blank line is an empty span, and so is the only line of an empty text.

    Args:
        text: must not contain tabs or control characters.
        width: cells; below 2, a wide character is wider than its line.
        cell_width: how many cells a terminal gives a string.
    """
    width = max(1, width)
    middle = inside(text)
    one_cell_each = text.isascii()
    if not one_cell_each and not middle and _NARROW.fullmatch(text):
        line_ends = text.count("\n")
        one_cell_each = cell_width(text.replace("\n", "")) == len(text) - line_ends
    broken = list[tuple[int, int]]()
    start = 0
    while True:
        end = text.find("\n", start)
        first, stop = _trimmed(text, start, len(text) if end < 0 else end)
        while first and first in middle:
            first -= 1  # a space with an accent does not count as a space
        if one_cell_each:
            broken.extend(_by_length(text, first, stop, width))
        else:
            broken.extend(_by_cells(text, first, stop, width, cell_width))
        if end < 0:
            return broken
        start = end + 1


def _trimmed(text: str, start: int, stop: int) -> Span:
    """Return the span without the spaces at both ends."""
    while stop > start and text[stop - 1] == " ":
        stop -= 1
    while start < stop and text[start] == " ":
        start += 1
    return start, stop


def _by_length(text: str, start: int, stop: int, width: int) -> Iterator[Span]:
    """Wrap one paragraph in which every code point is one cell wide."""
    while stop - start > width:
        end = text.rfind(" ", start, start + width + 1)
        if end < 0:
            end = start + width
        yield _trimmed(text, start, end)
        start, _ = _trimmed(text, end, stop)
    yield start, stop


def _by_cells(text: str, start: int, stop: int, width: int, cell_width: Callable[[str], int]) -> Iterator[Span]:
    """Wrap one paragraph, cluster by cluster."""
    cells = 0
    line_end, next_start, cells_before = -1, -1, 0  # the last place where the line may be broken
    previous = ""
    for at, after in _clusters(text, start, stop):
        here = text[at]
        wide = 1 if after - at == 1 and here.isascii() else cell_width(text[at:after])
        if here == " " and after - at == 1:
            line_end = line_end if previous == " " else at
            cells += wide
            next_start, cells_before, previous = after, cells, here
            continue
        if previous != " " and _may_part(previous, here):
            line_end, next_start, cells_before = at, at, cells
        while cells + wide > width and at > start:
            if next_start <= start:
                line_end, next_start, cells_before = at, at, cells
            yield start, line_end
            start, cells = next_start, cells - cells_before
        cells += wide
        previous = text[after - 1]
    yield start, stop


def _clusters(text: str, start: int, stop: int) -> Iterator[Span]:
    middle = inside(text)
    at = start
    for after in range(start + 1, stop + 1):
        if after == stop or after not in middle:
            yield at, after
            at = after


def _may_part(before: str, after: str) -> bool:
    """Whether a line can end between two characters without a space."""
    if (before.isascii() and after.isascii()) or after in _NOT_FIRST or before in _NOT_LAST or not before:
        return False
    return is_unspaced(before) or is_unspaced(after)
