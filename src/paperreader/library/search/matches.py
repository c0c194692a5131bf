"""Where a text matches a search."""

from __future__ import annotations

from dataclasses import dataclass

from paperreader.language import tokens


@dataclass(frozen=True, slots=True)
class Matches:
    """What to highlight in the texts of results."""

    words: frozenset[str] = frozenset()
    """Folded words: those typed, and those taken for them."""
    prefixes: tuple[str, ...] = ()
    """Folded beginnings of words, the longest first. Only the beginning is highlighted."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Folded words that are highlighted only side by side."""

    def __or__(self, other: Matches) -> Matches:
        """What either of the two matches."""
        prefixes = sorted({*self.prefixes, *other.prefixes}, key=len, reverse=True)
        phrases = dict.fromkeys((*self.phrases, *other.phrases))
        return Matches(self.words | other.words, tuple(prefixes), tuple(phrases))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The matches in `text`, as half-open spans of code points: in order, and none overlapping."""
        if not (self.words or self.prefixes or self.phrases):
            return []
        found = tokens(text)
        spans: set[tuple[int, int]] = set()
        for word, start, end in found:
            if word in self.words:
                spans.add((start, end))
                continue
            for prefix in self.prefixes:
                if word.startswith(prefix):
                    spans.add((start, _end_of(prefix, text, start, end)))
                    break
        if self.phrases:
            spans.update(self._phrase_spans([one[0] for one in found], found))
        return _apart(spans)

    def _phrase_spans(self, folded: list[str], found: list[tuple[str, int, int]]) -> list[tuple[int, int]]:
        return [
            (found[at][1], found[at + len(phrase) - 1][2])
            for phrase in self.phrases
            for at in range(len(folded) - len(phrase) + 1)
            if folded[at] == phrase[0] and tuple(folded[at : at + len(phrase)]) == phrase
        ]


def _end_of(prefix: str, text: str, start: int, end: int) -> int:
    """Where a folded prefix of the word from `start` to `end` ends in `text`, which may have combining accents."""
    if text[start:end].isascii():
        return min(start + len(prefix), end)
    for at in range(start + 1, end):
        folded = tokens(text[start:at])
        if folded and len(folded[0][0]) >= len(prefix) and tokens(text[at]):  # never before an accent
            return at
    return end


def _apart(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans, and join those that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
