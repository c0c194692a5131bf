"""A drawing of boxes, lines and words, written as SVG that contains nothing else: no script, no link, no font."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from typing import Final

from paperreader.domain import one_line

INK: Final = "#1f2933"
SOFT: Final = "#5f6b7a"
GRID: Final = "#d5dbe3"
BLUE: Final = "#2f6f9f"
GREEN: Final = "#3d7f4b"
RED: Final = "#b04a4a"
AMBER: Final = "#a5760f"
PALE: Final = "#eef2f6"

_FONT: Final = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
_NO_XML: Final = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""Characters that no XML may have, besides those that `one_line` removes."""
_NARROW: Final = frozenset("fijlrtI.,:;!|'()[] ·-")
_BROAD: Final = frozenset("mwMW%@—…")


class Drawing:
    """Collects what is drawn, in pixels from the top left."""

    def __init__(self, width: float, title: str, description: str) -> None:
        """Begin a drawing on white.

        Args:
            width: of the whole.
            title: what it is, for those who hear it.
            description: what it shows, for them.
        """
        self._width = width
        self._root = ET.Element(
            "svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "font-family": _FONT, "fill": INK}
        )
        for tag, words in (("title", title), ("desc", description)):
            ET.SubElement(self._root, tag).text = _words(words)
        self._ground = ET.SubElement(self._root, "rect", {"width": _number(width), "fill": "#ffffff"})

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        fill: str = INK,
        bold: bool = False,
        at: str = "start",
    ) -> None:
        """Write a line of words on the line `y`; `at` says which part of it is at `x`: start, middle or end."""
        said = {"x": _number(x), "y": _number(y), "font-size": _number(size), "fill": fill}
        said |= {"font-weight": "600"} if bold else {}
        said |= {"text-anchor": at} if at != "start" else {}
        ET.SubElement(self._root, "text", said).text = _words(words)

    def upright(self, x: float, y: float, words: str, *, size: float = 13, fill: str = INK) -> None:
        """Write a line of words from below to above, with its middle at a point."""
        self.text(x, y, words, size=size, fill=fill, bold=True, at="middle")
        self._root[-1].set("transform", f"rotate(-90 {_number(x)} {_number(y)}) translate(0 {_number(size / 3)})")

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str, edge: str | None = None, hint: str = ""
    ) -> None:
        """Draw a rectangle; a pointer on it is told the hint."""
        said = {"x": _number(x), "y": _number(y), "width": _number(width), "height": _number(height), "fill": fill}
        said |= {"stroke": edge, "rx": "4"} if edge else {}
        drawn = ET.SubElement(self._root, "rect", said)
        if hint:
            ET.SubElement(drawn, "title").text = _words(hint)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, colour: str = GRID) -> None:
        """Draw a thin line."""
        ends = {name: _number(value) for name, value in (("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2))}
        ET.SubElement(self._root, "line", {**ends, "stroke": colour})

    def arrow(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw an arrow, right or down."""
        self.line(x1, y1, x2, y2, colour=SOFT)
        wide, long = 4, 7
        if x1 == x2:
            points = ((x2, y2), (x2 - wide, y2 - long), (x2 + wide, y2 - long))
        else:
            points = ((x2, y2), (x2 - long, y2 - wide), (x2 - long, y2 + wide))
        shape = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        ET.SubElement(self._root, "polygon", {"points": shape, "fill": SOFT})

    def svg(self, height: float) -> str:
        """Return the whole drawing, as high as it has become."""
        size = {"width": _number(self._width), "height": _number(height)}
        self._ground.set("height", size["height"])
        self._root.attrib = {**size, "viewBox": f"0 0 {size['width']} {size['height']}", **self._root.attrib}
        ET.indent(self._root)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(self._root, encoding="unicode")}\n'


def fitted(words: str, width: float, size: float = 13) -> str:
    """Shorten words to a width in pixels, as far as that can be told without the font."""
    words = _words(words[:2000])
    if length(words, size) <= width:
        return words
    room = width - size
    for at, character in enumerate(words):
        room -= _em(character) * size
        if room < 0:
            return words[:at].rstrip() + "…"
    return words


def wrapped(words: str, width: float, size: float, most: int) -> list[str]:
    """Break words into at most so many lines of a width."""
    lines, line = [], ""
    for word in _words(words[:2000]).split(" "):
        longer = f"{line} {word}" if line else word
        if line and length(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fitted(one, width, size) for one in lines]


def length(words: str, size: float) -> float:
    """About how long words are, in pixels: a little more than in most fonts."""
    return size * sum(map(_em, words))


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _BROAD:
        return 1.0
    if not character.isascii() and unicodedata.east_asian_width(character) in "WF":
        return 1.05
    return 0.7 if character.isupper() else 0.58


def _words(words: str) -> str:
    return one_line(words).translate(_NO_XML)


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
