"""A paper's place in its venue: volume, issue and pages. They distinguish editorials of the same year."""

from __future__ import annotations

import re
from typing import Final

from paperreader.domain import Place
from paperreader.formats.values.fields import line_of

_UNKNOWN: Final = re.compile(r"(?:unknown|none|null|nan|n/?a|n\.\s?pag\.?|[-–—?.]+)", re.IGNORECASE)
_LONGEST: Final = 80
"""The most characters of a part; anything longer is something else."""


def place_of(volume: object = "", issue: object = "", first: object = "", last: object = "") -> Place | None:
    """Return the place that a source gives, or `None`.

    Args:
        first: the pages or the first of them; like the others, text or a number.
        last: the last page, if it is given separately.
    """
    begin, end = _part(first), _part(last)
    pages = f"{begin}-{end}" if begin and end and end != begin else begin or end
    return Place(_part(volume), _part(issue), pages) or None


def _part(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = line_of(value) if isinstance(value, str) else ""
    return "" if len(text) > _LONGEST or _UNKNOWN.fullmatch(text) else text
