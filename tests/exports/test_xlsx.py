"""The workbook: every cell is a text, a number or true or false, and nothing is lost silently."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from paperreader.exports.core.columns import COLUMNS
from paperreader.exports.writers import xlsx
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain
from tests.strategies import hostile_text


def rows(*entries: Any, **options: Any) -> list[dict[str, Any]]:
    out = io.BytesIO()
    assert xlsx.write(entries, out, **options) == len(entries)
    sheet = load_workbook(out).worksheets[0]
    header, *below = map(list, sheet.iter_rows())
    names = [cell.value for cell in header]
    return [dict(zip(names, row, strict=True)) for row in below]


def unescaped(text: str) -> str:
    """A text as Excel shows it."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_it_has_the_columns_of_the_csv_with_numbers_as_numbers() -> None:
    (row,) = rows(full())
    assert tuple(row) == COLUMNS
    assert (row["upvotes"].value, row["starred"].value, row["published"].value) == (6, True, "2024-07-23")


@pytest.mark.parametrize("text", BREAKOUTS)
def test_every_text_is_a_text_and_the_same(text: str) -> None:
    (row,) = rows(annotated_with(text))
    assert row["abstract"].data_type == row["notes"].data_type == "s"
    assert unescaped(row["abstract"].value) == text.replace("\r", "\n")


def test_what_looks_like_an_error_or_an_escape_is_text() -> None:
    for text in ("#REF!", "#N/A", "_x0041_", "_x005F_x0041_", "=1+1", "2024-01-01"):
        (row,) = rows(plain(text))
        assert row["title"].data_type == "s"
        assert unescaped(row["title"].value) == text


@settings(max_examples=15)
@given(text=hostile_text())
def test_no_text_breaks_the_workbook(text: str) -> None:
    rows_ = rows(plain("before"), annotated_with(text), plain("after"))
    assert [rows_[0]["title"].value, rows_[2]["title"].value] == ["before", "after"]
    assert all(cell.data_type in ("s", "n", "b") for cell in rows_[1].values())


def test_a_text_that_no_cell_can_hold_ends_with_how_long_it_is() -> None:
    (row,) = rows(plain("x", abstract="long " * 10_000))
    assert len(row["abstract"].value) <= 32_767
    assert row["abstract"].value.endswith("[…50,000 characters are too many for a cell: the rest is missing here]")
    (row,) = rows(plain("x", abstract="👩" * 20_000))
    assert len(row["abstract"].value.encode("utf-16-le")) // 2 <= 32_767
    assert "40,000 characters" in row["abstract"].value
    (row,) = rows(plain("x", abstract="y" * 32_767))
    assert row["abstract"].value == "y" * 32_767


def test_tags_can_have_columns() -> None:
    row, other = rows(plain("x", tags=("a", "b")), plain("y"), tags=("b", "=c"))
    assert [row["#b"].value, row["#=c"].value, other["#b"].value] == [True, None, None]
