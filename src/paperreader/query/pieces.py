"""Splits a query into pieces: words, quotations, parentheses and signs, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from paperreader.query.fields import ALIASES, FIELDS

OPEN: Final = "open"
CLOSE: Final = "close"
MINUS: Final = "minus"
OR: Final = "OR"
AND: Final = "AND"
QUOTED: Final = "quoted"
WORD: Final = "word"

_NAMED: Final = re.compile(r"([A-Za-z]+(?:\.[A-Za-z]+)?):(?=[\"(])")
_DOI: Final = re.compile(r"[^\s\"()]{0,300}\b10\.\d{4,9}/", re.ASCII)
_FIELD: Final = re.compile(r"([A-Za-z]+(?:\.[A-Za-z]+)?):(?!//)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query. Its span is half-open, in code points."""

    kind: str
    start: int
    end: int
    name: str = ""
    """The name before the colon of a parenthesis or quotation: a field from the table, or a name meant as one."""
    text: str = ""
    """The word as typed, including its field; or the text inside the quotation marks."""
    closed: bool = True
    """For a quotation: whether its closing mark was typed."""


def field_name(typed: str) -> str:
    """Return the field that a typed name refers to; the name itself if there is none."""
    lower = typed.lower()
    name = ALIASES.get(lower, lower)
    return name if name in FIELDS else typed


def may_be_field(typed: str) -> bool:
    """Whether an unknown name before a colon is meant as a field: in lower case, and `hl.x` but not `cs.x`."""
    family, dot, _ = typed.partition(".")
    return typed.islower() and (not dot or field_name(family) in FIELDS)


def split_field(word: str) -> tuple[str, str]:
    """Split a word into its field and the rest. No field: `10:30`, `https://…`, `GLaM:x`, or `Title:` before a space.

    A lower-case name before a colon and text counts as a field, even an unknown one.
    """
    match = _FIELD.fullmatch(word)
    if match is None:
        return "", word
    name, value = field_name(match[1]), match[2]
    meant = may_be_field(match[1]) and (value or name in FIELDS)
    return (name, value) if meant or (value and name in FIELDS) else ("", word)


def pieces(text: str) -> list[Piece]:
    """Return all pieces of `text`, in order. A piece ends at white space or where another kind of piece begins."""
    return _Cutter(text).cut()


class _Cutter:
    """Splits a text in one pass."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[Piece] = []
        self._glued = [0]
        """For each enclosing parenthesis: how many were opened inside words (`O(n`) and belong to the text."""

    def cut(self) -> list[Piece]:
        at = 0
        while at < len(self._text):
            at = at + 1 if self._text[at].isspace() else self._piece(at)
        return self._found

    def _piece(self, at: int) -> int:
        """Add the piece that begins at a place, and return where it ends."""
        text = self._text
        if text[at] == ")":
            return self._close(at)
        if text[at] == "(":
            return self._open(at, at + 1, "")
        if text[at] == "-" and not text[at + 1 : at + 2].isspace():
            if at == 0 or text[at - 1].isspace() or text[at - 1] in "(-":
                self._found.append(Piece(MINUS, at, at + 1))
            else:  # right after other text it may be a hyphen or a dash: ignore it
                self._found.append(Piece(WORD, at, at + 1, text="-"))
            return at + 1
        named = _NAMED.match(text, at)
        name = field_name(named[1]) if named else ""
        after = named.end() if named else at
        if text[after] == '"':
            return self._quoted(at, after + 1, name)
        if named and (name in FIELDS or may_be_field(name)):
            return self._open(at, after + 1, name)
        return self._word(at)

    def _open(self, start: int, end: int, name: str) -> int:
        self._glued.append(0)
        self._found.append(Piece(OPEN, start, end, name))
        return end

    def _close(self, at: int) -> int:
        if self._glued[-1]:
            self._glued[-1] -= 1  # closes an earlier word's: `O(n )`
            return at + 1
        if len(self._glued) > 1:
            self._glued.pop()
        self._found.append(Piece(CLOSE, at, at + 1))
        return at + 1

    def _quoted(self, start: int, inside: int, name: str) -> int:
        end = self._text.find('"', inside)
        closed = end >= 0
        end = end if closed else len(self._text)
        self._found.append(Piece(QUOTED, start, end + closed, name, self._text[inside:end], closed))
        return end + closed

    def _word(self, start: int) -> int:
        text, end = self._text, start
        while end < len(text) and not text[end].isspace() and text[end] != '"':
            if text[end] == "(":
                self._glued[-1] += 1
            elif text[end] == ")":
                if not self._glued[-1]:
                    # A DOI can have an unmatched closing parenthesis; other words cannot.
                    if len(self._glued) > 1 or not _DOI.match(text, start, end):
                        break
                else:
                    self._glued[-1] -= 1
            end += 1
        word = text[start:end]
        self._found.append(Piece(word if word in (OR, AND) else WORD, start, end, text=word))
        return end
