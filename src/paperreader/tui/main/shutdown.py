"""The end of the program: work under way stops or is finished if that is quick, and the process ends in any case.

A thread that waits for the screen, while the screen waits for that thread, hangs for ever. So nothing waits for the
screen here, the screen goes first, and of what is then still being read or written each change is made whole or not at
all. The last resort is to end the process as `kill -9` does, which a library is made for.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from typing import TYPE_CHECKING, Final

from paperreader.tui.core import give_back

if TYPE_CHECKING:
    from paperreader.tui.core import Host

_LAST: Final = 1.3
"""Seconds from the wish to leave to the end of the process, whatever still runs."""
_PARTING: Final = 0.2
"""Seconds for the last words, which a terminal that is gone, or stopped, may not take."""

UNFINISHED: Final = "what was still being written when the reader ended was left out completely; do it again."


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
        if not app.is_off_screen:
            give_back(app)
        os.write(2, f"paperreader: {UNFINISHED}\n".encode())
