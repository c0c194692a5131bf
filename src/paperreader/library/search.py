"""Finding papers while somebody types: misspelt, unfinished and in any order, best first.

SQLite finds, RapidFuzz decides what is near. A query goes through *stages*, from what was typed to what may have been
meant, and stops at the first that finds something:

1. the words as typed, the last one as the beginning of a word;
2. in titles, every word as the beginning of one;
3. for rare or unknown words, what is one edit from them, what they abbreviate, and what they begin;
4. the same for all words;
5. two edits;
6. all words but one.

Each stage asks FTS5 for the newest few hundred papers with all the words, titles first: never for its ranking of all
hits, which takes a second on a common word. Words in more than a fifth of the papers rank and do not filter.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

from paperreader.library.expansion import BEGUN, STAGES, TYPED, Attempt, Expander, Plan, make_plan, needs_text
from paperreader.library.filters import Condition, Filters, is_narrow, order
from paperreader.library.opening import in_words
from paperreader.library.ranking import Marks, rank
from paperreader.library.texts import Texts
from paperreader.query import And, Node, Query, Sort

_CANDIDATES: Final = 200
_ENOUGH: Final = 10
"""So many papers fill the top of a list: with fewer, none of them by its title, titles with words begun so follow."""
_FEW: Final = 2000
"""So many filtered papers are named one by one; with more, the filter is asked about every hit."""
_ALL: Final = -1
"""What SQLite takes for no limit."""
_DECISIONS: Final = (None, "maybe", "accept", "reject")
"""In the order of `sort:decision`."""
_ROWID: Final = "$rowid"
"""Stands for the id of a hit until it is clear in which table."""
_LOOKED_UP: Final = 300
"""So few are looked up in the index, instead of the hits in them."""


class Interrupted(Exception):
    """The search was interrupted from another thread and found nothing."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found."""

    ids: array[int]
    """Papers, best first if the query has words, else in the order asked for."""
    complete: bool
    """Whether `ids` are all there are."""
    marks: Marks = field(default_factory=Marks)
    note: str | None = None
    """What was searched instead, where nothing matched as typed."""


