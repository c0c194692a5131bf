"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import io
import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.exchange.unfinished_files import PREFIX, note_unfinished, remove_unfinished
from paperreader.exports import BlockDamaged, CannotFormat

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def write_whole(place: Path) -> Iterator[io.TextIOWrapper]:
    """Open a text file that replaces `place` once it is complete and on the disk; not if it is the same.

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
            if place.exists() and filecmp.cmp(name, place, shallow=False):
                name.unlink()
                return
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
    if isinstance(error, CannotFormat):
        return str(error).rstrip(".")
    if isinstance(error, BlockDamaged):
        return f"{error}; mend the file, or name another"
    if isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENOTDIR):
        gap = next((one for one in reversed(place.parents) if not one.is_dir()), place.parent)
        return f"“{gap}” is a file, not a directory" if gap.exists() else f"there is no directory “{gap}”"
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()
    return "no file can have this name"


_REASONS: Final = {
    errno.EEXIST: "this is a file; name a folder",
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
