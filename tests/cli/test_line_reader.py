"""`paperreader read`: papers one by one as plain lines, with commands of one letter."""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import signal
import sqlite3
import subprocess
import sys
import termios
import time
from array import array
from pathlib import Path
from typing import IO

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from paperreader.cli.core.line_reader import _HELP
from tests.cli.shell import HOSTILE, Called, Shell, Stream, records

pytest_plugins = ["tests.cli.shells"]

TITLES = ("Alpha Paper on Apples", "Beta Paper on Bees", "Gamma Paper on Geese")


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default configuration, whatever this machine's user has chosen."""
    monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "config.toml"))


@pytest.fixture
def three(empty: Shell) -> Shell:
    assert empty("import", "-", stdin=records(*TITLES)).code == 0
    return empty


def read(shell: Shell, *lines: str, query: tuple[str, ...] = ("sort:title",)) -> Called:
    return shell("read", *query, stdin="".join(f"{line}\n" for line in lines).encode())


def prompts(done: Called) -> list[str]:
    return [line.partition(". Command")[0] for line in done.lines if "Command (? for help)" in line]


def paper(shell: Shell, number: int) -> dict[str, object]:
    entry = shell("show", str(number), "--json").objects[0]
    assert isinstance(entry, dict)
    return entry


class TestMoving:
    def test_next_is_n_or_an_empty_line_and_p_goes_back(self, three: Shell) -> None:
        done = read(three, "n", "", "p", "q")
        assert done.code == 0
        assert prompts(done) == [f"paper {at} of 3, undecided" for at in (1, 2, 3, 2)]
        assert [line for line in done.lines if line in TITLES] == [TITLES[0], TITLES[1], TITLES[2], TITLES[1]]

    def test_at_both_ends_it_stays_and_says_so(self, three: Shell) -> None:
        done = read(three, "p", "g 3", "n", "q")
        assert prompts(done) == [f"paper {at} of 3, undecided" for at in (1, 1, 3, 3)]
        assert "This is the first paper." in done.lines
        assert "This was the last paper." in done.lines

    def test_the_end_of_input_quits(self, three: Shell) -> None:
        done = read(three, "n")
        assert done.code == 0
        assert done.lines[-1] == "End of input."
        assert read(three).code == 0

    @pytest.mark.parametrize("where", ["", "0", "4", "-1", "x", "1.5", "٣" * 20, "9" * 40])
    def test_a_place_that_there_is_not_is_refused(self, three: Shell, where: str) -> None:
        done = read(three, f"g {where}", "q")
        assert "a number from 1 to 3" in done.out
        assert len(prompts(done)) == 2

    def test_i_prints_the_paper_again(self, three: Shell) -> None:
        assert [line for line in read(three, "i", "q").lines if line in TITLES] == [TITLES[0], TITLES[0]]

    def test_another_query_is_another_list_and_one_that_finds_nothing_leaves_it(self, three: Shell) -> None:
        done = read(three, "/ bees", "/ qqqqqqq", "/", "/title:geese", "q")
        assert [one.split(",")[0] for one in prompts(done)] == [
            "paper 1 of 3", "paper 1 of 1", "paper 1 of 1", "paper 1 of 3", "paper 1 of 1",
        ]  # fmt: skip
        assert "No papers found for “qqqqqqq”: the list is unchanged." in done.lines

    def test_what_is_no_command_is_said(self, three: Shell) -> None:
        done = read(three, "nonsense", "y", "q")
        assert "Unknown command “nonsense”. Type ? for a list." in done.lines
        assert len(prompts(done)) == 3

    def test_the_help_names_every_command(self, three: Shell) -> None:
        done = read(three, "?", "q")
        assert _HELP in done.out
        assert "x 1: reject it: wrong topic" in done.lines
        for line in _HELP.splitlines():
            letter = line[0]
            assert "is no command" not in read(three, letter, "q").out

    def test_a_query_that_finds_nothing_asks_for_nothing(self, three: Shell) -> None:
        done = read(three, "q", query=("qqqqqq",))
        assert (done.code, done.out) == (0, "")
        assert done.err


