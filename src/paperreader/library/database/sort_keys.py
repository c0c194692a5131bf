"""Sort keys for titles and names: by their letters, as a person looks for them, whatever the punctuation."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from paperreader.domain import composed

_LONGEST: Final = 64
"""Characters of a key: titles that are equal up to here can be in any order."""
_READ: Final = 4 * _LONGEST
# Letters that no decomposition takes for one with an accent, beside the letter that a reader looks for them at.
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_NUMBER: Final = re.compile(r"\d+")
_APOSTROPHES: Final = re.compile(r"(?<=\w)['’ʼ](?=\w)")
_SIGNS: Final = re.compile(r"(?<=[^\W_])([-\u2010\u2011])(?=[^\W_])|[\W_]+")


def sort_key(text: str) -> str:
    """Return the key by which a title or a name is sorted.

    It has the letters without case and accents, numbers sorted by size, and one space for any signs in between, except
    that a hyphen inside a word sorts after a space: `BLIP`, `BLIP-2`. Signs before the first letter are ignored. LaTeX
    is sorted as shown.
    """
    text = composed(text[: 2 * _READ])[:_READ]  # before reading LaTeX, which a lone accent would end
    if "\\" in text or "$" in text:
        from paperreader.language import readable

        text = readable(text).text
    if not text.isascii():
        text = _bare(text)
    words = _SIGNS.sub(_between, _APOSTROPHES.sub("", text.lower())).strip()
    return _NUMBER.sub(_by_size, words)[:_LONGEST] or text.lower()[:_LONGEST]


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(one for one in decomposed if not unicodedata.combining(one)))


def _between(signs: re.Match[str]) -> str:
    return "-" if signs[1] else " "


def _by_size(number: re.Match[str]) -> str:
    """Put the count of its digits before a number, so that 2 comes before 10."""
    digits = number[0].lstrip("0") or "0"
    return f"{min(len(digits), 99):02}{digits}"
