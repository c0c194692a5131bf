"""The words, sentences and paragraphs of a readable abstract, and moving by them.

All spans are half-open, in code points of the shown text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from paperreader.language.graphemes import graphemes, inside, previous_grapheme

if TYPE_CHECKING:
    from collections.abc import Callable

Span: TypeAlias = tuple[int, int]

_UNSPACED_RANGES: Final = (
    (0x3005, 0x3007), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
UNSPACED: Final = "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSPACED_RANGES)
"""The ranges of Chinese and Japanese, which are written without spaces, for use inside a character class."""
FIRST_UNSPACED: Final = "\u3005"
MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u0900-\u0963\u0981-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f18-\u0fbc\u102b-\u109d\u17b4-\u17dd\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
"""Combining marks, which belong to the letter before them; most do not match `\\w`."""


@lru_cache(maxsize=4_000)
def is_unspaced(character: str) -> bool:
    """Whether the character is a Chinese or Japanese letter or punctuation mark."""
    code = ord(character)
    return (
        any(first <= code <= last for first, last in _UNSPACED_RANGES)
        or 0x3000 <= code <= 0x303F
        or 0xFF01 <= code <= 0xFF60
    )


@cache
def _word_pattern(*, unspaced: bool) -> re.Pattern[str]:
    """Return the pattern of a word. Compiled on first use, since its classes take milliseconds."""
    letter = rf"[^\W{UNSPACED}]" if unspaced else r"\w"
    rest = rf"(?:{letter}|[{MARKS}⁺⁻₊₋])*"
    word = rf"[√∂∇∆]?{letter}{rest}(?:[-'’‐‑^]{letter}{rest}|(?<=\d)[.,](?=\d){rest})*"
    return re.compile(rf"[{UNSPACED}][{MARKS}]*|{word}" if unspaced else word)


_ASCII_WORD: Final = re.compile(r"[A-Za-z0-9_]+(?:[-'^][A-Za-z0-9_]+|(?<=\d)[.,](?=\d)[A-Za-z0-9_]+)*")


def word_spans(text: str) -> list[Span]:
    """Return the words without punctuation, but with hyphens, apostrophes and decimal points; ideographs one by one."""
    if text.isascii():
        return [match.span() for match in _ASCII_WORD.finditer(text)]
    middle = inside(text)
    found = list[Span]()
    pattern = _word_pattern(unspaced=max(text) >= FIRST_UNSPACED)
    for match in pattern.finditer(text):
        start, end = match.span()
        while start in middle:
            start -= 1
        while end in middle:
            end += 1
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


_BREAK: Final = re.compile(r"\n[\n\t ]*\n[\n\t ]*")


def paragraph_spans(text: str) -> list[Span]:
    """Return the paragraphs, which blank lines separate, without the white space around them."""
    found = list[Span]()
    at = 0
    for match in _BREAK.finditer(text):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, len(text)))
    return [span for span in (_trimmed(text, *span) for span in found) if span[0] < span[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


_CLOSING: Final = "\"'”’»)\\]}"
_STOP: Final = re.compile(
    rf"[.!?…]+[{_CLOSING}]*(?=\s|$)"
    rf"|[。！？｡]+[」』”’）》]*"
    r"|(?<=[a-z\d)\]][.!?])(?=[A-Z][a-z]{0,11}(?:,? |n't ))"  # `results.We show`
    r"|\n"
)
"""Where a sentence can end. A newline inside a paragraph comes before a list item."""
_NEVER: Final = frozenset(
    "e.g eg i.e ie cf vs v.s viz fig figs eq eqs eqn eqns sec secs sect ch chap ref refs tab dr prof st mr mrs ms sr "
    "jr gen vol vols pp ed eds approx ca dept univ w.r.t wrt s.t a.k.a resp max min avg std def thm lem prop cor alg "
    "supp app op no nos nr arxiv".split()
)
"""Abbreviations that do not end a sentence."""
_WORDS_TOO: Final = frozenset("no app max min ch tab op def prop cor gen ed arxiv std sec fig eg".split())
"""Abbreviations that are also words: they count only before a number, a bracket or a small letter."""
_MAYBE: Final = frozenset("al etc inc ltd co corp a.m p.m ph.d m.d u.s u.k e.u d.c".split())
"""Abbreviations that end a sentence if a new one clearly begins."""
_OPENERS: Final = frozenset(
    "a additionally after again all also although an and another as at based because besides both but by code "
    "compared contrary consequently crucially currently despite due during each empirically even every experimental "
    "experiments extensive finally first firstly for from further furthermore given hence here how however if "
    "importantly in inspired instead interestingly it its last lastly later leveraging many more moreover most "
    "motivated nevertheless next no nonetheless notably now of on one only or other our overall particularly "
    "previous prior recent recently results second secondly several she he similarly since so some specifically "
    "such surprisingly that the their then there therefore these they third this those though through thus to "
    "today together towards two under unlike until using we what when where whereas whether which while why with "
    "without yet you your".split()
)
"""Capitalised words that begin a sentence rather than a name."""
_TOKEN: Final = re.compile(r"[^\s(\[{“\"'‘—–/]*$")
_NEXT: Final = re.compile(r"[\s(\[{“\"'‘]*([^\W\d_]*)")
_ITEM: Final = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]*")


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences, without the white space between them; none crosses a paragraph or list item."""
    found = list[Span]()
    for start, end in paragraph_spans(text):
        at = start
        for match in _STOP.finditer(text, start, end):
            if match.end() > at and (match[0][:1] in ("", "\n") or _ends_here(text, at, match, end)):
                found.append(_trimmed(text, at, match.end()))
                at = match.end()
        found.append(_trimmed(text, at, end))
    return [span for span in found if span[0] < span[1]]


