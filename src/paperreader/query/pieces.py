"""A query cut into pieces: words, quotations, parentheses, signs, each with its place."""

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

_NAMED: Final = re.compile(r"([A-Za-z]+):(?=[\"(])")
_DOI: Final = re.compile(r"[^\s\"()]{0,300}\b10\.\d{4,9}/", re.ASCII)
_FIELD: Final = re.compile(r"([A-Za-z]+):(?!//)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query. Its place is half-open, in code points."""

    kind: str
    start: int
    end: int
    name: str = ""
    """What stands before its colon, of a parenthesis or a quotation: a field as the table of fields has it, or a name
    that is meant for one."""
    text: str = ""
    """The word as it stands, with its field if it has one; or what is in the quotation marks."""
    closed: bool = True
    """Of a quotation: its end was typed."""


def field_name(typed: str) -> str:
    """The field that a name in front of a colon stands for; as it was typed, where there is none."""
    lower = typed.lower()
    name = ALIASES.get(lower, lower)
    return name if name in FIELDS else typed


def split_field(word: str) -> tuple[str, str]:
    """The field of a word and what follows its colon. No field: `10:30`, `https://…`, `GLaM:x`, `Title:` and a space.

    A name in small letters before a colon and some text is meant for a field, also where there is none.
    """
    match = _FIELD.fullmatch(word)
    if match is None:
        return "", word
    name, value = field_name(match[1]), match[2]
    meant = match[1].islower() and (value or name in FIELDS)
    return (name, value) if meant or (value and name in FIELDS) else ("", word)


def pieces(text: str) -> list[Piece]:
    """All pieces of `text`, in order. White space ends a piece, and so does what is none of its kind."""
    return _Cutter(text).cut()


class _Cutter:
    """Goes through a text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[Piece] = []
        self._glued = [0]
        """Of every parenthesis around: how many were opened in its words (`O(n`) that belong to the text."""

    def cut(self) -> list[Piece]:
        at = 0
        while at < len(self._text):
            at = at + 1 if self._text[at].isspace() else self._piece(at)
        return self._found

    def _piece(self, at: int) -> int:
        """Cut off what begins at a place, and tell where it ends."""
        text = self._text
        if text[at] == ")":
            return self._close(at)
        if text[at] == "(":
            return self._open(at, at + 1, "")
        if text[at] == "-" and not text[at + 1 : at + 2].isspace():
            if at == 0 or text[at - 1].isspace() or text[at - 1] in "(-":
                self._found.append(Piece(MINUS, at, at + 1))
            else:  # glued to what is before it, it may be a hyphen, or mean what a dash means: it says nothing
                self._found.append(Piece(WORD, at, at + 1, text="-"))
            return at + 1
        named = _NAMED.match(text, at)
        name = field_name(named[1]) if named else ""
        after = named.end() if named else at
        if text[after] == '"':
            return self._quoted(at, after + 1, name)
        if named and (name in FIELDS or name.islower()):
            return self._open(at, after + 1, name)
        return self._word(at)

    def _open(self, start: int, end: int, name: str) -> int:
        self._glued.append(0)
        self._found.append(Piece(OPEN, start, end, name))
        return end

    def _close(self, at: int) -> int:
        if self._glued[-1]:
            self._glued[-1] -= 1  # of a word before: `O(n )`
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
                    # A DOI may have a parenthesis that nothing opens; any other word has none.
                    if len(self._glued) > 1 or not _DOI.match(text, start, end):
                        break
                else:
                    self._glued[-1] -= 1
            end += 1
        word = text[start:end]
        self._found.append(Piece(word if word in (OR, AND) else WORD, start, end, text=word))
        return end
