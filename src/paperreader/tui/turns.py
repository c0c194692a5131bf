"""Keys in their turn: each finds the screen and the library as the one before it left them.

However many keys come at once (a fast hand, a paste into the terminal, a script), one is dealt with at a time. It has
been dealt with when whatever it was sent to has taken it, and what that said in turn has been heard: a dialogue is
open and has the focus, or is gone. A key that acts on papers waits besides for the changes and searches that keys
before it set going; one that only moves about waits for those that may change what is listed, and not for long.
"""

from __future__ import annotations

import asyncio
from collections import deque
from enum import Enum
from typing import TYPE_CHECKING, Final

from textual.app import ScreenStackError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Any

    from textual.dom import DOMNode
    from textual.events import Key, Paste

    from paperreader.tui.app import PaperReader

_ROUNDS: Final = 3
"""Times that word goes round after a key: behind it, behind what was said of it, and behind what was said of that."""
_MOST_ROUNDS: Final = 20
"""Times after which what goes on without an end is not waited for."""
_PATIENCE: Final = 0.5
"""Seconds that a key which only moves about waits at most."""


class Waits(Enum):
    """What a key has to wait for."""

    BRIEFLY = "what moves papers, but not for long: it only moves about"
    FOR_PLACES = "what moves papers: it acts on the one under the cursor"
    FOR_ALL = "every change: it depends on what papers are, or changes it"


class Turns:
    """The keys and pastes that wait for their turn."""

    def __init__(self, app: PaperReader) -> None:
        self._app = app
        self._waiting: deque[Key | Paste] = deque()
        self._busy = False
        self._rounds = 0
        self._seen: tuple[object, object] | None = None

    @property
    def idle(self) -> bool:
        """Whether every key has been dealt with."""
        return not self._busy and not self._waiting

    async def take(self, event: Key | Paste) -> None:
        """Deal with a key, at once or in its turn."""
        self._waiting.append(event)
        await self.go_on()

    async def go_on(self) -> None:
        """Deal with the next key, if there is one and nothing that it has to wait for."""
        while self._waiting and not self._busy and not self._app.holds(self._waiting[0]):
            event = self._waiting.popleft()
            moves = self._app.only_moves(event)
            await self._app.deal_with(event)
            if not moves:  # else the next may follow on its heels, and no more is painted than where they lead
                self._busy, self._rounds, self._seen = True, 0, None
                self._go_round()

    def wake(self) -> None:
        """Something that keys may have waited for has ended."""
        if self._waiting:
            self._app.call_later(self.go_on)

    def _go_round(self) -> None:
        """Send word up from where the focus is, behind everything that is on its way there."""
        try:
            first = self._app.focused or self._app.screen
        except ScreenStackError:  # the app ends
            return
        self._climb(first.ancestors_with_self)

    def _climb(self, path: Sequence[DOMNode]) -> None:
        for at, node in enumerate(path[:-1], 1):
            if node.call_later(self._climb, path[at:]):
                return
        self._app.call_later(self._came_round)

    async def _came_round(self) -> None:
        try:
            seen = self._app.screen, self._app.focused
        except ScreenStackError:
            return
        self._rounds += 1
        if self._rounds < _ROUNDS or (seen != self._seen and self._rounds < _MOST_ROUNDS):
            self._seen = seen
            self._go_round()
            return
        self._busy = False
        await self.go_on()


class UnderWay:
    """The changes that keys set going and whose outcome is not on the screen yet."""

    def __init__(self, app: PaperReader) -> None:
        self._app = app
        self._changes = {True: 0, False: 0}
        self._looking_up = False
        self._since = 0.0

    def holds(self, waits: Waits) -> bool:
        """Whether a key has to wait."""
        moving = self._looking_up or self._changes[True] > 0
        if not moving:
            return waits is Waits.FOR_ALL and self._changes[False] > 0
        if waits is not Waits.BRIEFLY:
            return True
        left = self._since + _PATIENCE - asyncio.get_running_loop().time()
        if left > 0:
            self._app.set_timer(left, self._app.turns.wake)
        return left > 0

    def begin(self, *, moves: bool) -> None:
        """A change begins.

        Args:
            moves: papers may come to what is listed, or leave it, or the cursor go elsewhere.
        """
        self._note_time()
        self._changes[moves] += 1

    def end(self, *, moves: bool) -> None:
        """It has been made, or could not be, and what is listed is being looked up anew where need be."""
        self._changes[moves] -= 1
        self._app.turns.wake()

    async def during(self, work: Coroutine[Any, Any, None], *, moves: bool) -> None:
        """Do what a change that has begun consists of, to its end."""
        try:
            await work
        finally:
            self.end(moves=moves)

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
            self._app.turns.wake()

    def _note_time(self) -> None:
        if not (self._looking_up or self._changes[True]):
            self._since = asyncio.get_running_loop().time()
