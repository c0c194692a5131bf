"""The modes of the terminal that the app turns on, and turning them off where the driver has no say any more."""

from __future__ import annotations

import contextlib
import os
import signal
import termios
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from textual.driver import Driver

    from paperreader.tui.core.host import Host

_KEYBOARD_OFF: Final = "\x1b[<u"
"""Takes back one of the modes of the keyboard that were laid one on another (the kitty protocol)."""
_OFF: Final = (
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # the mouse
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"  # pastes in brackets, lines that are not wrapped, words about the size
    f"{_KEYBOARD_OFF}\x1b[?1049l\x1b[?25h\x1b[?1004l"  # the other screen, the hidden cursor, words about the focus
)
"""What the driver turns on, off."""


def give_back(driver: Driver) -> None:
    """Leave the terminal as it was, without the driver: it would wait for a thread that may never end."""
    attributes: Any = getattr(driver, "attrs_before", None)
    file: Any = getattr(driver, "fileno", None)
    if attributes is None or file is None:
        return
    with contextlib.suppress(termios.error):
        termios.tcsetattr(file, termios.TCSANOW, attributes)
    os.write(2, _OFF.encode())


def take_again_when_continued(app: Host) -> None:
    """Have the terminal anew whenever the process goes on after it was stopped, by whomever.

    The driver turns everything on then. Stopped by SIGSTOP, which nobody hears, it has turned nothing off: the mode of
    the keyboard would lie twice on the terminal, and two threads would read the keys.
    """
    driver: Any = app._driver
    continued = getattr(driver, "_sigcont_application", None)
    if continued is None:  # there is no terminal
        return

    def go_on(*_: object) -> None:
        if driver._auto_restart and not driver._must_signal_resume:
            driver.suspend_application_mode()
            driver._must_signal_resume = True
        continued()

    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGCONT, go_on)
