"""The styles of a paper's page, mixed from the current theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.theme import Theme

MARGIN: Final = 2
"""Cells left of a page's text, where a symbol shows that a line is highlighted."""

HUES: Final = {"yellow": "#e8c52a", "green": "#5fbf63", "blue": "#5a9fe6", "pink": "#ea6fa8", "purple": "#a97be0"}
"""The colours of highlights, before they are mixed with the page."""

_ANSI: Final = {"yellow": "yellow", "green": "green", "blue": "bright_blue", "pink": "bright_red", "purple": "magenta"}


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
    link: Style
    sentence: Style
    """The sentence under the cursor."""
    cursor: Style
    selection: Style
    hint: Style
    colours: Mapping[tuple[str, ...], Style]
    """Backgrounds of highlights, by the colours that overlap."""
    hues: Mapping[str, Style]
    """The colours of highlights as foregrounds."""

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
        highlights = {name: Style(color="black", bgcolor=_ANSI[name]) for name in HUES}
        over = {(one, other): highlights[other] + Style(underline=True) for one, other in pairs}
        hues = {name: Style(color=_ANSI[name]) for name in HUES}
        tint = selection = Style(reverse=True)
        sentence = Style()
    else:
        page, ink = Color.parse(variables["surface"]), Color.parse(variables["foreground"])
        mix = 0.42 if theme.dark else 0.5
        strong = page.brightness < 0.02  # on black, the full colour under black letters
        grounds = {name: page.blend(Color.parse(hue), 1.0 if strong else mix) for name, hue in HUES.items()}
        highlights = {name: _on(ground, ink, strong=strong) for name, ground in grounds.items()}
        over = {
            (one, other): _on(grounds[one].blend(grounds[other], 0.5), ink, strong=strong) + Style(underline=True)
            for one, other in pairs
        }
        hues = {name: Style(color=hue_of(theme, name)) for name in HUES}
        tint = Style(color=page.hex, bgcolor=Color.parse(variables["primary"]).hex)
        selection = _on(page.blend(Color.parse(variables["primary"]), 0.45), ink, strong=False)
        sentence = Style(bgcolor=page.blend(ink, 0.08 if theme.dark else 0.06).hex)
    single: dict[tuple[str, ...], Style] = {(name,): style for name, style in highlights.items()}
    return Styles(
        base=base,
        title=Style(bold=True),
        untitled=Style(bold=True, italic=True),
        muted=style("muted"),
        accent=style("accent"),
        matched=style("warning", "bold underline"),
        include=style("success", "bold"),
        exclude=style("error", "underline"),
        link=Style(underline=True),
        sentence=sentence,
        cursor=tint,
        selection=selection,
        hint=style("warning", "bold reverse"),
        colours=single | over,
        hues=hues,
    )


def hue_of(theme: Theme, colour: str | None) -> str:
    """A colour of highlights and tags as a text colour; empty if it is not one of ours."""
    if colour not in HUES:
        return ""
    if theme.ansi:
        return f"ansi_{_ANSI[colour]}"
    hue = Color.parse(HUES[colour])
    return (hue if theme.dark else hue.darken(0.28)).hex


def _on(ground: Color, ink: Color, *, strong: bool) -> Style:
    return Style(color="#000000" if strong else ink.hex, bgcolor=ground.hex)


def _bare(name: str) -> str:
    return {"muted": "bright_black", "accent": "cyan", "warning": "yellow", "success": "green", "error": "red"}[name]
