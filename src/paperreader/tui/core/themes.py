"""Our themes, in addition to Textual's: a quiet dark one, a light one like paper, and one of high contrast."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from paperreader.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperreader.config import Config, ConfigProblem, UserTheme

THEMES: Final = (
    Theme(
        name="ink",
        primary="#8ab0e0",
        secondary="#8f9bb3",
        accent="#d6a35c",
        warning="#e0b062",
        error="#ee9297",
        success="#7fb685",
        foreground="#d7dae0",
        background="#15181d",
        surface="#1a1e24",
        panel="#232830",
    ),
    Theme(
        name="paper",
        primary="#1a5285",
        secondary="#5b6472",
        accent="#8a5a00",
        warning="#8f5b00",
        error="#96181f",
        success="#2c6e37",
        foreground="#23262b",
        background="#f7f4ec",
        surface="#fdfbf5",
        panel="#e9e4d8",
        dark=False,
    ),
    Theme(
        name="contrast",
        primary="#ffff00",
        secondary="#ffffff",
        accent="#00ffff",
        warning="#ffff00",
        error="#ffb3b3",
        success="#00ff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1c1c1c",
        text_alpha=1.0,
        variables={"muted": "#e0e0e0", "text-muted": "#e0e0e0", "cursor": "#333300"},
    ),
)

DEFAULT: Final = "ink"

HUES: Final = {"yellow": "#e8c52a", "green": "#5fbf63", "blue": "#5a9fe6", "pink": "#ea6fa8", "purple": "#a97be0"}
"""The colours of highlights, before they are mixed with the page."""

ANSI_HUES: Final = {
    "yellow": "yellow",
    "green": "green",
    "blue": "bright_blue",
    "pink": "bright_red",
    "purple": "magenta",
}
"""The same where a theme has the colours of the terminal."""


def themes_for(config: Config) -> tuple[Theme, ...]:
    """Our themes and the user's, which replace ours of the same name.

    Raises:
        ConfigError: the configuration file names a theme that does not exist.
    """
    problems = list(theme_problems(config))
    if problems:
        raise ConfigError(config.path, problems)
    return (
        *(theme for theme in THEMES if theme.name not in config.themes),
        *(_coloured(theme) for theme in config.themes.values()),
    )


def theme_problems(config: Config) -> Iterator[ConfigProblem]:
    """What is wrong with the theme that the configuration file names. A remembered theme may be gone."""
    known = [*(theme.name for theme in THEMES), *config.themes, *BUILTIN_THEMES]
    if config.theme_line and config.theme not in known:
        from paperreader.config import ConfigProblem, suggestion

        there = f"{suggestion(config.theme, known)}There are {', '.join(dict.fromkeys(known))}."
        yield ConfigProblem(config.theme_line, f"unknown theme “{config.theme}”. {there}")


def _coloured(chosen: UserTheme) -> Theme:
    """A user's theme; colours it does not set come from our theme of that name, or else from ink or paper."""
    ours = {theme.name: theme for theme in THEMES}
    base = ours["paper" if chosen.dark is False else "ink"]
    same = ours.get(chosen.name, base)
    if chosen.dark in (None, same.dark):
        base = same
    colours: dict[str, Any] = {**chosen.colours}
    return replace(base, name=chosen.name, **colours)


_MIXED: Final = ("background", "surface", "panel", "foreground", "primary", "warning")


def quiet_colours(theme: Theme) -> dict[str, str]:
    """Colours between those of a theme, mixed here because a line-API widget paints them as they are.

    `muted` for secondary text, and `soft` between that and plain text; `cursor`, `cursor-away` (the focus is
    elsewhere) and `selected` for backgrounds; `scroll` for scroll bars; `hue-yellow` and so on for text in
    the colour of a highlight or a tag.
    """
    if theme.ansi:
        return {
            "muted": "ansi_bright_black",
            "cursor": "ansi_blue",
            "cursor-away": "ansi_black",
            "selected": "ansi_black",
            "scroll": "ansi_bright_black",
            "soft": "ansi_default",
            **{f"hue-{name}": f"ansi_{hue}" for name, hue in ANSI_HUES.items()},
        }
    generated = theme.to_color_system().generate()
    colours = {name: Color.parse(generated[name]) for name in _MIXED}
    background, foreground = colours["background"], colours["foreground"]
    grounds = {
        "cursor": background.blend(colours["primary"], 0.24),
        "cursor-away": background.blend(foreground, 0.09),
        "selected": background.blend(colours["warning"], 0.16),
    }
    least = least_contrast(theme)
    everywhere = (background, colours["surface"], colours["panel"], *grounds.values())
    return {
        "muted": legible(background.blend(foreground, 0.62), foreground, everywhere, least).hex,
        "scroll": background.blend(foreground, 0.25).hex,
        "soft": legible(background.blend(foreground, 0.87), foreground, everywhere, least).hex,
        **{name: ground.hex for name, ground in grounds.items()},
        **{f"hue-{name}": legible(Color.parse(hue), foreground, everywhere, least).hex for name, hue in HUES.items()},
    }


def least_contrast(theme: Theme) -> float:
    """The contrast that every text of a theme has at least: 7 for the one made for it, otherwise 4.5 (WCAG 2.2)."""
    return 7.0 if theme.name == "contrast" else 4.5


def legible(colour: Color, ink: Color, grounds: Iterable[Color], least: float) -> Color:
    """A colour, as much nearer to `ink` as it needs for a contrast of `least` on all the grounds; or else `ink`."""
    for share in range(0, 100, 4):
        mixed = colour.blend(ink, share / 100)
        if all(contrast_of(mixed, ground) >= least for ground in grounds):
            return mixed
    return ink


def contrast_of(one: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=256)
def _luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
