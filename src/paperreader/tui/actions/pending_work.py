"""What keys have set going and is not on the screen yet: the keys after them may have to wait for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from paperreader.tui.core import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

_PATIENCE: Final = 0.5
"""Seconds that a key which only moves about waits at most."""


class PendingWork:
    """Counts the changes and searches that are under way."""

    def __init__(self, wake: Callable[[], None]) -> None:
        """Begin.

        Args:
            wake: is called when something has ended that keys may have waited for.
        """
        self._wake = wake
        self._changes = {True: 0, False: 0}
        self._looking_up = False
        self._since = 0.0

    def holds(self, reach: Reach) -> bool:
        """Whether a key has to wait.

        Every key waits for what may change the list, those that only move about not for long. A change that leaves the
        list as it is holds up only what depends on what papers are.
        """
        moving = self._looking_up or self._changes[True] > 0
        if not moving:
            return reach in (Reach.LIBRARY, Reach.LISTED, Reach.LAST) and self._changes[False] > 0
        brief = reach in (Reach.CURSOR, Reach.SCREEN)
        return not brief or asyncio.get_running_loop().time() < self._since + _PATIENCE

    def during(self, work: Coroutine[Any, Any, object], *, moves: bool) -> Coroutine[Any, Any, None]:
        """Count a change from now on. Returns what makes it and shows it, and counts it until then.

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
        """Whether what a key asked to be listed is being looked up."""
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
