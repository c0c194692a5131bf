"""Conditions in SQL for the parts of a query that filter: states, tags, years, and whatever is combined with them.

Every condition is about `p`, a row of `papers`. Values from the query are parameters, never part of the SQL.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from paperreader.domain.identifiers import spellings
from paperreader.domain.paper import PartialDate, local_days, name_key
from paperreader.library.search.index import category_expression, mirrored
from paperreader.query import And, Compare, Has, Is, Node, Not, Or, Phrase, Sort, Value, Word


class Condition(NamedTuple):
    """A piece of SQL and what belongs into its question marks."""

    sql: str
    parameters: tuple[object, ...] = ()


_STATES: Final = {
    "read": ("read", True),
    "unread": ("read", False),
    "starred": ("starred", True),
    "accepted": ("decision = 'accept'", True),
    "rejected": ("decision = 'reject'", True),
    "maybe": ("decision = 'maybe'", True),
    "undecided": ("decision is not null", False),
    "trashed": ("trashed", True),
}
"""What says so in `states`, and whether it has to be said or must not be."""
_MANY: Final = 20_000
"""Papers in one state of which a list is made first; with more, each paper is asked about."""
_POSSESSIONS: Final = {
    "note": "p.id in (select paper from notes)",
    "tag": "p.id in (select paper from taggings)",
    "highlight": "p.id in (select paper from highlights)",
    "link": "(p.links <> '[]' or exists (select 1 from identifiers i where i.paper = p.id))",
    "abstract": "p.abstract <> ''",
}
_BY_TITLE: Final = "coalesce(p.sorting, lower(p.label))"
"""To the letter as its index has it."""
_ORDERS: Final = {
    "date": ("p.published desc nulls last, p.id", "p.published, p.id"),
    "title": (f"{_BY_TITLE}, p.id", f"{_BY_TITLE} desc, p.id"),
    "upvotes": ("p.upvotes desc nulls last, p.id", "p.upvotes, p.id"),
    "added": ("p.imported desc, p.id", "p.imported, p.id"),
}
_UNITS: Final = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_NOTHING: Final = Condition("0")


def order(sort: Sort | None) -> str:
    """What follows `order by`: the newest import first, unless something else was asked for."""
    return _ORDERS[sort.key][sort.reverse] if sort else _ORDERS["added"][0]


def is_narrow(node: Node) -> bool:
    """Whether an index leads to the papers of a filter, so that counting them is cheap where they are few."""
    if isinstance(node, And):
        return any(map(is_narrow, node.nodes))
    if isinstance(node, Or):
        return all(map(is_narrow, node.nodes))
    if isinstance(node, Is):
        return node.state not in ("unread", "undecided")
    if isinstance(node, Has):
        return node.what in ("note", "tag", "highlight")
    return isinstance(node, Value | Compare | Word | Phrase)


class Filters:
    """Turns nodes into conditions.

    Args:
        connection: where tags and files are looked up by name.
        text_condition: what to do with words and phrases that stand in alternatives with filters.
    """

    def __init__(self, connection: sqlite3.Connection, text_condition: Callable[[Node], Condition]) -> None:
        self._connection = connection
        self._text_condition = text_condition

    def condition(self, node: Node) -> Condition:
        """The condition that papers meet which `node` matches."""
        match node:
            case And() | Or():
                parts = [self.condition(one) for one in node.nodes]
                joint = " and " if isinstance(node, And) else " or "
                parameters = tuple(value for part in parts for value in part.parameters)
                return Condition(f"({joint.join(part.sql for part in parts)})", parameters)
            case Not():
                inner = self.condition(node.node)
                return Condition(f"not ({inner.sql})", inner.parameters)
            case Is():
                return self._state(*_STATES[node.state])
            case Has():
                return Condition(_POSSESSIONS[node.what])
            case Compare():
                return _comparison(node)
            case Value():
                return self._value(node)
            case _:
                return self._text_condition(node)

    def _state(self, said: str, positive: bool) -> Condition:  # noqa: FBT001 - as the table has it
        many = f"select count(*) from (select 1 from states where {said} limit {_MANY})"
        if self._connection.execute(many).fetchone()[0] < _MANY:
            return Condition(f"p.id {'' if positive else 'not '}in (select paper from states where {said})")
        return Condition(
            f"{'' if positive else 'not '}exists (select 1 from states s where s.paper = p.id and s.{said})"
        )

    def _value(self, node: Value) -> Condition:
        value = node.value
        if node.field == "tag":
            names = self._named("select uid, name from tags", value)
            return Condition(f"p.id in (select paper from taggings where tag in ({_marks(names)}))", tuple(names))
        if node.field == "source":
            # By whatever part of the file's name: nobody types the whole path.
            wanted = name_key(value)
            files = self._connection.execute("select id, file from imports").fetchall()
            numbers = [number for number, file in files if wanted in name_key(file)]
            return Condition("p.import in (select value from json_each(?))", (json.dumps(numbers),))
        if node.field == "cat":
            return _category(value)
        return self._identifier(value)

    def _identifier(self, text: str) -> Condition:
        """By whatever scheme: what has just this one, else what has one that begins so, for it may be unfinished.

        The index wants to be told the schemes.
        """
        values = spellings(text)
        schemes: list[object] = []
        while row := self._connection.execute(
            "select min(scheme) from identifiers where scheme > ?", (schemes[-1] if schemes else "",)
        ).fetchone():
            if row[0] is None:
                break
            schemes.append(row[0])
        whole = f"select paper from identifiers where scheme in ({_marks(schemes)}) and value in ({_marks(values)})"
        if self._connection.execute(f"{whole} limit 1", (*schemes, *values)).fetchone():
            return Condition(f"p.id in ({whole})", (*schemes, *values))
        begun = f"select paper from identifiers where scheme in ({_marks(schemes)}) and value >= ? and value < ?"
        return Condition(
            f"p.id in ({' union all '.join([begun] * len(values))})",
            tuple(one for value in values for one in (*schemes, value, value + "\U0010ffff")),
        )

    def _named(self, statement: str, value: str) -> list[str]:
        """Ids of what is called so, or is below it (`todo/soon`); else of what begins so, for it may be unfinished."""
        wanted = name_key(value)
        rows = [(row[0], name_key(row[1])) for row in self._connection.execute(statement).fetchall()]
        exact = [key for key, name in rows if name == wanted or name.startswith(wanted + "/")]
        return exact or [key for key, name in rows if name.startswith(wanted)]


def _category(name: str) -> Condition:
    """By its name (`cs.LG`) or the archive it is in (`cs`): the index has both."""
    expression = category_expression(name)
    if not expression:
        return _NOTHING
    return indexed_under(expression)


def indexed_under(expression: str) -> Condition:
    """The condition that the index of all texts has `p` under what FTS5 is asked for."""
    return Condition(f"p.id in (select {mirrored('rowid')} from search_text where search_text match ?)", (expression,))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _comparison(node: Compare) -> Condition:
    if node.field == "upvotes":
        return Condition(f"p.upvotes {node.op} ?", (int(node.value),))
    if node.value[-1].isalpha():
        return _age(node)
    # A partial date is a span: `=2024-05` is within it, `>` after its end, `<` before its beginning.
    column, begin, end = "p.published", node.value, node.value + "\U0010ffff"
    if node.field == "added":
        column = "p.imported"
        with contextlib.suppress(
            ValueError, OverflowError
        ):  # before the first day that has a midnight, or behind the last
            begin, end = local_days(PartialDate.parse(node.value))
    conditions = {
        "=": (f"{column} >= ? and {column} < ?", (begin, end)),
        ">=": (f"{column} >= ?", (begin,)),
        ">": (f"{column} >= ?", (end,)),
        "<": (f"{column} < ?", (begin,)),
        "<=": (f"{column} < ?", (end,)),
    }
    return Condition(*conditions[node.op])


def _age(node: Compare) -> Condition:
    try:
        moment = datetime.now(UTC) - timedelta(hours=int(node.value[:-1]) * _UNITS[node.value[-1]])
    except OverflowError:  # before the year 1
        return _NOTHING if node.op in (">", ">=") else Condition("1")
    op = "<=" if node.op in (">", ">=") else ">="
    return Condition(f"p.imported {op} ?", (moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),))