class TestText:
    def test_paragraphs_are_paragraphs_and_latex_is_text(self, empty: Shell) -> None:
        text = "We show\na bound of $O(n^2)$.\n\nIt is tight, e.g. for trees. We say why."
        empty("import", "-", stdin=json.dumps({"title": "On Bounds", "abstract": text}).encode())
        assert "\n\nWe show a bound of O(n²).\n\nIt is tight, e.g. for trees. We say why.\n" in read(empty, "q").out
        by_sentence = read(empty, "q", query=("--sentences",)).lines
        assert by_sentence.count("") >= 2
        assert {"We show a bound of O(n²).", "It is tight, e.g. for trees.", "We say why."} <= set(by_sentence)

    def test_highlights_follow_the_abstract_and_notes_those(self, three: Shell) -> None:
        three("highlight", "1", "Alpha Paper", "--comment", "why", "--tag", "x")
        three("note", "1", "A note.")
        lines = read(three, "q").lines
        where = [
            lines.index(one) for one in (f"On {TITLES[0]}.", "Highlight 1, yellow: “Alpha Paper” why #x", "A note.")
        ]
        assert where == sorted(where)
        assert "[[" not in "".join(lines)

    def test_nothing_of_a_paper_can_act_on_a_terminal(self, empty: Shell) -> None:
        hostile = json.dumps(
            {"title": HOSTILE, "abstract": f"{HOSTILE}\n\n{HOSTILE}. {HOSTILE}", "authors": [HOSTILE], "venue": HOSTILE}
        )
        assert empty("import", "-", stdin=hostile.encode()).code == 0
        done = read(  # `call` checks that no control character gets through
            empty, f"e {HOSTILE}", f"x {HOSTILE}", f"+{HOSTILE}", "h [bold]", f"/ {HOSTILE}", HOSTILE, "i", "u", "o",
            "q", query=(),
        )  # fmt: skip
        assert "[bold]" in done.out
        for control in (*range(9), *range(11, 32), *range(127, 160)):
            assert chr(control) not in done.out + done.err

    def test_a_library_that_something_else_wrote_to_is_cleaned_on_its_way_out(self, three: Shell) -> None:
        with contextlib.closing(sqlite3.connect(three.library)) as other:
            other.execute("update papers set label = ?, abstract = ?, venue = ?", (HOSTILE,) * 3)
            other.commit()
        for query in ((), ("--sentences",)):
            assert "\ufffd" in read(three, "i", "q", query=query).out


