"""The formats that papers are read from, and the table of them; how a file, an archive or a pipe becomes text.

Nothing here knows a library. To add a format: a module in `readers`, and a row of the table.
"""

from paperreader.formats.sources.open_text import open_again, open_each, open_text
from paperreader.formats.sources.packing import Unreadable
from paperreader.formats.sources.text_stream import HEAD, Location, OpenText
from paperreader.formats.table import ANSWER, FORMATS, Format, ended, format_named, ranking, recognise, records, surest

__all__ = [
    "ANSWER",
    "FORMATS",
    "HEAD",
    "Format",
    "Location",
    "OpenText",
    "Unreadable",
    "ended",
    "format_named",
    "open_again",
    "open_each",
    "open_text",
    "ranking",
    "recognise",
    "records",
    "surest",
]
