"""Which candidates are best, and what to mark in them.

Both know a query as groups: what one typed word may stand for, each possibility with a weight.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from paperreader.words import tokens

MAX_COMPARED: Final = 512
"""Characters that RapidFuzz compares at most: it needs minutes for texts of 100 KB."""

_REFINED: Final = 40
_ELSEWHERE: Final = 0.3
"""What a word is worth that stands in the abstract or in an annotation instead of the title."""


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
    required: bool = True
    """Else it only ranks."""
    unfinished: bool = False
    heavy: bool = False
    """So many titles have words with the prefix that only `terms` are asked for."""

    def weight(self, word: str) -> float:
        """How near `word` is to what was typed, from 0 to 1."""
        near = self.terms.get(word, 0.0)
        if not near:
            for prefix in self.prefixes:
                if word.startswith(prefix):
                    return 0.6 + 0.3 * len(prefix) / len(word)
        return near


def rank(candidates: Sequence[tuple[int, str]], groups: Sequence[Group], total: int) -> list[int]:
    """Candidates (id, folded label) best first: rare words before common, exact before near, title before abstract.

    Args:
        candidates: the likeliest first, which decides where nothing else does.
        groups: in the order typed.
        total: papers in the library.
    """
    worth = [math.log1p(total / (1 + group.papers)) + 0.1 for group in groups]
    scored = [(_score(label.split(), groups, worth), -at) for at, (_, label) in enumerate(candidates)]
    scored.sort(reverse=True)
    if len(groups) > 1:
        scored[:_REFINED] = _refine(scored[:_REFINED], candidates, " ".join(group.typed for group in groups))
    return [candidates[-at][0] for _, at in scored]


def _score(label: list[str], groups: Sequence[Group], worth: Sequence[float]) -> float:
    score = 0.0
    found = 0
    before = -2
    for group, value in zip(groups, worth, strict=True):
        best, place = 0.0, -2
        weight = group.terms.get if not group.prefixes else group.weight
        for at, word in enumerate(label):
            near = weight(word)
            if near and near > best:
                best, place = near, at
                if near == 1.0:
                    break
        if best:
            found += 1
            score += value * best
            if before >= 0 and place > before:
                score += value * (0.25 if place == before + 1 else 0.05)
        elif group.required:
            score += value * _ELSEWHERE
        before = place
    return score * (1 + 0.1 * min(1.0, found / (len(label) or 1)))


def _refine(
    scored: list[tuple[float, int]], candidates: Sequence[tuple[int, str]], typed: str
) -> list[tuple[float, int]]:
    from rapidfuzz.fuzz import token_set_ratio

    typed = typed[:MAX_COMPARED]
    refined = [
        (score * (1 + token_set_ratio(typed, candidates[-at][1][:MAX_COMPARED]) / 500), at) for score, at in scored
    ]
    refined.sort(reverse=True)
    return refined


@dataclass(frozen=True, slots=True)
class Marks:
    """What to mark in the texts of results."""

    words: frozenset[str] = frozenset()
    """Folded: as typed, and what was taken for it."""
    prefixes: tuple[str, ...] = ()
    """Folded beginnings of words, the longest first; no more than them is marked."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Folded words that are marked only where they stand together."""

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
