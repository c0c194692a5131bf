"""The fields of the query language and what may stand behind their colons, each with a word of help."""

from __future__ import annotations

import re
from typing import Final

from paperreader.domain.decisions import OUTCOMES
from paperreader.domain.paper import PartialDate
from paperreader.query.orders import ORDERS

FIELDS: Final = {
    "title": "words of the title",
    "abstract": "words of the abstract",
    "author": "an author",
    "tag": "a tag, or what is below it",
    "note": "words of your notes",
    "hl": "words of highlights and their comments",
    "is": "unread, starred, accepted …",
    "has": "a note, a tag, a highlight …",
    "year": "2024, 2022..2024, >=2022",
    "added": "imported: <7d, >1y, 2024-05",
    "upvotes": "10, 5..10, >=10",
    "id": "an arXiv id or a DOI, or its beginning",
    "cat": "a category: cs.LG, or all of cs",
    "venue": "words of the journal or conference",
    "source": "a part of the name of the imported file",
    "sort": "date, title, upvotes, added, relevance …",
}
"""In the order in which they are offered."""

TEXT_FIELDS: Final = ("title", "abstract", "note", "hl", "author", "venue")
VALUE_FIELDS: Final = ("tag", "id", "cat", "source")
CHOICE_FIELDS: Final = ("is", "has", "sort")

ALIASES: Final = {
    "arxiv": "id",
    "doi": "id",
    "authors": "author",
    "category": "cat",
    "notes": "note",
    "highlight": "hl",
    "tags": "tag",
}

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
    "link": "an identifier or an address that leads to its page",
    "abstract": "a text to read",
}
SORTS: Final = {one.name: one.help for one in sorted(ORDERS.values(), key=lambda one: one.likely)}
"""With a `-` before it each is the other way round, where it turns."""

CHOICES: Final = {"is": STATES, "has": POSSESSIONS, "sort": SORTS}
OTHER_NAMES: Final = {"is": {"untagged": "untagged"}, "has": {"hl": "highlight", "notes": "note", "tags": "tag"}}
"""What may stand for a choice."""

EXAMPLES: Final = {
    "added": {
        "<1d": "in the last day",
        "<7d": "in the last week",
        "<1m": "in the last month",
        ">1y": "more than a year ago",
    },
    "upvotes": {">=10": "ten or more", ">=50": "fifty or more", ">=100": "a hundred or more"},
}
"""Comparisons that are often wanted."""

_AGE: Final = r"\d{1,5}[hdwmy]"
_DATE: Final = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
COMPARED: Final = {
    "year": re.compile(r"[0-9]{4}"),
    "upvotes": re.compile(r"[0-9]{1,15}"),
    "added": re.compile(rf"{_AGE}|{_DATE}", re.ASCII),
}
"""What each may be compared with."""
BEGUN: Final = {
    "year": re.compile(r"[0-9]{0,4}"),
    "upvotes": re.compile(r"[0-9]{0,15}"),
    "added": re.compile(r"[0-9]{0,5}|[0-9]{4}-(?:[01]|(?:0[1-9]|1[0-2])-?|(?:0[1-9]|1[0-2])-[0-3])?"),
}
"""What may become such a value when it is typed on."""
WANTED: Final = {
    "year": "a year (2024), a range (2022..2024) or a comparison (>=2022)",
    "upvotes": "a number (10), a range (5..10) or a comparison (>=10)",
    "added": "an age (<7d; h d w m y), a date (2024-05) or a range of dates",
}


def is_bound(name: str, value: str) -> bool:
    """Whether `value` is what a field can be compared with: a number, an age, or a date that there is."""
    if COMPARED[name].fullmatch(value) is None:
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
    if name in BEGUN:
        low, dots, high = value.partition("..")
        begun = BEGUN[name].fullmatch
        if dots:
            return bool((not low or is_bound(name, low)) and begun(high))
        return begun(re.sub(r"^(?:[<>]=?|=)", "", value).removesuffix(".")) is not None
    return not value.strip("'^\"")


def nearest(word: str, names: tuple[str, ...]) -> str | None:
    """The one that was meant by a name that there is not: what it begins, or what it is nearly."""
    if begun := [one for one in names if one.startswith(word)]:
        return begun[0]
    from rapidfuzz.distance import OSA  # not before something is misspelt

    near = [(OSA.distance(word, one), one) for one in names]
    edits, best = min(near, default=(len(word), ""))
    return best if edits <= (1 if len(word) < 5 else 2) and edits < len(word) else None
