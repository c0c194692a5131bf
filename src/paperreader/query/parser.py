"""Parses text into a query, by recursive descent. Anything it cannot understand becomes a problem with its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from paperreader.domain import may_become_a_name, named_paper, shortened
from paperreader.language import is_unspaced, words
from paperreader.query.fields import CHOICES, FIELDS, OTHER_NAMES, QueryKind, is_begun, is_bound, nearest
from paperreader.query.orders import ORDERS, RELEVANCE
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

MAX_LENGTH: Final = 10_000
"""Characters that are parsed: more than `MAX_WORDS` words need, however they are written."""
MAX_WORDS: Final = 32
MAX_DEPTH: Final = 16
_MAX_VALUE: Final = 200
_SCHEMES: Final = ("arxiv", "doi", "pmid")
"""Prefixes of identifiers in print, which may be followed by a space."""

_EVERYTHING: Final = "*"
"""Matches every paper."""
_NOT: Final = "NOT"
"""Other programs use it for a dash; here it is an ordinary word."""
_NO_WORD: Final = "it has no letters or digits to search for"

_OPERATOR: Final = re.compile(r"(<=|>=|<|>|=|)(.*)", re.DOTALL)


def parse(text: str) -> Query:
    """Parse `text` as a query. Never raises."""
    return _Parser(text).query()


@dataclass(frozen=True, slots=True)
class _Around:
    """The context of a term."""

    depth: int = 0
    field: str = ""
    """The field of the parentheses around it: `title:(…)`."""
    negated: bool = False


class _Parser:
    """Parses the pieces of one text."""

    def __init__(self, text: str) -> None:
        self._typed = text
        self._text = text[:MAX_LENGTH]
        self._problems: list[Problem] = []
        self._pieces = pieces(self._text)
        self._at = 0
        self._left = MAX_WORDS
        self._cut_at: int | None = None
        """Where the words beyond the limit begin."""
        self._cut: list[str] = []
        self._idle: list[Problem] = []
        self._all = False
        self._sort: Sort | None = None
        self._ranked = False
        if len(text) > MAX_LENGTH:
            left_out = f"“{shortened(text[MAX_LENGTH:], 20)}”"
            message = f"only the first {MAX_LENGTH:,} characters are searched; ignored: {left_out}"
            self._problem(MAX_LENGTH, len(text), message)

    def query(self) -> Query:
        parts: list[Node] = []
        while self._at < len(self._pieces):
            node = self._alternatives(_Around())
            if node is not None:
                parts.append(node)
            if self._at < len(self._pieces):  # only a parenthesis that closes nothing stops it short
                here = self._pieces[self._at]
                self._problem(here.start, here.end, "this parenthesis closes none")
                self._at += 1
        if self._cut_at is not None:
            self._problem(self._cut_at, len(self._text), _left_out(self._cut))
        problems, idle = (tuple(sorted(some, key=lambda one: one.start)) for some in (self._problems, self._idle))
        return Query(all_of(parts), self._sort, self._ranked, problems, idle, self._all, self._typed)

    def _says_nothing(self, piece: Piece, message: str) -> None:
        self._idle.append(Problem(piece.start, piece.end, message))

    def _problem(self, start: int, end: int, message: str, *, unfinished: bool = False) -> None:
        self._problems.append(Problem(start, end, message, unfinished))

    def _peek(self) -> str:
        """Return the kind of the next piece, or an empty string."""
        return self._pieces[self._at].kind if self._at < len(self._pieces) else ""

    def _alternatives(self, around: _Around) -> Node | None:
        begun = self._at
        found = [self._sequence(around)]
        while self._peek() == OR:
            sign = self._pieces[self._at]
            one_sided = self._at == begun
            self._at = begun = self._at + 1
            found.append(self._sequence(around))
            if one_sided or self._at == begun:
                self._says_nothing(sign, "OR needs something to search for on both sides")
        return any_of([one for one in found if one is not None])

    def _sequence(self, around: _Around) -> Node | None:
        found: list[Node] = []
        while (kind := self._peek()) not in ("", CLOSE, OR):
            if kind == AND:
                sign = self._pieces[self._at]
                self._at += 1
                if not found or self._peek() in ("", CLOSE, OR, AND):
                    self._says_nothing(sign, "AND needs something to search for on both sides")
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
            self._says_nothing(self._pieces[self._at - 1], "there is nothing after this dash to exclude")
            return None
        piece = self._pieces[self._at]
        self._at += 1
        if kind == OPEN:
            node = self._named_group(piece, around)
        else:
            node = self._leaf(piece, _Around(around.depth, around.field, negated))
        return none_of(node) if node is not None and negated else node

    def _named_group(self, piece: Piece, around: _Around) -> Node | None:
        """Parse a group and its field, if any; a name that is not a field becomes a word before the group."""
        name: str | None = piece.name or around.field
        before: Node | None = None
        if name and name not in FIELDS:
            name = self._meant_field(piece, name)
            before = None if name else self._word(piece, piece.name)
        node = self._group(piece, _Around(around.depth + 1, name or around.field))
        return all_of([one for one in (before, node) if one is not None])

    def _group(self, piece: Piece, around: _Around) -> Node | None:
        if around.depth > MAX_DEPTH:
            self._problem(piece.start, piece.end, f"more than {MAX_DEPTH} nested parentheses")
            return None
        begun = self._at
        node = self._alternatives(around)
        if self._at == begun and around.field:
            unfinished = piece.end == len(self._text)
            self._problem(piece.start, piece.end, f"{around.field}: needs a word", unfinished=unfinished)
        elif self._at == begun:
            self._says_nothing(piece, "there is nothing in these parentheses to search for")
        if self._peek() == CLOSE:
            self._at += 1
        return node

    def _leaf(self, piece: Piece, around: _Around) -> Node | None:
        if piece.kind == QUOTED:
            name = piece.name or around.field
            if name:
                return self._with_field(piece, name, piece.text, around)
            phrase = self._phrase(piece, "", around)
            if phrase is None and not self._full:
                self._says_nothing(piece, "there is nothing in these quotation marks to search for")
            return phrase
        name, value = split_field(piece.text)
        if around.field:
            # What is no field after all belongs to that of the parentheses: a tag may have a colon.
            return self._with_field(piece, *((name, value) if name in FIELDS else (around.field, piece.text)), around)
        if piece.text == _EVERYTHING and not around.depth and not around.negated and not self._has_alternatives:
            self._all = True
            return None
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
        kind = FIELDS[name].kind
        if not value.strip():
            problem = f"{name}: needs a value right after its colon"
        elif kind is QueryKind.WORDS:
            node = self._phrase(piece, name, around) if piece.kind == QUOTED else self._word(piece, value, name)
            problem = f"{name}: needs a word"
        elif kind is QueryKind.NAME:
            if (called := _value(name, value.strip()[:_MAX_VALUE].strip())) is not None:
                return self._afforded(piece, called)
            problem = f"{name}: needs a name with a letter or a digit"
        elif kind is QueryKind.CHOICE:
            return self._choice(piece, name, value.strip().lower())
        else:
            node = _comparison(name, value.strip())
            problem = f"{name}: needs {FIELDS[name].wanted}"
            if node is not None:
                return self._afforded(piece, node)
        if node is None and not self._full:
            self._problem(piece.start, piece.end, problem, unfinished=self._goes_on(piece) and is_begun(name, value))
        return node

    def _meant_field(self, piece: Piece, name: str) -> str | None:
        """Return the field that was probably meant by an unknown name, and report the problem."""
        meant = nearest(name, tuple(FIELDS))
        hint = f"did you mean {meant}:?" if meant else "it is searched for as words"
        self._problem(piece.start, piece.end, f"unknown field {shortened(name, 30)}: – {hint}")
        return meant

    def _choice(self, piece: Piece, name: str, value: str) -> Node | None:
        turned = name == "sort" and value.startswith("-")
        bare = value.removeprefix("-") if turned else value
        bare = OTHER_NAMES.get(name, {}).get(bare, bare)
        if name == "is" and bare == "untagged":
            return self._afforded(piece, Not(Has("tag")))
        if bare in CHOICES[name] and not (turned and not ORDERS[bare].turns):
            if name == "sort":
                self._ranked = bare == RELEVANCE
                self._sort = None if self._ranked else Sort(bare, reverse=turned)
                return None
            return self._afforded(piece, Is(bare) if name == "is" else Has(bare))
        meant = nearest(bare, tuple(CHOICES[name])) if bare and not turned else None
        hint = f"did you mean {name}:{meant}?" if meant else f"there are {', '.join(CHOICES[name])}"
        unfinished = self._goes_on(piece) and is_begun(name, value)
        self._problem(piece.start, piece.end, f"unknown {name}:{shortened(value, 30)} – {hint}", unfinished=unfinished)
        return None

    def _word(self, piece: Piece, text: str, name: str | None = None) -> Node | None:
        found = words(text)
        fit = self._afford(piece, found)
        if not fit:
            if not found and not name:
                strange = any(unicodedata.category(one) == "So" for one in text)
                (self._problems if strange else self._idle).append(Problem(piece.start, piece.end, _NO_WORD))
            return None
        if text == _NOT and not name:
            self._says_nothing(piece, "a dash before a word excludes it: -survey")
        style = text[0] if text[0] in "'^" else ""
        # A sign after the letters finishes a word as a space does, except a star, which asks for the opposite.
        unfinished = self._goes_on(piece) and text[-1:].isalnum() and style != "'" and len(fit) == len(found)
        if text.endswith("*") and not style:
            style = "^"
        if len(fit) > 1 and any(map(is_unspaced, fit)):
            return Phrase(tuple(fit), name)  # written without spaces, it is one word of several
        return Word(tuple(fit), name, style, unfinished)

    def _named_paper(self, piece: Piece) -> str | None:
        """Return the paper that a word names, by itself or with the word after it: `arXiv: 2403.13043`."""
        scheme = piece.text.lower().removesuffix(":")
        if scheme in _SCHEMES and self._peek() == WORD:
            paper = named_paper(f"{scheme}:{self._pieces[self._at].text}")
            self._at += paper is not None
            return paper
        return named_paper(piece.text)

    def _half_a_name(self, piece: Piece) -> Node | None:
        """Search for the beginning of an arXiv id or a DOI, as an identifier and as words, until it is complete."""
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
        if not fit or not growing or any(map(is_unspaced, fit)):
            return Phrase(tuple(fit), field) if fit else None
        # Until its end is typed, the last word may be a beginning: as a word it would match nothing.
        *whole, last = fit
        begun: list[Node] = [Word((last,), field, unfinished=True)]
        if whole:
            begun.insert(0, Phrase(tuple(whole), field) if len(whole) > 1 else Word(tuple(whole), field, "'"))
        return all_of(begun)

    def _goes_on(self, piece: Piece) -> bool:
        """Whether the user may still be typing this piece."""
        return piece.end == len(self._text) and (piece.kind == WORD or not piece.closed)

    def _afford(self, piece: Piece, found: list[str]) -> list[str]:
        """Return as many of the words as the limit still allows."""
        fit = found[: self._left]
        self._left -= len(fit)
        if len(fit) < len(found):
            self._cut_at, self._left = piece.start if self._cut_at is None else self._cut_at, 0
            self._cut += [word or piece.text or piece.name for word in found[len(fit) :]]
        return fit

    @property
    def _full(self) -> bool:
        """Whether the limit on words has been exceeded."""
        return self._cut_at is not None

    @property
    def _has_alternatives(self) -> bool:
        return any(one.kind == OR for one in self._pieces)

    def _afforded(self, piece: Piece, node: Node) -> Node | None:
        """Count a filter as one word, a range as two, and drop it beyond the limit."""
        weight = len(node.nodes) if isinstance(node, And) else 1
        return node if len(self._afford(piece, [""] * weight)) == weight else None


def _left_out(cut: list[str]) -> str:
    """Return the message about words beyond the limit."""
    named, more = cut[:3], len(cut) - 3
    which = ", ".join(f"“{shortened(word, 20)}”" for word in named) + (f" and {more:,} more" if more > 0 else "")
    return f"only the first {MAX_WORDS} words are searched; left out {'is' if len(cut) == 1 else 'are'} {which}"


def _value(name: str, value: str) -> Value | None:
    """Return a filter by name; `None` if nothing can have that name, since negating it would then match everything."""
    if name == "id":
        value = named_paper(value) or value
    elif name in ("tag", "hl.tag"):
        value = value.lstrip("#").lstrip()
    readable = any(map(str.isalnum, value)) if name in ("id", "cat") else value.strip(" /")
    return Value(name, value) if readable else None


def _comparison(name: str, value: str) -> Node | None:
    """Parse `2022..2024`, `2022..`, `>=10` or `7d`; `None` for anything else."""
    if value in FIELDS[name].words:
        return Compare(name, "=", value)
    low, dots, high = value.partition("..")
    if dots:
        bounds = [(op, bound) for op, bound in ((">=", low), ("<=", high)) if bound]
        if not bounds or not all(is_bound(name, bound) for _, bound in bounds):
            return None
        if low and high and not FIELDS[name].dated and int(low) > int(high):
            bounds = [(">=", high), ("<=", low)]
        return all_of([Compare(name, op, bound) for op, bound in bounds])
    match = _OPERATOR.fullmatch(value)
    if match is None or not is_bound(name, match[2]):
        return None
    return Compare(name, match[1] or "=", match[2])
