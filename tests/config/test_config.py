"""Settings from the configuration file take effect, and mistakes are reported with their lines."""

from __future__ import annotations

import contextlib
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from paperreader.config import SETTINGS, Config, ConfigError, UserTheme, config_path, load_config, read_config
from paperreader.config.settings import SECTIONS, CommandKeys, SettingsFile
from paperreader.config.toml_lines import lines_of


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of the configuration file of a new user, on a Unicode terminal."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("locale.getencoding", lambda: "UTF-8")
    return tmp_path / "config.toml"


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in SettingsFile(text.encode()).problems]


class TestWhatItSays:
    def test_without_a_file_everything_is_at_its_default(self, file: Path) -> None:
        assert load_config() == Config(remembers=file.parent / "state" / "paperreader" / "state.json")
        assert config_path() == file

    def test_the_defaults_of_the_settings_are_those_of_the_program(self, file: Path) -> None:
        file.write_text("".join(f"{one.section}.{one.name} = {json.dumps(one.default)}\n" for one in SETTINGS))
        said = load_config()
        assert said.theme_line == 1
        assert said == Config(theme_line=1, path=file, remembers=said.remembers)

    def test_every_section_is_read(self, file: Path) -> None:
        file.write_text(
            """
            [look]
            theme = "nord"
            signs = "ascii"
            motion = "reduced"
            [reader]
            read_after = 0
            measure = 200
            latex = false
            [list]
            lines = 3
            columns = ["venue", "tags"]
            [screening]
            reasons = ["too  short", "too long"]
            advance = false
            [keywords]
            include = ["explain*"]
            exclude = ["survey"]
            [tags]
            t = "todo"
            1 = "read first"
            [keys]
            preset = "arrows"
            star = "&"
            move.down = ["n", "ctrl+n"]
            "pipe" = []
            [highlights.names]
            yellow = "result"
            pink = "open  question"
            [notes]
            template = "summary.md"
            [themes."my own"]
            dark = false
            primary = "#AA00ff"
            """
        )
        assert load_config() == Config(
            path=file,
            theme="nord",
            theme_line=3,
            ascii=True,
            reduced_motion=True,
            read_after=0,
            measure=200,
            latex=False,
            list_lines=3,
            columns=("venue", "tags"),
            reasons=("too short", "too long"),
            advance=False,
            include_keywords=("explain*",),
            exclude_keywords=("survey",),
            quick_tags={"t": "todo", "1": "read first"},
            preset="arrows",
            keys={
                "star": CommandKeys(("&",), 24),
                "move.down": CommandKeys(("n", "ctrl+n"), 25),
                "pipe": CommandKeys((), 26),
            },
            colour_names={"yellow": "result", "pink": "open question"},
            note_template="summary",
            themes={"my own": UserTheme("my own", dark=False, colours={"primary": "#aa00ff"})},
            remembers=load_config().remembers,
        )

    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ('[highlights.names]\nyelow = "x"', 2, "yelow"),
            ('[highlights.names]\nyellow = ""', 2, "a name of at most 24"),
            ("[highlights.names]\nyellow = 3", 2, "a name of at most 24"),
            (f'[highlights.names]\nyellow = "{"x" * 25}"', 2, "at most 24"),
            ("[highlights.names]\nyellow = 'a\"b'", 2, "a name of at most 24"),
            ('[highlights.names]\nyellow = "…"', 2, "a name of at most 24"),
            ('[highlights.names]\nyellow = "Method"\n\ngreen = "méthod"\npink = "METHOD"', 5, "already means yellow"),
            ('[highlights.names]\nyellow = "green"', 2, "already means green"),
            ('[highlights]\nnames = "x"', 2, "[highlights.names]"),
            ('[highlights]\nname.yellow = "x"', 2, "[highlights.names]"),
            ("[notes]\ntemplate = 3", 2, "templates"),
            ('[notes]\ntemplate = "../x"', 2, "templates"),
        ],
    )
    def test_what_is_wrong_with_names_and_templates_is_told_with_its_line(
        self, text: str, line: int, said: str
    ) -> None:
        [(at, message)] = problems(text)
        assert at == line
        assert said in message

    def test_a_colour_can_be_named_after_itself(self) -> None:
        assert problems('[highlights.names]\nyellow = "Yellow"\ngreen = "a  b"') == []

    def test_another_file_can_be_named(self, file: Path, tmp_path: Path) -> None:
        other = tmp_path / "other.toml"
        other.write_text("[list]\nlines = 1\n")
        assert load_config(other).list_lines == 1
        assert load_config(other).path == other

    def test_windows_line_ends_and_a_byte_order_mark_are_no_problem(self, file: Path) -> None:
        file.write_bytes(b'\xef\xbb\xbf[reader]\r\nmeasure = 60\r\n[keys]\r\nstar = "&"\r\n')
        assert load_config().measure == 60
        assert load_config().keys["star"].line == 4

    @pytest.mark.parametrize(
        ("term", "encoding", "plain"),
        [
            ("xterm", "UTF-8", False),
            ("xterm", "utf8", False),
            ("xterm", "ANSI_X3.4-1968", True),
            ("linux", "UTF-8", True),
            ("dumb", "UTF-8", True),
            ("vt220", "UTF-8", True),
        ],
    )
    def test_signs_are_ascii_where_the_terminal_has_no_others(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, term: str, encoding: str, plain: bool
    ) -> None:
        monkeypatch.setenv("TERM", term)
        monkeypatch.setattr("locale.getencoding", lambda: encoding)
        assert load_config().ascii is plain
        file.write_text('[look]\nsigns = "auto"\n')
        assert load_config().ascii is plain
        file.write_text('[look]\nsigns = "unicode"\n')
        assert load_config().ascii is False


