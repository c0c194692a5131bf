"""One key after another: what a key sets going is done before the next one is looked at.

Textual hands a key on to the queue of whatever has the focus, and what no widget uses to the queues of those around it.
A key that a dialogue wants for itself goes past all of them: so `Esc` was acted upon before the letters that came with
it in one packet, and a letter found a dialogue that was not there yet. Fast hands, a paste without brackets, and a slow
line send keys like that.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import deque
from typing import TYPE_CHECKING, Final

from textual.events import Key
from textual.widgets import Input

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from textual.dom import DOMNode
    from textual.events import Event
    from textual.message_pump import MessagePump

    from paperreader.tui.app import PaperReader

_LEAVING: Final = frozenset({"escape", "enter", "q"})
"""Keys that close what they are pressed in: the second one is meant for what is then there."""
_LOOK: Final = 0.05
"""Seconds between two looks at whether somebody who is waited for has gone."""


class InTurn:
    """Takes what is typed, and gives it to the app one by one."""

    def __init__(self, app: PaperReader, give: Callable[[Event], Awaitable[None]]) -> None:
        """Begin.

        Args:
            give: what the app does with an event as it comes.
        """
        self._app, self._give = app, give
        self._waiting: deque[Event] = deque()
        self._task: asyncio.Task[None] | None = None
        self._last: Event | None = None
        self._target: DOMNode | None = None
        """Who was given something that may not be done yet."""

    @property
    def is_busy(self) -> bool:
        """Whether something that was typed is not done yet."""
        return self._task is not None and not self._task.done()

    def take(self, event: Event) -> None:
        """Something was typed or pasted."""
        self._waiting.append(event)
        if not self.is_busy:
            self._task = asyncio.create_task(self._work(), name="keys in turn")

    def stop(self) -> None:
        """Whatever is typed from now on is for nobody."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _work(self) -> None:
        try:
            while self._waiting and not self._app._exit:
                event = self._waiting.popleft()
                if not self._goes_on(event):
                    await self._until_done()
                await self._until_mounted()
                self._last, self._target = event, self._app.focused or self._app.screen
                await self._give(event)
                if not self._waiting:
                    await self._until_done()
        except Exception as error:  # noqa: BLE001 - as Textual does with what is raised in a queue
            self._app._handle_exception(error)

    def _goes_on(self, event: Event) -> bool:
        """Whether it merely goes to the end of the queue that the last one went to.

        Then nobody waits, and all that is painted is what they come to: letters in a line, a key that is held down.
        """
        last, target = self._last, self._app.focused or self._app.screen
        if target is not self._target or not isinstance(event, Key) or not isinstance(last, Key):
            return False
        if not _takes_letters(target) and target.screen is not self._app.screen_stack[0]:
            return False  # a dialogue that any key may close
        if event.key == last.key:
            return event.key not in _LEAVING
        return event.is_printable and last.is_printable

    async def _until_done(self) -> None:
        """Wait until all that was given is done."""
        if self._target is None:
            return
        target, self._target = self._target, None
        # Twice: what an input says when it is done with a key goes the same way once more.
        for _ in range(2):
            for one in (*target.ancestors_with_self, *self._app.screen_stack):
                await _done_so_far(one)

    async def _until_mounted(self) -> None:
        """Wait until the uppermost screen is there: it has no widgets before."""
        while not (screen := self._app.screen).is_mounted and not _is_gone(screen):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(screen._mounted_event.wait(), _LOOK)


def _takes_letters(target: DOMNode) -> bool:
    areas = sys.modules.get("textual.widgets._text_area")  # comes with the first editor: a start need not wait for it
    return isinstance(target, Input) or (areas is not None and isinstance(target, areas.TextArea))


async def _done_so_far(one: MessagePump) -> None:
    """Wait until somebody has done all that is in the queue by now, or is gone."""
    done = asyncio.Event()
    if not one.call_later(done.set):
        return
    while not done.is_set() and not _is_gone(one):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _LOOK)


def _is_gone(one: Any) -> bool:
    return bool(one._closing or one._closed)
