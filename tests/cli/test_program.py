"""The command line does what it says, reports what it did, and exits with the documented code."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, strategies as st

from paperreader.cli.core.parameters import one_query
from paperreader.exchange import sample_lists
from paperreader.exports import EXPORTS
from paperreader.query import parse
from tests.cli.shell import COUNTS, HOSTILE, Shell, Stream, call, process, records
from tests.query.test_query import holds

pytest_plugins = ["tests.cli.shells"]


class TestImport:
    def test_every_sample_list_is_read_whole_and_a_second_time_nothing_is_new(self, empty: Shell) -> None:
        first = empty("import", "--json", *sample_lists())
        assert first.code == 0
        assert [one["papers"] for one in first.objects] == COUNTS
        assert [one["added"] for one in first.objects] == COUNTS
        assert list(first.objects[0]) == [
            *("file", "format", "papers", "added", "merged", "unchanged", "doubts", "leftovers", "seconds"),
            "encoding_guess",
        ]
        second = empty("import", "--json", *sample_lists())
        assert [one["unchanged"] for one in second.objects] == COUNTS
        third = empty("import", sample_lists()[0])
        assert "nothing new" in third.out
        assert (third.code, third.err, len(third.lines)) == (0, "", 1)

    def test_what_is_left_over_is_told_with_its_line_and_code_3(self, empty: Shell, tmp_path: Path) -> None:
        file = tmp_path / "some.jsonl"
        file.write_bytes(records("One") + b'{"nothing": "known"}\n' * 5 + records("Two"))
        done = empty("import", file)
        assert done.code == 3
        assert "2 papers: 2 added" in done.out
        assert "5 not read" in done.out
        assert "line 2:" in done.err
        assert "2 more" in done.err
        (told,) = empty("import", "--json", file).objects
        assert told["leftovers"][0]["line"] == 2
        assert set(told["leftovers"][0]) == {"line", "text", "why"}
        assert len(empty("leftovers", "--json").lines) == 5
        assert f"{file}:2:" in empty("leftovers").out

    def test_standard_input_is_a_file_like_any_other(self, empty: Shell) -> None:
        assert "standard input: 2 papers: 2 added" in empty("import", "-", stdin=records("One", "Two")).out
        nothing = empty("import", "-")
        assert (nothing.code, nothing.out) == (1, "")
        assert "standard input is empty" in nothing.err

    def test_a_file_that_cannot_be_read_costs_only_itself(self, empty: Shell, tmp_path: Path) -> None:
        (tmp_path / "binary").write_bytes(b"\x00\x01\x02" * 100)
        (tmp_path / "nothing").touch()
        (tmp_path / "prose").write_text("Dear Ada,\nthank you for your letter.\n")
        (tmp_path / "directory").mkdir()
        os.mkfifo(tmp_path / "fifo")
        bad = ["missing", "binary", "nothing", "prose", "directory", "fifo", "x" * 300, "binary/inside"]
        done = empty("import", *(tmp_path / name for name in bad), sample_lists()[0])
        assert done.code == 1
        assert len(done.lines) == 1
        assert len(done.err.splitlines()) == len(bad)
        for name, line in zip(bad, done.err.splitlines(), strict=True):
            assert line.startswith("paperreader: ")
            assert name in line

    def test_a_directory_is_all_its_files_and_unreadable_ones_are_a_part_left_out(
        self, empty: Shell, tmp_path: Path
    ) -> None:
        deep = tmp_path / "lists" / "deep"
        deep.mkdir(parents=True)
        shutil.copy(sample_lists()[0], deep)
        assert empty("import", tmp_path / "lists").code == 0
        (deep / "picture.png").write_bytes(b"\x89PNG\x00")
        done = empty("import", tmp_path / "lists")
        assert (done.code, len(done.lines)) == (3, 1)
        assert "picture.png" in done.err

    def test_a_file_that_vanishes_meanwhile_is_a_line(self, empty: Shell, tmp_path: Path) -> None:
        (tmp_path / "lists").mkdir()
        with patch("paperreader.exchange.sources.os.walk", return_value=[(str(tmp_path / "lists"), [], ["gone.txt"])]):
            done = empty("import", tmp_path / "lists")
        assert done.code == 1
        assert "gone.txt" in done.err

    def test_a_dry_run_tells_the_truth_and_stores_nothing(self, empty: Shell, shell: Shell) -> None:
        done = empty("import", "--dry-run", *sample_lists())
        assert done.code == 0
        assert len([line for line in done.lines if not line.startswith(" ")]) == 5
        assert "100 added" in done.out
        assert not empty.library.exists()
        before = shell.library.read_bytes()
        assert shell("import", "--dry-run", "-", stdin=records("Quite New")).out.startswith(
            "standard input: 1 paper: 1"
        )
        assert shell.library.read_bytes() == before

    def test_a_format_can_be_named_and_must_exist(self, empty: Shell) -> None:
        assert empty("import", "--format", "json", "-", stdin=records("One")).code == 0
        wrong = empty("import", "--format", "docx", "-")
        assert wrong.code == 2
        assert "huggingface" in wrong.err
        assert empty("import").code == 2

    def test_ctrl_c_keeps_what_is_stored(self, empty: Shell, tmp_path: Path) -> None:
        file = tmp_path / "many.jsonl"
        file.write_bytes(records(*(f"Paper number {at} of many" for at in range(20_000))))
        running = subprocess.Popen(
            [sys.executable, "-m", "paperreader", "--library", str(empty.library), "import", str(file)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        look = f"{empty.library.as_uri()}?mode=ro"
        for _ in range(1000):
            time.sleep(0.01)
            with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(look, uri=True)) as peeking:
                if peeking.execute("select count(*) from papers").fetchone()[0]:
                    break
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        assert running.returncode == 130
        assert "; stopped" in out
        assert err.startswith("paperreader: stopped.")
        stored = len(empty("list").lines)
        assert 0 < stored < 20_000
        assert f"{stored:,} added" in out
        assert empty("import", "--json", file).objects[0]["added"] == 20_000 - stored


@given(
    st.lists(
        st.lists(
            st.sampled_from(["a", "-b", "(c d)", "title:(e OR f)", '"g h"', "OR i", "AND j"]), min_size=1, max_size=4
        )
        .map(" ".join)
        .map(lambda text: text.removeprefix("OR ")),
        min_size=1,
        max_size=3,
    ),
    st.randoms(use_true_random=False),
)
def test_what_stands_in_one_argument_stays_together(arguments: list[str], chance: random.Random) -> None:
    whole = parse(one_query(None, None, arguments))
    known: dict[str, bool] = {}
    assert holds(whole.root, known, chance) == all(holds(parse(one).root, known, chance) for one in arguments)


class TestReading:
    def test_a_list_has_one_line_a_paper(self, shell: Shell) -> None:
        done = shell("list")
        assert (done.code, done.err, len(done.lines)) == (0, "", 182)
        assert len(shell("list", "--limit", "7").lines) == 7
        assert len(shell("list", "--limit", "7", "model", "--json").objects) == 7

    def test_a_query_finds_all_that_the_best_are_the_first_of(self, shell: Shell) -> None:
        ids = [one["id"] for one in shell("list", "model", "--json").objects]
        assert len(ids) == len(set(ids)) > 100
        assert [one["id"] for one in shell("list", "model", "--json", "--limit", "5").objects] == ids[:5]
        assert shell("list", "--sort", "-relevance", "model").lines == shell("list", "model").lines[::-1]

    @pytest.mark.parametrize("sort", ["added", "date", "title", "upvotes"])
    def test_an_order_can_be_asked_for_and_turned_round(self, shell: Shell, sort: str) -> None:
        one, other = shell("list", "--sort", sort), shell("list", "--sort", f"-{sort}")
        assert sorted(one.lines) == sorted(other.lines)
        assert (one.lines == other.lines) == (sort == "added")  # they were all imported at the same moment
        assert one.lines == shell("list", f"sort:{sort}").lines

    def test_alternatives_in_one_argument_stay_together(self, shell: Shell) -> None:
        both = shell("list", "(lora OR mamba) year:2024").lines
        assert sorted(shell("list", "lora OR mamba", "year:2024").lines) == sorted(both)
        assert sorted(shell("list", "year:2024", "lora OR mamba").lines) == sorted(both)
        assert shell("list", "lora", "OR", "mamba").lines == shell("list", "lora OR mamba").lines
        assert len(shell("list", "year:2024", "lora OR mam").lines) >= len(both)

    def test_an_order_that_there_is_not_is_wrong_usage(self, shell: Shell) -> None:
        assert shell("list", "--sort", "colour").code == 2

    def test_what_was_searched_instead_is_said_apart_from_the_results(self, shell: Shell) -> None:
        done = shell("list", "trasnformer")
        assert done.code == 0
        assert done.out
        assert done.err.startswith("paperreader: nothing for")
        nothing = shell("list", "qqqqqqqqqq")
        assert (nothing.code, nothing.out) == (0, "")
        assert nothing.err

    @pytest.mark.parametrize(
        "query", ['"', "AND (", "C++", "*", "foo:bar", "[/b]", "-", "year:20x", "\udcff", ")" * 50]
    )
    @pytest.mark.parametrize("command", ["list", "export", "tag"])
    def test_any_text_is_a_query(self, shell: Shell, command: str, query: str) -> None:
        more = {"list": ["--"], "export": ["--to", "csv", "--"], "tag": []}[command]
        done = shell(command, *more, query, *(["+x"] if command == "tag" else []))
        assert done.code in (0, 1)

    def test_what_is_wrong_with_a_query_is_said_and_nothing_of_it_finds_nothing(self, shell: Shell) -> None:
        partly = shell("list", "--limit", "2", "--", "prompt is:unraed")
        assert (partly.code, len(partly.lines)) == (0, 2)
        assert "“is:unraed”: unknown is:unraed – did you mean is:unread?" in partly.err
        for command in (["list"], ["export", "--to", "csv"], ["stats"]):
            done = shell(*command, "is:unraed")
            assert (done.code, done.out) == (1, "")
            assert "correct the query" in done.err

    def test_json_is_what_the_lossless_export_writes(self, shell: Shell) -> None:
        listed = shell("list", "--json", "--sort", "added").out
        assert listed == shell("export", "*", "--to", "json").out
        assert shell("export", "--to", "json").out.startswith(listed)  # and more about the library
        assert shell("show", "1", "--json").objects == [
            one for one in map(json.loads, listed.splitlines()) if one["id"] == 1
        ]

    def test_a_paper_is_found_by_number_uid_identifier_and_link(self, shell: Shell) -> None:
        shell("note", "30", "# A heading\n\nand more")
        (paper,) = shell("show", "--json", "30").objects
        (arxiv,) = paper["identifiers"]["arxiv"]
        names = ["30", paper["uid"], arxiv, f"arXiv:{arxiv}v3", f"https://arxiv.org/pdf/{arxiv}"]
        shown = {shell("show", name).out for name in names}
        assert len(shown) == 1
        text = shown.pop()
        assert f"https://arxiv.org/abs/{arxiv}" in text
        assert "# A heading\n\nand more" in text
        assert max(map(len, text.splitlines())) <= 100
        assert " ".join(paper["abstract"].split()) in " ".join(text.split())

    @pytest.mark.parametrize("name", ["99999", "1" * 30, "nothing", "", "2401.99999", "\udcff", "²"])
    def test_a_paper_that_there_is_not_is_the_users_mistake(self, shell: Shell, name: str) -> None:
        done = shell("show", name)
        assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)

    def test_hostile_titles_are_shown_as_they_are_and_do_nothing(self, empty: Shell) -> None:
        assert empty("import", "-", stdin=records(HOSTILE)).code == 0  # `call` checks that nothing gets through
        for command in (["list"], ["show", "1"], ["list", "--json"], ["tag", "1", f"+{HOSTILE}"], ["log"], ["tags"],
                        ["note", "1", HOSTILE], ["note", "1"], ["undo"], ["import", HOSTILE], ["list", HOSTILE],
                        ["export", "--to", "markdown"], ["export", "--to", HOSTILE], ["show", HOSTILE],
                        ["--library", HOSTILE, "list"], [HOSTILE], [f"--{HOSTILE}"]):  # fmt: skip
            done = empty(*command)
            assert "[bold]" in done.out + done.err or "\\[bold" in done.out or command[0] in ("undo", "show", "tag")

    def test_a_library_that_something_else_wrote_to_is_cleaned_on_its_way_out(self, shell: Shell) -> None:
        with contextlib.closing(sqlite3.connect(shell.library)) as other:
            hostile = HOSTILE + "\x85\u2028\r\n!"
            other.execute("update papers set label = ?, title = ? where id = 1", (hostile, hostile))
            other.commit()
        for command in (["list"], ["show", "1"]):
            assert "\ufffd" in shell(*command).out
        (paper,) = shell("show", "1", "--json").objects
        assert paper["title"].startswith(HOSTILE)
        assert len(shell("list", "--sort", "added").lines) == 182

    def test_the_log_the_tags_and_the_imports_can_be_read_by_programs(self, shell: Shell) -> None:
        shell("tag", "1", "+one", "+two")
        shell("undo")
        undo, tagged = shell("log", "--json").objects
        assert (undo["kind"], tagged["kind"], tagged["undone"]) == ("undo", "do", True)
        assert set(tagged) == {"made", "what", "kind", "undone"}
        assert [line[22:].split("“")[0] for line in shell("log").lines] == ["undid: tagged ", "tagged "]
        assert len(shell("log", "--limit", "1").lines) == 1
        shell("redo")
        assert shell("tags", "--json").objects == [{"name": "one", "papers": 1}, {"name": "two", "papers": 1}]
        assert shell("tags").lines == ["     1  one", "     1  two"]
        assert [one["papers"] for one in shell("imports", "--json").objects] == COUNTS[::-1]
        assert len(shell("imports").lines) == 5


class TestWriting:
    def test_tags_come_and_go_for_all_that_a_query_finds(self, shell: Shell) -> None:
        count = len(shell("list", "lora").lines)
        assert shell("tag", "lora", "+a", "+two words").out == f"{count} papers changed.\n"
        assert len(shell("list", "tag:a").lines) == count
        assert shell("tag", "tag:a", "-a", "+b").out == f"{count} papers changed.\n"
        assert not shell("list", "tag:a").out
        assert shell("tag", "tag:b", "+b").out == f"0 papers changed, of {count} found.\n"
        assert shell("undo").out.startswith("undid: tagged")
        assert len(shell("list", "tag:a").lines) == count

    def test_a_name_tags_one_paper_and_a_number_in_quotes_is_searched(self, shell: Shell) -> None:
        assert shell("tag", "7", "+one").out == "1 paper changed.\n"
        (paper,) = shell("list", "tag:one", "--json").objects
        assert paper["id"] == 7
        assert shell("tag", paper["uid"], "-one").out == "1 paper changed.\n"
        assert shell("tag", '"2024"', "+x").out != "1 paper changed.\n"
        assert shell("tag", "9999", "+x").code == 1

    @pytest.mark.parametrize(
        "operands", [["lora"], ["lora", "x"], ["lora", "+"], ["lora", "-"], ["lora", "+ "], [""], ["", "+x"], []]
    )
    def test_what_names_no_tag_or_no_paper_is_wrong_usage(self, shell: Shell, operands: list[str]) -> None:
        done = shell("tag", *operands)
        assert (done.code, done.out) == (2, "")
        assert not shell("log").out

    def test_nothing_is_tagged_for_a_query_that_is_not_understood_or_finds_nothing(self, shell: Shell) -> None:
        for query in ("year:20x", "foo:bar", "qqqqqqqqqqq", "tag:nosuch"):
            done = shell("tag", query, "+x")
            assert (done.code, done.out) == (1, "")
        assert not shell("log").out

    def test_tags_and_queries_may_begin_with_a_dash(self, shell: Shell) -> None:
        assert shell("tag", "3", "+hard", "+help").code == 0
        assert shell("tag", "3", "-hard", "--", "-help").code == 0
        assert not shell("tags").out
        assert shell("tag", "-is:read", "+x").out == "182 papers changed.\n"
        assert len(shell("list", "--", "-tag:x").lines) == 0
        assert "Examples:" in shell("tag", "-h").out

    def test_notes_are_added_and_read_back_to_the_letter(self, shell: Shell) -> None:
        assert shell("note", "5").out == ""
        assert shell("note", "5", "- a list\n- of two").code == 0
        assert shell("note", "5", "-", stdin="Zweite Notiz: größer\r\n".encode()).code == 0
        (paper,) = shell("show", "5", "--json").objects
        assert [note["body"] for note in paper["notes"]] == ["- a list\n- of two", "Zweite Notiz: größer"]
        assert shell("note", "5").out.count("Note of ") == 2

    @pytest.mark.parametrize(
        "given", [(["5", ""], b""), (["5", "-"], b""), (["5", "-"], b"\0\1"), (["9999", "x"], b"")]
    )
    def test_a_note_that_is_none_is_not_written(self, shell: Shell, given: tuple[list[str], bytes]) -> None:
        done = shell("note", *given[0], stdin=given[1])
        assert (done.code, done.out) == (1, "")
        assert not shell("log").out

    def test_undo_and_redo_end_where_there_is_nothing_left(self, shell: Shell) -> None:
        assert shell("undo").code == shell("redo").code == 1
        shell("note", "5", "text")
        said = shell("undo").out.removeprefix("undid: ")
        assert said == shell("redo").out.removeprefix("redid: ")
        assert len(shell("show", "5", "--json").objects[0]["notes"]) == 1


def without_block(file: Path) -> str:
    """What a file holds, without the comments around what the next export rewrites."""
    lines = file.read_bytes().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(("<!-- paperreader: ", "# paperreader: ")))


class TestExport:
    def test_json_comes_back_as_it_went(self, shell: Shell, empty: Shell, tmp_path: Path) -> None:
        shell("tag", "lora", "+Zebra", "+apple")
        shell("tag", "3", "+third")
        shell("note", "3", "one")
        shell("note", "3", "two\n\nlines")
        shell("note", "170", "three")
        shell("trash", "171", "--yes")
        shell("tags", "colour", "apple", "green")
        shell("views", "save", "mine", "tag:apple", "--key", "3")
        shell("edit", "7", "--title", "Corrected")
        file = tmp_path / "all.jsonl"
        assert shell("export", "--to", "json", "-o", file).out == ""
        assert empty("import", "--json", file).objects[0]["added"] == 182
        assert empty("export", "--to", "json").out == file.read_text("utf-8")
        assert empty("import", "--json", file).objects[0]["unchanged"] == 182
        assert empty("export", "--to", "json").out == file.read_text("utf-8")

    def test_its_history_comes_along_where_asked(self, shell: Shell, empty: Shell, tmp_path: Path) -> None:
        shell("note", "3", "one")
        shell("note", "3", "two")
        file = tmp_path / "all.jsonl"
        assert shell("export", "--to", "json", "--history", "-o", file).code == 0
        assert empty("import", file).code == 0
        assert empty("log", "--limit", "9").lines[1:] == shell("log", "--limit", "8").lines
        assert empty("export", "--to", "json", "--history").out == file.read_text("utf-8")
        for asked in (["--to", "csv"], ["lora", "--to", "json"], ["3", "--to", "json"]):
            refused = shell("export", *asked, "--history")
            assert (refused.code, refused.out) == (2, "")
            assert "whole library" in refused.err

    @pytest.mark.parametrize("format_", [one.name for one in EXPORTS if one.page is None and not one.binary])
    def test_a_file_holds_what_standard_output_would(self, shell: Shell, tmp_path: Path, format_: str) -> None:
        file = tmp_path / "out"
        file.write_text("old")
        assert shell("export", "lora", "--to", format_, "-o", file).code == 0
        assert without_block(file) == shell("export", "lora", "--to", format_, "-o", "-").out
        assert file.stat().st_mode & 0o777 == 0o644 & ~_umask()
        assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []

    def test_a_place_that_cannot_be_written_is_left_alone(self, shell: Shell, tmp_path: Path) -> None:
        (tmp_path / "directory").mkdir()
        for place in (tmp_path / "directory", tmp_path / "no" / "such", Path("/dev/full")):
            done = shell("export", "--to", "csv", "-o", place)
            assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)
            assert str(place) in done.err
        assert shell("export", "--to", "csv", "-o", "/dev/null").code == 0
        assert not Path("/dev/null").is_file()

    def test_references_come_in_the_style_that_is_asked_for(self, shell: Shell) -> None:
        done = shell("export", "1", "--to", "references", "--style", "ieee")
        assert (done.code, len(done.lines), done.out[:4]) == (0, 1, "[1] ")
        assert "1 paper with no authors, which the style “ieee” prints." in done.err
        assert shell("export", "1", "--to", "references").out[:1] != "["

    def test_a_style_that_there_is_not_is_told_before_anything_is_written(self, shell: Shell, tmp_path: Path) -> None:
        for style, why in (("nonsense", "Choose one of american"), (str(tmp_path / "x.csl"), "no such file")):
            done = shell("export", "1", "--to", "references", "--style", style, "-o", tmp_path / "out")
            assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)
            assert why in done.err
        assert not (tmp_path / "out").exists()

    def test_letters_beyond_ascii_are_written_as_macros_if_that_is_asked_for(self, shell: Shell) -> None:
        assert not shell("export", "--to", "bibtex").out.isascii()
        assert shell("export", "--to", "bibtex", "--ascii").out.isascii()
        assert shell("export", "--to", "biblatex", "--ascii").out.isascii()

    def test_a_choice_that_a_format_does_not_have_is_a_mistake(self, shell: Shell) -> None:
        for choice in (["--ascii"], ["--style", "apa"]):
            done = shell("export", "--to", "csv", *choice)
            assert (done.code, done.out) == (2, "")
            assert f"{choice[0]} means nothing in CSV" in done.err

    def test_a_format_must_be_named(self, shell: Shell, tmp_path: Path) -> None:
        for unsaid in ([], ["-o", "-"], ["-o", tmp_path / "papers"], ["-o", tmp_path / "papers.odt"]):
            done = shell("export", *unsaid)
            assert (done.code, done.out) == (2, "")
            assert f"--to ({', '.join(one.name for one in EXPORTS)})" in done.err
        assert list(tmp_path.glob("papers*")) == []
        assert shell("export", "--to", "docx").code == 2

    @pytest.mark.parametrize(
        ("name", "format_"), [("a.jsonl", "json"), ("a.JSON", "json"), ("a.md", "markdown"), ("a.b.bib", "bibtex")]
    )
    def test_without_a_format_the_ending_of_the_file_says_it(
        self, shell: Shell, tmp_path: Path, name: str, format_: str
    ) -> None:
        done = shell("export", "lora", "-o", tmp_path / name)
        assert (done.code, len(done.err.splitlines())) == (0, 1)
        assert without_block(tmp_path / name) == shell("export", "lora", "--to", format_).out

    def test_a_format_that_is_named_decides_and_another_ending_is_told(self, shell: Shell, tmp_path: Path) -> None:
        for name, told in (("a.bib", "CSV"), ("a.odt", ""), ("a.csv", ""), ("a", "")):
            done = shell("export", "lora", "--to", "csv", "-o", tmp_path / name)
            assert done.code == 0
            assert ("is the extension of" in done.err) == bool(told)
            assert told in done.err
            assert (tmp_path / name).read_bytes().decode() == shell("export", "lora", "--to", "csv").out


class TestStarting:
    def test_without_a_terminal_it_says_what_is_there(self, shell: Shell) -> None:
        done = shell()
        assert done.code == 0
        assert done.lines[0] == "182 papers, 182 unread, 0 starred; 0 tags, 5 imports."
        assert len(done.lines) == 11

    def test_without_a_library_it_says_how_to_begin(self, home: Path) -> None:
        done = call()
        assert done.code == 0
        assert "paperreader import" in done.out
        assert not (home / "library.db").exists()

    def test_the_samples_have_a_library_of_their_own(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PAPERREADER_LIBRARY", str(home / "mine.db"))
        first = call("--sample")
        assert first.code == 0
        assert [line.split(": ")[1] for line in first.lines[:5]] == [f"{count} papers" for count in COUNTS]
        again = call("--sample")
        assert again.out.count("nothing new") == 5
        assert again.lines[5:] == first.lines[5:]
        assert len(call("--sample", "list").lines) == 182
        assert [one.name for one in home.iterdir()] == ["sample.db"]
        assert call("--sample", "--library", home / "x.db").code == 2

    def test_a_query_for_the_reader_needs_the_reader(self, shell: Shell) -> None:
        done = shell("--query", "lora")
        assert (done.code, done.out) == (1, "")
        assert "paperreader list" in done.err
        done = shell("--query", "lora", "list")
        assert (done.code, done.out) == (2, "")
        assert "leave out the command" in done.err

    def test_the_samples_are_there_for_a_command_as_well(self, home: Path) -> None:
        assert len(call("--sample", "list").lines) == 182

    def test_the_library_comes_from_the_option_then_the_environment(
        self, shell: Shell, empty: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PAPERREADER_LIBRARY", str(shell.library))
        assert len(call("list").lines) == 182
        assert call("--library", empty.library, "list").code == 1

    @pytest.mark.parametrize(
        "command",
        ["", "import", "list", "show", "read", "stats", "tag", "decide", "mark", "trash", "note", "highlight",
         "highlights", "export", "undo", "redo", "log", "edit", "duplicates", "duplicates find", "duplicates merge",
         "duplicates apart", "tags", "tags rename", "tags delete", "tags colour", "views",
         "views save", "views rename", "views delete", "imports", "leftovers", "completion"],
    )  # fmt: skip
    def test_every_command_explains_itself_with_examples(self, command: str) -> None:
        done = call(*command.split(), "-h")
        assert done.code == 0
        assert done.out == call(*command.split(), "--help").out
        assert "Example" in done.out
        assert f"paperreader {command}".strip() in done.out

    def test_help_makes_nothing(self, home: Path) -> None:
        call("list", "-h")
        assert not home.exists()

    def test_wrong_usage_is_code_2_and_two_lines_of_help(self) -> None:
        done = call("lisst")
        assert (done.code, done.out) == (2, "")
        assert done.err.splitlines()[-1].startswith("paperreader: No such command")

    @pytest.mark.parametrize(
        ("args", "example"),
        [
            (["list", "-survey"], "paperreader list -- -survey"),
            (["list", "lora", "-survey", "--limit", "3"], "paperreader list -- -survey"),
            (["list", "-hallucination"], "paperreader list -- -hallucination"),
            (["list", "--survey"], "paperreader list -- --survey"),
            (["read", "-title:state space"], "paperreader read -- '-title:state space'"),
            (["stats", "-survey"], "paperreader stats -- -survey"),
            (["export", "--to", "json", "-survey"], "paperreader export -- -survey"),
            (["highlights", "-survey"], "paperreader highlights -- -survey"),
            (["trash", "-survey"], "paperreader trash -- -survey"),
            (["decide", "-survey", "reject"], "paperreader decide -- -survey"),
            (["mark", "-tag:x", "--read"], "paperreader mark -- -tag:x"),
            (["views", "save", "others", "-survey"], "paperreader views save NAME -- -survey"),
        ],
    )
    def test_who_begins_a_query_with_a_dash_is_told_how(self, args: list[str], example: str) -> None:
        done = call(*args)
        assert (done.code, done.out) == (2, "")
        assert done.err.endswith(f" write -- before the query and after all options: {example}\n")

    def test_an_option_that_there_is_not_is_no_query_where_none_is_asked_for(self) -> None:
        assert call("show", "-x", "1").err.splitlines()[-1] == "paperreader: No such option '-x'."

    @pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
    def test_a_shell_can_be_told_to_complete(self, name: str) -> None:
        assert "_PAPERREADER_COMPLETE" in call("completion", name).out


class TestProcess:
    def test_the_version_loads_nothing_else(self) -> None:
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "paperreader", "--version"], capture_output=True, text=True
        )
        assert done.stdout.startswith("paperreader ")
        loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
        assert not loaded & {"textual", "rich", "sqlite_utils", "sqlite3", "rapidfuzz", "click", "platformdirs"}

    def test_listing_needs_neither_the_screens_nor_what_migrates(self, shell: Shell) -> None:
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "paperreader", "--library", str(shell.library), "list", "lora"],
            capture_output=True,
            text=True,
        )
        loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
        assert done.returncode == 0
        assert not loaded & {"textual", "rich", "sqlite_utils", "platformdirs"}

    def test_a_reader_that_goes_away_is_no_error(self, shell: Shell) -> None:
        for command in ("list --json", "export --to bibtex", "list"):
            done = subprocess.run(
                f"set -o pipefail; {sys.executable} -m paperreader {command} | head -n 1",
                shell=True, executable="/bin/bash", capture_output=True, text=True,
                env={**os.environ, "PAPERREADER_LIBRARY": str(shell.library)},
            )  # fmt: skip
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout.count("\n") == 1

    def test_a_full_disk_is_one_line(self, shell: Shell) -> None:
        with Path("/dev/full").open("w") as full:
            done = process(
                "--library", shell.library, "list", capture_output=False, stdout=full, stderr=subprocess.PIPE
            )
        assert done.returncode == 1
        assert done.stderr == "paperreader: The output: No space left on device.\n"

    def test_any_locale_and_closed_streams_will_do(self, shell: Shell) -> None:
        plain = {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PATH": os.environ["PATH"]}
        done = process("--library", shell.library, "list", env=plain)
        assert done.returncode == 0
        assert "•" in done.stdout
        closed = subprocess.run(
            f"{sys.executable} -m paperreader --library {shell.library} list <&- >&- 2>&-", shell=True
        )
        assert closed.returncode == 0

    def test_completion_knows_commands_formats_and_tags(self, shell: Shell) -> None:
        shell("tag", "1", "+alpha", "+Beta")

        def complete(words: str, at: int) -> list[str]:
            more = {"_PAPERREADER_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
            env = {**os.environ, **more, "PAPERREADER_LIBRARY": str(shell.library)}
            return [line.partition(",")[2] for line in process(env=env).stdout.splitlines()]

        assert complete("paperreader ex", 1) == ["export"]
        assert complete("paperreader export --to b", 3) == ["bibtex", "biblatex"]
        assert complete("paperreader tag lora +", 3) == ["+alpha", "+Beta"]
        assert complete("paperreader tag lora -b", 3) == ["-Beta"]
        assert complete("paperreader tags delete A", 3) == ["alpha"]
        assert complete("paperreader decide 1 re", 3) == ["reject"]


class TestTerminal:
    """Differences when the output is a terminal."""

    @pytest.fixture(autouse=True)
    def _terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "40")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr(Stream, "terminal", True)

    def test_lines_are_cut_to_its_width(self, shell: Shell) -> None:
        lines = shell("list").lines
        assert max(map(len, lines)) == 40
        assert lines[0].endswith("…")

    def test_wide_letters_take_two_cells(self, empty: Shell, tmp_path: Path) -> None:
        file = tmp_path / "wide.jsonl"
        file.write_bytes(records("語" * 40))
        assert empty("import", file).code == 0
        (line,) = empty("list").lines
        assert line == "    1  •        " + "語" * 11 + "…"

    def test_a_terminal_is_no_list(self, shell: Shell) -> None:
        done = shell("import", "-")
        assert done.code == 1
        assert "Standard input is a terminal" in done.err

    def test_the_app_opens_on_the_library_and_its_code_is_ours(self, empty: Shell, home: Path) -> None:
        with patch("paperreader.tui.PaperReader") as app:
            app.return_value.return_code = 143
            assert empty().code == 143
            assert empty.library.exists()
            assert app.call_args.args[0].path == empty.library
            app.return_value.return_code = None
            assert call("--sample").code == 0
            assert app.call_args.args[0].path == home / "sample.db"
        assert app.return_value.run.call_count == 2

    def test_a_configuration_that_cannot_be_is_one_line(
        self, empty: Shell, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "config.toml").write_text("[nonsense]\n")
        monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "config.toml"))
        done = empty()
        assert (done.code, len(done.err.splitlines())) == (1, 1)
        assert not empty.library.exists()


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
