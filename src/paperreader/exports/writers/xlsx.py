"""A workbook for Excel, LibreOffice and the like: one row per paper, with the columns of the CSV.

Every text is a text, whatever it looks like: nothing is a formula, an error or a date. What XML cannot hold becomes
U+FFFD. A cell holds no more than 32,767 characters; a longer text is cut there, and its end says so.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED
from paperreader.exports.core.columns import COLUMNS, column_values, has_tags, tag_column
from paperreader.exports.core.missing import MissingPackage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, BinaryIO

    from paperreader.domain import Entry, Wording

_LONGEST: Final = 32_767
"""What a cell holds, in UTF-16 code units."""
_ROWS: Final = 1_048_575
"""What a sheet holds below its header."""
_ILLEGAL: Final = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Where Excel would read a character for its number."""
_MISREAD: Final = ("=", "#")
"""How texts begin that openpyxl takes for formulas and errors."""
_WIDTHS: Final = {"title": 50, "label": 50, "abstract": 60, "authors": 30, "notes": 40, "highlights": 40}


def write(entries: Iterable[Entry], out: BinaryIO, wording: Wording = AS_STORED, /, *, tags: Sequence[str] = ()) -> int:
    """Write a workbook with a header and one row per paper; returns how many papers.

    Args:
        tags: these have a column each, as in the CSV.

    Raises:
        MissingPackage: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingPackage("Workbooks need openpyxl", "xlsx") from error
    book = Workbook(write_only=True)
    try:
        count = _write_sheets(book, iter(entries), wording, tags)
    except BaseException:
        for sheet in book.worksheets:  # otherwise their half-written files complain when they are cleared away
            sheet.close()
        raise
    book.save(out)
    return count


def _write_sheets(book: Any, papers: Iterator[Entry], wording: Wording, tags: Sequence[str]) -> int:
    """Write as many sheets as the papers need, at least one."""
    count = 0
    while (first := next(papers, None)) is not None or not book.worksheets:
        some = () if first is None else chain([first], islice(papers, _ROWS - 1))
        name = "Papers" if not book.worksheets else f"Papers {len(book.worksheets) + 1}"
        count += _write_sheet(book.create_sheet(name), some, wording, tags)
    return count


def _write_sheet(sheet: Any, entries: Iterable[Entry], wording: Wording, tags: Sequence[str]) -> int:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS, start=1):
        if column in _WIDTHS:
            sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[column]
    sheet.append([_cell(sheet, name) for name in (*COLUMNS, *map(tag_column, tags))])
    count = 0
    for entry in entries:
        count += 1
        values = column_values(entry, wording)
        row = [*(values[column] for column in COLUMNS), *has_tags(entry, tags)]
        sheet.append([_cell(sheet, value) for value in row])
    return count


def _cell(sheet: Any, value: object) -> object:
    if isinstance(value, int):
        return value
    if value is None or value == "":
        return None
    text = _LIKE_AN_ESCAPE.sub("_x005F_", _ILLEGAL.sub("\ufffd", str(value)))
    text = _fitting(text)
    if not text.startswith(_MISREAD):
        return text
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _fitting(text: str) -> str:
    """Cut a text that no cell can hold, and say how much is missing."""
    if len(text) <= _LONGEST // 2 or _units(text) <= _LONGEST:
        return text
    said = f" […{_units(text):,} characters are too many for a cell: the rest is missing here]"
    kept = text.encode("utf-16-le")[: 2 * (_LONGEST - len(said))].decode("utf-16-le", errors="ignore")
    return kept + said


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
