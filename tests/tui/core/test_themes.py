"""User themes are applied."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Static

from paperreader.config import Config, ConfigError, UserTheme
from paperreader.tui import THEMES, theme_problems
from paperreader.tui.core.themes import themes_for

DUSK = UserTheme("dusk", dark=True, colours={"background": "#102030", "foreground": "#fafbfc"})


class Painted(App[None]):
    CSS = "Static { background: $background; color: $foreground; } #panel { background: $panel; }"

    def __init__(self, config: Config) -> None:
        super().__init__()
        for theme in themes_for(config):
            self.register_theme(theme)
        self.theme = config.theme

    def compose(self) -> ComposeResult:
        yield Static("some text")
        yield Static("a panel", id="panel")


async def test_a_theme_of_the_user_is_painted_with_the_missing_colours_of_ours() -> None:
    app = Painted(Config(theme="dusk", themes={"dusk": DUSK}))
    async with app.run_test():
        text, panel = app.query(Static)
        assert text.styles.background == Color.parse("#102030")
        assert text.styles.color == Color.parse("#fafbfc")
        assert panel.styles.background == Color.parse(str(THEMES[0].panel))


@pytest.mark.parametrize(
    ("theme", "like"),
    [
        (UserTheme("mine"), "ink"),
        (UserTheme("mine", dark=False), "paper"),
        (UserTheme("contrast"), "contrast"),
        (UserTheme("contrast", dark=False), "paper"),
    ],
)
def test_what_is_not_chosen_comes_from_the_nearest_of_ours(theme: UserTheme, like: str) -> None:
    made = {one.name: one for one in themes_for(Config(themes={theme.name: theme}))}
    ours = {one.name: one for one in THEMES}
    assert made[theme.name].background == ours[like].background
    assert made[theme.name].dark == ours[like].dark
    assert set(made) == {*ours, theme.name}


def test_a_theme_that_the_file_names_must_be_there() -> None:
    with pytest.raises(ConfigError, match=r"“dusky”\. Did you mean “dusk”"):
        themes_for(Config(theme="dusky", theme_line=2, themes={"dusk": DUSK}))
    for theme in ("dusk", "ink", "nord"):
        assert not list(theme_problems(Config(theme=theme, theme_line=2, themes={"dusk": DUSK})))


def test_a_theme_that_was_remembered_and_is_gone_is_no_mistake() -> None:
    assert themes_for(Config(theme="dusk")) == THEMES
