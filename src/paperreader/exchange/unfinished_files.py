"""Removes the half-written files of programs that were killed.

Before a file is begun, its name is noted in the program's state folder, in a note that stays locked until the file is
complete. So nothing has to be searched for, and nothing is removed that was not noted. Files that are written together
have the noted name and a number (`.paperreader-x1y2.17`).
"""

from __future__ import annotations

import contextlib
import fcntl
import glob
import os
import re
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.config import make_private_folder, state_path

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = ".paperreader-"
"""The prefix of files that are being written."""
_NOTED: Final = "unfinished"
"""The folder of the notes."""
_STATE: Final = re.compile(r"state\.json\.([0-9]{1,9})")
_OLD: Final = 3600.0
"""Seconds after which a small file is certainly no longer being written."""
_LONGEST: Final = 10_000
"""The most bytes a note can have."""


@contextlib.contextmanager
def note_unfinished(place: Path) -> Iterator[None]:
    """Note that a file is being written, for as long as it is. A note that cannot be made is no error."""
    note = state_path().parent / _NOTED / place.name.removeprefix(PREFIX)
    file = -1
    with contextlib.suppress(OSError):
        make_private_folder(note.parent)
        file = os.open(note, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.write(file, os.fsencode(place))
    try:
        yield
    finally:
        if file >= 0:
            with contextlib.suppress(OSError):
                note.unlink()
            os.close(file)


def remove_unfinished() -> None:
    """Remove what killed programs left behind. Whatever cannot be removed stays, silently."""
    state = state_path()
    with contextlib.suppress(OSError):
        for note in list((state.parent / _NOTED).iterdir()):
            with contextlib.suppress(OSError, ValueError):
                _sweep_noted(note)
    with contextlib.suppress(OSError):
        for one in list(state.parent.iterdir()):
            found = _STATE.fullmatch(one.name)
            with contextlib.suppress(OSError):
                if found and _is_ours(one) and (not _lives(int(found[1])) or _is_old(one)):
                    one.unlink()


def _sweep_noted(note: Path) -> None:
    file = os.open(note, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails while somebody is writing it
        place = Path(os.fsdecode(os.read(file, _LONGEST)))
        if place.name.startswith(PREFIX) and place.is_absolute():
            for one in [place, *place.parent.glob(f"{glob.escape(place.name)}.[0-9]*")]:
                if _is_ours(one):
                    one.unlink()
        note.unlink()
    finally:
        os.close(file)


def _is_ours(place: Path) -> bool:
    """Whether it is a file of this user, not a link."""
    try:
        found = place.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()


def _is_old(place: Path) -> bool:
    return time.time() - place.lstat().st_mtime > _OLD


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
