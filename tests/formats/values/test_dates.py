from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import PartialDate
from paperreader.formats.values.dates import date_in
from tests.strategies import hostile_text


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("950", "0950"),
        ("0950", "0950"),
        ("c. 950", "0950"),
        ("ca. 1450", "1450"),
        ("1066", "1066"),
        ("[1066]", "1066"),
        ("1066 A.D.", "1066"),
        ("1066-10-14", "1066-10-14"),
        ("1066/10/14/", "1066-10-14"),
        ("14 October 1066", "1066-10-14"),
        ("1066 Oct", "1066-10"),
        ("14.10.1066", "1066-10-14"),
    ],
)
def test_a_year_may_be_before_the_printing_press(written: str, date: str) -> None:
    assert str(date_in(written)) == date


@pytest.mark.parametrize(
    "written",
    [
        "44 BC",
        "350 B.C.E.",
        "1200 BCE",
        "12th century",
        "1990s",
        "the 1990's",
        "199?",
        "98",
        "'98",
        "5/3/98",
        "43952",
        "43952.5",
        "Vol. 123",
        "12",
        "0",
        "0000",
    ],
)
def test_what_is_no_year_of_our_era_makes_none(written: str) -> None:
    assert date_in(written) is None


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2019 Winter", "2019"),
        ("Spring 2003", "2003"),
        ("c1998", "1998"),
        ("[2004]", "2004"),
        ("©2004", "2004"),
        ("2004?", "2004"),
        ("[2004 Mar]", "2004-03"),
        ("2004/05/12/", "2004-05-12"),
        ("2004-2005", "2004"),
        ("1998-99", "1998"),
        ("in press 2020", "2020"),
        ("2004a", "2004"),
    ],
)
def test_a_date_is_as_precise_as_it_is_printed(written: str, date: str) -> None:
    assert str(date_in(written)) == date


@given(hostile_text(40) | st.text("0123456789-/. abcjanfebmr", max_size=20))
def test_no_date_is_made_of_figures_that_are_not_there(text: str) -> None:
    found = date_in(text)
    if found is not None:
        assert str(found.year) in text


@given(st.integers(100, 2199), st.none() | st.integers(1, 12))
def test_what_we_write_is_read(year: int, month: int | None) -> None:
    date = PartialDate(year, month)
    assert date_in(str(date)) == date
