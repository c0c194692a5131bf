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
from typing import Final

from paperreader.language.words import tokens
from paperreader.library.database.connection import in_words, path_of
from paperreader.library.search.candidates import Asked, CandidateFinder
from paperreader.library.search.expansion import Expander
from paperreader.library.search.filters import Condition, is_narrow, order
from paperreader.library.search.interpretation import (
    BEGUN,
    RARE_NEAR,
    RESPELT,
    STAGES,
    TYPED,
    Interpretation,
    Plan,
    make_plan,
)
from paperreader.library.search.matches import Matches
from paperreader.library.search.phrases import PaperTexts
from paperreader.library.search.ranking import rank
from paperreader.query import Query, Sort

_CANDIDATES: Final = 120
"""Hits that are ranked: with 200 no more is found, and half of the keystrokes wait a fifth longer."""
_ENOUGH: Final = 10
"""So many papers fill the top of a list: with fewer, what is spelt otherwise follows."""
_SOON: Final = 50_000
"""Papers of which filters are answered in a few milliseconds."""
_DECISIONS: Final = (None, "maybe", "accept", "reject")
"""In the order of `sort:decision`."""
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
    matches: Matches = field(default_factory=Matches)
    note: str | None = None
    """What was searched instead, where nothing matched as typed."""
    as_typed: bool = True
    """Whether papers have what was typed; else they have something like it, or not all of it."""


@dataclass(slots=True)
class _Answer:
    """What the stages of one search have found."""

    plan: Plan
    state: object
    """How the library stood then."""
    readings: list[Interpretation] = field(default_factory=list)
    """The readings of the query that found something."""
    ids: list[int] = field(default_factory=list)
    count: int = 0
    """How many of them are what was asked for; the rest is nearly so."""
    known: set[int] = field(default_factory=set)
    complete: bool = True
    exhausted: bool = False
    """So many texts were read that others, which may have a phrase as well, were not."""

    def add(self, reading: Interpretation, ids: list[int], hits: list[tuple[int, str]]) -> None:
        """Papers that `reading` found, the best first."""
        reading.shown = next(label for number, label in hits if number == ids[0])
        self.readings.append(reading)
        self.ids += ids
        if reading.stage <= BEGUN or not self.count:
            self.count = len(self.ids)
        self.known.update(ids)

    def is_enough(self, stage: int) -> bool:
        """Whether to stop before `stage`: few papers are followed by those that spell the words otherwise or nearly so.

        For what somebody misspelt, others have misspelt in print. What is written in two ways is always looked for in
        both.
        """
        return stage > RESPELT and len(self.ids) >= (1 if stage > RARE_NEAR else _ENOUGH)

    @property
    def meant(self) -> list[Interpretation]:
        """The readings that make up what was asked for; those that were tried in addition are left out."""
        return [one for one in self.readings if one.stage <= BEGUN] or self.readings[:1]

    @property
    def is_as_typed(self) -> bool:
        """Whether anything of it was asked for."""
        return self.readings[0].stage <= BEGUN

    def note(self, spelling: Callable[[], Mapping[str, str]]) -> str | None:
        """What was searched instead of what was typed, or in addition to it."""
        if not self.readings:
            return None
        extra = len(self.ids) - self.count
        if extra and self.is_as_typed:
            return f"{self.count:,} as typed, then {extra:,} nearly so"
        return self.readings[0].note(spelling)


