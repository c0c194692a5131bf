"""Keys in their turn: each finds the screen and the library as the one before it left them.

However many keys come at once (a fast hand, a paste without brackets, a slow line, a script), one is dealt with at a
time. Textual by itself hands a key on to the queue of whatever has the focus, and what is not used there to the queues
of those around it; a key that a dialogue wants for itself goes past all of them. So `Esc` would be acted upon before
the letters that came with it in one packet, and a letter would find a dialogue that is not there yet.

A key has been dealt with when whatever it was sent to has taken it, and what that said in turn has been heard: a
dialogue is open and has the focus, or is gone. A key that acts on papers waits besides for the changes and searches
that keys before it set going; one that only moves about waits for those that may change what is listed, and not for
long. What is pressed in a dialogue that looks something up waits for that.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from enum import Enum
from typing import TYPE_CHECKING, Final

from textual.events import Key, Paste
from textual.widgets import Input

from paperreader.tui.core.textual_internals import end_with, is_gone, until_mounted
from paperreader.tui.widgets.one_line import joined

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any

    from textual.dom import DOMNode
    from textual.events import Event
    from textual.message_pump import MessagePump

    from paperreader.tui.main.app import PaperReader

_ROUNDS: Final = 3
"""Times that word goes round after a key: behind it, behind what was said of it, and behind what was said of that."""
_MOST_ROUNDS: Final = 20
"""Times after which what goes on without an end is not waited for."""
_PATIENCE: Final = 0.5
"""Seconds that a key which only moves about waits at most."""
_LOOK: Final = 0.03
"""Seconds between two looks at whether somebody who is waited for has gone, or patience has come to its end."""
_HELD: Final = frozenset(("backspace", "delete", "left", "right", "up", "down"))
"""Keys that a hand holds down where letters are typed, and that open and close nothing."""


class Waits(Enum):
    """What a key has to wait for."""

    BRIEFLY = "what moves papers, but not for long: it only moves about"
    FOR_PLACES = "what moves papers: it acts on the one under the cursor"
    FOR_ALL = "every change: it depends on what papers are, or changes it"
    FOR_LIST = "that, and the last of what is listed: it means all of that"


class Turns:
    """Takes what is typed and pasted, and gives it to the app one by one."""

    def __init__(self, app: PaperReader, give: Callable[[Event], Awaitable[None]]) -> None:
        """Begin.

        Args:
            app: the app.
            give: what it does with an event as it comes.
        """
        self._app, self._give = app, give
        self._waiting: deque[Key | Paste] = deque()
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._last: Key | Paste | None = None
        self._target: DOMNode | None = None
        """Who was given something that may not be done yet."""

    @property
    def idle(self) -> bool:
        """Whether everything that was typed has been dealt with."""
        return self._task is None or self._task.done()

    def take(self, event: Key | Paste) -> None:
        """Something was typed or pasted."""
        self._waiting.append(event)
        if self.idle:
            self._task = asyncio.create_task(self._work(), name="keys in turn")

    def wake(self) -> None:
        """Something that keys may have waited for has ended."""
        self._news.set()

    def stop(self) -> None:
        """Whatever is typed from now on is for nobody."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _work(self) -> None:
        try:
            while self._waiting and not self._app.leaving:
                event = self._waiting[0]
                if not self._follows(event):
                    await self._until_done()
                while self._is_held(event):
                    await self._until_free(event)
                self._last, self._target = self._waiting.popleft(), self._app.focused or self._app.screen
                if isinstance(event, Paste) and isinstance(self._target, Input):
                    event.text = joined(event.text)
                await self._give(event)
                if not self._waiting:
                    await self._until_done()
        except Exception as error:  # noqa: BLE001 - as Textual does with what is raised in a queue
            end_with(self._app, error)

    def _follows(self, event: Event) -> bool:
        """Whether it may follow on the heels of the last one, to the end of the queue that that one went to.

        Then nobody waits, and no more is painted than what they come to: letters in a line, a key that is held down
        there, the way of the cursor through a list.
        """
        last, target = self._last, self._app.focused or self._app.screen
        if target is not self._target or not isinstance(event, Key) or not isinstance(last, Key):
            return False
        if _takes_letters(target):
            return (event.key == last.key and event.key in _HELD) or (event.is_printable and last.is_printable)
        return self._only_moves(last) and self._only_moves(event)

    def _only_moves(self, event: Key) -> bool:
        return self._is_at_papers and self._app.main.only_moves(event)

    def _is_held(self, event: Event) -> bool:
        """Whether it has to wait for what is under way: at the papers for changes, elsewhere for what is looked up."""
        if not self._is_at_papers:
            return getattr(self._app.screen, "is_looking_up", False)
        return isinstance(event, Key) and self._app.main.holds(event)

    @property
    def _is_at_papers(self) -> bool:
        return len(self._app.screen_stack) == 1

    async def _until_done(self) -> None:
        """Wait until all that was given has been dealt with, and the uppermost screen is there."""
        if self._target is None and self._app.screen.is_mounted:
            return
        target, self._target = self._target, None
        seen: tuple[object, object] | None = None
        for number in range(_MOST_ROUNDS):
            await self._until_mounted()
            focused = self._app.focused or self._app.screen
            paths = (*(target.ancestors_with_self if target is not None else ()), *focused.ancestors_with_self)
            for one in dict.fromkeys((*paths, *self._app.screen_stack)):
                await _done_so_far(one)
            now = self._app.screen, self._app.focused
            if number + 1 >= _ROUNDS and now == seen:
                return
            seen = now

    async def _until_mounted(self) -> None:
        """Wait until the uppermost screen is there: it has no widgets before."""
        while not (screen := self._app.screen).is_mounted and not is_gone(screen):
            await until_mounted(screen, _LOOK)

    async def _until_free(self, event: Event) -> None:
        """Wait until what holds something up has ended, or for as long as it waits, and what came of it is there."""
        while self._is_held(event):
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), _LOOK)
        self._target = self._app.focused or self._app.screen
        await self._until_done()


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
            return waits in (Waits.FOR_ALL, Waits.FOR_LIST) and self._changes[False] > 0
        return waits is not Waits.BRIEFLY or asyncio.get_running_loop().time() < self._since + _PATIENCE

    def perform(self, work: Coroutine[Any, Any, None], *, moves: bool) -> Coroutine[Any, Any, None]:
        """Begin a change. Returns what does it, to its end.

        Args:
            work: what it consists of, as far as showing it.
            moves: papers may come to what is listed, or leave it, or the cursor go elsewhere.
        """
        self._note_time()
        self._changes[moves] += 1
        return self._during(work, moves=moves)

    async def _during(self, work: Coroutine[Any, Any, None], *, moves: bool) -> None:
        try:
            await work
        finally:
            self._changes[moves] -= 1
            self._app.turns.wake()

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


def _takes_letters(target: DOMNode) -> bool:
    # By its name: the class comes with the first editor, and a start need not wait for it.
    return isinstance(target, Input) or any(one.__name__ == "TextArea" for one in type(target).__mro__)


async def _done_so_far(one: MessagePump) -> None:
    """Wait until somebody has done all that is in the queue by now, or is gone."""
    done = asyncio.Event()
    if not one.call_later(done.set):
        return
    while not done.is_set() and not is_gone(one):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _LOOK)