def _ends_here(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether the sentence that began at `start` ends at this stop."""
    if stop[0][0] in "。！？｡":
        return True
    following = _NEXT.match(text, stop.end(), end)
    word = following[1] if following else ""
    if word[:1].islower() or _in_brackets(text, start, stop):
        return False
    if stop[0][0] != "." or stop[0].startswith(".."):
        return True
    before = _TOKEN.search(text, max(start, stop.start() - 40), stop.start())
    return _stop_ends(before[0] if before else "", word, text, stop, start)


def _stop_ends(token: str, word: str, text: str, stop: re.Match[str], start: int) -> bool:
    """Whether a full stop after `token` and before `word` ends a sentence."""
    low, opens = token.lower(), word.lower() in _OPENERS
    if low in _NEVER and not (low in _WORDS_TOO and word):
        return False
    if _ITEM.fullmatch(text[start : stop.start()].lstrip()) and text[stop.end() : stop.end() + 1] == " ":
        return False  # `1. Item`
    bracket = text[stop.end() : stop.end() + 2][1:] in ("(", "[")
    if low in _MAYBE and not token.startswith("Al"):
        return (opens or (low in ("etc", "inc", "ltd", "corp") and bool(word))) and not bracket
    if (len(token) == 1 and token.isupper()) or re.fullmatch(r"(?:[A-Z][.-])+[A-Z]", token):
        return opens or not word  # an initial before a name
    return True


def _in_brackets(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a bracket opened in this sentence closes soon after the stop."""
    opened = text.rfind("(", start, stop.start())
    if opened <= start or ")" in text[opened : stop.end()]:
        return False
    closed = text.find(")", stop.end(), stop.end() + 200)
    return closed >= 0 and text.find("(", stop.end(), closed) < 0


class Unit(StrEnum):
    """The units that a reader can move by."""

    GRAPHEME = "grapheme"
    WORD = "word"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


class Passages:
    """The words, sentences and paragraphs of one shown text, each found on first use."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found = dict[Unit, tuple[list[Span], list[int]]]()

    def spans(self, unit: Unit) -> list[Span]:
        """Return all spans of one kind, ascending, without overlaps."""
        return self._pieces(unit)[0]

    def move(self, offset: int, unit: Unit, steps: int) -> int:
        """Return the start of the unit `steps` after the one at `offset`, or before it if `steps` is negative.

        Going back from the middle of a unit, the first step goes to its start. Moving past the last unit gives the last
        character; before the first, 0.
        """
        starts = self._pieces(unit)[1]
        if steps > 0:
            target = bisect_right(starts, offset) - 1 + steps
            return starts[target] if target < len(starts) else previous_grapheme(self.text, len(self.text))
        target = bisect_left(starts, offset) + steps if steps else bisect_right(starts, offset) - 1
        return starts[target] if 0 <= target < len(starts) else 0

    def around(self, offset: int, unit: Unit) -> Span | None:
        """Return the unit at `offset`, else the next, else the last; `None` if there are none."""
        spans, starts = self._pieces(unit)
        at = bisect_right(starts, offset) - 1
        if at >= 0 and spans[at][1] > offset:
            return spans[at]
        return spans[min(at + 1, len(spans) - 1)] if spans else None

    def _pieces(self, unit: Unit) -> tuple[list[Span], list[int]]:
        if unit not in self._found:
            spans = _FINDERS[unit](self.text)
            self._found[unit] = spans, [start for start, _ in spans]
        return self._found[unit]


def _grapheme_spans(text: str) -> list[Span]:
    starts = graphemes(text)
    return list(zip(starts, [*starts[1:], len(text)], strict=False))


_FINDERS: Final[dict[Unit, Callable[[str], list[Span]]]] = {
    Unit.GRAPHEME: _grapheme_spans,
    Unit.WORD: word_spans,
    Unit.SENTENCE: sentence_spans,
    Unit.PARAGRAPH: paragraph_spans,
}
