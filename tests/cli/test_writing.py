"""Editing notes and highlights, and what else the shell can do as the reader does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.domain import local_today
from tests.cli.shell import HOSTILE, Shell, records

pytest_plugins = ["tests.cli.shells"]


@pytest.fixture
def one(empty: Shell, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "config.toml"))
    assert empty("import", "-", stdin=records("Alpha", "Beta")).code == 0
    return empty


def bodies(shell: Shell) -> list[str]:
    return [note["body"] for note in shell("note", "1", "--json").objects]


def test_the_only_note_is_edited_and_deleted(one: Shell) -> None:
    one("note", "1", "First.")
    assert one("note", "1", "--edit", "Second.").out.startswith("edited a note")
    assert bodies(one) == ["Second."]
    assert one("note", "1", "--edit", "-", stdin=b"Third.\n- a list\n").code == 0
    assert bodies(one) == ["Third.\n- a list"]
    assert one("note", "1", "--delete").out.startswith("deleted a note")
    assert bodies(one) == []
    one("undo", "2")
    assert bodies(one) == ["Second."]


def test_of_several_notes_one_is_chosen(one: Shell) -> None:
    for text in ("a", "b", "c"):
        one("note", "1", text)
    refused = one("note", "1", "--delete")
    assert (refused.code, refused.out) == (1, "")
    assert "Choose one with --nth: paper 1 has 3 notes." in refused.err
    assert one("note", "1", "--nth", "2", "--edit", "B").code == 0
    assert one("note", "1", "--delete", "--nth=3").code == 0
    assert bodies(one) == ["a", "B"]
    assert one("note", "1", "--delete", "--nth", "3").code == 1


@pytest.mark.parametrize(
    "args",
    [
        ["--edit"], ["--edit", "--delete", "x"], ["--nth", "1", "x"], ["--history", "x"], ["--delete", "x"],
        ["--template", "example", "--edit", "x"], ["--nth", "none", "--delete"],
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(one: Shell, args: list[str]) -> None:
    one("note", "1", "a")
    assert one("note", "1", *args).code == 2
    assert bodies(one) == ["a"]


def test_a_note_that_begins_with_a_dash_is_no_option(one: Shell) -> None:
    assert one("note", "1", "- a list --of things").code == 0
    assert one("note", "1", "--", "--edit", "is an option").code == 0
    assert bodies(one) == ["- a list --of things", "--edit is an option"]


def test_a_note_begins_with_a_template(one: Shell, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "mine.md").write_text("On {{ title }}.")
    assert [line.split()[0] for line in one("templates").lines] == ["mine", "example"]
    assert one("note", "1", "--template", "mine").code == 0
    assert bodies(one) == ["On Alpha."]
    refused = one("note", "1", "--template", "none")
    assert "Choose one of mine, example." in refused.err
    (tmp_path / "templates" / "mine.md").write_text("{{ title")
    assert one("note", "1", "--template", "mine").code == 1


def test_notes_are_listed_on_one_line_each(one: Shell) -> None:
    one("note", "1", f"{HOSTILE}\nsecond line")
    one("note", "2", "Newer.")
    lines = one("notes").lines
    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert lines[1].endswith("– Alpha")
    assert [note["label"] for note in one("notes", "beta", "--json").objects] == ["Beta"]
    assert "no notes found" in one("notes", "title:nothing").err


def test_a_highlight_is_edited_and_deleted_by_its_words(one: Shell) -> None:
    one("highlight", "1", "On Alpha", "--tag", "a", "--comment", "why")
    assert one("highlight", "1", "alpha", "--edit", "--colour", "pink", "--tag", "").code == 0
    [highlight] = one("highlights", "--json").objects
    assert (highlight["colour"], highlight["tags"], highlight["comment"]) == ("pink", [], "why")
    assert one("note", "1", "--on", "On Alpha", "About it.").code == 0
    assert one("note", "1", "--json").objects[0]["highlight"] == highlight["id"]
    assert one("highlight", "1", "On Alpha", "--delete").code == 0
    assert one("highlights").out == ""
    assert one("highlight", "1", "On Alpha", "--delete").code == 1


@pytest.mark.parametrize("args", [["--edit"], ["--edit", "--delete"], ["--delete", "--colour", "pink"]])
def test_a_highlight_is_not_changed_by_half_a_command(one: Shell, args: list[str]) -> None:
    one("highlight", "1", "On Alpha")
    assert one("highlight", "1", "On Alpha", *args).code == 2
    assert len(one("highlights").lines) == 1


@pytest.mark.parametrize(("said", "days"), [("today", 0), ("Tomorrow", 1), ("10d", 10), ("2w", 14)])
def test_a_day_is_said_in_words(one: Shell, said: str, days: int) -> None:
    assert one("mark", "1", "--due", said).code == 0
    assert one("show", "1", "--json").objects[0]["due"] == str(local_today() + timedelta(days=days))


def test_how_well_a_paper_is_remembered_says_when_it_is_read_again(one: Shell) -> None:
    assert one("mark", "1", "--recall", "good").code == 0
    paper = one("show", "1", "--json").objects[0]
    assert paper["due"] > str(local_today())
    assert paper["memory"]["reviewed"] == str(local_today())
    assert one("mark", "1", "--recall", "good", "--due", "never").code == 2


def test_criteria_are_written_for_all_papers_and_for_a_view(one: Shell) -> None:
    one("views", "save", "mine", "is:undecided")
    assert one("criteria", "Any", "paper.").code == 0
    assert one("criteria", "--view", "MINE", "-", stdin=b"A control group.\n").code == 0
    assert one("criteria", "--json").objects == [
        {"view": None, "criteria": "Any paper."},
        {"view": "mine", "criteria": "A control group."},
    ]
    assert one("criteria").lines == ["All papers", "Any paper.", "", "View mine", "A control group."]
    assert one("criteria", "--remove").code == 0
    assert len(one("criteria", "--json").objects) == 1
    assert one("criteria", "--view", "none", "x").code == 1
    assert one("criteria", " ").code == 1


def test_a_view_gets_a_digit_and_loses_it(one: Shell) -> None:
    one("views", "save", "mine", "is:undecided")
    assert one("views", "key", "mine", "4").code == 0
    assert one("views", "--json").objects[0]["key"] == "4"
    assert one("views", "key", "mine", "none").code == 0
    assert one("views", "--json").objects[0]["key"] is None
    assert one("views", "key", "mine", "0").code == 2


def test_keyword_lists_are_set_and_deleted(one: Shell) -> None:
    assert one("keywords", "set", "methods", "lora", "state  space", "--colour", "green").code == 0
    assert one("keywords", "set", "include", "open").code == 0
    assert one("keywords", "set", "methods", "mamba").out == "methods has 1 word now.\n"
    assert one("keywords", "--json").objects == [
        {"name": "include", "colour": None, "words": ["open"]},
        {"name": "exclude", "colour": None, "words": []},
        {"name": "methods", "colour": "green", "words": ["mamba"]},
    ]
    assert one("keywords", "delete", "methods").code == 0
    assert one("keywords", "delete", "include").code == 0
    assert [each["words"] for each in one("keywords", "--json").objects] == [[], []]
    assert one("keywords", "delete", "methods").code == 1
    assert one("keywords", "set", "exclude", "x", "--colour", "pink").code == 2


def test_facets_are_counted_and_the_history_of_one_paper_is_its_own(one: Shell) -> None:
    one("edit", "1", "--venue", "A Journal")
    one("edit", "2", "--venue", "A Journal")
    assert one("facets", "venue").lines == ["      2  A Journal"]
    assert one("facets", "venue", "alpha", "--json").objects[0]["papers"] == 1
    assert one("facets", "size").code == 2
    assert one("log", "2", "--json").objects[0]["fields"] == ["venue"]
    assert len(one("log", "1").lines) < len(one("log").lines)


def test_the_end_of_a_guessed_title_is_moved(one: Shell, shell: Shell) -> None:
    [number, before] = next(
        [paper["id"], paper["title"]] for paper in shell("list", "--json").objects if paper["title_from"] == "split"
    )
    assert shell("edit", str(number), "--move-title", "-1").code == 0
    after = shell("show", str(number), "--json").objects[0]["title"]
    assert before.startswith(after)
    assert after != before
    assert one("edit", "1", "--move-title", "1").code == 1
