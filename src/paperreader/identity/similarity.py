"""How alike two texts are: what finds look-alikes among a million papers, and what then compares two of them.

Pure functions over text. All look at letters and digits alone, folded, so that lost spaces, line breaks, case,
accents and punctuation change nothing.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import Final
from zlib import crc32

SAME: Final = 0.85
"""From this ratio on, two abstracts are one (measured: the same from two sources 0.87 to 0.997, others 0.47)."""
DOUBTFUL: Final = 0.60
"""From this ratio on, somebody should look at them."""
SAME_PART: Final = 0.90
"""From this containment on, the shorter abstract is a part of the longer."""
DOUBTFUL_PART: Final = 0.50
COMPARABLE: Final = 300
"""Characters that both abstracts must have: less is a summary, or a phrase that many have."""
NEARLY_EQUAL: Final = 0.97
"""From this ratio on, two abstracts are one whatever the titles are: papers are renamed when they are published."""
SAME_TITLE: Final = 0.95
SIMILAR_TITLE: Final = 0.85
PROBED: Final = 8
"""Grams of an abstract by which its copies are looked for."""
STORED: Final = 3
"""Grams of an abstract by which it is found: fewer, for a million papers have them. See `grams`."""

SUMMARY: Final = 250
"""Characters below which what stands for an abstract is a summary of it."""

_LONGER: Final = 1.03
"""A copy that is so much longer than the other has something that the other has not."""
_LONGEST: Final = 3_000
"""Characters that hardly any abstract has more of (arXiv allows 1,920)."""
_SENTENCE_END: Final = re.compile(r"(?:[.!?](?<!\.\.)|[)\]\"”])\s*$")
_AFTERWARDS: Final = re.compile(r"\b(?:Introduction|INTRODUCTION|Key ?words|Index Terms)\b")
_TAIL: Final = re.compile(
    r"(?:^|(?<=[.!?:;)\]\"”’\n])|(?<=[.!?:;)\]\"”’\n] ))[(\[]?(?:©|\(c\)\s?(?:\d{4}|copyright)|"
    r"(?:crown )?copyright,?\s?(?:©|\(c\)|\d{4}|by |of )|this article is protected by copyright|"
    r"(?:psycinfo|apa psycinfo) database record|published by (?:elsevier|john wiley)|all rights reserved).{0,240}\Z",
    re.IGNORECASE | re.DOTALL,
)
"""What a publisher adds at the end: whose the text is, and who may not copy it."""
_TAIL_SIZE: Final = 300
_TORN: Final = re.compile(r"\w- \w|\w [,.;:!?)](?: |$)|\( \w")
"""A space too many: a hyphen of a line's end, or punctuation apart from its word."""
_GARBLED: Final = re.compile(r"[a-z][.,;:!?)][A-Z][a-z]|[a-z]{2}[A-Z][a-z]{3}|[a-z]{25,}|\ufffd|&#?\w+;|</?[a-z]+>|…")
_COMPARED: Final = 2_000
"""Letters of a text that are compared: abstracts are shorter, and the time grows with the square."""
_SHINGLE: Final = 8
_ENOUGH: Final = 40
"""Pieces that say how many of all of them two texts have in common, more or less."""
_DOUBT: Final = 1.5
"""Three times the standard deviation of that, for a single piece."""
_GRAM: Final = 24
_SHORT_GRAM: Final = 16
_NOT_ALPHANUMERIC: Final = re.compile(r"[\W_]+")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_RUN: Final = 16
_ASCII_LETTERS: Final = bytes(ord(chr(code).lower()) if code < 128 else code for code in range(256))
_ASCII_OTHERS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
_ANCHOR: Final = re.compile(rb"[p\x8f\xaf]")
"""Where grams begin: after one of the rarer letters or some bytes of other scripts, about every fortieth."""
_DENSE_ANCHOR: Final = re.compile(rb"[bfgpvwy\x80-\xbf]")
"""The same, about every eighth."""
_ANCHORED: Final = re.compile(rb"(?<=[bfgpvwy\x80-\xbf])(?=(.{8}))", re.DOTALL)
"""The pieces of 8 letters behind those."""


def letters(text: str) -> bytes:
    """The letters and digits of `text`, folded, in UTF-8."""
    if text.isascii():  # nearly all abstracts, at a tenth of the time
        return text.encode().translate(_ASCII_LETTERS, _ASCII_OTHERS)
    # As `paper.fold` does it, but the marks that it takes off one by one go with all else that is no letter.
    return _BEYOND_ASCII.sub(_bare, text.lower()).encode("utf-8", "replace").translate(_ASCII_LETTERS, _ASCII_OTHERS)


def _bare(match: re.Match[str]) -> str:
    run = match[0]
    return _known_letters(run) if len(run) <= _RUN else _letters_beyond(run)


