"""Papers to files: each whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.exchange.sweeping import PREFIX, noted, sweep

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
    place = place.resolve()  # through a link to what it names
    sweep()
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=place.parent)
    with noted(Path(name)):
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            Path(name).chmod(mode & 0o777)
            Path(name).replace(place)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
