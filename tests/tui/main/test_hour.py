"""After an hour of work by keyboard, the library contains exactly what was done."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from paperreader.config import Config
from paperreader.domain import Decision
from paperreader.library import Library
from tests.lengths import LONG
from tests.tui.conftest import opened
from tests.tui.hour import Amounts, Hour, fill, made_up, stored

SHORT: Final = Amounts(papers=60, marks=15, notes=10, tags=10, stars=10, queued=10, ratings=10, looks=10, undos=8)


async def test_an_hour_of_screening_marking_and_undoing_is_all_there_when_the_library_is_opened_again(
    tmp_path: Path,
) -> None:
    path, amounts, chance = tmp_path / "library.db", Amounts(papers=250) if LONG else SHORT, random.Random(2026)
    papers = [made_up(number, chance) for number in range(amounts.papers)]
    with Library(path) as library:
        fill(library, papers)
        hour = Hour(papers, amounts, chance)
        config = Config(read_after=0, remembers=tmp_path / "state.json", tour_shown=True)
        async with opened(library, (80, 24), config=config) as pilot:
            await hour.work(pilot, most=amounts.papers * 2 // 5)
            await pilot.press("Q")
    with Library(path) as library:  # in another run of the program, which comes back to the same paper
        async with opened(library, (120, 40), config=config) as pilot:
            await hour.work(pilot)

    found, read, changes = stored(path)
    model = hour.model
    assert [(at, mine, model.papers[at]) for at, mine in enumerate(found) if mine != model.papers[at]] == []
    assert len(found) == amounts.papers
    assert read == model.read
    assert [change.kind for change in changes] == model.log
    assert sum(change.undone for change in changes) == hour.made["undos"] - hour.made["redos"]
    assert hour.made["undos"] == amounts.undos
    assert hour.made["marks"] == amounts.marks
    assert hour.made["notes"] == amounts.notes
    assert hour.made["looks"] == amounts.looks
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []


async def test_the_counts_of_the_sidebar_are_those_of_the_hour(tmp_path: Path) -> None:
    path, chance = tmp_path / "library.db", random.Random(7)
    amounts = Amounts(papers=40, marks=6, notes=5, tags=6, stars=6, queued=6, ratings=6, looks=6, undos=6)
    papers = [made_up(number, chance) for number in range(amounts.papers)]
    with Library(path) as library:
        fill(library, papers)
        hour = Hour(papers, amounts, chance)
        async with opened(library, (80, 24)) as pilot:
            await hour.work(pilot)
        with library.reader() as reader:
            counts, tags = reader.counts(), reader.tags()
    mine = hour.model.papers
    decisions = [one.decision for one in mine]
    assert counts.all == 40
    assert counts.unread == 40 - len(hour.model.read)
    assert counts.decided == {kind: decisions.count(kind) for kind in Decision}
    assert counts.undecided == 0
    assert counts.starred == sum(one.starred for one in mine)
    assert counts.noted == sum(bool(one.notes) for one in mine)
    assert counts.highlighted == sum(bool(one.marks) for one in mine)
    assert {tag.name: tag.papers for tag in tags} == {
        name: sum(name in one.tags for one in mine) for name in {name for one in mine for name in one.tags}
    }
