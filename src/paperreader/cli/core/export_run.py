"""`paperreader export`: writes papers to a file or a folder, once or whenever the library changes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.cli.core.context import open_library
from paperreader.cli.core.failure import Failure
from paperreader.cli.core.output import complain
from paperreader.cli.core.stop_signals import StopSignals
from paperreader.cli.core.targets import colour_names, papers_asked_for
from paperreader.domain import counted
from paperreader.library import LibraryError, Replaced

if TYPE_CHECKING:
    from collections.abc import Callable

    import click

    from paperreader.cli.core.parameters import PaperRequest
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
    """One run of `paperreader export` to a file or a folder.

    Args:
        asked: which papers.
        place: where to, as typed.
    """

    def __init__(self, asked: PaperRequest, export: Export, place: str) -> None:
        self._asked, self._export, self._place = asked, export, place

    def once(self, reader: Reader) -> int:
        """Export once; returns the exit code.

        Raises:
            Failure: nothing was written.
        """
        return self._write(reader, lambda _: True, always=True)

    def keep_up_to_date(self, ctx: click.Context) -> None:
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
                            self._follow(library, stop, first=first)
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

    def _follow(self, library: Library, stop: StopSignals, *, first: bool) -> None:
        """Export whenever a library has changed. `first`: a failure of the first export ends it."""
        library.changed_elsewhere()
        with library.reader() as reader:
            self._write(reader, lambda _: not stop.is_set(), always=first)
        if first:
            complain(f"watching the library; {self._place} follows it until Ctrl-C.")
        while _changed(library, stop):
            try:
                with library.reader() as reader:
                    self._write(reader, lambda _: not stop.is_set(), always=False)
            except Failure as error:
                complain(error.format_message())

    def _write(self, reader: Reader, progress: Callable[[int], bool], *, always: bool) -> int:
        """Write the papers as they are now, and say what was written; `always`, even if nothing had to be."""
        from paperreader.exchange import why_not_written, write_file

        place = Path(self._place)
        ids = papers_asked_for(reader, self._asked)
        try:
            done = write_file(reader, ids, self._export, place, progress, colour_names())
        except (OSError, ValueError) as error:
            what = (
                "Nothing was written" if self._export.page is None else "The notes that were not written are as before"
            )
            raise Failure(f"{self._place}: {why_not_written(error, place)}. {what}.") from error
        for line in done.told:
            complain(line)
        if self._export.page is not None and (done.files or always):
            same = done.papers - done.files - done.left_out
            unchanged = f", {same:,} unchanged" if same > 0 else ""
            complain(f"{counted(done.files, 'note')} written to {self._place}{unchanged}.")
        elif done.files or always:
            complain(f"{counted(done.papers, 'paper')} written to {self._place}.")
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
