"""References as people print them, in a style of the Citation Style Language: one per line, in the order of the papers.

Styles that number references number them in that order. What a style prints and the library lacks is said.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from paperreader.domain import AS_STORED, counted
from paperreader.exports.core.references import DEFAULT_STYLE, ReferenceStyle
from paperreader.exports.core.work import works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from paperreader.domain import Entry, Wording


def write(
    entries: Iterable[Entry],
    out: TextIO,
    wording: Wording = AS_STORED,
    /,
    *,
    style: str = DEFAULT_STYLE,
    warn: Callable[[str], None] = lambda _: None,
) -> int:
    """Write one line per paper; returns how many.

    Args:
        style: the name of a style that comes along, or a `.csl` file.
        warn: is told, at the end, what the style prints and is not known, and of how many papers.

    Raises:
        CannotFormat: the style is unknown or cannot be read.
    """
    chosen = ReferenceStyle.named(style)
    missing = Counter[str]()
    count = 0
    for count, work in enumerate(works(entries, wording), start=1):
        out.write(f"{chosen.reference(work, count)}\n")
        missing.update(chosen.missing(work))
    for what, papers in missing.items():
        warn(f"{counted(papers, 'paper')} with {what}, which the style “{style}” prints.")
    return count
