"""Changes and searches that earlier keys started and that are not on the screen yet: later keys may have to wait."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from paperreader.tui.core import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

_PATIENCE: Final = 0.5
"""The longest time, in seconds, that a key which only moves the cursor waits."""


class PendingWork:
    """Counts the changes and searches under way."""

    def __init__(self, wake: Callable[[], None]) -> None:
        """Begin.

        Args:
            wake: called when something ends that keys may be waiting for.
        """
        self._wake = wake
        self._changes = {True: 0, False: 0}
        self._looking_up = False
        self._since = 0.0

    def holds(self, reach: Reach) -> bool:
        """Whether a key has to wait.

        Every key waits for work that may change the list, though keys that only move the cursor do not wait long. Work
        that leaves the list unchanged only delays keys that depend on the papers' data.
        """
        moving = self._looking_up or self._changes[True] > 0
        if not moving:
            return reach in (Reach.LIBRARY, Reach.LISTED, Reach.LAST) and self._changes[False] > 0
        brief = reach in (Reach.CURSOR, Reach.SCREEN)
        return not brief or asyncio.get_running_loop().time() < self._since + _PATIENCE

    def during(self, work: Coroutine[Any, Any, object], *, moves: bool) -> Coroutine[Any, Any, None]:
        """Count a change from now on. Returns a coroutine that makes and shows it; it counts until that ends.

        Args:
            work: makes the change and shows it.
            moves: papers may enter or leave the list, or the cursor may move.
        """
        self._note_time()
        self._changes[moves] += 1
        return self._counted(work, moves=moves)

    async def _counted(self, work: Coroutine[Any, Any, object], *, moves: bool) -> None:
        try:
            await work
        finally:
            self._changes[moves] -= 1
            self._wake()

    @property
    def looking_up(self) -> bool:
        """Whether a lookup requested by a key is under way."""
        return self._looking_up

    @looking_up.setter
    def looking_up(self, on: bool) -> None:
        if on:
            self._note_time()
        self._looking_up = on
        if not on:
            self._wake()

    def _note_time(self) -> None:
        if not (self._looking_up or self._changes[True]):
            self._since = asyncio.get_running_loop().time()
