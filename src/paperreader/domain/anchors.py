"""Where a marked passage is, in a text that may have changed since it was marked. Pure.

A passage is kept with its words, what stood around it and where it was, as the Web Annotation Data Model has it
(TextQuoteSelector and TextPositionSelector). It is looked for as it was, then by its letters alone, whatever became
of spaces, case, accents, ligatures and LaTeX, then with a few letters wrong. What may be another passage is not it:
short words, or words that have changed, must stand where they stood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

AROUND: Final = 32
"""Code points that are kept before and after a passage."""

_TELLING: Final = 24
"""Letters of a passage that stands nowhere else, so many that it needs no surroundings to be told by."""
_NEIGHBOURS: Final = 16
"""Letters that must be the same right before or right after a passage, where it is told by them."""
_OCCURRENCES: Final = 200
_LONGEST_TEXT: Final = 20_000
"""Letters of a text in which a passage is still looked for with letters wrong."""
_LONGEST_QUOTE: Final = 1_000
_SHORTEST_QUOTE: Final = 12
"""Letters of a passage of which some may be wrong."""
_LIKENESS: Final = 88.0
"""How much alike, of 100, the letters must be. Of what is no copy, two texts of one subject come to about 60."""

_MARGIN: Final = 32
"""Letters that a passage may have become longer or shorter."""

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
"""A command of LaTeX, or a character."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage, by which it can be found again."""

    quote: str
    prefix: str
    suffix: str
    start: int
    """Half-open with `end`, in code points; negative where the place was never known."""
    end: int


def anchor(text: str, start: int, end: int) -> Anchor:
    """Take hold of the passage of `text` from `start` to `end`, half-open, in code points."""
    return Anchor(text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND], start, end)


def locate(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """The place of the passage in `text`, half-open, in code points; `None` where that is not certain."""
    if not anchor.quote:
        return None
    if anchor.start >= 0 and text[anchor.start : anchor.end] == anchor.quote:
        return anchor.start, anchor.end
    return _search(anchor, text)


@lru_cache(maxsize=256)
def _search(anchor: Anchor, text: str) -> tuple[int, int] | None:
    quote = _letters(anchor.quote)
    if not quote.text:  # signs alone: they are told by what stands around them, to the letter
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
    """Where `quote` is in `text`; overlapping ones too."""
    found: list[tuple[int, int]] = []
    at = text.find(quote)
    while at >= 0 and len(found) < _OCCURRENCES:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return found


def _best(anchor: Anchor, text: str, spans: list[tuple[int, int]], *, certain: bool) -> tuple[int, int] | None:
    """The span with the most of what stood around the passage around it, the nearest of those.

    Args:
        certain: one alone is it, whatever stands around.
    """
    if not spans:
        return None
    around = [_neighbours(anchor, text, span) for span in spans]
    best = max(range(len(spans)), key=lambda at: (sum(around[at]), -abs(spans[at][0] - anchor.start)))
    return spans[best] if (certain and len(spans) == 1) or _stands(anchor, *around[best]) else None


def _stands(anchor: Anchor, before: int, after: int) -> bool:
    """Whether so many letters before and after a passage tell that it is the one."""
    there = len(_letters(anchor.prefix).text) + len(_letters(anchor.suffix).text)
    return max(before, after) >= _NEIGHBOURS or before + after >= 1.25 * _NEIGHBOURS or 0 < there <= before + after


def _neighbours(anchor: Anchor, text: str, span: tuple[int, int]) -> tuple[int, int]:
    """How many letters, or signs, right before and right after a span are those that were around the passage."""
    before, after = text[max(0, span[0] - 3 * AROUND) : span[0]], text[span[1] : span[1] + 3 * AROUND]
    return _alike(before[::-1], anchor.prefix[::-1]), _alike(after, anchor.suffix)


def _alike(one: str, other: str) -> int:
    return max(_common(one, other), _common(_letters(one).text, _letters(other).text))


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at the beginning."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


@dataclass(slots=True)
class _Letters:
    """The letters and digits of a text, folded, and where each comes from."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the source that some letters come from."""
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
    """The letters of one character: none of a sign, two of a ligature."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    bare = unicodedata.normalize("NFKD", _LETTER_NAMES.get(character.lower(), character.lower()))
    return "".join(_LETTER_NAMES.get(one, one) for one in bare.lower() if one.isalnum())


def _with_signs(quote: str, text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span with the signs around it that the quote begins and ends with, and the accents on its last letter."""
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
    """The place of a passage of which a few letters are wrong, too many or missing."""
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
    """The span of `text` that is most like the quote, near one as long: something was put in or taken out."""
    from rapidfuzz.distance import Indel

    margin = min(_MARGIN, len(quote) // 4)
    for _ in range(2):
        starts = range(max(0, start - margin), min(start + margin, end - 1) + 1)
        start = max(starts, key=lambda at: (Indel.normalized_similarity(quote, text[at:end]), at))
        ends = range(max(end - margin, start + 1), min(end + margin, len(text)) + 1)
        end = max(ends, key=lambda at: (Indel.normalized_similarity(quote, text[start:at]), -at))
    return start, end
