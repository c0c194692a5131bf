"""Turns Parquet files and XLSX workbooks into CSV, row by row.

The reader of tables then reads them like any other table. The libraries that understand them are extras, imported only
when there is such a file.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import warnings
import zipfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final, cast

from paperreader.formats.sources.compression import FREE, RATIO_LIMIT, Unreadable, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PARQUET: Final = b"PAR1"

_ROWS: Final = 256
"""Rows of a Parquet file in memory at once; few, since a column may hold whole papers."""
_BATCH: Final = 64
"""Rows per piece."""
_STRINGS_LIMIT: Final = 256 << 20
"""The most bytes of a workbook's shared strings, all of which are kept in memory."""
_STRINGS: Final = "xl/sharedStrings.xml"
_DOCUMENTS: Final = (
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("META-INF/container.xml", "an e-book"),
    ("content.xml", "an OpenDocument file"),
)


def is_workbook(names: Iterable[str]) -> bool:
    """Whether an archive with these files is an XLSX workbook."""
    return "xl/workbook.xml" in names


def why_document(names: Iterable[str]) -> str | None:
    """Say what kind of document an archive with these files really is; `None` if it is just an archive."""
    return next((what for name, what in _DOCUMENTS if name in names), None)


def parquet_pieces(raw: io.BufferedIOBase, name: str) -> Iterator[bytes]:
    """Yield the rows of a Parquet file as CSV, without columns that cannot describe a paper.

    Raises:
        Unreadable: it is damaged, or what reads it is not installed.
    """
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise missing(f"{name} is a Parquet file", "parquet") from None
    try:
        file = parquet.ParquetFile(cast("IO[bytes]", raw), pre_buffer=False)
        columns = [one.name for one in file.schema_arrow if _is_readable(one.type)]
        yield from _csv([columns])
        for batch in file.iter_batches(_ROWS, columns=columns, use_threads=False):
            yield from _csv([row[column] for column in columns] for row in batch.to_pylist())
    except (ArrowException, OSError, ValueError, OverflowError):
        raise Unreadable(f"{name} is a damaged Parquet file. Fetch it again.") from None


def sheets_of(raw: io.BufferedIOBase, name: str) -> list[str]:
    """Return the names of a workbook's sheets that are not empty.

    Raises:
        Unreadable: it is damaged, or too large, or what reads it is not installed.
    """
    with _workbook(raw, name) as book:
        return [one.title for one in book.worksheets if next(_rows(one), None)]


def sheet_pieces(raw: io.BufferedIOBase, name: str, sheet: str) -> Iterator[bytes]:
    """Yield the rows of a sheet as CSV.

    Raises:
        Unreadable: see `sheets_of`.
    """
    with _workbook(raw, name) as book:
        yield from _csv(_rows(book[sheet]))


@contextmanager
def _workbook(raw: io.BufferedIOBase, name: str) -> Iterator[Any]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise missing(f"{name} is an XLSX workbook", "xlsx") from None
    try:
        _weigh(raw, name)
        with warnings.catch_warnings():  # about unknown styles and validations, which do not matter here
            warnings.simplefilter("ignore")
            book = load_workbook(cast("IO[bytes]", raw), read_only=True, data_only=True)
        yield book
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"{name} is a damaged XLSX workbook. Save it again, or as CSV.") from error


def _rows(sheet: Any) -> Iterator[Sequence[object]]:
    """Yield the rows of a sheet that are not empty."""
    sheet.reset_dimensions()  # many programs write wrong dimensions
    return (row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row))


def _weigh(raw: io.BufferedIOBase, name: str) -> None:
    """Refuse a workbook that would grow too large, before anything is expanded."""
    size = raw.seek(0, io.SEEK_END)
    with zipfile.ZipFile(cast("IO[bytes]", raw)) as archive:
        parts = {one.filename: one.file_size for one in archive.infolist()}
    raw.seek(0)
    if sum(parts.values()) > max(FREE, RATIO_LIMIT * size) or parts.get(_STRINGS, 0) > _STRINGS_LIMIT:
        raise Unreadable(f"{name} is a workbook too large to read. Save it as CSV.")


def _is_readable(kind: Any) -> bool:
    """Whether a column of a Parquet file can describe a paper; pictures and vectors cannot."""
    from pyarrow import types

    if types.is_list(kind) or types.is_large_list(kind):
        inner = kind.value_type
        return bool(types.is_struct(inner) or types.is_string(inner) or types.is_large_string(inner))
    if types.is_dictionary(kind):
        return _is_readable(kind.value_type)
    return not (types.is_nested(kind) and not types.is_struct(kind)) and not (
        types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind)
    )


def _csv(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield rows as CSV, every cell quoted, several rows per piece."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for number, row in enumerate(rows, 1):
        writer.writerow([_cell(value) for value in row])
        if number % _BATCH == 0:
            yield out.getvalue().encode("utf-8", "replace")
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    """Format a value as in a text table: several names or words are separated by semicolons."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():  # a year, in a column with missing values
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return "; ".join(_cell(one.get("name", one) if isinstance(one, dict) else one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
