"""Finds the files that arrive in watched folders, each once, when it is complete.

What was imported is remembered between runs by its content, in a file beside the program's state, one for each library:
so a file that is moved or copied is not imported again, nor one whose import was undone, and what arrived while nobody
watched is found at the next start.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import time
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from paperreader.config import make_private_folder, state_path
from paperreader.exchange.sources import files_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_SETTLED: Final = 1.0
"""Seconds for which a file must stay the same before it counts as complete."""
_OLD: Final = 5.0
"""Seconds since its last change after which it counts as complete at first sight."""
_TICK: Final = 250
"""Milliseconds between two looks at files that are not complete yet, and at whether to stop."""
_ANYWAY: Final = 10.0
"""Seconds after which folders are looked through although nothing was heard of them: not every file system tells."""
_PARTIAL: Final = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".swp", "~")
"""How programs end the names of files that they have not finished."""

_Stamp = tuple[int, int]
"""The size of a file, and when it was changed, in nanoseconds."""


class Stop(Protocol):
    """Says when to stop."""

    def is_set(self) -> bool:
        """Whether it is time to stop."""

    def wait(self, seconds: float) -> bool:
        """Wait until it is time to stop, at most for some seconds. Returns whether it is."""


class Arrivals:
    """The files that arrive in some folders, and in those below them; hidden ones are left alone."""

    def __init__(self, folders: Sequence[Path], library: Path) -> None:
        """Remember what of them was imported to a library before."""
        self._folders = folders
        self._memory = _Memory(library)
        self._waiting: dict[Path, tuple[_Stamp, float]] = {}
        """The files that may not be complete: their stamps, and since when they have had them."""
        self._given: dict[Path, tuple[_Stamp, str]] = {}
        """Files that cannot be read, or are being imported: their stamps, and their digests if known."""

    def batches(self, stop: Stop) -> Iterator[Iterator[Path]]:
        """Yield what has arrived whenever something may have, until it is time to stop."""
        looked = -_ANYWAY
        for heard in _wake_ups(self._folders, stop):
            if heard or self._waiting or time.monotonic() - looked > _ANYWAY:
                looked = time.monotonic()
                yield self._complete()

    def imported(self, file: Path) -> None:
        """Remember that a file was imported, or can never be."""
        found, digest = self._given[file]
        if digest:
            del self._given[file]
            self._memory.add(file, found, digest)

    def not_imported(self, file: Path) -> None:
        """Offer a file again: it could not be imported now."""
        self._given.pop(file, None)

    def _complete(self) -> Iterator[Path]:
        before, self._waiting = self._waiting, {}
        for file in files_in(self._folders):
            if file.name.startswith(".") or file.name.endswith(_PARTIAL):
                continue
            found = _stamp_of(file)
            if found is None or self._memory.knows(file, found) or self._given.get(file, ((), ""))[0] == found:
                continue
            then, since = before.get(file, (None, time.monotonic()))
            if then != found:
                since = time.monotonic()
            if time.monotonic() - since < _SETTLED and time.time() - found[1] / 1e9 < _OLD:
                self._waiting[file] = found, since
                continue
            digest = _digest(file)
            if digest and self._memory.has(digest):
                self._memory.add(file, found, digest)
            else:
                self._given[file] = found, digest
                yield file


def _wake_ups(folders: Sequence[Path], stop: Stop) -> Iterator[bool]:
    """Yield several times a second, whether anything was heard of the folders; at first, it was."""
    from watchfiles import watch

    is_first = True  # what arrives before it listens is not heard of
    with contextlib.suppress(OSError, RuntimeError):  # the system watches no more, or a folder is gone
        for changes in watch(
            *folders,
            watch_filter=None,
            stop_event=cast("Any", stop),  # whatever has `is_set`
            debounce=_TICK,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            raise_interrupt=True,
            ignore_permission_denied=True,
        ):
            yield bool(changes) or is_first
            is_first = False
    while not stop.wait(_TICK / 1000):
        yield is_first
        is_first = False


def _stamp_of(file: Path) -> _Stamp | None:
    """Return the stamp of a file; `None` if it is empty, or not a file."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) and found.st_size else None


def _digest(file: Path) -> str:
    """Return what a file is recognised by, wherever it is; empty if it cannot be read."""
    try:
        with file.open("rb") as data:
            return hashlib.file_digest(data, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:
        return ""


class _Memory:
    """The files that were imported to a library: a line of JSON for each. It can be damaged: that is never an error."""

    def __init__(self, library: Path) -> None:
        name = hashlib.sha256(os.fsencode(os.path.realpath(library))).hexdigest()[:32]
        self._path = state_path().parent / "watched" / f"{name}.jsonl"
        self._files: dict[str, _Stamp] = {}
        self._digests: set[str] = set()
        with contextlib.suppress(OSError):
            for line in self._path.read_text("utf-8", "replace").splitlines():
                with contextlib.suppress(ValueError, TypeError, RecursionError):
                    file, size, changed, digest = json.loads(line)
                    self._files[str(file)] = int(size), int(changed)
                    self._digests.add(str(digest))

    def knows(self, file: Path, found: _Stamp) -> bool:
        """Whether a file was imported and has not changed since."""
        return self._files.get(_name(file)) == found

    def has(self, digest: str) -> bool:
        """Whether a file with this content was imported."""
        return digest in self._digests

    def add(self, file: Path, found: _Stamp, digest: str) -> None:
        """Remember a file."""
        self._files[_name(file)] = found
        self._digests.add(digest)
        with contextlib.suppress(OSError):
            make_private_folder(self._path.parent)
            with open(os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY | os.O_CLOEXEC, 0o600), "a") as out:  # noqa: PTH123 - a descriptor
                out.write(json.dumps([_name(file), *found, digest]) + "\n")


def _name(file: Path) -> str:
    return os.path.abspath(file)  # noqa: PTH100 - a link is a file of its own here
