"""The formats that papers are written in, and the table of them. Nothing here knows a library or a file.

To add one: a module in `writers`, and a row of the table.
"""

from paperreader.exports.table import EXPORTS, Export, ending_of

__all__ = ["EXPORTS", "Export", "ending_of"]