class TestWhatItCannotSay:
    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            ("[lok]\n", 1, ["[lok]", "“look”", "[screening]"]),
            ('theme = "ink"\n', 1, ["“theme”", "[look]"]),
            ("[reader]\n\nmeasur = 70", 3, ["“measur”", "[reader]", "“measure”", "latex"]),
            ("[reader]\nmeasure = 29", 2, ["measure", "30 to 200", "29"]),
            ("[reader]\nmeasure = 70.0", 2, ["measure", "whole number"]),
            ("[reader]\nread_after = true", 2, ["read_after", "0 to 3600", "true"]),
            ("[reader]\nread_after = nan", 2, ["read_after"]),
            ("[reader]\nlatex = 1", 2, ["latex", "true or false"]),
            ("[list]\nlines = 4", 2, ["lines", "1 to 3"]),
            ('[list]\ncolumns = ["tags", "tags"]', 2, ["columns", "none repeated"]),
            ('[list]\ncolumns = [\n  ["tags"],\n]', 2, ["columns", "upvotes"]),
            ('[look]\nsigns = "utf8"', 2, ["signs", '"unicode"', '"utf8"']),
            ("[look]\ntheme = []", 2, ["theme", "text in quotes"]),
            ('[screening]\nreasons = ["a", ""]', 2, ["reasons", "without empty"]),
            ('[keywords]\ninclude = "a"', 2, ["include", "list"]),
            ('[tags]\nto = "todo"', 2, ["“to”", "single letter"]),
            ('[tags]\nt = " "', 2, ["t must be a non-empty text"]),
            ('[keys]\npreset = "emacs"', 2, ["preset", "rayyan", "emacs"]),
            ("[keys]\nmove.down = 3", 2, ["down", "key"]),
            ('[keys]\nstar = ["a", ""]', 2, ["star", "key"]),
            ('[themes.mine]\nprimary = "#12345"', 2, ["primary", "six digits"]),
            ('[themes.mine]\nprimry = "#123456"', 2, ["“primry”", "“primary”"]),
            ("[themes.mine]\ndark = 1", 2, ["dark", "true or false"]),
            ("[themes]\nmine = 1", 2, ["[themes.NAME]"]),
            ("look = 1", 1, ["[look]", "section"]),
            ("\n\nreader = { measure = 1 }", 3, ["measure"]),
            ("[look]\ntheme = ink", 2, ["not TOML", "column 9"]),
            ("[look]\n\n[look", 3, ["not TOML"]),
            ('[keys]\nselect = "v"\nselect.text = "w"\n', 3, ["quotes"]),
            ("x = [\n", 1, ["not TOML"]),
        ],
    )
    def test_a_problem_has_its_line_and_what_is_allowed(self, text: str, line: int, words: list[str]) -> None:
        ((where, message),) = problems(text)
        assert where == line
        for word in words:
            assert word in message

    def test_all_problems_are_told_in_the_order_of_the_file_and_the_rest_holds(self, file: Path) -> None:
        file.write_text("[list]\nlines = 9\n[reader]\nmeasure = 1\nlatex = false\n[oops]\n[tags]\nlong = 1\n")
        with pytest.raises(ConfigError) as raised:
            load_config()
        assert [problem.line for problem in raised.value.problems] == [2, 4, 6, 8]
        lines = str(raised.value).splitlines()
        assert [line.split(": ")[0] for line in lines] == [f"{file}:{line}" for line in (2, 4, 6, 8)]
        assert read_config()[0].latex is False

    def test_a_file_that_is_not_utf8_has_a_line_too(self, file: Path) -> None:
        file.write_bytes(b"[look]\n# caf\xe9\n")
        with pytest.raises(ConfigError, match=r"config\.toml:2: .*UTF-8"):
            load_config()

    def test_what_is_no_file_is_one_problem(self, file: Path) -> None:
        file.mkdir()
        with pytest.raises(ConfigError, match=r"config\.toml: it cannot be read"):
            load_config()

    @pytest.mark.parametrize(
        "text",
        [
            "x = " + "[" * 100_000,
            "[reader]\nmeasure = " + "9" * 5_000,
            "[reader]\nmeasure" + ".a" * 3_000 + " = 1",
            "[keys]\nmove" + ".a" * 3_000 + " = 1",
        ],
        ids=["brackets", "digits", "a setting", "a command"],
    )
    def test_what_would_break_the_reader_of_toml_is_a_problem(self, text: str) -> None:
        assert len(problems(text)) == 1

    def test_what_the_file_says_cannot_act_on_the_terminal(self) -> None:
        hostile = SettingsFile(b'"\\u001b]52;c;aGk=\\u0007" = 1\n')
        said = str(ConfigError(None, hostile.problems))
        assert said.startswith("config.toml:1: ")
        assert not {"\x1b", "\x07"} & set(said)

    @given(st.binary(max_size=60) | st.text("[]{}=.,#'\"\\\n abt1", max_size=60).map(str.encode))
    def test_no_file_breaks_it(self, data: bytes) -> None:
        SettingsFile(data)
        lines_of(data.decode(errors="replace"))

    @given(st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=5,
    ))  # fmt: skip
    def test_no_value_breaks_a_setting(self, value: object) -> None:
        for one in SETTINGS:
            with contextlib.suppress(ValueError):
                assert one.take(value) is not None


