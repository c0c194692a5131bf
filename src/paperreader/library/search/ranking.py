"""Which candidates are best, and what to mark in them.

Both know a query as groups: what one typed word may stand for, each possibility with a weight.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from paperreader.language.words import tokens

if TYPE_CHECKING:
    from collections.abc import Set

    from paperreader.library.search.vocabulary import Term

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


@dataclass(slots=True)
class Group:
    """What one typed word may stand for."""

    typed: str
    terms: dict[str, float] = field(default_factory=dict)
    """Words of the library, and how near they are to what was typed: 1 is the same."""
    prefixes: tuple[str, ...] = ()
    """Any word that begins so is meant as well."""
    papers: int = 0
    """How many papers have the commonest of `terms`, as far as known."""
    spread: int = 0
    """How many have any of them, if none has two."""
    required: bool = True
    """Else it only ranks."""
    unfinished: bool = False
    heavy: bool = False
    """So many titles have words with the prefix that only `terms` are asked for."""
    splits: tuple[tuple[str, str], ...] = ()
    """Two words that were meant, written as one."""
    mark: str = ""
    """What stands before the words of its field in the index."""

    def add(self, term: Term, weight: float) -> None:
        """Let a word of the library be meant as well, unless it is."""
        if term.text not in self.terms:
            self.terms[term.text] = weight
            self.spread += term.papers

    def is_in(self, words: Set[str]) -> bool:
        """Whether some words have one that is meant, but for what merely begins so."""
        return not words.isdisjoint(self.terms) or any(one in words and other in words for one, other in self.splits)

    @property
    def likeliest(self) -> str:
        """What was typed, if papers have it or may have, else what is nearest to it."""
        if self.unfinished or not self.terms or self.typed in self.terms:
            return self.typed
        return max(self.terms, key=self.terms.__getitem__)

    def weight(self, word: str) -> float:
        """How near `word` is to what was typed, from 0 to 1."""
        near = self.terms.get(word, 0.0)
        if not near:
            for prefix in self.prefixes:
                if word.startswith(prefix):
                    return 0.6 + 0.3 * len(prefix) / len(word)
        return near


def rank(
    candidates: Sequence[tuple[int, str]],
    groups: Sequence[Group],
    total: int,
    commonness: Callable[[Iterable[str]], Mapping[str, int]],
    abstracts: Callable[[Sequence[int]], Mapping[int, str]],
) -> list[int]:
    """Candidates (id, folded label) best first.

    Rare words come before common ones, exact before near, title before abstract, and in both words that stand
    together before words that are scattered.

    Args:
        candidates: the likeliest first, which decides where nothing else does.
        groups: in the order typed.
        total: papers in the library.
        commonness: says of words how many papers have each; asked for the best candidates only.
        abstracts: reads those of papers; asked for the best candidates only, where their labels lack a word.
    """
    worth = [math.log1p(total / (1 + group.papers)) + 0.1 for group in groups]
    near = _Near(groups)
    scored = [(_score(label.split(), near, worth), -at) for at, (_, label) in enumerate(candidates)]
    scored.sort(reverse=True)
    labels = {at: candidates[-at][1].split() for _, at in scored[:_REFINED]}
    words = {word for label in labels.values() for word in label}
    common = commonness(words)
    telling = {word: math.log1p(total / (1 + common.get(word, 0))) for word in words}
    scored[:_REFINED] = sorted(
        ((score * (1 + _TOLD * _told(labels[at], near, telling)), at) for score, at in scored[:_REFINED]), reverse=True
    )
    if pairs := [(one.likeliest, other.likeliest) for one, other in pairwise(groups)]:
        lacking = {at: candidates[-at][0] for _, at in scored[:_READ] if not _has_all(labels[at], near)}
        texts = abstracts(list(lacking.values())) if lacking else {}
        share = {at: _share(texts.get(number, "").lower(), pairs) for at, number in lacking.items()}
        scored[:_READ] = sorted(
            ((score * (1 + _TOGETHER * share.get(at, 0.0)), at) for score, at in scored[:_READ]), reverse=True
        )
    return [candidates[-at][0] for _, at in scored]


def _has_all(label: Iterable[str], near: _Near) -> bool:
    """Whether a label has what every group means."""
    return len({number for word in label for number, _ in near.get(word)}) == len(near.groups)


def _share(text: str, pairs: Sequence[tuple[str, str]]) -> float:
    """The share of pairs that a text in small letters has with a space or a hyphen between the words.

    Not by the words of the text: to find those would take ten times as long.
    """
    return sum(f"{one} {other}" in text or f"{one}-{other}" in text for one, other in pairs) / len(pairs)


class _Near:
    """For a word, the groups that it is near to and how near."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = groups
        self.split = [(number, pair) for number, group in enumerate(groups) for pair in group.splits]
        self.prefixes = tuple(prefix for group in groups for prefix in group.prefixes)
        self.known: dict[str, Sequence[tuple[int, float]]] = {}
        for word in {term for group in groups for term in group.terms}:
            self.known[word] = self._weigh(word)

    def get(self, word: str) -> Sequence[tuple[int, float]]:
        """The numbers of the groups, each with how near it is; most words of a title are near to none."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self._weigh(word) if word.startswith(self.prefixes) else ()
        return found

    def _weigh(self, word: str) -> list[tuple[int, float]]:
        weights = ((number, group.weight(word)) for number, group in enumerate(self.groups))
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
            score += value * _ELSEWHERE * near.groups[number].required
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


@dataclass(frozen=True, slots=True)
class Marks:
    """What to mark in the texts of results."""

    words: frozenset[str] = frozenset()
    """Folded: as typed, and what was taken for it."""
    prefixes: tuple[str, ...] = ()
    """Folded beginnings of words, the longest first; no more than them is marked."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Folded words that are marked only where they stand together."""

    def __or__(self, other: Marks) -> Marks:
        """What either marks."""
        prefixes = sorted({*self.prefixes, *other.prefixes}, key=len, reverse=True)
        phrases = dict.fromkeys((*self.phrases, *other.phrases))
        return Marks(self.words | other.words, tuple(prefixes), tuple(phrases))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where to mark `text`: half-open, in code points, ascending, apart from each other."""
        if not (self.words or self.prefixes or self.phrases):
            return []
        found = tokens(text)
        marked: set[tuple[int, int]] = set()
        for word, start, end in found:
            if word in self.words:
                marked.add((start, end))
                continue
            for prefix in self.prefixes:
                if word.startswith(prefix):
                    marked.add((start, _end_of(prefix, text, start, end)))
                    break
        if self.phrases:
            marked.update(self._phrase_spans([one[0] for one in found], found))
        return _apart(marked)

    def _phrase_spans(self, folded: list[str], found: list[tuple[str, int, int]]) -> list[tuple[int, int]]:
        return [
            (found[at][1], found[at + len(phrase) - 1][2])
            for phrase in self.phrases
            for at in range(len(folded) - len(phrase) + 1)
            if folded[at] == phrase[0] and tuple(folded[at : at + len(phrase)]) == phrase
        ]


def _end_of(prefix: str, text: str, start: int, end: int) -> int:
    """Where in `text` the folded `prefix` of the word from `start` to `end` ends: accents take room of their own."""
    if text[start:end].isascii():
        return min(start + len(prefix), end)
    for at in range(start + 1, end):
        folded = tokens(text[start:at])
        if folded and len(folded[0][0]) >= len(prefix) and tokens(text[at]):  # not before an accent
            return at
    return end


def _apart(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ascending; what overlaps is made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
