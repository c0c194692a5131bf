"""A library: one SQLite file, and the handles by which the rest of the program reads and writes it."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from paperreader.library.database.writer import Writer
from paperreader.library.opening import make_private, open_for_writing
from paperreader.library.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from paperreader.domain.paper import Leftover, Record
    from paperreader.library.annotations.annotations import Annotations
    from paperreader.library.deduplication.corrections import Curation
    from paperreader.library.importing.preparing import Chunk
    from paperreader.library.importing.run import Progress, Report
    from paperreader.library.journal.journal import Journal


class Library:
    """An open library.

    `annotations` and `journal` write what is the reader's own and may be called from any thread; `reader()` opens
    another connection for reading, one for each thread that reads.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Open the library at `path`.

        Raises:
            LibraryError: it cannot be opened, in words for its user; nothing was touched.
        """
        self.path = path = Path(os.path.abspath(path))  # noqa: PTH100 - links are followed when it is opened
        self._readers: WeakSet[Reader] = WeakSet()
        self._writer = Writer(open_for_writing(path, create=create), path)
        make_private(path)

    @cached_property
    def journal(self) -> Journal:
        """The changes: undo, redo."""
        from paperreader.library.journal.journal import (
            Journal,  # with what it needs, a tenth of a start that shows papers
        )

        return Journal(self._writer)

    @cached_property
    def annotations(self) -> Annotations:
        """What the reader adds: tags, notes, highlights, decisions, views and so on."""
        from paperreader.library.annotations.annotations import Annotations

        return Annotations(self.journal)

    @cached_property
    def curation(self) -> Curation:
        """What the reader corrects: fields of papers, and which papers are one."""
        from paperreader.library.deduplication.corrections import Curation

        return Curation(self._writer, self.journal)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the writing connection. Readers are closed by who opened them, before."""
        self._writer.close()

    def changed_elsewhere(self) -> bool:
        """Whether another program has written to the library since this was last asked. Does not wait.

        Raises:
            Replaced: another file is in its place; what was opened can be read, and no more be written.
        """
        return self._writer.changed_elsewhere()

    def patience(self, seconds: float) -> None:
        """Say how long a change waits at most for what else is being written.

        Unless told: five seconds for another program, and for another thread of this one as long as it takes.
        """
        self._writer.patience(seconds)

    def interrupt(self) -> None:
        """Break off all that is being read and written, in whatever threads; a change is made whole or not at all."""
        self._writer.interrupt()
        for reader in list(self._readers):
            reader.interrupt()

    def reader(self) -> Reader:
        """A new reading connection.

        Raises:
            LibraryError: it cannot be opened.
        """
        self._writer.whereabouts.check()
        reader = Reader(self.path)
        try:
            reader.begin()
            self._writer.whereabouts.check()  # or it may have opened what has just come into the place
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
        imported: str | None = None,
        adopt_tags: bool = False,
        adopt_notes: bool = False,
        dry_run: bool = False,
        progress: Callable[[Progress], bool | None] | None = None,
    ) -> Report:
        """Import what a format read: see `importing.import_records`.

        Args:
            records: as they are read, or in chunks that were prepared elsewhere (`exchange.read_ahead`).
        """
        from paperreader.library.importing.preparing import chunks
        from paperreader.library.importing.run import import_records  # the app starts without it

        return import_records(
            self._writer,
            self.journal,
            chunks(records),
            file=file,
            format=format,
            imported=imported,
            adopt_tags=adopt_tags,
            adopt_notes=adopt_notes,
            dry_run=dry_run,
            progress=progress,
        )