class TestLines:
    def test_keys_are_found_whatever_stands_between_them(self) -> None:
        text = (
            'top = 1 # [no] = 2\n[a.b]\n"quoted.key" = """\nfake = 1\n[fake]\n"""\n'
            "[a]\n'literal' = [\n  1, # ]\n  ']',\n]\nx.y.z = { u = 1 }\n"
        )
        tomllib.loads(text)
        lines = lines_of(text)
        assert lines["top",] == 1
        assert lines["a", "b"] == 2
        assert lines["a", "b", "quoted.key"] == 3
        assert lines["a", "literal"] == 8
        assert lines["a", "x"] == lines["a", "x", "y", "z"] == 12
        assert not any("fake" in path for path in lines)

    @given(st.data())
    def test_the_line_of_every_key_is_found(self, data: st.DataObject) -> None:
        name = st.text("abc_-19", min_size=1, max_size=4) | st.text("a.= #[]\"'\\é\n", max_size=4)
        values = st.sampled_from(
            [
                "1",
                "'#'",
                '"[x]"',
                '"a\\"b = 1"',
                "[1,\n# ]\n2]",
                '"""\na = 1\n""""',
                "'''\n[a]\n'\n'''",
                "{a = 1}",
                "[[1]]",
            ]
        )
        tables = data.draw(st.dictionaries(name, st.dictionaries(name, values, max_size=4), max_size=4))
        text = ""
        wanted: dict[tuple[str, ...], int] = {}
        for table, settings in tables.items():
            wanted[(table,)] = text.count("\n") + 1
            text += f"[{_quoted(table)}] # a = 1\n\n"
            for key, value in settings.items():
                wanted[table, key] = text.count("\n") + 1
                text += f" {_quoted(key)} = {value} # b\n"
        tomllib.loads(text)
        found = lines_of(text)
        assert {path: found.get(path) for path in wanted} == wanted


def _quoted(name: str) -> str:
    return name if name and set(name) <= set("abc_-19") else json.dumps(name, ensure_ascii=False)


class TestRemembering:
    def test_the_theme_and_the_tour_are_remembered_and_nothing_else_is_lost(self, file: Path) -> None:
        config = load_config()
        assert config.remembers is not None
        config.remembers.parent.mkdir(parents=True)
        config.remembers.write_text('{"from a later version": [1]}')
        config.remember_theme("paper")
        config.remember_tour()
        assert (load_config().theme, load_config().tour_shown) == ("paper", True)
        assert json.loads(config.remembers.read_text())["from a later version"] == [1]
        assert [path.name for path in config.remembers.parent.iterdir()] == ["state.json"]

    def test_a_theme_in_the_file_goes_before_the_one_remembered(self, file: Path) -> None:
        load_config().remember_theme("paper")
        file.write_text('[look]\ntheme = "contrast"\n')
        assert load_config().theme == "contrast"
        file.write_text("[look]\n")
        assert load_config().theme == "paper"

    @pytest.mark.parametrize(
        "state",
        ["", "[]", "{", '{"theme": null, "tour_shown": "yes"}', "[" * 100_000],
        ids=["empty", "a list", "cut off", "nonsense", "brackets"],
    )
    def test_a_broken_memory_is_no_memory(self, file: Path, state: str) -> None:
        config = load_config()
        assert config.remembers is not None
        config.remembers.parent.mkdir(parents=True)
        config.remembers.write_text(state)
        assert (load_config().theme, load_config().tour_shown) == ("ink", False)
        load_config().remember_theme("paper")
        assert load_config().theme == "paper"

    def test_what_cannot_be_remembered_disturbs_nobody(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        config = Config(remembers=tmp_path / "file" / "state.json")
        config.remember_theme("paper")
        assert config.theme == "paper"
        Config().remember_tour()


def test_every_section_has_its_place() -> None:
    assert SECTIONS == (
        "look",
        "reader",
        "list",
        "screening",
        "keywords",
        "notes",
        "pdf",
        "citations",
        "keys",
        "tags",
        "highlights",
        "themes",
    )
