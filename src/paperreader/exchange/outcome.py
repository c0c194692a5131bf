"""How an export went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from paperreader.domain import Entry

    Progress: TypeAlias = Callable[[int], bool]
    """Is told how many papers are done, and says whether to go on."""


class ExportStopped(Exception):
    """An export was to go on no longer."""


@dataclass(slots=True)
class Exported:
    """What an export to a file or a folder did."""

    papers: int = 0
    """How many papers it has."""
    files: int = 0
    """How many files it wrote; those that were the same already were left alone."""
    left_out: int = 0
    """How many papers it has whose files could not be written."""
    told: list[str] = field(default_factory=list)
    """What the user should know, in sentences."""


def counted_out(entries: Iterable[Entry], progress: Progress) -> Iterator[Entry]:
    """Pass papers on while `progress` says to go on.

    Raises:
        ExportStopped: it said to stop.
    """
    for count, entry in enumerate(entries):
        if not progress(count):
            raise ExportStopped
        yield entry
