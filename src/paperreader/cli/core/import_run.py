"""`paperreader import`: reads files, directories, archives, the clipboard or standard input, and reports on each."""

from __future__ import annotations

import gc
import signal
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from paperreader.cli.core.output import complain, is_terminal
from paperreader.domain import clean, now
from paperreader.exchange import clipboard, import_text, texts_in
from paperreader.formats import Unreadable, open_each, refuse

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from paperreader.exchange import Preview
    from paperreader.formats import OpenText
    from paperreader.library import ImportOptions, Library, Progress, Report

FAILED: Final = 1
LEFT_OUT: Final = 3
STOPPED: Final = 130
STDIN: Final = "-"
CLIPBOARD: Final = "\0clipboard"
"""Stands for the clipboard; no file can have this name."""

_QUICK: Final = 0.3
"""Seconds for which no progress needs to be shown."""
_NAME: Final = 40
"""How many characters of a file's name, from its end, are shown with its progress."""


class ImportRun:
    """One run of `paperreader import`.

    Args:
        library: where the papers go.
        told: called with the report of every readable file, and its preview.
        stop: says whether it is time to stop; Ctrl-C always is.
    """

    def __init__(
        self,
        library: Library,
        options: ImportOptions,
        *,
        told: Callable[[Report, Preview], None],
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._library = library
        self._options = replace(options, imported=now())
        self._told = told
        self._stop = stop
        self._failed = False
        self._left_out = False
        self._stopped = False
        self._waiting = False

    def run(self, names: Sequence[str]) -> int:
        """Import everything that `names` name, skipping what cannot be read; returns the exit code."""
        with self._interruptible(), _no_cycles():
            try:
                for name in dict.fromkeys(names):
                    if not self._stopped:
                        self._named(name)
            except KeyboardInterrupt:
                self._stopped = True
        if self._stopped:
            complain("stopped. What was stored is kept; import the file again to continue.")
            return STOPPED
        return FAILED if self._failed else LEFT_OUT if self._left_out else 0

    def _named(self, name: str) -> None:
        papers = missed = files = left = 0
        for opening in self._openings(name):
            files += 1
            report = self._attempt(opening)
            if report is None:
                missed += 1
                continue
            papers += report.papers
            left += report.left_out
            self._left_out = self._left_out or report.left_out > 0
            if self._stopped:
                return
        if papers:
            self._left_out = self._left_out or missed > 0
            return
        if files and not missed and not left:  # an answer of a service without papers, a table of a heading alone
            complain(f"{name.lstrip(chr(0))}: no papers in it.")
            return
        self._failed = True
        if files != 1 or not missed:  # one file that could not be read has been complained of
            complain(f"{name.lstrip(chr(0))}: there are no papers in it.")

    def _openings(self, name: str) -> Iterator[Callable[[], OpenText]]:
        """Yield a function that opens each text that a name stands for."""
        if name == CLIPBOARD:
            yield clipboard
        elif name == STDIN:
            yield from self._stdin()
        elif not name:  # a variable of the shell that is not set, perhaps: the directory one is in is not meant
            yield partial(refuse, Unreadable("A file without a name cannot be read. Check what follows “import”."))
        else:
            yield from texts_in(Path(name), encoding=self._options.encoding)

    def _stdin(self) -> Iterator[Callable[[], OpenText]]:
        if sys.stdin is None or is_terminal(sys.stdin):
            yield partial(refuse, Unreadable("Standard input is a terminal. Pipe a list into it, or name a file."))
            return
        self._waiting = True
        try:
            yield from open_each(cast("io.BufferedIOBase", sys.stdin.buffer), encoding=self._options.encoding)
        finally:
            self._waiting = False

    def _attempt(self, opening: Callable[[], OpenText]) -> Report | None:
        previews: list[Preview] = []
        try:
            source = opening()
            report = self._read(source, previews.append)
        except Unreadable as error:
            complain(str(error))
            return None
        self._stopped = self._stopped or report.cancelled
        self._told(report, previews[0])
        return report

    def _read(self, source: OpenText, shown: Callable[[Preview], None]) -> Report:
        meter = Meter(source.name)

        def progress(so_far: Progress) -> bool:
            meter.show(so_far)
            return not (self._stopped or self._stop())

        try:
            return import_text(self._library, source, self._options, shown=shown, progress=progress)
        finally:
            meter.clear()

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Let Ctrl-C end the import after the current batch; a second one, or one while waiting, ends it at once."""

        def interrupt(_number: int, _frame: FrameType | None) -> None:
            if self._stopped or self._waiting:
                raise KeyboardInterrupt
            self._stopped = True

        before = signal.signal(signal.SIGINT, interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Turn off garbage collection of cycles: an import makes none, and looking for them takes an eighth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Meter:
    """Shows an import's progress on one line of the terminal; silent without one, and while the import is quick."""

    def __init__(self, name: str) -> None:
        self._name = clean(name).replace("\n", " ")[-_NAME:]
        self._shown = 0

    def show(self, so_far: Progress) -> None:
        """Show how many papers were read, how fast, and how much is left if that is known."""
        if so_far.seconds < _QUICK or not is_terminal(sys.stderr):
            return
        self._write(f"{self._name}: {so_far}")

    def clear(self) -> None:
        """Erase the line."""
        if self._shown:
            self._write("")
            self._write("")

    def _write(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(text)
