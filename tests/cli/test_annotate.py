"""Annotating on the command line: decisions, stars, the trash, highlights, notes, and undoing them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.shell import HOSTILE, Shell, records

pytest_plugins = ["tests.cli.shells"]

PASSAGE = "relative position encoding"
"""Occurs once in the abstract of paper 1."""


def abstract(shell: Shell, paper: int) -> str:
    return str(shell("show", str(paper), "--json").objects[0]["abstract"])


class TestDecide:
    def test_a_query_decides_on_all_that_it_finds_and_says_how_many_changed(self, shell: Shell) -> None:
        count = len(shell("list", "lora").lines)
        assert shell("decide", "lora", "reject", "--reason", "wrong topic").out == f"{count} papers changed.\n"
        assert len(shell("list", "is:rejected").lines) == count
        papers = shell("list", "lora", "--json").objects
        assert {(one["decision"], one["reason"]) for one in papers} == {("reject", "wrong topic")}
        assert shell("decide", "lora", "reject").out == f"0 papers changed, of {count} found.\n"
        shell("decide", "lora", "ACCEPT")
        assert {(one["decision"], one["reason"]) for one in shell("list", "lora", "--json").objects} == {
            ("accept", None)
        }
        assert shell("undo").out.startswith(f"undid: accepted {count} papers")
        assert len(shell("list", "is:rejected").lines) == count
        assert shell("decide", "*", "undecided").out == f"{count} papers changed, of 182 found.\n"
        assert len(shell("list", "is:undecided").lines) == 182

    @pytest.mark.parametrize(("decision", "sign"), [("accept", "+"), ("reject", "×"), ("maybe", "?")])
    def test_a_list_shows_the_decision_as_a_sign_and_show_in_words(
        self, shell: Shell, decision: str, sign: str
    ) -> None:
        assert shell("decide", "7", decision, "--reason", "as agreed").out == "1 paper changed.\n"
        (line,) = shell("list", "--", "-is:undecided").lines
        assert line.startswith(f"    7  •{sign} ")
        assert ": as agreed" in shell("show", "7").out

    @pytest.mark.parametrize(
        ("args", "code"),
        [
            (["lora"], 2), (["lora", "perhaps"], 2), (["", "accept"], 2), ([" ", "accept"], 2),
            (["lora", "undecided", "--reason", "x"], 2), (["year:20x", "accept"], 1), (["qqqqqqq", "accept"], 1),
            (["9999", "accept"], 1),
        ],
    )  # fmt: skip
    def test_what_cannot_be_meant_changes_nothing(self, shell: Shell, args: list[str], code: int) -> None:
        done = shell("decide", *args)
        assert (done.code, done.out) == (code, "")
        assert not shell("log").out

    def test_a_reason_is_one_clean_line(self, shell: Shell) -> None:
        shell("decide", "1", "reject", "--reason", HOSTILE + "\nsecond")
        assert "second" in shell("show", "1").out
        assert len([line for line in shell("log").lines if line]) == 1


class TestMark:
    def test_stars_and_reading_are_set_and_unset(self, shell: Shell) -> None:
        assert shell("mark", "7", "--star", "--read").out == "1 paper changed.\n"
        (paper,) = shell("show", "7", "--json").objects
        assert (paper["starred"], paper["read"]) == (True, True)
        assert shell("mark", "7", "--star").out == "0 papers changed, of 1 found.\n"
        assert shell("mark", "is:starred", "--unstar").out == "1 paper changed.\n"
        assert shell("mark", "7", "--unread").out == "1 paper changed.\n"
        (paper,) = shell("show", "7", "--json").objects
        assert (paper["starred"], paper["read"]) == (False, False)

    def test_papers_are_queued_and_listed_in_that_order(self, shell: Shell) -> None:
        shell("mark", "9", "--queue")
        shell("mark", "4", "--queue")
        assert [one["id"] for one in shell("list", "is:queued", "--sort", "queue", "--json").objects] == [9, 4]
        assert [one["queued"] for one in shell("list", "is:queued", "--sort", "-queue", "--json").objects] == [2, 1]
        assert "in the queue" in shell("show", "4").out
        shell("decide", "9", "accept")
        assert shell("list", "--json", "9").objects[0]["queued"] is None
        shell("undo")
        assert shell("mark", "9", "--unqueue").out == "1 paper changed.\n"
        assert [one["id"] for one in shell("list", "is:queued", "--json").objects] == [4]

    def test_papers_are_rated_and_read_again_on_a_day(self, shell: Shell) -> None:
        assert shell("mark", "7", "--rating", "4", "--due", "2030-12-24").out == "1 paper changed.\n"
        (paper,) = shell("list", "rating:>=4 due:2030-12", "--json").objects
        assert (paper["id"], paper["rating"], paper["due"]) == (7, 4, "2030-12-24")
        assert "rated 4 of 5 · to read again on 2030-12-24" in shell("show", "7").out
        shell("mark", "7", "--rating", "NONE", "--due", "never")
        (paper,) = shell("show", "7", "--json").objects
        assert (paper["rating"], paper["due"], "memory" in paper) == (None, None, False)
        shell("undo", "2")
        assert len(shell("list", "has:rating due:yes").lines) == 1

    def test_two_marks_are_two_changes(self, shell: Shell) -> None:
        shell("mark", "7", "--star", "--read")
        assert len(shell("undo", "2").lines) == 2
        (paper,) = shell("show", "7", "--json").objects
        assert (paper["starred"], paper["read"]) == (False, False)

    @pytest.mark.parametrize(
        ("args", "code"),
        [
            (["7"], 2),
            (["7", "--due", "soon"], 2),
            (["7", "--rating", "6"], 2),
            (["--star"], 2),
            (["", "--star"], 2),
            (["9999", "--read"], 1),
            (["(", "--x"], 2),
        ],
    )
    def test_what_cannot_be_meant_changes_nothing(self, shell: Shell, args: list[str], code: int) -> None:
        done = shell("mark", *args)
        assert (done.code, done.out) == (code, "")
        assert not shell("log").out


class TestTrash:
    def test_what_is_in_the_trash_is_nowhere_else(self, shell: Shell) -> None:
        count = len(shell("list", "lora").lines)
        shell("tag", "lora", "+there")
        assert shell("trash", "lora").out == f"{count} papers changed.\n"
        assert shell("trash", "1").out == "1 paper changed.\n"
        assert len(shell("list").lines) == 182 - count - 1
        assert not shell("list", "tag:there").out
        assert len(shell("list", "tag:there is:trashed").lines) == count
        assert len(shell("list", "is:trashed").lines) == count + 1
        assert len(shell("export", "*", "--to", "json").lines) == 182 - count - 1
        assert "in the trash" in shell("show", "1").out
        assert shell("show", "1", "--json").objects[0]["trashed"] is True

    def test_a_query_brings_back_what_it_finds_in_the_trash(self, shell: Shell) -> None:
        count = len(shell("list", "lora").lines)
        shell("trash", "lora")
        shell("trash", "1")
        assert shell("trash", "lora", "--restore").out == f"{count} papers changed.\n"
        assert len(shell("list", "is:trashed").lines) == 1
        assert shell("trash", "*", "--restore").out == "1 paper changed.\n"
        assert len(shell("list").lines) == 182
        assert shell("trash", "lora", "--restore").code == 1
        assert shell("undo", "4").code == 0
        assert not shell("list", "is:trashed").out

    def test_of_alternatives_those_in_the_trash_are_brought_back(self, shell: Shell) -> None:
        lora = shell("list", "lora").lines
        assert lora
        shell("trash", "lora")
        assert shell("trash", "lora OR mamba", "--restore").out == f"{len(lora)} papers changed.\n"
        assert shell("list", "lora").lines == lora

    @pytest.mark.parametrize(("args", "code"), [([], 2), ([""], 2), (["9999"], 1), (["foo:bar", "--restore"], 1)])
    def test_what_cannot_be_meant_changes_nothing(self, shell: Shell, args: list[str], code: int) -> None:
        done = shell("trash", *args)
        assert (done.code, done.out) == (code, "")
        assert not shell("log").out


class TestHighlight:
    def test_the_words_quoted_are_the_words_highlighted(self, shell: Shell) -> None:
        done = shell(
            *(
                "highlight",
                "1",
                PASSAGE,
                "--colour",
                "green",
                "--comment",
                "as in S4",
                "--tag",
                "method",
                "--tag",
                "two words",
            )
        )
        assert done.out == f"highlighted in paper 1, green: “{PASSAGE}” as in S4 #method #two words\n"
        (paper,) = shell("show", "1", "--json").objects
        (mark,) = paper["highlights"]
        assert paper["abstract"][mark["start"] : mark["end"]] == mark["quote"] == PASSAGE
        assert (mark["colour"], mark["comment"], mark["tags"]) == ("green", "as in S4", ["method", "two words"])
        assert f"green: “{PASSAGE}” as in S4 #method #two words" in shell("show", "1").out
        assert shell("undo").code == 0
        assert not shell("highlights").out

    @pytest.mark.parametrize(
        "quote",
        [
            "RELATIVE  position\nencoding",
            f" {PASSAGE} ",
            "rélative position encoding",
            "relative position encodıng performs",
        ],
    )
    def test_a_quote_need_not_be_to_the_letter(self, shell: Shell, quote: str) -> None:
        assert shell("highlight", "1", quote).code == 0
        (mark,) = shell("show", "1", "--json").objects[0]["highlights"]
        assert mark["quote"].removesuffix(" performs") == PASSAGE

    def test_kinds_of_quotes_dashes_and_white_space_do_not_matter(self, empty: Shell) -> None:
        text = "We call it “self\u2011attention” — the model’s\n   own eye."
        empty("import", "-", stdin=json.dumps({"title": "On Eyes", "abstract": text}).encode())
        assert empty("highlight", "1", '"Self-attention" - the model\'s own').code == 0
        (mark,) = empty("highlights", "--json").objects
        assert mark["quote"] == "“self\u2011attention” — the model’s\nown"  # indents are not read from loose JSON

    def test_latex_is_quoted_as_it_is_stored_or_as_it_is_shown(self, empty: Shell) -> None:
        text = "It runs in\n$O(n^2)$ time and\nneeds $\\alpha$ of space."
        paper = json.dumps({"title": "On Time", "abstract": text}).encode()
        assert empty("import", "-", stdin=paper).code == 0
        assert empty("highlight", "1", "in O(n²) time").code == 0
        assert empty("highlight", "1", "$\\alpha$ of", "--colour", "blue").code == 0
        marks = empty("highlights", "--json").objects
        assert {one["quote"] for one in marks} == {"in\n$O(n^2)$ time", "$\\alpha$ of"}
        for one in marks:
            assert abstract(empty, 1)[one["start"] : one["end"]] == one["quote"]

    def test_what_stands_there_twice_is_highlighted_only_by_number(self, shell: Shell) -> None:
        twice = "more"
        count = abstract(shell, 1).count(twice)
        assert count > 1
        done = shell("highlight", "1", twice)
        assert (done.code, done.out) == (1, "")
        assert f"appears {count} times" in done.err
        assert "--nth" in done.err
        assert shell("highlight", "1", twice, "--nth", str(count)).code == 0
        (mark,) = shell("highlights", "--json").objects
        assert mark["start"] == abstract(shell, 1).rfind(twice)
        late = shell("highlight", "1", twice, "--nth", str(count + 1))
        assert late.code == 1
        assert f"only {count} times" in late.err

    @pytest.mark.parametrize(
        ("args", "code"),
        [
            (["1", "words that nobody wrote here at all"], 1), (["1", ""], 1), (["1", " \n "], 1), (["9999", "x"], 1),
            (["1"], 2), ([], 2), (["1", PASSAGE, "--colour", "red"], 2), (["1", PASSAGE, "--nth", "0"], 2),
            (["1", PASSAGE, "--nth", "2"], 1), (["1", PASSAGE, "--tag", "#"], 1),
            (["1", PASSAGE, "--tag", "x" * 200], 1),
        ],
    )  # fmt: skip
    def test_what_cannot_be_highlighted_is_said_in_words(self, shell: Shell, args: list[str], code: int) -> None:
        done = shell("highlight", *args)
        assert (done.code, done.out) == (code, "")
        assert done.err
        assert not shell("log").out

    def test_a_paper_without_an_abstract_has_no_passage(self, empty: Shell) -> None:
        empty("import", "-", stdin=json.dumps({"title": "Only a Title of a Paper"}).encode())
        done = empty("highlight", "1", "Title")
        assert done.code == 1
        assert "no abstract" in done.err

    def test_highlights_are_listed_with_their_papers_the_newest_first(self, shell: Shell) -> None:
        shell("highlight", "1", PASSAGE)
        second = " ".join(abstract(shell, 7).split()[:5])
        assert shell("highlight", "7", second).code == 0
        first_line, last_line = shell("highlights").lines
        assert first_line.startswith("    7 yellow: “")
        assert last_line.startswith(f"    1 yellow: “{PASSAGE}”")
        assert [one["paper"] for one in shell("highlights", "--json").objects] == [7, 1]
        label = shell("show", "1", "--json").objects[0]["label"]
        assert shell("highlights", "--json", f'"{PASSAGE}"').objects[0]["label"] == label
        assert label in last_line
        nothing = shell("highlights", "qqqqqqqqqq")
        assert (nothing.code, nothing.out) == (0, "")
        assert nothing.err

    def test_the_users_name_of_a_colour_is_beside_it_and_finds_it(
        self, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "config.toml").write_text('[highlights.names]\ngreen = "method"\n')
        monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "config.toml"))
        assert "method (green): “" in shell("highlight", "1", PASSAGE, "--colour", "green").out
        shell("highlight", "7", " ".join(abstract(shell, 7).split()[:5]))
        assert shell("highlights").lines[1].startswith("    1 method (green): “")
        assert "yellow: “" in shell("highlights").lines[0]
        assert "method (green): “" in shell("show", "1").out
        assert "(method (green))" in shell("export", "1", "--to", "markdown").out
        other, ours = shell("highlights", "--json").objects
        assert (ours["colour"], ours["colour_name"]) == ("green", "method")
        assert (other["colour"], "colour_name" in other) == ("yellow", False)
        assert [one["id"] for one in shell("list", "hl.colour:method", "--json").objects] == [1]
        assert '"green"' in shell("export", "1", "--to", "json").out

    def test_a_tag_brings_its_colour_unless_one_is_given(self, shell: Shell) -> None:
        shell("tag", "1", "+claim")
        shell("tags", "colour", "claim", "pink")
        shell("highlight", "1", PASSAGE, "--tag", "claim")
        shell("highlight", "1", PASSAGE, "--tag", "claim", "--colour", "yellow")
        assert sorted(one["colour"] for one in shell("highlights", "--json").objects) == ["pink", "yellow"]

    def test_links_in_notes_are_printed_as_titles_and_exported_whole(self, shell: Shell) -> None:
        other = shell("show", "2", "--json").objects[0]
        link = f"see [[{other['uid']}]]"
        shell("note", "1", link)
        shell("note", "1", f"{link} too")
        start = " ".join(other["label"].split())[:20]
        for command in (
            ["show", "1"], ["note", "1"], ["note", "1", "--history"], ["show", "2"], ["read", "2"], ["read", "1"],
            ["export", "1", "--to", "markdown"], ["export", "1", "--to", "csv"], ["export", "1", "--to", "bibtex"],
        ):  # fmt: skip
            printed = shell(*command).out
            assert other["uid"] not in printed, command
            assert start in " ".join(printed.split()), command
        assert link in shell("export", "1", "--to", "json").out
        assert [note["body"] for note in shell("show", "1", "--json").objects[0]["notes"]] == [link, f"{link} too"]

    def test_a_passage_that_is_gone_is_marked_so(self, shell: Shell) -> None:
        shell("highlight", "1", PASSAGE)
        with contextlib.closing(sqlite3.connect(shell.library)) as other:
            other.execute("update papers set abstract = 'Something else entirely, by another hand.' where id = 1")
            other.commit()
        for command in (["highlights"], ["show", "1"]):
            assert f"yellow, no longer in the abstract: “{PASSAGE}”" in shell(*command).out
        (mark,) = shell("highlights", "--json").objects
        assert (mark["start"], mark["end"], mark["quote"]) == (None, None, PASSAGE)

    def test_the_same_passage_again_changes_nothing(self, shell: Shell) -> None:
        shell("highlight", "1", PASSAGE)
        again = shell("highlight", "1", PASSAGE)
        assert (again.code, again.out) == (0, "no change: it is already highlighted.\n")
        assert len(shell("log").lines) == 1


class TestNotes:
    def test_the_history_of_a_note_has_every_version_and_its_differences(self, shell: Shell) -> None:
        from paperreader.library import Library

        with Library(shell.library) as library:
            note, _ = library.annotations.write_note(5, "one\ntwo\n-- three")
            note, _ = library.annotations.edit_note(note.id, "one\n2\n-- three", revision=note.revision)
            library.annotations.edit_note(note.id, "one\n2", revision=note.revision)
        lines = shell("note", "5", "--history").lines
        heads = [at for at, line in enumerate(lines) if line.startswith("Version ")]
        assert [lines[at][:14] for at in heads] == ["Version 1 of 3", "Version 2 of 3", "Version 3 of 3"]
        first, second, third = (lines[at + 1 : end] for at, end in zip(heads, [*heads[1:], len(lines)], strict=True))
        assert first == ["+one", "+two", "+-- three"]
        assert second == [" one", "-two", "+2", " -- three"]
        assert third == [" one", " 2", "--- three"]

    def test_the_history_takes_no_text_and_needs_notes(self, shell: Shell) -> None:
        assert shell("note", "5", "--history", "text").code == 2
        nothing = shell("note", "5", "--history")
        assert (nothing.code, nothing.out) == (0, "")
        assert "has no notes" in nothing.err
        assert shell("note", "5", "--", "--history").code == 0
        assert shell("show", "5", "--json").objects[0]["notes"][0]["body"] == "--history"

    def test_a_note_says_which_passage_it_is_about(self, shell: Shell) -> None:
        from paperreader.library import Library

        shell("highlight", "1", PASSAGE)
        (mark,) = shell("highlights", "--json").objects
        with Library(shell.library) as library:
            library.annotations.write_note(1, "Why relative?", highlight=mark["id"])
        for command in (["note", "1"], ["show", "1"]):
            assert f", on “{PASSAGE}”\nWhy relative?\n" in shell(*command).out
        assert shell("show", "1", "--json").objects[0]["notes"][0]["highlight"] == mark["id"]

    def test_a_paper_says_which_notes_lead_to_it(self, shell: Shell) -> None:
        (arxiv,) = shell("show", "30", "--json").objects[0]["identifiers"]["arxiv"]
        assert "linked_from" not in shell("show", "30", "--json").objects[0]
        shell("note", "7", f"Not this.\nBut compare [[{arxiv}|the other]].")
        assert "Linked from paper 7, “" in shell("show", "30").out
        (link,) = shell("show", "30", "--json").objects[0]["linked_from"]
        assert link["paper"] == 7
        assert link["line"] == f"But compare [[{arxiv}|the other]]."


class TestUndo:
    def test_as_many_changes_as_asked_for_are_told_one_a_line(self, shell: Shell) -> None:
        for tag in "abc":
            shell("tag", "1", f"+{tag}")
        assert [line[-2:] for line in shell("undo", "2").lines] == ["+c", "+b"]
        assert [line[-2:] for line in shell("redo", "2").lines] == ["+b", "+c"]
        rest = shell("undo", "9")
        assert (rest.code, len(rest.lines)) == (0, 3)
        assert rest.err == "paperreader: there is nothing more to undo.\n"
        assert shell("undo", "2").code == 1
        assert shell("undo", "0").code == shell("undo", "x").code == 2

    def test_every_kind_of_change_is_in_the_log_and_undone(self, shell: Shell) -> None:
        before = shell("export", "--to", "json").out
        for change in (["decide", "1", "accept"], ["mark", "1", "--star"], ["trash", "1"], ["note", "2", "text"],
                       ["highlight", "1", PASSAGE], ["tags", "rename", "x", "y"], ["views", "save", "v", "lora"],
                       ["tags", "colour", "y", "green"]):  # fmt: skip
            if change[:2] == ["tags", "rename"]:
                assert shell("tag", "3", "+x").code == 0
            assert shell(*change).code == 0
        count = len(shell("log").lines)
        assert count == 9
        assert shell("undo", str(count)).code == 0
        assert shell("export", "--to", "json").out == before
        assert not shell("views").out


def test_nothing_hostile_reaches_a_terminal_by_what_was_written(empty: Shell) -> None:
    assert empty("import", "-", stdin=records(HOSTILE)).code == 0  # `call` checks that nothing gets through
    for command in (["highlight", "1", "[bold]", "--comment", HOSTILE, "--tag", HOSTILE], ["highlights"],
                    ["decide", "1", "reject", "--reason", HOSTILE], ["views", "save", HOSTILE, HOSTILE], ["views"],
                    ["tag", "1", f"+{HOSTILE}"], ["tags", "rename", HOSTILE, f"{HOSTILE}!"], ["log"], ["stats"],
                    ["note", "1", HOSTILE], ["note", "1", "--history"], ["read"]):  # fmt: skip
        done = empty(*command, stdin=b"i\nq\n")
        assert done.code in (0, 1)
        assert done.out + done.err
