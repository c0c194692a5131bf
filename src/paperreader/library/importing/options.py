"""How texts are to be imported: one object, passed from the user interface down to the code that stores records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperreader.domain import Paper


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Choices made before an import. Formats are given by name, since the library does not know them."""

    format: str | None = None
    """The format that all texts are in; `None`: each is recognised by its content."""
    formats: Mapping[str, str] = field(default_factory=dict)
    """The formats of individual texts, by the names of the texts."""
    rankings: Mapping[int, Sequence[tuple[str, float]]] = field(default_factory=dict)
    """The formats that texts looked like in their previews: see `exchange.rankings`."""
    encoding: str | None = None
    """The encoding of all texts; `None`: each is detected."""
    moved: Mapping[Paper, int] = field(default_factory=dict)
    """How many words to move the ends of titles, by papers as they are read."""
    imported: str | None = None
    """The import time of the papers, which files imported together share; `None`: now."""
    adopt_tags: bool = False
    """Turn the source's keywords into the reader's own tags, even on papers already in the library."""
    adopt_notes: bool = False
    """Turn the source's remarks into the reader's own notes, likewise, except those that a paper already has."""
    dry_run: bool = False
    """Do everything, then roll it back: the report is accurate, but the library is unchanged."""
