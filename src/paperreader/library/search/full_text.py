"""Finding papers while somebody types: misspelt, unfinished and in any order, best first.

SQLite finds, RapidFuzz decides what is near. A query goes through *stages*, from what was typed to what may have been
meant, and stops at the first that finds something:

1. the words as typed, the last one as the beginning of a word, and an alternative that no paper has as what is near it;
2. what is written as one word as well as two, the other way;
3. in titles, every word as the beginning of one;
4. for rare or unknown words, what is one edit from them, what they abbreviate, and what they begin;
5. the same for all words;
6. two edits;
7. all words but one.

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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Final, NamedTuple

from paperreader.language.words import tokens
from paperreader.library.database.connection import path_of
from paperreader.library.database.errors import in_words
from paperreader.library.search.expansion import Expander
from paperreader.library.search.filters import Condition, Filters, is_narrow, order
from paperreader.library.search.index import mirrored
from paperreader.library.search.interpretation import (
    ALL_BUT_ONE,
    BEGUN,
    RARE_NEAR,
    RESPELT,
    STAGES,
    TYPED,
    Attempt,
    Plan,
    make_plan,
    needs_text,
)
from paperreader.library.search.phrases import Texts
from paperreader.library.search.ranking import Marks, rank
from paperreader.query import And, Node, Not, Query, Sort, Word

_CANDIDATES: Final = 120
"""Hits that are ranked: with 200 no more is found, and half of the keystrokes wait a fifth longer."""
_ENOUGH: Final = 10
"""So many papers fill the top of a list: with fewer, what is spelt otherwise follows."""
_FEW: Final = 2000
"""So many filtered papers are named one by one; with more, the filter is asked about every hit."""
_SOON: Final = 50_000
"""Papers of which filters are answered in a few milliseconds."""
_ALL: Final = -1
"""What SQLite takes for no limit."""
_DECISIONS: Final = (None, "maybe", "accept", "reject")
"""In the order of `sort:decision`."""
_PAPER: Final = "$paper"
"""Stands for the id of a hit until it is clear in which table."""
_READ: Final = 100
"""So few are read instead of searched for: about 50 µs each."""
_READ_BESIDES: Final = 500
"""So many are read for two words that were typed as one, while somebody types; all of them only for every paper."""
_READ_ALL: Final = sys.maxsize


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
    as_typed: bool = True
    """Whether papers have what was typed; else they have something like it, or not all of it."""


class _Few(NamedTuple):
    """The papers that all filters together leave."""

    ids: list[int]


@dataclass(slots=True)
class _Found:
    """What the stages of one search have found."""

    attempts: list[Attempt] = field(default_factory=list)
    """The readings of the query that found something."""
    ids: list[int] = field(default_factory=list)
    count: int = 0
    """How many of them are what was asked for; the rest is nearly so."""
    known: set[int] = field(default_factory=set)
    complete: bool = True

    def add(self, attempt: Attempt, ids: list[int], hits: list[tuple[int, str]]) -> None:
        """Papers that `attempt` found, the best first."""
        attempt.shown = next(label for number, label in hits if number == ids[0])
        self.attempts.append(attempt)
        self.ids += ids
        if attempt.stage <= BEGUN or not self.count:
            self.count = len(self.ids)
        self.known.update(ids)

    def is_enough(self, stage: int) -> bool:
        """Whether to stop before `stage`: few papers are followed by those that spell the words otherwise or nearly so.

        For what somebody misspelt, others have misspelt in print. What is written in two ways is always looked for in
        both.
        """
        return stage > RESPELT and len(self.ids) >= (1 if stage > RARE_NEAR else _ENOUGH)

    @property
    def meant(self) -> list[Attempt]:
        """The readings that make up what was asked for; those that were tried in addition are left out."""
        return [one for one in self.attempts if one.stage <= BEGUN] or self.attempts[:1]

    @property
    def is_as_typed(self) -> bool:
        """Whether anything of it was asked for."""
        return self.attempts[0].stage <= BEGUN

    def note(self, spelling: Callable[[], Mapping[str, str]]) -> str | None:
        """What was searched instead of what was typed, or in addition to it."""
        if not self.attempts:
            return None
        extra = len(self.ids) - self.count
        if extra and self.is_as_typed:
            return f"{self.count:,} as typed, then {extra:,} nearly so"
        return self.attempts[0].note(spelling)


class Search:
    """Searches a library.

    Args:
        connection: for reading, and for this alone; one search at a time. What others commit is found at once.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._path = path_of(connection)
        self._expander = Expander(connection)
        self._texts = Texts(connection)
        self._stopped = False

    def find(self, query: Query, limit: int = _CANDIDATES) -> Result:
        """What `query` finds. Never raises for what somebody typed.

        Args:
            limit: how many papers to rank, where the query has words; filters alone mostly give every paper.

        Raises:
            Interrupted: `interrupt` was called meanwhile.
            LibraryError: the library cannot be read.
        """
        with self._snapshot():
            plan = make_plan(query)
            if not plan.positive:
                return self._first_filtered(plan, query.sort, limit)
            found = self._staged(plan, max(limit, _CANDIDATES))
            if not found.ids:
                return Result(array("q"), complete=found.complete, marks=self._expander.attempt(plan, TYPED).marks())
            marks = reduce(or_, (one.marks() for one in found.attempts))
            note = found.note(lambda: self._spelling(query.text, found.ids[0]))
            if query.sort is not None:
                ids = self._every(found.meant, query.sort)
                return Result(ids, complete=True, marks=marks, note=note, as_typed=found.is_as_typed)
            ids = array("q", found.ids[:limit])
            return Result(ids, found.complete and len(found.ids) <= limit, marks, note, found.is_as_typed)

    def _spelling(self, typed: str, paper: int) -> dict[str, str]:
        """How folded words are written by whoever typed them, or in the label of the best paper: with their accents."""
        row = self._connection.execute("select label from papers where id = ?", (paper,)).fetchone()
        return {word: text[start:end].lower() for text in (typed, row[0]) for word, start, end in tokens(text)}

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
            found = self._staged(plan, _CANDIDATES)
            if not found.ids and self._texts.exhausted:  # a phrase that the newest have not may be in older papers
                return self._every([self._expander.attempt(plan, TYPED)], query.sort)
            return self._every(found.meant, query.sort)

    def ordered(self, ids: Iterable[int], sort: Sort) -> array[int]:
        """Some papers in an order: each once, those that there are."""
        with self._snapshot():
            return self._ordered(list(set(ids)), sort)

    def count(self, query: Query) -> int:
        """How many papers `query` finds: by SQLite itself where it has filters only.

        Raises:
            Interrupted: `interrupt` was called meanwhile.
            LibraryError: the library cannot be read.
        """
        with self._snapshot():
            plan = make_plan(query)
            if plan.positive:
                found = self._staged(plan, _CANDIDATES)
                return found.count if found.complete else len(self._every_id(found.meant))
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

    def _staged(self, plan: Plan, limit: int) -> _Found:
        """The best papers, and how the query had to be read.

        A stage that finds few is followed by freer ones, whose papers come after its own: what was typed before what
        may have been meant.
        """
        conditions = self._conditions(plan)
        asked: dict[tuple[str, str], list[tuple[int, str]]] = {}
        found = _Found()
        before: object = None
        for stage in range(STAGES):
            if found.is_enough(stage):
                break
            if self._stopped:
                raise Interrupted
            reading = self._expander.respelt(plan) if stage == RESPELT else plan
            if reading is None:
                continue
            attempt = self._expander.attempt(reading, stage)
            if attempt.meant() != before:
                before = attempt.meant()
                with self._texts.at_most(_READ_BESIDES if stage == RESPELT else _READ_ALL):
                    hits, complete = self._hits(reading, attempt, conditions, limit, asked)
                found.complete = found.complete and complete
                if hits := [hit for hit in hits if hit[0] not in found.known]:
                    ranked = rank(
                        hits, attempt.ranked, self._expander.total, self._expander.commonness, self._texts.abstracts
                    )
                    found.add(attempt, ranked, hits)
        return found

    def _hits(
        self,
        plan: Plan,
        attempt: Attempt,
        conditions: list[Condition] | _Few,
        limit: int,
        asked: dict[tuple[str, str], list[tuple[int, str]]],
    ) -> tuple[list[tuple[int, str]], bool]:
        """Candidates (id, folded label): those whose title has all the words before the others, newest first.

        Args:
            asked: what earlier stages asked FTS5 for, and what it found: the next often asks the same.
        """
        if isinstance(conditions, _Few):
            return self._among(plan, attempt, conditions), not self._texts.exhausted
        found: dict[int, str] = {}
        for table in ("search_titles",) if plan.titles_only else ("search_titles", "search_text"):
            expression = attempt.expression(in_titles=table == "search_titles")
            if not expression:
                continue
            if (table, expression) not in asked:
                asked[table, expression] = self._candidates(plan, attempt, conditions, table, expression, limit)
            rows = asked[table, expression]
            found.update((number, label) for number, label in rows if number not in found)
            attempt.titled = attempt.titled or (bool(rows) and table == "search_titles")
            if len(rows) == limit:
                return list(found.items()), False
        return list(found.items()), not self._texts.exhausted

    def _candidates(
        self,
        plan: Plan,
        attempt: Attempt,
        conditions: list[Condition],
        table: str,
        expression: str,
        limit: int,
    ) -> list[tuple[int, str]]:
        paper = mirrored(f"{table}.rowid")
        named = [one._replace(sql=one.sql.replace(_PAPER, paper)) for one in conditions]
        tests = [*named, *self._kept(plan, paper), *self._check(plan, attempt, table)]
        if table == "search_text" and (read := attempt.left_to_read(self._expander.total)):
            expression = attempt.expression(in_titles=False, read=read)
            groups = [group for one in read for group in attempt.groups_of(one)]
            tests.append(self._texts.has_words(groups, paper))
        joined = "cross join papers p on p.id = l.paper" if any("p." in one.sql for one in tests) else ""
        cursor = self._connection.cursor()
        cursor.row_factory = None
        return cursor.execute(
            f"select l.paper, l.words from {table}"
            f" cross join search_labels l on l.paper = {paper} {joined}"
            f" where {table} match ? {''.join(' and ' + one.sql for one in tests)}"
            f" order by {table}.rowid limit ?",
            (expression, *(value for one in tests for value in one.parameters), limit),
        ).fetchall()

    def _check(self, plan: Plan, attempt: Attempt, table: str) -> list[Condition]:
        """What is asked of the hits of one index that it does not know itself: the other one, or the texts."""
        in_titles, row = table == "search_titles", f"{table}.rowid"
        checks: list[Condition] = []
        read: list[Node] = []
        for node in plan.texts:
            if isinstance(node, Not) and in_titles and not needs_text(node):
                absent = attempt.expression_of(node.node, in_titles=False)
                sql = f"not exists (select 1 from search_text t where t.search_text match ? and t.rowid = {row})"
                checks += [Condition(sql, (absent,))] if absent else []
            elif needs_text(node, in_titles=in_titles):
                other = "search_text" if in_titles else "search_titles"
                if isinstance(node, Word) and not needs_text(node, in_titles=not in_titles) and attempt.is_narrow(node):
                    expression = attempt.expression_of(node, in_titles=not in_titles)
                    sql = f"{row} in (select rowid from {other} where {other} match ?)"
                    checks.append(Condition(sql, (expression,)) if expression else Condition("0"))
                else:
                    read.append(node)
        if read:
            checks.append(self._texts.condition(And(tuple(read)) if len(read) > 1 else read[0], attempt, mirrored(row)))
        return checks

    def _kept(self, plan: Plan, paper: str) -> list[Condition]:
        """The conditions that a paper is in sight, and not trashed unless the query asks for those that are."""
        kept = []
        if self._connection.execute("select 1 from hidden limit 1").fetchone():
            kept.append(Condition(f"{paper} not in (select paper from hidden)"))
        if not plan.trashed and self._connection.execute("select 1 from states where trashed limit 1").fetchone():
            kept.append(Condition(f"{paper} not in (select paper from states where trashed)"))
        return kept

    def _conditions(self, plan: Plan) -> list[Condition] | _Few:
        """The filters of a query; the papers themselves where they are few."""
        if not plan.filters:
            return []
        conditions = self._filter_conditions(plan)
        if not any(map(is_narrow, plan.filters)):
            return conditions
        ids = self._column(conditions, f"limit {_FEW + 1}")
        if len(ids) > _FEW:
            return conditions
        if len(ids) <= _READ:
            return _Few(ids)
        # The plus keeps SQLite from searching the words anew for every one of them.
        return [Condition(f"+{_PAPER} in (select value from json_each(?))", (json.dumps(ids),))]

    def _among(self, plan: Plan, attempt: Attempt, few: _Few) -> list[tuple[int, str]]:
        """Candidates among a few papers: these are read, as that is faster than to search for the words everywhere."""
        if attempt.stage == ALL_BUT_ONE:
            return []
        row = mirrored("l.paper")
        tests = [self._texts.condition(And(tuple(plan.texts)), attempt, "l.paper"), *self._kept(plan, "l.paper")]
        tests += [
            Condition(f"exists (select 1 from search_text t where t.search_text match ? and t.rowid = {row})", (one,))
            for one in plan.indexed
        ]
        cursor = self._connection.cursor()
        cursor.row_factory = None
        found: list[tuple[int, str]] = cursor.execute(
            "select l.paper, l.words from json_each(?) j cross join search_labels l on l.paper = j.value"
            f" where {' and '.join(one.sql for one in tests)} order by l.paper desc",
            (json.dumps(few.ids), *(value for one in tests for value in one.parameters)),
        ).fetchall()
        attempt.titled = any(attempt.is_titled(label.split()) for _, label in found)
        return found

    def _filter_conditions(self, plan: Plan) -> list[Condition]:
        attempt = self._expander.attempt(plan, 0)

        def text_condition(node: Node) -> Condition:
            expression = attempt.expression_of(node, in_titles=False)
            if not expression:
                return Condition("0")
            found = Condition(
                f"p.id in (select {mirrored('rowid')} from search_text where search_text match ?)", (expression,)
            )
            if not needs_text(node):
                return found
            check = self._texts.condition(node, attempt, "p.id")
            return Condition(f"({found.sql} and {check.sql})", (*found.parameters, *check.parameters))

        filters = Filters(self._connection, text_condition)
        return [filters.condition(one) for one in plan.filters]

    def _first_filtered(self, plan: Plan, sort: Sort | None, limit: int) -> Result:
        """What filters alone find; of what may be half of a very large library, the first ones."""
        simple = self._expander.total <= _SOON or sort is not None or any(map(is_narrow, plan.filters))
        if simple or not plan.filters:
            return Result(self._filtered(plan, sort), complete=True)
        conditions = [*self._filter_conditions(plan), *self._kept(plan, "p.id")]
        ids = self._column(conditions, f"order by {order(None)} limit {limit + 1}")
        return Result(array("q", ids[:limit]), complete=len(ids) <= limit)

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

    def _every(self, attempts: Sequence[Attempt], sort: Sort | None) -> array[int]:
        """All papers that any of `attempts` finds, in the order asked for."""
        return self._ordered(list(self._every_id(attempts)), sort)

    def _every_id(self, attempts: Sequence[Attempt]) -> set[int]:
        self._texts.start(most=_READ_ALL)
        return set().union(*(self._every_of(attempt.plan, attempt) for attempt in attempts))

    def _every_of(self, plan: Plan, attempt: Attempt) -> set[int]:
        conditions = self._conditions(plan)
        if isinstance(conditions, _Few) or (conditions and _PAPER in conditions[0].sql):
            hits, _ = self._hits(plan, attempt, conditions, _ALL, {})
            return {number for number, _ in hits}
        ids: set[int] = set()
        for table in ("search_titles",) if plan.titles_only else ("search_titles", "search_text"):
            expression = attempt.expression(in_titles=table == "search_titles")
            if not expression:
                continue
            paper = mirrored(f"{table}.rowid")
            tests = [*conditions, *self._kept(plan, paper)]
            tests += self._check(plan, attempt, table)
            joined = f"cross join papers p on p.id = {paper}" if conditions else ""
            cursor = self._connection.cursor()
            cursor.row_factory = None
            cursor.execute(
                f"select {paper} from {table} {joined}"
                f" where {table} match ? {''.join(' and ' + one.sql for one in tests)}",
                (expression, *(value for one in tests for value in one.parameters)),
            )
            ids.update(number for (number,) in cursor.fetchall())
        return ids

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
