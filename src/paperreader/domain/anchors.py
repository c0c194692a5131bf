"""Finds a highlighted passage again in a text that may have changed since. Pure.

A passage is stored with its words, the text around it and its position, as in the Web Annotation Data Model
(TextQuoteSelector and TextPositionSelector). The search tries the exact words, then the letters alone, ignoring spaces,
case, accents, ligatures and LaTeX, then allows a few wrong letters. To avoid finding a different passage, short words
and changed words must be surrounded by the same text as before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

AROUND: Final = 32
"""Code points stored before and after a passage."""

_TELLING: Final = 24
"""A passage with at least this many letters that occurs only once needs no matching text around it."""
_NEIGHBOURS: Final = 16
"""Letters right before or right after a passage that must match, where they are needed to identify it."""
_OCCURRENCES: Final = 200
_LONGEST_TEXT: Final = 20_000
"""Longest text, in letters, in which a passage is still searched for with wrong letters."""
_LONGEST_QUOTE: Final = 1_000
_SHORTEST_QUOTE: Final = 12
"""Shortest passage, in letters, in which some may be wrong."""
_LIKENESS: Final = 88.0
"""How similar the letters must be, out of 100. Unrelated texts on one subject reach about 60."""

_MARGIN: Final = 32
"""How many letters longer or shorter a passage may have become."""

_GREEK: Final = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi "
    "psi omega"
).split()
_LETTER_NAMES: Final = {
    unicodedata.lookup(f"GREEK SMALL LETTER {'LAMDA' if name == 'lambda' else name.upper()}"): name for name in _GREEK
} | {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ς": "sigma"}
_COMMANDS: Final = {
    **{name: name for name in _GREEK},
    **{f"var{name}": name for name in _GREEK},
    **{name: name for name in ("ss", "ae", "oe", "o", "l", "i")},
    "ell": "l",
}
_PIECE: Final = re.compile(r"\\([A-Za-z]{1,20})|.", re.DOTALL)
"""A LaTeX command, or a single character."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage, with what is needed to find it again."""

    quote: str
    prefix: str
    suffix: str
    start: int
    """Half-open with `end`, in code points; negative if the position was never known."""
    end: int


def anchor(text: str, start: int, end: int) -> Anchor:
    """Return an anchor for the passage of `text` from `start` to `end`, half-open, in code points."""
    return Anchor(text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND], start, end)


