"""Prepares text from outside for the terminal: cleans it once more, and wraps it by cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from textual.content import Content

from paperreader.domain import clean

if TYPE_CHECKING:
    from textual.style import Style

Span = tuple[int, int]
"""A half-open span of a text, in code points."""


def safe(text: str) -> str:
    """Text as one line that cannot harm a terminal: neither Textual nor Rich strips ESC or C1."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def title_line(label: str, *, latex: bool = True) -> str:
    """A label as one harmless line, with its LaTeX as readable text."""
    line = safe(label)
    if not latex or not ("$" in line or "\\" in line):
        return line
    from paperreader.language import readable

    return readable(line).text


def undoable(what: str) -> str:
    """What was done, with the undo key."""
    return f"{what} · u to undo"


def plain(text: str, style: str | Style = "") -> Content:
    """Text shown literally, with markup off and without control characters."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


def wrap(text: str, width: int, *, last: int, lines: int) -> list[tuple[int, int, str]]:
    """Break a line at spaces into at most `lines`, each `(start, end, tail)`: code points, and `…` if it is cut.

    Args:
        width: cells of each line except the last.
        last: cells of the last line, which may share its row with something else.
    """
    broken: list[tuple[int, int, str]] = []
    at = 0
    while at < len(text) and len(broken) < lines:
        room = last if len(broken) == lines - 1 else width
        end = _fits(text, at, room)
        rest = text[end:].lstrip()
        if rest and len(broken) == lines - 1:
            end = _fits(text, at, room - 1) if room > 1 else at
            broken.append((at, end, "…"))
            break
        broken.append((at, end, ""))
        at = len(text) - len(rest)
    return broken


def _fits(text: str, start: int, room: int) -> int:
    """Where a line that begins at `start` ends: at a space, or inside a word that is too long."""
    end = start
    while True:
        space = text.find(" ", end + 1)
        stop = len(text) if space < 0 else space
        if cell_len(text[start:stop]) > room:
            break
        end = stop
        if space < 0:
            return end
    if end > start:
        return end
    pieces = chop_cells(text[start : start + room + 1], max(room, 2))
    return start + max(1, len(pieces[0]) if pieces else 1)
