"""Our own themes beside Textual's: a quiet dark one, a paper-like light one, and one of the highest contrast."""

from __future__ import annotations

from typing import Final

from textual.color import Color
from textual.theme import Theme

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


def quiet_colours(theme: Theme) -> dict[str, str]:
    """Colours between those of a theme, mixed here: a line-API widget paints them as they are.

    `muted` for what is furniture, `cursor`, `cursor-away` (the focus is elsewhere) and `selected` for backgrounds,
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
