"""The end of the program: work under way is stopped, or finished if that is quick, and the process always ends.

A thread that waits for the screen, while the screen waits for that thread, hangs for ever. So nothing here waits for
the screen: it closes first, and any change still being written is then made completely or not at all. The last resort
is to end the process as `kill -9` does, which a library survives.
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
"""Seconds from the request to quit to the end of the process, whatever is still running."""
_PARTING: Final = 0.2
"""Seconds for the last messages, since a closed or stopped terminal may not accept them."""

UNFINISHED: Final = "what was still being written when the reader ended was left out completely; do it again."


def end_in_any_case(app: Host) -> None:
    """End the process soon, even if one of its threads never ends."""
    threading.Thread(target=_last_resort, args=(app,), daemon=True, name="last resort").start()


def _last_resort(app: Host) -> None:
    time.sleep(_LAST)
    parting = threading.Thread(target=_part, args=(app,), daemon=True)
    parting.start()
    parting.join(_PARTING)
    os._exit(app.return_code or 0)


def _part(app: Host) -> None:
    """Restore the terminal if that was not done, and print the last messages."""
    with contextlib.suppress(Exception):
        if not app.is_off_screen:
            give_back(app)
        os.write(2, f"paperreader: {UNFINISHED}\n".encode())
