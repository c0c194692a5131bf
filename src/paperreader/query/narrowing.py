"""Narrows what was typed by one more filter, and takes such a filter away again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from paperreader.query.fields import FIELDS, QueryKind
from paperreader.query.parser import parse
from paperreader.query.pieces import CLOSE, MINUS, OPEN, OR, QUOTED, WORD, pieces, split_field
from paperreader.query.tree import And, ends_unfinished

if TYPE_CHECKING:
    from paperreader.query.pieces import Piece

_LONGEST: Final = 120
"""Characters of a value that a filter takes: the parser reads no more words than it can look for."""


class Filter(NamedTuple):
    """A filter that stands by itself in a query: neither excluded, nor one of several alternatives."""

    field: str
    """Its field, by the name that the table of fields has."""
    value: str
    start: int
    """Where it stands in the text; half-open, in code points."""
    end: int


def filter_text(field: str, value: str) -> str:
    """A filter as it is typed: `author:"Ada Lovelace"`, `year:2024`; empty if the field cannot have the value."""
    if FIELDS[field].kind is QueryKind.BOUND:
        text = f"{field}:{value}"
    else:
        # A quotation mark cannot stand inside quotation marks. Words are found without it, and names by a part.
        parts = value.replace('"', " ") if FIELDS[field].kind is QueryKind.WORDS else max(value.split('"'), key=len)
        text = f'{field}:"{_short(parts.strip())}"'
    return text if parse(text).root is not None else ""


def filters(text: str) -> list[Filter]:
    """The filters that stand by themselves in a query, in the order in which they were typed."""
    root = parse(text).root
    parts = root.nodes if isinstance(root, And) else (root,)
    return [one for one in _filters(text) if _root(text, one) in parts]


def has_filter(text: str, field: str, value: str) -> bool:
    """Whether a query has this filter already, however it is written."""
    return _same(text, field, value) is not None


def with_filter(text: str, field: str, value: str) -> str:
    """A query narrowed by a filter. It goes first: the last word may be unfinished, and stays so."""
    added, typed = filter_text(field, value), text.strip()
    if not added or not typed:
        return added or text
    if any(piece.kind == OR and not depth for piece, depth in _with_depth(typed)):
        typed = _balanced(typed)  # a parenthesis that closes nothing would close the group
        typed = f"({typed}" if ends_unfinished(parse(text).root) else f"({typed})"
    return f"{added} {typed}"


def _balanced(text: str) -> str:
    """A query without parentheses that close nothing; they mean nothing in it."""
    depth = 0
    for piece in list(pieces(text)):
        if piece.kind == CLOSE and not depth:
            text = f"{text[: piece.start]} {text[piece.end :]}"  # as long as before
        depth = max(0, depth + (piece.kind == OPEN) - (piece.kind == CLOSE))
    return text


def without_filter(text: str, field: str, value: str) -> str:
    """A query without a filter that stands by itself in it; the same query if it has none such."""
    found = _same(text, field, value)
    if found is None:
        return text
    return " ".join(filter(None, (text[: found.start].strip(), text[found.end :].strip())))


def _same(text: str, field: str, value: str) -> Filter | None:
    wanted = parse(filter_text(field, value)).root
    if wanted is None:
        return None
    return next((one for one in filters(text) if one.field == field and _root(text, one) == wanted), None)


def _root(text: str, one: Filter) -> object:
    return parse(text[one.start : one.end] + " ").root


def _filters(text: str) -> Iterator[Filter]:
    before = ""
    for piece, depth in _with_depth(text):
        if not depth and before != MINUS and piece.kind in (QUOTED, WORD):
            field, value = _named(piece)
            if field in FIELDS and value:
                yield Filter(field, value, piece.start, piece.end)
        before = piece.kind


def _named(piece: Piece) -> tuple[str, str]:
    return (piece.name, piece.text) if piece.kind == QUOTED else split_field(piece.text)


def _with_depth(text: str) -> Iterator[tuple[Piece, int]]:
    depth = 0
    for piece in pieces(text):
        depth -= piece.kind == CLOSE
        yield piece, depth
        depth += piece.kind == OPEN


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[:_LONGEST].rpartition(" ")[0] or value[:_LONGEST]
