"""Opens a file in the viewer of the user's choice, or in the system's own; never through a shell."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SOON: Final = 2.0
"""Seconds within which a viewer that cannot start has usually ended."""
_LOOK: Final = 0.05
"""Seconds between two looks whether it has."""


class NoViewer(Exception):
    """No viewer could be started. As text: why, and what to do."""


def show_file(path: Path, viewer: str, stopped: Callable[[], bool] = lambda: False) -> None:
    """Start a viewer, and go on without it. Waits a moment, so it is called on a thread.

    Args:
        path: absolute.
        viewer: a command with its arguments, split as a shell would; empty: the system's own.
        stopped: asked again and again whether to wait no longer, as when the program ends.

    Raises:
        NoViewer: there is none, or it failed at once.
    """
    command = shlex.split(viewer) if viewer else [_system_opener()]
    try:
        child = subprocess.Popen(  # noqa: S603 - the user's own command, and never through a shell
            [*command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # it stays when this program ends
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise NoViewer(f"{command[0]}: {why}. Set viewer in [pdf] of the configuration to one you have.") from error
    last = time.monotonic() + _SOON
    while (code := child.poll()) is None:
        if stopped() or time.monotonic() > last:
            threading.Thread(target=child.wait, daemon=True).start()  # or it would stay as a zombie
            return
        time.sleep(_LOOK)
    if code:
        raise NoViewer(
            f"{command[0]} ended with {code} and did not show the PDF. Set viewer in [pdf] of the configuration."
        )


def _system_opener() -> str:
    name = "open" if sys.platform == "darwin" else "xdg-open"
    found = shutil.which(name)
    if found is None:
        raise NoViewer(
            f'There is no {name} to open the PDF with. Set a viewer in the configuration: [pdf] viewer = "zathura".'
        )
    return found
