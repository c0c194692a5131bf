"""Waiting for the app in tests: until it is idle, and no longer.

Textual's own way, after every key, is to sleep for 20 ms and more and to look how much the process did meanwhile. That
is most of the time a test would take, and on a busy machine it takes a process that gets no processor for one that has
nothing to do.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import textual.app
import textual.pilot
from textual._context import active_app
from textual.pilot import Pilot

_SOON: Final = 1 / 25
"""Seconds within which a timer counts as an effect of a key: Textual animates sixty times a second."""
_PATIENCE: Final = 0.1
"""Seconds after which an inactive thread is considered blocked by something else."""
_MOST: Final = 10.0
"""Seconds after which something is considered endless."""
_CALM: Final = 3
"""Idle rounds of the event loop after which nothing more is expected."""
FOR_EVER: Final = 60.0
"""Seconds to wait for something to happen, even on a very busy machine."""
_THREADS: Final = Path("/proc/self/task")
"""The threads of this process, if the system lists them."""

_in_threads: set[asyncio.Future[Any]] = set()
_run_in_executor = BaseEventLoop.run_in_executor


def _watched(loop: BaseEventLoop, *work: Any) -> asyncio.Future[Any]:
    future: asyncio.Future[Any] = _run_in_executor(loop, *work)
    _in_threads.add(future)
    future.add_done_callback(_in_threads.discard)
    return future


async def idle(*_: float) -> None:
    """Wait until the event loop has no message, paint, working thread or timer that is due soon."""
    loop: Any = asyncio.get_running_loop()
    begin, calm = loop.time(), 0
    while calm < _CALM and loop.time() < begin + _MOST:
        await asyncio.sleep(0)
        screen: Any = active_app.get().screen
        due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=math.inf)
        if loop._ready:
            calm = 0
        elif screen._update_timer._active.is_set():
            screen._on_timer_update()  # as the pilot does: paint at once, without waiting for the timer
            calm = 0
        elif due < loop.time() + _SOON:
            await asyncio.sleep(max(0, due - loop.time()))
            calm = 0
        elif threads := [one for one in _in_threads if one.get_loop() is loop]:
            worked = time.process_time()
            await asyncio.wait(threads, timeout=_SOON, return_when=asyncio.FIRST_COMPLETED)
            did_nothing = time.process_time() - worked < _SOON / 20 and not any(one.done() for one in threads)
            calm = calm + 1 if did_nothing and loop.time() > begin + _PATIENCE and _others_sleep() else 0
        else:
            calm += 1


def _others_sleep() -> bool:
    """Whether no other thread runs, or waits for a processor or the disk, as it does on a busy machine."""
    for thread in _THREADS.glob("[0-9]*"):
        if int(thread.name) != threading.get_native_id():
            try:
                state = (thread / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:  # it has ended
                return False
            if state in "RD":
                return False
    return True


async def until(pilot: Pilot[None], true: Callable[[], object]) -> None:
    """Wait until a condition holds, however busy the machine is."""
    last = time.monotonic() + FOR_EVER
    while not true():
        assert time.monotonic() < last, "it never came"
        await pilot.pause(0.01)


def wait_by_what_is_left_to_do() -> None:
    """Make Textual's pilot wait this way."""
    BaseEventLoop.run_in_executor = _watched  # type: ignore[method-assign, assignment]
    for module in (textual.app, textual.pilot):
        module.wait_for_idle = idle  # type: ignore[attr-defined]
