"""Tables in text, for spreadsheets: one row per paper, separated by commas (CSV) or tabs (TSV).

They are made for Excel, LibreOffice and the like; programs are better served by the JSON. They begin with a byte order
mark, without which Excel would read UTF-8 in the system's old code page, and no cell can be taken for a formula.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED
from paperreader.exports.core.columns import COLUMNS, column_values, has_tags, tag_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from paperreader.domain import Entry, Wording

_BYTE_ORDER_MARK: Final = "\ufeff"
# Characters that start a formula, even after white space or zero-width characters. Apostrophes before them match too,
# so that it is clear which apostrophe was added.
_FORMULA: Final = re.compile(r"'*(?:[\t\r\n\0]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])")


def write(
    entries: Iterable[Entry],
    out: TextIO,
    wording: Wording = AS_STORED,
    /,
    *,
    delimiter: str = ",",
    raw: bool = False,
    tags: Sequence[str] = (),
) -> int:
    """Write a header and one row per paper; returns how many papers.

    A cell that a spreadsheet would calculate gets an apostrophe in front; to restore the text, take one off where a
    formula follows it.

    Args:
        delimiter: what separates the cells.
        raw: for programs: no byte order mark, and every cell as it is, formula or not.
        tags: these have a column each, `#tag`, which is true for the papers that have it and empty for the others.
    """
    out.write("" if raw else _BYTE_ORDER_MARK)
    rows = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    rows.writerow((*COLUMNS, *map(tag_column, tags)))
    count = 0
    for entry in entries:
        count += 1
        values = column_values(entry, wording)
        cells = map(_text, [*(values[column] for column in COLUMNS), *has_tags(entry, tags)])
        rows.writerow(cells if raw else map(_harmless, cells))
    return count


def write_tabs(
    entries: Iterable[Entry],
    out: TextIO,
    wording: Wording = AS_STORED,
    /,
    *,
    raw: bool = False,
    tags: Sequence[str] = (),
) -> int:
    """Write the same table, its cells separated by tabs."""
    return write(entries, out, wording, delimiter="\t", raw=raw, tags=tags)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
