"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.domain import Wording
from paperreader.exchange.unfinished_files import PREFIX, note_unfinished, remove_unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from paperreader.domain import Entry
    from paperreader.exports import Export
    from paperreader.library import Reader

    Progress: TypeAlias = Callable[[int], bool]


def _ever(_: int) -> bool:
    return True


class ExportStopped(Exception):
    """An export was to go on no longer. Nothing was written."""


def write_file(
    reader: Reader,
    papers: Iterable[int],
    export: Export,
    place: Path,
    progress: Progress = _ever,
    colour_names: Mapping[str, str] | None = None,
) -> int:
    """Write papers to a file. Whatever was there stays until the new file is complete.

    Args:
        progress: is told how many papers are done, and says whether to go on.
        colour_names: the user's own names of colours, by colour.

    Returns:
        How many papers were written.

    Raises:
        ExportStopped: `progress` said so; whatever was there is unchanged.
        MissingPackage: the export needs a package that is not installed; whatever was there is unchanged.
        OSError: it cannot be written; whatever was there is unchanged.
    """
    with write_whole(place) as out:
        stream = out.buffer if export.binary else out
        return export.write(_counted(reader.entries(papers), progress), stream, _wording(reader, colour_names))


def write_text(
    reader: Reader,
    papers: Iterable[int],
    export: Export,
    progress: Progress = _ever,
    colour_names: Mapping[str, str] | None = None,
) -> str:
    """Papers as the text of an export, which must not be binary.

    Args:
        progress: is told how many papers are done, and says whether to go on.
        colour_names: the user's own names of colours, by colour.

    Raises:
        ExportStopped: `progress` said so.
    """
    out = io.StringIO(newline="")
    export.write(_counted(reader.entries(papers), progress), out, _wording(reader, colour_names))
    return out.getvalue()


def _wording(reader: Reader, colour_names: Mapping[str, str] | None) -> Wording:
    return Wording(colour_names or {}, reader.linked_papers)


def _counted(entries: Iterable[Entry], progress: Progress) -> Iterator[Entry]:
    for count, entry in enumerate(entries):
        if not progress(count):
            raise ExportStopped
        yield entry


@contextlib.contextmanager
def write_whole(place: Path) -> Iterator[io.TextIOWrapper]:
    """Open a text file that replaces `place` once it is complete and on the disk.

    A pipe or a device such as `/dev/null` is written to directly, since nothing may replace it.

    Raises:
        OSError: it cannot be written; whatever was there is unchanged.
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
    except OSError as error:  # with the name the user gave, which they know
        raise OSError(error.errno, error.strerror or str(error), str(place)) from error


@contextlib.contextmanager
def _in_its_place(place: Path, mode: int) -> Iterator[io.TextIOWrapper]:
    remove_unfinished()
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=place.parent)
    with note_unfinished(Path(name)):
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


def why_not_written(error: Exception, place: Path) -> str:
    """Say why a file could not be written, and what to do, in words that follow its name."""
    from paperreader.exports import CannotFormat

    if isinstance(error, CannotFormat):
        return str(error).rstrip(".")
    if isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENOTDIR):
        gap = next((one for one in reversed(place.parents) if not one.is_dir()), place.parent)
        return f"“{gap}” is a file, not a directory" if gap.exists() else f"there is no directory “{gap}”"
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()
    return "no file can have this name"


_REASONS: Final = {
    errno.EISDIR: "this is a directory; name a file in it",
    errno.EACCES: "you are not allowed to write there; choose another place",
    errno.EPERM: "you are not allowed to write there; choose another place",
    errno.EROFS: "nothing can be written there; choose another place",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.ENOSPC: "the disk is full; make room, or choose another place",
    errno.EDQUOT: "your disk quota is used up; make room, or choose another place",
    errno.ELOOP: "its links form a loop",
    errno.EINVAL: "no file can have this name there",
    errno.ETXTBSY: "a program runs from this file",
}
