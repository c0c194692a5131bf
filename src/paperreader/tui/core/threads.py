"""Waits for threads to end, without ever hanging."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import ThreadPoolExecutor

    from paperreader.library import Library

_QUICK: Final = 0.5
"""Seconds that threads have to finish on their own."""
_BROKEN_OFF: Final = 0.3
"""Seconds that interrupted work has to end."""
_AGAIN: Final = 0.02
"""Seconds between interruptions, since each only stops what SQLite is doing at that moment."""


async def finished(library: Library, executors: Sequence[ThreadPoolExecutor]) -> bool:
    """Let threads finish their work, and interrupt it if that takes long. Returns whether they have ended.

    They must have been told to stop: see `Host.leaving`.
    """
    loop = asyncio.get_running_loop()
    # On a thread, because it waits; and not on one that Textual or asyncio would wait for.
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
