"""Finds the keywords that a reader watches for in an abstract."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from paperreader.domain import fold
from paperreader.language.passages import FIRST_UNSPACED, MARKS, UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Kind: TypeAlias = str
"""The list that a keyword is in: `include`, `exclude`, or one of the reader's own."""

_ASCII_TOKEN: Final = re.compile(r"\w+(?:\+\+|#)?", re.ASCII)
_GAP: Final = re.compile(r"[\s\u200b]*|\s?[-‐‑–/&+]\s?|[.'’_]")
"""What can separate two words of a phrase: not the end of a sentence."""
_LONGEST_GAP: Final = 40
_MOST_WORDS: Final = 16


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    """Folded."""
    beginnings: tuple[bool, ...]
    """Which of the words are prefixes."""
    kind: Kind


@dataclass(frozen=True, slots=True)
class Keywords:
    """Words and phrases to look for, compiled by `Keywords.of`."""

    _whole: dict[str, list[_Phrase]]
    """By their first word."""
    _begun: dict[str, list[_Phrase]]
    """By their first word, if it is a prefix."""
    _lengths: tuple[int, ...]
    """The lengths of the prefixes in `_begun`."""
    colours: Mapping[Kind, str] = field(default_factory=dict)
    """The colours of the reader's own lists."""

    @classmethod
    def of(
        cls,
        include: Sequence[str],
        exclude: Sequence[str],
        others: Mapping[Kind, tuple[str, Sequence[str]]] | None = None,
    ) -> Keywords:
        """Compile lists of words and phrases; `explain*` matches words that begin with “explain”.

        Case and accents are ignored. Entries without letters or digits are skipped; those in several lists count as
        excluded, or else for the first of them.

        Args:
            include: those in a paper's favour.
            exclude: those against it.
            others: further lists by their names, each with its colour.
        """
        whole = dict[str, list[_Phrase]]()
        begun = dict[str, list[_Phrase]]()
        others = others or {}
        more = (phrase for name, (_, words) in others.items() for phrase in _phrases(words, name))
        for phrase in (*_phrases(exclude, "exclude"), *_phrases(include, "include"), *more):
            table = begun if phrase.beginnings[0] else whole
            table.setdefault(phrase.words[0], []).append(phrase)
        colours = {name: colour for name, (colour, _) in others.items()}
        return cls(whole, begun, tuple(sorted({len(word) for word in begun})), colours)

    def __bool__(self) -> bool:
        return bool(self._whole or self._begun)

    def count(self, text: str) -> tuple[int, int]:
        """Return how many keywords a text has: to include, to exclude."""
        kinds = [kind for _, _, kind in keyword_spans(text, self)]
        return kinds.count("include"), kinds.count("exclude")

    def _starting(self, word: str) -> Iterator[_Phrase]:
        yield from self._whole.get(word, ())
        for length in self._lengths:
            yield from self._begun.get(word[:length], ()) if length <= len(word) else ()


def _phrases(keywords: Iterable[str], kind: Kind) -> Iterator[_Phrase]:
    for keyword in keywords:
        tokens = _tokens(keyword)[:_MOST_WORDS]
        if tokens:
            stars = tuple(keyword[end : end + 1] == "*" for _, _, end in tokens)
            yield _Phrase(tuple(word for word, _, _ in tokens), stars, kind)


@cache
def _token_pattern(*, unspaced: bool) -> re.Pattern[str]:
    """Return the pattern of a word: one ideograph, or a run of letters and digits."""
    letter = rf"[^\W{UNSPACED}]" if unspaced else r"\w"
    word = rf"{letter}(?:{letter}|[{MARKS}])*(?:\+\+|#)?"
    return re.compile(rf"[{UNSPACED}][{MARKS}]*|{word}" if unspaced else word)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Yield the words of a text, folded, each with its place."""
    if text.isascii():
        return [(match[0], *match.span()) for match in _ASCII_TOKEN.finditer(text.lower())]
    pattern = _token_pattern(unspaced=max(text) >= FIRST_UNSPACED)
    return [(fold(match[0]), *match.span()) for match in pattern.finditer(text)]


def keyword_spans(text: str, keywords: Keywords) -> list[tuple[int, int, Kind]]:
    """Return where a text has keywords: half-open, in code points, ascending, without overlaps.

    If two begin at the same word, the longer one wins; otherwise the first of two that overlap.
    """
    if not keywords:
        return []
    tokens = _tokens(text)
    found = list[tuple[int, int, Kind]]()
    at = 0
    while at < len(tokens):
        best = 0
        kind: Kind = "include"
        for phrase in keywords._starting(tokens[at][0]):
            size = len(phrase.words)
            if size > best and _matches(text, tokens, at, phrase):
                best, kind = size, phrase.kind
            elif size == best and phrase.kind == "exclude" and _matches(text, tokens, at, phrase):
                kind = "exclude"
        if best:
            found.append((tokens[at][1], tokens[at + best - 1][2], kind))
        at += max(best, 1)
    return found


def _matches(text: str, tokens: list[tuple[str, int, int]], at: int, phrase: _Phrase) -> bool:
    if at + len(phrase.words) > len(tokens):
        return False
    for place, (wanted, begins) in enumerate(zip(phrase.words, phrase.beginnings, strict=True), start=at):
        word, start, _ = tokens[place]
        if not (word.startswith(wanted) if begins else word == wanted):
            return False
        if place > at and not _near(text, tokens[place - 1][2], start):
            return False
    return True


def _near(text: str, end: int, start: int) -> bool:
    return start - end <= _LONGEST_GAP and _GAP.fullmatch(text, end, start) is not None
