"""Ranks candidates by the words of the query they have, where, and how close these are to what was typed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paperreader.library.search.interpretation import Expansion

_REFINED: Final = 40
_ELSEWHERE: Final = 0.3
"""The worth of a word in the abstract or an annotation instead of the title."""
_ADJACENT: Final = 0.15
"""Its extra worth right after the word typed before it."""
_IN_ORDER: Final = 0.05
"""Its extra worth anywhere after that word."""
_TOLD: Final = 0.5
"""The extra worth of a title that was typed in full, less for a smaller share of it."""
_TOGETHER: Final = 0.1
"""The extra worth of an abstract that has all words side by side as typed. Any word of a title is worth more."""
_READ: Final = 12
"""How many of the best are read for that, and for how close their words are to those typed."""
_SPLIT: Final = 0.95
"""How close `low rank` is to `lowrank`."""
_APART: Final = 0.5
"""How close `low` and `rank` are in different places."""


def rank(
    candidates: Sequence[tuple[int, str]],
    expansions: Sequence[Expansion],
    total: int,
    commonness: Callable[[Iterable[str]], Mapping[str, int]],
    abstracts: Callable[[Sequence[int]], Mapping[int, str]],
) -> list[int]:
    """Sort candidates (id, folded label), the best first.

    Rare words count more than common ones, exact matches more than similar words, the title more than the abstract,
    and words side by side more than scattered ones.

    Args:
        candidates: the likeliest first, which decides ties.
        expansions: of the words, in the order typed.
        total: papers in the library.
        commonness: how many papers have each of some words. Asked about the best candidates only.
        abstracts: the abstracts of papers. Asked for the best candidates whose label lacks a word.
    """
    worth = [math.log1p(total / (1 + expansion.papers)) + 0.1 for expansion in expansions]
    near = _Near(expansions)
    scored = [(_score(label.split(), near, worth), -at) for at, (_, label) in enumerate(candidates)]
    scored.sort(reverse=True)
    labels = {at: candidates[-at][1].split() for _, at in scored[:_REFINED]}
    words = {word for label in labels.values() for word in label}
    common = commonness(words)
    telling = {word: math.log1p(total / (1 + common.get(word, 0))) for word in words}
    scored[:_REFINED] = sorted(
        ((score * (1 + _TOLD * _told(labels[at], near, telling)), at) for score, at in scored[:_REFINED]), reverse=True
    )
    if pairs := [(one.likeliest, other.likeliest) for one, other in pairwise(expansions)]:
        lacking = {at: missing for _, at in scored[:_READ] if (missing := _lacking(labels[at], near))}
        texts = abstracts([candidates[-at][0] for at in lacking]) if lacking else {}
        for place, (score, at) in enumerate(scored[:_READ]):
            if at in lacking:
                text = texts.get(candidates[-at][0], "").lower()
                less = sum(worth[number] * _ELSEWHERE * (1 - near.closest(number, text)) for number in lacking[at])
                scored[place] = (score - less) * (1 + _TOGETHER * _share(text, pairs)), at
        scored[:_READ] = sorted(scored[:_READ], reverse=True)
    return [candidates[-at][0] for _, at in scored]


def _lacking(label: Sequence[str], near: _Near) -> set[int]:
    """The numbers of the expansions that a label has in no form."""
    there = {number for word in label for number, _ in near.get(word)}
    there.update(number for number, pair in near.split if _place(label, pair) >= 0)
    return set(range(len(near.expansions))) - there


def _share(text: str, pairs: Sequence[tuple[str, str]]) -> float:
    """The share of pairs that a lower-case text has, joined by a space or a hyphen.

    Splitting the text into words would take ten times as long.
    """
    return sum(f"{one} {other}" in text or f"{one}-{other}" in text for one, other in pairs) / len(pairs)


def _has_word(text: str, word: str) -> bool:
    """Whether a lower-case text has a word. Splitting it would take ten times as long."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[max(0, at - 1) : at].isalnum() or text[end : end + 1].isalnum()):
            return True
        at = text.find(word, end)
    return False


class _Near:
    """Says which expansions a word belongs to, and how close it is to what was typed."""

    def __init__(self, expansions: Sequence[Expansion]) -> None:
        self.expansions = expansions
        self.split = [(number, pair) for number, expansion in enumerate(expansions) for pair in expansion.splits]
        self.prefixes = tuple(prefix for expansion in expansions for prefix in expansion.prefixes)
        self.nearest: dict[int, list[tuple[str, float]]] = {}
        self.known: dict[str, Sequence[tuple[int, float]]] = {}
        for word in {term for expansion in expansions for term in expansion.terms}:
            self.known[word] = self._weigh(word)

    def get(self, word: str) -> Sequence[tuple[int, float]]:
        """The numbers of the expansions with how close the word is. Most words of a title belong to none."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self._weigh(word) if word.startswith(self.prefixes) else ()
        return found

    def closest(self, number: int, text: str) -> float:
        """How close to what was typed an expansion's closest word in a lower-case text is. 1 if it has none.

        Then the word is in an annotation, or spelt with accents, and that says nothing.
        """
        expansion = self.expansions[number]
        if not expansion.required:
            return 1.0
        if expansion.unfinished and expansion.prefixes and expansion.typed not in expansion.terms:
            return 1.0  # all completions are as likely
        if number not in self.nearest:
            self.nearest[number] = sorted(expansion.terms.items(), key=lambda term: -term[1])
        for word, weight in self.nearest[number]:
            if word in text and _has_word(text, word):
                return weight
        for one, other in expansion.splits:
            if one in text or other in text:
                return _SPLIT if f"{one} {other}" in text else _APART
        return 1.0

    def _weigh(self, word: str) -> list[tuple[int, float]]:
        weights = ((number, expansion.weight(word)) for number, expansion in enumerate(self.expansions))
        return [pair for pair in weights if pair[1]]


def _score(label: list[str], near: _Near, worth: Sequence[float]) -> float:
    best: dict[int, tuple[float, int, int]] = {}
    for at, word in enumerate(label):
        for number, weight in near.get(word):
            if number not in best or weight > best[number][0]:
                best[number] = weight, at, at
    for number, pair in near.split:
        if (number not in best or best[number][0] < _SPLIT) and (at := _place(label, pair)) >= 0:
            best[number] = _SPLIT, at, at + 1
    score = 0.0
    before = -2
    for number, value in enumerate(worth):
        if number in best:
            weight, first, last = best[number]
            score += value * weight
            if 0 <= before <= first:
                score += value * (_ADJACENT if first <= before + 1 else _IN_ORDER)
            before = last
        else:
            score += value * _ELSEWHERE * near.expansions[number].required
            before = -2
    return score


def _place(label: Sequence[str], pair: tuple[str, str]) -> int:
    """Where two words stand side by side, or -1."""
    return next((at for at, both in enumerate(pairwise(label)) if both == pair), -1)


def _told(label: Sequence[str], near: _Near, telling: Mapping[str, float]) -> float:
    """The share of a label that was typed, with each word weighted by its rarity (as in the cosine of tf-idf).

    If three words of a title are remembered, it is more likely a short title than a long one.
    """
    typed = every = 0.0
    for word in set(label):
        every += telling[word]
        if weights := near.get(word):
            typed += telling[word] * max([weight for _, weight in weights])
    return typed / every if every else 0.0
