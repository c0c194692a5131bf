"""Colours and pages, for people at a terminal: neither is ever in a pipe or a file."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEFAULT: Final = "less"
_OPTIONS: Final = "FRX"
"""For less: end at once if all fits on the screen, show colours, and leave the text there."""
_STYLES: Final = {"bold": "1", "dim": "2", "tag": "36", "star": "33", "accept": "32", "reject": "31", "maybe": "35"}


class Pager:
    """The program that results go through, started for the first line, if there is to be one."""

    def __init__(self) -> None:
        self.allowed = False
        """Whether the command that runs only prints, and paging is not turned off."""
        self._process: subprocess.Popen[str] | None = None

    def out(self) -> IO[str]:
        """Return the stream that results go to."""
        # A pager writes to the terminal itself, so results have to go there, and not to whoever runs the program.
        if self._process is None and self.allowed and _is_terminal() and sys.stdout is sys.__stdout__:
            self.allowed = False
            self._process = _started(os.environ)
        return sys.stdout if self._process is None or self._process.stdin is None else self._process.stdin

    def finish(self) -> None:
        """Wait until the user has seen enough.

        Raises:
            BrokenPipeError: they had before everything was printed.
        """
        process, self._process, self.allowed = self._process, None, False
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.close()
        finally:
            while True:
                with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is for the pager
                    process.wait()
                    break


pager: Final = Pager()


def _started(environment: Mapping[str, str]) -> subprocess.Popen[str] | None:
    """Start the user's pager; `None` if there is none, or they want none."""
    try:
        command = shlex.split(environment.get("PAGER", _DEFAULT))
    except ValueError:
        return None
    if not command or command == ["cat"]:
        return None
    try:
        return subprocess.Popen(  # noqa: S603 - the user's own command, and never through a shell
            command,
            stdin=subprocess.PIPE,
            encoding="utf-8",
            env={"LESS": _OPTIONS, "LESSCHARSET": "utf-8", **environment},
        )
    except OSError:
        return None


def painted(text: str, style: str) -> str:
    """Return clean text in a style, if there is one of that name and results go to a terminal that has colours."""
    if style not in _STYLES or not text.strip() or not _has_colours():
        return text
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def _has_colours() -> bool:
    return _is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def _is_terminal() -> bool:
    return sys.stdout is not None and not sys.stdout.closed and sys.stdout.isatty()
