"""Separates titles from abstracts that are run together, and moves the boundary between them.

Pure functions over text. Nothing is lost or added: joining the two gives the original text.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD: Final = re.compile(r"\S+")
_MOST_WORDS: Final = 45
"""The most words a title can have."""
_FEWEST: Final = 8
"""The fewest words an abstract can have; a shorter text is all title."""

_OPENERS: Final = _word_set(
    """
    we while although though despite whereas recent recently however given since because when as this
    these it there our many most modern existing current traditional conventional inspired motivated
    previous prior lately various nowadays here unlike among along besides thanks if following
    considering considerable numerous background: objective: objectives: introduction purpose: aim:
    aims: abstract: context: context. background abstract abstract. introduction: importance: rationale:
    design: objectives objective
    """
)
"""Words that begin an abstract far more often than they appear capitalised in a title."""
_CAPITAL_OPENERS: Final = frozenset(word.capitalize() for word in _OPENERS)
_SOFT_OPENERS: Final = _word_set(
    """
    the in a an on with for to by from using based both such what how at under after among one two
    """
)
_FUNCTION: Final = _word_set(
    """
    a an the of in on at by for with to from and or nor but as is are via into onto over under without
    within between among through across towards toward against beyond using based per vs vs. versus its
    their your our than that this de la up about after before during while
    """
)
_VERBS: Final = _word_set(
    """
    is are has have had was were been can could may might will would should do does did remains become
    becomes plays play show shows present presents propose proposes introduce introduces study studies
    aim aims requires require provides provide often typically usually widely increasingly recently
    """
)


@dataclass(frozen=True, slots=True)
class Split:
    """A text split in two: `title` and `abstract` are exact parts of it."""

    title: str
    abstract: str
    confidence: float
    """From 0 to 1: the probability of this boundary among all possible ones."""


def split_title(text: str) -> Split:
    """Split `Title Abstract`, with no separator between the two.

    Every space is scored as the boundary by the words around it (see `_signs`), with the weights of a log-linear model
    fitted to papers whose titles are known.

    Returns:
        The pieces without the white space between them; a text too short to have an abstract is all title.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[begin:end] for begin, end in spans[: _MOST_WORDS + _AHEAD]]
    places = range(1, min(_MOST_WORDS, len(spans) - _FEWEST) + 1)
    if not places:
        return Split(text.strip(), "", 0.5)
    scores = [sum(_WEIGHTS[sign] * value for sign, value in _signs(words, place)) for place in places]
    best = max(scores)
    place = places[scores.index(best)]
    confidence = 1 / sum(math.exp(score - best) for score in scores)
    return Split(text[: spans[place - 1][1]].strip(), text[spans[place][0] :].strip(), round(confidence, 3))


def boundaries(text: str) -> list[int]:
    """Return where the title of a fused text can end: at its start, and after each of its words.

    Returns:
        Offsets into `text`, ascending: `text[:offset]` is the title, what follows is the abstract.
    """
    return [0, *(match.end() for match in _WORD.finditer(text))]


def fused(title: str, abstract: str) -> str:
    """Join title and abstract, with a space between them unless the abstract begins with white space."""
    return f"{title} {abstract}" if title and abstract and not abstract[0].isspace() else title + abstract


def move(title: str, abstract: str, by: int) -> tuple[str, str]:
    """Move the boundary by this many words: to the right if `by` is positive, to the left if negative.

    Nothing is lost or changed: `fused` gives the same text before and after. A single space at the boundary is dropped;
    other white space, such as a line break, stays at the start of the abstract, and the caller can strip it.

    Returns:
        The title and the abstract. If there are too few words, all of them move.
    """
    text, end = fused(title, abstract), len(title)
    places = boundaries(text)
    if by > 0:
        end = places[min(bisect_right(places, end) + by, len(places)) - 1]
    elif by < 0:
        end = places[max(bisect_left(places, end) + by, 0)]
    rest = text[end:]
    return text[:end], rest[1:] if end and rest[:1] == " " and rest[1:2].strip() else rest


_AHEAD: Final = 14


def _signs(words: list[str], place: int) -> Iterator[tuple[str, float]]:
    """Yield the features for or against a boundary before `words[place]`, each with its strength."""
    yield from _signs_at_the_boundary(words, place)
    yield from _signs_in_the_title(words[:place], words[place : place + _AHEAD])
    yield from _signs_of_repetition(words, place)


