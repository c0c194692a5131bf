"""A paper as a batch will store it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from paperreader.identity import prints

if TYPE_CHECKING:
    from paperreader.domain import Entry, Identifier, Paper
    from paperreader.identity import Prints
    from paperreader.library.database import Origins, Stored
    from paperreader.library.importing.preparation import Prepared

HERE: Final = 0
"""A placeholder for the current import in origins, until it has a number."""


@dataclass(slots=True)
class Draft:
    """A paper of this batch: as stored, if it is, and as it will be."""

    paper: Paper
    origins: Origins
    prints: Prints | None = None
    """The numbers of its text, if that is new."""
    prepared: Prepared | None = None
    """Its only record, as long as there is no other."""
    entry: Entry | None = None
    stored: Stored | None = None
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    """The identifiers to give it."""

    @property
    def fingerprint(self) -> int | None:
        """The fingerprint of its text."""
        return (self.prints if self.prints is not None else prints(self.paper)).fingerprint


def numbered(origins: Origins, number: int) -> Origins:
    """Origins with the number of the current import."""
    return {name: [number, one[1]] if one and one[0] == HERE else one for name, one in origins.items()}
