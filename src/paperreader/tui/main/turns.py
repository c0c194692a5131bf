"""Handles keys one at a time: each finds the screen and the library as the previous one left them.

However many keys arrive at once (fast typing, a paste without brackets, a slow connection, a script), they are handled
one at a time. Textual by itself passes a key to the queue of the focused widget, then to the queues of the widgets
around it, while a priority binding of a dialogue skips all of these. So `Esc` would act before the letters that came
with it in one packet, and a letter could arrive before the dialogue it was meant for.

A key has been handled when the widget it went to has taken it, and the messages that this caused have been handled too:
a dialogue is open and focused, or gone. A key that acts on papers also waits for the changes and searches that earlier
keys started; a key that only moves the cursor waits only for those that may change the list, and not for long. A key in
a dialogue that is looking something up waits for that.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from textual.app import ScreenStackError
from textual.events import Key, Paste
from textual.widgets import Input

from paperreader.tui.core import end_with, is_gone, until_mounted
from paperreader.tui.widgets import joined

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.dom import DOMNode
    from textual.events import Event
    from textual.message_pump import MessagePump

    from paperreader.tui.core import Host

_ROUNDS: Final = 3
"""Rounds of messages after a key: those it causes, those that these cause, and once more."""
_MOST_ROUNDS: Final = 20
"""Rounds after which messages that never stop are no longer waited for."""
_LOOK: Final = 0.03
"""Seconds between checks whether waiting still makes sense."""
_HELD: Final = frozenset(("backspace", "delete", "left", "right", "up", "down"))
"""Keys that can be held down in a text field, and that open and close nothing."""


class Papers(Protocol):
    """The main screen's interface for the key queue."""

    def holds(self, event: Key) -> bool:
        """Whether a key has to wait for what is under way."""

    def only_moves(self, event: Key) -> bool:
        """Whether a key does nothing but move the cursor."""


class Turns:
    """A queue of keys and pastes, passed to the app one by one."""

    def __init__(self, app: Host, papers: Callable[[], Papers], give: Callable[[Event], Awaitable[None]]) -> None:
        """Begin.

        Args:
            app: the app.
            papers: its main screen.
            give: what the app does with an event as it comes.
        """
        self._app, self._papers, self._give = app, papers, give
        self._waiting: deque[Key | Paste] = deque()
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._taken = monotonic()
        self._last: Key | Paste | None = None
        self._target: DOMNode | None = None
        """What the last key was sent to; `None` once it has been handled."""

    @property
    def idle(self) -> bool:
        """Whether all keys have been handled."""
        return self._task is None or self._task.done()

    @property
    def quiet(self) -> float:
        """Seconds since the last key came, or since the start."""
        return monotonic() - self._taken

    def take(self, event: Key | Paste) -> None:
        """Queue a key or a paste."""
        self._taken = monotonic()
        self._waiting.append(event)
        if self.idle:
            self._task = asyncio.create_task(self._work(), name="keys in turn")

    def wake(self) -> None:
        """Something that keys may have been waiting for has ended."""
        self._news.set()

    def stop(self) -> None:
        """Drop the queue, and accept nothing more."""
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
        except ScreenStackError:  # the program has ended meanwhile: it has no screens any more
            self._waiting.clear()
        except Exception as error:  # noqa: BLE001 - as Textual does with what is raised in a queue
            end_with(self._app, error)

    def _follows(self, event: Event) -> bool:
        """Whether it may be sent to the same queue as the last key without waiting for that one.

        Then only the outcome of all of them is painted: letters in a text field, a key held down there, the cursor on
        its way through a list.
        """
        last, target = self._last, self._app.focused or self._app.screen
        if target is not self._target or not isinstance(event, Key) or not isinstance(last, Key):
            return False
        if _takes_letters(target):
            return (event.key == last.key and event.key in _HELD) or (event.is_printable and last.is_printable)
        return self._only_moves(last) and self._only_moves(event)

    def _only_moves(self, event: Key) -> bool:
        return self._is_at_papers and self._papers().only_moves(event)

    def _is_held(self, event: Event) -> bool:
        """Whether it has to wait: in the main screen for changes, in a dialogue for what that is looking up."""
        if not self._is_at_papers:
            return getattr(self._app.screen, "is_looking_up", False)
        return isinstance(event, Key) and self._papers().holds(event)

    @property
    def _is_at_papers(self) -> bool:
        return len(self._app.screen_stack) == 1

    async def _until_done(self) -> None:
        """Wait until the last key has been handled, and the top screen is mounted."""
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
        """Wait until the top screen is mounted: it has no widgets before."""
        while not (screen := self._app.screen).is_mounted and not is_gone(screen):
            await until_mounted(screen, _LOOK)

    async def _until_free(self, event: Event) -> None:
        """Wait until nothing holds the key up any more, and the outcome is on the screen."""
        while self._is_held(event):
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), _LOOK)
        self._target = self._app.focused or self._app.screen
        await self._until_done()


def _takes_letters(target: DOMNode) -> bool:
    # By its name: the class comes with the first editor, and a start need not wait for it.
    return isinstance(target, Input) or any(one.__name__ == "TextArea" for one in type(target).__mro__)


async def _done_so_far(one: MessagePump) -> None:
    """Wait until a widget has handled everything that is in its queue now, or is gone."""
    done = asyncio.Event()
    if not one.call_later(done.set):
        return
    while not done.is_set() and not is_gone(one):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _LOOK)
