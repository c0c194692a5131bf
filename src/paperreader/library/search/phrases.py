"""Checks what the index does not know: whether words stand together, and in which text of a paper.

The index keeps no positions and few fields. If a query asks for them, the texts of the papers that have the words are
read, by a function that SQLite calls.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from paperreader.language import may_have_formulas, word_set, words
from paperreader.library.search.lookups import EVERYWHERE, LOOKUPS, Condition
from paperreader.query import And, Node, Not, Or, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paperreader.library.search.interpretation import Expansion, Interpretation

MAX_READ: Final = 20_000
"""The most papers read for the best results of one query. A phrase of common words must not take seconds."""

_MOST_KEPT: Final = 2_000


class PaperTexts:
    """Reads the texts of papers through one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._asked: list[Callable[[int], bool]] = []
        self._known: dict[tuple[str | None, int], list[str]] = {}
        self._words: dict[tuple[str | None, int], set[str]] = {}
        self._read = 0
        self._most = MAX_READ
        connection.create_function("paper_holds", 2, self._holds)

    @property
    def exhausted(self) -> bool:
        """Whether the limit was reached, and some papers were not read."""
        return self._read > self._most

    def start(self, most: int = MAX_READ) -> None:
        """Forget earlier queries, and set how many papers may be read."""
        self._asked.clear()
        self._known.clear()
        self._words.clear()
        self._read = 0
        self._most = most

    @contextlib.contextmanager
    def at_most(self, papers: int) -> Iterator[None]:
        """Lower the limit for a while."""
        before, self._most = self._most, min(self._most, self._read + papers)
        try:
            yield
        finally:
            self._most = before

    def condition(self, node: Node, reading: Interpretation, paper: str) -> Condition:
        """The condition that the texts of `paper`, an SQL expression, have what `node` asks for."""
        return self._condition(partial(self._matches, node, reading), paper)

    def has_words(self, expansions: Sequence[Expansion], paper: str) -> Condition:
        """The condition that `paper` has a word of each expansion anywhere, just as the index would decide it."""
        return self._condition(lambda number: all(one.is_in(self._words_of(None, number)) for one in expansions), paper)

    def _condition(self, test: Callable[[int], bool], paper: str) -> Condition:
        self._asked.append(test)
        return Condition(f"paper_holds(?, {paper})", (len(self._asked) - 1,))

    def abstracts(self, papers: Sequence[int]) -> dict[int, str]:
        """The abstracts of some papers."""
        cursor = self._connection.cursor()
        cursor.row_factory = None
        rows = cursor.execute(
            "select p.id, p.abstract from json_each(?) j cross join papers p on p.id = j.value", (json.dumps(papers),)
        )
        return dict(rows.fetchall())

    def _holds(self, number: int, paper: int) -> bool:
        self._read += 1
        if self._read > self._most:
            return False
        return self._asked[number](paper)

    def _matches(self, node: Node, reading: Interpretation, paper: int) -> bool:
        match node:
            case And():
                return all(self._matches(one, reading, paper) for one in node.nodes)
            case Or():
                return any(self._matches(one, reading, paper) for one in node.nodes)
            case Not():
                return not self._matches(node.node, reading, paper)
            case Phrase():
                return any(has_phrase(text, node.words) for text in self._texts(node.field, paper))
            case Word():
                have = self._words_of(node.field, paper)
                return all(any(map(expansion.weight, have)) for expansion in reading.expansions_of(node))
            case _:
                return True

    def _words_of(self, field: str | None, paper: int) -> set[str]:
        """The words of the texts of a paper."""
        if (field, paper) not in self._words:
            if len(self._words) >= _MOST_KEPT:
                self._words.clear()
            self._words[field, paper] = set().union(*map(word_set, self._texts(field, paper)))
        return self._words[field, paper]

    def _texts(self, field: str | None, paper: int) -> list[str]:
        """The texts of a paper, kept for the stages of one query."""
        if (field, paper) not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            statement = LOOKUPS[field].texts if field else EVERYWHERE
            rows = self._connection.execute(statement, {"paper": paper}).fetchall()
            self._known[field, paper] = [row[0] for row in rows]
        return self._known[field, paper]


def has_phrase(text: str, phrase: tuple[str, ...]) -> bool:
    """Whether folded words stand side by side in `text`."""
    if text.isascii() and not ("+" in text or "#" in text or may_have_formulas(text)):  # only plain ASCII words
        return _pattern(phrase).search(text) is not None
    return f" {' '.join(phrase)} " in f" {' '.join(words(text))} "


@lru_cache(maxsize=64)
def _pattern(phrase: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for a phrase in ASCII text, with anything but letters and digits between its words."""
    spelt = "[^a-z0-9]+".join(map(re.escape, phrase))
    return re.compile(f"(?<![a-z0-9]){spelt}(?![a-z0-9])", re.IGNORECASE | re.ASCII)
