"""The orders in which papers can be listed: everything but their SQL, which is in `library.search.orders`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

RELEVANCE: Final = "relevance"


class Order(NamedTuple):
    """An order in which papers can be listed."""

    name: str
    """Its name after `sort:` and `--sort`, and in its command id `sort.…`, which keymaps use."""
    help: str
    """What comes first, as query completion and the menu of its keys put it."""
    reversed: str
    """What comes first if it is reversed; empty if it cannot be."""
    title: str
    """What its key does, as the help and the palette put it."""
    key: str
    """The key after a comma; its capital reverses the order."""
    likely: int
    """Its rank in completion; the most likely is first."""
    called: str
    """What papers are listed by, in a sentence."""

    @property
    def turns(self) -> bool:
        """Whether it can be reversed: `sort:-date`."""
        return bool(self.reversed)

    def of_key(self, key: str) -> str:
        """Return what comes first by one of its keys, for the menu of keys."""
        first = self.reversed if self.turns and key.isupper() else self.help
        return f"{self.called.capitalize()}: {first.removeprefix('the ')}"

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of its command."""
        return (f", {self.key}", f", {self.key.upper()}") if self.turns else (f", {self.key}",)


ORDERS: Final[Mapping[str, Order]] = {
    one.name: one
    for one in (
        Order(
            "date", "the newest first", "the oldest first", "Sort by date published, newest first; capital: oldest",
            "d", 1, "date",
        ),
        Order(
            "added", "the newest import first", "the oldest import first",
            "Sort by date imported, newest first; capital: oldest", "a", 2, "date imported",
        ),
        Order("title", "A to Z", "Z to A", "Sort by title, A to Z; capital: Z to A", "t", 4, "title"),
        Order(
            "upvotes", "most first", "fewest first", "Sort by upvotes, most first; capital: fewest", "u", 3, "upvotes"
        ),
        Order(
            "decision", "undecided first", "undecided last", "Sort by decision, undecided first; capital: last", "s", 5,
            "decision",
        ),
        Order(
            "queue", "the next to read first", "the last to read first",
            "Sort by place in the queue; capital: last first", "q", 6, "queue",
        ),
        Order(
            "rating", "best first", "lowest first", "Sort by rating, highest first; capital: lowest", "g", 7, "rating"
        ),
        Order(
            "due", "the longest due first", "the last due first", "Sort by the day to read again; capital: last first",
            "e", 8, "day",
        ),
        Order(RELEVANCE, "the best matches first", "", "Best matches first", "r", 0, "relevance"),
    )
}  # fmt: skip
"""By name. To add an order, add a row here and its SQL in `library.search.orders`."""
