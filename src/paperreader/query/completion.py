"""Completes the text before the cursor: names of fields, and their values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain import fold
from paperreader.query.fields import CHOICES, FIELDS, SORTS
from paperreader.query.orders import ORDERS
from paperreader.query.pieces import CLOSE, MINUS, OPEN, QUOTED, WORD, pieces, split_field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from paperreader.query.pieces import Piece

_MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a query that can be completed; it ends at the cursor."""

    start: int
    """Half-open with `end`, in code points: the text that a choice replaces."""
    end: int
    field: str
    """The field whose value it is; empty for a word, which may become the name of a field."""
    typed: str
    """The part typed so far, without quotation marks."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible completion of a slot."""

    text: str
    """As written in a query: quoted if necessary; a field includes its colon."""
    word: str = ""
    """What it means, in a word or two."""


def slot_at(text: str, cursor: int) -> Slot | None:
    """Return the slot that ends at the cursor; `None` inside words and after complete ones."""
    here = pieces(text[:cursor])
    fields = [""]
    for one in here[:-1] if here and here[-1].kind not in (OPEN, CLOSE) else here:
        if one.kind == OPEN:
            fields.append(one.name if one.name in FIELDS else fields[-1])
        elif one.kind == CLOSE and len(fields) > 1:
            fields.pop()
    last = here[-1] if here else None
    follows = text[cursor : cursor + 1]
    if last is not None and last.kind == QUOTED and not last.closed:
        return _quoted(last, cursor + (follows == '"'), fields[-1])
    if follows and not follows.isspace() and follows != ")":
        return None
    if last is None or last.end < cursor or last.kind in (OPEN, MINUS):
        return Slot(cursor, cursor, fields[-1], "")
    return _word(last, fields[-1]) if last.kind == WORD else None


def choices(slot: Slot, known: Callable[[str], Iterable[str]]) -> list[Choice]:
    """Return the completions of a slot, most likely first; none if it is complete already.

    Args:
        slot: from `slot_at`.
        known: the values of a field (`tag`, `source`, `cat`, `venue`, `author`, `year`) worth offering.
    """
    typed = slot.typed.lower()
    if not slot.field:
        names = {f"{name}:": one.help for name, one in FIELDS.items()} | {"untagged": "no tag at all"}
        found = [Choice(name, word) for name, word in names.items() if name.startswith(typed)]
    elif slot.field in CHOICES:
        found = [Choice(one, word) for one, word in CHOICES[slot.field].items() if one.startswith(typed)]
        if slot.field == "sort" and typed.startswith("-"):
            found = [Choice(f"-{one}") for one in SORTS if ORDERS[one].turns and one.startswith(typed[1:])]
    elif examples := FIELDS[slot.field].examples:
        found = [Choice(one, word) for one, word in examples.items() if one.startswith(typed)]
    else:
        found = [Choice(_written(one)) for one in _fitting(typed, known(slot.field))]
    return [] if [fold(one.text) for one in found] == [fold(slot.typed)] else found


def completed(text: str, slot: Slot, choice: Choice) -> tuple[str, int]:
    """Put a choice into its slot. Returns the text and the new cursor, which follows the choice; values get a space."""
    rest = text[slot.end :]
    space = " " if not choice.text.endswith(":") and not rest.startswith((" ", ")")) else ""
    start = text[: slot.start] + choice.text + space
    return start + rest, len(start) + (not space and rest.startswith(" ") and not choice.text.endswith(":"))


def _word(piece: Piece, around: str) -> Slot | None:
    name, value = split_field(piece.text)
    if name in FIELDS:
        return Slot(piece.end - len(value), piece.end, name, value)
    if around:
        return Slot(piece.start, piece.end, around, piece.text)
    is_name = not name and piece.text.isascii() and piece.text.replace(".", "").isalpha()
    return Slot(piece.start, piece.end, "", piece.text) if is_name else None


def _quoted(piece: Piece, end: int, around: str) -> Slot | None:
    """Return the slot of a value in quotation marks; words inside them are not fields."""
    field = piece.name or around
    if field not in FIELDS:
        return None
    return Slot(piece.end - len(piece.text) - 1, end, field, piece.text)


def _fitting(typed: str, values: Iterable[str]) -> Sequence[str]:
    """Return the values that begin with what was typed, then those with a part that does, then those containing it."""
    wanted = fold(typed)
    by_kind: tuple[list[str], list[str], list[str]] = ([], [], [])
    for value in dict.fromkeys(values):
        text = fold(value)
        if '"' in value or wanted not in text:
            continue
        part = any(one.startswith(wanted) for one in text.replace("/", " ").replace("-", " ").split())
        by_kind[0 if text.startswith(wanted) else 1 if part else 2].append(value)
    return [value for kind in by_kind for value in kind][:_MOST]


def _written(value: str) -> str:
    """Return a value as a query has it, quoted if necessary."""
    plain = not any(one.isspace() or one in "()" for one in value) and value[:1] not in "-'^#"
    return value if plain else f'"{value}"'
