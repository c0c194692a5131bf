"""How texts are to be imported: one object from whoever asks for it down to where records are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperreader.domain import Paper


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What was chosen before an import. Formats go by their names here, for a library knows no format."""

    format: str | None = None
    """The format that all texts are in; `None`: each is recognised by its content."""
    formats: Mapping[str, str] = field(default_factory=dict)
    """The formats that some of the texts are in, by the names of these."""
    rankings: Mapping[int, Sequence[tuple[str, float]]] = field(default_factory=dict)
    """The formats that texts looked like in their previews: see `exchange.rankings`."""
    encoding: str | None = None
    """The encoding that all texts are in; `None`: it is found out for each."""
    moved: Mapping[Paper, int] = field(default_factory=dict)
    """By how many words to move the ends of titles, by papers as they are read."""
    imported: str | None = None
    """The moment that counts as the papers' coming in, which files imported together share; `None`: now."""
    adopt_tags: bool = False
    """Make the keywords of the source the reader's own tags, also on papers that are there already."""
    adopt_notes: bool = False
    """Make the remarks of the source the reader's own notes, likewise, but for those that a paper has."""
    dry_run: bool = False
    """Do everything, then roll it back: the report is true, the library as it was."""