def locate(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Return the passage's place in `text`, half-open, in code points, or `None` if it is uncertain."""
    if not anchor.quote:
        return None
    if anchor.start >= 0 and text[anchor.start : anchor.end] == anchor.quote:
        return anchor.start, anchor.end
    return _search(anchor, text)


@lru_cache(maxsize=256)
def _search(anchor: Anchor, text: str) -> tuple[int, int] | None:
    quote = _letters(anchor.quote)
    if not quote.text:  # only signs: the text around them must match exactly
        return _best(anchor, text, _occurrences(anchor.quote, text), certain=False)
    telling = len(quote.text) >= _TELLING
    exact = _best(anchor, text, _occurrences(anchor.quote, text), certain=telling)
    if exact is not None:
        return exact
    letters = _letters(text)
    spans = [letters.span(at, at + len(quote.text)) for at, _ in _occurrences(quote.text, letters.text)]
    found = _best(anchor, text, [_with_signs(anchor.quote, text, span) for span in spans], certain=telling)
    if found is None and not spans:
        found = _changed(anchor, text, quote.text, letters)
    return found


def _occurrences(quote: str, text: str) -> list[tuple[int, int]]:
    """Return where `quote` occurs in `text`, including overlapping occurrences."""
    found: list[tuple[int, int]] = []
    at = text.find(quote)
    while at >= 0 and len(found) < _OCCURRENCES:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return found


def _best(anchor: Anchor, text: str, spans: list[tuple[int, int]], *, certain: bool) -> tuple[int, int] | None:
    """Return the span whose surroundings match best; of equals, the nearest.

    Args:
        certain: a single span is accepted whatever surrounds it.
    """
    if not spans:
        return None
    around = [_neighbours(anchor, text, span) for span in spans]
    best = max(range(len(spans)), key=lambda at: (sum(around[at]), -abs(spans[at][0] - anchor.start)))
    return spans[best] if (certain and len(spans) == 1) or _stands(anchor, *around[best]) else None


def _stands(anchor: Anchor, before: int, after: int) -> bool:
    """Whether this many matching letters before and after a passage are enough to identify it."""
    there = len(_letters(anchor.prefix).text) + len(_letters(anchor.suffix).text)
    return max(before, after) >= _NEIGHBOURS or before + after >= 1.25 * _NEIGHBOURS or 0 < there <= before + after


def _neighbours(anchor: Anchor, text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Count the letters, or signs, right before and right after a span that match the passage's surroundings."""
    before, after = text[max(0, span[0] - 3 * AROUND) : span[0]], text[span[1] : span[1] + 3 * AROUND]
    return _alike(before[::-1], anchor.prefix[::-1]), _alike(after, anchor.suffix)


def _alike(one: str, other: str) -> int:
    return max(_common(one, other), _common(_letters(one).text, _letters(other).text))


def _common(one: str, other: str) -> int:
    """Return the length of the longest common prefix."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


@dataclass(slots=True)
class _Letters:
    """The letters and digits of a text, folded, and where each one comes from."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the source that these letters come from."""
        return self.starts[start], self.ends[end - 1]


def _letters(text: str) -> _Letters:
    found = _Letters()
    if text.isascii() and "\\" not in text:
        found.starts = [at for at, one in enumerate(text) if one.isalnum()]
        found.ends = [at + 1 for at in found.starts]
        found.text = "".join([text[at] for at in found.starts]).lower()
        return found
    pieces: list[str] = []
    for one in _PIECE.finditer(text):
        # Any other command is about how its argument looks, which stays, or a sign; accents are `\\"o`, `\\H{o}`.
        letters = _COMMANDS.get(one[1].lower(), "") if one[1] else _fold(one[0])
        pieces.append(letters)
        found.starts.extend([one.start()] * len(letters))
        found.ends.extend([one.end()] * len(letters))
    found.text = "".join(pieces)
    return found


def _fold(character: str) -> str:
    """Return the folded letters of one character: none for a sign, two for a ligature."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    bare = unicodedata.normalize("NFKD", _LETTER_NAMES.get(character.lower(), character.lower()))
    return "".join(_LETTER_NAMES.get(one, one) for one in bare.lower() if one.isalnum())


def _with_signs(quote: str, text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Widen the span by the signs that the quote begins and ends with, and by accents on its last letter."""
    start, end = span
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    letters = _letters(quote)
    before, after = quote[: letters.starts[0]].lstrip(), quote[letters.ends[-1] :].rstrip()
    if before and text.endswith(before, 0, start):
        start -= len(before)
    if after and text.startswith(after, end):
        end += len(after)
    return start, end


def _changed(anchor: Anchor, text: str, quote: str, letters: _Letters) -> tuple[int, int] | None:
    """Return the place of a passage in which a few letters are wrong, added or missing."""
    if not _SHORTEST_QUOTE <= len(quote) <= min(_LONGEST_QUOTE, len(letters.text)) <= _LONGEST_TEXT:
        return None
    from rapidfuzz.distance import Indel
    from rapidfuzz.fuzz import partial_ratio_alignment

    rough = partial_ratio_alignment(quote, letters.text, score_cutoff=_LIKENESS - 10)
    if rough is None:
        return None
    start, end = _fitted(quote, letters.text, rough.dest_start, rough.dest_end)
    if 100 * Indel.normalized_similarity(quote, letters.text[start:end]) < _LIKENESS:
        return None
    rest = (letters.text[:start], letters.text[end:])
    if any(partial_ratio_alignment(quote, one, score_cutoff=_LIKENESS - 10) for one in rest if len(one) >= len(quote)):
        return None
    span = _with_signs(anchor.quote, text, letters.span(start, end))
    return _best(anchor, text, [span], certain=len(quote) >= 2 * _TELLING)


def _fitted(quote: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of `text` most similar to the quote, near the given one, in case text was added or removed."""
    from rapidfuzz.distance import Indel

    margin = min(_MARGIN, len(quote) // 4)
    for _ in range(2):
        starts = range(max(0, start - margin), min(start + margin, end - 1) + 1)
        start = max(starts, key=lambda at: (Indel.normalized_similarity(quote, text[at:end]), at))
        ends = range(max(end - margin, start + 1), min(end + margin, len(text)) + 1)
        end = max(ends, key=lambda at: (Indel.normalized_similarity(quote, text[start:at]), -at))
    return start, end