def _letters_beyond(run: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKD", run))


_known_letters: Final = lru_cache(maxsize=1 << 12)(_letters_beyond)
"""What letters there are in a run of signs that are not ASCII: of dashes and quotes none, over and over."""


def grams(text: bytes, most: int) -> list[int]:
    """At most so many 32-bit numbers for pieces of 24 letters, the smallest there are.

    Of two copies of one text the smallest numbers are mostly the same, whatever is cut off or damaged elsewhere
    (Broder, On the resemblance and containment of documents, 1997): so a few of them find its copies.
    """
    return _pieces(text, _ANCHOR, _GRAM, most)


def dense_grams(text: bytes, most: int) -> list[int]:
    """The same of pieces of 16 letters that begin five times as often: some are whole in what is short or rewritten."""
    return _pieces(text, _DENSE_ANCHOR, _SHORT_GRAM, most)


def _pieces(text: bytes, anchor: re.Pattern[bytes], size: int, most: int) -> list[int]:
    last = len(text) - size
    found = {crc32(text[at : at + size]) for match in anchor.finditer(text) if (at := match.end()) <= last}
    return sorted(found)[:most]


def halves(text: bytes) -> set[int]:
    """32-bit numbers for both halves of a text: two texts that are one letter apart have one of them in common.

    Of a text with an odd number of letters, both halves with the middle one and without.
    """
    sizes = {len(text) // 2, (len(text) + 1) // 2}
    return {crc32(half) for size in sizes for half in (b"<" + text[:size], b">" + text[len(text) - size :])}


def ratio(one: bytes, other: bytes) -> float:
    """How much of two texts is the same in the same order, from 0 to 1."""
    from rapidfuzz.fuzz import ratio as compared  # as long as nothing looks alike, nothing need be loaded

    return compared(one[:_COMPARED], other[:_COMPARED], score_cutoff=DOUBTFUL * 100) / 100


def containment(one: bytes, other: bytes) -> float:
    """How many of the pieces of 8 letters of one text the other has, from 0 to 1; over the text with fewer.

    Where an eighth of the pieces says that it is far below `DOUBTFUL_PART`, as it is of texts that have no more than
    a sentence in common, it is what that eighth says.
    """
    mine, theirs = _some_shingles(one), _some_shingles(other)
    fewest = min(len(mine), len(theirs))
    if fewest >= _ENOUGH and (part := len(mine & theirs) / fewest) < DOUBTFUL_PART - _DOUBT / math.sqrt(fewest):
        return part
    mine, theirs = _shingles(one), _shingles(other)
    return len(mine & theirs) / max(min(len(mine), len(theirs)), 1)


@lru_cache(maxsize=256)
def _some_shingles(text: bytes) -> frozenset[bytes]:
    """The pieces of a text that begin after one of the rarer letters; a record is compared with several papers."""
    return frozenset(_ANCHORED.findall(text))


def _shingles(text: bytes) -> frozenset[bytes]:
    return frozenset({text[at : at + _SHINGLE] for at in range(len(text) - _SHINGLE + 1)})


def compare_copies(old: str, new: str) -> bool | None:
    """Whether `new` is the better copy of a text: less damaged, not cut, not running on into what follows.

    What a publisher adds at the end ("© 2020 …, all rights reserved") makes no copy better or worse.

    Returns:
        `None` where the two are no copies of one text.
    """
    old, new = _without_tail(old), _without_tail(new)
    mine, theirs = letters(old), letters(new)
    if not mine or not theirs:
        return None
    if mine == theirs:
        return _damage(new, old) < _damage(old, new)
    longer, shorter = (new, old) if len(theirs) > len(mine) else (old, new)
    more, less = (theirs, mine) if longer is new else (mine, theirs)
    if less not in more and ratio(mine, theirs) < SAME and containment(mine, theirs) < SAME_PART:
        return None
    if len(more) > len(less) * _LONGER:
        return (longer is new) != _runs_on(longer, shorter)
    return _damage(new, old) < _damage(old, new)


def _without_tail(text: str) -> str:
    """A text without what its publisher added; all of it, where that is all."""
    at = max(0, len(text) - _TAIL_SIZE)
    tail = _TAIL.search(text, at)
    return text[: tail.start()].rstrip() or text if tail else text


def _runs_on(longer: str, shorter: str) -> bool:
    """Whether what the longer copy has more is no part of the abstract."""
    if len(shorter) < COMPARABLE or not _SENTENCE_END.search(shorter):
        return False
    return len(longer) > _LONGEST or bool(_AFTERWARDS.search(longer) and not _AFTERWARDS.search(shorter))


def _damage(text: str, other: str) -> int:
    """How many places of a copy are damaged: words run together, lost, torn apart, cut off, or left encoded."""
    lost = max(0, len(other.split()) - len(text.split()) - len(_TORN.findall(other)))
    return lost + len(_TORN.findall(text)) + len(_GARBLED.findall(text)) + (not _SENTENCE_END.search(text))
