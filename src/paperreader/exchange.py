"""Files in and files out: what the command line and the app both do between a library and the disk."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from paperreader.formats import FORMATS, Format, Unreadable, open_text, recognise
from paperreader.paper import now

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from paperreader.exports import Export
    from paperreader.library.importing import Progress, Report
    from paperreader.library.store import Library


def sample_lists() -> list[Path]:
    """The reading lists that come with the program, in their order."""
    package = Path(__file__).parent
    for place in (package / "sample_data", package.parent.parent / "sample_data"):
        if place.is_dir():
            return sorted(place.glob("*.txt"))
    return []


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files among `paths` and in the directories among them, in order; hidden ones are passed over.

    A path that does not exist is passed on, for whoever opens it to say so.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for directory, below, names in os.walk(path):  # os.walk does not follow links, which may loop
            below[:] = sorted(name for name in below if not name.startswith("."))
            yield from (Path(directory, name) for name in sorted(names) if not name.startswith("."))


def read_in(
    library: Library,
    source: Path | BinaryIO,
    *,
    name: str | None = None,
    format: Format | None = None,  # noqa: A002 - the field's own word
    imported: str | None = None,
    dry_run: bool = False,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Report:
    """Import one file or stream.

    Args:
        name: what to call a stream.
        format: how to read it; without, that is found by its content.

    Raises:
        Unreadable: it cannot be opened, is no text, or nothing recognises it; nothing was stored.
        LibraryError: the library cannot be written.
    """
    with open_text(cast("Path | io.BufferedIOBase", source), name) as text:
        chosen = format or recognise(text.head)
        if chosen is None:
            known = ", ".join(one.title for one in FORMATS)
            raise Unreadable(
                f"{text.name}: nothing here looks like a list of papers. "
                f"Known are {known}; name one with --format if it is one of them."
            )
        records = chosen.read(text.stream, date.today())  # noqa: DTZ011 - the reader's own calendar
        return library.add(
            records,
            file=text.name,
            format=chosen.name,
            imported=imported,
            dry_run=dry_run,
            progress=progress,
        )


def read_files(
    library: Library,
    paths: Sequence[Path],
    *,
    progress: Callable[[Progress], bool | None] | None = None,
    problem: Callable[[str], None],
) -> Iterator[Report]:
    """Import files and directories as one batch, telling `problem` of those that cannot be read; until cancelled."""
    moment = now()
    for path in files_in(paths):
        try:
            report = read_in(library, path, imported=moment, progress=progress)
        except Unreadable as error:
            problem(str(error))
            continue
        yield report
        if report.cancelled:
            return


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
    handle, name = tempfile.mkstemp(prefix=".paperreader-", dir=place.parent)
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
