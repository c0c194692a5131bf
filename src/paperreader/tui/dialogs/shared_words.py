"""The words that two texts share, apart from those that every text has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import fold

if TYPE_CHECKING:
    from paperreader.tui.dialogs.word_diff import WordPiece

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PLURAL: Final = 4
"""Letters from which an `s` at the end is taken for a plural."""
_COMMON: Final = frozenset(
    """
    a about above across after again against all almost along already also although always am among an and another any
    are as at based be because been before being below best better between both but by can cannot could did do does
    doing done down due during each either especially et etc even every few first for from further given had has have
    having he hence her here his how however i if in including instead into is it its itself least less let like made
    make makes many may might more moreover most much must nor not now of often on once one only or other others our
    out over own paper per propose proposed provide provides rather recent recently respectively results same second
    several she should show shown shows since so some still such than that the their them then there therefore these
    they this those three through thus to together too toward towards two under up upon us use used uses using various
    very via was we well were what when where whether which while who whose why will with within without would yet you
    your
    """.split()
)
"""Words that say nothing about a paper, in English."""


def shared_words(one: str, other: str) -> tuple[list[WordPiece], list[WordPiece]]:
    """Split two texts into pieces, marking the words that both have, in any order; case and plurals do not count."""
    texts = one, other
    words = [_words(text) for text in texts]
    shared = {key for _, key in words[0]} & {key for _, key in words[1]}
    return _marked(one, words[0], shared), _marked(other, words[1], shared)


def likeness(one: str, other: str) -> float:
    """How much of the words of two texts both have: from 0 to 1."""
    left, right = ({key for _, key in _words(text)} for text in (one, other))
    return len(left & right) / len(left | right) if left | right else 0.0


def _words(text: str) -> list[tuple[tuple[int, int], str]]:
    """The words that say something: where they are, and what they are compared by."""
    found = [(match.span(), fold(match[0])) for match in _WORD.finditer(text)]
    return [(span, _singular(word)) for span, word in found if len(word) > 1 and word not in _COMMON]


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _PLURAL and word.endswith("s") and not word.endswith("ss") else word


def _marked(text: str, words: list[tuple[tuple[int, int], str]], shared: set[str]) -> list[WordPiece]:
    pieces: list[WordPiece] = []
    at = 0
    for (start, end), key in words:
        if key in shared:
            pieces += [(text[at:start], False)] if start > at else []
            pieces.append((text[start:end], True))
            at = end
    return [*pieces, (text[at:], False)] if at < len(text) else pieces
