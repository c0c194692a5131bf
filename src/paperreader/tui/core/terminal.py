"""Restores the terminal when its driver can no longer do so."""

from __future__ import annotations

import contextlib
import os
import termios
from typing import TYPE_CHECKING, Any, Final

from paperreader.tui.core.textual_internals import terminal_before

if TYPE_CHECKING:
    from textual.app import App

_KEYBOARD_OFF: Final = "\x1b[<u"
"""Pops one of the stacked keyboard modes (the kitty protocol)."""
_OFF: Final = (
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # the mouse
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"  # bracketed paste, no line wrapping, size reports
    f"{_KEYBOARD_OFF}\x1b[?1049l\x1b[?25h\x1b[?1004l"  # the alternate screen, the hidden cursor, focus reports
)
"""Turns off what the driver turned on."""


def give_back(app: App[Any]) -> None:
    """Restore the terminal without the driver, which would wait for a thread that may never end."""
    before = terminal_before(app)
    if before is None:
        return
    with contextlib.suppress(termios.error):
        termios.tcsetattr(before[0], termios.TCSANOW, before[1])
    os.write(2, _OFF.encode())
