"""The differences between two texts, word by word."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORDS: Final = re.compile(r"\s+|\S+")

_MOST_COMPARED: Final = 4_000
"""Words or lines on each side, between a common beginning and end, beyond which they are not compared."""


def word_diff(before: str, after: str) -> Iterator[tuple[str, str]]:
    """How a text changed: pieces with ` ` for the same, `-` for removed and `+` for added, in order.

    Without the `+` pieces it is exactly `before`, without the `-` pieces exactly `after`. Lines are compared first,
    then the words of those that changed.
    """
    for old, new in _changed(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if old == new:
            yield " ", old
        else:
            for gone, come in _changed(_WORDS.findall(old), _WORDS.findall(new)):
                yield from [(" ", gone)] if gone == come else _pieces(gone, come)


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of old and new pieces, alternately equal and different, by the longest common subsequence."""
    from rapidfuzz.distance import Indel

    start = _alike(before, after)
    rest, other = before[start:], after[start:]
    end = _alike(rest[::-1], other[::-1])
    rest, other = rest[: len(rest) - end], other[: len(other) - end]
    if start:
        yield "".join(before[:start]), "".join(before[:start])
    if max(len(rest), len(other)) > _MOST_COMPARED:
        yield "".join(rest), "".join(other)
    else:
        old = new = ""
        for step in Indel.opcodes(rest, other):
            gone, come = "".join(rest[step.src_start : step.src_end]), "".join(other[step.dest_start : step.dest_end])
            if step.tag == "equal":
                yield from [(old, new)] if old or new else []
                old = new = ""
                yield gone, come
            else:
                old, new = old + gone, new + come
        yield from [(old, new)] if old or new else []
    if end:
        yield "".join(before[len(before) - end :]), "".join(before[len(before) - end :])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of their common beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    if old:
        yield "-", old
    if new:
        yield "+", new


WordPiece = tuple[str, bool]
"""A part of a text, and whether the other text lacks it."""


def side_by_side(one: str, other: str) -> tuple[list[WordPiece], list[WordPiece]]:
    """Split two texts into pieces, marking those that the other text lacks; none if they share nothing.

    White space between two differing words belongs to the difference, so that they form one piece.
    """
    pieces = list(word_diff(one, other))
    if all(kind != " " or text.isspace() for kind, text in pieces):
        return [(one, False)], [(other, False)]
    sides: tuple[list[WordPiece], list[WordPiece]] = [], []
    for at, (kind, text) in enumerate(pieces):
        between = kind == " " and text.isspace() and 0 < at < len(pieces) - 1
        for side, own in zip(sides, "-+", strict=True):
            if kind in (" ", own):
                _append(side, text, alone=kind == own or between)
    return sides


def _append(pieces: list[WordPiece], text: str, *, alone: bool) -> None:
    if pieces and pieces[-1][1] == alone:
        text = pieces.pop()[0] + text
    pieces.append((text, alone))
