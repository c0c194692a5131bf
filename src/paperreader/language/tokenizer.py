"""Splits text into words, in the same way for the index, queries and the marking of matches."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

MAX_WORD: Final = 64
"""Longer words are cut: they are keys and hashes that nobody types in full."""

# A letter or digit of any script, with the accents that follow it, and places where a line may be broken; Chinese and
# Japanese, written without spaces, count every character as a word.
_UNSPACED_RANGES: Final = (
    ("\u3040", "\u30ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
_UNSPACED: Final = "".join(f"{first}-{last}" for first, last in _UNSPACED_RANGES)
_ACCENTS: Final = "\u0300-\u036f\u00ad\u200b\u2060"
_UNSEEN: Final = "\u00ad\u200b\u2060"
# Formulas in a line, as CO2 is written in TeX and in HTML: a number set below or above what it belongs to. Without
# dollars or tags only what looks like a symbol (`H_2O`, `x^2`), for people also name things so (`llama_2`).
_NUMBER: Final = r"([0-9]{1,3}(?:\.[0-9]{1,2})?)"
_SET: Final = re.compile(
    rf"[_^](?:\{{ ?(?:\\(?:rm|mathrm|text|textrm)\b[ {{]?)?{_NUMBER}[+-]? ?\}}{{1,2}}|{_NUMBER}(?![0-9]))"
    rf"|<su[bp]>{_NUMBER}[+-]?</su[bp]>|\\text(?:sub|super)script\{{{_NUMBER}[+-]?\}}",
    re.ASCII,
)
_LETTERS: Final = re.compile(r"[A-Za-z]{1,9}\Z", re.ASCII)
_SYMBOL: Final = re.compile(r"(?:[A-Z][a-z]?){1,4}|[a-z]", re.ASCII)
# `C++`, `C#`, `F#`: a letter with signs that make it another name.
_SIGNED: Final = r"(?<![^\W_])[A-Za-z](?:\+\+|\#)(?![^\W_]|[+\#])"
_SIGNS: Final = {"++": "plusplus", "#": "sharp"}
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
"""A Greek letter by itself is a symbol, which others write as `\\alpha`."""


@cache
def _token() -> re.Pattern[str]:
    # Compiled when first needed: with ranges this large it takes 3 ms, and most of what is typed is ASCII.
    return re.compile(
        rf"{_SIGNED}|[{_UNSPACED}][{_ACCENTS}\u3099\u309a]*|[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_ACCENTS}])*"
    )


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script written without spaces, where each character is a word by itself."""
    return any(first <= word[:1] <= last for first, last in _UNSPACED_RANGES)


def _fold(word: str) -> list[str]:
    """Fold one word of any script; usually gives one word, but `½` gives two."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word.casefold()).casefold())
    bare = "".join(one for one in decomposed if not unicodedata.combining(one) and one not in _UNSEEN)
    if any("\u1100" <= one <= "\u11ff" for one in bare):  # Hangul, which the decomposition took apart
        bare = unicodedata.normalize("NFC", bare)
    return [_GREEK.get(part, part[:MAX_WORD]) for part in _token().findall(bare)]


def _spelt(word: str) -> str:
    """Fold an ASCII word: signs become letters, since the index has only letters and digits."""
    return word.lower()[:MAX_WORD] if word[-1].isalnum() else word[0].lower() + _SIGNS[word[1:]]


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the words of `text`, folded (lower case, no accents), each with its half-open span in code points.

    They are the words that SQLite's `unicode61 remove_diacritics 2` finds, except that each Chinese or Japanese
    character is a word, compatibility forms (`ﬁ`, `²`) are decomposed, `ß` becomes `ss`, a Greek letter by itself
    becomes its name, `C++` becomes `cplusplus`, and a formula is one word however its numbers are written: `CO$_2$`,
    `CO<sub>2</sub>`, `CO₂`.
    """
    line, places = _on_the_line(text)
    found = _tokens(line)
    return found if places is None else [(word, places[start][0], places[end - 1][1]) for word, start, end in found]


