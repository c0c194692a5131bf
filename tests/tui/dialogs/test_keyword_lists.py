"""The lists of keywords, edited and counted in the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from paperreader.config import Config, KeywordList, load_config
from paperreader.language import Keywords, keyword_spans
from paperreader.library import Library
from paperreader.tui import PaperReader
from tests.library.stock import filled
from tests.tui.conftest import app_of
from tests.tui.hands import hit, listed, looking_into, papers, playing, reader, said, screen_of, type_in
from tests.tui.main.test_looks import Compare, config_of
from tests.tui.waiting import until

FILE = """\
# mine
[keywords]
include = ["state space"]

[keywords.methods]
colour = "blue"
words = ["attention", "fine-tuning"]
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(FILE, encoding="utf-8")
    config = load_config(path)
    config.read_after, config.remembers = 0, None
    return config


def words(config: Config) -> dict[str, tuple[str, ...]]:
    assert config.path is not None
    return {one.name: one.words for one in load_config(config.path).keyword_lists}


def row(pilot: Pilot[None], name: str) -> str:
    return next(" ".join(line.split()) for line in screen_of(pilot).splitlines() if f"▍ {name}" in line)


async def test_the_lists_show_how_many_of_the_listed_papers_have_each(library: Library, config: Config) -> None:
    async with playing(library, config) as pilot:
        await hit(pilot, "g k")
        with looking_into(library) as fresh:
            texts = fresh.abstracts(range(1, 183)).values()
        keywords = Keywords.of(("attention", "fine-tuning"), ())
        count = sum(bool(keyword_spans(text, keywords)) for text in texts)
        assert 0 < count < 182
        assert f"▍ methods blue {count} of 182" in row(pilot, "methods")
        assert "no words" in row(pilot, "exclude")
        await hit(pilot, "escape /")
        await type_in(pilot, "attention")
        await hit(pilot, "enter g k")
        assert f"of {len(listed(pilot))}" in row(pilot, "methods")


async def test_words_are_edited_one_a_line_and_counted_and_coloured_at_once(library: Library, config: Config) -> None:
    async with playing(library, config) as pilot:
        await hit(pilot, "g k j j enter")
        await hit(pilot, "ctrl+end enter")
        await type_in(pilot, "architecture")
        await hit(pilot, "escape")
        assert words(config)["methods"] == ("attention", "fine-tuning", "architecture")
        assert "methods has 3 words now" in screen_of(pilot)
        assert (config.path or Path()).read_text(encoding="utf-8").startswith("# mine\n")
        await hit(pilot, "escape")
        page = reader(pilot).page
        assert page is not None
        at = page.text.text.index("architecture")
        [style] = [style for start, end, style in page._layered() if start <= at < end]
        assert style.color == page._styles.words["blue"].color


async def test_a_list_is_made_named_coloured_renamed_deleted_and_brought_back(library: Library, config: Config) -> None:
    async with playing(library, config) as pilot:
        await hit(pilot, "g k n")
        await type_in(pilot, "my results")
        await hit(pilot, "enter")
        await type_in(pilot, "benchmark*")
        await hit(pilot, "escape c")
        assert config.keyword_groups[-1] == KeywordList("my results", ("benchmark*",), "blue")
        await hit(pilot, "R")
        await type_in(pilot, " 2")
        await hit(pilot, "enter")
        assert words(config)["my results 2"] == ("benchmark*",)
        await hit(pilot, "d")
        assert "my results 2" not in words(config)
        await hit(pilot, "u")
        assert words(config)["my results 2"] == ("benchmark*",)
        await hit(pilot, "u u u u")
        assert words(config) == {"include": ("state space",), "exclude": (), "methods": ("attention", "fine-tuning")}
        await hit(pilot, "u")
        assert "Nothing has been changed here yet." in screen_of(pilot)


async def test_the_plain_lists_keep_name_and_colour_and_are_emptied(library: Library, config: Config) -> None:
    async with playing(library, config) as pilot:
        await hit(pilot, "g k c")
        assert "The colour of include comes from the theme." in screen_of(pilot)
        await hit(pilot, "R")
        assert "include keeps its name." in screen_of(pilot)
        await hit(pilot, "d")
        assert words(config)["include"] == ()
        await hit(pilot, "n")
        await type_in(pilot, "methods")
        await hit(pilot, "enter")
        assert "There is a list methods already." in screen_of(pilot)


async def test_a_file_that_cannot_be_changed_is_said_and_left_alone(library: Library, config: Config) -> None:
    async with playing(library, config, size=(160, 40)) as pilot:
        await hit(pilot, "g k")
        assert config.path is not None
        config.path.write_text("[keywords\n", encoding="utf-8")
        await hit(pilot, "d")
        assert "it has a mistake" in str(pilot.app.screen.query_one("#said", Static).content)
        assert config.include_keywords == ("state space",)
        assert config.path.read_text(encoding="utf-8") == "[keywords\n"


async def test_without_keywords_the_key_for_them_is_said(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "new.toml"))
    async with playing(library) as pilot:
        await hit(pilot, "W")
        assert said(pilot) == "There are no keywords yet: gk lists some."
        await hit(pilot, "g k enter")
        await type_in(pilot, "state space")
        await hit(pilot, "escape escape")
        assert (tmp_path / "new.toml").read_text(encoding="utf-8") == '[keywords]\ninclude = ["state space"]\n'
        await hit(pilot, "W W")
        assert said(pilot) == "keyword colours on"
        assert papers(pilot).counts is not None


async def test_a_long_list_is_counted_while_keys_go_on(tmp_path: Path, config: Config) -> None:
    with Library(filled(tmp_path / "many.db", 3_000)) as library:
        async with playing(library, config) as pilot:
            await until(pilot, lambda: len(listed(pilot)) == 3_000)
            await pilot.press("g", "k", "j", "escape")
            assert pilot.app.screen is app_of(pilot).main
            await hit(pilot, "g k")
            await until(pilot, lambda: "of 3,000" in row(pilot, "methods"))


def test_a_word_of_two_lists_counts_for_the_first_and_against_before_all() -> None:
    keywords = Keywords.of(("b",), ("c",), {"own": ("blue", ("a", "b", "c")), "other": ("pink", ("a",))})
    assert [kind for _, _, kind in keyword_spans("a b c", keywords)] == ["own", "include", "exclude"]
    assert keywords.colours == {"own": "blue", "other": "pink"}


@pytest.mark.parametrize("look", ["ink", "paper", "ascii"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 20)])
def test_the_lists_of_keywords(
    library: Library, config: Config, snap_compare: Compare, size: tuple[int, int], look: str
) -> None:
    app = PaperReader(library, config_of(look))
    app.config.include_keywords, app.config.keyword_groups = config.include_keywords, config.keyword_groups

    async def before(pilot: Pilot[None]) -> None:
        await hit(pilot, "g k j j")

    assert snap_compare(app, terminal_size=size, run_before=before)
