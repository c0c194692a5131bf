"""Finds the papers that match one interpretation of a query. This is the one place that writes SQL for it.

FTS5 looks up the words, and the filters are conditions on its hits. What it cannot know, such as phrases and most
fields, is checked in the texts of the papers that have the words. If the filters leave only a few papers, nothing is
looked up: those few are read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from paperreader.library.search.expansion import Expander
from paperreader.library.search.filters import Filters, indexed_under, is_narrow
from paperreader.library.search.index import mirrored
from paperreader.library.search.interpretation import ALL_BUT_ONE, Interpretation, Plan, needs_text
from paperreader.library.search.lookups import Condition
from paperreader.library.search.phrases import PaperTexts
from paperreader.query import And, Node, Not, Word

_FEW: Final = 2000
"""Up to this many filtered papers are listed one by one. With more, every hit is tested against the filter."""
_READ: Final = 100
"""Up to this many are read instead of searched, at about 50 µs each."""
_NO_LIMIT: Final = -1
"""SQLite's value for no limit."""

Hit: TypeAlias = tuple[int, str]
"""A paper's id and its folded label."""
Asked: TypeAlias = dict[tuple[str, str], list[Hit]]
"""The hits of FTS5 by table and expression."""


class FewPapers(NamedTuple):
    """The papers that pass all filters of a query, if they are few enough to list."""

    ids: list[int]

    @property
    def are_read(self) -> bool:
        """Whether reading them is faster than searching everywhere."""
        return len(self.ids) <= _READ


Filtered: TypeAlias = list[Condition] | FewPapers
"""The result of a query's filters: conditions on `p`, a row of `papers`, or the papers themselves."""


