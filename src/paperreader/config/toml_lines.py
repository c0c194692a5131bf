"""Finds the lines of keys in TOML, since `tomllib` returns values but not where they were."""

from __future__ import annotations

import re
import tomllib
from typing import Final

Path = tuple[str, ...]
"""A key and the tables it is in: `("keys", "move.down")`."""

_PIECE: Final = re.compile(
    r'''
    (?P<text> """(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5} | \'\'\'(?:[^']|'{1,2}(?!'))*'{3,5}
            | "(?:[^"\\\n]|\\.)*" | '[^'\n]*' )
  | (?P<bare> [A-Za-z0-9_-]+ )
  | (?P<comment> \#[^\n]* )
  | (?P<sign> . )
    ''',
    re.VERBOSE | re.DOTALL,
)


_DEEPEST: Final = 8
"""A key nested more deeply than this gets the line of its table at this depth."""


def lines_of(text: str) -> dict[Path, int]:
    """Return the line, from 1, where each table and each key outside inline tables first appears. Never raises.

    Args:
        text: TOML that `tomllib` has read. With any other, some lines may be wrong, and a long one takes its time.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    line = 1
    statement: list[tuple[str, int]] = []
    depth, in_value = 0, False
    for match in _PIECE.finditer(text):
        piece = match[0]
        at, line = line, line + piece.count("\n")
        if piece == "\n" and not depth:
            table = _learn(found, table, statement)
            statement, in_value = [], False
        elif match.lastgroup != "comment" and not piece.isspace():
            # The brackets of a table's header hold no line ends, so they may count as those of arrays do.
            depth = max(0, depth + (piece in ("[", "{")) - (piece in ("]", "}")))
            in_value = in_value or piece == "="
            if not in_value:
                statement.append((piece, at))
    _learn(found, table, statement)
    return found


def _learn(found: dict[Path, int], table: Path, statement: list[tuple[str, int]]) -> Path:
    """Note the line of a key or header; returns the table that the next statement is in."""
    if not statement:
        return table
    parts = tuple(_plain(piece) for piece, _ in statement if piece not in ("[", "]", "."))
    is_header = statement[0][0] == "["
    path = parts if is_header else table + parts
    for end in range(1 if is_header else len(table) + 1, min(len(path), _DEEPEST) + 1):
        found.setdefault(path[:end], statement[0][1])
    return path if is_header else table


def _plain(piece: str) -> str:
    if piece[:1] not in ("'", '"'):
        return piece
    try:
        return str(tomllib.loads(f"_ = {piece}")["_"])
    except tomllib.TOMLDecodeError:
        return piece
