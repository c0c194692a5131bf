"""The tables that changes are made in: one row for each, with all that follows from a change of its rows.

To add a kind of row that the reader makes (and can undo), add a migration, raise `SCHEMA`, add a row here, and write
the module that puts such rows by `Change.put`. The journal, undo and redo, search, and the merging of papers follow
what this table says.
"""

from __future__ import annotations

from typing import Final, NamedTuple

SCHEMA: Final = 17
"""The schema this program writes, kept in `PRAGMA user_version`: the number of its migrations."""

Value = str | int | float | None
Values = dict[str, Value]
"""A row, or some of its columns, by name."""


class Table(NamedTuple):
    """A kind of row, and what follows when one is created, changed or deleted."""

    name: str
    is_own: bool = True
    """The rows are the reader's own: each has a uid, the times it was created and updated, and a revision."""
    key: tuple[str, ...] = ("uid",)
    """The columns by which the journal names a row."""
    papers: tuple[str, ...] = ("paper",)
    """The columns that name papers, by their ids."""
    papers_of: str | None = None
    """SQL for the papers that a row is about, by its uid, if other rows define them."""
    is_searched: bool = False
    """Search finds papers by what the rows say."""
    words: str | None = None
    """SQL for the text in a row `t` by which search finds its paper, in addition to the paper's own text."""
    has_links: bool = False
    """The rows are notes, whose `[[…]]` lead to papers."""
    hides: bool = False
    """The rows decide which papers can be seen."""
    lists: bool = False
    """The rows say in which order papers are listed."""
    moves: bool = False
    """The rows of a paper that is merged into another go to that one."""
    once: tuple[str, ...] | None = None
    """A paper has at most one row for each value of these columns: when papers are merged, a second one stays."""

    @property
    def is_printed(self) -> bool:
        """The rows hold what the sources say about papers, so a change reindexes the paper."""
        return self.is_searched and not self.is_own


TABLES: Final = {
    table.name: table
    for table in (
        Table("papers", is_own=False, papers=("id",), is_searched=True),
        Table("identifiers", is_own=False, key=("scheme", "value", "paper"), is_searched=True),
        Table("imports", is_own=False, papers=(), hides=True),
        Table("tags", papers=(), papers_of="select paper from taggings where tag = ?", is_searched=True),
        Table(
            "taggings",
            is_searched=True,
            words="(select name from tags where uid = t.tag)",
            moves=True,
            once=("tag",),
        ),
        # Highlighted words are in the abstract, unless that has changed; tags are JSON, whose signs are not words.
        Table("highlights", is_searched=True, words="t.comment || ' ' || t.quote || ' ' || t.tags", moves=True),
        Table("notes", is_searched=True, words="t.body", has_links=True, moves=True),
        Table("states"),
        Table("views", papers=()),
        Table("criteria", papers=()),
        Table("jumps", moves=True),
        Table("attachments", moves=True),
        Table("queue", lists=True, moves=True, once=()),
        Table("merges", papers=("paper", "kept"), hides=True),
        Table("apart", papers=("one", "other")),
    )
}
"""By name. How the states of two papers become one is written in `merging`."""
