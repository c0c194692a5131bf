"""The fields of a paper, one row each: what a field holds, its JSON name, and how it is merged and shown.

Code that handles every field reads this table: storage, JSON, merging, corrections, `show` and the reader pane. A new
field is an attribute of `Paper`, a row here, and a migration that adds its column. Formats fill it.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from paperreader.domain.citation_keys import is_key
from paperreader.domain.cleaning import clean, one_line
from paperreader.domain.paper import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.domain.paper import Paper


_LINK: Final = re.compile(r"(?:https?|ftp)://[^\s/]\S*", re.IGNORECASE)


class FieldKind(Enum):
    """What a field holds. How it is stored, exported as JSON and typed follows from it."""

    LINE = auto()
    """One line of text, or `None`."""
    TEXT = auto()
    """Text of any number of lines; empty if there is none."""
    LINES = auto()
    """A list of texts, each on one line."""
    TERMS = auto()
    """The same, without repetitions."""
    TEXTS = auto()
    """A list of texts of any number of lines."""
    COUNT = auto()
    """A whole number, or `None`."""
    SHARE = auto()
    """A number from 0 to 1, or `None`."""
    DATE = auto()
    """A `PartialDate`, or `None`."""
    TITLE_FROM = auto()
    """A `TitleFrom`, or `None`."""
    PLACE = auto()
    """A `Place`, or `None`."""
    PAIRS = auto()
    """Names, each once, and their values."""
    IDENTIFIERS = auto()
    """A set of `Identifier`s, which have their own table."""


class MergeRule(Enum):
    """How the values of two records of a paper are merged."""

    FIRST = auto()
    """Keep the value that was known first."""
    LATEST = auto()
    """Take the value that was read last."""
    UNITED = auto()
    """Keep both, without repetitions."""
    OWN = auto()
    """The field has its own rule in `identity.fingerprints`."""


class PaperField(NamedTuple):
    """One field of a paper."""

    name: str
    """The name of its attribute and column, and the name shown to people."""
    kind: FieldKind
    rule: MergeRule
    key: str = ""
    """Its name in JSON, if different."""
    rare: bool = False
    """JSON omits it when empty, as it does every field added since version 1."""
    part_of: str = ""
    """The field that it belongs to and is edited with."""
    one_source: bool = False
    """The value comes from one source, and the library remembers which."""
    fact: bool = False
    """It is shown among the paper's details, below the title."""
    named: bool = False
    """Its name is shown in front of it there."""
    found: bool = False
    """Words typed without a field are searched for here too, as in titles and abstracts."""
    option: str = ""
    """The option of `paperreader edit` that changes it; empty if it cannot be changed."""
    help: str = ""
    """The help text of that option."""

    @property
    def json_key(self) -> str:
        """Its name in JSON."""
        return self.key or self.name

    @property
    def is_list(self) -> bool:
        """Whether it holds a list of texts."""
        return self.kind in (FieldKind.LINES, FieldKind.TERMS, FieldKind.TEXTS)

    @property
    def takes_several(self) -> bool:
        """Whether several texts are typed into it."""
        return self.is_list or self.kind is FieldKind.IDENTIFIERS


