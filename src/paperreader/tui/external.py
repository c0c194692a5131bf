"""What lies outside the terminal program: the reader's editor, browser and clipboard."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from paperreader.tui.app import PaperReader


def edit_outside(app: PaperReader, text: str) -> str | None:
    """Edit `text` in $VISUAL or $EDITOR; `None`, and a word to the reader, if that did not work."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    # A directory of its own, 0700, and a file in it that is 0600: notes are nobody else's.
    with tempfile.TemporaryDirectory(prefix="paperreader-") as directory:
        path = Path(directory, "note.md")
        path.touch(0o600)
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                ended = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - never through a shell
        except SuspendNotSupported:
            app.tell("This terminal cannot make room for another program; the note editor (e) works.", error=True)
            return None
        except OSError as error:
            app.tell(f"{command[0]}: {error.strerror}. Set $EDITOR to an editor you have.", error=True)
            return None
        if ended.returncode != 0:
            app.tell(f"{command[0]} ended with {ended.returncode}; the note is as it was.", error=True)
            return None
        return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")


def copy(app: PaperReader, text: str, what: str) -> None:
    """Put text on the clipboard: by OSC 52, which crosses SSH, and by the machine's own clipboard program if any."""
    app.copy_to_clipboard(text)
    app.run_worker(lambda: _copy_here(text), thread=True, group="clipboard")
    app.tell(f"copied {what}")


def _copy_here(text: str) -> None:
    import pyperclip

    # There may be no clipboard program here, over SSH for one: then OSC 52 has done it.
    with contextlib.suppress(pyperclip.PyperclipException):
        pyperclip.copy(text)


def browse(app: PaperReader, url: str) -> None:
    """Open a page in the browser. Only http and https, whatever stood in the text."""
    if not url.startswith(("https://", "http://")):
        app.tell("Only http and https links are opened.", error=True)
        return
    app.run_worker(lambda: _browse(app, url), thread=True, group="browser")
    app.tell(f"opening {url}")


def _browse(app: PaperReader, url: str) -> None:
    import webbrowser

    try:
        opened = webbrowser.get().open(url)
    except webbrowser.Error:
        opened = False
    if not opened:
        app.call_from_thread(app.tell, f"No browser here. The link: {url}", error=True)
