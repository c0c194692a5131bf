"""Where in its venue a paper stands: volume, issue and pages, as the formats find them.

Below the formats. It is by these that two editorials of one year are told apart.
"""

from __future__ import annotations

import re
from typing import Final

from paperreader.domain.paper import Place
from paperreader.formats.values.fields import line_of

_UNKNOWN: Final = re.compile(r"(?:unknown|none|null|nan|n/?a|n\.\s?pag\.?|[-–—?.]+)", re.IGNORECASE)
_LONGEST: Final = 80
"""Characters of a part: what is longer is something else."""


def place_of(volume: object = "", issue: object = "", first: object = "", last: object = "") -> Place | None:
    """What a source says of where a paper stands; `None` where it says nothing.

    Args:
        first: the pages, or the first of them; text or a number, as the others.
        last: the last page, where that stands by itself.
    """
    begin, end = _part(first), _part(last)
    pages = f"{begin}-{end}" if begin and end and end != begin else begin or end
    return Place(_part(volume), _part(issue), pages) or None


def _part(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = line_of(value) if isinstance(value, str) else ""
    return "" if len(text) > _LONGEST or _UNKNOWN.fullmatch(text) else text