FIELDS: Final = (
    PaperField(
        "title", FieldKind.LINE, MergeRule.OWN, one_source=True,
        option="title", help="The title; empty for none.",
    ),
    PaperField("title_from", FieldKind.TITLE_FROM, MergeRule.OWN, part_of="title"),
    PaperField("title_confidence", FieldKind.SHARE, MergeRule.OWN, part_of="title"),
    PaperField(
        "abstract", FieldKind.TEXT, MergeRule.OWN, one_source=True,
        option="abstract", help="The abstract; - reads it from standard input.",
    ),
    PaperField(
        "authors", FieldKind.LINES, MergeRule.OWN, one_source=True, fact=True, found=True,
        option="author", help="An author; repeat it for each one.",
    ),
    PaperField("author_count", FieldKind.COUNT, MergeRule.FIRST, part_of="authors"),
    PaperField(
        "published", FieldKind.DATE, MergeRule.OWN, one_source=True, fact=True,
        option="published", help="2024, 2024-07 or 2024-07-23; empty if unknown.",
    ),
    PaperField(
        "venue", FieldKind.LINE, MergeRule.OWN, one_source=True, fact=True, found=True,
        option="venue", help="Where it was published; empty for none.",
    ),
    PaperField("categories", FieldKind.LINES, MergeRule.FIRST, one_source=True, fact=True, found=True),
    PaperField("upvotes", FieldKind.COUNT, MergeRule.LATEST, one_source=True, fact=True),
    PaperField("comments", FieldKind.COUNT, MergeRule.LATEST, one_source=True, fact=True),
    PaperField(
        "identifiers", FieldKind.IDENTIFIERS, MergeRule.UNITED, found=True,
        option="identifier", help="An identifier, such as doi:10.1000/182; repeat it for each one.",
    ),
    PaperField("keywords", FieldKind.TERMS, MergeRule.OWN, fact=True, named=True, found=True),
    PaperField("remarks", FieldKind.TEXTS, MergeRule.UNITED, found=True),
    PaperField("place", FieldKind.PLACE, MergeRule.OWN, rare=True),
    PaperField(
        "links", FieldKind.LINES, MergeRule.UNITED, key="addresses", rare=True,
        option="link", help="A link; repeat it for each one.",
    ),
    PaperField(
        "citation_key", FieldKind.LINE, MergeRule.FIRST, rare=True,
        option="key", help="The citation key; empty for a new one.",
    ),
    PaperField("reference", FieldKind.PAIRS, MergeRule.OWN, rare=True),
)  # fmt: skip
"""All fields, in the order in which they are shown and written."""

ONE_SOURCE: Final = tuple(field.name for field in FIELDS if field.one_source)
FACTS: Final = tuple(field for field in FIELDS if field.fact)
EDITABLE: Final = {
    field.name: field for field in sorted(FIELDS, key=lambda one: one.kind is FieldKind.DATE) if field.option
}
"""The fields that the reader can edit, in the order of the options: dates come last."""


def parts_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the fields along with the fields that belong to them."""
    wanted = frozenset(names)
    return tuple(field.name for field in FIELDS if field.name in wanted or field.part_of in wanted)


def typed_value(field: PaperField, typed: str | Iterable[str], before: Paper | None = None) -> object:
    """Return the cleaned value for what somebody typed into a field; an empty text means no value.

    Args:
        field: one of `EDITABLE`.
        typed: several texts for a list (empty ones are dropped), otherwise one.
        before: the paper as it is: the identifiers and links that it has are valid, whatever they are.

    Raises:
        ValueError: the field takes a date, a number, identifiers, links or a citation key, and this is not one.
    """
    if field.kind is FieldKind.IDENTIFIERS:
        from paperreader.domain.identifiers import typed_identifiers

        return typed_identifiers([typed] if isinstance(typed, str) else typed, before.identifiers if before else ())
    if field.takes_several:
        lines = tuple(filter(None, map(one_line, [typed] if isinstance(typed, str) else typed)))
        if field.name == "links":
            _check_links(lines, before.links if before else ())
        return lines
    text = typed if isinstance(typed, str) else "\n".join(typed)
    if field.kind is FieldKind.TEXT:
        return clean(text).strip()
    text = one_line(text)
    if field.name == "citation_key" and text and not is_key(text):
        raise ValueError(f"not a citation key: {text!r}")
    if field.kind is FieldKind.DATE:
        return PartialDate.parse(text) if text else None
    if field.kind is FieldKind.COUNT:
        return int(text) if text else None
    return text or None


def _check_links(links: Iterable[str], known: Iterable[str]) -> None:
    known = frozenset(known)
    for one in links:
        if one not in known and _LINK.fullmatch(one) is None:
            raise ValueError(f"not a link: {one!r}")


def value_in_words(value: object) -> str:
    """Format a value for people; empty if there is none."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def fact_in_words(field: PaperField, value: object) -> str:
    """Format a field for a paper's details, if the screen has no special format for it; empty if it has no value."""
    said = value_in_words(value)
    return f"{field.name.replace('_', ' ')}: {said}" if said and field.named else said
