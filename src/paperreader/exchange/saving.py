"""Papers to files: each whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator

    from paperreader.exports import Export
    from paperreader.library.store import Library


def write_file(library: Library, papers: Iterable[int], export: Export, place: Path) -> int:
    """Write papers to a file, whole or not at all: what stood there before stays until the new one is complete.

    Returns:
        How many papers were written.

    Raises:
        OSError: it cannot be written; what stood there is as it was.
    """
    reader = library.reader()
    try:
        with write_whole(place) as out:
            return export.write(reader.entries(papers), out)
    finally:
        reader.close()


@contextlib.contextmanager
def write_whole(place: Path) -> Iterator[io.TextIOWrapper]:
    """A text file that takes the place of `place` when it is complete and on the disk.

    What is no file (a pipe, `/dev/null`) is written to as it is, for nothing may take its place.

    Raises:
        OSError: it cannot be written; what stood there is as it was.
    """
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG | 0o600
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "this is a directory", str(place))
    if not stat.S_ISREG(mode):
        with place.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    try:
        with _in_its_place(place.resolve(), mode & 0o777) as out:  # through a link to what it names
            yield out
    except OSError as error:  # by the name that was asked for, which is the one that is known
        raise OSError(error.errno, error.strerror or str(error), str(place)) from error


@contextlib.contextmanager
def _in_its_place(place: Path, mode: int) -> Iterator[io.TextIOWrapper]:
    handle, name = tempfile.mkstemp(prefix=".paperreader-", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(mode)
        Path(name).replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
