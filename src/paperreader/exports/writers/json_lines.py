"""JSON lines: one paper per line, with everything its reader added. Importing it loses nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperreader.domain import AS_STORED, entry_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from paperreader.domain import Entry, Wording


def write(entries: Iterable[Entry], out: TextIO, _wording: Wording = AS_STORED, /) -> int:
    """Write one JSON object per line, in the form of `interchange.entry_to_json`; returns how many."""
    count = 0
    for entry in entries:
        out.write(json.dumps(entry_to_json(entry), ensure_ascii=False, allow_nan=False) + "\n")
        count += 1
    return count
