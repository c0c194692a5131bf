"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.domain import Wording
from paperreader.exchange.unfinished_files import PREFIX, note_unfinished, remove_unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TextIO, TypeAlias

    from paperreader.domain import Aside, Entry
    from paperreader.exports import Export
    from paperreader.library import Reader

    Progress: TypeAlias = Callable[[int], bool]


_LOOK: Final = 1_000
"""Lines that are no papers between two looks at whether to go on."""


def _ever(_: int) -> bool:
    return True


class ExportStopped(Exception):
    """An export was to go on no longer. Nothing was written."""


def write_file(
    reader: Reader,
    papers: Iterable[int] | None,
    export: Export,
    place: Path,
    progress: Progress = _ever,
    colour_names: Mapping[str, str] | None = None,
) -> int:
    """Write papers to a file. Whatever was there stays until the new file is complete.

    Args:
        papers: `None` is the whole library: see `write_library`.
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
        return _write(reader, papers, export, out, progress, colour_names)


def write_library(
    reader: Reader, export: Export, out: TextIO, wording: Wording, progress: Progress = _ever, *, history: bool = False
) -> int:
    """Write a whole library as it is now, in a format that has a place for all of it.

    Args:
        reader: keeps its state: it is to be closed afterwards.
        history: the journal as well.

    Returns:
        How many papers were written.

    Raises:
        ExportStopped: `progress` said so.
    """
    count = export.write(_counted(reader.entries(reader.whole()), progress), out, wording)
    if export.write_asides is not None:
        export.write_asides(_watched(reader.asides(history=history), count, progress), out)
    return count


def write_text(
    reader: Reader,
    papers: Iterable[int] | None,
    export: Export,
    progress: Progress = _ever,
    colour_names: Mapping[str, str] | None = None,
) -> str:
    """Papers as the text of an export, which must not be binary.

    Args:
        papers: `None` is the whole library: see `write_library`.
        progress: is told how many papers are done, and says whether to go on.
        colour_names: the user's own names of colours, by colour.

    Raises:
        ExportStopped: `progress` said so.
    """
    out = io.StringIO(newline="")
    _write(reader, papers, export, out, progress, colour_names)
    return out.getvalue()


def _write(
    reader: Reader,
    papers: Iterable[int] | None,
    export: Export,
    out: TextIO,
    progress: Progress,
    colour_names: Mapping[str, str] | None,
) -> int:
    if papers is None:
        return write_library(reader, export, out, _wording(reader, colour_names), progress)
    stream = out.buffer if export.binary else out
    return export.write(_counted(reader.entries(papers), progress), stream, _wording(reader, colour_names))


def _wording(reader: Reader, colour_names: Mapping[str, str] | None) -> Wording:
    return Wording(colour_names or {}, reader.linked_papers)


def _counted(entries: Iterable[Entry], progress: Progress) -> Iterator[Entry]:
    for count, entry in enumerate(entries):
        if not progress(count):
            raise ExportStopped
        yield entry


def _watched(asides: Iterable[Aside], count: int, progress: Progress) -> Iterator[Aside]:
    for number, aside in enumerate(asides):
        if number % _LOOK == 0 and not progress(count):
            raise ExportStopped
        yield aside


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
    name = place.parent / f"{PREFIX}{secrets.token_hex(8)}"
    with note_unfinished(name):  # before there is a file, or one might be left that no note names
        try:
            handle = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            name.chmod(mode)
            name.replace(place)
            _keep_name(place.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                name.unlink()
            raise


def _keep_name(folder: Path) -> None:
    """Have a new name in a folder on the disk, too, where that can be asked for."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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
