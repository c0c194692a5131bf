"""`paperreader import`: files, directories and standard input, one report each, and what they leave behind."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.cli.printing import complain, is_terminal
from paperreader.exchange import files_in, read_in
from paperreader.formats import Unreadable
from paperreader.paper import clean, now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from paperreader.formats import Format
    from paperreader.library.importing import Progress, Report
    from paperreader.library.store import Library

FAILED: Final = 1
LEFT_OUT: Final = 3
STOPPED: Final = 130
STDIN: Final = "-"

_QUICK: Final = 0.3
"""Seconds for which nobody wonders whether anything happens."""
_NAME: Final = 40
"""Characters of a file's name, the last, that are shown beside its progress."""


class Import:
    """One run of the command.

    Args:
        library: where the papers go.
        format: how to read all files, or `None` to find out for each.
        told: gets the report of every file that could be read.
    """

    def __init__(
        self,
        library: Library,
        *,
        format: Format | None,  # noqa: A002 - the field's own word
        dry_run: bool,
        told: Callable[[Report], None],
    ) -> None:
        self._library = library
        self._format = format
        self._dry_run = dry_run
        self._told = told
        self._moment = now()
        self._failed = False
        self._left_out = False
        self._stopped = False
        self._waiting = False

    def run(self, names: Sequence[str]) -> int:
        """Import what `names` name; whatever cannot be read costs only itself. Returns the exit code."""
        with self._interruptible():
            for name in dict.fromkeys(names):
                if not self._stopped:
                    self._named(name)
        if self._stopped:
            complain("stopped. What was stored stays; import the file again to go on.")
            return STOPPED
        return FAILED if self._failed else LEFT_OUT if self._left_out else 0

    def _named(self, name: str) -> None:
        papers = missed = files = 0
        sources = [self._stdin] if name == STDIN else self._files(Path(name))
        for source in sources:
            files += 1
            report = self._attempt(source)
            if report is None:
                missed += 1
                continue
            papers += report.papers
            self._left_out = self._left_out or report.left_out > 0
            if self._stopped:
                return
        if papers:
            self._left_out = self._left_out or missed > 0
            return
        self._failed = True
        if files != 1 or not missed:  # one file that could not be read has been complained of
            complain(f"{name}: there is no paper in it.")

    def _files(self, path: Path) -> Iterator[Callable[[], Report]]:
        try:
            for file in files_in([path]):
                yield partial(self._read, file)
        except OSError as error:
            why = f"{path} cannot be opened: {error.strerror}. Check the path and your permissions."

            def refuse() -> Report:
                raise Unreadable(why)

            yield refuse

    def _stdin(self) -> Report:
        if sys.stdin is None or is_terminal(sys.stdin):
            raise Unreadable("Standard input is a terminal. Pipe a list into it, or name a file.")
        self._waiting = True
        try:
            return self._read(None)
        finally:
            self._waiting = False

    def _attempt(self, source: Callable[[], Report]) -> Report | None:
        try:
            report = source()
        except Unreadable as error:
            complain(str(error))
            return None
        except KeyboardInterrupt:
            self._stopped = True
            return None
        self._stopped = self._stopped or report.cancelled
        self._told(report)
        return report

    def _read(self, file: Path | None) -> Report:
        meter = _Meter(str(file or "standard input"))

        def progress(so_far: Progress) -> bool:
            meter.show(so_far)
            return not self._stopped

        try:
            return read_in(
                self._library,
                file or sys.stdin.buffer,
                format=self._format,
                imported=self._moment,
                dry_run=self._dry_run,
                progress=progress,
            )
        except OSError as error:
            raise Unreadable(f"{file or 'standard input'} cannot be read on: {error.strerror}.") from error
        finally:
            meter.clear()

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Let Ctrl-C end the import after the batch it is at; a second one, or one while waiting, ends it at once."""

        def interrupt(_number: int, _frame: FrameType | None) -> None:
            if self._stopped or self._waiting:
                raise KeyboardInterrupt
            self._stopped = True

        before = signal.signal(signal.SIGINT, interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


class _Meter:
    """How far an import is, in one line of a terminal; silent where there is none, and while it is quick."""

    def __init__(self, name: str) -> None:
        self._name = clean(name).replace("\n", " ")[-_NAME:]
        self._shown = 0

    def show(self, so_far: Progress) -> None:
        if so_far.seconds < _QUICK or not is_terminal(sys.stderr):
            return
        rate = so_far.records / so_far.seconds
        self._write(f"{self._name}: {so_far.records:,} papers, {rate:,.0f} a second")

    def clear(self) -> None:
        if self._shown:
            self._write("")
            self._write("")

    def _write(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(text)
