"""Searches as you type: finds papers by words that are misspelt, unfinished and in any order, and ranks them.

SQLite finds candidates, and RapidFuzz decides which words are similar. A query goes through *stages*, from what was
typed to what may have been meant, and stops as soon as enough is found:

1. the words as typed, the last one as a prefix; an alternative that no paper has is replaced by similar words;
2. compounds the other way: two words written as one, or one as two;
3. every word as a prefix, in titles;
4. for words that no paper has: words one edit away, what they abbreviate, and what they are a prefix of;
5. the same for rare words as well, since a misspelling may be in print;
6. the same for all words;
7. words two edits away;
8. all words but one.

Each stage asks FTS5 for the newest hundred or so papers that have all the words, titles first. It never asks for FTS5's
own ranking of all hits, which takes a second for a common word.

A search keeps its last answer, and continues from it when asked for everything the same query finds.
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

from paperreader.domain import counted
from paperreader.language import tokens
from paperreader.library.search.candidates import Asked, CandidateFinder
from paperreader.library.search.expansion import Expander
from paperreader.library.search.filters import is_narrow
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
from paperreader.library.search.lookups import Condition
from paperreader.library.search.matches import Matches
from paperreader.library.search.orders import ORDER_FUNCTIONS, order_by
from paperreader.library.search.phrases import PaperTexts
from paperreader.library.search.ranking import rank
from paperreader.library.search.snapshot import SnapshotReader
from paperreader.query import Query, Sort

_CANDIDATES: Final = 120
"""How many hits are ranked. With 200, nothing more is found, and half of all keystrokes take a fifth longer."""
_ENOUGH: Final = 10
"""Papers that fill the top of a list. If fewer are found, other spellings follow."""
_SOON: Final = 50_000
"""With up to this many papers, a filter is answered in a few milliseconds."""
_READ_BESIDES: Final = 500
"""Texts read to check compounds while somebody types. All are read only to find every paper."""
_READ_ALL: Final = sys.maxsize


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found."""

    ids: array[int]
    """Best match first if the query has words, otherwise in the order asked for."""
    complete: bool
    """Whether `ids` is everything the query finds."""
    matches: Matches = field(default_factory=Matches)
    note: str | None = None
    """What was searched for instead, if nothing matched as typed."""
    as_typed: bool = True
    """Whether the papers have what was typed, not just something similar or part of it."""


@dataclass(slots=True)
class _Answer:
    """What the stages of one search found."""

    plan: Plan
    state: object
    """The state of the library at that time."""
    readings: list[Interpretation] = field(default_factory=list)
    """The interpretations that found something."""
    ids: list[int] = field(default_factory=list)
    count: int = 0
    """How many of them are what was asked for. The rest are close."""
    known: set[int] = field(default_factory=set)
    complete: bool = True
    exhausted: bool = False
    """The limit on texts was reached, so papers with a phrase may have been missed."""

    def add(self, reading: Interpretation, ids: list[int], hits: list[tuple[int, str]]) -> None:
        """Add the papers that an interpretation found, the best first."""
        reading.shown = next(label for number, label in hits if number == ids[0])
        self.readings.append(reading)
        self.ids += ids
        if reading.stage <= BEGUN or not self.count:
            self.count = len(self.ids)
        self.known.update(ids)

    def is_enough(self, stage: int) -> bool:
        """Whether enough was found to stop before `stage`.

        A short list goes on with other spellings, since a word that was misspelt here may be misspelt in print too.
        Compounds are always looked for both ways.
        """
        return stage > RESPELT and len(self.ids) >= (1 if stage > RARE_NEAR else _ENOUGH)

    @property
    def meant(self) -> list[Interpretation]:
        """The interpretations that count as what was asked for, without those tried in addition."""
        return [one for one in self.readings if one.stage <= BEGUN] or self.readings[:1]

    @property
    def is_as_typed(self) -> bool:
        """Whether any paper is what was asked for."""
        return self.readings[0].stage <= BEGUN

    def note(self, spelling: Callable[[], Mapping[str, str]]) -> str | None:
        """What was searched for instead of what was typed, or in addition to it."""
        if not self.readings:
            return None
        extra = len(self.ids) - self.count
        if extra and self.is_as_typed:
            return f"{self.count:,} as typed, then {counted(extra, 'close match', 'close matches')}"
        return self.readings[0].note(spelling)