class TestDeciding:
    def test_a_decision_is_said_and_goes_on(self, three: Shell) -> None:
        done = read(three, "a", "x too small", "z", "q")
        assert f"Accepted “{TITLES[0]}”." in done.lines
        assert f"Rejected “{TITLES[1]}”: too small." in done.lines
        assert "This was the last paper." in done.lines
        assert prompts(done)[-1] == "paper 3 of 3, maybe"
        told = {one["title"]: (one["decision"], one["reason"]) for one in three("list", "--json").objects}
        assert told == dict(zip(TITLES, [("accept", None), ("reject", "too small"), ("maybe", None)], strict=True))
        assert prompts(read(three, "q")) == ["paper 1 of 3, accepted"]

    def test_a_digit_is_one_of_the_reasons_of_the_configuration(self, three: Shell, tmp_path: Path) -> None:
        (tmp_path / "config.toml").write_text('[screening]\nreasons = ["off topic", "no data"]\n')
        done = read(three, "x 2", "x 3", "q")
        assert f"Rejected “{TITLES[0]}”: no data." in done.lines
        assert f"Rejected “{TITLES[1]}”: 3." in done.lines

    def test_undo_takes_back_and_goes_to_the_paper(self, three: Shell) -> None:
        done = read(three, "a", "u", "u", "u", "U", "U", "U", "q")
        assert f"Undid: accepted “{TITLES[0]}”." in done.lines
        assert any(line.startswith("Undid: imported 3 papers from ") for line in done.lines)
        assert "There is nothing to undo." in done.lines
        assert f"Redid: accepted “{TITLES[0]}”." in done.lines
        assert "There is nothing to redo." in done.lines
        assert prompts(done) == [
            "paper 1 of 3, undecided", "paper 2 of 3, undecided", "paper 1 of 3, undecided", "no paper", "no paper",
            "paper 1 of 3, undecided", "paper 1 of 3, accepted", "paper 1 of 3, accepted",
        ]  # fmt: skip

    def test_where_an_import_is_undone_it_goes_to_what_is_left(self, three: Shell) -> None:
        assert three("import", "-", stdin=records("Beta Zebra", "Zeta Paper on Zebras")).code == 0
        done = read(three, "g 3", "u", "p", "U", "g 5", "u", "g 4", "q")
        assert prompts(done) == [
            "paper 1 of 5, undecided", "paper 3 of 5, undecided", "paper 3 of 3, undecided", "paper 2 of 3, undecided",
            "paper 2 of 5, undecided", "paper 5 of 5, undecided", "paper 3 of 3, undecided", "paper 3 of 3, undecided",
        ]  # fmt: skip
        shown = [line for line in done.lines if line in (*TITLES, "Beta Zebra", "Zeta Paper on Zebras")]
        assert shown == [
            TITLES[0], "Beta Zebra", TITLES[2], TITLES[1], "Zeta Paper on Zebras", TITLES[2],
        ]  # fmt: skip

    def test_where_nothing_is_left_it_says_so_and_changes_nothing(self, three: Shell) -> None:
        done = read(three, "u", "", "n", "p", "g 1", "i", "a", "s", "+tag", "e x", "o", "?", "nonsense", "/", "U", "q")
        assert sum(line.startswith("No papers are left in this list.") for line in done.lines) == 11
        assert "Unknown command “nonsense”. Type ? for a list." in done.lines
        assert "No papers found for “”: the list is unchanged." in done.lines
        assert prompts(done)[1:-1] == ["no paper"] * 14
        assert prompts(done)[-1] == "paper 1 of 3, undecided"
        assert "accepted" not in three("log").out

    def test_where_nothing_is_left_another_query_finds_others(self, three: Shell) -> None:
        assert three("import", "-", stdin=records("Zeta Paper on Zebras")).code == 0
        done = read(three, "u", "/ bees", "q", query=("zebras",))
        assert prompts(done) == ["paper 1 of 1, undecided", "no paper", "paper 1 of 1, undecided"]
        assert TITLES[1] in done.lines

    def test_c_sets_back_and_what_is_so_already_is_said(self, three: Shell) -> None:
        done = read(three, "a", "p", "c", "c", "q")
        assert prompts(done)[-2:] == ["paper 1 of 3, undecided"] * 2
        assert done.lines.count("No change.") == 1


