"""Tags and saved views on the command line."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from defusedxml.ElementTree import fromstring

from paperreader.library import Library
from tests.cli.shell import Shell, Stream

pytest_plugins = ["tests.cli.shells"]


class TestTags:
    def test_a_tag_is_renamed_with_all_below_it(self, shell: Shell) -> None:
        shell("tag", "1", "+old", "+old/deep")
        done = shell("tags", "rename", "OLD", "new")
        assert done.code == 0
        assert done.out.startswith("renamed the tag old to new")
        assert [one["name"] for one in shell("tags", "--json").objects] == ["new", "new/deep"]
        shell("undo")
        assert [one["name"] for one in shell("tags", "--json").objects] == ["old", "old/deep"]

    def test_a_tag_that_exists_takes_the_other_in_and_that_is_said(self, shell: Shell) -> None:
        shell("tag", "1", "+one")
        shell("tag", "2", "+two")
        done = shell("tags", "rename", "one", "TWO")
        assert "merged the tag one (1 paper) into two (2 papers now)" in done.out
        assert [one["papers"] for one in shell("tags", "--json").objects] == [2]

    def test_a_tag_is_deleted_alone_or_with_all_below_it(self, shell: Shell) -> None:
        shell("tag", "1", "+old", "+old/deep")
        assert shell("tags", "delete", "old").out.startswith("deleted the tag old")
        assert [one["name"] for one in shell("tags", "--json").objects] == ["old/deep"]
        shell("undo")
        assert shell("tags", "delete", "--children", "old").code == 0
        assert not shell("tags").out
        shell("undo")
        assert len(shell("tags").lines) == 2

    def test_a_tag_gets_a_colour_and_loses_it(self, shell: Shell) -> None:
        shell("tag", "1", "+one")
        assert shell("tags", "colour", "one", "green").code == 0
        assert shell("tags", "--json").objects == [{"name": "one", "papers": 1, "colour": "green"}]
        assert shell("tags", "colour", "one", "green").out == "no change.\n"
        assert shell("tags", "colour", "one", "none").code == 0
        assert shell("tags", "--json").objects == [{"name": "one", "papers": 1}]

    @pytest.mark.parametrize(
        ("args", "code"),
        [
            (["rename", "nosuch", "x"], 1), (["rename", "one"], 2), (["rename", "one", ""], 1),
            (["rename", "one", "#"], 1), (["rename", "", "x"], 1), (["delete", "nosuch"], 1), (["delete"], 2),
            (["colour", "nosuch", "green"], 1),
            (["colour", "one", "red"], 2), (["nosuch"], 2),
        ],
    )  # fmt: skip
    def test_what_is_no_tag_is_left_alone(self, shell: Shell, args: list[str], code: int) -> None:
        shell("tag", "1", "+one")
        done = shell("tags", *args)
        assert (done.code, done.out) == (code, "")
        assert len(shell("log").lines) == 1


class TestViews:
    def test_views_are_saved_renamed_listed_and_deleted(self, shell: Shell) -> None:
        assert shell("views").out == ""
        assert shell("views", "save", "lora unread", "lora", "is:unread", "--key", "2").out == (
            "saved the view lora unread.\n"
        )
        assert shell("views", "save", "other", "-tag:x sort:-date").code == 2  # a dash goes after --
        assert shell("views", "save", "other", "--", "-tag:x sort:-date").code == 0
        assert shell("views").lines == ["2  lora unread: lora is:unread", "   other: -tag:x sort:-date"]
        assert shell("views", "--json").objects[0] == {"name": "lora unread", "query": "lora is:unread", "key": "2"}
        assert shell("views", "save", "either", "lora OR mamba", "is:unread").code == 0
        assert "   either: (lora OR mamba) is:unread" in shell("views").lines
        assert shell("undo").code == 0
        assert shell("views", "rename", "LORA unread", "lora").code == 0
        assert [one["name"] for one in shell("views", "--json").objects] == ["lora", "other"]
        assert shell("views", "delete", "lora").code == 0
        assert len(shell("views").lines) == 1
        assert shell("undo", "4").code == 0
        assert shell("views").out == ""

    def test_a_view_has_its_criteria_in_json_if_it_has_any(self, shell: Shell) -> None:
        shell("views", "save", "one", "lora")
        shell("views", "save", "two", "mamba")
        with Library(shell.library) as library:
            with library.reader() as reader:
                uid = reader.views()[0].uid
            library.annotations.set_criteria(uid, "in humans\nafter 2010")
            library.annotations.set_criteria(None, "in English")
        one, two = shell("views", "--json").objects
        assert one == {"name": "one", "query": "lora", "key": None, "criteria": "in humans\nafter 2010"}
        assert "criteria" not in two

    def test_a_name_that_is_there_is_replaced_and_a_digit_goes_over(self, shell: Shell) -> None:
        shell("views", "save", "one", "lora", "--key", "1")
        shell("views", "save", "ONE", "mamba")
        assert [(view["query"], view["key"]) for view in shell("views", "--json").objects] == [("mamba", "1")]
        shell("views", "save", "two", "state", "--key", "1")
        assert {view["name"].lower(): view["key"] for view in shell("views", "--json").objects} == {
            "one": None, "two": "1",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("args", "code"),
        [
            (["save", "x", "year:20x"], 1), (["save", "x"], 2), (["save", "", "lora"], 1),
            (["save", "x", "y", "--key", "0"], 2),
            (["rename", "nosuch", "x"], 1), (["rename", "there", "other"], 1), (["rename", "there", ""], 1),
            (["delete", "nosuch"], 1), (["delete"], 2), (["nosuch"], 2),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_said_and_changes_nothing(self, shell: Shell, args: list[str], code: int) -> None:
        shell("views", "save", "there", "lora")
        shell("views", "save", "other", "lora")
        done = shell("views", *args)
        assert (done.code, done.out) == (code, "")
        assert done.err
        assert len(shell("log").lines) == 2


class TestStats:
    def test_the_numbers_add_up(self, shell: Shell) -> None:
        shell("decide", "lora", "reject", "--reason", "wrong topic")
        rejected = len(shell("list", "is:rejected").lines)
        shell("decide", "1", "accept")
        shell("decide", "2", "maybe")
        shell("trash", "3")
        shell("note", "1", "text")
        shell("tag", "1", "+a", "+b")
        shell("mark", "2", "--star", "--read")
        (told,) = shell("stats", "--json").objects
        assert told["records"] == sum(one["records"] for one in told["sources"])
        assert told["records"] - told["duplicates"] == told["papers"] == 182
        assert told["trashed"] == 1
        assert told["to_screen"] == 181
        assert (told["accepted"], told["maybe"]) == (1, 1)
        assert told["accepted"] + told["rejected"] + told["maybe"] == told["screened"]
        assert told["screened"] + told["undecided"] == told["to_screen"]
        assert told["reasons"] == [{"reason": "wrong topic", "papers": rejected}]
        assert (told["notes"], told["tags"], told["starred"], told["read"]) == (1, 2, 1, 1)
        assert sum(day["decisions"] for day in told["days"]) == rejected + 2

    def test_they_can_be_read_in_eighty_columns_and_are_aligned(self, shell: Shell) -> None:
        shell("decide", "lora", "reject", "--reason", "a reason that goes on and on " * 5)
        lines = shell("stats").lines
        assert max(map(len, lines)) <= 80
        rows = [line for line in lines if line.startswith(" ")]
        assert {line[9:11] for line in rows} == {"  "}
        assert all(line[:9].strip().replace(",", "").isdigit() for line in rows)
        assert [line for line in lines if not line.startswith(" ")][:3] == [
            "Identified", "Screened", "Read and written",
        ]  # fmt: skip

    def test_of_a_query_they_are_about_its_papers(self, shell: Shell) -> None:
        count = len(shell("list", "lora").lines)
        (told,) = shell("stats", "lora", "--json").objects
        assert (told["papers"], told["to_screen"]) == (count, count)
        nothing = shell("stats", "qqqqqqq")
        assert nothing.code == 0
        assert nothing.err
        assert "        0  papers\n" in nothing.out

    def test_json_keeps_its_keys_and_says_what_was_done_when(self, shell: Shell) -> None:
        shell("decide", "1", "accept")
        shell("mark", "2", "--read")
        shell("tag", "1", "+a", "+b")
        shell("tag", "2", "+b")
        (told,) = shell("stats", "--json").objects
        assert list(told) == [
            "records", "sources", "duplicates", "papers", "trashed", "to_screen", "screened", "accepted", "rejected",
            "reasons", "maybe", "undecided", "notes", "highlights", "tags", "starred", "read", "days", "pace",
            "minutes_left", "added", "reading", "years", "tag_counts", "venues", "venues_estimated",
        ]  # fmt: skip
        assert sum(one["papers"] for one in told["added"]) == 182
        assert [one["papers"] for one in told["reading"]] == [1]
        assert told["tag_counts"] == [{"tag": "b", "papers": 2}, {"tag": "a", "papers": 1}]
        assert (told["pace"], told["minutes_left"], told["venues_estimated"]) == (None, None, False)
        assert {"year": 2024, "papers": 18, "accepted": 1} in told["years"]

    def test_plots_are_for_people_or_for_who_asks(self, shell: Shell) -> None:
        shell("decide", "1", "accept")
        shell("tag", "1", "+a")
        assert "┤" not in shell("stats").out
        asked = shell("stats", "--plots")
        assert asked.out.count("┤") == 6  # added, decided, years
        assert "Papers added per day  most: " in asked.out
        assert max(map(len, asked.lines)) <= 80
        with patch.object(Stream, "terminal", True), patch.dict("os.environ", COLUMNS="40", LINES="20"):
            seen = shell("stats")
            assert "┤" in seen.out
            assert max(len(line) for line in seen.lines if "█" in line or "─" in line) <= 40
            assert "┤" not in shell("stats", "--no-plots").out

    def test_plots_are_ascii_where_the_user_says_so(self, shell: Shell, tmp_path: Path) -> None:
        shell("tag", "1", "+a")
        (tmp_path / "config.toml").write_text('[look]\nsigns = "ascii"\n')
        with patch.dict("os.environ", PAPERREADER_CONFIG=str(tmp_path / "config.toml")):
            assert all(line.isascii() for line in shell("stats", "--plots").lines)

    def test_they_are_drawn_to_a_file(self, shell: Shell, tmp_path: Path) -> None:
        shell("decide", "1", "reject", "--reason", "<b> & co")
        done = shell("stats", "-o", tmp_path / "stats.svg")
        assert (done.code, done.out) == (0, "")
        assert done.err.endswith(f"the statistics of 182 papers drawn to {tmp_path / 'stats.svg'}.\n")
        page = [one.text for one in fromstring((tmp_path / "stats.svg").read_bytes()).iter()]
        assert {"All papers", "<b> & co"} <= set(page)
        assert shell("stats", "lora", "--prisma", "-o", tmp_path / "flow.svg").code == 0
        flow = [one.text for one in fromstring((tmp_path / "flow.svg").read_bytes()).iter()]
        assert "Studies included in review (n = 0)" in flow
        assert fromstring(shell("stats", "--prisma", "-o", "-").out) is not None

    def test_the_flow_is_text_where_no_file_is_named(self, shell: Shell) -> None:
        shell("decide", "1", "accept")
        lines = shell("stats", "--prisma").lines
        assert lines[:2] == ["Identification", "  Records identified (n = 182)"]
        assert lines[-1] == "  Studies included in review (n = 1)"

    def test_what_cannot_be_drawn_is_said(self, shell: Shell, tmp_path: Path) -> None:
        for args, code, why in (
            (["-o", "stats.png"], 2, "rsvg-convert"),
            (["--json", "-o", "stats.svg"], 2, "leave out"),
            (["--json", "--prisma"], 2, "leave out"),
            (["-o", tmp_path / "none" / "stats.svg"], 1, "there is no directory"),
            (["-o", f"{tmp_path}/a\x00b"], 1, "no file can have this name"),
        ):
            done = shell("stats", *args)
            assert (done.code, why in done.err, done.out) == (code, True, ""), done.err
        assert list(tmp_path.glob("*.svg")) == []