class Search(SnapshotReader):
    """Searches a library.

    Args:
        connection: only for reading and only for this, one search at a time. What others commit is found at once.
        colour_names: the reader's own names of colours, by colour, for `hl.colour:`.
    """

    def __init__(self, connection: sqlite3.Connection, colour_names: Mapping[str, str] | None = None) -> None:
        super().__init__(connection)
        self._expander = Expander(connection)
        self._texts = PaperTexts(connection)
        self._candidates = CandidateFinder(connection, self._expander, self._texts, colour_names or {})
        self._last: _Answer | None = None
        """The answer to the last query that had words."""
        self._imported: tuple[object, list[tuple[str, int, int, int]]] = (None, [])
        """The imports, and the state of the library they belong to. Counting takes 8 ms for every 100,000 papers."""

    def find(self, query: Query, limit: int = _CANDIDATES) -> Result:
        """Find papers. No query is an error, whatever it says.

        Args:
            limit: how many papers to rank if the query has words. Filters alone usually give every paper.

        Raises:
            Interrupted: by `interrupt`.
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
        """How folded words are spelt, with their accents, in what was typed or in the label of the best paper."""
        row = self._connection.execute("select label from papers where id = ?", (paper,)).fetchone()
        return {word: text[start:end].lower() for text in (typed, row[0]) for word, start, end in tokens(text)}

    def all_ids(self, query: Query) -> array[int]:
        """Every paper that `query` finds, in the order of `sort:`, otherwise the newest import first.

        Words are taken as freely as `find` has to take them. Right after `find` of the same query, this continues from
        its answer instead of searching again.

        Raises:
            Interrupted: by `interrupt`.
        """
        with self._snapshot():
            plan = make_plan(query)
            if not plan.positive:
                return self._filtered(plan, query.sort)
            found = self._answer(plan)
            if found.exhausted and not found.ids:  # a phrase missing from the newest papers may be in older ones
                return self._ordered(self._gathered([self._expander.interpret(plan, TYPED)]), query.sort)
            return self._ordered(self._every(found), query.sort)

    def ordered(self, ids: Iterable[int], sort: Sort) -> array[int]:
        """Put papers in an order, each once, without those that do not exist."""
        with self._snapshot():
            return self._ordered(list(set(ids)), sort)

    def count(self, query: Query) -> int:
        """How many papers `query` finds. SQLite counts them if there are only filters.

        Raises:
            Interrupted: by `interrupt`.
            LibraryError: the library cannot be read.
        """
        with self._snapshot():
            plan = make_plan(query)
            if plan.positive:
                return len(self._every(self._answer(plan)))
            return self._candidates.count(self._conditions(plan))

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[None]:
        """Keep to one state of the library, with caches to match."""
        with super()._snapshot():
            self._expander.refresh()
            self._texts.start()
            yield

    def _answer(self, plan: Plan) -> _Answer:
        """The last answer if it was to the same query and the library has not changed, otherwise a new one."""
        last = self._last
        return last if last and (last.plan, last.state) == (plan, self._expander.state) else self._staged(plan)

    def _staged(self, plan: Plan, limit: int = _CANDIDATES) -> _Answer:
        """Go through the stages until enough is found.

        The papers of each stage follow those of the stages before it: what was typed comes before what may have been
        meant.
        """
        filtered = self._candidates.filtered(plan)
        asked: Asked = {}
        found = _Answer(plan, self._expander.state)
        before: object = None
        for stage in range(STAGES):
            if found.is_enough(stage):
                break
            self._go_on()
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
        """The conditions on papers when there are only filters."""
        return [*self._candidates.conditions(plan), *self._candidates.visible(plan, "p.id")]

    def _first_filtered(self, plan: Plan, sort: Sort | None, limit: int) -> Result:
        """The papers that pass the filters, or just the first of them if these may be half of a very large library."""
        simple = self._expander.total <= _SOON or sort is not None or any(map(is_narrow, plan.filters))
        if simple or not plan.filters:
            return Result(self._filtered(plan, sort), complete=True)
        ids = self._candidates.ids(self._conditions(plan), f"order by {order_by(None)} limit {limit + 1}")
        return Result(array("q", ids[:limit]), complete=len(ids) <= limit)

    def _filtered(self, plan: Plan, sort: Sort | None) -> array[int]:
        if sort is not None and (arrange := ORDER_FUNCTIONS.get(sort.key)):
            return arrange(self._connection, self._filtered(plan, None), sort.reverse)
        if plan.filters or sort is not None:
            return array("q", self._candidates.ids(self._conditions(plan), f"order by {order_by(sort)}"))
        ids = array("q")
        gone = [row[0] for row in self._connection.execute("select paper from gone order by paper")]
        for imported, first, last, count in self._imports():
            if count == last - first + 1:  # without gaps they need not be read one by one
                gaps = gone[bisect_left(gone, first) : bisect_right(gone, last)]
                if len(gaps) == count:  # of an undone import
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
        """Every paper that has what was asked for, in no particular order."""
        return found.ids[: found.count] if found.complete else self._gathered(found.meant)

    def _gathered(self, readings: Sequence[Interpretation]) -> list[int]:
        """Every paper that any of the interpretations finds, in no particular order."""
        self._texts.start(most=_READ_ALL)
        every: set[int] = set()
        for reading in readings:
            every |= self._candidates.every(reading, self._candidates.filtered(reading.plan))
        return list(every)

    def _ordered(self, ids: list[int], sort: Sort | None) -> array[int]:
        if sort is not None and (arrange := ORDER_FUNCTIONS.get(sort.key)):
            return arrange(self._connection, self._ordered(ids, None), sort.reverse)
        ids.sort()
        if sort is None:
            # Ids grow with time: usually every import has its own range of ids, so no papers have to be read.
            imports = self._imports()
            stretches = sorted((first, last) for _, first, last, _ in imports)
            if all(one[1] < other[0] for one, other in pairwise(stretches)):
                ordered = array("q")
                for _, first, last, _ in imports:
                    ordered.extend(ids[bisect_left(ids, first) : bisect_right(ids, last)])
                return ordered
        named = Condition("p.id in (select value from json_each(?))", (json.dumps(ids),))
        return array("q", self._candidates.ids([named], f"order by {order_by(sort)}"))

    def _imports(self) -> list[tuple[str, int, int, int]]:
        """The times of imports, the newest first, each with its first and last paper and their number."""
        state, imports = self._imported
        if state != self._expander.state:
            rows = self._connection.execute(
                "select imported, min(id), max(id), count(*) from papers group by imported order by imported desc"
            )
            imports = [tuple(row) for row in rows.fetchall()]
            self._imported = self._expander.state, imports
        return imports
