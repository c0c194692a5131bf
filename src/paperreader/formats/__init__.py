"""What paperreader reads: one module per format, and this table.

To add a format: a module with `sniff(head) -> float` (how sure it is, from 0 to 1, that a text beginning so
is its own) and `read(stream, today) -> Iterator[Record | Leftover]` (never raises for content), and a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TextIO

from paperreader.formats import abstracts, dataset_viewer, huggingface, json_lines
from paperreader.formats.source import HEAD, Source, Unreadable, lines, open_text
from paperreader.paper import Leftover, Record

__all__ = ["FORMATS", "HEAD", "Format", "Source", "Unreadable", "lines", "open_text", "recognise"]

_SURE_ENOUGH: Final = 0.3


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which papers are written down."""

    name: str
    """What the command line and the library's records call it."""
    title: str
    """What people call it."""
    sniff: Callable[[str], float]
    read: Callable[[TextIO, date], Iterator[Record | Leftover]]


FORMATS: Final = (
    Format("huggingface", "Hugging Face papers page", huggingface.sniff, huggingface.read),
    Format("abstracts", "“Abstract:” lines", abstracts.sniff, abstracts.read),
    Format("dataset-viewer", "Hugging Face dataset viewer", dataset_viewer.sniff, dataset_viewer.read),
    Format("json", "JSON, or JSON lines", json_lines.sniff, json_lines.read),
)


def recognise(head: str) -> Format | None:
    """The format that is surest of a text beginning with `head`, or `None` if none is sure enough."""
    confidence, best = max(((one.sniff(head), one) for one in FORMATS), key=lambda pair: pair[0])
    return best if confidence >= _SURE_ENOUGH else None
