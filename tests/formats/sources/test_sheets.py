"""Binary tables are read like text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from paperreader.formats import Unreadable, open_each, open_text
from paperreader.formats.sources.compression import FREE

openpyxl = pytest.importorskip("openpyxl")
pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

ABSTRACT = 'Lines\nand "quotes", semicolons; Zoë’s 量子 \u00a0.'


def rows_of(source: Path | io.BytesIO) -> list[list[str]]:
    with open_text(source) as text:
        whole = text.stream.read()
    assert whole.startswith(text.head)
    return list(csv.reader(io.StringIO(whole)))


def workbook(place: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(place)
    return place


def parquet_file(place: Path, **columns: Any) -> Path:
    parquet.write_table(pyarrow.table(columns), place, row_group_size=100)
    return place


def test_the_rows_of_a_workbook_are_those_of_a_table(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Title", "Abstract", "Year"],
        ["One", ABSTRACT, 2024],
        [None, None, None],
        ["Two", None, dt.date(2024, 3, 1)],
    ]
    place = workbook(tmp_path / "papers.txt", Papers=rows)
    expected = [["Title", "Abstract", "Year"], ["One", ABSTRACT, "2024"], ["Two", "", "2024-03-01"]]
    assert rows_of(place) == expected
    assert rows_of(io.BytesIO(place.read_bytes())) == expected


def test_every_sheet_that_holds_anything_is_a_table_of_its_own(tmp_path: Path) -> None:
    place = workbook(tmp_path / "book.xlsx", One=[["title"], ["A"]], Empty=[], Two=[["title"], ["B"]])
    found = {}
    for opening in open_each(place):
        with opening() as source:
            found[source.name] = source.stream.read()
    assert found == {f"{place}/One": '"title"\n"A"\n', f"{place}/Two": '"title"\n"B"\n'}
    for opening in open_each(workbook(tmp_path / "one.xlsx", One=[["title"], ["A"]])):
        with opening() as source:
            assert source.name == str(tmp_path / "one.xlsx")
    with pytest.raises(Unreadable, match="empty workbook"):
        open_text(workbook(tmp_path / "none.xlsx", One=[]))


def test_a_parquet_file_is_its_columns_of_words_numbers_and_dates(tmp_path: Path) -> None:
    moment = dt.datetime.fromisoformat("2024-03-01 12:30")
    place = parquet_file(
        tmp_path / "papers",
        titles=["One", None],
        abstract=[ABSTRACT, "Plain."],
        authors=[["Ada Byron", "Zoë X"], None],
        people=[[{"name": "Ada"}, {"name": "Bo"}], []],
        year=pyarrow.array([2024.0, None]),
        day=[moment.replace(hour=0, minute=0), moment],
        votes=[3, 4],
        embedding=[[0.1, 0.2], [0.3, 0.4]],
        thumbnail=[b"\x89PNG", b""],
    )
    assert rows_of(place) == [
        ["titles", "abstract", "authors", "people", "year", "day", "votes"],
        ["One", ABSTRACT, "Ada Byron; Zoë X", "Ada; Bo", "2024", "2024-03-01", "3"],
        ["", "Plain.", "", "", "", "2024-03-01T12:30:00", "4"],
    ]


def test_a_long_parquet_file_is_read_a_few_rows_at_a_time(tmp_path: Path) -> None:
    place = parquet_file(tmp_path / "papers", title=[f"Paper {number}" for number in range(3000)])
    assert rows_of(place) == [["title"], *([f"Paper {number}"] for number in range(3000))]


def test_damaged_tables_are_one_line(tmp_path: Path) -> None:
    for place in (
        parquet_file(tmp_path / "papers.parquet", title=[f"Paper {number}" for number in range(3000)]),
        workbook(tmp_path / "papers.xlsx", Papers=[["title"], *([f"Paper {number}"] for number in range(3000))]),
    ):
        data = place.read_bytes()
        wrong = [data[: len(data) // 2], data[: len(data) // 3] + bytes(len(data) // 3) + data[2 * len(data) // 3 :]]
        for one in wrong:
            with pytest.raises(Unreadable, match="damaged"):
                rows_of(io.BytesIO(one))


def test_a_workbook_that_grows_beyond_measure_is_refused_before_it_is_expanded(tmp_path: Path) -> None:
    place = workbook(tmp_path / "book.xlsx", One=[["title"], ["A"]])
    with zipfile.ZipFile(place, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings2.xml", b" " * (FREE + 1))
    with pytest.raises(Unreadable, match="too large"):
        open_text(place)


@pytest.mark.parametrize(("module", "extra"), [("pyarrow", "parquet"), ("openpyxl", "xlsx")])
def test_what_is_not_installed_is_a_line_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, extra: str
) -> None:
    places = {
        "parquet": parquet_file(tmp_path / "papers.parquet", title=["One"]),
        "xlsx": workbook(tmp_path / "papers.xlsx", One=[["title"], ["A"]]),
    }
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Unreadable, match=rf"pip install 'paperreader-tui\[{extra}\]'") as caught:
        open_text(places[extra])
    assert len(str(caught.value).splitlines()) == 1
