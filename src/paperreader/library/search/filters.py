"""SQL conditions for the filters of a query: states, tags, years, and whatever is combined with them.

Every condition is about `p`, a row of `papers`. Values from the query are parameters, never part of the SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Final

from paperreader.domain import DECISIONS
from paperreader.library.search.index import mirrored
from paperreader.library.search.lookups import LOOKUPS, NOTHING, Condition, annotated
from paperreader.query import And, Compare, Has, Is, Node, Not, Or, Phrase, Value, Word

STATE_SQL: Final = {
    "read": ("read", True),
    "unread": ("read", False),
    "starred": ("starred", True),
    **{one.state: (f"decision = '{one.decision}'", True) for one in DECISIONS.values()},
    "undecided": ("decision is not null", False),
    "trashed": ("trashed", True),
    "queued": ("position", True),
}
"""The column of `states` for each state, and whether it must be set; for `queued`, that of `queue`."""
ANNOTATED: Final = "annotated"
"""The state that is none of one column: see `lookups.annotated`."""
_MANY: Final = 20_000
"""With up to this many papers in a state, they are listed first; with more, each paper is tested."""
POSSESSION_SQL: Final = {
    "note": "p.id in (select paper from notes)",
    "tag": "p.id in (select paper from taggings)",
    "rating": "p.id in (select paper from states where rating is not null)",
    "highlight": "p.id in (select paper from highlights)",
    "link": "(p.links <> '[]' or exists (select 1 from identifiers i where i.paper = p.id))",
    "abstract": "p.abstract <> ''",
}


def is_narrow(node: Node) -> bool:
    """Whether an index finds the papers of a filter, so that counting them is cheap if there are few."""
    if isinstance(node, And):
        return any(map(is_narrow, node.nodes))
    if isinstance(node, Or):
        return all(map(is_narrow, node.nodes))
    if isinstance(node, Is):
        return node.state == ANNOTATED or STATE_SQL[node.state][1]
    if isinstance(node, Has):
        return node.what in ("note", "tag", "highlight", "rating")
    return isinstance(node, Value | Compare | Word | Phrase)


class Filters:
    """Turns nodes into conditions.

    Args:
        connection: where tags and files are looked up by name.
        text_condition: what to do with words and phrases that stand in alternatives with filters.
        colour_names: the reader's own names of colours, by colour.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        text_condition: Callable[[Node], Condition],
        colour_names: Mapping[str, str],
    ) -> None:
        self._connection = connection
        self._colour_names = colour_names
        self._text_condition = text_condition

    def condition(self, node: Node) -> Condition:
        """Return the condition for papers that `node` matches."""
        match node:
            case And() | Or():
                parts = [self.condition(one) for one in node.nodes]
                joint = " and " if isinstance(node, And) else " or "
                parameters = tuple(value for part in parts for value in part.parameters)
                return Condition(f"({joint.join(part.sql for part in parts)})", parameters)
            case Not():
                inner = self.condition(node.node)
                return Condition(f"not ({inner.sql})", inner.parameters)
            case Is() if node.state == ANNOTATED:
                return annotated()
            case Is():
                return self._state(*STATE_SQL[node.state])
            case Has():
                return Condition(POSSESSION_SQL[node.what])
            case Compare():
                return _comparison(node)
            case Value():
                return self._value(node)
            case _:
                return self._text_condition(node)

    def _state(self, said: str, positive: bool) -> Condition:  # noqa: FBT001 - as the table has it
        table = "queue" if said == "position" else "states"
        many = f"select count(*) from (select 1 from {table} where {said} limit {_MANY})"
        if self._connection.execute(many).fetchone()[0] < _MANY:
            return Condition(f"p.id {'' if positive else 'not '}in (select paper from {table} where {said})")
        return Condition(
            f"{'' if positive else 'not '}exists (select 1 from {table} s where s.paper = p.id and s.{said})"
        )

    def _value(self, node: Value) -> Condition:
        lookup = LOOKUPS[node.field]
        if lookup.name is not None:
            return lookup.name(self._connection, node.value, self._colour_names)
        expression = lookup.expression(node.value) if lookup.expression is not None else ""
        return indexed_under(expression) if expression else NOTHING


def indexed_under(expression: str) -> Condition:
    """Return the condition that the index of all texts lists `p` for an FTS5 expression."""
    return Condition(f"p.id in (select {mirrored('rowid')} from search_text where search_text match ?)", (expression,))


def _comparison(node: Compare) -> Condition:
    bound = LOOKUPS[node.field].bound
    return NOTHING if bound is None else bound(node)
