"""The query language: what somebody types, as a syntax tree.

    trasnformer "state space" -survey (lora OR qlora) title:tuning tag:todo is:unread year:2022..2024 sort:-date

Any text is a query: what cannot be understood becomes a `Problem` with its place, and the rest is searched. The tree
holds folded words, so that `str(query)` parses to an equal tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from paperreader.words import UNSPACED, words

MAX_LENGTH: Final = 400
MAX_WORDS: Final = 32
MAX_DEPTH: Final = 16

TEXT_FIELDS: Final = ("title", "abstract", "note", "hl", "author", "venue")
VALUE_FIELDS: Final = ("tag", "id", "cat", "source")
_ALIASES: Final = {"arxiv": "id", "doi": "id", "category": "cat", "notes": "note", "highlight": "hl", "tags": "tag"}
STATES: Final = ("unread", "read", "starred", "accepted", "rejected", "maybe", "undecided", "trashed")
POSSESSIONS: Final = ("note", "tag", "link", "abstract", "highlight")
SORTS: Final = ("date", "title", "upvotes", "added", "decision")
_COMPARED: Final = {
    "year": re.compile(r"\d{4}"),
    "upvotes": re.compile(r"\d{1,15}"),
    "added": re.compile(r"\d{1,5}[hdwmy]|\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"),
}
_FIELDS: Final = (*TEXT_FIELDS, *VALUE_FIELDS, *_ALIASES, "is", "has", "sort", *_COMPARED)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a query that could not be understood. Half-open, in code points of the text as typed."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or several written as one (`GLM-130B`)."""

    words: tuple[str, ...]
    """Folded; never empty."""
    field: str | None = None
    """One of `TEXT_FIELDS`, or `None` for everywhere."""
    style: str = ""
    """`'` as typed and nothing near it, `^` as the beginning of a word, else empty."""
    unfinished: bool = False
    """The text ends in it: more letters may follow."""

    def __str__(self) -> str:
        text = "-".join(self.words)
        plain = not self.style and not self.field and text == "untagged"
        return f"{self.field + ':' if self.field else ''}{self.style}{text}{'.' if plain else ''}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand together in this order."""

    words: tuple[str, ...]
    field: str | None = None

    def __str__(self) -> str:
        return f'{self.field + ":" if self.field else ""}"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class Value:
    """A tag, an identifier, a category or a source file, as typed."""

    field: str
    value: str

    def __str__(self) -> str:
        return f'{self.field}:"{self.value}"'


@dataclass(frozen=True, slots=True)
class Is:
    """What the reader made of a paper: one of `STATES`."""

    state: str

    def __str__(self) -> str:
        return f"is:{self.state}"


@dataclass(frozen=True, slots=True)
class Has:
    """What a paper has: one of `POSSESSIONS`."""

    what: str

    def __str__(self) -> str:
        return f"has:{self.what}"


@dataclass(frozen=True, slots=True)
class Compare:
    """`year`, `upvotes` or `added` against a value: a number, a partial ISO date, or an age such as `7d`."""

    field: str
    op: str
    """`=`, `<`, `<=`, `>` or `>=`. Of an age: `>` is longer ago, `<` and `=` are more recent."""
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{self.op if self.op != '=' else ''}{self.value}"


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that `node` does not match."""

    node: Node

    def __str__(self) -> str:
        return f"-{_in_parentheses(self.node)}"


@dataclass(frozen=True, slots=True)
class And:
    """What all of `nodes` match; at least two, none of them an `And`."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(f"({one})" if isinstance(one, Or) else str(one) for one in self.nodes)


