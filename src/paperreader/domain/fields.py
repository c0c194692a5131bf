"""The fields of a paper, a row each: what it holds, how JSON names it, how two papers' are merged, how it is shown.

Whatever deals with every field reads this table: storage, JSON, merging, corrections, `show` and the reader pane. A
new field is an attribute of `Paper`, a row here, and a migration that adds its column; formats fill it.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from paperreader.domain.paper import PartialDate, clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable


class FieldKind(Enum):
    """What a field holds. How that is stored, exported as JSON and typed follows from it."""

    LINE = auto()
    """A text on one line, or `None`."""
    TEXT = auto()
    """A text of any number of lines, empty where there is none."""
    LINES = auto()
    """Texts, each on one line."""
    TERMS = auto()
    """The same, none of them twice."""
    TEXTS = auto()
    """Texts of any number of lines."""
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
    IDENTIFIERS = auto()
    """`Identifier`s, which have a table of their own."""


class MergeRule(Enum):
    """Which of two papers' values the paper has that is made of both."""

    FIRST = auto()
    """The one that was known first."""
    LATEST = auto()
    """The one that was read last."""
    UNITED = auto()
    """Both, each part of them once."""
    OWN = auto()
    """The field has a rule of its own in `identity.fingerprints`."""


class PaperField(NamedTuple):
    """One field of a paper."""

    name: str
    """Of its attribute and its column, and what people are shown."""
    kind: FieldKind
    rule: MergeRule
    key: str = ""
    """Its name in JSON, where that is another."""
    rare: bool = False
    """JSON leaves it out where there is nothing: so it is with every field that was added since version 1."""
    part_of: str = ""
    """The field it belongs to, and is edited with."""
    one_source: bool = False
    """A paper has it from one source, and the library remembers from which."""
    fact: bool = False
    """It is shown among the facts of a paper, below the title."""
    named: bool = False
    """Its name stands before it there."""
    found: bool = False
    """Words typed without a field are looked for here, too (as they are in titles and abstracts)."""
    option: str = ""
    """The option of `paperreader edit` that corrects it; empty where it cannot be corrected."""
    help: str = ""
    """What the help says of that option."""

    @property
    def json_key(self) -> str:
        """Its name in JSON."""
        return self.key or self.name

    @property
    def is_list(self) -> bool:
        """Whether it holds any number of texts."""
        return self.kind in (FieldKind.LINES, FieldKind.TERMS, FieldKind.TEXTS)


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
    PaperField("identifiers", FieldKind.IDENTIFIERS, MergeRule.UNITED, found=True),
    PaperField("keywords", FieldKind.TERMS, MergeRule.OWN, fact=True, named=True, found=True),
    PaperField("remarks", FieldKind.TEXTS, MergeRule.UNITED, found=True),
    PaperField("place", FieldKind.PLACE, MergeRule.OWN, rare=True),
    PaperField("links", FieldKind.LINES, MergeRule.UNITED, key="addresses", rare=True),
)  # fmt: skip
"""In the order in which they are shown and written."""

ONE_SOURCE: Final = tuple(field.name for field in FIELDS if field.one_source)
FACTS: Final = tuple(field for field in FIELDS if field.fact)
EDITABLE: Final = {
    field.name: field for field in sorted(FIELDS, key=lambda one: one.kind is FieldKind.DATE) if field.option
}
"""What the reader can correct, in the order of the options: those that take a date come last."""


def parts_of(names: Iterable[str]) -> tuple[str, ...]:
    """Fields with what belongs to them."""
    wanted = frozenset(names)
    return tuple(field.name for field in FIELDS if field.name in wanted or field.part_of in wanted)


def typed_value(field: PaperField, typed: str | Iterable[str]) -> object:
    """The value that somebody typed for a field, cleaned; an empty text means that there is none.

    Args:
        field: one of `EDITABLE`.
        typed: several texts for a list, which may be cleaned away; one for all else.

    Raises:
        ValueError: it is to be a date or a number and is none.
    """
    if field.is_list:
        return tuple(filter(None, map(one_line, [typed] if isinstance(typed, str) else typed)))
    text = typed if isinstance(typed, str) else "\n".join(typed)
    if field.kind is FieldKind.TEXT:
        return clean(text).strip()
    text = one_line(text)
    if field.kind is FieldKind.DATE:
        return PartialDate.parse(text) if text else None
    if field.kind is FieldKind.COUNT:
        return int(text) if text else None
    return text or None


def value_in_words(value: object) -> str:
    """A value as a person reads it; empty where there is none."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def fact_in_words(field: PaperField, value: object) -> str:
    """What a paper's facts say of a field that a screen has no words of its own for; empty where there is nothing."""
    said = value_in_words(value)
    return f"{field.name.replace('_', ' ')}: {said}" if said and field.named else said