def _on_the_line(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """Move subscripts and superscripts of formulas onto the line; also return each character's place, if any moved.

    The span of a number's last digit includes the markup around the number.
    """
    moved = list(_set_numbers(text)) if may_have_formulas(text) else []
    if not moved:
        return text, None
    places, at = list[tuple[int, int]](), 0
    for begin, end, number in moved:
        places += ((one, one + 1) for one in range(at, begin))
        start = text.index(number, begin)
        places += ((one, one + 1) for one in range(start, start + len(number)))
        places[-1] = (places[-1][0], end)
        at = end
    places += ((one, one + 1) for one in range(at, len(text)))
    return _joined(text, moved), places


def _set_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the start, end and number of every subscript or superscript after a symbol."""
    for match in _SET.finditer(text):
        begin, end = match.span()
        if match[0][0] not in "_^":
            dollar = True
        else:
            dollar = text[begin - 1 : begin] == "$"
            begin -= dollar
            end += dollar and text[end : end + 1] == "$"
        begin -= text[begin - 1 : begin] == "}"
        if dollar:
            symbol = begin > 0 and text[begin - 1].isascii() and text[begin - 1].isalnum()
        else:
            letters = _LETTERS.search(text, max(0, begin - 9), begin)
            symbol = letters is not None and _SYMBOL.fullmatch(letters[0]) is not None
        if symbol:
            yield begin, end, match[match.lastindex or 0]


def _joined(text: str, moved: Iterable[tuple[int, int, str]]) -> str:
    pieces, at = list[str](), 0
    for begin, end, number in moved:
        pieces += (text[at:begin], number)
        at = end
    return "".join([*pieces, text[at:]])


def may_have_formulas(text: str) -> bool:
    """Whether a text may have subscripts or superscripts."""
    return "_" in text or "^" in text or "<su" in text or "\\text" in text


def _with_formulas_joined(text: str) -> str:
    return _joined(text, _set_numbers(text)) if may_have_formulas(text) else text


def _tokens(text: str) -> list[tuple[str, int, int]]:
    if text.isascii():
        return [(_spelt(one[0]), one.start(), one.end()) for one in _ASCII_TOKEN.finditer(text.lower())]
    found: list[tuple[str, int, int]] = []
    for one in _token().finditer(text):
        word = one[0]
        if word.isascii():
            found.append((_spelt(word), one.start(), one.end()))
        else:
            found.extend((part, one.start(), one.end()) for part in _fold(word))
    return found


def words(text: str) -> list[str]:
    """The words of `tokens`, without their places: faster, for the index."""
    text = _with_formulas_joined(text)
    if text.isascii():
        return _ascii_words(text)
    found: list[str] = []
    for bare, some in groupby(text.split(), str.isascii):
        if bare:
            found += _ascii_words(" ".join(some))
        else:
            for piece in some:
                found += _piece_words(piece)
    return found


def word_set(text: str) -> set[str]:
    """Return the set of words in `text`: faster than `words` if it is not all ASCII."""
    text = _with_formulas_joined(text)
    if text.isascii():
        return set(_ascii_words(text))
    pieces = text.split()
    found = set(_ascii_words(" ".join([piece for piece in pieces if piece.isascii()])))
    for piece in pieces:
        if not piece.isascii():
            found.update(_piece_words(piece))
    return found


def spaced(text: str) -> str:
    """Rewrite `text` so that splitting at ASCII signs and spaces gives the words of `words`, apart from capitals.

    This is the input for FTS5's `ascii` tokenizer, which splits and counts in about half the time.
    """
    text = _with_formulas_joined(text)
    pieces = text.split()
    if not text.isascii():
        pieces = [piece if piece.isascii() else " ".join(_piece_words(piece)) for piece in pieces]
    if max(map(len, pieces), default=0) > MAX_WORD:
        return " ".join(words(text))
    return _with_signs_spelt(" ".join(pieces))


def _ascii_words(text: str) -> list[str]:
    found = _with_signs_spelt(text).translate(_ASCII_FOLD).split()
    long = len(text) > MAX_WORD and max(map(len, found), default=0) > MAX_WORD
    return [word[:MAX_WORD] for word in found] if long else found


def _with_signs_spelt(text: str) -> str:
    if "+" in text or "#" in text:
        return _SIGNED_WORD.sub(lambda one: f" {_spelt(one[0])} ", text)
    return text


def _piece_words(piece: str) -> tuple[str, ...]:
    """Return the words of a text without white space. Most non-ASCII ones recur: dashes, quotes, names."""
    return _known_words(piece) if len(piece) <= MAX_WORD else _read_words(piece)


def _read_words(piece: str) -> tuple[str, ...]:
    return tuple([word for word, _, _ in _tokens(piece)])


_known_words: Final = lru_cache(maxsize=1 << 14)(_read_words)
