"""Decisions of screening: one table of all that the rest needs to know about each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Decision(StrEnum):
    """What a reader decided when screening: what is stored, and what exports and the command line say."""

    ACCEPT = "accept"
    REJECT = "reject"
    MAYBE = "maybe"


class Outcome(NamedTuple):
    """A decision in words, signs and keys; or that there is none."""

    decision: Decision | None
    """`None`: undecided."""
    state: str
    """What a paper then is: `accepted`. Stands behind `is:`, and names counts and styles."""
    help: str
    """What the state means, for somebody who is typing a query."""
    asking: str
    """Before it is done to many papers, with their number for the braces."""
    done: str
    """Afterwards, with the papers for the braces."""
    id: str
    """Of its command `decide.…`: keymaps name it."""
    key: str
    title: str
    """What the key does, as help and palette say it."""
    line_key: str
    """Its key in `paperreader read`."""
    line_help: str
    """What that one does."""
    sort_rank: int
    """Where it stands in `sort:decision`."""
    list_rank: int
    """Where it stands when views and counts are listed: from yes to no."""
    called: str = ""
    """What a paper is said to be in a sentence: `a maybe`."""
    sign: str = " "
    plain_sign: str = " "
    """The same in ASCII. Both take one cell."""
    colour: str = ""
    """Of the sign, by its name in a theme."""
    bold: bool = False
    reasons: bool = False
    """Whether its reasons are counted, and have keys of their own."""
    bright: bool = False
    """Whether the list shows such papers as plainly as unread ones, even when they are read."""
    quiet: bool = False
    """Whether the list shows such papers as quietly as those that are read."""

    @property
    def name(self) -> str:
        """What the command line calls it."""
        return self.decision or self.state

    @property
    def past(self) -> str:
        """What was done to a paper: `marked maybe`."""
        return self.done.replace(" {}", "")


OUTCOMES: Final = (
    Outcome(
        Decision.ACCEPT, "accepted", "decided: yes", asking="accept {}", done="accepted {}",
        id="accept", key="a", title="Accept, and on to the next undecided",
        line_key="a", line_help="accept it and go on; words after it are the reason",
        sort_rank=2, list_rank=1, called="accepted",
        sign="+", plain_sign="+", colour="success", bold=True, bright=True,
    ),
    Outcome(
        Decision.REJECT, "rejected", "decided: no", asking="reject {}", done="rejected {}",
        id="reject", key="x", title="Reject, and on",
        line_key="x", line_help="reject it and go on; words after it are the reason",
        sort_rank=3, list_rank=3, called="rejected",
        sign="×", plain_sign="x", colour="error", reasons=True, quiet=True,
    ),
    Outcome(
        Decision.MAYBE, "maybe", "decided: perhaps", asking="mark {} maybe", done="marked {} maybe",
        id="maybe", key="z", title="Maybe, and on",
        line_key="z", line_help="call it a maybe and go on; words after it are the reason",
        sort_rank=1, list_rank=2, called="a maybe",
        sign="?", plain_sign="?", colour="warning",
    ),
    Outcome(
        None, "undecided", "no decision yet", asking="set {} back to undecided", done="set {} back to undecided",
        id="reset", key="Z", title="Back to undecided", line_key="c", line_help="set it back to undecided",
        sort_rank=0, list_rank=0,
    ),
)  # fmt: skip
"""To add a decision: a name above and a row here."""

DECISIONS: Final[Mapping[str, Outcome]] = {one.decision: one for one in OUTCOMES if one.decision is not None}
"""Those that decide something, by what is stored, in the order of `OUTCOMES`."""
FROM_YES_TO_NO: Final = tuple(sorted(DECISIONS.values(), key=lambda one: one.list_rank))
"""The same in the order in which views and counts are listed."""


def outcome_of(decision: str | None) -> Outcome:
    """The row of a decision; that of undecided where there is none, or none that is known."""
    return DECISIONS.get(decision or "", OUTCOMES[-1])
