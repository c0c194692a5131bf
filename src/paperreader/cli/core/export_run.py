"""`paperreader export`: writes papers to a stream, a file or a folder, once or whenever the library changes."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.cli.core.context import open_library
from paperreader.cli.core.failure import Failure
from paperreader.cli.core.output import complain
from paperreader.cli.core.stop_signals import StopSignals
from paperreader.cli.core.targets import colour_names, wording
from paperreader.domain import counted
from paperreader.library import LibraryError, Replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO, TextIO

    import click

    from paperreader.exports import Export
    from paperreader.library import Library, Reader

LEFT_OUT: Final = 3

_LOOK: Final = 0.25
"""Seconds between two looks at whether the library has changed."""
_QUIET: Final = 0.75
"""Seconds without a change after which it is exported: who types a note saves it again and again."""
_LATEST: Final = 5.0
"""Seconds after a change at which it is exported even if others follow."""


class ExportRun:
    """One run of `paperreader export`.

    Args:
        find: finds the papers; `None` is the whole library.
        export: returns the format for the papers found.
        history: of a whole library, the journal as well.
    """

    def __init__(
        self,
        find: Callable[[Reader], Sequence[int] | None],
        export: Callable[[Reader, Sequence[int] | None], Export],
        *,
        history: bool = False,
    ) -> None:
        self._find, self._export, self._history = find, export, history

    def to_stream(self, reader: Reader, out: TextIO | BinaryIO) -> int:
        """Write to a text stream, or to a binary one if the format is binary; returns how many papers."""
        from paperreader.exchange import write_library

        papers = self._find(reader)
        export = self._export(reader, papers)
        if papers is None and isinstance(out, io.TextIOBase):
            reader.keep_state()
            return write_library(reader, export, out, wording(reader), history=self._history)
        return export.write(reader.entries(papers or ()), out, wording(reader))

    def once(self, reader: Reader, place: str) -> int:
        """Export to a file or a folder; returns the exit code.

        Raises:
            Failure: nothing was written.
        """
        return self._write(reader, place, lambda _: True, always=True)

    def keep_up_to_date(self, ctx: click.Context, place: str) -> None:
        """Export, and again after each change of the library, until Ctrl-C or SIGTERM.

        Raises:
            Failure, LibraryError: the first export failed.
        """
        from paperreader.exchange import ExportStopped

        first = True
        with StopSignals() as stop:
            try:
                while not stop.is_set():  # around again when another file has taken the library's place
                    try:
                        with open_library(ctx) as library:
                            self._follow(library, place, stop, first=first)
                    except Replaced:
                        complain("the library was replaced by another file; following that one.")
                    except (Failure, LibraryError) as error:
                        if first:
                            raise
                        complain(error.format_message() if isinstance(error, Failure) else str(error))
                        stop.wait(_LATEST)
                    first = False
            except ExportStopped:
                pass

    def _follow(self, library: Library, place: str, stop: StopSignals, *, first: bool) -> None:
        """Export whenever a library has changed. `first`: a failure of the first export ends it."""
        library.changed_elsewhere()
        with library.reader() as reader:
            self._write(reader, place, lambda _: not stop.is_set(), always=first)
        if first:
            complain(f"watching the library; {place} follows it until Ctrl-C.")
        while _changed(library, stop):
            try:
                with library.reader() as reader:
                    self._write(reader, place, lambda _: not stop.is_set(), always=False)
            except Failure as error:
                complain(error.format_message())

    def _write(self, reader: Reader, named: str, progress: Callable[[int], bool], *, always: bool) -> int:
        """Write the papers as they are now, and say what was written; `always`, even if nothing had to be."""
        from paperreader.exchange import why_not_written, write_file

        place, papers = Path(named), self._find(reader)
        export = self._export(reader, papers)
        if papers is None:
            reader.keep_state()
        try:
            done = write_file(reader, papers, export, place, progress, colour_names(), history=self._history)
        except (OSError, ValueError) as error:
            what = "Nothing was written" if export.page is None else "The notes that were not written are as before"
            raise Failure(f"{named}: {why_not_written(error, place)}. {what}.") from error
        for line in done.told:
            complain(line)
        if export.page is not None and (done.files or always):
            same = done.papers - done.files - done.left_out
            unchanged = f", {same:,} unchanged" if same > 0 else ""
            complain(f"{counted(done.files, 'note')} written to {named}{unchanged}.")
        elif done.files or always:
            complain(f"{counted(done.papers, 'paper')} written to {named}.")
        return LEFT_OUT if done.left_out else 0


def _changed(library: Library, stop: StopSignals) -> bool:
    """Wait until the library has changed, and is quiet again; returns false if it is time to stop."""
    while not stop.wait(_LOOK):
        if library.changed_elsewhere():
            latest = time.monotonic() + _LATEST
            quiet = time.monotonic() + _QUIET
            while time.monotonic() < min(quiet, latest):
                if stop.wait(_LOOK):
                    return False
                if library.changed_elsewhere():
                    quiet = time.monotonic() + _QUIET
            return True
    return False
