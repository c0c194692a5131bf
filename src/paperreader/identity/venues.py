"""Decides whether two venues are the same, however sources abbreviate them. Pure functions over text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from paperreader.domain import fold
from paperreader.identity.similarity import ratio

_PREPRINT: Final = re.compile(
    r"\b(?:arxiv|\w{3,8}rxiv|ssrn|corr|computing research repository|pre-?prints?(?:\.org)?|research square|"
    r"osf preprints|hal)\b",
    re.IGNORECASE,
)
_PREPRINT_DOI: Final = re.compile(
    # arXiv, bioRxiv and medRxiv, SSRN, Research Square, Preprints.org, PsyArXiv, OSF, ChemRxiv, TechRxiv, Authorea
    r"10\.(?:48550|1101|64898|2139|21203|20944|31234|31219|26434|36227|22541|31235|31222)/"
)
_LITTLE: Final = frozenset("a an and at de der des die du et for fur für in la le of on the und y &".split())
_FORMAL: Final = frozenset(
    """
    proceedings proceeding proc annual international intl int conference conf symposium symp meeting abstracts papers
    united states america usa online print electronic acm ieee
    """.split()
)
"""Words of a venue's name that some sources leave out."""
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)?|\w+(?:teenth|tieth)|first|second|third|fourth|fifth|sixth|seventh")
_NEARLY: Final = 0.9
_LONGEST: Final = 12
"""The longest acronym, in letters: longer ones can be read in too many ways."""


def is_preprint(venue: str) -> bool:
    """Whether a venue is a preprint server, or describes something as a preprint."""
    return _PREPRINT.search(venue) is not None


def is_preprint_doi(doi: str) -> bool:
    """Whether a DOI was assigned by a preprint server."""
    return _PREPRINT_DOI.match(doi) is not None


@lru_cache(maxsize=4096)
def is_same(one: str, other: str) -> bool:
    """Whether two venue names can mean the same: `Proc Natl Acad Sci U S A`, `AMCIS 2017 Proceedings`."""
    mine, theirs = _words(one), _words(other)
    if mine == theirs or not mine or not theirs:
        return True
    short, long = sorted((_telling(mine), _telling(theirs)), key=len)
    if short == long or _abbreviate(short, long) or _abbreviate(long, short):
        return True
    for letters, words in ((short, long), (long, short), (short, theirs), (short, mine), (long, mine), (long, theirs)):
        if len(letters) == 1 and len(letters[0]) <= _LONGEST and len(words) > 1 and _is_acronym(letters[0], words):
            return True
    return len(short) == len(long) and ratio("".join(short).encode(), "".join(long).encode()) >= _NEARLY


def _words(venue: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W_]+", fold(venue))
    return tuple(word for word in words if word not in _LITTLE and not _ORDINAL.fullmatch(word))


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(word for word in words if word not in _FORMAL)
    while kept and len(kept[-1]) == 1 and len(kept) > 2:  # the U S A after `Proc Natl Acad Sci`
        kept = kept[:-1]
    return kept or words


def _abbreviate(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether each word of the one abbreviates the word of the other in the same position."""
    return len(short) == len(long) and all(map(_stands_for, short, long))


def _stands_for(word: str, whole: str) -> bool:
    if word == whole:
        return True
    if word[0] != whole[0] or len(word) >= len(whole):
        return False
    letters = iter(whole)
    return all(letter in letters for letter in word)


def _is_acronym(letters: str, words: tuple[str, ...]) -> bool:
    """Whether the letters are the initials of all the words, in order: `amcis` is Americas … Systems."""
    if not words:
        return not letters
    most = min(len(letters), len(words[0]))
    return any(
        letters[:size] == words[0][:size] and _is_acronym(letters[size:], words[1:]) for size in range(most, 0, -1)
    )
