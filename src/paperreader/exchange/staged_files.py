"""Writes many files of a folder, each whole or not at all, and makes them durable together.

To wait for the disk once for each file would take twenty seconds for five thousand notes. So files are written beside
their places first, a batch of them is made durable at once, and only then do they take their places.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.exchange.unfinished_files import PREFIX, note_unfinished

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_BATCH: Final = 250
"""Files that are written before any of them takes its place."""
_FEW: Final = 8
"""Up to this many files, each is made durable by itself, which leaves the rest of the disk alone."""

Stamp = tuple[int, int, int]
"""What tells whether a file has changed: its inode, size and time."""


def stamp(place: Path) -> Stamp | None:
    """Return the stamp of a file; `None` if there is none."""
    try:
        found = place.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True, slots=True)
class _Staged:
    written: Path
    place: Path
    was: Stamp | None
    overtaken: Callable[[], None]


class StagedFiles:
    """Files of one folder that are being written. As a context manager; an error leaves out those that wait."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: deque[_Staged] = deque()
        self._open = contextlib.ExitStack()
        self._first: Path | None = None
        self._count = 0

    def __enter__(self) -> StagedFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._open:
            if error is None:
                self.finish()

    def put(self, place: Path, data: bytes, was: Stamp | None, overtaken: Callable[[], None]) -> None:
        """Write a file, which takes its place with its batch.

        Args:
            place: where it belongs, in the folder or below it.
            was: the stamp of what was read there; `None` if there was nothing.
            overtaken: called if something else is there by then; the file is dropped.

        Raises:
            OSError: it cannot be written.
        """
        try:
            mode = stat.S_IMODE(place.stat().st_mode)
        except FileNotFoundError:
            mode = 0o600
        written = self._name()
        self._waiting.append(_Staged(written, place.resolve(), was, overtaken))
        with open(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600), "wb") as out:  # noqa: PTH123 - a descriptor
            os.fchmod(out.fileno(), mode)
            out.write(data)
        if len(self._waiting) >= _BATCH:
            self.finish()

    def finish(self) -> None:
        """Let all files that wait take their places.

        Raises:
            OSError: one cannot; those after it are not written.
        """
        _make_durable([one.written for one in self._waiting], self._folder)
        folders, overtaken = set(), []
        while self._waiting:
            one = self._waiting[0]
            if stamp(one.place) == one.was:
                one.written.replace(one.place)
                folders.add(one.place.parent)
            else:
                one.written.unlink()
                overtaken.append(one.overtaken)
            self._waiting.popleft()
        for folder in folders:
            _sync(folder)
        for tell in overtaken:
            tell()

    def _drop(self) -> None:
        for one in self._waiting:
            one.written.unlink(missing_ok=True)

    def _name(self) -> Path:
        """A name for a file that waits: that of the first one, which is noted as unfinished, and a number."""
        if self._first is None:
            handle, name = tempfile.mkstemp(prefix=PREFIX, dir=self._folder)
            os.close(handle)
            self._first = Path(name)
            self._open.enter_context(note_unfinished(self._first))
            self._open.callback(self._first.unlink, missing_ok=True)
            self._open.callback(self._drop)
        self._count += 1
        return self._first.with_name(f"{self._first.name}.{self._count}")


def _make_durable(files: list[Path], folder: Path) -> None:
    if len(files) > _FEW and _sync_all(folder):
        return
    for one in files:
        _sync(one)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_all(folder: Path) -> bool:
    """Make everything durable that was written to the file system of a folder. Returns whether the system can."""
    import ctypes

    sync = getattr(ctypes.CDLL(None), "syncfs", None)  # Linux has it, Python does not
    if sync is None:
        return False
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return bool(sync(handle) == 0)
    finally:
        os.close(handle)
