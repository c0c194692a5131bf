"""What was done over time is in columns of the same times, none of it lost."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from paperreader.charts import timelines, year_counts
from paperreader.library import Year
from tests.charts.figures import days, statistics

TODAY = date(2026, 3, 2)


def ago(number: int) -> str:
    return (TODAY - timedelta(days=number)).isoformat()


def test_a_short_time_has_a_column_for_each_day_and_two_weeks_at_least() -> None:
    (one,) = timelines(statistics(days=((ago(3), 5), (ago(0), 7))), TODAY)
    assert (one.title, one.unit) == ("Decisions per day", "day")
    assert one.counts == (*[0] * 10, 5, 0, 0, 7)
    assert one.most == "most: 7 on 2 Mar"
    assert one.ends == ("17 Feb", "today")


def test_columns_become_weeks_months_and_years_as_time_goes_on() -> None:
    said = {}
    for back in (13, 30, 180, 200, 700, 900, 5000):
        (one,) = timelines(statistics(added=((ago(back), 2), (ago(0), 1))), TODAY)
        said[back] = one.unit
        assert one.counts[-1] == 1
        assert sum(one.counts) == 3
    assert said == {13: "day", 30: "week", 180: "month", 200: "month", 700: "month", 900: "year", 5000: "year"}


def test_what_is_compared_has_the_same_columns() -> None:
    found = timelines(statistics(added=((ago(20), 100),), reading=((ago(2), 3),), days=((ago(1), 4),)), TODAY)
    assert [one.name for one in found] == ["Papers added", "Papers read", "Decisions"]
    assert len({one.starts for one in found}) == 1


def test_what_nobody_did_is_not_drawn_and_nonsense_is_left_out() -> None:
    assert timelines(statistics(), TODAY) == []
    assert timelines(statistics(days=(("0000-01-01", 3), ("tomorrow", 1))), TODAY) == []
    (one,) = timelines(statistics(days=(("2026-03-09", 3),)), TODAY)  # a clock that was ahead
    assert one.counts[-1] == 3


@settings(max_examples=30)
@given(days(), days(), st.dates(), st.integers(-5, 60))
def test_columns_are_few_in_order_and_hold_everything_but_years_long_gone(
    added: tuple[tuple[str, int], ...], decided: tuple[tuple[str, int], ...], today: date, most: int
) -> None:
    found = timelines(statistics(added=added, days=decided), today, most)
    assert len(found) <= 2
    for one in found:
        whole = added if one.name == "Papers added" else decided
        assert 1 <= len(one.counts) == len(one.starts) <= max(most, 14)
        assert list(one.starts) == sorted(set(one.starts))
        expected = sum(count for day, count in whole if date.fromisoformat(day) >= one.starts[0])
        assert sum(one.counts) == expected
        if one.unit != "year":
            assert expected == sum(count for _, count in whole)
        assert one.most
        assert all(one.ends)


def test_years_have_no_gaps_and_the_last_ones_are_kept() -> None:
    known = (Year(1900, 1, 0), Year(2020, 5, 2), Year(2023, 1, 1))
    assert [(one.year, one.papers) for one in year_counts(statistics(years=known), 5)] == [
        (2019, 0), (2020, 5), (2021, 0), (2022, 0), (2023, 1),
    ]  # fmt: skip
    assert year_counts(statistics(), 5) == []
