"""The syntax tree of a query: folded words and filters. `str` of a tree parses to an equal one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a query that could not be understood. Half-open, in code points of the text as typed."""

    start: int
    end: int
    message: str
    unfinished: bool = False
    """It is at the end of the text and may become valid as more is typed, so it is not reported yet."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or several written as one (`GLM-130B`)."""

    words: tuple[str, ...]
    """Folded; never empty."""
    field: str | None = None
    """A field of words (`QueryKind.WORDS`), or `None` for everywhere."""
    style: str = ""
    """`'` for an exact word, `^` for the beginning of a word, otherwise empty."""
    unfinished: bool = False
    """It is at the end of the text, and more letters may follow."""

    def __str__(self) -> str:
        text = "-".join(self.words)
        plain = not self.style and not self.field and text == "untagged"
        return f"{self.field + ':' if self.field else ''}{self.style}{'.' if plain else ''}{text}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must appear together in this order."""

    words: tuple[str, ...]
    field: str | None = None

    def __str__(self) -> str:
        return f'{self.field + ":" if self.field else ""}"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class Value:
    """A tag, an identifier, a category or a source file.

    As typed, except that complete identifiers are canonical and have no version.
    """

    field: str
    value: str

    def __str__(self) -> str:
        return f'{self.field}:"{self.value}"'


@dataclass(frozen=True, slots=True)
class Is:
    """A state that the reader gave a paper: one of `STATES`."""

    state: str

    def __str__(self) -> str:
        return f"is:{self.state}"


@dataclass(frozen=True, slots=True)
class Has:
    """Something that a paper has: one of `POSSESSIONS`."""

    what: str

    def __str__(self) -> str:
        return f"has:{self.what}"


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of a field with a number, a partial ISO date, an age such as `7d`, or one of the field's words."""

    field: str
    op: str
    """`=`, `<`, `<=`, `>` or `>=`. For an age, `>` means longer ago; `<` and `=` mean more recent."""
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{self.op if self.op != '=' else ''}{self.value}"


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that `node` does not match."""

    node: Node

    def __str__(self) -> str:
        return f"-({self.node})" if isinstance(self.node, And | Or) else f"-{self.node}"


@dataclass(frozen=True, slots=True)
class And:
    """Everything that all of `nodes` match; at least two, none of them an `And`."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(f"({one})" if isinstance(one, Or) else str(one) for one in self.nodes)


@dataclass(frozen=True, slots=True)
class Or:
    """Everything that any of `nodes` matches; at least two, none of them an `Or`."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(str(one) for one in self.nodes)


Node: TypeAlias = Word | Phrase | Value | Is | Has | Compare | Not | And | Or


@dataclass(frozen=True, slots=True)
class Sort:
    """One of `ORDERS`, or its reverse."""

    key: str
    reverse: bool = False

    def __str__(self) -> str:
        return f"sort:{'-' if self.reverse else ''}{self.key}"


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. Without a `root` it matches every paper."""

    root: Node | None = None
    sort: Sort | None = None
    """`None`: best matches first, or the newest imports if there are no words."""
    ranked: bool = False
    """Whether `sort:relevance` was typed, which overrides the order of a view. Then `sort` is `None`."""
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    idle: tuple[Problem, ...] = field(default=(), compare=False)
    """Signs that mean nothing, as in a pasted title (`LoRA – a survey`). A search ignores them, but a command that
    changes papers must not guess, so there they are mistakes."""
    everything: bool = field(default=False, compare=False)
    """Every paper was requested explicitly: `*`."""
    text: str = field(default="", compare=False)
    """As it was typed."""

    def __str__(self) -> str:
        """Return the query in its simplest spelling, which parses to an equal one."""
        sort = "sort:relevance" if self.ranked else self.sort
        text = " ".join(str(part) for part in (sort, self.root) if part is not None)
        # A space or a parenthesis after the last word shows that it is complete.
        if ends_unfinished(self.root):
            return text.rstrip(")")
        return text + ("" if not text or text[-1] in '")' else " ")

    @property
    def says_nothing(self) -> bool:
        """Whether something was typed that neither finds papers nor sorts them."""
        asked = self.root is not None or self.sort is not None or self.ranked or self.everything
        return not asked and bool(self.problems or self.idle)

    def values(self, name: str) -> list[str]:
        """Return the requested values of a field of names, including alternatives and negations."""
        return [one.value for one in _values(self.root) if one.field == name] if self.root is not None else []

    def within(self, node: Node | None) -> Query:
        """Return the same query, restricted to what `node` matches; `None` matches everything.

        Joining their texts would be wrong: `is:trashed` and `a OR b` would be `(is:trashed a) OR b`.
        """
        return replace(self, root=all_of([one for one in (node, self.root) if one is not None]))

    def asks(self, wanted: Node) -> bool:
        """Whether `wanted` is a part of it, including alternatives and negations."""
        return self.root is not None and _contains(self.root, wanted)


def _values(node: Node) -> Iterator[Value]:
    match node:
        case And() | Or():
            for one in node.nodes:
                yield from _values(one)
        case Not():
            yield from _values(node.node)
        case Value():
            yield node
        case _:
            return


def all_of(nodes: list[Node]) -> Node | None:
    """Return a node that matches what all of the nodes match, if there are any."""
    flat = [inner for one in nodes for inner in (one.nodes if isinstance(one, And) else (one,))]
    return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def any_of(nodes: list[Node]) -> Node | None:
    """Return a node that matches what any of the nodes matches, if there are any."""
    flat = [inner for one in nodes for inner in (one.nodes if isinstance(one, Or) else (one,))]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def none_of(node: Node) -> Node:
    """Return a node that matches what the node does not."""
    return node.node if isinstance(node, Not) else Not(node)


def _contains(node: Node, wanted: Node) -> bool:
    match node:
        case And() | Or():
            return any(_contains(one, wanted) for one in node.nodes)
        case Not():
            return _contains(node.node, wanted)
        case _:
            return node == wanted


def ends_unfinished(node: Node | None) -> bool:
    """Whether the last word may be the beginning of a longer one."""
    while isinstance(node, And | Or | Not):
        node = node.node if isinstance(node, Not) else node.nodes[-1]
    return isinstance(node, Word) and node.unfinished
