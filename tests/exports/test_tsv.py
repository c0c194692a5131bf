"""The TSV, and what tables can do besides: cells as they are, and a column for every tag."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from paperreader.domain import Record
from paperreader.exports.writers import csv_table
from paperreader.formats import format_named
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written


def rows(text: str, delimiter: str = "\t") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("text", BREAKOUTS)
def test_every_cell_stays_in_its_place(text: str) -> None:
    before, row, after = rows(written(csv_table.write_tabs, plain("before"), annotated_with(text), plain("after")))
    assert (before["title"], after["title"]) == ("before", "after")
    assert row["abstract"].removeprefix("'") == text or row["abstract"] == text


def test_the_library_reads_it_back() -> None:
    text = written(csv_table.write_tabs, full())
    (record,) = format_named("csv").read(io.StringIO(text, newline=""), date(2026, 1, 1))
    assert isinstance(record, Record)
    assert (record.paper.title, record.paper.authors) == (full().paper.title, full().paper.authors)


def test_raw_cells_are_as_they_are_and_no_mark_is_before_them() -> None:
    out = io.StringIO(newline="")
    csv_table.write([plain("=1+1")], out, raw=True)
    assert out.getvalue().startswith("id,uid,")
    assert rows(out.getvalue(), ",")[0]["title"] == "=1+1"


def test_tags_can_have_columns() -> None:
    out = io.StringIO(newline="")
    csv_table.write_tabs([plain("x", tags=("a", "b")), plain("y")], out, tags=("b", "c"))
    first, second = rows(out.getvalue())
    assert (first["#b"], first["#c"], second["#b"]) == ("true", "", "")
