"""The fields of the query language and the values they take, each with a short help text."""

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
    """The kind of value that follows a field's colon."""

    WORDS = auto()
    """Words to find in its texts: a phrase, a prefix, a misspelling."""
    NAME = auto()
    """A name, as it was typed."""
    CHOICE = auto()
    """One of a few words (see `CHOICES`)."""
    BOUND = auto()
    """A number, date or age, a range of them, or a comparison with one."""


@dataclass(frozen=True, slots=True)
class QueryField:
    """One field of the query language."""

    name: str
    kind: QueryKind
    help: str
    """What it searches, in a few words."""
    aliases: tuple[str, ...] = ()
    """Other names that can be typed for it."""
    of: str = ""
    """The field of a paper that it searches, if that alone defines how it is looked up."""
    wanted: str = ""
    """For a bound: the values it takes, as a message puts it."""
    bound: re.Pattern[str] | None = None
    """For a bound: the pattern of its values."""
    begun: re.Pattern[str] | None = None
    """The pattern of a value that is still being typed."""
    words: tuple[str, ...] = ()
    """For a bound: what can be typed in its place, alone."""
    dated: bool = False
    """For a bound: its values can be dates."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """Common comparisons, each with a short help text."""


_AGE: Final = r"\d{1,5}[hdwmy]"
_DATE: Final = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_DATE_BEGUN: Final = r"[0-9]{4}-(?:[01]|(?:0[1-9]|1[0-2])-?|(?:0[1-9]|1[0-2])-[0-3])?"

_TABLE: Final = (
    QueryField("title", QueryKind.WORDS, "words of the title"),
    QueryField("abstract", QueryKind.WORDS, "words of the abstract"),
    QueryField("author", QueryKind.WORDS, "an author", ("authors",)),
    QueryField("tag", QueryKind.NAME, "a tag, or tags below it", ("tags",)),
    QueryField("note", QueryKind.WORDS, "words of your notes", ("notes",)),
    QueryField("hl", QueryKind.WORDS, "words of highlights and their comments", ("highlight",)),
    QueryField("hl.colour", QueryKind.NAME, "a colour of highlights, or your name for it", ("hl.color",)),
    QueryField("hl.tag", QueryKind.NAME, "a tag of highlights, or tags below it"),
    QueryField("is", QueryKind.CHOICE, "unread, starred, accepted …"),
    QueryField("has", QueryKind.CHOICE, "a note, a tag, a highlight …"),
    QueryField(
        "year", QueryKind.BOUND, "2024, 2022..2024, >=2022",
        wanted="a year (2024), a range (2022..2024) or a comparison (>=2022)",
        bound=re.compile(r"[0-9]{4}"), begun=re.compile(r"[0-9]{0,4}"),
    ),
    QueryField(
        "added", QueryKind.BOUND, "imported: <7d, >1y, 2024-05",
        wanted="an age (<7d; h d w m y), a date (2024-05) or a range of dates", dated=True,
        bound=re.compile(rf"{_AGE}|{_DATE}", re.ASCII),
        begun=re.compile(rf"[0-9]{{0,5}}|{_DATE_BEGUN}"),
        examples={
            "<1d": "in the last day", "<7d": "in the last week", "<1m": "in the last month",
            ">1y": "more than a year ago",
        },
    ),
    QueryField(
        "annotated", QueryKind.BOUND, "annotated last: <7d, >=2024-05",
        wanted="an age (<7d; h d w m y), a date (2024-05) or a range of dates", dated=True,
        bound=re.compile(rf"{_AGE}|{_DATE}", re.ASCII),
        begun=re.compile(rf"[0-9]{{0,5}}|{_DATE_BEGUN}"),
        examples={"<1d": "in the last day", "<7d": "in the last week", "<1m": "in the last month"},
    ),
    QueryField(
        "upvotes", QueryKind.BOUND, "10, 5..10, >=10", of="upvotes",
        wanted="a number (10), a range (5..10) or a comparison (>=10)",
        bound=re.compile(r"[0-9]{1,15}"), begun=re.compile(r"[0-9]{0,15}"),
        examples={">=10": "ten or more", ">=50": "fifty or more", ">=100": "a hundred or more"},
    ),
    QueryField(
        "rating", QueryKind.BOUND, "your rating: 4, 3..5, >=3",
        wanted="a rating from 0 to 5 (4), a range (3..5) or a comparison (>=3)",
        bound=re.compile(r"[0-5]"), begun=re.compile(r"[0-5]?"),
        examples={">=3": "three or more", "5": "the highest"},
    ),
    QueryField(
        "due", QueryKind.BOUND, "to be read again: today, <=2026-12-24",
        wanted="today, yes, no, a date (2026-12-24; 2026-12) or a range of dates", dated=True, words=("yes", "no"),
        bound=re.compile(rf"today|{_DATE}", re.ASCII),
        begun=re.compile(rf"t|to|tod|toda|y|ye|n|[0-9]{{0,4}}|{_DATE_BEGUN}"),
        examples={"today": "today or before", "yes": "on any day", "no": "never", ">today": "later"},
    ),
    QueryField("id", QueryKind.NAME, "an arXiv id or a DOI, or its beginning", ("arxiv", "doi")),
    QueryField("key", QueryKind.NAME, "a citation key, or its beginning: smith2024, smith*", ("citekey",)),
    QueryField("cat", QueryKind.NAME, "a category: cs.LG, or all of cs", ("category",)),
    QueryField("venue", QueryKind.WORDS, "words of the journal or conference"),
    QueryField("source", QueryKind.NAME, "part of the name of the imported file"),
    QueryField("sort", QueryKind.CHOICE, "date, title, upvotes, added, relevance …"),
)  # fmt: skip
FIELDS: Final = {one.name: one for one in _TABLE}
"""In the order in which they are offered. `library.search.lookups` finds papers by each."""
ALIASES: Final = {alias: one.name for one in _TABLE for alias in one.aliases}

STATES: Final = {
    "unread": "not read yet",
    "read": "marked read",
    "starred": "with a star",
    **{one.state: one.help for one in sorted(OUTCOMES, key=lambda one: one.list_rank)},
    "queued": "in the queue, to read next",
    "annotated": "with a note, highlight, tag, star …",
    "trashed": "in the trash",
}
POSSESSIONS: Final = {
    "note": "at least one",
    "highlight": "at least one",
    "tag": "at least one",
    "rating": "from 0 to 5",
    "link": "an identifier or a link to its page",
    "abstract": "a text to read",
}
SORTS: Final = {one.name: one.help for one in sorted(ORDERS.values(), key=lambda one: one.likely)}
"""The orders and their help. A `-` in front reverses those that can be reversed."""

CHOICES: Final = {"is": STATES, "has": POSSESSIONS, "sort": SORTS}
OTHER_NAMES: Final = {"is": {"untagged": "untagged"}, "has": {"hl": "highlight", "notes": "note", "tags": "tag"}}
"""Other names for a choice."""


def is_bound(name: str, value: str) -> bool:
    """Whether the field can be compared with `value`: a number, an age, or an existing date."""
    bound = FIELDS[name].bound
    if bound is None or bound.fullmatch(value) is None:
        return False
    if not FIELDS[name].dated or value[-1].isalpha():
        return True
    try:
        PartialDate.parse(value)
    except ValueError:
        return False
    return True


def is_begun(name: str, value: str) -> bool:
    """Whether `value` could become a bound of the field `name` when more is typed."""
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
    """Return the known name that an unknown one was probably meant to be: one it begins, or is close to."""
    if begun := [one for one in names if one.startswith(word)]:
        return begun[0]
    from rapidfuzz.distance import OSA  # only needed when something is misspelt

    near = [(OSA.distance(word, one), one) for one in names]
    edits, best = min(near, default=(len(word), ""))
    return best if edits <= (1 if len(word) < 5 else 2) and edits < len(word) else None
