"""From text to a query, by recursive descent. What cannot be understood becomes a problem with its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from paperreader.identifiers import may_become_a_name, named_paper
from paperreader.query.fields import (
    CHOICES,
    COMPARED,
    FIELDS,
    OTHER_NAMES,
    RELEVANCE,
    TEXT_FIELDS,
    VALUE_FIELDS,
    WANTED,
    is_begun,
    nearest,
)
from paperreader.query.pieces import AND, CLOSE, MINUS, OPEN, OR, QUOTED, WORD, Piece, pieces, split_field
from paperreader.query.tree import (
    And,
    Compare,
    Has,
    Is,
    Node,
    Not,
    Phrase,
    Problem,
    Query,
    Sort,
    Value,
    Word,
    all_of,
    any_of,
    none_of,
)
from paperreader.words import UNSPACED, words

MAX_LENGTH: Final = 10_000
"""Characters that are read: more than `MAX_WORDS` take, however they are written."""
MAX_WORDS: Final = 32
MAX_DEPTH: Final = 16
_MAX_VALUE: Final = 200
_SCHEMES: Final = ("arxiv", "doi", "pmid")
"""What stands before an identifier in print, also with a space between them."""

_OPERATOR: Final = re.compile(r"(<=|>=|<|>|=|)(.*)", re.DOTALL)


def parse(text: str) -> Query:
    """Read `text` as a query. Never raises, whatever the text."""
    return _Parser(text).query()


@dataclass(frozen=True, slots=True)
class _Around:
    """What is around a term."""

    depth: int = 0
    field: str = ""
    """Of the parentheses it is in: `title:(…)`."""
    negated: bool = False


class _Parser:
    """Reads the pieces of one text."""

    def __init__(self, text: str) -> None:
        self._text = text[:MAX_LENGTH]
        self._problems: list[Problem] = []
        self._pieces = pieces(self._text)
        self._at = 0
        self._left = MAX_WORDS
        self._full = False
        self._sort: Sort | None = None
        self._ranked = False
        if len(text) > MAX_LENGTH:
            self._problem(MAX_LENGTH, len(text), f"only the first {MAX_LENGTH:,} characters are searched")

    def query(self) -> Query:
        parts: list[Node] = []
        while self._at < len(self._pieces):
            node = self._alternatives(_Around())
            if node is not None:
                parts.append(node)
            if self._at < len(self._pieces):  # only a parenthesis that closes nothing stops it short
                here = self._pieces[self._at]
                self._problem(here.start, here.end, "this parenthesis closes nothing")
                self._at += 1
        problems = tuple(sorted(self._problems, key=lambda one: one.start))
        return Query(all_of(parts), self._sort, self._ranked, problems, self._text)

    def _problem(self, start: int, end: int, message: str, *, unfinished: bool = False) -> None:
        self._problems.append(Problem(start, end, message, unfinished))

    def _peek(self) -> str:
        """The kind of the next piece, or nothing."""
        return self._pieces[self._at].kind if self._at < len(self._pieces) else ""

    def _alternatives(self, around: _Around) -> Node | None:
        found = [self._sequence(around)]
        while self._peek() == OR:
            self._at += 1
            found.append(self._sequence(around))
        return any_of([one for one in found if one is not None])

    def _sequence(self, around: _Around) -> Node | None:
        found: list[Node] = []
        while (kind := self._peek()) not in ("", CLOSE, OR):
            if kind == AND:
                self._at += 1
                continue
            node = self._term(around)
            if node is not None:
                found.append(node)
        return all_of(found)

    def _term(self, around: _Around) -> Node | None:
        negated = False
        while self._peek() == MINUS:
            negated = not negated
            self._at += 1
        kind = self._peek()
        if kind in ("", CLOSE, OR, AND):
            return None
        piece = self._pieces[self._at]
        self._at += 1
        if kind == OPEN:
            node = self._named_group(piece, around)
        else:
            node = self._leaf(piece, _Around(around.depth, around.field, negated))
        return none_of(node) if node is not None and negated else node

    def _named_group(self, piece: Piece, around: _Around) -> Node | None:
        """A group and the field that it is of, if any; a name by which none is meant is a word before it."""
        name: str | None = piece.name or around.field
        before: Node | None = None
        if name and name not in FIELDS:
            name = self._meant_field(piece, name)
            before = None if name else self._word(piece, piece.name)
        node = self._group(piece, _Around(around.depth + 1, name or around.field))
        return all_of([one for one in (before, node) if one is not None])

    def _group(self, piece: Piece, around: _Around) -> Node | None:
        if around.depth > MAX_DEPTH:
            self._problem(piece.start, piece.end, f"more than {MAX_DEPTH} parentheses within each other")
            return None
        node = self._alternatives(around)
        if self._peek() == CLOSE:
            self._at += 1
        return node

    def _leaf(self, piece: Piece, around: _Around) -> Node | None:
        if piece.kind == QUOTED:
            name = piece.name or around.field
            return self._with_field(piece, name, piece.text, around) if name else self._phrase(piece, "", around)
        name, value = split_field(piece.text)
        if around.field:
            # What is no field after all belongs to that of the parentheses: a tag may have a colon.
            return self._with_field(piece, *((name, value) if name in FIELDS else (around.field, piece.text)), around)
        if tuple(words(piece.text)) == ("untagged",) and piece.text.isalpha():
            return self._afforded(piece, Not(Has("tag")))
        if paper := self._named_paper(piece):
            return self._afforded(piece, Value("id", paper[:_MAX_VALUE]))
        if self._goes_on(piece) and may_become_a_name(piece.text):
            return self._half_a_name(piece)
        return self._with_field(piece, name, value, around) if name else self._word(piece, value)

    def _with_field(self, piece: Piece, name: str, value: str, around: _Around) -> Node | None:
        if name not in FIELDS:
            meant = self._meant_field(piece, name)
            # As words the name would be one that no paper has, and the mistake would lose all results.
            return self._with_field(piece, meant, value, around) if meant else self._word(piece, f"{name}:{value}")
        node: Node | None = None
        if not value.strip():
            problem = f"{name}: needs a value right after its colon"
        elif name in TEXT_FIELDS:
            node = self._phrase(piece, name, around) if piece.kind == QUOTED else self._word(piece, value, name)
            problem = f"{name}: needs a word"
        elif name in VALUE_FIELDS:
            return self._afforded(piece, _value(name, value.strip()[:_MAX_VALUE].strip()))
        elif name in CHOICES:
            return self._choice(piece, name, value.strip().lower())
        else:
            node = _comparison(name, value.strip())
            problem = f"{name}: wants {WANTED[name]}"
            if node is not None:
                return self._afforded(piece, node)
        if node is None and not self._full:
            self._problem(piece.start, piece.end, problem, unfinished=self._goes_on(piece) and is_begun(name, value))
        return node

    def _meant_field(self, piece: Piece, name: str) -> str | None:
        """The field that somebody meant by a name that is none, after saying so."""
        meant = nearest(name, tuple(FIELDS))
        hint = f"did you mean {meant}:?" if meant else "it is searched as words"
        self._problem(piece.start, piece.end, f"there is no field {name}: – {hint}")
        return meant

    def _choice(self, piece: Piece, name: str, value: str) -> Node | None:
        turned = name == "sort" and value.startswith("-")
        bare = value.removeprefix("-") if turned else value
        bare = OTHER_NAMES.get(name, {}).get(bare, bare)
        if name == "is" and bare == "untagged":
            return self._afforded(piece, Not(Has("tag")))
        if bare in CHOICES[name] and not (turned and bare == RELEVANCE):
            if name == "sort":
                self._ranked = bare == RELEVANCE
                self._sort = None if self._ranked else Sort(bare, reverse=turned)
                return None
            return self._afforded(piece, Is(bare) if name == "is" else Has(bare))
        meant = nearest(bare, tuple(CHOICES[name])) if bare and not turned else None
        hint = f"did you mean {name}:{meant}?" if meant else f"there are {', '.join(CHOICES[name])}"
        unfinished = self._goes_on(piece) and is_begun(name, value)
        self._problem(piece.start, piece.end, f"there is no {name}:{value} – {hint}", unfinished=unfinished)
        return None

    def _word(self, piece: Piece, text: str, name: str | None = None) -> Node | None:
        found = words(text)
        fit = self._afford(piece, found)
        if not fit:
            if any(unicodedata.category(one) == "So" for one in text):
                self._problem(piece.start, piece.end, "there are no letters or digits in it to search for")
            return None
        style = text[0] if text[0] in "'^" else ""
        # A sign after the letters finishes a word as a space does, except a star, which asks for the opposite.
        unfinished = self._goes_on(piece) and text[-1:].isalnum() and style != "'" and len(fit) == len(found)
        if text.endswith("*") and not style:
            style = "^"
        if len(fit) > 1 and any(map(UNSPACED.match, fit)):
            return Phrase(tuple(fit), name)  # written without spaces, it is one word of several
        return Word(tuple(fit), name, style, unfinished)

    def _named_paper(self, piece: Piece) -> str | None:
        """The paper that a word names, or together with the word after it: `arXiv: 2403.13043`."""
        scheme = piece.text.lower().removesuffix(":")
        if scheme in _SCHEMES and self._peek() == WORD:
            paper = named_paper(f"{scheme}:{self._pieces[self._at].text}")
            self._at += paper is not None
            return paper
        return named_paper(piece.text)

    def _half_a_name(self, piece: Piece) -> Node | None:
        """The beginning of an arXiv id or a DOI, until there is more: what has such a one, and what has it as words."""
        found = words(piece.text)
        if len(self._afford(piece, ["", *found])) <= len(found):
            return None
        as_words = Word(tuple(found), unfinished=piece.text[-1].isalnum())
        return any_of([Value("id", piece.text), as_words])

    def _phrase(self, piece: Piece, name: str, around: _Around) -> Node | None:
        found = words(piece.text)
        fit = self._afford(piece, found)
        field = name or None
        growing = not piece.closed and piece.text[-1:].isalnum() and not around.negated and len(fit) == len(found)
        if not fit or not growing or any(map(UNSPACED.match, fit)):
            return Phrase(tuple(fit), field) if fit else None
        # Until its end is typed, the last word may be a beginning: as a word it would match nothing.
        *whole, last = fit
        begun: list[Node] = [Word((last,), field, unfinished=True)]
        if whole:
            begun.insert(0, Phrase(tuple(whole), field) if len(whole) > 1 else Word(tuple(whole), field, "'"))
        return all_of(begun)

    def _goes_on(self, piece: Piece) -> bool:
        """Whether more letters may follow."""
        return piece.end == len(self._text) and (piece.kind == WORD or not piece.closed)

    def _afford(self, piece: Piece, found: list[str]) -> list[str]:
        """As many words as a query may still have."""
        fit = found[: self._left]
        self._left -= len(fit)
        if len(fit) < len(found) and not self._full:
            self._full, self._left = True, 0
            self._problem(piece.start, len(self._text), f"only the first {MAX_WORDS} words are searched")
        return fit

    def _afforded(self, piece: Piece, node: Node) -> Node | None:
        """A filter, which counts as a word, a range as two."""
        weight = len(node.nodes) if isinstance(node, And) else 1
        return node if len(self._afford(piece, [""] * weight)) == weight else None


def _value(name: str, value: str) -> Value:
    if name == "id":
        return Value(name, named_paper(value) or value)
    return Value(name, (name == "tag" and value.lstrip("#").lstrip()) or value)


def _comparison(name: str, value: str) -> Node | None:
    """`2022..2024`, `2022..`, `>=10`, `7d`; `None` where it is none of these."""
    valid = COMPARED[name].fullmatch
    low, dots, high = value.partition("..")
    if dots:
        bounds = [(op, bound) for op, bound in ((">=", low), ("<=", high)) if bound]
        if not bounds or not all(valid(bound) for _, bound in bounds):
            return None
        if low and high and name != "added" and int(low) > int(high):
            bounds = [(">=", high), ("<=", low)]
        return all_of([Compare(name, op, bound) for op, bound in bounds])
    match = _OPERATOR.fullmatch(value)
    if match is None or not valid(match[2]):
        return None
    return Compare(name, match[1] or "=", match[2])
