"""Our themes, in addition to Textual's: a quiet dark one, a light one like paper, and one of high contrast."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from paperreader.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.config import Config, ConfigProblem, UserTheme

THEMES: Final = (
    Theme(
        name="ink",
        primary="#7aa2d6",
        secondary="#8f9bb3",
        accent="#d6a35c",
        warning="#e0b062",
        error="#d9656b",
        success="#7fb685",
        foreground="#d7dae0",
        background="#15181d",
        surface="#1a1e24",
        panel="#232830",
    ),
    Theme(
        name="paper",
        primary="#1f5f99",
        secondary="#5b6472",
        accent="#8a5a00",
        warning="#8f5b00",
        error="#a8232b",
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
        error="#ff6060",
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


def quiet_colours(theme: Theme) -> dict[str, str]:
    """Colours between those of a theme, mixed here because a line-API widget paints them as they are.

    `muted` for secondary text; `cursor`, `cursor-away` (the focus is elsewhere) and `selected` for backgrounds;
    `scroll` for scroll bars.
    """
    if theme.ansi:
        return {
            "muted": "ansi_bright_black",
            "cursor": "ansi_blue",
            "cursor-away": "ansi_black",
            "selected": "ansi_black",
            "scroll": "ansi_bright_black",
        }
    colours = theme.to_color_system().generate()
    background, foreground = Color.parse(colours["background"]), Color.parse(colours["foreground"])
    primary, warning = Color.parse(colours["primary"]), Color.parse(colours["warning"])
    return {
        "muted": background.blend(foreground, 0.62).hex,
        "cursor": background.blend(primary, 0.24).hex,
        "cursor-away": background.blend(foreground, 0.09).hex,
        "scroll": background.blend(foreground, 0.25).hex,
        "selected": background.blend(warning, 0.16).hex,
    }
