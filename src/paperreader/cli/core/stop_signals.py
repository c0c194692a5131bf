"""Ends commands that run until they are stopped: by Ctrl-C, or as the system stops a service."""

from __future__ import annotations

import os
import select
import signal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType, TracebackType

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class StopSignals:
    """While it is open, Ctrl-C and SIGTERM ask to stop; a second Ctrl-C stops at once."""

    def __init__(self) -> None:
        self._asked = False
        # A pipe, not a `threading.Event`: a handler that sets one while the same thread begins to wait for it hangs.
        self._reading, self._writing = os.pipe()
        self._before = {one: signal.signal(one, self._stop) for one in _SIGNALS}

    def __enter__(self) -> StopSignals:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one, before in self._before.items():
            signal.signal(one, before)
        os.close(self._reading)
        os.close(self._writing)

    def is_set(self) -> bool:
        """Whether it is time to stop."""
        return self._asked

    def wait(self, seconds: float) -> bool:
        """Wait until it is time to stop, at most for some seconds. Returns whether it is."""
        select.select([self._reading], [], [], seconds)
        return self._asked

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        if self._asked:
            if number == signal.SIGINT:
                raise KeyboardInterrupt
            return
        self._asked = True
        os.write(self._writing, b"\0")
