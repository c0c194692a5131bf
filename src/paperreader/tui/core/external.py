"""Other programs: the editor, the browser, the clipboard, and shell commands."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import selectors
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperreader.tui.core.host import Host

_MOST_OUTPUT: Final = 1_000_000
"""Bytes of a command's output that are kept: far more than anyone reads."""

_LOOK: Final = 0.1
"""Seconds between checks whether a command is to be stopped."""

_PATIENCE: Final = 2.0
"""Seconds that a stopped command has to end on its own."""

_PUTTING_BY: Final = 1.0
"""Seconds that an editor has to save when this program is ended."""

_ESCAPES: Final = re.compile(r"\x1b(?:\[[0-9:;<=>?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
"""Escape sequences that set colours or the window title."""


class _Ended(Exception):
    """This program was ended while the editor had the terminal."""


def edit_outside(app: Host, text: str, *, aside: Callable[[str], bool]) -> str | None:
    """Edit `text` in $VISUAL or $EDITOR; `None`, and a message, if that did not work.

    Args:
        aside: keeps the text for the next start if the editor or this program is ended, and returns whether it could.
            If not, or if the editor left files of its own to recover from, its directory stays.
    """
    try:
        command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi") or ["vi"]
    except ValueError as error:
        app.tell(f"$EDITOR is not a command: {str(error).lower()}. Set it to an editor you have.", error=True)
        return None
    # A directory of its own with mode 0700, and a file with mode 0600: notes are private.
    path = Path(tempfile.mkdtemp(prefix="paperreader-"), "note.md")
    path.touch(0o600)
    path.write_text(text, encoding="utf-8")
    returned: int | None = None
    with app.hearing_no_interrupts(), contextlib.suppress(_Ended):
        try:
            with app.suspend():
                returned = _run([*command, str(path)])
        except SuspendNotSupported:
            app.tell("This terminal cannot make room for another program; the note editor (e) works.", error=True)
            returned = 0
        except OSError as error:
            app.tell(f"{command[0]}: {error.strerror}. Set $EDITOR to an editor you have.", error=True)
            returned = 0
    return _taken(app, command[0], returned, path, text, aside)


def _run(command: list[str]) -> int:
    """Run an editor until it ends. If this program is ended, the editor is signalled, and has a moment to save.

    Raises:
        OSError: there is no such editor.
        _Ended: this program was ended.
    """
    child: subprocess.Popen[bytes] | None = None
    ended: list[float] = []

    def pass_on(number: int, _: object) -> None:
        ended.append(time.monotonic() + _PUTTING_BY)
        if child is not None:
            with contextlib.suppress(OSError):
                child.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        child = subprocess.Popen(command)  # noqa: S603 - never through a shell
        while child.poll() is None and not (ended and time.monotonic() > ended[0]):
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_LOOK)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if ended:
        raise _Ended  # there may be no terminal to come back to
    return child.returncode


def _taken(
    app: Host, editor: str, returned: int | None, path: Path, text: str, aside: Callable[[str], bool]
) -> str | None:
    """What an editor wrote if it ended well; otherwise the text is kept aside. Deletes files no longer needed."""
    try:
        written: str | None = path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
    except OSError as error:
        app.tell(f"{editor} left no file ({error.strerror}); the note is unchanged.", error=True)
        written = None
    others = [one.name for one in path.parent.iterdir() if one != path and not (returned == 0 and one.name[-1] == "~")]
    said, done = "", not others
    if returned != 0:
        changed = written is not None and written != text and bool(written.strip())
        kept = changed and aside(written or "")
        done &= kept or not changed
        what = "what it wrote is kept, and is a note at the next start" if kept else "the note is unchanged"
        said = f"{editor} {how_it_ended(returned)}; {what}."
    if done:
        shutil.rmtree(path.parent, ignore_errors=True)
    else:
        said += f" There may be something to recover in {path.parent}."
    if said:
        app.tell(said.strip(), error=True)
    return written if returned == 0 else None


