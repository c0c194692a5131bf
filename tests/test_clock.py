"""Time zones: people see local days, while everything stored and everything for programs is UTC."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Decision, Paper, PartialDate, Record, local_days, local_moment
from paperreader.library import ImportOptions, Library, Search
from paperreader.query import parse
from paperreader.tui.widgets.details import moment
from tests.cli.shell import Shell

ZONES = [
    "UTC",
    "XXX-14",
    "XXX+11",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Australia/Lord_Howe",
]


SPAN = tuple(datetime.fromisoformat(f"{year}-01-01") for year in (1980, 2036))


@contextmanager
def zone(name: str) -> Iterator[None]:
    """Switch to a time zone."""
    try:
        with patch.dict(os.environ, {"TZ": name}):
            time.tzset()
            yield
    finally:
        time.tzset()


@given(st.datetimes(*SPAN), st.sampled_from(ZONES))
@settings(max_examples=300)
def test_every_moment_is_in_the_day_month_and_year_that_the_clock_shows(when: datetime, where: str) -> None:
    with zone(where):
        stored = when.replace(tzinfo=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        day = local_moment(stored)[:10]
        for length in (4, 7, 10):
            begin, end = local_days(PartialDate.parse(day[:length]))
            assert begin <= stored < end


@pytest.mark.parametrize("where", ZONES)
def test_what_came_in_is_found_on_the_readers_own_day(tmp_path: Path, where: str) -> None:
    moments = [
        "2024-03-31T00:30:00.000Z", "2024-03-30T23:30:00.000Z", "2024-05-03T10:30:00.000Z", "2024-05-03T13:30:00.000Z",
        "2024-12-31T23:59:59.999Z", "2018-11-04T02:30:00.000Z", "2018-11-04T03:00:00.000Z", "2011-12-30T09:59:00.000Z",
    ]  # fmt: skip
    with zone(where), Library(tmp_path / "l.db") as library:
        for at, moment in enumerate(moments):
            library.add(
                [Record(Paper(title=f"Number {at}", abstract=f"On {at}."), 1)],
                file="x",
                format="json",
                options=ImportOptions(imported=moment),
            )
        with library.reader() as reader:
            search = Search(reader.connection)
            for at, moment in enumerate(moments, 1):
                day = local_moment(moment)[:10]
                day_after = str(datetime.fromisoformat(day).date() + timedelta(days=1))
                assert at in search.all_ids(parse(f"added:{day}"))
                assert at in search.all_ids(parse(f"added:{day[:7]}"))
                assert at in search.all_ids(parse(f"added:>={day} added:<={day}"))
                assert at in search.all_ids(parse(f"added:{day}..{day}"))
                assert at in search.all_ids(parse(f"added:<{day_after}"))
                for other in (f"added:{day_after}", f"added:<{day}", f"added:>{day}", f"added:>={day_after}"):
                    assert at not in search.all_ids(parse(other)), (moment, other)


@pytest.mark.parametrize("where", ["XXX-14", "XXX+11"])
def test_what_a_person_reads_is_by_their_clock_and_what_a_program_reads_by_utc(tmp_path: Path, where: str) -> None:
    with zone(where):
        shell, path = Shell(tmp_path / "l.db"), tmp_path / "l.db"
        moment = "2024-05-03T12:30:00.000Z"
        with Library(path) as library:
            library.add(
                [Record(Paper(title="One", abstract="On one."), 1)],
                file="x.bib",
                format="bibtex",
                options=ImportOptions(imported=moment),
            )
            library.annotations.write_note(1, "text", created=moment)
            library.annotations.decide([1], Decision.ACCEPT)
        day = "2024-05-04 02:30" if where == "XXX-14" else "2024-05-03 01:30"
        assert day in shell("imports").out
        assert day in shell("note", "1").out
        assert day in shell("show", "1", "--sources").out
        assert shell("imports", "--json").objects[0]["started"] == moment
        assert shell("show", "1", "--json").objects[0]["imported"] == moment
        assert shell("export", "--to", "markdown").out.count(day) == 1
        today = datetime.now().astimezone()
        assert f"{today:%Y-%m-%d %H}" in shell("log").lines[0]
        assert shell("log", "--json").objects[0]["made"].endswith("Z")
        assert f"{today:%Y-%m-%d}" == shell("stats", "--json").objects[0]["days"][-1]["day"]
        assert len(shell("list", f"added:{day[:10]}").lines) == 1


@pytest.mark.parametrize("date", ["0001", "9999", "0001-01-01", "9999-12-31", "9999-12"])
def test_days_at_the_end_of_time_are_days_like_others(tmp_path: Path, date: str) -> None:
    for where in ZONES:
        with zone(where), Library(tmp_path / f"{ZONES.index(where)}.db") as library:
            library.add([Record(Paper(title="One", abstract="On one."), 1)], file="x", format="json")
            with library.reader() as reader:
                for sign in ("", "<", "<=", ">", ">="):
                    found = Search(reader.connection).all_ids(parse(f"added:{sign}{date}"))
                    assert bool(found) == (sign[:1] == (">" if date < "2" else "<"))


@pytest.mark.parametrize("typed", ["added:2024-02-30", "added:2023-02-29", "added:2024-04-31..2024-05"])
def test_a_day_that_there_is_not_is_a_mistake(typed: str) -> None:
    assert parse(typed).root is None
    assert [one.unfinished for one in parse(typed).problems] == [False]


@pytest.mark.parametrize("stored", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "soon", ""])
def test_a_moment_that_no_clock_can_show_stops_nobody(stored: str) -> None:
    for where in ZONES:
        with zone(where):
            assert isinstance(local_moment(stored), str)
            assert isinstance(moment(stored), str)
