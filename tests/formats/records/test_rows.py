from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Leftover
from paperreader.formats.records.rows import TableRow, cells_of, read_rows
from paperreader.formats.sources.text_lines import lines
from tests.strategies import hostile_text

CELLS = st.text(st.sampled_from('ab ,;"\n|\té'), max_size=12).map(str.strip)


def rows(text: str, width: int = 3, delimiter: str = ",") -> list[tuple[int, list[str]] | Leftover]:
    """Return the line and the cells of every row."""
    found = read_rows(lines(io.StringIO(text)), delimiter, width)
    return [(one.line, one.cells) if isinstance(one, TableRow) else one for one in found]


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), max_size=6), st.sampled_from(",;\t|"))
@settings(max_examples=200, deadline=None)
def test_what_csv_writes_is_read(table: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(table)
    found = rows(out.getvalue(), delimiter=delimiter)
    assert [one[1] for one in found if not isinstance(one, Leftover)] == table


def test_a_row_may_go_over_several_lines_and_knows_its_first() -> None:
    assert rows('a,"b\n\nb,",c\n\n"d",e,f\n') == [(1, ["a", "b\n\nb,", "c"]), (5, ["d", "e", "f"])]


def test_rows_may_be_uneven() -> None:
    assert rows("a,b\na,b,c,,\n") == [(1, ["a", "b"]), (2, ["a", "b", "c"])]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('a, "b, b" ,c', ["a", "b, b", "c"]),
        ('5" disk,b,c', ['5" disk', "b", "c"]),
        ('a,"the "best" one",c', ["a", 'the "best" one', "c"]),
        ('a,"the "best, really" one",c', ["a", 'the "best, really" one', "c"]),
        ('"a" is quoted,b,c', ["a is quoted", "b", "c"]),
        ('a,"never closed,c', ["a", '"never closed', "c"]),
    ],
)
def test_quotation_marks_that_are_wrong_are_forgiven(line: str, cells: list[str]) -> None:
    assert rows(f"{line}\nd,e,f\n") == [(1, cells), (2, ["d", "e", "f"])]


def test_a_row_that_is_broken_costs_itself() -> None:
    found = rows('a,b,c\na,"b,c,d\ne,f,g\nh,i,j,k\nl,"m\nm",n\n')
    assert [one.line if isinstance(one, Leftover) else one[0] for one in found] == [1, 2, 3, 4, 5]
    assert [isinstance(one, Leftover) for one in found] == [False, True, False, True, False]


def test_many_quotation_marks_that_nothing_closes_take_no_more_than_linear_time() -> None:
    assert len(rows('x,"y,z\n' * 5_000)) == 5_000


def test_cells_are_told_apart_by_csv() -> None:
    assert cells_of('a;"b;""c"""; d', ";") == ["a", 'b;"c"', "d"]
    assert cells_of("", ",") == [""]


@given(hostile_text(300), st.sampled_from(",;\t|"), st.integers(1, 5))
def test_any_text_is_read_to_its_end(text: str, delimiter: str, width: int) -> None:
    for one in rows(text, width, delimiter):
        line = one.line if isinstance(one, Leftover) else one[0]
        assert 1 <= line <= text.count("\n") + 1
        assert isinstance(one, Leftover) or len(one[1]) <= width
