"""Where each paper was last left: the cursor in its abstract, and the part of it in sight."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

_REMEMBERED: Final = 1_000
"""Papers whose place is remembered."""


class ReadingPlace(NamedTuple):
    """A place in a paper."""

    caret: int = 0
    """The place of the cursor in the shown abstract."""
    top: int = 0
    """The first line of the page in sight."""


class ReadingPlaces:
    """The places of the papers that were shown last."""

    def __init__(self) -> None:
        self._places: OrderedDict[int, ReadingPlace] = OrderedDict()

    def of(self, paper: int | None) -> ReadingPlace:
        """The place of a paper; its beginning if that is not known."""
        return ReadingPlace() if paper is None else self._places.get(paper, ReadingPlace())

    def keep(self, paper: int, place: ReadingPlace) -> None:
        """Remember a place."""
        self._places[paper] = place
        self._places.move_to_end(paper)
        if len(self._places) > _REMEMBERED:
            self._places.popitem(last=False)