class Search:
    """Searches a library.

    Args:
        connection: for reading, and for this alone; one search at a time. What others commit is found at once.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._path = path_of(connection)
        self._expander = Expander(connection)
        self._texts = PaperTexts(connection)
        self._candidates = CandidateFinder(connection, self._expander, self._texts)
        self._stopped = False
        self._last: _Answer | None = None
        """The answer to the last query with words."""
        self._imported: tuple[object, list[tuple[str, int, int, int]]] = (None, [])
        """How the library stood, and its imports then: to count their papers takes 8 ms for every 100,000."""

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
                return Result(array("q"), found.complete, self._expander.interpret(plan, TYPED).matches())
            matches = reduce(or_, (one.matches() for one in found.readings))
            note = found.note(lambda: self._spelling(query.text, found.ids[0]))
            if query.sort is not None:
                ids = self._ordered(self._every(found), query.sort)
                return Result(ids, complete=True, matches=matches, note=note, as_typed=found.is_as_typed)
            ids = array("q", found.ids[:limit])
            return Result(ids, found.complete and len(found.ids) <= limit, matches, note, found.is_as_typed)

    def _spelling(self, typed: str, paper: int) -> dict[str, str]:
        """How folded words are written by whoever typed them, or in the label of the best paper: with their accents."""
        row = self._connection.execute("select label from papers where id = ?", (paper,)).fetchone()
        return {word: text[start:end].lower() for text in (typed, row[0]) for word, start, end in tokens(text)}

    def all_ids(self, query: Query) -> array[int]:
        """Every paper that `query` finds, in the order of `sort:` or the newest import first: for exports and tags.

        Papers have all the words, spelt as freely as `find` had to read them. After `find` of the same query this goes
        on from what was found then.

        Raises:
            Interrupted: `interrupt` was called meanwhile.
        """
        with self._snapshot():
            plan = make_plan(query)
            if not plan.positive:
                return self._filtered(plan, query.sort)
            found = self._answer(plan)
            if found.exhausted and not found.ids:  # a phrase that the newest have not may be in older papers
                return self._ordered(self._gathered([self._expander.interpret(plan, TYPED)]), query.sort)
            return self._ordered(self._every(found), query.sort)

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
                return len(self._every(self._answer(plan)))
            return self._candidates.count(self._conditions(plan))

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

    def _answer(self, plan: Plan) -> _Answer:
        """What was found for a query last, unless that was another one or the library has changed since."""
        last = self._last
        return last if last and (last.plan, last.state) == (plan, self._expander.state) else self._staged(plan)

    def _staged(self, plan: Plan, limit: int = _CANDIDATES) -> _Answer:
        """The best papers, and how the query had to be read.

        A stage that finds few is followed by freer ones, whose papers come after its own: what was typed before what
        may have been meant.
        """
        filtered = self._candidates.filtered(plan)
        asked: Asked = {}
        found = _Answer(plan, self._expander.state)
        before: object = None
        for stage in range(STAGES):
            if found.is_enough(stage):
                break
            if self._stopped:
                raise Interrupted
            spelt = self._expander.respelt(plan) if stage == RESPELT else plan
            if spelt is None:
                continue
            reading = self._expander.interpret(spelt, stage)
            if reading.signature() != before:
                before = reading.signature()
                with self._texts.at_most(_READ_BESIDES if stage == RESPELT else _READ_ALL):
                    hits, complete = self._candidates.best(reading, filtered, limit, asked)
                found.complete = found.complete and complete
                if hits := [hit for hit in hits if hit[0] not in found.known]:
                    ranked = rank(
                        hits, reading.ranked, self._expander.total, self._expander.commonness, self._texts.abstracts
                    )
                    found.add(reading, ranked, hits)
        found.exhausted = self._texts.exhausted
        self._last = found
        return found

    def _conditions(self, plan: Plan) -> list[Condition]:
        """What the papers meet that filters alone find."""
        return [*self._candidates.conditions(plan), *self._candidates.visible(plan, "p.id")]

    def _first_filtered(self, plan: Plan, sort: Sort | None, limit: int) -> Result:
        """What filters alone find; of what may be half of a very large library, the first ones."""
        simple = self._expander.total <= _SOON or sort is not None or any(map(is_narrow, plan.filters))
        if simple or not plan.filters:
            return Result(self._filtered(plan, sort), complete=True)
        ids = self._candidates.ids(self._conditions(plan), f"order by {order(None)} limit {limit + 1}")
        return Result(array("q", ids[:limit]), complete=len(ids) <= limit)

    def _filtered(self, plan: Plan, sort: Sort | None) -> array[int]:
        if sort is not None and sort.key == "decision":
            return self._by_decision(self._filtered(plan, None), reverse=sort.reverse)
        if plan.filters or sort is not None:
            return array("q", self._candidates.ids(self._conditions(plan), f"order by {order(sort)}"))
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
                conditions = [Condition("p.imported = ?", (imported,)), *self._candidates.visible(plan, "p.id")]
                ids.extend(self._candidates.ids(conditions, "order by p.id"))
        return ids

    def _every(self, found: _Answer) -> list[int]:
        """Every paper that has what was asked for, in no order."""
        return found.ids[: found.count] if found.complete else self._gathered(found.meant)

    def _gathered(self, readings: Sequence[Interpretation]) -> list[int]:
        """Every paper that any of `readings` finds, in no order."""
        self._texts.start(most=_READ_ALL)
        every: set[int] = set()
        for reading in readings:
            every |= self._candidates.every(reading, self._candidates.filtered(reading.plan))
        return list(every)

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
        return array("q", self._candidates.ids([named], f"order by {order(sort)}"))

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
        state, imports = self._imported
        if state != self._expander.state:
            rows = self._connection.execute(
                "select imported, min(id), max(id), count(*) from papers group by imported order by imported desc"
            )
            imports = [tuple(row) for row in rows.fetchall()]
            self._imported = self._expander.state, imports
        return imports
