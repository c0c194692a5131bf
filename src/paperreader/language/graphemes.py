"""Characters as a reader sees them: the extended grapheme clusters of UAX #29, accurate enough for moving and cutting.

The standard library has no cluster properties, so this uses general categories and a few ranges. The cases they miss
(Indic conjuncts, rare prepended marks) make a step shorter, but never land inside a code point.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Everything that can join the character before it. Nothing below U+0300 does, and the omitted ranges contain
# letters, punctuation, symbols and ideographs that never do, except after a joiner.
_MAY_JOIN: Final = re.compile(
    "\u200d[^\n]"
    "|[\u0300-\u036f\u0483-\u0489\u0591-\u200f\u20d0-\u20ff\u2ce0-\u2e7f\u302a-\u302f\u3099\u309a"
    "\ua66f-\uf8ff\ufb1e\ufe00-\ufe2f\uff9e\uff9f\U00010000-\U0001ffff\U000e0000-\U000effff]"
)
_FLAG_FIRST, _FLAG_LAST = 0x1F1E6, 0x1F1FF
_PICTURES: Final = ((0x2190, 0x21FF), (0x2300, 0x23FF), (0x2600, 0x27BF), (0x2900, 0x2BFF), (0x1F000, 0x1FAFF))
_PICTURE_SIGNS: Final = frozenset("©®‼⁉™ℹⓂ〰〽㊗㊙")


@lru_cache(maxsize=16)
def inside(text: str) -> frozenset[int]:
    """Return the offsets in `text`, in code points, that are inside a cluster; empty for ASCII."""
    if text.isascii():
        return frozenset()
    found = set[int]()
    for match in _MAY_JOIN.finditer(text):
        for at in range(match.start(), match.end()):
            if at and _joins(text, at, at - 1 in found):
                found.add(at)
    return frozenset(found)


def _joins(text: str, at: int, joined_before: bool) -> bool:  # noqa: FBT001 - private, and called for every character
    """Whether there is no boundary between `text[at - 1]` and `text[at]`."""
    before, here = text[at - 1], text[at]
    if before == "\n" or unicodedata.category(before) == "Cc":
        return False
    if _extends(here):
        return True
    code = ord(here)
    if _FLAG_FIRST <= code <= _FLAG_LAST:
        return _FLAG_FIRST <= ord(before) <= _FLAG_LAST and not joined_before  # two letters make a flag
    if before == "\u200d":
        return _is_picture(here) and _is_picture(_base(text, at - 1))
    return _hangul_joins(ord(before), code)


def _extends(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or code in (0x200C, 0x200D, 0xFF9E, 0xFF9F)
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
    )


def _base(text: str, at: int) -> str:
    """Return the character that the joiner at `at` is attached to: the emoji before its modifiers."""
    at -= 1
    while at > 0 and text[at] != "\u200d" and _extends(text[at]):
        at -= 1
    return text[at] if at >= 0 else ""


def _is_picture(character: str) -> bool:
    code = ord(character) if character else 0
    return character in _PICTURE_SIGNS or any(first <= code <= last for first, last in _PICTURES)


def _hangul_joins(before: int, here: int) -> bool:
    """Whether conjoining jamo form one syllable: a leading consonant, vowels, trailing consonants."""
    if not (0x1160 <= here <= 0x11FF or 0x1100 <= here <= 0x115F or 0xAC00 <= here <= 0xD7A3):
        return False
    leads = 0x1100 <= before <= 0x115F
    syllable = 0xAC00 <= before <= 0xD7A3
    if 0x1160 <= here <= 0x11A7:
        return leads or 0x1160 <= before <= 0x11A7 or (syllable and (before - 0xAC00) % 28 == 0)
    if 0x11A8 <= here <= 0x11FF:
        return 0x1160 <= before <= 0x11FF or syllable
    return leads


def next_grapheme(text: str, offset: int) -> int:
    """Return the first boundary after `offset`, or the length of `text` if there is none."""
    middle = inside(text)
    offset = max(0, offset) + 1
    while offset in middle:
        offset += 1
    return min(offset, len(text))


def previous_grapheme(text: str, offset: int) -> int:
    """Return the last boundary before `offset`, or 0 if there is none."""
    middle = inside(text)
    offset = min(offset, len(text)) - 1
    while offset in middle:
        offset -= 1
    return max(offset, 0)


def graphemes(text: str) -> list[int]:
    """Return where each cluster of `text` begins, in ascending order."""
    middle = inside(text)
    return [at for at in range(len(text)) if at not in middle] if middle else list(range(len(text)))
