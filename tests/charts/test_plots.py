"""Plots in characters fit their width, and are as high as their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.charts import bar, column_plot

COUNTS = st.lists(st.integers(0, 10**7), min_size=2, max_size=60).filter(any)


def columns(lines: list[str]) -> list[int]:
    """The heights of columns of one cell with a space after it."""
    body = [line[line.index("│" if "│" in line else "┤") + 1 :] for line in lines[:-2]]
    return [sum(len(line) > at and line[at] != " " for line in body) for at in range(0, max(map(len, body)), 2)]


def test_columns_are_as_high_as_their_numbers() -> None:
    lines = column_plot([0, 1, 40, 100], ("2 Mar", "today"), 12, 10)
    assert columns(lines) == [0, 1, 5, 10]
    assert lines[0].startswith("100┤")
    assert lines[9].startswith("  0┤")


def test_the_labels_stand_at_both_ends() -> None:
    lines = column_plot([1] * 14, ("17 Feb", "today"), 40, 4)
    assert lines[-1].split() == ["17 Feb".split()[0], "Feb", "today"]
    assert len(lines[-1]) == len(lines[-2])


@settings(max_examples=30)
@given(COUNTS, st.integers(20, 120), st.integers(2, 9), st.booleans())
def test_every_line_fits_and_is_of_its_characters(counts: list[int], width: int, height: int, plain: bool) -> None:
    lines = column_plot(counts, ("29 Sep", "this month"), width, height, ascii_only=plain)
    assert len(lines) == height + 2
    assert all(len(line) <= width for line in lines)
    assert not any("\x1b" in line for line in lines)
    if plain:
        assert all(line.isascii() for line in lines)


def test_one_plot_leaves_nothing_in_the_next() -> None:
    first = column_plot([1, 2, 3], ("a", "b"), 30, 4)
    column_plot([9] * 40, ("c", "d"), 90, 8, ascii_only=True)
    assert column_plot([1, 2, 3], ("a", "b"), 30, 4) == first


@pytest.mark.parametrize(("part", "drawn"), [(0, ""), (1, "████"), (0.5, "██"), (0.0001, "▏"), (0.53125, "██▏")])
def test_a_bar_is_exact_to_an_eighth_of_a_cell(part: float, drawn: str) -> None:
    assert bar(part, 4) == drawn
    assert bar(part, 0) == ""
    assert set(bar(part, 4, ascii_only=True)) <= {"#"}
