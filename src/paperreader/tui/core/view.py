"""Views: the named parts of a library that the sidebar offers and the list shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paperreader.domain import SavedView
    from paperreader.library import Counts, Import, TagCount
    from paperreader.query import Node, Sort


@dataclass(frozen=True, slots=True)
class View:
    """A named part of the library, listed in the sidebar."""

    title: str
    root: Node | None = None
    """What its papers must match; `None`: every paper."""
    sort: Sort | None = None
    """The order it was saved with."""
    tag: str | None = None
    """The tag it lists, if it lists one."""
    saved: SavedView | None = None
    """The saved view it comes from."""
    near: int | None = None
    """The paper that the listed papers are related to."""
    among: tuple[int, ...] | None = None
    """The papers themselves, if they were selected by hand rather than by a query."""
    in_own_order: bool = False
    """It is listed in the order of its own, whatever order a key asked for before."""
    nothing: str = "Nothing here."
    """What the list says when it is empty."""

    @property
    def key(self) -> str:
        """A key that distinguishes it from other views."""
        return f"{self.title}\n{self.root}\n{self.saved.uid if self.saved else ''}\n{self.near}\n{self.among}"

    @property
    def is_aside(self) -> bool:
        """Whether it is a temporary list that no query describes, which Esc leaves."""
        return self.near is not None or self.among is not None

    def is_same_as(self, other: View) -> bool:
        """Whether it is the same saved view, even if renamed or changed, or the same tag."""
        if self.saved is not None and other.saved is not None:
            return self.saved.uid == other.saved.uid
        return self.tag is not None and other.tag is not None and self.tag.casefold() == other.tag.casefold()


ALL: Final = View("All papers")

MOST_BACKLINKS: Final = 20
"""The most notes linking to a paper that its page lists: it is read with every move of the cursor."""
MOST_LINKS: Final = 200
"""The most links of a note that its page shows the titles of, for the same reason."""


def trash() -> View:
    """The trash."""
    from paperreader.query import Is

    return View("Trash", Is("trashed"))


def queue_view() -> View:
    """The queue, in its order."""
    from paperreader.query import Is, Sort

    nothing = "The queue is empty; p fills it."
    return View("Queue", Is("queued"), Sort("queue"), in_own_order=True, nothing=nothing)


def due_view() -> View:
    """What is due today to be read again, the longest due first."""
    from paperreader.query import Compare, Sort

    nothing = "Nothing is due; D sets a day."
    return View("Due today", Compare("due", "=", "today"), Sort("due"), in_own_order=True, nothing=nothing)


def tag_view(name: str) -> View:
    """The view of papers that have a tag."""
    from paperreader.query import Value

    return View(f"#{name}", Value("tag", name), tag=name)


@dataclass(frozen=True, slots=True)
class SidebarContent:
    """Everything that the sidebar shows."""

    counts: Counts
    tags: Sequence[TagCount]
    imports: Sequence[Import]
    views: Sequence[tuple[SavedView, int | None]]
    """Each with its number of papers, once that is known."""
    known_tags: Sequence[str] = ()
    """Every tag by name, used or not."""
    known_reasons: Sequence[str] = ()
    """Why papers were rejected, most common first."""
    criteria: Mapping[str, str] = field(default_factory=dict)
    """What papers must meet, by the uid of a view; under an empty name those of all papers."""
    highlight_tags: Sequence[str] = ()
    """Every tag of a highlight, by name."""
