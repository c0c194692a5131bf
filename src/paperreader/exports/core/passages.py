"""An abstract cut where its highlights begin and end, for showing them in it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperreader.domain import Highlight


def cut_at_highlights(text: str, highlights: Iterable[Highlight]) -> Iterator[tuple[str, tuple[Highlight, ...]]]:
    """Yield the pieces of a text in order, none empty, each with the highlights that cover it.

    Orphans cover nothing, and whatever reaches beyond the text ends with it.
    """
    spans = [
        (one.start, min(one.end, len(text)), one) for one in highlights if one.start is not None and one.end is not None
    ]
    edges = sorted({0, len(text), *(edge for start, end, _ in spans if start < end for edge in (start, end))})
    for start, end in pairwise(edges):
        yield text[start:end], tuple(one for first, last, one in spans if first <= start and end <= last)
