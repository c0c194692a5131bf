"""The end of the program: work under way stops or is finished if that is quick, and the process ends in any case.

A thread that waits for the screen, while the screen waits for that thread, hangs for ever. So nothing waits for the
screen here, the screen goes first, and of what is then still being read or written each change is made whole or not at
all. The last resort is to end the process as `kill -9` does, which a library is made for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from typing import TYPE_CHECKING, Final

from paperreader.tui.core.terminal import give_back

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import ThreadPoolExecutor

    from paperreader.library.store import Library
    from paperreader.tui.core.host import Host

_QUICK: Final = 0.5
"""Seconds for what was asked for to be done by itself."""
_BROKEN_OFF: Final = 0.3
"""Seconds for what was broken off to come to its end."""
_AGAIN: Final = 0.02
"""Seconds between two interruptions: one hits what SQLite does just then, and nothing between that."""
_LAST: Final = 1.3
"""Seconds from the wish to leave to the end of the process, whatever still runs."""
_PARTING: Final = 0.2
"""Seconds for the last words, which a terminal that is gone, or stopped, may not take."""

UNFINISHED: Final = "what was still being written when the reader ended was left out, whole; ask for it again."


async def finished(library: Library, executors: Sequence[ThreadPoolExecutor]) -> bool:
    """Let threads end what they were asked for, and break it off where that takes long. Says whether they have ended.

    They must have been told to stop: see `Host.leaving`.
    """
    loop = asyncio.get_running_loop()
    # In a thread, for it waits; and not in one that Textual or asyncio would wait for.
    ends = [loop.create_future() for _ in executors]

    def shut(executor: ThreadPoolExecutor, end: asyncio.Future[None]) -> None:
        executor.shutdown()
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(end.set_result, None)

    for executor, end in zip(executors, ends, strict=True):
        threading.Thread(target=shut, args=(executor, end), daemon=True).start()
    if (await asyncio.wait(ends, timeout=_QUICK))[1]:
        last = time.monotonic() + _BROKEN_OFF
        while (await asyncio.wait(ends, timeout=_AGAIN))[1] and time.monotonic() < last:
            library.interrupt()
        return all(end.done() for end in ends)
    return True


def end_in_any_case(app: Host) -> None:
    """End the process soon, though a thread of it may go on for ever."""
    threading.Thread(target=_last_resort, args=(app,), daemon=True, name="last resort").start()


def _last_resort(app: Host) -> None:
    time.sleep(_LAST)
    parting = threading.Thread(target=_part, args=(app,), daemon=True)
    parting.start()
    parting.join(_PARTING)
    os._exit(app.return_code or 0)


def _part(app: Host) -> None:
    """Give the terminal back, where that was not done, and say what is to be said."""
    with contextlib.suppress(Exception):
        if not app.is_off_screen and app._driver is not None:
            give_back(app._driver)
        os.write(2, f"paperreader: {UNFINISHED}\n".encode())
