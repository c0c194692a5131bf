"""A printed name in the parts that reference formats want: family, given, particle, suffix; or an institution, whole.

A name says neither its language nor its order, so this is a table of habits, not knowledge. What it cannot know (that
Gabriel García Márquez has two family names) it takes from names with a comma, where the source wrote one. All particles
stay with the family name (“von Neumann”), as English prints them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from paperreader.domain import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARTICLES: Final = frozenset(
    """
    van von vom zu zum zur der den dem des de del della delle dello degli dei di da dal dalla das do dos du d' la las le
    les lo los ter ten te tot thor op 't af av al el ibn bin bint ben abu und
    """.split()
)
_CAPITAL_PARTICLES: Final = (
    "De",
    "Del",
    "Della",
    "Von",
    "Dos",
    "El",
    "Van Der",
    "Van Den",
    "Van De",
    "De La",
    "De Los",
)
"""Written with capitals, they are part of the family name. A lone `Van` may be a Vietnamese given name."""
_SUFFIX: Final = re.compile(r"(?:jr|sr|jnr|snr|i{2,3}|iv|2nd|3rd|4th)\.?", re.IGNORECASE)
_INSTITUTION: Final = re.compile(
    r"^the\s|(?<!\S)(?:of|for|and|und|et|&|at|in|on)(?!\S)|[@/:;()\[\]|]|\b(?:"
    r"organi[sz]ation|ministry|institut\w*|cent(?:er|re)s?|department|universit\w*|association|society|committee|council|"
    r"agency|administration|commission|foundation|bureau|college|academy|consortium|collaboration|office|investigators|"
    r"company|corporation|inc|ltd|llc|gmbh|team|group|project|initiative|network|laborator\w+|labs|contributors|"
    r"community|programme|federation|alliance|research|deepmind|authors|developers|staff|task force|workshop"
    r")\b",
    re.IGNORECASE,
)
"""Words and signs that no person's name has."""
_MOST_GIVEN: Final = 5
"""The most words in given names; a comma followed by more is an institution's."""
_LONGEST: Final = 100
"""Nobody is called anything longer, in characters."""
_AND: Final = re.compile(r"\s+and\s+(?![^{}]*\})")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts: either a person's, of which at least the family name is known, or `literal` alone."""

    family: str = ""
    given: str = ""
    particle: str = ""
    """Before the family name and in lower case: `van der`."""
    suffix: str = ""
    """`Jr.`, `III`."""
    literal: str = ""
    """The name of an institution or a group, or one that could not be understood."""

    @property
    def surname(self) -> str:
        """The family name with its particle, or the literal name."""
        return self.literal or f"{self.particle} {self.family}".lstrip()

    @property
    def spoken(self) -> str:
        """The name in the order of speaking."""
        return self.literal or " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))


@lru_cache(maxsize=4096)  # the same people write many papers
def name_of(printed: str) -> Name:
    """Return the parts of a name: `Ada Lovelace`, `García Márquez, Gabriel`, `King, Jr., Martin Luther`, `{OpenAI}`."""
    text = one_line(printed)
    if text.startswith("{") and text.endswith("}") and not {"{", "}"} & set(text[1:-1]):
        return Name(literal=text[1:-1].strip() or text)
    parts = [part.strip() for part in text.split(",")]
    if not all(parts) or len(text) > _LONGEST:
        return Name(literal=text)
    if len(parts) == 1:
        return _spoken(text)
    return _between_commas(parts) or Name(literal=text)


def people_in(said: str) -> list[Name]:
    """Return the people whose names are separated by `and`; braces hold a name together."""
    return [name_of(one) for one in _AND.split(said) if one.strip()]


def names_of(authors: Sequence[str], said: str) -> list[Name]:
    """Return authors' names in parts.

    Args:
        authors: as the reader sees and may have corrected them.
        said: the same people as their source wrote them, separated by ` and `: `García Márquez, Gabriel`. It says which
            parts are which, of those who are still called so.
    """
    parted = {one.spoken.casefold(): one for one in people_in(said)}
    return [parted.get(one_line(author).casefold()) or name_of(author) for author in authors]


def _spoken(text: str) -> Name:
    """Split a name in the order of speaking."""
    words = text.split(" ")
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    if _is_institution(" ".join(words)):
        return Name(literal=text)
    if len(words) == 2 and all(map(_UNSPACED.fullmatch, words)):
        return Name(family=words[0], given=words[1])  # 毛 泽东
    begin = len(words) - 1
    if begin > 1 and words[begin - 1] == "y":  # José Ortega y Gasset
        begin -= 2
    for size in (2, 1):
        if begin > size and " ".join(words[begin - size : begin]) in _CAPITAL_PARTICLES:
            begin -= size
            break
    given = begin
    while given and words[given - 1] in _PARTICLES:
        given -= 1
    return Name(" ".join(words[begin:]), " ".join(words[:given]), " ".join(words[given:begin]), suffix)


def _between_commas(parts: list[str]) -> Name | None:
    """Return `Family, Given`, `Family, Jr., Given`, `Family, Given, Jr.`, or `Given Family, Jr.`; or `None`."""
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    people = [parts[0], *(part for part in parts[1:] if part not in suffixes)]
    if len(suffixes) > 1 or len(people) > 2:
        return None
    suffix = next(iter(suffixes), "")
    if len(people) == 1:
        name = _spoken(people[0])
        return None if name.literal or name.suffix else Name(name.family, name.given, name.particle, suffix)
    words, given = people[0].split(" "), people[1].split(" ")
    if len(given) > _MOST_GIVEN or _is_institution(people[1]):
        return None
    begin = 0
    while begin < len(words) - 1 and words[begin] in _PARTICLES:
        begin += 1
    end = len(given)  # Beethoven, Ludwig van
    while end > 1 and given[end - 1] in _PARTICLES:
        end -= 1
    particle = [*given[end:], *words[:begin]]
    return Name(" ".join(words[begin:]), " ".join(given[:end]), " ".join(particle), suffix)


def _is_institution(text: str) -> bool:
    """Whether this is no person's name."""
    return _INSTITUTION.search(text) is not None or any(letter.isdigit() for letter in text)
