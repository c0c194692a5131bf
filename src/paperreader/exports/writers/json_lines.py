"""JSON lines: one paper per line, with everything its reader added. Importing it loses nothing.

What a whole library holds besides, such as its views and imports, follows on lines of other kinds.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperreader.domain import AS_STORED, aside_to_json, entry_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from paperreader.domain import Aside, Entry, Wording


def write(entries: Iterable[Entry], out: TextIO, _wording: Wording = AS_STORED, /) -> int:
    """Write one JSON object per line, in the form of `interchange.entry_to_json`; returns how many."""
    count = 0
    for entry in entries:
        out.write(_line(entry_to_json(entry)))
        count += 1
    return count


def write_asides(asides: Iterable[Aside], out: TextIO) -> None:
    """Write what is no paper, one JSON object per line, in the form of `asides.aside_to_json`."""
    for aside in asides:
        out.write(_line(aside_to_json(aside)))


def _line(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n"
