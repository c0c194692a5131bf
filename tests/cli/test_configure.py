"""`paperreader config` writes a valid file, and reports the mistakes in one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperreader.config import COLOUR_NAMES, SETTINGS, Config, load_config, read_config
from paperreader.config.allowed import COLUMNS, PRESETS
from paperreader.config.settings import SECTIONS
from paperreader.tui import COMMANDS
from paperreader.tui.core.keymap import KEY_NAMES, commands_for
from tests.cli.shell import call

DOCUMENT = Path(__file__).parents[2] / "docs" / "configuration.md"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "folder" / "config.toml"))
    return tmp_path / "folder" / "config.toml"


class TestInit:
    def test_it_writes_a_file_that_changes_nothing(self, file: Path) -> None:
        done = call("config", "init")
        assert (done.code, done.err) == (0, "")
        assert str(file) in done.out
        assert call("config", "check").out == f"{file} is fine.\n"
        said = load_config()
        assert said == Config(path=file, remembers=said.remembers, ascii=said.ascii)

    def test_without_its_comment_marks_it_says_all_defaults(self, file: Path) -> None:
        call("config", "init")
        file.write_text(re.sub(r"^#(?! )", "", file.read_text(), flags=re.MULTILINE))
        assert call("config", "check").code == 0
        said, _ = read_config()
        assert set(said.keys) == {command.id for command in COMMANDS}
        assert commands_for(said, COMMANDS) == COMMANDS
        assert set(said.themes["mine"].colours) == set(COLOUR_NAMES)
        assert said.quick_tags == {"t": "todo"}
        assert said.theme_line

    def test_it_never_writes_over_a_file_unless_told_so(self, file: Path) -> None:
        file.parent.mkdir()
        file.write_text("# mine\n")
        done = call("config", "init")
        assert done.code == 1
        assert str(file) in done.err
        assert file.read_text() == "# mine\n"
        assert call("config", "init", "--force").code == 0
        assert "[look]" in file.read_text()

    def test_a_place_that_cannot_be_written_is_one_line(self, file: Path) -> None:
        file.parent.touch()
        done = call("config", "init")
        assert done.code == 1
        assert len(done.err.splitlines()) == 1

    def test_the_defaults_are_what_it_writes(self, file: Path) -> None:
        done = call("config", "defaults")
        assert not file.exists()
        call("config", "init")
        assert done.out == file.read_text()


class TestCheck:
    def test_every_problem_is_a_line_that_says_where(self, file: Path) -> None:
        file.parent.mkdir()
        file.write_text('[look]\ntheme = "inky"\n[list]\nlines = 9\n[keys]\nstra = "k"\nstar = "x"\n[nonsense]\n')
        done = call("config", "check")
        assert (done.code, done.out) == (1, "")
        assert [line.split(": ")[0] for line in done.err.splitlines()] == [f"{file}:{at}" for at in (2, 4, 6, 7, 8)]
        assert call("config", "check", file).err == done.err

    def test_no_file_is_no_problem_unless_it_is_named(self, file: Path) -> None:
        assert call("config", "check").code == 0
        done = call("config", "check", file)
        assert done.code == 1
        assert "no such file" in done.err

    def test_a_file_that_is_no_text_is_one_problem(self, file: Path) -> None:
        file.parent.mkdir()
        file.write_bytes(b"\x89PNG\x00\xff")
        done = call("config", "check")
        assert done.code == 1
        assert done.err.startswith(f"{file}:1: ")


def test_its_place_is_printed(file: Path) -> None:
    assert call("config", "path").out == f"{file}\n"
    assert "init" in call("config").out


class TestDocument:
    def test_it_names_every_setting_preset_column_and_colour(self) -> None:
        text = DOCUMENT.read_text()
        for section in SECTIONS:
            assert f"`[{section}" in text
        for one in SETTINGS:
            assert re.search(rf"^\|.*\| `{one.name}` \|", text, flags=re.MULTILINE), one.name
        for name in (*COLUMNS, *PRESETS, *(name for name in KEY_NAMES if not name.startswith("f"))):
            assert f"`{name}`" in text, name
        for name in COLOUR_NAMES:
            assert f"{name} = " in text

    def test_the_defaults_it_names_are_the_defaults(self) -> None:
        defaults = dict(re.findall(r"^\|.*?\| `(\w+)` \| `([^`]*)` \|", DOCUMENT.read_text(), flags=re.MULTILINE))
        said = [line.removeprefix("#") for line in call("config", "defaults").lines if "=" in line]
        own = {"words", "colour"}  # of lists of keywords, which have names of the user's own
        for name, default in defaults.items():
            assert name in own or any(line.startswith(f"{name} = {default.split(', …')[0]}") for line in said), name
        assert len(defaults) == len(SETTINGS) + len(own)

    def test_its_examples_are_right(self, tmp_path: Path) -> None:
        examples = re.findall(r"^```toml\n(.*?)^```", DOCUMENT.read_text(), flags=re.MULTILINE | re.DOTALL)
        assert len(examples) == 3
        for example in examples:
            (tmp_path / "example.toml").write_text(example)
            done = call("config", "check", tmp_path / "example.toml")
            assert (done.code, done.err) == (0, ""), example

    def test_its_links_and_commands_are_there(self) -> None:
        text = DOCUMENT.read_text()
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert (DOCUMENT.parent / target).exists()
        for command in re.findall(r"paperreader config (\w+)", text):
            assert call("config", command, "--help").code == 0