@dataclass(frozen=True, slots=True)
class Or:
    """What any of `nodes` matches; at least two, none of them an `Or`."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(str(one) for one in self.nodes)


Node: TypeAlias = Word | Phrase | Value | Is | Has | Compare | Not | And | Or


@dataclass(frozen=True, slots=True)
class Sort:
    """An order asked for, or its reverse.

    `date` and `added` have the newest first, `upvotes` the most, `title` goes from A, and `decision` from undecided
    and maybe to accepted and rejected.
    """

    key: str
    reverse: bool = False

    def __str__(self) -> str:
        return f"sort:{'-' if self.reverse else ''}{self.key}"


@dataclass(frozen=True, slots=True)
class Query:
    """What a text asks for. Without a `root`: every paper."""

    root: Node | None = None
    sort: Sort | None = None
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        """The query in its plainest spelling, which parses to an equal one."""
        text = " ".join(str(part) for part in (self.sort, self.root) if part is not None)
        # A space or a parenthesis after the last word says that it is finished.
        if _ends_unfinished(self.root):
            return text.rstrip(")")
        return text + ("" if not text or text[-1] in '")' else " ")

    def asks(self, wanted: Node) -> bool:
        """Whether `wanted` is a part of it, be it in an alternative or to be absent."""
        return self.root is not None and _contains(self.root, wanted)


def parse(text: str) -> Query:
    """Read `text` as a query. Never raises, whatever the text."""
    return _Parser(text).query()


def _contains(node: Node, wanted: Node) -> bool:
    match node:
        case And() | Or():
            return any(_contains(one, wanted) for one in node.nodes)
        case Not():
            return _contains(node.node, wanted)
        case _:
            return node == wanted


def _in_parentheses(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


def _ends_unfinished(node: Node | None) -> bool:
    while isinstance(node, And | Or | Not):
        node = node.node if isinstance(node, Not) else node.nodes[-1]
    return isinstance(node, Word) and node.unfinished


_PIECE: Final = re.compile(
    r"""(?P<space>\s+) | (?P<open>\() | (?P<close>\))
      | (?P<minus>-(?=[^\s]))
      | (?P<quoted>(?P<name>[a-z]+:)?"(?P<inside>[^"]*)(?P<end>"?))
      | (?P<word>[^\s()"]+)""",
    re.VERBOSE,
)
_FIELD: Final = re.compile(r"([a-z]+):(?!//)(.*)", re.DOTALL)


class _Parser:
    """Recursive descent over the pieces of one text."""

    def __init__(self, text: str) -> None:
        self._text = text[:MAX_LENGTH]
        self._problems: list[Problem] = []
        self._pieces: list[re.Match[str]] = [one for one in _PIECE.finditer(self._text) if one.lastgroup != "space"]
        self._at = 0
        self._words = 0
        self._sort: Sort | None = None
        if len(text) > MAX_LENGTH:
            self._problem(MAX_LENGTH, len(text), f"only the first {MAX_LENGTH} characters are searched")

    def query(self) -> Query:
        parts: list[Node] = []
        while self._at < len(self._pieces):
            node = self._alternatives(0)
            if node is not None:
                parts.append(node)
            if self._at < len(self._pieces):  # only a parenthesis that closes nothing stops it short
                here = self._pieces[self._at]
                self._problem(here.start(), here.end(), "this parenthesis closes nothing")
                self._at += 1
        return Query(_all(parts), self._sort, tuple(self._problems))

    def _problem(self, start: int, end: int, message: str) -> None:
        self._problems.append(Problem(start, end, message))

    def _peek(self) -> str:
        """The kind of the next piece: `open`, `close`, `minus`, `quoted`, `word`, `OR`, `AND`, or nothing."""
        if self._at >= len(self._pieces):
            return ""
        piece = self._pieces[self._at]
        if piece["word"] in ("OR", "AND"):
            return str(piece["word"])
        return "quoted" if piece["quoted"] is not None else str(piece.lastgroup)

    def _alternatives(self, depth: int) -> Node | None:
        found = [self._sequence(depth)]
        while self._peek() == "OR":
            self._at += 1
            found.append(self._sequence(depth))
        return _any([one for one in found if one is not None])

    def _sequence(self, depth: int) -> Node | None:
        found: list[Node] = []
        while (kind := self._peek()) not in ("", "close", "OR"):
            if kind == "AND":
                self._at += 1
                continue
            node = self._term(kind, depth)
            if node is not None:
                found.append(node)
        return _all(found)

    def _term(self, kind: str, depth: int) -> Node | None:
        piece = self._pieces[self._at]
        self._at += 1
        if kind == "minus":
            odd = True
            while (kind := self._peek()) == "minus":
                odd = not odd
                self._at += 1
            node = self._term(kind, depth) if kind not in ("", "close", "OR", "AND") else None
            return _not(node) if node is not None and odd else node
        if kind == "open":
            return self._group(piece, depth)
        return self._leaf(piece)

    def _group(self, piece: re.Match[str], depth: int) -> Node | None:
        if depth >= MAX_DEPTH:
            self._problem(piece.start(), piece.end(), f"more than {MAX_DEPTH} parentheses within each other")
            return None
        node = self._alternatives(depth + 1)
        if self._peek() == "close":
            self._at += 1
        return node

    def _leaf(self, piece: re.Match[str]) -> Node | None:
        self._words += 1
        if self._words > MAX_WORDS:
            if self._words == MAX_WORDS + 1:
                self._problem(piece.start(), len(self._text), f"only the first {MAX_WORDS} words are searched")
            return None
        if piece["quoted"] is not None:
            name = (piece["name"] or "")[:-1]
            if not name:
                return self._phrase(piece["inside"], None)
            return self._with_field(piece, name, piece["inside"], quoted=True)
        text = piece["word"]
        if tuple(words(text)) == ("untagged",) and text.isalpha():
            return Not(Has("tag"))
        named = _FIELD.fullmatch(text)
        # `10:30`, `GLaM:` and `https://…` are words; `title:` waits for what comes next.
        if named and (named[2] or named[1] in _FIELDS):
            return self._with_field(piece, named[1], named[2], quoted=False)
        return self._word(piece, text)

    def _with_field(self, piece: re.Match[str], name: str, value: str, *, quoted: bool) -> Node | None:
        name = _ALIASES.get(name, name)
        node: Node | None = None
        if name in _FIELDS and not value.strip():
            self._problem(piece.start(), piece.end(), f"{name}: needs a value")
            return None
        if name in TEXT_FIELDS:
            return self._phrase(value, name) if quoted else self._word(piece, value, name)
        if name in VALUE_FIELDS:
            return Value(name, value.strip())
        if name in ("is", "has", "sort"):
            return self._choice(piece, name, value.strip())
        if name in _COMPARED:
            node = _comparison(name, value.strip())
            message = f"{name}: wants {_WANTED[name]}"
        else:
            message = f"there is no field {name}: its words are searched everywhere"
        if node is None:
            self._problem(piece.start(), piece.end(), message)
            # Of a known field, half a value is on its way; an unknown one was meant as words.
            return None if name in _COMPARED else self._word(piece, f"{name}:{value}")
        return node

    def _choice(self, piece: re.Match[str], name: str, value: str) -> Node | None:
        choices = {"is": STATES, "has": POSSESSIONS, "sort": SORTS}[name]
        bare = value.removeprefix("-") if name == "sort" else value
        if bare == "untagged" and name == "is":
            return Not(Has("tag"))
        if bare in choices:
            if name == "sort":
                self._sort = Sort(bare, reverse=value.startswith("-"))
                return None
            return Is(bare) if name == "is" else Has(bare)
        self._problem(piece.start(), piece.end(), f"{name}: wants one of {', '.join(choices)}")
        on_its_way = piece.end() == len(self._text) and any(one.startswith(bare) for one in choices)
        return None if on_its_way or name == "sort" else self._word(piece, f"{name}:{value}")

    def _word(self, piece: re.Match[str], text: str, name: str | None = None) -> Node | None:
        style = text[0] if text[0] in "'^" else ""
        found = words(text)
        # A sign after the letters finishes a word as a space does, except a star, which asks for the opposite.
        unfinished = piece.end() == len(self._text) and text[-1:].isalnum() and style != "'"
        if text.endswith("*") and not style:
            style = "^"
        if len(found) > 1 and any(map(UNSPACED.match, found)):
            return Phrase(tuple(found), name)  # written without spaces, it is one word of several
        return Word(tuple(found), name, style, unfinished) if found else None

    def _phrase(self, text: str, name: str | None) -> Node | None:
        found = words(text)
        return Phrase(tuple(found), name) if found else None


_WANTED: Final = {
    "year": "a year (2024), a range (2022..2024) or a comparison (>=2022)",
    "upvotes": "a number (10), a range (5..10) or a comparison (>=10)",
    "added": "an age (<7d; h d w m y), a date (2024-05) or a range of dates",
}
_OPERATOR: Final = re.compile(r"(<=|>=|<|>|=|)(.*)", re.DOTALL)


def _comparison(name: str, value: str) -> Node | None:
    """`2022..2024`, `2022..`, `>=10`, `7d`; `None` where it is none of these."""
    valid = _COMPARED[name].fullmatch
    low, dots, high = value.partition("..")
    if dots:
        bounds = [(op, bound) for op, bound in ((">=", low), ("<=", high)) if bound]
        if not bounds or not all(valid(bound) for _, bound in bounds):
            return None
        return _all([Compare(name, op, bound) for op, bound in bounds])
    match = _OPERATOR.fullmatch(value)
    if match is None or not valid(match[2]):
        return None
    return Compare(name, match[1] or "=", match[2])


def _flat(nodes: list[Node], kind: type[And | Or]) -> tuple[Node, ...]:
    found: list[Node] = []
    for one in nodes:
        if isinstance(one, And | Or) and type(one) is kind:
            found.extend(one.nodes)
        else:
            found.append(one)
    return tuple(found)


def _all(nodes: list[Node]) -> Node | None:
    flat = _flat(nodes, And)
    return And(flat) if len(flat) > 1 else flat[0] if flat else None


def _any(nodes: list[Node]) -> Node | None:
    flat = _flat(nodes, Or)
    return Or(flat) if len(flat) > 1 else flat[0] if flat else None


def _not(node: Node) -> Node:
    return node.node if isinstance(node, Not) else Not(node)