class TestWriting:
    def test_stars_reading_and_tags(self, three: Shell) -> None:
        done = read(three, "s", "r", "t", "t +one +two words", "-one +three", "t", "s", "t one", "t +", "q")
        assert f"Starred “{TITLES[0]}”." in done.lines
        assert f"Unstarred “{TITLES[0]}”." in done.lines
        assert f"Marked “{TITLES[0]}” as read." in done.lines
        assert "It has no tags." in done.lines
        assert "#two words #three" in done.lines
        assert "Write +one to add the tag, or -one to remove it." in done.lines
        assert "A sign without a tag: nothing was changed." in done.lines
        entry = paper(three, 1)
        assert (entry["starred"], entry["read"], entry["tags"]) == (False, True, ["two words", "three"])

    def test_a_note_is_one_line_or_lines_up_to_a_dot(self, three: Shell) -> None:
        done = read(three, "e in one line", "e", "# Two", "", ". not the end", ".", "e", ".", "e  ", "  ", ".", "q")
        assert done.lines.count(f"Wrote a note on “{TITLES[0]}”.") == 2
        assert "A line with a single dot ends it.\nWrote a note" in done.out
        assert done.lines.count("The note is empty: nothing was written.") == 2
        notes = paper(three, 1)["notes"]
        assert isinstance(notes, list)
        assert [note["body"] for note in notes] == ["in one line", "# Two\n\n. not the end"]

    def test_a_note_that_the_input_ends_in_is_kept(self, three: Shell) -> None:
        done = read(three, "e", "all that", "was typed")
        assert done.code == 0
        assert "was typed" in three("note", "1").out

    def test_a_quote_is_highlighted(self, three: Shell) -> None:
        done = read(three, 'h "Paper on"', "h Paper  ON", "h", 'h "nothing such as this"', "i", "q")
        assert done.lines.count("Highlighted “Paper on”.") == 1
        assert "No change: it is already highlighted." in done.lines
        assert "The quote is empty: nothing was highlighted." in done.lines
        assert any("is not in the abstract" in line for line in done.lines)
        assert "Highlight 1, yellow: “Paper on”" in done.lines

    def test_the_link_is_printed_where_there_is_one(self, three: Shell) -> None:
        assert "No link is known for this paper." in read(three, "o", "q").lines
        three("import", "-", stdin=json.dumps({"title": "Known", "arxiv_id": "2403.13043"}).encode())
        assert any("2403.13043" in line for line in read(three, "o", "q", query=("known",)).lines)

    def test_who_stays_with_a_paper_has_read_it(self, three: Shell, tmp_path: Path) -> None:
        read(three, "n", "q")
        assert paper(three, 1)["read"] is False
        (tmp_path / "config.toml").write_text("[reader]\nread_after = 0.000001\n")
        done = read(three, "n", "q")
        assert f"Marked “{TITLES[0]}” as read." in done.lines
        assert (paper(three, 1)["read"], paper(three, 2)["read"]) == (True, False)

    def test_a_paper_that_vanishes_meanwhile_is_a_sentence(self, three: Shell) -> None:
        class Meanwhile(io.BytesIO):
            """Input that is preceded by another program removing a paper."""

            def read1(self, size: int | None = -1, /) -> bytes:
                with contextlib.closing(sqlite3.connect(three.library)) as other:
                    other.execute("delete from papers where id = 1")
                    other.commit()
                return super().read1(size)

        done = three("read", "sort:title", stdin=Meanwhile(b"s\ni\nn\nq\n"))
        assert [one.split(", ")[1] for one in prompts(done)] == [
            "undecided", "no longer there", "no longer there", "undecided",
        ]  # fmt: skip
        assert done.lines.count("There is no paper 1 in this library.") == 2


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=12), max_size=6))
def test_no_input_breaks_it(three: Shell, lines: list[str]) -> None:
    assert read(three, *lines, "q").code == 0


def test_bytes_that_are_no_text_are_no_trouble(three: Shell) -> None:
    assert three("read", stdin=b"e \xff\xfe\x80 \x1b[2J\nq\n").code == 0
    assert "[2J" in three("note", "3").out or "[2J" in three("note", "1").out


def test_in_a_terminal_the_answer_stands_behind_the_question(three: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stream, "terminal", True)
    done = read(three, "n", "q")
    assert "Command (? for help): Beta" in done.out
    assert done.out.endswith("Command (? for help): ")


def _unread(pipe: IO[str]) -> int:
    """Return how many bytes written to a pipe have not been read yet."""
    left = array("i", [0])
    fcntl.ioctl(pipe.fileno(), termios.FIONREAD, left)
    return left[0]


def test_ctrl_c_in_a_note_keeps_it_and_at_the_prompt_ends(three: Shell) -> None:
    running = subprocess.Popen(
        [sys.executable, "-u", "-m", "paperreader", "--library", str(three.library), "read"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write("e\nhalf a note\n")
    running.stdin.flush()
    while "single dot" not in running.stdout.readline():
        pass
    while _unread(running.stdin):
        time.sleep(0.01)
    time.sleep(0.3)  # for the line that has just been read
    running.send_signal(signal.SIGINT)
    while "Wrote a note" not in running.stdout.readline():
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err.strip()) == (130, "paperreader: stopped.")
    assert three("list", "has:note").out


def test_the_documents_have_every_command() -> None:
    page = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
    table = page[page.index("| command | what it does |") :]
    for line in _HELP.splitlines():
        assert f"`{line[0]}" in table
