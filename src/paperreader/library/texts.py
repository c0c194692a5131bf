"""What the index does not know: whether words stand together, and in which text of a paper.

The index keeps no places and no fields; so where a query asks for them, the texts of the papers that have the words
at all are read, by a function that SQLite calls.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from paperreader.library.filters import Condition
from paperreader.query import And, Node, Not, Or, Phrase, Word
from paperreader.words import words

if TYPE_CHECKING:
    from paperreader.library.expansion import Attempt

MAX_READ: Final = 20_000
"""Papers whose texts are read for the best results of one query: a phrase of common words must not take seconds."""

_FIELDS: Final = {
    "title": "select words from search_labels where paper = ?1",
    "abstract": "select abstract from papers where id = ?1",
    "author": "select value from papers, json_each(authors) where papers.id = ?1",
    "venue": "select venue from papers where id = ?1 and venue is not null",
    "hl": "select quote from highlights where paper = ?1 union all select comment from highlights where paper = ?1"
    " union all select value from highlights, json_each(tags) where paper = ?1",
    "note": "select body from notes where paper = ?1 union all select comment from highlights where paper = ?1",
}
_TAGS: Final = "select n.name from taggings t join tags n on n.uid = t.tag where t.paper = ?1"
_EVERYWHERE: Final = " union all ".join([*_FIELDS.values(), _TAGS])


class Texts:
    """Reads the texts of papers through one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._asked: list[tuple[Node, Attempt]] = []
        self._read = 0
        self._most = MAX_READ
        connection.create_function("paper_holds", 2, self._holds)

    @property
    def exhausted(self) -> bool:
        """Whether more papers would have had to be read than is bearable."""
        return self._read > self._most

    def start(self, most: int = MAX_READ) -> None:
        """Forget what earlier queries asked, and read so many papers at most."""
        self._asked.clear()
        self._read = 0
        self._most = most

    def condition(self, node: Node, attempt: Attempt, paper: str) -> Condition:
        """The condition that the texts of `paper`, an expression in SQL, hold what `node` asks for."""
        self._asked.append((node, attempt))
        return Condition(f"paper_holds(?, {paper})", (len(self._asked) - 1,))

    def _holds(self, number: int, paper: int) -> bool:
        self._read += 1
        if self._read > self._most:
            return False
        node, attempt = self._asked[number]
        return self._matches(node, attempt, paper)

    def _matches(self, node: Node, attempt: Attempt, paper: int) -> bool:
        match node:
            case And():
                return all(self._matches(one, attempt, paper) for one in node.nodes)
            case Or():
                return any(self._matches(one, attempt, paper) for one in node.nodes)
            case Not():
                return not self._matches(node.node, attempt, paper)
            case Phrase():
                return any(_has_phrase(found, node.words) for found in self._words(node.field, paper))
            case Word():
                have = {word for found in self._words(node.field, paper) for word in found}
                return all(any(map(group.weight, have)) for group in attempt.groups_of(node))
            case _:
                return True

    def _words(self, field: str | None, paper: int) -> list[list[str]]:
        statement = _FIELDS[field] if field else _EVERYWHERE
        return [words(row[0]) for row in self._connection.execute(statement, (paper,)).fetchall()]


def _has_phrase(found: list[str], phrase: tuple[str, ...]) -> bool:
    return f" {' '.join(phrase)} " in f" {' '.join(found)} "
