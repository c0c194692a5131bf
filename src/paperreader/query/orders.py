"""The orders that papers can be listed in: one table of all but their SQL, which `library.search.orders` has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

RELEVANCE: Final = "relevance"


class Order(NamedTuple):
    """One way to put papers in order."""

    name: str
    """What stands behind `sort:` and `--sort`, and in the id of its command `sort.…`, which keymaps name."""
    help: str
    """What comes first, for somebody who is typing a query."""
    title: str
    """What its key does, as help and palette say it."""
    key: str
    """After a comma; the capital is the other way round."""
    likely: int
    """Where completion offers it: the likeliest first."""
    called: str
    """What papers are said to be listed by."""
    turns: bool = True
    """Whether it can be the other way round: `sort:-date`."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its command."""
        return (f", {self.key}", f", {self.key.upper()}") if self.turns else (f", {self.key}",)


ORDERS: Final[Mapping[str, Order]] = {
    one.name: one
    for one in (
        Order("date", "the newest first", "Sort by date published, newest first; capital: oldest", "d", 1, "date"),
        Order(
            "added", "the newest import first", "Sort by date imported, newest first; capital: oldest", "a", 2,
            "date imported",
        ),
        Order("title", "A to Z", "Sort by title, A to Z; capital: Z to A", "t", 4, "title"),
        Order("upvotes", "most first", "Sort by upvotes, most first; capital: fewest", "u", 3, "upvotes"),
        Order("decision", "undecided first", "Sort by decision, undecided first; capital: last", "s", 5, "decision"),
        Order(RELEVANCE, "the best matches first", "Best matches first", "r", 0, "relevance", turns=False),
    )
}  # fmt: skip
"""By name. To add one: a row here, and its SQL in `library.search.orders`."""
