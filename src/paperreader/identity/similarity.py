"""Measures how similar two texts are: finds look-alikes among a million papers, and compares two texts.

Pure functions over text. All use only the folded letters and digits, so that lost spaces, line breaks, case, accents
and punctuation make no difference.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import Final
from zlib import crc32

SAME: Final = 0.85
"""From this ratio on, two abstracts are the same (measured: 0.87 to 0.997 across sources; others up to 0.47)."""
DOUBTFUL: Final = 0.60
"""From this ratio on, the reader should decide."""
SAME_PART: Final = 0.90
"""From this containment on, the shorter abstract is part of the longer one."""
DOUBTFUL_PART: Final = 0.50
COMPARABLE: Final = 300
"""The fewest characters both abstracts must have: anything less is a summary or a common phrase."""
NEARLY_EQUAL: Final = 0.97
"""From this ratio on, two abstracts are the same despite different titles: papers are renamed for publication."""
SAME_TITLE: Final = 0.95
SIMILAR_TITLE: Final = 0.85
PROBED: Final = 8
"""How many grams of an abstract are used to look for its copies."""
STORED: Final = 3
"""How many grams of an abstract are stored: fewer, since there may be a million papers. See `grams`."""

SUMMARY: Final = 250
"""Abstracts with fewer characters are just summaries."""

_LONGER: Final = 1.03
"""A copy longer than the other by this factor has extra text."""
_LONGEST: Final = 3_000
"""Characters that hardly any abstract exceeds (arXiv allows 1,920)."""
_SENTENCE_END: Final = re.compile(r"(?:[.!?](?<!\.\.)|[)\]\"”])\s*$")
_AFTERWARDS: Final = re.compile(r"\b(?:Introduction|INTRODUCTION|Key ?words|Index Terms)\b")
_TAIL: Final = re.compile(
    r"(?:^|(?<=[.!?:;)\]\"”’\n])|(?<=[.!?:;)\]\"”’\n] ))[(\[]?(?:©|\(c\)\s?(?:\d{4}|copyright)|"
    r"(?:crown )?copyright,?\s?(?:©|\(c\)|\d{4}|by |of )|this article is protected by copyright|"
    r"(?:psycinfo|apa psycinfo) database record|published by (?:elsevier|john wiley)|all rights reserved).{0,240}\Z",
    re.IGNORECASE | re.DOTALL,
)
"""What a publisher adds at the end: whose copyright it is, and who may not copy it."""
_TAIL_SIZE: Final = 300
_TORN: Final = re.compile(r"\w- \w|\w [,.;:!?)](?: |$)|\( \w")
"""A superfluous space: after the hyphen of a line break, or before punctuation."""
_GARBLED: Final = re.compile(r"[a-z][.,;:!?)][A-Z][a-z]|[a-z]{2}[A-Z][a-z]{3}|[a-z]{25,}|\ufffd|&#?\w+;|</?[a-z]+>|…")
_COMPARED: Final = 2_000
"""How many letters of a text are compared: abstracts are shorter, and the time is quadratic."""
_SHINGLE: Final = 8
_ENOUGH: Final = 40
"""How many pieces suffice to estimate the share that two texts have in common."""
_DOUBT: Final = 1.5
"""Three times the standard deviation of that estimate, for a single piece."""
_GRAM: Final = 24
_SHORT_GRAM: Final = 16
_NOT_ALPHANUMERIC: Final = re.compile(r"[\W_]+")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_RUN: Final = 16
_ASCII_LETTERS: Final = bytes(ord(chr(code).lower()) if code < 128 else code for code in range(256))
_ASCII_OTHERS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
_ANCHOR: Final = re.compile(rb"[p\x8f\xaf]")
"""Where grams begin: after one of the rarer letters, or certain bytes of other scripts; about every fortieth letter."""
_DENSE_ANCHOR: Final = re.compile(rb"[bfgpvwy\x80-\xbf]")
"""The same, for about every eighth letter."""
_ANCHORED: Final = re.compile(rb"(?<=[bfgpvwy\x80-\xbf])(?=(.{8}))", re.DOTALL)
"""The 8-letter pieces after those."""


def letters(text: str) -> bytes:
    """Return the letters and digits of `text`, folded, in UTF-8."""
    if text.isascii():  # nearly all abstracts, in a tenth of the time
        return text.encode().translate(_ASCII_LETTERS, _ASCII_OTHERS)
    # As `paper.fold` does it, but the marks that it takes off one by one go with all else that is no letter.
    return _BEYOND_ASCII.sub(_bare, text.lower()).encode("utf-8", "replace").translate(_ASCII_LETTERS, _ASCII_OTHERS)


def _bare(match: re.Match[str]) -> str:
    run = match[0]
    return _known_letters(run) if len(run) <= _RUN else _letters_beyond(run)


def _letters_beyond(run: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKD", run))


_known_letters: Final = lru_cache(maxsize=1 << 12)(_letters_beyond)
"""The letters in a run of non-ASCII signs: usually none, since it is the same dashes and quotes again and again."""


def grams(text: bytes, most: int) -> list[int]:
    """Return at most `most` 32-bit hashes of 24-letter pieces, the smallest ones.

    Two copies of a text mostly have the same smallest hashes, even if parts are cut off or damaged, so a few of them
    find its copies (Broder, On the resemblance and containment of documents, 1997).
    """
    return _pieces(text, _ANCHOR, _GRAM, most)


def dense_grams(text: bytes, most: int) -> list[int]:
    """Do the same with 16-letter pieces, five times as many: some stay intact even in short or rewritten texts."""
    return _pieces(text, _DENSE_ANCHOR, _SHORT_GRAM, most)


def _pieces(text: bytes, anchor: re.Pattern[bytes], size: int, most: int) -> list[int]:
    last = len(text) - size
    found = {crc32(text[at : at + size]) for match in anchor.finditer(text) if (at := match.end()) <= last}
    return sorted(found)[:most]


def halves(text: bytes) -> set[int]:
    """Return 32-bit hashes of both halves of a text: two texts one letter apart share one of them.

    If the number of letters is odd, halves with and without the middle letter are included.
    """
    sizes = {len(text) // 2, (len(text) + 1) // 2}
    return {crc32(half) for size in sizes for half in (b"<" + text[:size], b">" + text[len(text) - size :])}


def ratio(one: bytes, other: bytes) -> float:
    """Return how much of two texts is the same in the same order, from 0 to 1."""
    from rapidfuzz.fuzz import ratio as compared  # only loaded when something looks similar

    return compared(one[:_COMPARED], other[:_COMPARED], score_cutoff=DOUBTFUL * 100) / 100


def containment(one: bytes, other: bytes) -> float:
    """Return the share of 8-letter pieces of the text with fewer that the other has too, from 0 to 1.

    If a sample of an eighth of the pieces is far below `DOUBTFUL_PART`, as for texts that share no more than a
    sentence, the result is the estimate from that sample.
    """
    mine, theirs = _some_shingles(one), _some_shingles(other)
    fewest = min(len(mine), len(theirs))
    if fewest >= _ENOUGH and (part := len(mine & theirs) / fewest) < DOUBTFUL_PART - _DOUBT / math.sqrt(fewest):
        return part
    mine, theirs = _shingles(one), _shingles(other)
    return len(mine & theirs) / max(min(len(mine), len(theirs)), 1)


@lru_cache(maxsize=256)
def _some_shingles(text: bytes) -> frozenset[bytes]:
    """Return the pieces of a text that begin after one of the rarer letters. Cached for repeated comparisons."""
    return frozenset(_ANCHORED.findall(text))


def _shingles(text: bytes) -> frozenset[bytes]:
    return frozenset({text[at : at + _SHINGLE] for at in range(len(text) - _SHINGLE + 1)})


def compare_copies(old: str, new: str) -> bool | None:
    """Compare two copies of a text: whether `new` is less damaged, not cut off, and without foreign text at the end.

    What a publisher adds at the end ("© 2020 …, all rights reserved") does not count either way.

    Returns:
        `None` if they are not copies of the same text.
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
    """Return a text without what its publisher appended; unchanged if nothing else would be left."""
    at = max(0, len(text) - _TAIL_SIZE)
    tail = _TAIL.search(text, at)
    return text[: tail.start()].rstrip() or text if tail else text


def _runs_on(longer: str, shorter: str) -> bool:
    """Whether the extra text of the longer copy is not part of the abstract."""
    if len(shorter) < COMPARABLE or not _SENTENCE_END.search(shorter):
        return False
    return len(longer) > _LONGEST or bool(_AFTERWARDS.search(longer) and not _AFTERWARDS.search(shorter))


def _damage(text: str, other: str) -> int:
    """Count the damaged places in a copy: words run together, lost, torn apart, cut off, or left encoded."""
    lost = max(0, len(other.split()) - len(text.split()) - len(_TORN.findall(other)))
    return lost + len(_TORN.findall(text)) + len(_GARBLED.findall(text)) + (not _SENTENCE_END.search(text))