class CandidateFinder:
    """Finds candidates through one connection.

    Args:
        connection: for reading.
        expander: knows the words of the library.
        texts: reads what the index does not know.
        colour_names: the reader's own names of colours, by colour.
    """

    def __init__(
        self, connection: sqlite3.Connection, expander: Expander, texts: PaperTexts, colour_names: Mapping[str, str]
    ) -> None:
        self._connection = connection
        self._colour_names = colour_names
        self._expander = expander
        self._texts = texts

    # -- filters -----------------------------------------------------------------------------------------------------

    def filtered(self, plan: Plan) -> Filtered:
        """Return the papers or conditions for a query's filters."""
        conditions = self.conditions(plan)
        if not any(map(is_narrow, plan.filters)):
            return conditions
        ids = self.ids(conditions, f"limit {_FEW + 1}")
        return FewPapers(ids) if len(ids) <= _FEW else conditions

    def conditions(self, plan: Plan) -> list[Condition]:
        """The filters of a query, as conditions on `p`."""
        if not plan.filters:
            return []
        reading = self._expander.interpret(plan, 0)

        def text_condition(node: Node) -> Condition:
            expression = reading.expression_of(node, in_titles=False)
            if not expression:
                return Condition("0")
            found = indexed_under(expression)
            if not needs_text(node):
                return found
            check = self._texts.condition(node, reading, "p.id")
            return Condition(f"({found.sql} and {check.sql})", (*found.parameters, *check.parameters))

        filters = Filters(self._connection, text_condition, self._colour_names)
        return [filters.condition(one) for one in plan.filters]

    def visible(self, plan: Plan, paper: str) -> list[Condition]:
        """The conditions that `paper`, an SQL expression, is not hidden, and not in the trash unless asked for."""
        conditions = []
        if self._connection.execute("select 1 from hidden limit 1").fetchone():
            conditions.append(Condition(f"{paper} not in (select paper from hidden)"))
        if not plan.trashed and self._connection.execute("select 1 from states where trashed limit 1").fetchone():
            conditions.append(Condition(f"{paper} not in (select paper from states where trashed)"))
        return conditions

    def ids(self, conditions: Sequence[Condition], rest: str) -> list[int]:
        """The papers that meet conditions on `p`.

        Args:
            rest: an order, a limit.
        """
        tests = " and ".join(one.sql for one in conditions) or "1"
        rows = self._rows(f"select p.id from papers p where {tests} {rest}", _values(conditions))
        return [number for (number,) in rows]

    def count(self, conditions: Sequence[Condition]) -> int:
        """How many papers meet conditions on `p`."""
        tests = " and ".join(one.sql for one in conditions) or "1"
        return int(self._rows(f"select count(*) from papers p where {tests}", _values(conditions))[0][0])

    # -- words -------------------------------------------------------------------------------------------------------

    def best(self, reading: Interpretation, filtered: Filtered, limit: int, asked: Asked) -> tuple[list[Hit], bool]:
        """The newest hits, those with all the words in the title first, and whether these are all.

        Args:
            limit: how many to look for in titles, and how many in all texts.
            asked: the hits of earlier interpretations; the next one often asks for the same.
        """
        if isinstance(filtered, FewPapers) and filtered.are_read:
            return self._read(reading, filtered), not self._texts.exhausted
        found: dict[int, str] = {}
        for table, expression in _questions(reading):
            if (table, expression) not in asked:
                asked[table, expression] = self._search(reading, filtered, table, expression, limit)
            hits = asked[table, expression]
            found.update((number, label) for number, label in hits if number not in found)
            if len(hits) == limit:
                return list(found.items()), False
        return list(found.items()), not self._texts.exhausted

    def every(self, reading: Interpretation, filtered: Filtered) -> set[int]:
        """Every paper that an interpretation finds."""
        if isinstance(filtered, FewPapers) and filtered.are_read:
            return {number for number, _ in self._read(reading, filtered)}
        found: set[int] = set()
        for table, expression in _questions(reading):
            found.update(number for (number,) in self._search(reading, filtered, table, expression))
        return found

    def _search(
        self, reading: Interpretation, filtered: Filtered, table: str, expression: str, best: int | None = None
    ) -> list[tuple[Any, ...]]:
        """Ask FTS5 for the newest `best` papers with their labels, or for the ids of all."""
        paper = mirrored(f"{table}.rowid")
        tests = self._tests(reading, filtered, table)
        columns, joined = paper, ""
        if best is not None:
            columns, joined = "l.paper, l.words", f"cross join search_labels l on l.paper = {paper}"
            if table == "search_text" and (read := reading.left_to_read(self._expander.total)):
                expression = reading.expression(in_titles=False, read=read)
                expansions = [expansion for one in read for expansion in reading.expansions_of(one)]
                tests.append(self._texts.has_words(expansions, paper))
        if filtered and not isinstance(filtered, FewPapers):
            joined += f" cross join papers p on p.id = {paper}"
        return self._rows(
            f"select {columns} from {table} {joined}"
            f" where {table} match ? {''.join(f' and {one.sql}' for one in tests)}"
            f" order by {table}.rowid limit ?",
            [expression, *_values(tests), _NO_LIMIT if best is None else best],
        )

    def _tests(self, reading: Interpretation, filtered: Filtered, table: str) -> list[Condition]:
        """The conditions that hits of a table must meet."""
        paper = mirrored(f"{table}.rowid")
        if isinstance(filtered, FewPapers):
            # The plus keeps SQLite from searching again for each of them.
            named = json.dumps(filtered.ids)
            filtered = [Condition(f"+{paper} in (select value from json_each(?))", (named,))]
        return [*filtered, *self.visible(reading.plan, paper), *self._checks(reading, table)]

    def _checks(self, reading: Interpretation, table: str) -> list[Condition]:
        """The conditions that a table cannot check itself: they need the other table or the texts."""
        in_titles, row = table == "search_titles", f"{table}.rowid"
        checks: list[Condition] = []
        read: list[Node] = []
        for node in reading.plan.texts:
            if isinstance(node, Not) and in_titles and not needs_text(node):
                absent = reading.expression_of(node.node, in_titles=False)
                checks += [_has(row, absent, negated=True)] if absent else []
            elif needs_text(node, in_titles=in_titles):
                other = "search_text" if in_titles else "search_titles"
                if isinstance(node, Word) and not needs_text(node, in_titles=not in_titles) and reading.is_narrow(node):
                    expression = reading.expression_of(node, in_titles=not in_titles)
                    sql = f"{row} in (select rowid from {other} where {other} match ?)"
                    checks.append(Condition(sql, (expression,)) if expression else Condition("0"))
                else:
                    read.append(node)
        if read:
            checks.append(self._texts.condition(And(tuple(read)) if len(read) > 1 else read[0], reading, mirrored(row)))
        return checks

    def _read(self, reading: Interpretation, few: FewPapers) -> list[Hit]:
        """The hits among a few papers, found by reading them."""
        if reading.stage == ALL_BUT_ONE:
            return []
        plan = reading.plan
        tests = [self._texts.condition(And(tuple(plan.texts)), reading, "l.paper"), *self.visible(plan, "l.paper")]
        tests += [_has(mirrored("l.paper"), one) for one in plan.indexed]
        return self._rows(
            "select l.paper, l.words from json_each(?) j cross join search_labels l on l.paper = j.value"
            f" where {' and '.join(one.sql for one in tests)} order by l.paper desc",
            [json.dumps(few.ids), *_values(tests)],
        )

    def _rows(self, statement: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        cursor.row_factory = None
        return cursor.execute(statement, parameters).fetchall()


def _questions(reading: Interpretation) -> Iterator[tuple[str, str]]:
    """Where to search, and what for: first the titles, then all texts."""
    for table in ("search_titles",) if reading.plan.titles_only else ("search_titles", "search_text"):
        if expression := reading.expression(in_titles=table == "search_titles"):
            yield table, expression


def _has(row: str, expression: str, *, negated: bool = False) -> Condition:
    """The condition that a row of the index of all texts matches an expression, or does not."""
    sql = f"exists (select 1 from search_text t where t.search_text match ? and t.rowid = {row})"
    return Condition(f"not {sql}" if negated else sql, (expression,))


def _values(conditions: Sequence[Condition]) -> list[object]:
    return [value for one in conditions for value in one.parameters]