class Search:
    """Searches a library.

    Args:
        connection: for reading, and for this alone; one search at a time. What others commit is found at once.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._path = Path(connection.execute("pragma database_list").fetchone()[2])
        self._expander = Expander(connection)
        self._texts = Texts(connection)
        self._stopped = False

    def find(self, query: Query, limit: int = 200) -> Result:
        """What `query` finds. Never raises for what somebody typed.

        Args:
            limit: how many papers to rank, where the query has words; filters alone give every paper.

        Raises:
            Interrupted: `interrupt` was called meanwhile.
            LibraryError: the library cannot be read.
        """
        with self._snapshot():
            plan = make_plan(query)
            if not plan.positive:
                return Result(self._filtered(plan, query.sort), complete=True)
            attempt, ids, complete = self._staged(plan, query.sort, limit)
            return Result(ids, complete, attempt.marks(), attempt.note())

    def all_ids(self, query: Query) -> array[int]:
        """Every paper that `query` finds, in the order of `sort:` or the newest import first: for exports and tags.

        Papers have all the words, spelt as freely as `find` had to read them.

        Raises:
            Interrupted: `interrupt` was called meanwhile.
        """
        with self._snapshot():
            plan = make_plan(query)
            if not plan.positive:
                return self._filtered(plan, query.sort)
            attempt, ids, _ = self._staged(plan, None, 1)
            if not ids and self._texts.exhausted:  # a phrase that the newest papers have not may be in older ones
                return self._every(plan, self._expander.attempt(plan, TYPED), query.sort)
            return self._every(plan, attempt, query.sort) if ids else array("q")

    def count(self, query: Query) -> int:
        """How many papers `query` finds: by SQLite itself where it has filters only.

        Raises:
            Interrupted: `interrupt` was called meanwhile.
            LibraryError: the library cannot be read.
        """
        with self._snapshot():
            plan = make_plan(query)
            if plan.positive:
                return len(self.all_ids(query))
            conditions = [*self._filter_conditions(plan), *self._kept(plan, "p.id")]
            tests = " and ".join(one.sql for one in conditions) or "1"
            values = [value for one in conditions for value in one.parameters]
            return int(self._connection.execute(f"select count(*) from papers p where {tests}", values).fetchone()[0])

    def interrupt(self) -> None:
        """Stop the search that is running, from any thread; it raises `Interrupted`. The next one is not affected."""
        self._stopped = True
        self._connection.interrupt()

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[None]:
        """One state of the library throughout, and caches that fit it."""
        self._stopped = False
        own = not self._connection.in_transaction
        with in_words(self._path):
            try:
                if own:
                    self._connection.execute("begin")
                self._expander.refresh()
                self._texts.start()
                yield
            except sqlite3.OperationalError as error:
                if self._stopped or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                    raise Interrupted from None
                raise
            finally:
                if own and self._connection.in_transaction:
                    self._connection.execute("rollback")

    def _staged(self, plan: Plan, sort: Sort | None, limit: int) -> tuple[Attempt, array[int], bool]:
        conditions = self._conditions(plan)
        before: object = None
        attempt = self._expander.attempt(plan, 0)
        for stage in range(STAGES):
            if self._stopped:
                raise Interrupted
            attempt = self._expander.attempt(plan, stage)
            meant = attempt.meant()
            if meant == before:
                continue
            before = meant
            hits, complete = self._hits(plan, attempt, conditions, max(limit, _CANDIDATES))
            if not hits:
                continue
            if stage == TYPED and len(hits) < _ENOUGH and not attempt.titled:
                begun = self._expander.attempt(plan, BEGUN)
                more, complete = self._hits(plan, begun, conditions, max(limit, _CANDIDATES))
                attempt, hits = begun, more
            if sort is not None:
                return attempt, self._every(plan, attempt, sort), True
            ids = rank(hits, attempt.ranked, self._expander.total)
            attempt.shown = next(label for number, label in hits if number == ids[0])
            return attempt, array("q", ids[:limit]), complete and len(ids) <= limit
        return attempt, array("q"), not self._texts.exhausted

    def _hits(
        self, plan: Plan, attempt: Attempt, conditions: list[Condition], limit: int
    ) -> tuple[list[tuple[int, str]], bool]:
        """Candidates (id, folded label): those whose title has all the words before the others, newest first."""
        found: dict[int, str] = {}
        for table in ("search_titles", "search_text"):
            expression = attempt.expression(in_titles=table == "search_titles")
            if not expression:
                continue
            named = [one._replace(sql=one.sql.replace(_ROWID, f"{table}.rowid")) for one in conditions]
            tests = [*named, *self._kept(plan, f"{table}.rowid"), *self._check(plan, attempt, f"{table}.rowid")]
            joined = "cross join papers p on p.id = l.paper" if any("p." in one.sql for one in tests) else ""
            rows = self._connection.execute(
                f"select l.paper, l.words from {table}"
                f" cross join search_labels l on l.paper = {table}.rowid {joined}"
                f" where {table} match ? {''.join(' and ' + one.sql for one in tests)}"
                f" order by {table}.rowid desc limit ?",
                (expression, *(value for one in tests for value in one.parameters), limit),
            ).fetchall()
            found.update((row[0], row[1]) for row in rows if row[0] not in found)
            attempt.titled = attempt.titled or (bool(rows) and table == "search_titles")
            if len(rows) == limit:
                return list(found.items()), False
        return list(found.items()), not self._texts.exhausted

    def _check(self, plan: Plan, attempt: Attempt, paper: str) -> list[Condition]:
        """The condition that the texts of a paper are read for what the index does not know: phrases and fields."""
        nodes = [one for one in plan.texts if needs_text(one)]
        if not nodes:
            return []
        return [self._texts.condition(And(tuple(nodes)) if len(nodes) > 1 else nodes[0], attempt, paper)]

    def _kept(self, plan: Plan, paper: str) -> list[Condition]:
        """The conditions that a paper is in sight, and not trashed unless the query asks for those that are."""
        kept = []
        if self._connection.execute("select 1 from hidden limit 1").fetchone():
            kept.append(Condition(f"{paper} not in (select paper from hidden)"))
        if not plan.trashed and self._connection.execute("select 1 from states where trashed limit 1").fetchone():
            kept.append(Condition(f"{paper} not in (select paper from states where trashed)"))
        return kept

    def _conditions(self, plan: Plan) -> list[Condition]:
        """The filters of a query; the papers themselves where they are few."""
        if not plan.filters:
            return []
        conditions = self._filter_conditions(plan)
        if not any(map(is_narrow, plan.filters)):
            return conditions
        ids = self._column(conditions, f"limit {_FEW + 1}")
        if len(ids) > _FEW:
            return conditions
        # A plus keeps SQLite from searching the words anew for every one of them, which pays for a few only.
        plus = "" if len(ids) <= _LOOKED_UP else "+"
        return [Condition(f"{plus}{_ROWID} in (select value from json_each(?))", (json.dumps(ids),))]

    def _filter_conditions(self, plan: Plan) -> list[Condition]:
        attempt = self._expander.attempt(plan, 0)

        def text_condition(node: Node) -> Condition:
            expression = attempt.expression_of(node, in_titles=False)
            if not expression:
                return Condition("0")
            found = Condition("p.id in (select rowid from search_text where search_text match ?)", (expression,))
            if not needs_text(node):
                return found
            check = self._texts.condition(node, attempt, "p.id")
            return Condition(f"({found.sql} and {check.sql})", (*found.parameters, *check.parameters))

        filters = Filters(self._connection, text_condition)
        return [filters.condition(one) for one in plan.filters]

    def _filtered(self, plan: Plan, sort: Sort | None) -> array[int]:
        if sort is not None and sort.key == "decision":
            return self._by_decision(self._filtered(plan, None), reverse=sort.reverse)
        conditions = self._filter_conditions(plan)
        if conditions or sort is not None:
            conditions += self._kept(plan, "p.id")
            return array("q", self._column(conditions, f"order by {order(sort)}"))
        ids = array("q")
        gone = [row[0] for row in self._connection.execute("select paper from gone order by paper")]
        for imported, first, last, count in self._imports():
            if count == last - first + 1:  # without a gap they need not be read one by one
                gaps = gone[bisect_left(gone, first) : bisect_right(gone, last)]
                if len(gaps) == count:  # an import that is undone
                    continue
                for gap in gaps:
                    ids.extend(range(first, gap))
                    first = gap + 1
                ids.extend(range(first, last + 1))
            else:
                conditions = [Condition("p.imported = ?", (imported,)), *self._kept(plan, "p.id")]
                ids.extend(self._column(conditions, "order by p.id"))
        return ids

    def _every(self, plan: Plan, attempt: Attempt, sort: Sort | None) -> array[int]:
        """All papers that an attempt finds."""
        self._texts.start(most=sys.maxsize)
        conditions = self._conditions(plan)
        if conditions and _ROWID in conditions[0].sql:
            hits, _ = self._hits(plan, attempt, conditions, _ALL)
            return self._ordered([number for number, _ in hits], sort)
        ids: set[int] = set()
        for table in ("search_titles", "search_text"):
            expression = attempt.expression(in_titles=table == "search_titles")
            if not expression:
                continue
            tests = [*conditions, *self._kept(plan, f"{table}.rowid")]
            tests += self._check(plan, attempt, f"{table}.rowid")
            joined = f"cross join papers p on p.id = {table}.rowid" if conditions else ""
            cursor = self._connection.cursor()
            cursor.row_factory = None
            cursor.execute(
                f"select {table}.rowid from {table} {joined}"
                f" where {table} match ? {''.join(' and ' + one.sql for one in tests)}",
                (expression, *(value for one in tests for value in one.parameters)),
            )
            ids.update(number for (number,) in cursor.fetchall())
        return self._ordered(list(ids), sort)

    def _ordered(self, ids: list[int], sort: Sort | None) -> array[int]:
        if sort is not None and sort.key == "decision":
            return self._by_decision(self._ordered(ids, None), reverse=sort.reverse)
        ids.sort()
        if sort is None:
            # Ids grow with time: mostly every import has a stretch of its own, and nothing need be read of papers.
            imports = self._imports()
            stretches = sorted((first, last) for _, first, last, _ in imports)
            if all(one[1] < other[0] for one, other in pairwise(stretches)):
                ordered = array("q")
                for _, first, last, _ in imports:
                    ordered.extend(ids[bisect_left(ids, first) : bisect_right(ids, last)])
                return ordered
        named = Condition("p.id in (select value from json_each(?))", (json.dumps(ids),))
        return array("q", self._column([named], f"order by {order(sort)}"))

    def _by_decision(self, ids: array[int], *, reverse: bool) -> array[int]:
        """The same papers, those with the same decision in the same order: faster than SQLite sorts all of them."""
        decided = dict(
            tuple(row) for row in self._connection.execute("select paper, decision from states where decision <> ''")
        )
        groups = {decision: array("q") for decision in _DECISIONS}
        for paper in ids:
            groups[decided.get(paper)].append(paper)
        ordered = array("q")
        for decision in reversed(_DECISIONS) if reverse else _DECISIONS:
            ordered += groups[decision]
        return ordered

    def _imports(self) -> list[tuple[str, int, int, int]]:
        """Moments of import, the newest first, each with its first and last paper and how many it has."""
        rows = self._connection.execute(
            "select imported, min(id), max(id), count(*) from papers group by imported order by imported desc"
        )
        return [tuple(row) for row in rows.fetchall()]

    def _column(self, conditions: Sequence[Condition], rest: str) -> list[int]:
        tests = " and ".join(one.sql for one in conditions) or "1"
        cursor = self._connection.cursor()
        cursor.row_factory = None
        cursor.execute(
            f"select p.id from papers p where {tests} {rest}",
            [value for one in conditions for value in one.parameters],
        )
        return [number for (number,) in cursor.fetchall()]
