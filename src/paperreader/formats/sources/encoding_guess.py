"""Guesses the encoding of bytes that are not UTF-8 and do not declare one, and whether to tell the user.

For Chinese, Japanese and Korean, charset-normalizer chooses among the encodings in which the bytes are text of such a
script. It is no judge of a few accented letters, of Hebrew or of Arabic, so those are weighed here: other alphabets by
how often their common letters appear, Latin ones word by word. A word is odd if no language has all of its letters
(`Dvoøák`), or if it has a sign (`g³êbokie`) or a capital (`mŽthode`) inside. Nearly all such files are in Windows-1252,
which wins unless another encoding turns odd words into ordinary ones.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

SAMPLE: Final = 1 << 16
"""How many bytes are looked at, starting with the first that is not ASCII."""

_WIDE: Final = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
_ALPHABETS: Final = {
    "cp1251": ("CYRILLIC", "оеаинтсрвлкмдпу"),
    "koi8_r": ("CYRILLIC", "оеаинтсрвлкмдпу"),
    "iso8859_5": ("CYRILLIC", "оеаинтсрвлкмдпу"),
    "cp866": ("CYRILLIC", "оеаинтсрвлкмдпу"),
    "mac_cyrillic": ("CYRILLIC", "оеаинтсрвлкмдпу"),
    "cp1253": ("GREEK", "αοιετσνηυρπκμλό"),
    "iso8859_7": ("GREEK", "αοιετσνηυρπκμλό"),
    "cp1255": ("HEBREW", "יוהלארתבמשנדעחק"),
    "iso8859_8": ("HEBREW", "יוהלארתבמשנדעחק"),
    "cp1256": ("ARABIC", "اليمونترهبسفعدق"),
    "iso8859_6": ("ARABIC", "اليمونترهبسفعدق"),
    "cp874": ("THAI", "านรกเงอมยลวดทสต"),
}
"""Encodings of other alphabets, with their commonest letters."""
_LATIN: Final = {
    "cp1252": ("àâæçéèêëîïôœùûüÿ", "áéíñóúü", "ãáéíóúâêôçàüõ", "äöüß", "åäöéæøàü", "àèéìòù", "áðéíóúýþæö", "éëïóèöü",
               "àçèéíïòóúü"),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäöü", "áéíóöőúüű", "ăâîşţ", "čćđšž", "áäčďéíĺľňóôŕšťúýž"),
    "iso8859_2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäöü", "áéíóöőúüű", "ăâîşţ", "čćđšž", "áäčďéíĺľňóôŕšťúýž"),
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
    "mac_roman": ("àâæçéèêëîïôœùûüÿ", "áéíñóúü", "ãáéíóúâêôçàüõ", "äöüß", "åäöéæøàü", "àèéìòù"),
    "cp850": ("àâæçéèêëîïôœùûüÿ", "áéíñóúü", "ãáéíóúâêôçàüõ", "äöüß", "åäöéæøàü", "àèéìòù"),
}  # fmt: skip
"""Encodings of Latin letters, the likeliest first, with the letters beyond ASCII of their languages."""
_NAMES: Final = {
    "gb18030": "GB 18030", "big5": "Big5", "cp932": "Shift-JIS", "euc_jp": "EUC-JP", "cp949": "EUC-KR",
    "koi8_r": "KOI8-R", "mac_roman": "Mac Roman", "mac_cyrillic": "Mac Cyrillic", "cp866": "CP866", "cp850": "CP850",
}  # fmt: skip

_WIDE_LETTER: Final = "\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uffee"
_WIDE_RUN: Final = re.compile(f"[{_WIDE_LETTER}]+")
_WIDE_WORD: Final = re.compile(f"[{_WIDE_LETTER}]{{2,}}")
_HALF_WIDTH: Final = re.compile("[\uff61-\uff9f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_TOKEN: Final = re.compile(r"[A-Za-z\x80-\U0010ffff]*[\x80-\U0010ffff][A-Za-z\x80-\U0010ffff]*")
_AROUND: Final = "“”‘’„‚–—…«»‹›•·°§©®™ªº¿¡€£¥\u00a0\u00ad"
"""Signs at the ends of words, or by themselves."""
_QUOTES: Final = "“”‘’„‚–—…«»\u00a0№·"
_JOINS: Final = "’‑–—·…/\u00a0\u00ad"
_UNITS: Final = "²³¹¼½¾±×÷µ°ªº"
_TILDE: Final = re.compile("õ(?!e)")
"""Portuguese has this letter only before an e; elsewhere, it is Hungarian misread as Windows-1252."""


_CAPITALS: Final = "".join(chr(code) for code in range(0x80, 0x530) if chr(code).isupper())
_SMALL: Final = "a-z" + "".join(chr(code) for code in range(0x80, 0x530) if chr(code).islower())
_CAPITAL_WITHIN: Final = re.compile(f"[{_SMALL}][A-Z{_CAPITALS}]|[A-Z{_CAPITALS}][{_CAPITALS}][{_SMALL}]")
_RARE: Final = frozenset(("cp1257", "mac_roman", "cp850"))
"""Encodings for which one word is too little evidence."""
_FEWEST: Final = 3
"""The fewest letters by which an alphabet is recognised."""
_PLAINLY: Final = 0.7
_LIKELY: Final = 0.45


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess at an encoding."""

    codec: str
    """Python's name for it."""
    sure: bool
    """Whether nearly all such texts are read correctly, so that nobody needs to be told."""

    @property
    def name(self) -> str:
        """Its name for people."""
        return name_of(self.codec)


