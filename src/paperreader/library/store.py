"""A library: one SQLite file, and the objects through which the rest of the program reads and writes it."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from paperreader.domain import DEFAULT_KEY_TEMPLATE
from paperreader.library.database import Writer
from paperreader.library.opening import make_private, open_for_writing
from paperreader.library.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from paperreader.domain import Leftover, Record
    from paperreader.library.annotations import Agenda, Annotations
    from paperreader.library.database import KeyGiver
    from paperreader.library.deduplication import Corrections
    from paperreader.library.importing import Chunk, ImportOptions, Progress, Report
    from paperreader.library.journal import Journal


class Library:
    """An open library.

    `annotations`, `agenda`, `corrections` and `journal` write, and may be called from any thread. `reader()` opens a
    connection for reading; each thread that reads needs its own.
    """

    def __init__(
        self, path: Path, *, create: bool = True, key_template: Callable[[], str] = lambda: DEFAULT_KEY_TEMPLATE
    ) -> None:
        """Open the library at `path`.

        Args:
            key_template: what citation keys are made by (see `domain.made_key`), asked for when one is needed.

        Raises:
            LibraryError: it cannot be opened, and why; nothing was changed.
        """
        self.path = path = Path(os.path.abspath(path))  # noqa: PTH100 - links are followed when it is opened
        self._key_template = key_template
        self._readers: WeakSet[Reader] = WeakSet()
        self._writer = Writer(open_for_writing(path, create=create), path)
        make_private(path)

    @cached_property
    def journal(self) -> Journal:
        """The changes that were made, with undo and redo."""
        from paperreader.library.journal import Journal

        return Journal(self._writer)

    @cached_property
    def annotations(self) -> Annotations:
        """Tags, notes, highlights, decisions, views: everything the reader adds."""
        from paperreader.library.annotations import Annotations

        return Annotations(self.journal)

    @cached_property
    def agenda(self) -> Agenda:
        """The queue of papers to read next, and the days on which papers are due to be read again."""
        from paperreader.library.annotations import Agenda

        return Agenda(self.journal)

    @cached_property
    def corrections(self) -> Corrections:
        """Edits the fields of papers and merges duplicates."""
        from paperreader.library.deduplication import Corrections

        return Corrections(self._writer, self.journal, self._keys)

    @cached_property
    def _keys(self) -> KeyGiver:
        from paperreader.library.database import KeyGiver

        return KeyGiver(self._key_template())

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the writing connection. Whoever opened a reader closes it first."""
        self._writer.close()

    def changed_elsewhere(self) -> bool:
        """Whether another program has written to the library since the last call. Does not wait.

        Raises:
            Replaced: another file has taken its place; the one that was opened can still be read, but not written.
        """
        return self._writer.changed_elsewhere()

    def patience(self, seconds: float) -> None:
        """Set how long a change waits at most for another writer.

        By default it waits five seconds for another program, and for another thread as long as that takes.
        """
        self._writer.patience(seconds)

    def interrupt(self) -> None:
        """Stop all reading and writing, in every thread. A change that is stopped leaves nothing behind."""
        self._writer.interrupt()
        for reader in list(self._readers):
            reader.interrupt()

    def reader(self) -> Reader:
        """Open a connection for reading.

        Raises:
            LibraryError: it cannot be opened.
        """
        self._writer.whereabouts.check()
        reader = Reader(self.path)
        try:
            reader.begin()
            self._writer.whereabouts.check()  # or it may have opened a file that has just taken its place
        except BaseException:
            reader.close()
            raise
        self._readers.add(reader)
        return reader

    def add(
        self,
        records: Iterable[Record | Leftover | Chunk],
        *,
        file: str,
        format: str,  # noqa: A002 - the field's own word
        options: ImportOptions | None = None,
        progress: Callable[[Progress], bool | None] | None = None,
    ) -> Report:
        """Import what a format has read: see `importing.run.import_records`.

        Args:
            records: one by one, or in chunks that another process has prepared (`exchange.read_ahead`).
        """
        from paperreader.library.importing import chunks, import_records

        return import_records(
            self._writer,
            self.journal,
            chunks(records),
            file=file,
            format=format,
            options=options,
            keys=self._keys,
            progress=progress,
        )
