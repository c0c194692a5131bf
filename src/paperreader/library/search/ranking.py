"""Which candidates are best: by the words of a query, what each may stand for, and where a paper has them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paperreader.library.search.interpretation import Expansion

_REFINED: Final = 40
_ELSEWHERE: Final = 0.3
"""What a word is worth that stands in the abstract or in an annotation instead of the title."""
_ADJACENT: Final = 0.15
"""What more it is worth where it follows the word before it at once, as typed."""
_IN_ORDER: Final = 0.05
"""And where it follows it at all."""
_TOLD: Final = 0.5
"""What more the best candidates are worth by the share of them that was typed."""
_TOGETHER: Final = 0.1
"""And by the share of the neighbours typed that stand together in the abstract: less than any word of a title is."""
_READ: Final = 12
"""So many of the best are read for that."""
_SPLIT: Final = 0.95
"""How near `low rank` is to `lowrank`."""


def rank(
    candidates: Sequence[tuple[int, str]],
    expansions: Sequence[Expansion],
    total: int,
    commonness: Callable[[Iterable[str]], Mapping[str, int]],
    abstracts: Callable[[Sequence[int]], Mapping[int, str]],
) -> list[int]:
    """Candidates (id, folded label) best first.

    Rare words come before common ones, exact before near, title before abstract, and in both words that stand
    together before words that are scattered.

    Args:
        candidates: the likeliest first, which decides where nothing else does.
        expansions: in the order typed.
        total: papers in the library.
        commonness: says of words how many papers have each; asked for the best candidates only.
        abstracts: reads those of papers; asked for the best candidates only, where their labels lack a word.
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
        lacking = {at: candidates[-at][0] for _, at in scored[:_READ] if not _has_all(labels[at], near)}
        texts = abstracts(list(lacking.values())) if lacking else {}
        share = {at: _share(texts.get(number, "").lower(), pairs) for at, number in lacking.items()}
        scored[:_READ] = sorted(
            ((score * (1 + _TOGETHER * share.get(at, 0.0)), at) for score, at in scored[:_READ]), reverse=True
        )
    return [candidates[-at][0] for _, at in scored]


def _has_all(label: Iterable[str], near: _Near) -> bool:
    """Whether a label has what every expansion means."""
    return len({number for word in label for number, _ in near.get(word)}) == len(near.expansions)


def _share(text: str, pairs: Sequence[tuple[str, str]]) -> float:
    """The share of pairs that a text in small letters has with a space or a hyphen between the words.

    Not by the words of the text: to find those would take ten times as long.
    """
    return sum(f"{one} {other}" in text or f"{one}-{other}" in text for one, other in pairs) / len(pairs)


class _Near:
    """For a word, the expansions that it is near to and how near."""

    def __init__(self, expansions: Sequence[Expansion]) -> None:
        self.expansions = expansions
        self.split = [(number, pair) for number, expansion in enumerate(expansions) for pair in expansion.splits]
        self.prefixes = tuple(prefix for expansion in expansions for prefix in expansion.prefixes)
        self.known: dict[str, Sequence[tuple[int, float]]] = {}
        for word in {term for expansion in expansions for term in expansion.terms}:
            self.known[word] = self._weigh(word)

    def get(self, word: str) -> Sequence[tuple[int, float]]:
        """The numbers of the expansions, each with how near it is; most words of a title are near to none."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self._weigh(word) if word.startswith(self.prefixes) else ()
        return found

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


def _place(label: list[str], pair: tuple[str, str]) -> int:
    """Where two words stand one after the other; -1 where they do not."""
    return next((at for at, both in enumerate(pairwise(label)) if both == pair), -1)


def _told(label: Sequence[str], near: _Near, telling: Mapping[str, float]) -> float:
    """The share of what a label says that was typed, every word counting by its rarity (as tf-idf's cosine does).

    Whoever remembers three words of a title did so the likelier the less else it says.
    """
    typed = every = 0.0
    for word in set(label):
        every += telling[word]
        if weights := near.get(word):
            typed += telling[word] * max([weight for _, weight in weights])
    return typed / every if every else 0.0
