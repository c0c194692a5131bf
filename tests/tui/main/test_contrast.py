"""Every text that a reader needs can be read: the contrast of what is painted, over all rows, states and screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import ColorType
from rich.segment import Segment
from textual.color import Color
from textual.filter import DimFilter
from textual.screen import Screen

from paperreader.library import Library
from tests.tui.conftest import opened, press, settled
from tests.tui.main.test_looks import annotated, config_of

LEAST = {"ink": 4.5, "paper": 4.5, "contrast": 7.0}
"""WCAG 2.2, 1.4.3 (AA) and 1.4.6 (AAA), for text of any size."""


def texts(screen: Screen[object]) -> Iterator[tuple[str, Color, Color]]:
    """What is painted as words, with its colour and that of its background.

    Lines of boxes and scroll bars are no words, and what lies under a dialog is dimmed on purpose.
    """
    dim = DimFilter()
    region = next((panel.region for panel in screen.query(".dialogue")), screen.region)
    for strip in screen._compositor.render_strips()[region.y : region.bottom]:
        for segment in strip.crop(region.x, region.right).apply_filter(dim, Color.parse("#000000")):
            if any(map(str.isalnum, segment.text)):
                yield (segment.text, *colours(segment))


def colours(segment: Segment) -> tuple[Color, Color]:
    assert segment.style is not None
    text, ground = segment.style.color, segment.style.bgcolor
    assert text is not None, segment
    assert ground is not None, segment
    assert text.type is ground.type is ColorType.TRUECOLOR, segment
    found = Color.from_rich_color(text), Color.from_rich_color(ground)
    return found[::-1] if segment.style.reverse else found


def luminance(colour: Color) -> float:
    """Relative luminance, 0 to 1, as WCAG defines it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast_of(one: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21, as WCAG defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(screen: Screen[object], least: float) -> set[str]:
    """What cannot be read well, with its contrast."""
    return {
        f"{contrast:.2f} {text.strip()!r} {colour.hex} on {ground.hex}"
        for text, colour, ground in texts(screen)
        if (contrast := contrast_of(colour, ground)) < least
    }


WAYS: dict[str, list[str]] = {
    "list": [],
    "selected": ["space", "space", "j", "space", "j"],
    "sidebar": ["h"],
    "facets": ["g", "f", "j", "j", "enter", "j", "enter"],
    "reading": ["enter"],
    "selecting": ["enter", "right_parenthesis", "v", "w", "w", "w"],
    "searching": ["slash", *"selctive stat"],
    "mistakes": ["slash", *"year:20x4 tgs:x"],
    "nothing found": ["slash", *"zzzzqqq", "enter"],
    "three lines": ["plus", "plus", "j"],
    "keys": ["g"],
    "sorting": ["comma"],
    "help": ["question_mark"],
    "tags": ["t", "m"],
    "note": ["e"],
    "export": ["w"],
    "reasons": ["X"],
    "review": ["g", "r"],
    "highlights": ["g", "h"],
    "duplicates": ["g", "d"],
    "tour": ["g", "question_mark"],
    "palette": ["colon", *"sort"],
    "facts": ["i"],
    "editing": ["C", "t", "x"],
    "no such date": ["C", "y", *"soon", "enter"],
    "side by side": ["space", "space", "g", "c"],
    "keyword lists": ["g", "k"],
    "criteria": ["g", "i"],
    "ratings": ["R", "4", "R"],
    "queue": ["p", "j", "p", "g", "q"],
    "everything listed": ["M", "a"],
    "templates": ["g", "e"],
    "a note on a highlight": ["enter", "right_square_bracket", "h", "enter"],
    "one line": ["minus", "j"],
    "attaching": ["g", "p"],
    "unknown key": ["ampersand"],
    "error": ["u", "u", "u", "g", "l"],
}


@pytest.mark.parametrize("theme", LEAST)
@pytest.mark.parametrize("way", WAYS)
async def test_every_text_can_be_read(library: Library, theme: str, way: str) -> None:
    annotated(library)
    async with opened(library, config=config_of(theme)) as pilot:
        await press(pilot, *WAYS[way])
        await settled(pilot)
        assert not too_faint(pilot.app.screen, LEAST[theme])


@pytest.mark.parametrize("theme", LEAST)
async def test_every_row_can_be_read_wherever_the_cursor_and_the_focus_are(library: Library, theme: str) -> None:
    annotated(library)
    faint: set[str] = set()
    async with opened(library, config=config_of(theme)) as pilot:
        await press(pilot, "j", "space", "j", "space", "g", "g")
        for _ in range(12):
            for pane in ("l", "h"):  # the focus on the page, and back
                await press(pilot, pane)
                await settled(pilot)
                faint |= too_faint(pilot.app.screen, LEAST[theme])
            await press(pilot, "j")
    assert not faint
