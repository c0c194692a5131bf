"""What a word is: for the index, the query and the marks alike."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_WORD: Final = 64
"""Longer words are cut: they are keys and hashes, and nobody types them out."""

_SHORT: Final = 400
"""Characters up to which a text that is not all ASCII is read as a whole."""

# A letter or digit of any script, with the accents that follow it; Chinese and Japanese, written without spaces,
# count every character as a word.
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ACCENTS: Final = "\u0300-\u036f"
# `C++`, `C#`, `F#`: a letter with signs that make it another name.
_SIGNED: Final = r"(?<![^\W_])[A-Za-z](?:\+\+|\#)(?![^\W_]|[+\#])"
_SIGNS: Final = {"++": "plusplus", "#": "sharp"}
_TOKEN: Final = re.compile(
    rf"{_SIGNED}|[{_UNSPACED}][{_ACCENTS}\u3099\u309a]*|[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_ACCENTS}])*"
)
UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
"""A character of a script that is written without spaces: a word by itself."""
_ASCII_TOKEN: Final = re.compile(rf"{_SIGNED}|[a-z0-9]+")
_SIGNED_WORD: Final = re.compile(_SIGNED)
_ASCII_FOLD: Final = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}

_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau
        upsilon phi chi psi omega""".split(),
        strict=True,
    )
)
"""A Greek letter by itself is a symbol, which others write `\\alpha`."""


def _fold(word: str) -> list[str]:
    """One word of any script, folded: mostly one, but `½` is two."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word.lower()).lower())
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    if "\u1100" <= max(bare, default="") <= "\u11ff":
        bare = unicodedata.normalize("NFC", bare)
    return [_GREEK.get(part, part[:MAX_WORD]) for part in _TOKEN.findall(bare)]


def _spelt(word: str) -> str:
    """An ASCII word, folded: a sign becomes letters, for the index knows no other."""
    return word.lower()[:MAX_WORD] if word[-1].isalnum() else word[0].lower() + _SIGNS[word[1:]]


def tokens(text: str) -> list[tuple[str, int, int]]:
    """The words of `text`, folded (lower case, no accents), each with its half-open place in code points.

    The same words that SQLite's `unicode61 remove_diacritics 2` finds, except that Chinese and Japanese characters
    are words of their own, compatibility forms (`ﬁ`, `²`) are taken apart, a Greek letter by itself is its name, and
    `C++` is `cplusplus`.
    """
    if text.isascii():
        return [(_spelt(one[0]), one.start(), one.end()) for one in _ASCII_TOKEN.finditer(text.lower())]
    found: list[tuple[str, int, int]] = []
    for one in _TOKEN.finditer(text):
        word = one[0]
        if word.isascii():
            found.append((_spelt(word), one.start(), one.end()))
        else:
            found.extend((part, one.start(), one.end()) for part in _fold(word))
    return found


def words(text: str) -> list[str]:
    """The words of `tokens`, without their places: four times as fast, for the index."""
    if not text.isascii():
        return [word for word, _, _ in tokens(text)] if len(text) <= _SHORT else _in_order(text.split())
    if "+" in text or "#" in text:
        text = _SIGNED_WORD.sub(lambda one: f" {_spelt(one[0])} ", text)
    found = text.translate(_ASCII_FOLD).split()
    long = len(text) > MAX_WORD and max(map(len, found), default=0) > MAX_WORD
    return [word[:MAX_WORD] for word in found] if long else found


def word_set(text: str) -> set[str]:
    """Which words `text` has: faster than `words` where it is not all ASCII."""
    if text.isascii():
        return set(words(text))
    pieces = text.split()
    found = set(words(" ".join(filter(str.isascii, pieces))))
    found.update(word for piece in pieces if not piece.isascii() for word, _, _ in tokens(piece))
    return found


def _in_order(pieces: list[str]) -> list[str]:
    """The words of pieces without white space, the ASCII ones in one go between the others."""
    found: list[str] = []
    start = 0
    for at, piece in enumerate(pieces):
        if not piece.isascii():
            found += words(" ".join(pieces[start:at]))
            found += [word for word, _, _ in tokens(piece)]
            start = at + 1
    return found + words(" ".join(pieces[start:]))