def _signs_at_the_boundary(words: list[str], place: int) -> Iterator[tuple[str, float]]:
    last, first, second = words[place - 1], words[place], words[place + 1]
    low = first.lower().rstrip(",")
    if first[0].isupper():
        if low in _OPENERS:
            yield "an opener", 1
        elif low in _SOFT_OPENERS:
            yield "a soft opener", 1
        elif first[1:].islower():
            yield "a plain capital", 1
    else:
        yield ("no letter" if not first[0].isalpha() else "a small letter"), 1
    if _is_small(second):
        yield "small word after", 1
    elif second[0].isupper():
        yield "capital after", 1
    yield from _signs_at_the_end(last)


def _signs_at_the_end(last: str) -> Iterator[tuple[str, float]]:
    if last in _CAPITAL_OPENERS:
        yield "cut after an opener", 1
    if last.lower() in _FUNCTION:
        yield "cut after a function word", 1
    if last[-1] in ":,;-–—(&":
        yield "cut after an open mark", 1
    elif last[-1] in "?!":
        yield "cut after a question", 1
    elif last[-1] == ".":
        yield "cut after a stop", 1
    if last.count("(") > last.count(")"):
        yield "cut in brackets", 1


def _signs_in_the_title(title: list[str], after: list[str]) -> Iterator[tuple[str, float]]:
    size = len(title)
    yield "words", size / 10
    yield "words squared", (size / 10) ** 2
    if size < 3:
        yield "hardly a title", 1
    small_before, small_after = _small_share(title[1:]), _small_share(after[1:])
    yield "small words after", small_after
    yield "small words before", small_before
    capital = not small_before
    yield "capitals all before", float(capital)
    yield (
        "small words more",
        float(len([word for word in title[1:] if _is_small(word)]) > 0 and small_before < 0.5),
    )
    yield "verbs before", min(sum(word.lower() in _VERBS for word in title), 3)
    yield "verbs after", min(sum(word in _VERBS for word in after), 3)
    stops = sum(word[-1] == "." and len(word) > 3 for word in title[:-1])
    yield "sentences before", min(stops, 2)
    balance = sum(word.count("(") - word.count(")") for word in title)
    if balance > 0:
        yield "cut in brackets", 1


def _signs_of_repetition(words: list[str], place: int) -> Iterator[tuple[str, float]]:
    """Yield the features of repetition: abstracts repeat words of their titles and explain their acronyms."""
    before = {_stem(word) for word in words[:place]} - {""}
    first, second = _stem(words[place]), _stem(words[place + 1])
    content = first and words[place].lower() not in _FUNCTION
    if content and first in before:
        yield "repeats a word", 1
        pairs = {(_stem(one), _stem(two)) for one, two in pairwise(words[:place])}
        if (first, second) in pairs:
            yield "repeats two words", 1
    for at in range(place + 1, min(place + 7, len(words))):
        acronym = words[at].strip("().,;:").rstrip("s")
        if words[at][0] == "(" and len(acronym) > 1 and acronym.isupper():
            initials = "".join(part[:1] for word in words[:at] for part in word.split("-")).upper()
            begin = at - len(acronym)
            if initials.endswith(acronym):
                hyphens = sum(word.count("-") for word in words[max(0, begin) : at])
                yield ("acronym here" if begin + hyphens in (place, place + 1) else "acronym elsewhere"), 1
            break


def _is_small(word: str) -> bool:
    """Whether a word is in lower case that a capitalised title would capitalise."""
    return word[0].islower() and word.lower().strip(".,:;") not in _FUNCTION and not word[1:2].isupper()


def _small_share(words: list[str]) -> float:
    content = [word for word in words if word[0].isalpha() and word.lower() not in _FUNCTION]
    return sum(map(_is_small, content)) / len(content) if content else 0.0


def _stem(word: str) -> str:
    """Return the word without punctuation, case and plural: good enough to recognise it again."""
    bare = word.strip("().,:;?!'\"“”").lower()
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") else bare


# Fitted by maximum likelihood to 345 papers: Hugging Face, arXiv's API and e-mail, two bibliographies.
_WEIGHTS: Final = {
    "small words after": 5.4,
    "acronym here": 3.78,
    "words": 3.49,
    "an opener": 3.44,
    "a soft opener": 3.14,
    "capitals all before": 2.53,
    "repeats a word": 1.45,
    "a plain capital": 1.05,
    "repeats two words": 0.99,
    "cut after a question": 0.67,
    "small word after": 0.64,
    "small words before": 0.51,
    "verbs after": 0.5,
    "small words more": -0.06,
    "cut after a stop": -0.54,
    "cut in brackets": -0.86,
    "capital after": -1.01,
    "acronym elsewhere": -1.05,
    "no letter": -1.2,
    "verbs before": -1.43,
    "words squared": -1.6,
    "hardly a title": -1.67,
    "cut after an opener": -2.58,
    "cut after a function word": -3.01,
    "sentences before": -3.38,
    "cut after an open mark": -4.19,
    "a small letter": -4.82,
}
