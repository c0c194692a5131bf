"""Writes papers to a file, a folder or a text."""

from __future__ import annotations

import errno
import io
import shutil
import stat
from typing import TYPE_CHECKING, Final

from paperreader.domain import Wording
from paperreader.exchange.atomic_write import write_whole
from paperreader.exchange.outcome import Exported, ExportStopped, counted_out
from paperreader.exchange.set_aside import place_aside
from paperreader.exchange.staged_files import StagedFiles, stamp
from paperreader.exports import find_block, write_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

    from paperreader.domain import Aside, Entry
    from paperreader.exchange.outcome import Progress
    from paperreader.exports import Block, Comment, Export
    from paperreader.library import Reader


_LOOK: Final = 1_000
"""Lines that are no papers between two looks at whether to go on."""
_SOME: Final = 1 << 20
"""Bytes copied at a time."""


def _ever(_: int) -> bool:
    return True


def write_file(
    reader: Reader,
    papers: Sequence[int] | None,
    export: Export,
    place: Path,
    progress: Progress = _ever,
    colour_names: Mapping[str, str] | None = None,
    *,
    history: bool = False,
) -> Exported:
    """Write papers to a file, or with a format that fills folders, to a folder.

    Whatever was there stays until the new file is complete. A file that would be the same is not touched. Where the
    file has a block of an earlier export, only that is rewritten.

    Args:
        papers: `None` is the whole library: see `write_library`.
        progress: is told how many papers are done, and says whether to go on.
        colour_names: the user's own names of colours, by colour.
        history: of a whole library, the journal as well.

    Raises:
        ExportStopped: `progress` said so; whatever was there is unchanged, or complete.
        MissingPackage: the export needs a package that is not installed; whatever was there is unchanged.
        OSError: it cannot be written; whatever was there is unchanged, or complete.
        BlockDamaged: it cannot be told what in the file is the user's; it is unchanged.
    """
    if export.page is not None and papers is not None:
        from paperreader.exchange.export_folder import write_folder

        return write_folder(reader, papers, export.page, place, progress, colour_names or {})
    done, was = Exported(), stamp(place)
    if export.comment is None or papers is None or not _may_have_block(place):
        with write_whole(place) as out:
            done.papers = _write(reader, papers, export, out, progress, colour_names, history=history)
    else:
        entries = counted_out(reader.entries(papers), progress)
        _write_in_block(export, export.comment, place, entries, _wording(reader, colour_names), done)
    done.files = int(stamp(place) != was)
    return done


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
    count = export.write(counted_out(reader.entries(reader.whole()), progress), out, wording)
    if export.write_asides is not None:
        export.write_asides(_watched(reader.asides(history=history), count, progress), out)
    return count


def _watched(asides: Iterable[Aside], count: int, progress: Progress) -> Iterator[Aside]:
    for number, aside in enumerate(asides):
        if number % _LOOK == 0 and not progress(count):
            raise ExportStopped
        yield aside


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
    *,
    history: bool = False,
) -> int:
    wording = _wording(reader, colour_names)
    if papers is None:
        return write_library(reader, export, out, wording, progress, history=history)
    stream = out.buffer if export.binary else out
    return export.write(counted_out(reader.entries(papers), progress), stream, wording)


def _wording(reader: Reader, colour_names: Mapping[str, str] | None) -> Wording:
    return Wording(colour_names or {}, reader.linked_papers)


def _may_have_block(place: Path) -> bool:
    """Whether it is a file, or nothing yet: what is written to a pipe is all that there is."""
    try:
        return stat.S_ISREG(place.stat().st_mode)
    except FileNotFoundError:
        return True


def _write_in_block(
    export: Export, comment: Comment, place: Path, entries: Iterator[Entry], wording: Wording, done: Exported
) -> None:
    """Write papers as the block of a file, and keep what stands around it."""
    was = stamp(place)
    block = _block_in(place, comment)
    if block is not None and not block.is_as_written:
        done.told.append(_keep(place))
    with write_whole(place) as out:
        if block is not None:
            _copy(place, out, 0, block.start)
            out.reconfigure(newline=block.newline)

        def write(text: TextIO) -> int:
            return export.write(entries, text, wording)

        done.papers = write_block(out, comment, write)
        if block is None:
            out.write("\n")
        else:
            out.flush()
            _copy(place, out, block.end, None)
            if stamp(place) != was:
                raise OSError(errno.EBUSY, "another program wrote it meanwhile; export again", str(place))


def _block_in(place: Path, comment: Comment) -> Block | None:
    try:
        with place.open("rb") as lines:
            return find_block(lines, comment)
    except FileNotFoundError:
        return None


def _copy(place: Path, out: io.TextIOWrapper, start: int, end: int | None) -> None:
    """Copy part of a file, to the byte."""
    with place.open("rb") as source:
        source.seek(start)
        if end is None:
            shutil.copyfileobj(source, out.buffer)
        else:
            left = end - start
            while left and (some := source.read(min(left, _SOME))):
                out.buffer.write(some)
                left -= len(some)


def _keep(place: Path) -> str:
    """Keep a copy of a file in which the user changed our part, and say so."""
    data = place.read_bytes()
    aside, is_there = place_aside(place, data)
    if not is_there:
        with StagedFiles(place.parent) as files:
            files.put(aside, data, None, lambda: None)
    return (
        f"{place.name}: paperreader's part of it was changed, and is rewritten; "
        f"the file as it was is kept in {aside.name}."
    )
