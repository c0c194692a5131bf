"""The cursor and the selection in an abstract, as offsets into the text as shown; nothing here draws them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from paperreader.language import Passages, Unit, next_grapheme, previous_grapheme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.tui.core import Span


class Caret:
    """A position in a text, always at the start of a visible character, and a selection while there is one.

    A selection that grows forwards takes in whole words, sentences and paragraphs: it ends at the end of the last one,
    not at the beginning of the next.
    """

    def __init__(self, text: str, place: int = 0) -> None:
        self._passages = Passages(text)
        self._anchor: int | None = None
        self.place = 0
        self.go(place)

    @property
    def text(self) -> str:
        """The text it moves in."""
        return self._passages.text

    @property
    def selecting(self) -> bool:
        """Whether a selection is being made."""
        return self._anchor is not None

    @property
    def selection(self) -> Span:
        """The selection, half-open; empty if there is none."""
        if self._anchor is None:
            return (self.place, self.place)
        return min(self._anchor, self.place), next_grapheme(self.text, max(self._anchor, self.place))

    @property
    def sentence(self) -> Span:
        """The sentence it is in; empty if it is in none."""
        found = self._passages.around(self.place, Unit.SENTENCE)
        return found if found is not None and found[0] <= self.place < found[1] else (0, 0)

    @property
    def character(self) -> Span:
        """The character it is on."""
        return (self.place, next_grapheme(self.text, self.place)) if self.text else (0, 0)

    def go(self, place: int) -> None:
        """Go to the character at `place`, or the nearest one."""
        place = max(0, min(place, len(self.text) - 1))
        self.place = previous_grapheme(self.text, next_grapheme(self.text, place)) if self.text else 0

    def go_to_end(self) -> None:
        """Go to the last character."""
        self.go(len(self.text))

    def move(self, unit: Unit, direction: int) -> None:
        """Go to the next or previous beginning of a unit; while a selection grows, to the end of one."""
        if self._grows(direction):
            lasts = [previous_grapheme(self.text, end) for _, end in self._passages.spans(unit)]
            self.go(next((last for last in lasts if last > self.place), len(self.text)))
        else:
            self.go(self._passages.move(self.place, unit, direction))

    def find(self, typed: str, direction: int) -> bool:
        """Go to the next occurrence of `typed`, ignoring case. Returns whether there is one."""
        return self.go_beyond(
            [one.span() for one in re.finditer(re.escape(typed), self.text, re.IGNORECASE)], direction
        )

    def go_beyond(self, spans: Iterable[Span], direction: int) -> bool:
        """Go to the next of some spans. Returns whether there is one in that direction."""
        grows = self._grows(direction)
        places = [previous_grapheme(self.text, end) if grows else start for start, end in spans]
        beyond = [place for place in places if (place - self.place) * direction > 0]
        if beyond:
            self.go(min(beyond) if direction > 0 else max(beyond))
        return bool(beyond)

    def select(self) -> bool:
        """Begin a selection here. Returns whether there is anything to select."""
        if self.text:
            self._anchor = self.place
        return self.selecting

    def select_sentence(self) -> bool:
        """Select the sentence here, or add the next one. Returns whether there is one."""
        sentences = self._passages.spans(Unit.SENTENCE)
        found = self._passages.around(self.place, Unit.SENTENCE)
        if found is None:
            return False
        start, end = found
        if self._anchor is None:
            self._anchor = start
        else:
            low, high = self.selection
            if low <= start and end <= high:
                end = sentences[min(sentences.index(found) + 1, len(sentences) - 1)][1]
            self._anchor = min(low, start)
        self.go(previous_grapheme(self.text, end))
        return True

    def swap(self) -> None:
        """Go to the other end of the selection."""
        if self._anchor is not None:
            self._anchor, self.place = self.place, self._anchor

    def leave(self) -> None:
        """End the selection, and go to its beginning."""
        if self._anchor is not None:
            self.place, self._anchor = min(self._anchor, self.place), None

    def _grows(self, direction: int) -> bool:
        return self._anchor is not None and direction > 0 and self.place >= self._anchor
