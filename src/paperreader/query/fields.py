"""The fields of the query language and what may stand behind their colons, each with a word of help."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from paperreader.domain import OUTCOMES, PartialDate
from paperreader.query.orders import ORDERS

if TYPE_CHECKING:
    from collections.abc import Mapping


class QueryKind(Enum):
    """What stands behind the colon of a field."""

    WORDS = auto()
    """Words that its texts have; a phrase, a beginning, a misspelling."""
    NAME = auto()
    """What something is called, as it was typed."""
    CHOICE = auto()
    """One of a few words (see `CHOICES`)."""
    BOUND = auto()
    """A number, a date or an age, a range of them or a comparison with one."""


@dataclass(frozen=True, slots=True)
class QueryField:
    """One field of the query language."""

    name: str
    kind: QueryKind
    help: str
    """What it asks for, in a few words."""
    aliases: tuple[str, ...] = ()
    """What may be typed instead of its name."""
    of: str = ""
    """The field of a paper that it asks for, where that is all: nothing else need be said of how it is looked up."""
    wanted: str = ""
    """Of a bound: what it may be, as a message says it."""
    bound: re.Pattern[str] | None = None
    """What it may be."""
    begun: re.Pattern[str] | None = None
    """What may become one when it is typed on."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """Comparisons that are often wanted, each with a word of help."""


_AGE: Final = r"\d{1,5}[hdwmy]"
_DATE: Final = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"

_TABLE: Final = (
    QueryField("title", QueryKind.WORDS, "words of the title"),
    QueryField("abstract", QueryKind.WORDS, "words of the abstract"),
    QueryField("author", QueryKind.WORDS, "an author", ("authors",)),
    QueryField("tag", QueryKind.NAME, "a tag, or tags below it", ("tags",)),
    QueryField("note", QueryKind.WORDS, "words of your notes", ("notes",)),
    QueryField("hl", QueryKind.WORDS, "words of highlights and their comments", ("highlight",)),
    QueryField("is", QueryKind.CHOICE, "unread, starred, accepted …"),
    QueryField("has", QueryKind.CHOICE, "a note, a tag, a highlight …"),
    QueryField(
        "year", QueryKind.BOUND, "2024, 2022..2024, >=2022",
        wanted="a year (2024), a range (2022..2024) or a comparison (>=2022)",
        bound=re.compile(r"[0-9]{4}"), begun=re.compile(r"[0-9]{0,4}"),
    ),
    QueryField(
        "added", QueryKind.BOUND, "imported: <7d, >1y, 2024-05",
        wanted="an age (<7d; h d w m y), a date (2024-05) or a range of dates",
        bound=re.compile(rf"{_AGE}|{_DATE}", re.ASCII),
        begun=re.compile(r"[0-9]{0,5}|[0-9]{4}-(?:[01]|(?:0[1-9]|1[0-2])-?|(?:0[1-9]|1[0-2])-[0-3])?"),
        examples={
            "<1d": "in the last day", "<7d": "in the last week", "<1m": "in the last month",
            ">1y": "more than a year ago",
        },
    ),
    QueryField(
        "upvotes", QueryKind.BOUND, "10, 5..10, >=10", of="upvotes",
        wanted="a number (10), a range (5..10) or a comparison (>=10)",
        bound=re.compile(r"[0-9]{1,15}"), begun=re.compile(r"[0-9]{0,15}"),
        examples={">=10": "ten or more", ">=50": "fifty or more", ">=100": "a hundred or more"},
    ),
    QueryField("id", QueryKind.NAME, "an arXiv id or a DOI, or its beginning", ("arxiv", "doi")),
    QueryField("cat", QueryKind.NAME, "a category: cs.LG, or all of cs", ("category",)),
    QueryField("venue", QueryKind.WORDS, "words of the journal or conference"),
    QueryField("source", QueryKind.NAME, "part of the name of the imported file"),
    QueryField("sort", QueryKind.CHOICE, "date, title, upvotes, added, relevance …"),
)  # fmt: skip
FIELDS: Final = {one.name: one for one in _TABLE}
"""In the order in which they are offered. What finds papers by each is in `library.search.lookups`."""
ALIASES: Final = {alias: one.name for one in _TABLE for alias in one.aliases}

STATES: Final = {
    "unread": "not read yet",
    "read": "marked read",
    "starred": "with a star",
    **{one.state: one.help for one in sorted(OUTCOMES, key=lambda one: one.list_rank)},
    "trashed": "in the trash",
}
POSSESSIONS: Final = {
    "note": "at least one",
    "highlight": "at least one",
    "tag": "at least one",
    "link": "an identifier or a link to its page",
    "abstract": "a text to read",
}
SORTS: Final = {one.name: one.help for one in sorted(ORDERS.values(), key=lambda one: one.likely)}
"""With a `-` before it each is the other way round, where it turns."""

CHOICES: Final = {"is": STATES, "has": POSSESSIONS, "sort": SORTS}
OTHER_NAMES: Final = {"is": {"untagged": "untagged"}, "has": {"hl": "highlight", "notes": "note", "tags": "tag"}}
"""What may stand for a choice."""


def is_bound(name: str, value: str) -> bool:
    """Whether `value` is what a field can be compared with: a number, an age, or a date that there is."""
    bound = FIELDS[name].bound
    if bound is None or bound.fullmatch(value) is None:
        return False
    if name != "added" or value[-1].isalpha():
        return True
    try:
        PartialDate.parse(value)
    except ValueError:
        return False
    return True


def is_begun(name: str, value: str) -> bool:
    """Whether `value` may become one of the field `name` when it is typed on."""
    if name in CHOICES:
        turned = name == "sort" and value.startswith("-")
        names = [one for one in SORTS if ORDERS[one].turns] if turned else [*CHOICES[name], *OTHER_NAMES.get(name, ())]
        return any(one.startswith(value[turned:]) for one in names)
    if (begun := FIELDS[name].begun) is not None:
        low, dots, high = value.partition("..")
        if dots:
            return bool((not low or is_bound(name, low)) and begun.fullmatch(high))
        return begun.fullmatch(re.sub(r"^(?:[<>]=?|=)", "", value).removesuffix(".")) is not None
    return not value.strip("'^\"")


def nearest(word: str, names: tuple[str, ...]) -> str | None:
    """The one that was meant by a name that there is not: what it begins, or what it is nearly."""
    if begun := [one for one in names if one.startswith(word)]:
        return begun[0]
    from rapidfuzz.distance import OSA  # not before something is misspelt

    near = [(OSA.distance(word, one), one) for one in names]
    edits, best = min(near, default=(len(word), ""))
    return best if edits <= (1 if len(word) < 5 else 2) and edits < len(word) else None
