"""Lists of keywords in the configuration file: read, and written back without touching anything else."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from paperreader.config import CannotWrite, KeywordList, load_config, read_config
from paperreader.config.keyword_lists import with_keywords
from paperreader.domain import COLOURS, one_line

FILE = """\
# my own file
[list]
lines = 1  # one

[keywords]
# what I look for
include = ["open source"]  # good
exclude = [
  "survey",  # bad
]

# the methods
[keywords.methods]  # of mine
colour = "blue"  # like the sky
words = ["ablation", "a # in it"]  # two

[keys]
star = "&"
"""

texts = st.text(max_size=12).map(one_line).filter(bool)
names = texts.filter(lambda name: name not in ("include", "exclude"))
words = st.lists(texts, max_size=4, unique=True).map(tuple)
lists = st.builds(
    lambda include, exclude, others: (
        KeywordList("include", include),
        KeywordList("exclude", exclude),
        *(KeywordList(name, some, colour) for name, (some, colour) in others.items()),
    ),
    words,
    words,
    st.dictionaries(names, st.tuples(words, st.sampled_from(COLOURS)), max_size=4),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_lists_with_names_and_colours_are_read(file: Path) -> None:
    assert load_config(file).keyword_lists == (
        KeywordList("include", ("open source",)),
        KeywordList("exclude", ("survey",)),
        KeywordList("methods", ("ablation", "a # in it"), "blue"),
    )


def test_a_list_is_changed_in_its_place_and_all_comments_stay(file: Path) -> None:
    config = load_config(file)
    include, exclude, methods = config.keyword_lists
    config.save_keywords(
        [
            KeywordList("include", (*include.words, "code")),
            exclude,
            KeywordList("methods", (*methods.words, "x"), "pink"),
            KeywordList("my “results”", ("gain*",), "green"),
        ]
    )
    written = file.read_text(encoding="utf-8")
    expected = FILE.replace('["open source"]', '["open source", "code"]').replace('"blue"', '"pink"')
    expected = expected.replace('in it"]', 'in it", "x"]')
    assert written == expected + '\n[keywords."my “results”"]\ncolour = "green"\nwords = ["gain*"]\n'
    assert load_config(file).keyword_lists == config.keyword_lists


def test_plain_lists_come_after_one_with_a_name() -> None:
    mine = KeywordList("methods", ("lora",), "green")
    text = with_keywords("", [KeywordList("include", ()), KeywordList("exclude", ()), mine])
    text = with_keywords(text, [KeywordList("include", ("open source",)), KeywordList("exclude", ()), mine])
    assert tomllib.loads(text)["keywords"] == {
        "include": ["open source"],
        "methods": {"colour": "green", "words": ["lora"]},
    }


def test_a_list_is_deleted_and_comments_around_it_stay(file: Path) -> None:
    config = load_config(file)
    config.save_keywords(config.keyword_lists[:2])
    written = file.read_text(encoding="utf-8")
    assert "# the methods\n" in written
    assert "ablation" not in written
    assert load_config(file).keyword_groups == ()
    assert load_config(file).keys["star"].keys == ("&",)


def test_a_file_that_is_not_there_yet_is_made_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "config.toml"
    monkeypatch.setenv("PAPERREADER_CONFIG", str(path))
    config = load_config()
    config.save_keywords([KeywordList("include", ("code",)), KeywordList("exclude", ())])
    assert path.read_text(encoding="utf-8") == '[keywords]\ninclude = ["code"]\n'
    assert path.stat().st_mode & 0o077 == 0
    assert load_config().include_keywords == ("code",)


def test_a_link_to_a_file_elsewhere_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    config = load_config(link)
    config.save_keywords([*config.keyword_lists, KeywordList("more", ("x",), "pink")])
    assert link.is_symlink()
    assert "[keywords.more]" in file.read_text(encoding="utf-8")


def test_line_ends_of_windows_stay(file: Path) -> None:
    file.write_bytes(FILE.replace("\n", "\r\n").encode())
    config = load_config(file)
    config.save_keywords([KeywordList("include", ("code",)), *config.keyword_lists[1:]])
    assert b"# my own file\r\n[list]\r\n" in file.read_bytes()
    assert load_config(file).include_keywords == ("code",)


@pytest.mark.parametrize(
    "text",
    [
        'keywords = { include = ["a"], methods = { colour = "blue", words = ["b"] } }\n',
        '[keywords]\nmethods = { colour = "blue", words = ["b"] }\ninclude = ["a"]\n',
    ],
)
def test_lists_written_in_an_unusual_way_are_left_as_they_are_with_a_reason(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    config = load_config(path)
    before = config.keyword_lists
    with pytest.raises(CannotWrite, match="change it there"):
        config.save_keywords([*before[:2], KeywordList("methods", ("c",), "pink")])
    assert path.read_text(encoding="utf-8") == text
    assert config.keyword_lists == before


def test_a_file_with_a_mistake_or_that_cannot_be_written_is_left_alone(file: Path) -> None:
    config = load_config(file)
    file.write_text("[keywords\n", encoding="utf-8")
    with pytest.raises(CannotWrite, match="config check"):
        config.save_keywords(config.keyword_lists)
    assert file.read_text(encoding="utf-8") == "[keywords\n"
    if os.getuid():
        file.parent.chmod(0o500)
        with pytest.raises(CannotWrite, match="cannot be changed"):
            config.save_keywords(config.keyword_lists)
        file.parent.chmod(0o700)


def test_mistakes_in_a_list_are_said_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keywords.a]\ncolour = "red"\nwords = "x"\nword = ["y"]\n', encoding="utf-8")
    _, problems = read_config(path)
    said = [(one.line, one.message.partition(".")[0]) for one in problems]
    assert [line for line, _ in said] == [2, 3, 4]
    assert said[2][1] == "a list of keywords has no “word”"


@given(lists, lists)
def test_what_is_written_is_what_is_read_and_nothing_else_changes(
    one: tuple[KeywordList, ...], other: tuple[KeywordList, ...]
) -> None:
    text = with_keywords(with_keywords(FILE, one), other)
    read = tomllib.loads(text)
    section = read.pop("keywords")
    for found in other:
        if found.name in ("include", "exclude"):
            assert section.pop(found.name) == list(found.words)
        else:
            assert section.pop(found.name) == {"colour": found.colour, "words": list(found.words)}
    assert section == {}
    assert read == {"list": {"lines": 1}, "keys": {"star": "&"}}
    assert "# my own file" in text
    assert "# one" in text
