"""What is listed of all highlights and all notes, to find one and go there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.domain import COLOURS, Wording
from paperreader.tui.core import hue_of, plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperreader.domain import Highlight
    from paperreader.library import Reader
    from paperreader.tui.core import Glyphs
    from paperreader.tui.dialogs import Pick

_MOST: Final = 100_000
"""The most notes and highlights listed to choose from."""
_LONGEST: Final = 200
"""Cells of the first line at most."""

Place = tuple[int, str]
"""A paper, and its highlight to go to, if any."""


def highlight_picks(
    reader: Reader, wording: Wording, variables: Mapping[str, str], glyphs: Glyphs
) -> tuple[list[Pick], list[Place]]:
    """Every highlight, newest first, and where each of them is.

    Args:
        wording: the reader's own names of colours.
        variables: the theme's colours by name.
    """
    from paperreader.tui.dialogs import Pick

    found = reader.all_highlights(_MOST)
    picks = [
        Pick(at, partial(_highlight, one, label, wording, variables, glyphs), " ".join(_findable(one, label, wording)))
        for at, (_, label, one) in enumerate(found)
    ]
    return picks, [(paper, one.id) for paper, _, one in found]


def note_picks(reader: Reader) -> tuple[list[Pick], list[Place]]:
    """Every note, newest first, and where each of them is."""
    from paperreader.tui.dialogs import Pick

    found = reader.all_notes(_MOST)
    wording = Wording(linked=reader.linked_papers)
    bodies = [wording.spoken(note.body) for _, _, note in found]
    picks = [
        Pick(at, partial(_two_lines, plain(safe(body.strip().partition("\n")[0])), label), f"{body} {label}")
        for at, ((_, label, _), body) in enumerate(zip(found, bodies, strict=True))
    ]
    return picks, [(paper, "") for paper, _, _ in found]


def _highlight(one: Highlight, label: str, wording: Wording, variables: Mapping[str, str], glyphs: Glyphs) -> Content:
    """A highlight on two lines: the passage; its colour as a sign and a word, its tags, its comment, its paper."""
    hue = hue_of(variables, one.colour if one.colour in COLOURS else COLOURS[0])
    lost = ["no longer in the abstract"] if one.is_orphan else []
    name = wording.colour_names.get(one.colour, one.colour)
    about = [*lost, " ".join([safe(name), *(f"#{safe(tag)}" for tag in one.tags)]), safe(one.comment), safe(label)]
    sign = plain(f"{glyphs.highlight} ", hue)
    below = plain(f" {glyphs.dot} ".join(filter(None, about)), "$muted")
    first = plain(f"“{safe(one.quote)}”", hue).truncate(_LONGEST, ellipsis=True)
    return Content.assemble(sign, first, "\n", sign, below)


def _findable(one: Highlight, label: str, wording: Wording) -> Iterator[str]:
    """What finds a highlight: its texts, and `colour:method`, `tag:x` as in a query."""
    yield from (one.quote, one.comment, label, f"hl.colour:{one.colour}")
    if name := wording.colour_names.get(one.colour):
        yield f"hl.colour:{name}"
    for tag in one.tags:
        yield f"#{tag} hl.tag:{tag}"


def _two_lines(first: Content, label: str) -> Content:
    return Content.assemble(first.truncate(_LONGEST, ellipsis=True), "\n", plain(f"  {safe(label)}", "$muted"))
