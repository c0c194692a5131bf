"""The screening decisions: one table with everything that other modules need to know about each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Decision(StrEnum):
    """A reader's screening decision, as it is stored, exported and named on the command line."""

    ACCEPT = "accept"
    REJECT = "reject"
    MAYBE = "maybe"


class Outcome(NamedTuple):
    """One outcome of screening, with its words, signs and keys; “undecided” is one of them."""

    decision: Decision | None
    """`None`: undecided."""
    state: str
    """The paper's state afterwards: `accepted`. Used after `is:` and as the name of counts and styles."""
    help: str
    """What the state means, as query completion puts it."""
    asking: str
    """The question before applying it to many papers; the braces take their number."""
    done: str
    """The message afterwards; the braces take the papers."""
    id: str
    """The suffix of its command id, `decide.…`, which keymaps use."""
    key: str
    title: str
    """What the key does, as shown in the help and the palette."""
    line_key: str
    """Its key in `paperreader read`."""
    line_help: str
    """What that key does."""
    sort_rank: int
    """Its position in `sort:decision`."""
    list_rank: int
    """Its position in lists of views and counts, from yes to no."""
    called: str = ""
    """How a sentence refers to such a paper: `a maybe`."""
    sign: str = " "
    plain_sign: str = " "
    """The sign in ASCII. Both signs are one cell wide."""
    colour: str = ""
    """The colour of the sign, by its name in a theme."""
    bold: bool = False
    reasons: bool = False
    """Whether it has reasons, which are counted and have their own keys."""
    bright: bool = False
    """Whether the list never dims such papers, even when they are read."""
    quiet: bool = False
    """Whether the list dims such papers like those already read."""

    @property
    def name(self) -> str:
        """Its name on the command line."""
        return self.decision or self.state

    @property
    def past(self) -> str:
        """The past tense, for messages: `marked maybe`."""
        return self.done.replace(" {}", "")


OUTCOMES: Final = (
    Outcome(
        Decision.ACCEPT, "accepted", "decided: yes", asking="accept {}", done="accepted {}",
        id="accept", key="a", title="Accept, and go to the next undecided",
        line_key="a", line_help="accept it and go on; words after it are the reason",
        sort_rank=2, list_rank=1, called="accepted",
        sign="+", plain_sign="+", colour="success", bold=True, bright=True,
    ),
    Outcome(
        Decision.REJECT, "rejected", "decided: no", asking="reject {}", done="rejected {}",
        id="reject", key="x", title="Reject, and go on",
        line_key="x", line_help="reject it and go on; words after it are the reason",
        sort_rank=3, list_rank=3, called="rejected",
        sign="×", plain_sign="x", colour="error", reasons=True, quiet=True,
    ),
    Outcome(
        Decision.MAYBE, "maybe", "decided: maybe", asking="mark {} as maybe", done="marked {} as maybe",
        id="maybe", key="z", title="Maybe, and go on",
        line_key="z", line_help="call it a maybe and go on; words after it are the reason",
        sort_rank=1, list_rank=2, called="a maybe",
        sign="?", plain_sign="?", colour="warning",
    ),
    Outcome(
        None, "undecided", "no decision yet", asking="reset {} to undecided", done="reset {} to undecided",
        id="reset", key="Z", title="Back to undecided", line_key="c", line_help="set it back to undecided",
        sort_rank=0, list_rank=0,
    ),
)  # fmt: skip
"""To add a decision, add a name to `Decision` and a row here."""

DECISIONS: Final[Mapping[str, Outcome]] = {one.decision: one for one in OUTCOMES if one.decision is not None}
"""The outcomes that are decisions, by their stored value, in the order of `OUTCOMES`."""
FROM_YES_TO_NO: Final = tuple(sorted(DECISIONS.values(), key=lambda one: one.list_rank))
"""The same, in the order used for lists of views and counts."""


def outcome_of(decision: str | None) -> Outcome:
    """Return the row for a decision, or the row for undecided if there is none or it is unknown."""
    return DECISIONS.get(decision or "", OUTCOMES[-1])