def name_of(codec: str) -> str:
    """Return the common name of an encoding."""
    if codec.startswith("cp125"):
        return f"Windows-{codec[2:]}"
    return _NAMES.get(codec, codec.replace("iso8859_", "ISO 8859-"))


def guess(sample: bytes) -> Guess | None:
    """Guess how to read a text from a part of it; `None` if it is UTF-8, perhaps with stray bytes."""
    if _is_utf_8_mostly(sample):
        return None
    weights = {codec: _weight(_decoded(sample, codec), *letters) for codec, letters in _ALPHABETS.items()}
    codec = max(weights, key=lambda one: weights[one])
    weight = weights[codec]
    # A reading this good is no accident, however few letters there are; otherwise, drop readings with few letters.
    wide = _wide(sample) if weight < _PLAINLY else None
    return wide or (Guess(codec, sure=False) if weight >= _LIKELY else _latin(sample))


def _is_utf_8_mostly(sample: bytes) -> bool:
    read = sample.decode("utf-8", "surrogateescape")
    odd = sum(1 for one in read if "\udc80" <= one <= "\udcff")
    whole = sum(1 for one in read if one > "\x7f") - odd
    return whole >= odd


def _wide(sample: bytes) -> Guess | None:
    """Find the encoding of text in a script with thousands of letters."""
    likely = [codec for codec in _WIDE if _reads_as_wide(sample, codec)]
    if not likely:
        return None
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=likely, threshold=0.5).best() if len(likely) > 1 else None
    codec = found.encoding if found is not None and found.encoding in likely else likely[0]
    return Guess(codec, sure=False)


def _reads_as_wide(sample: bytes, codec: str) -> bool:
    text = _decoded(sample, codec)
    letters = [one for one in text if one > "\x7f"]
    odd = text.count("\ufffd")
    if not letters or odd * 50 > len(letters):
        return False
    runs = _WIDE_RUN.findall(text)
    in_words = sum(map(len, _WIDE_WORD.findall(text)))
    narrow = len(_HALF_WIDTH.findall(text))
    # Misread Latin words mix single letters with ASCII; other misread alphabets give rare letters.
    return bool(runs) and in_words >= 0.8 * len(letters) and narrow * 2 < len(letters) and _is_common(text)


