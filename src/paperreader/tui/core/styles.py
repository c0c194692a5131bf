"""The styles of a paper's page, mixed from the current theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.style import Style
from textual.color import Color

from paperreader.tui.core.themes import ANSI_HUES, HUES, contrast_of, least_contrast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.theme import Theme

MARGIN: Final = 2
"""Cells left of a page's text, where a symbol shows that a line is highlighted."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a page; only those of highlights, cursor and selection have a background."""

    base: Style
    title: Style
    untitled: Style
    muted: Style
    accent: Style
    matched: Style
    include: Style
    exclude: Style
    words: Mapping[str, Style]
    """Keywords of the reader's own lists, by their colours."""
    link: Style
    sentence: Style
    """The sentence under the cursor."""
    cursor: Style
    selection: Style
    hint: Style
    colours: Mapping[tuple[str, ...], Style]
    """Backgrounds of highlights, by the colours that overlap."""
    hues: Mapping[str, Style]
    """The colours of highlights for symbols beside the text; text in these colours has those of `hue_of`."""

    def highlighted(self, colours: tuple[str, ...]) -> Style:
        """The style of text under highlights of these colours; unknown colours count as yellow."""
        return self.colours[tuple(colour if colour in HUES else "yellow" for colour in colours[-2:])]


def styles_of(theme: Theme, variables: Mapping[str, str], base: Style) -> Styles:
    """The styles for a theme.

    Args:
        variables: the theme's colours by name.
        base: the style of plain text on the page.
    """

    def style(name: str, extra: str = "") -> Style:
        return Style.parse(f"{extra} {variables[name]}") if not theme.ansi else Style.parse(f"{extra} {_bare(name)}")

    pairs = [(one, other) for one in HUES for other in HUES]
    over: dict[tuple[str, ...], Style]
    if theme.ansi:
        highlights = {name: Style(color="black", bgcolor=ANSI_HUES[name]) for name in HUES}
        over = {(one, other): highlights[other] + Style(underline=True) for one, other in pairs}
        hues = {name: Style(color=ANSI_HUES[name]) for name in HUES}
        tint = selection = Style(reverse=True)
        sentence = Style()
    else:
        page, ink = Color.parse(variables["surface"]), Color.parse(variables["foreground"])
        mix = 0.42 if theme.dark else 0.5
        strong = page.brightness < 0.02  # on black, the full colour under black letters
        least = least_contrast(theme)
        grounds = {
            name: Color.parse(hue) if strong else _under(ink, page, page.blend(Color.parse(hue), mix), least)
            for name, hue in HUES.items()
        }
        highlights = {name: _on(ground, ink, strong=strong) for name, ground in grounds.items()}
        over = {
            (one, other): _on(grounds[one].blend(grounds[other], 0.5), ink, strong=strong) + Style(underline=True)
            for one, other in pairs
        }
        full = {name: Color.parse(hue) for name, hue in HUES.items()}
        hues = {name: Style(color=(one if theme.dark else one.darken(0.28)).hex) for name, one in full.items()}
        tint = Style(color=page.hex, bgcolor=Color.parse(variables["primary"]).hex)
        selected = _under(ink, page, page.blend(Color.parse(variables["primary"]), 0.45), least)
        selection = _on(selected, ink, strong=False)
        sentence = Style(bgcolor=page.blend(ink, 0.08 if theme.dark else 0.06).hex)
    single: dict[tuple[str, ...], Style] = {(name,): style for name, style in highlights.items()}
    return Styles(
        base=base,
        title=Style(bold=True),
        untitled=Style(italic=True),
        muted=style("muted"),
        accent=style("accent"),
        matched=style("warning", "bold underline"),
        include=style("success", "bold"),
        exclude=style("error", "underline"),
        words={
            name: Style(color=ANSI_HUES[name] if theme.ansi else hue_of(variables, name), bold=True, underline=True)
            for name in HUES
        },
        link=Style(underline=True),
        sentence=sentence,
        cursor=tint,
        selection=selection,
        hint=style("warning", "bold reverse"),
        colours=single | over,
        hues=hues,
    )


def hue_of(variables: Mapping[str, str], colour: str | None) -> str:
    """A colour of highlights and tags as a text colour of a theme; empty if it is not one of ours."""
    return variables.get(f"hue-{colour}", "")


def _under(ink: Color, page: Color, ground: Color, least: float) -> Color:
    """The ground of a passage, as much nearer to the page as its text needs to be read on it."""
    for share in range(0, 100, 4):
        mixed = ground.blend(page, share / 100)
        if contrast_of(ink, mixed) >= least:
            return mixed
    return page


def _on(ground: Color, ink: Color, *, strong: bool) -> Style:
    return Style(color="#000000" if strong else ink.hex, bgcolor=ground.hex)


def _bare(name: str) -> str:
    return {"muted": "bright_black", "accent": "cyan", "warning": "yellow", "success": "green", "error": "red"}[name]
