"""Which papers a command applies to: never more than were meant, and numbers refer to papers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.query import parse
from tests.cli.shell import Called, Shell, Stream

pytest_plugins = ["tests.cli.shells"]

SIGNS = [
    "#", '""', "()", "-", "--", "@", "OR", "AND", "OR OR", '"-"', "NOT", "::", "…", "&", "-()", '-""', "(#)", "(-)",
    'tag:""', "title:()", "title:(#)", "title:-", "tag:#", "cat:-", "-cat:-", "id:-", "-id:()", "is:", "-is:", "year:",
    "is:unred", "year:20x4", "upvotes:abc", "added:<7q", "has:foo", "sort:dat", "sort:title", '"*"', "-*", "(*)",
    "\u200b", "🤖", "∑", "\ufe0f", '"" ""', "source:()", "( ( ) )", "- -", ")", "((",
]  # fmt: skip
"""Queries that say nothing about which papers are meant."""
PARTLY = [
    "# lora", "lora OR #", "lora OR", "is:unred lora", 'lora ""', "lora ()", "lora - survey", "NOT lora",
    "lora NOT survey", "lora year:20x4", "-lora -", "* OR lora", "lora tag:", "lora AND",
    '"lora"-survey', "(lora)-survey", "OR lora", "lora -()", "lora | survey", "lora)",
    "lora & survey", " ".join(["lora"] * 40), "titel:lora",
]  # fmt: skip
"""Queries that are understood only in part."""
CHANGING = [
    ["trash", None], ["trash", "--yes", None], ["trash", "--restore", None], ["decide", None, "accept"],
    ["tag", None, "+x"], ["tag", None, "-x"], ["mark", "--star", None], ["mark", "--read", None],
    ["edit", "--title", "x", None], ["note", None, "text"], ["highlight", None, "the"],
    ["views", "save", "x", None], ["duplicates", "merge", None, "1"], ["duplicates", "apart", "1", None],
]  # fmt: skip


def changed(shell: Shell, command: list[str | None], query: str) -> Called:
    """Run a command with the query in its place, after `--` if it begins with a dash."""
    dashes = ["--"] if query.startswith("-") and command[0] not in ("tag", "note") else []
    return shell(*[word for one in command for word in ([one] if one is not None else [*dashes, query])])


@pytest.mark.parametrize("command", CHANGING, ids=lambda one: " ".join(part or "QUERY" for part in one))
def test_what_says_nothing_changes_nothing(shell: Shell, command: list[str | None]) -> None:
    for query in [*SIGNS, *PARTLY]:
        if command[0] == "views" and query == "sort:title":
            continue  # every paper, sorted: a view can be that
        if command[0] in ("tag", "note") and query == "--":
            continue  # ends the options and is not an operand
        done = changed(shell, command, query)
        assert (done.code, done.out) == (1, ""), query
        assert done.err, query
    assert not shell("log").lines or all("imported" in line for line in shell("log").lines)


@pytest.mark.parametrize("query", ["trasnformer", "the zzzqqq", "openbezaor ", "tag:to", "-tag:to", "lora tag:to"])
def test_what_is_only_nearly_so_is_listed_and_not_changed(shell: Shell, query: str) -> None:
    shell("tag", "1", "+todo")
    if "tag:" not in query:
        assert shell("list", query).lines
    for args in (["trash", "--", query], ["tag", query, "+x"], ["decide", "--", query, "accept"]):
        done = shell(*args)
        assert (done.code, done.out) == (1, ""), args
        assert "nothing was changed" in done.err
    assert shell("tag", "tag:todo", "+x").out == "1 paper changed.\n"


def test_doing_the_same_again_never_goes_on_to_other_papers(shell: Shell) -> None:
    assert shell("trash", "openbezoar").out == "1 paper changed.\n"
    for _ in range(3):
        assert shell("trash", "openbezoar").code == 1


def test_every_paper_is_meant_by_a_star_alone(shell: Shell) -> None:
    assert shell("mark", "*", "--star").out == "182 papers changed.\n"
    assert shell("mark", "* -lora", "--unstar").out != "182 papers changed.\n"


@pytest.mark.parametrize("query", ["#", '""', "()", "OR", "@", '"-"', "is:unred"])
def test_what_says_nothing_lists_nothing_either(shell: Shell, query: str) -> None:
    for command in (["list"], ["export", "--to", "json"], ["stats"], ["highlights"], ["read"]):
        done = shell(*command, query)
        assert (done.code, done.out) == (1, ""), command


@given(st.text(alphabet='#"()-@:*|&!~+.,;/ \\\u2013\u2026\u200b', max_size=12))
def test_signs_alone_never_mean_every_paper(text: str) -> None:
    query = parse(text)
    if text.strip():
        assert query.root is None
        assert query.everything or query.says_nothing
        assert query.everything == (not query.problems and not query.idle) or "*" in text


@given(
    st.lists(
        st.sampled_from(["lora", "#", '""', "-", "OR", "AND", "(", ")", "*", "tag:x", "title:", "NOT", "@"]), max_size=6
    )
)
@settings(max_examples=300)
def test_a_query_that_is_understood_whole_asks_for_something_or_for_everything(pieces: list[str]) -> None:
    query = parse(" ".join(pieces))
    if not query.problems and not query.idle and pieces:
        assert query.root is not None or query.everything


class TestNumbers:
    def test_an_argument_of_digits_is_the_paper_of_that_number_everywhere(self, shell: Shell) -> None:
        shell("highlight", "7", shell("show", "7", "--json").objects[0]["abstract"][:30])
        (paper,) = shell("show", "7", "--json").objects
        assert shell("list", "7", "--json").objects == [paper]
        assert shell("list", " 007 ", "--json").objects == [paper]
        assert shell("export", "7", "--to", "json").objects == [paper]
        assert [one["paper"] for one in shell("highlights", "7", "--json").objects] == [7]
        assert shell("highlights", "8", "--json").objects == []
        assert shell("stats", "7", "--json").objects[0]["papers"] == 1
        assert "paper 1 of 1" in shell("read", "7", stdin=b"q\n").out
        assert shell("tag", "7", "+x").out == "1 paper changed.\n"

    def test_several_numbers_are_these_papers_in_their_order(self, shell: Shell) -> None:
        listed = [int(line.split()[0]) for line in shell("list", "9", "7", "12", "9").lines]
        assert listed == [9, 7, 12]
        by_title = [int(line.split()[0]) for line in shell("list", "9", "7", "12", "--sort", "added").lines]
        assert sorted(by_title) == [7, 9, 12]

    @pytest.mark.parametrize("number", ["999", "0", "9" * 5000, "٩٩٩"])
    def test_where_there_is_none_it_is_said_how_to_search_for_the_text(self, shell: Shell, number: str) -> None:
        for command in (
            ["show"], ["list"], ["export", "--to", "json"], ["highlights"], ["read"], ["stats"], ["related"], ["trash"],
            ["mark", "--star"],
        ):  # fmt: skip
            done = shell(*command, number)
            assert (done.code, done.out) == (1, ""), command
            assert "'\"" in done.err
            assert len(done.err) < 400
        for after in (["decide", number, "accept"], ["tag", number, "+x"], ["note", number, "x"]):
            assert shell(*after).code == 1

    def test_in_quotes_of_its_own_a_number_is_searched_for(self, shell: Shell) -> None:
        assert shell("list", '"2024"').code == 0

    def test_a_number_beside_words_is_not_guessed_at(self, shell: Shell) -> None:
        done = shell("list", "7", "lora")
        assert (done.code, done.out) == (1, "")
        assert "'\"7\"'" in done.err
        assert shell("list", '"7"', "lora").code == 0
        assert shell("list", "7 lora").code == 0  # one argument that is not only digits

    def test_views_and_the_search_of_read_always_search(self, shell: Shell) -> None:
        assert shell("views", "save", "seven", "7").code == 0
        assert "7" in shell("views").lines[0]
        done = shell("read", "1", stdin=b"/ 999999\n/ 2\nq\n")
        assert "No papers found for “999999”" in done.out


class TestAsking:
    @contextmanager
    def terminal(self) -> Iterator[None]:
        with patch.object(Stream, "terminal", True):
            yield

    @pytest.mark.parametrize(
        "args",
        [["trash", "*"], ["decide", "*", "reject"], ["tag", "*", "+x"], ["mark", "*", "--read"]],
    )
    def test_more_than_half_of_the_papers_is_asked_about_at_a_terminal(self, shell: Shell, args: list[str]) -> None:
        with self.terminal():
            refused = shell(*args, stdin=b"n\n")
            assert refused.code == 1
            assert "182 papers? [y/N]" in refused.err or "all 182 papers" in refused.err
            assert shell(*args, stdin=b"").code == 1
            assert not [line for line in shell("log").lines if "import" not in line]
            assert shell(*args, stdin=b"y\n").code == 0
            shell("undo")
            said = shell(*args, "--yes")
            assert said.code == 0
            assert "[y/N]" not in said.err

    def test_without_a_terminal_and_for_less_than_half_nobody_is_asked(self, shell: Shell) -> None:
        done = shell("trash", "*")
        assert (done.code, done.out) == (0, "182 papers changed.\n")
        assert "undo” undoes it" in done.err
        shell("undo")
        with self.terminal():
            assert shell("trash", "1").code == 0
            assert shell("trash", "2 OR 3 sort:date").code in (0, 1)

    def test_what_was_done_says_how_it_is_taken_back(self, shell: Shell) -> None:
        assert "“paperreader undo 2” undoes both" in shell("mark", "1", "--star", "--read").err
        assert "undoes it" in shell("note", "1", "text").err
        assert "undoes it" in shell("edit", "1", "--venue", "NeurIPS").err
        assert "undoes it" in shell("views", "save", "x", "lora").err
        again = shell("mark", "1", "--star")
        assert (again.out, again.err) == ("0 papers changed, of 1 found.\n", "")


class TestLongInput:
    @pytest.mark.parametrize(
        "text", ["x" * 40_000, "9" * 400, "(" * 2_000, ")" * 2_000, "is:" + "y" * 9_000, "foo:" + "z" * 9_000]
    )
    def test_messages_never_repeat_a_long_input(self, shell: Shell, text: str) -> None:
        for args in (
            ["list", text], ["show", text], ["trash", text], ["tag", text, "+x"], ["tag", "1", "+" + text],
            ["tag", "1", text], ["tags", "rename", text, "x"], ["views", "delete", text], ["export", "--to", text],
            [text], ["list", "--sort", text], ["decide", "1", text], ["highlight", "1", text], ["duplicates", text],
            ["edit", "1", "--published", text], ["imports", "--undo", text], ["undo", text], ["list", "--" + text],
            ["views", "save", text, "lora"], ["note", text, "x"], ["highlight", "1", "the", "--nth", text],
            ["import", text], ["--library", text, "list"], ["config", text], ["tags", "colour", text, "green"],
            ["tags", "colour", "x", text], ["read", text],
        ):  # fmt: skip
            done = shell(*args)
            assert len(done.err) < 900, args[:2]
            assert done.err.count("\n") < 12, args[:2]
            assert "[Errno" not in done.err

    def test_the_words_that_are_too_many_are_named(self, shell: Shell) -> None:
        words = [f"word{at}" for at in range(35)]
        assert "left out are “word32”, “word33”, “word34”" in shell("list", *words).err
        assert "left out is “word32”" in shell("list", *words[:33]).err
