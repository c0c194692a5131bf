"""Decides whether two names belong to the same person, however sources write them. Pure functions over text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from paperreader.domain import fold
from paperreader.identity.similarity import ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOBODY: Final = frozenset(
    """
    unknown anonymous anon anonym none null nan na nn unnamed author authors editor editors various others untitled
    """.split()
)
"""What some sources write instead of an unknown name."""
_NEXT: Final = re.compile(r"(?<=\.)(?=[^\W\d_a-z][a-z])|\s*[;&|]\s*|\s+and\s+")
"""Where another name begins that was run into the first: `Li Z. M.Kong C. Y.`, `A. Lind; B. Berg`."""
_ROLE: Final = re.compile(r"[\[(].*?[\])]")
_SUFFIXES: Final = frozenset("jr sr ii iii iv md phd".split())
_SPELT: Final = re.compile(r"(?<=[aou])e")
"""`Mueller` and Müller are the same once the umlaut is removed."""
_NEARLY: Final = 0.85
_LONG: Final = 5
"""The fewest letters of a surname in which one may be wrong."""


def same_first_author(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """Whether two lists of authors begin with the same person; `None` if that is unclear."""
    mine, theirs = _known(one[:1]), _known(other[:1])
    if not mine or not theirs:
        return None
    if _is_latin(mine[0]) != _is_latin(theirs[0]):  # one of them is in another script
        return None
    return is_same(mine[0], theirs[0])


def has_author_in_common(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """Whether two lists of authors have a person in common; `None` if either has no names."""
    mine, theirs = _known(one), _known(other)
    if not mine or not theirs:
        return None
    return any(is_same(name, another) for name in mine for another in theirs)


def names_more(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the first list has somebody who is not in the second."""
    theirs = _known(other)
    return any(not any(is_same(name, another) for another in theirs) for name in _known(one))


def is_same(one: str, other: str) -> bool:
    """Whether two names can be the same person's: a word in common, and nothing in the others to contradict it.

    Sources disagree on where the surname goes, so any word can be the common one. The remaining words must share an
    initial, unless one name has none.
    """
    mine, theirs = _words(one), _words(other)
    if mine == theirs:
        return True
    for at, word in enumerate(mine):
        for place, another in enumerate(theirs):
            if len(word) > 1 and _is_one_word(word, another):
                rest = {initial[0] for initial in mine[:at] + mine[at + 1 :]}
                others = {initial[0] for initial in theirs[:place] + theirs[place + 1 :]}
                if not rest or not others or rest & others:
                    return True
    return False


def _is_one_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _LONG or one[0] != other[0]:
        return False
    return ratio(one.encode(), other.encode()) >= _NEARLY


def _known(names: Sequence[str]) -> list[str]:
    """Return the real names, splitting those that run into each other."""
    return [name for text in names for name in _apart(text)]


@lru_cache(maxsize=4096)
def _apart(text: str) -> tuple[str, ...]:
    names: list[str] = []
    for piece in _NEXT.split(text):
        if names and not any(len(word) > 1 for word in _words(names[-1])):
            names[-1] += f" {piece}"  # `J.Smith`: an initial and its surname
        else:
            names.append(piece)
    return tuple(name for name in names if (found := _words(name)) and not _NOBODY.intersection(found))


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded; a single letter is an initial."""
    folded = fold(_ROLE.sub(" ", name)).replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("æ", "ae")
    words = re.findall(r"[^\W\d_]+", folded.replace("'", "").replace("’", ""))
    return tuple(_SPELT.sub("", word) if len(word) > 1 else word for word in words if word not in _SUFFIXES)


def _is_latin(name: str) -> bool:
    return any(letter.isascii() and letter.isalpha() for letter in fold(name))