def how_it_ended(code: int | None) -> str:
    """Describe how a program failed: by a signal, or by its exit code."""
    # A shell returns 128 and more for a command that was stopped.
    return "was stopped" if code is None or code < 0 or 128 < code < 160 else f"ended with {code}"


def copy(app: Host, text: str, what: str) -> None:
    """Copy text by OSC 52, which works across SSH, and with the machine's own clipboard program, if there is one."""
    app.copy_to_clipboard(text)
    app.run_worker(lambda: _copy_here(text), thread=True, group="clipboard")
    app.tell(f"copied {what}")


def _copy_here(text: str) -> None:
    import pyperclip

    # Over SSH, say, there may be no clipboard program: OSC 52 has already done it.
    with contextlib.suppress(pyperclip.PyperclipException):
        pyperclip.copy(text)


def browse(app: Host, url: str) -> None:
    """Open a page in the browser; only http and https are allowed."""
    if not url.startswith(("https://", "http://")):
        app.tell("Only http and https links are opened.", error=True)
        return
    app.run_worker(lambda: _browse(app, url), thread=True, group="browser")
    app.tell(f"opening {url}")


def _browse(app: Host, url: str) -> None:
    import webbrowser

    try:
        opened = webbrowser.get().open(url)
    except webbrowser.Error:
        opened = False
    if not opened:
        app.call_later(app.tell, f"No browser found. The link: {url}", error=True)


class Piped(NamedTuple):
    """How a shell command ended, and what it wrote."""

    returncode: int
    """Negative: the signal that ended it, for example because it was stopped."""
    output: str
    """What it wrote, including errors, without colours. Text from outside."""
    cut: bool
    """Not all of its output was kept."""


async def pipe(command: str, text: str, *, stopped: Callable[[], bool] = lambda: False) -> Piped:
    """Pipe `text` to a command in the user's shell, on a thread, and wait for it.

    Args:
        command: as the user typed it. It must contain nothing from papers: these go into `text`.
        text: its standard input.
        stopped: asked again and again whether to end the command.

    Raises:
        OSError: there is no such shell.
    """
    left = threading.Event()  # the waiting screen may close, and even the whole program
    try:
        return await asyncio.to_thread(_pipe, command, text, lambda: left.is_set() or stopped())
    finally:
        left.set()


def _pipe(command: str, text: str, stopped: Callable[[], bool]) -> Piped:
    # A session of its own: what the command starts ends with it, and none of it can write to this terminal.
    child = subprocess.Popen(  # noqa: S603 - the reader's own words, for the reader's own shell
        [os.environ.get("SHELL") or "/bin/sh", "-c", command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - as they were asked for
    feeder = threading.Thread(target=_feed, args=(child, text.encode(errors="replace")), daemon=True)
    feeder.start()
    output = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while len(output) <= _MOST_OUTPUT:
            last = stopped()  # its output so far is still read
            ready = selector.select(0 if last else _LOOK)
            piece = os.read(child.stdout.fileno(), 1 << 16) if ready else b""
            output += piece
            # Once it has ended, do not wait for processes it left in the background.
            if last or (not piece and (ready or child.poll() is not None)):
                break
    child.stdout.close()  # if it goes on writing, the system tells it that nobody reads
    _wait(child, stopped)
    feeder.join(_PATIENCE)
    shown = _ESCAPES.sub("", output[:_MOST_OUTPUT].decode(errors="replace"))
    return Piped(child.returncode, shown, len(output) > _MOST_OUTPUT)


def _feed(child: subprocess.Popen[bytes], text: bytes) -> None:
    assert child.stdin is not None  # noqa: S101 - as it was asked for
    with contextlib.suppress(OSError), child.stdin:  # not every command reads to the end: `head` does not
        child.stdin.write(text)


def _wait(child: subprocess.Popen[bytes], stopped: Callable[[], bool]) -> None:
    """Wait for a command; if it is to be stopped, end it with everything that it started."""
    while child.poll() is None and not stopped():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_LOOK)
    for number in (signal.SIGTERM, signal.SIGKILL):
        if child.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_PATIENCE)
