"""Possible matches for a record are found in a library of any size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.domain import Paper, Record
from paperreader.identity import prints
from paperreader.library import Library
from paperreader.library.database.connection import connect
from paperreader.library.database.grams import MANY, Grams, chosen, every
from tests.library.papers import real_papers
from tests.library.stock import ask, filled


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db", 0)


@pytest.fixture
def grams(path: Path) -> Iterator[Grams]:
    with closing(connect(path, writes=True)) as connection:
        yield Grams(connection)


def test_a_gram_leads_to_the_papers_that_have_it_and_to_no_others(grams: Grams) -> None:
    last = 2**32 - 1
    grams.add([(0, 1), (0, 2**31 - 1), (1, 5), (last, 7), (last, 7)])
    found = grams.holders([0, 1, 2, last])
    assert {gram: sorted(papers) for gram, papers in found.items()} == {0: [1, 2**31 - 1], 1: [5], last: [7]}


def test_what_is_new_is_folded_into_what_was_there(grams: Grams, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperreader.library.database.grams._NEW", 10)
    for paper in range(30):
        grams.add([(paper * 7 % 11, paper)])
    assert ask(path, "select count(*) > 20 from grams") == [(1,)]
    assert ask(path, "select count(*) <= 10 from new_grams") == [(1,)]
    assert sorted(paper for papers in grams.holders(range(11)).values() for paper in papers) == list(range(30))


def test_what_many_papers_have_is_stored_for_the_first_of_them_only(path: Path) -> None:
    title = "Report of the Annual Meeting"
    with Library(path) as library:
        library.add([Record(Paper(title=title, upvotes=one), one) for one in range(3 * MANY)], file="x", format="x")
    held = chosen(prints(Paper(title=title)), {})
    with closing(connect(path, writes=False)) as connection:
        assert {gram: len(papers) for gram, papers in Grams(connection).holders(held).items()} == {held[0]: MANY}


def test_an_older_library_gets_the_grams_that_importing_would_have_stored(path: Path) -> None:
    records = [Record(paper, line) for line, paper in enumerate(real_papers(), 1)]
    with Library(path) as library:
        library.add(records, file="x", format="x")
    stored = ask(path, "select key from new_grams order by key")
    assert len(stored) > 3 * len(records)
    with closing(connect(path, writes=True)) as connection:
        connection.execute("delete from new_grams")
        Grams(connection).fill()
    assert ask(path, "select key from new_grams order by key") == stored


def test_a_text_too_short_for_grams_counts_as_one() -> None:
    short = prints(Paper(abstract="abcde " * 20))
    assert len(short.grams) == 1
    assert every(short) == list(short.grams)
    assert every(prints(Paper(abstract="Short."))) == []
