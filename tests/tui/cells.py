"""A terminal as far as the app's frames need it: it keeps the cells that were written, with the style of each."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rich.cells import split_graphemes

_TOKEN: Final = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<style>[0-9;]*)m"
    r"|\x1b\]8;(?P<link>[^\x1b]*)\x1b\\"
    r"|\x1b\[\?[0-9]+[hl]"
    r"|(?P<line>\n)"
    r"|(?P<text>[^\x1b\n]+)"
)


class Cell(NamedTuple):
    """One cell of the screen."""

    text: str
    """A character with its marks; empty in the second cell of a wide one."""
    style: str
    link: str


EMPTY: Final = Cell(" ", "", "")


class Cells:
    """The cells of a terminal."""

    def __init__(self, width: int, height: int) -> None:
        self.rows = [[EMPTY] * width for _ in range(height)]
        self._x = self._y = 0
        self._style = self._link = ""

    def write(self, output: str) -> None:
        """Show what a program writes.

        Raises:
            ValueError: it writes something that no frame has.
        """
        at = 0
        while at < len(output):
            token = _TOKEN.match(output, at)
            if token is None:
                raise ValueError(repr(output[at : at + 40]))
            at = token.end()
            if token["row"]:
                self._x, self._y = int(token["column"]) - 1, int(token["row"]) - 1
            elif token["style"] is not None:
                # A style is written whole, and ended before the next.
                self._style = "" if token["style"] in ("", "0") else f"{self._style};{token['style']}"
            elif token["link"] is not None:
                self._link = token["link"].partition(";")[2]
            elif token["line"]:
                self._x, self._y = 0, min(self._y + 1, len(self.rows) - 1)
            else:
                self._put(token["text"])

    def _put(self, text: str) -> None:
        row = self.rows[self._y]
        for start, end, width in split_graphemes(text)[0]:
            for x in range(self._x, min(self._x + width, len(row))):
                self._clear_other_half(row, x)
            for place, x in enumerate(range(self._x, min(self._x + width, len(row)))):
                row[x] = Cell("" if place else text[start:end], self._style, self._link)
            self._x += width

    @staticmethod
    def _clear_other_half(row: list[Cell], x: int) -> None:
        if not row[x].text and x:
            row[x - 1] = row[x - 1]._replace(text=" ")
        if x + 1 < len(row) and not row[x + 1].text:
            row[x + 1] = row[x + 1]._replace(text=" ")
