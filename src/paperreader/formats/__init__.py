"""Reads papers from files of many formats. Nothing here knows a library.

To add a format, write a module in `readers` and add a row to the table.
"""

from paperreader.formats.sources.open_text import open_again, open_each, open_text, refuse
from paperreader.formats.sources.packing import Unreadable
from paperreader.formats.sources.text_stream import HEAD, Location, OpenText
from paperreader.formats.table import (
    ANSWER,
    FORMATS,
    Format,
    cut_short,
    format_named,
    rank_formats,
    read_records,
    recognise,
    surest_format,
)

__all__ = [
    "ANSWER",
    "FORMATS",
    "HEAD",
    "Format",
    "Location",
    "OpenText",
    "Unreadable",
    "cut_short",
    "format_named",
    "open_again",
    "open_each",
    "open_text",
    "rank_formats",
    "read_records",
    "recognise",
    "refuse",
    "surest_format",
]