def _is_common(text: str) -> bool:
    """Whether a text's letters are in common use: on the first level of the national standards."""
    wide = [one for one in text if one > "\u2fff"]
    common = 0
    for one in wide:
        if one < "\u3400" or "\uac00" <= one <= "\ud7a3" or one > "\uff00":
            common += 1
            continue
        common += any(_is_of_first_level(one, codec, last) for codec, last in (("gb2312", 0xD7), ("big5", 0xC6)))
    return common >= 0.75 * len(wide)


def _is_of_first_level(letter: str, codec: str, last: int) -> bool:
    try:
        return letter.encode(codec)[0] <= last
    except UnicodeEncodeError:
        return False


def _weight(text: str, script: str, common: str) -> float:
    """How well a text fits an alphabet, from 0 to 1."""
    words = [one for one in _WORD.findall(text) if not one.isascii()]
    letters = "".join(words)
    if len(letters) < _FEWEST or "\ufffd" in letters:
        return 0.0
    signs = sum(1 for one in text if one > "\x7f" and not one.isalpha() and one not in _QUOTES)
    own = sum(1 for one in letters if unicodedata.name(one, "").startswith(script))
    often = sum(1 for one in letters.lower() if one in common)
    misshapen = sum(1.0 if _has_capital_within(one) else 0.4 * (len(one) > 1 and one.isupper()) for one in words)
    mixed = own / (len(letters) + signs)
    # In real text, three in four letters are common ones; in misread text, half.
    return mixed**2 * min(1.0, often / len(letters) / 0.72) ** 2 * (1 - misshapen / len(words)) ** 2


def _latin(sample: bytes) -> Guess:
    first, *others = (_Reading(codec, sample) for codec in _LATIN)
    gains = {one.codec: one.gain(first) - (one.codec in _RARE) for one in others}
    best = max(others, key=lambda one: gains[one.codec])
    if gains[best.codec] > 0 and best.odd * 5 <= len(best.tokens):
        return Guess(best.codec, sure=False)
    return Guess("cp1252", sure=first.odd * 4 <= len(first.tokens))


class _Reading:
    """A text's words beyond ASCII, as read in one encoding."""

    def __init__(self, codec: str, sample: bytes) -> None:
        self.codec = codec
        single = _decoded(sample, codec)
        # Every byte is one character in all of these encodings, so words have the same positions in each.
        self.text = single
        self.tokens = [single[begin:end] for begin, end in _places(sample)]
        self.is_odd = [not _is_word(one, _LATIN[codec]) for one in self.tokens]
        self.odd = sum(self.is_odd)

    def gain(self, first: _Reading) -> int:
        """The number of words that only this reading makes sense of, less two for each the other way round."""
        return sum(
            (theirs and not ours) - 2 * (ours and not theirs)
            for ours, theirs in zip(self.is_odd, first.is_odd, strict=True)
        )


def _places(sample: bytes) -> list[tuple[int, int]]:
    return [match.span() for match in _TOKEN.finditer(sample.decode("latin-1"))]


def _is_word(token: str, alphabets: tuple[str, ...]) -> bool:
    """Whether this could be a word in some language, or a sign."""
    token = token.strip(_AROUND)
    if len(token) <= 4 and token[-1:] in _UNITS:  # `km²`
        token = token.rstrip(_UNITS)
    if token.isascii():
        return True
    parts = [part for part in re.split(f"[{_JOINS}]", token) if part]
    if any(not part.isalpha() or (_has_capital_within(part) and not part.isupper()) for part in parts):
        return False
    letters = {one for one in token.lower() if one > "\x7f" and one.isalpha()}
    if _TILDE.search(token.lower()) and "õ" in letters and "ąčęėįš" not in alphabets[0]:
        return False
    return any(letters.issubset(one) for one in alphabets)


def _has_capital_within(word: str) -> bool:
    return _CAPITAL_WITHIN.search(word) is not None


def _decoded(sample: bytes, codec: str) -> str:
    return sample.decode(codec, "replace")
