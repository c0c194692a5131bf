"""What a format reads, in batches, with all that can be found out about it before the library is asked.

A batch can be read in a thread of its own while the one before is stored: SQLite works without Python most of that
time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from paperreader.identity import prints, record_hash
from paperreader.paper import Leftover

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.identity import Prints
    from paperreader.paper import Record


@dataclass(slots=True)
class Taken:
    """A batch that was read."""

    items: list[tuple[int, Record] | Leftover] = field(default_factory=list)
    """Records, each with its hash, and what is none, in the order of the source."""
    prints: dict[int, Prints] = field(default_factory=dict)
    """Of the records, by their hashes; empty where it was not read ahead, for then most may be known."""
    line: int = 0
    """Where the last of them stands."""


class Intake:
    """Reads batches, each when it is asked for or ahead.

    Args:
        waits: whether the source may keep a reader waiting, as a pipe does: nothing of it is read ahead then, for
            who waits in a thread cannot be called back.
    """

    def __init__(self, records: Iterable[Record | Leftover], *, waits: bool) -> None:
        self._stream = iter(records)
        self._waits = waits
        self._thread: threading.Thread | None = None
        self._ahead = Taken()
        self._error: BaseException | None = None

    def take(self, size: int) -> Taken:
        """The next batch: the one that is read ahead, else one of so many items; without any at the end.

        Raises:
            Exception: whatever reading raised.
        """
        if self._thread is None:
            return self._read(size)
        self._thread.join()
        self._thread = None
        if self._error is not None:
            raise self._error
        return self._ahead

    def read_ahead(self, size: int) -> None:
        """Begin with the next batch."""
        if not self._waits:
            self._thread = threading.Thread(target=self._run, args=(size,), name="intake", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait until nothing is read any more."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, size: int) -> None:
        try:
            self._ahead = self._read(size)
            self._ahead.prints = {one[0]: prints(one[1].paper) for one in self._ahead.items if isinstance(one, tuple)}
        except BaseException as error:  # noqa: BLE001 - raised again by `take`
            self._error = error

    def _read(self, size: int) -> Taken:
        taken = Taken()
        for one in islice(self._stream, size):
            taken.items.append(one if isinstance(one, Leftover) else (record_hash(one.paper), one))
            taken.line = one.line
        return taken
