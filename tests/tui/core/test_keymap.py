"""Keys can be customised, but a key never has two meanings, and no command loses its keys unnoticed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from textual.keys import Keys

from paperreader.config import Config, ConfigError
from paperreader.config.allowed import PRESETS
from paperreader.config.settings import CommandKeys
from paperreader.tui import COMMANDS, key_problems
from paperreader.tui.core.commands import LIST, READER, SELECTING, SIDEBAR, Command
from paperreader.tui.core.keyboard import Keyboard
from paperreader.tui.core.keymap import KEY_NAMES, PRESET_KEYS, commands_for

TABLE = {command.id: command for command in COMMANDS}


def chosen(preset: str = "vim", /, **keys: list[str]) -> Config:
    """A configuration with other keys: `move__down` is `move.down`. Lines are counted from 1."""
    return Config(
        preset=preset,
        keys={
            name.replace("__", "."): CommandKeys(tuple(given_), line)
            for line, (name, given_) in enumerate(keys.items(), 1)
        },
    )


def keys_of(commands: tuple[Command, ...]) -> dict[str, tuple[str, ...]]:
    return {command.id: command.keys for command in commands}


def pressed(config: Config, pane: str, *keys: str) -> str | None:
    keyboard = Keyboard(commands_for(config, COMMANDS))
    *before, last = [keyboard.press(pane, key) for key in keys]
    assert not any(before)
    return last.id if last else None


def told(config: Config) -> list[str]:
    return [problem.message for problem in key_problems(config, COMMANDS)]


class TestPresets:
    @pytest.mark.parametrize("preset", PRESETS)
    def test_a_preset_is_free_of_clashes_and_gives_every_command_a_key(self, preset: str) -> None:
        commands = commands_for(Config(preset=preset), COMMANDS)
        Keyboard(commands)
        assert all(command.keys for command in commands)
        assert [replace(one, keys=()) for one in commands] == [replace(one, keys=()) for one in COMMANDS]

    @pytest.mark.parametrize("preset", PRESETS)
    def test_a_user_could_have_chosen_the_keys_of_a_preset(self, preset: str) -> None:
        chosen_ = Config(keys={name: CommandKeys(keys, 1) for name, keys in PRESET_KEYS[preset].items()})
        assert commands_for(chosen_, COMMANDS) == commands_for(Config(preset=preset), COMMANDS)

    def test_there_are_those_that_the_configuration_may_name(self) -> None:
        assert tuple(PRESET_KEYS) == PRESETS
        assert commands_for(Config(), COMMANDS) == COMMANDS

    def test_the_table_itself_can_be_written_as_a_configuration(self) -> None:
        written = Config(keys={command.id: CommandKeys(command.keys, 1) for command in COMMANDS})
        assert commands_for(written, COMMANDS) == COMMANDS

    def test_arrows_move_without_letters(self) -> None:
        keys = keys_of(commands_for(Config(preset="arrows"), COMMANDS))
        moving = [name for name in keys if name.startswith(("move.", "scroll.", "paper.", "undecided.", "word."))]
        for name in [*moving, "open", "back", "character.next", "character.previous"]:
            assert all(len(key) > 1 for key in keys[name]), name

    @pytest.mark.parametrize(
        ("preset", "key", "command"),
        [
            ("rayyan", "i", "decide.accept"),
            ("rayyan", "e", "decide.reject"),
            ("rayyan", "u", "decide.maybe"),
            ("asreview", "r", "decide.accept"),
            ("asreview", "i", "decide.reject"),
            ("asreview", "u", "undo"),
            ("asreview", "n", "note"),
            ("arrows", "f2", "sidebar.rename"),
        ],
    )
    def test_a_preset_has_the_keys_of_the_hands_it_is_for(self, preset: str, key: str, command: str) -> None:
        pane = SIDEBAR if command.startswith("sidebar") else LIST
        assert pressed(Config(preset=preset), pane, key) == command


class TestTheUsersKeys:
    def test_they_stand_instead_of_the_commands_own(self) -> None:
        config = chosen(star=["&", "g z"])
        assert pressed(config, LIST, "&") == "star"
        assert pressed(config, READER, "g", "z") == "star"
        assert pressed(config, LIST, "s") is None

    def test_an_empty_list_takes_the_keys_away_and_frees_them(self) -> None:
        assert pressed(chosen(browse__pdf=[], star=["O"]), LIST, "O") == "star"
        assert keys_of(commands_for(chosen(star=[]), COMMANDS))["star"] == ()

    def test_they_go_before_those_of_the_preset(self) -> None:
        config = chosen("rayyan", decide__accept=["y y"], copy__citation=[])
        assert pressed(config, LIST, "y", "y") == "decide.accept"
        assert pressed(config, LIST, "e") == "decide.reject"

    def test_two_commands_can_swap_their_keys(self) -> None:
        config = chosen(decide__accept=["x"], decide__reject=["a"])
        assert pressed(config, LIST, "x") == "decide.accept"

    def test_the_same_key_in_panes_that_do_not_meet_is_no_clash(self) -> None:
        config = chosen(sidebar__fold=["s"])
        assert pressed(config, SIDEBAR, "s") == "sidebar.fold"
        assert pressed(config, LIST, "s") == "star"

    @pytest.mark.parametrize(
        ("written", "as_pressed"),
        [
            ("Ctrl+K", "ctrl+k"),
            ("F5", "f5"),
            ("PageUp", "pageup"),
            ("shift+ctrl+up", "ctrl+shift+up"),
            ("alt+A", "alt+shift+a"),
            ("é", "é"),
            ("+", "+"),
            (" g   z ", "g z"),
        ],
    )
    def test_a_key_can_be_written_in_several_ways(self, written: str, as_pressed: str) -> None:
        free = {"layout__more": ["&"], "redraw": [], "move__page_up": []}
        assert keys_of(commands_for(chosen(**free, star=[written]), COMMANDS))["star"] == (as_pressed,)

    def test_commands_that_are_told_a_key_still_are(self) -> None:
        config = chosen(
            jump__go=["` *"], decide__reason=["f9 *"], view__open=["g 1", "g 2"], highlight__colour=["ctrl+o 1"]
        )
        keyboard = Keyboard(commands_for(config, COMMANDS))
        told_ = []
        for pane, keys in ((LIST, "` k"), (LIST, "f9 3"), (SIDEBAR, "g 2"), (SELECTING, "ctrl+o 1")):
            for key in keys.split():
                done = keyboard.press(pane, key)
            assert done is not None
            told_.append((done.id, key))
        assert told_ == [("jump.go", "k"), ("decide.reason", "3"), ("view.open", "2"), ("highlight.colour", "1")]


def test_the_table_is_read_without_the_screen() -> None:
    code = "import sys, paperreader.tui.main.commands; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("keys", "words"),
        [
            ({"strar": ["&"]}, ["“strar”", "“star”"]),
            ({"star": ["esc"]}, ["“esc”", "“escape”"]),
            ({"star": ["pageupp"]}, ["“pageup”"]),
            ({"star": ["shift+a"]}, ["“A”"]),
            ({"star": ["ctrl+i"]}, ["“tab”"]),
            ({"star": ["ctrl+shift+o"]}, ["ctrl+o"]),
            ({"star": ["hyper+a"]}, ["“hyper+a”", "ctrl+"]),
            ({"star": ["ctrl+?"]}, ["letters"]),
            ({"star": ["ctrl+ctrl+o"]}, ["not a key"]),
            ({"star": ["\x07"]}, ["can be seen"]),
            ({"star": [" "]}, ["“space”"]),
            ({"star": ["*"]}, ["only after another"]),
            ({"star": ["m * a"]}, ["only after another"]),
            ({"star": ["& *"]}, ["takes none"]),
            ({"jump__set": ["M"]}, ["“M *”"]),
            ({"view__open": ["f9"]}, ["number", "0, 1"]),
        ],
    )
    def test_keys_that_name_nothing_are_told_with_what_to_write(
        self, keys: dict[str, list[str]], words: list[str]
    ) -> None:
        (message,) = told(chosen(**keys))
        for word in words:
            assert word in message

    def test_a_clash_names_both_commands_and_where(self) -> None:
        with pytest.raises(ConfigError) as raised:
            commands_for(chosen(note=["f9"], star=["f9"], browse=["x"]), COMMANDS)
        first, second = raised.value.problems
        assert first.line == 2
        assert "“f9”" in first.message
        assert "note (line 1)" in first.message
        assert "star (line 2)" in first.message
        assert second.line == 3
        assert "decide.reject (preset “vim”)" in second.message
        assert '"decide.reject" = []' in second.message
        assert "the list and the reader" in second.message

    @pytest.mark.parametrize("keys", [{"star": ["d"]}, {"star": ["e x"]}, {"star": ["f9", "f9 a"]}])
    def test_the_beginning_of_other_keys_is_a_clash(self, keys: dict[str, list[str]]) -> None:
        messages = told(chosen(**keys))
        assert messages
        assert all("is the beginning of" in message for message in messages)

    def test_all_of_it_is_told_at_once(self) -> None:
        with pytest.raises(ConfigError) as raised:
            commands_for(chosen(nothing=["a"], star=["esc"], note=["x"]), COMMANDS)
        assert [problem.line for problem in raised.value.problems] == [1, 2, 3]

    @given(
        st.dictionaries(
            st.sampled_from([*TABLE, "nothing"]),
            st.lists(
                st.lists(
                    st.sampled_from([*"abgx1*+", "ctrl+a", "F5", "esc", " "]) | st.text(max_size=3), max_size=3
                ).map(" ".join),
                max_size=3,
            ),
            max_size=5,
        ),
        st.sampled_from(PRESETS),
    )
    def test_whatever_is_chosen_is_told_or_works(self, keys: dict[str, list[str]], preset: str) -> None:
        config = Config(preset=preset, keys={name: CommandKeys(tuple(some), 1) for name, some in keys.items()})
        if list(key_problems(config, COMMANDS)):
            return
        commands = commands_for(config, COMMANDS)
        keyboard = Keyboard(commands)
        for command in commands:
            for one in command.keys:
                done = [keyboard.press(command.where[0], key.replace("*", "7")) for key in one.split(" ")][-1]
                assert done is not None
                assert done.id == command.id


def test_the_names_of_keys_are_those_of_textual() -> None:
    assert set(KEY_NAMES) <= {key.value for key in Keys}


@pytest.mark.parametrize(
    ("preset", "keys", "suspends"),
    [
        ("vim", {}, ("ctrl+z",)),
        ("asreview", {}, ("ctrl+z",)),
        ("arrows", {}, ("alt+z",)),
        ("rayyan", {}, ("alt+z",)),
        ("vim", {"undo": ["ctrl+z", "u"]}, ()),
        ("vim", {"star": ["ctrl+z s"]}, ()),
        ("rayyan", {"suspend": ["f12"]}, ("f12",)),
    ],
)
def test_a_key_that_another_command_was_given_is_not_that_which_suspends(
    preset: str, keys: dict[str, list[str]], suspends: tuple[str, ...]
) -> None:
    commands = {one.id: one for one in commands_for(replace(chosen(**keys), preset=preset), COMMANDS)}
    assert commands["suspend"].keys == suspends


def test_keys_that_users_gave_to_others_before_there_was_a_command_stay_theirs() -> None:
    commands = {one.id: one for one in commands_for(chosen(scroll__down=["V"], browse=["ctrl+z"]), COMMANDS)}
    assert commands["scroll.down"].keys == ("V",)
    assert commands["goto.marked"].keys == ()
    assert commands["suspend"].keys == ()


class TestKeymapsOfOlderVersions:
    """A user's keys that were valid stay so: commands that came later give way."""

    OLDER = frozenset(
        "move.down move.up move.top move.bottom move.half_down move.half_up move.page_down move.page_up open back "
        "scroll.down scroll.up paper.next paper.previous undecided.next undecided.previous batch.next batch.previous "
        "jump.set jump.go pane.next pane.previous goto.tags goto.notes goto.highlights layout.more layout.less "
        "layout.focus reader.page sentence.next sentence.previous word.next word.previous paragraph.next "
        "paragraph.previous line.start line.end character.next character.previous find links keywords latex search "
        "match.next match.previous related duplicates clear view.save view.open sort.date sort.added sort.title "
        "sort.upvotes sort.decision sort.relevance decide.accept decide.reject decide.reason decide.maybe decide.reset "
        "review tag tag.quick note note.new note.external note.history star read.toggle title.longer title.shorter "
        "trash repeat undo redo select.text select.sentence select.other highlight highlight.colour highlight.comment "
        "highlight.tags highlight.retag highlight.note highlight.next highlight.previous highlight.delete "
        "copy.selection select.leave select select.range select.all goto.marked sidebar.fold sidebar.rename "
        "sidebar.colour sidebar.delete copy.citation copy.bibtex copy.link copy.id copy.abstract browse browse.pdf "
        "export pipe import samples leftovers help palette tour theme redraw suspend quit.pane quit".split()
    )
    """The commands that there were before any of them gave way."""

    def test_the_commands_that_came_later_give_way(self) -> None:
        sorting = {"sort.queue", "sort.rating", "sort.due"}  # after a comma, where nothing else is
        assert {one.id for one in COMMANDS} >= self.OLDER
        assert [one.id for one in COMMANDS if one.id not in self.OLDER | sorting and not one.yields] == []

    @pytest.mark.parametrize("preset", PRESETS)
    @pytest.mark.parametrize("keys", ["p", "i", "f1", "f9", "R", "M", "D", "C", "B", "ctrl+o", "ctrl+w", "=", "g q"])
    def test_a_key_that_was_free_can_still_be_given(self, preset: str, keys: str) -> None:
        if preset == "arrows" and keys == "f1":
            return  # it was help there
        if preset != "vim" and keys in ("i", "R"):
            return  # they were the preset's
        commands = commands_for(Config(preset=preset, keys={"star": CommandKeys((keys,), 1)}), COMMANDS)
        assert next(one for one in commands if one.id == "star").keys == (keys,)
        Keyboard(commands)
