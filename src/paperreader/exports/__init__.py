"""The formats that papers are exported to. Nothing here knows a library or a file.

To add one, write a module in `writers` and add a row to the table.
"""

from paperreader.exports.table import EXPORTS, Export, ending_of

__all__ = ["EXPORTS", "Export", "ending_of"]
