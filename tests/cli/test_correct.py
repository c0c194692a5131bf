"""Correcting papers and resolving duplicates on the command line."""

from __future__ import annotations

import json

import pytest

from paperreader.cli.commands.correct import REASONS
from paperreader.identity import KINDS, Kind
from tests.cli.shell import Shell

pytest_plugins = ["tests.cli.shells"]

TEXT = (
    "We study how rivers remember the shape of the hills that they came from, and find that sediment keeps a record of "
    "slopes which are long gone. A model of transport with three parameters reproduces what was measured in forty "
    "valleys, and predicts the age of terraces within a tenth. Its code and the measurements are free to use."
)


@pytest.fixture
def pair(empty: Shell) -> Shell:
    """A library of two possible duplicates."""
    lines = [{"title": f"A Survey of Rivers, Part {number}", "abstract": TEXT} for number in (1, 2)]
    done = empty("import", "-", stdin="\n".join(map(json.dumps, lines)).encode())
    assert done.code == 0
    return empty


class TestEdit:
    def test_a_field_is_corrected_and_one_undo_takes_it_back(self, shell: Shell) -> None:
        before = shell("show", "1", "--json").objects[0]
        done = shell("edit", "1", "--title", "Mine", "--author", "A. B.", "--author", "C. D.", "--published", "2024-03")
        assert done.code == 0
        assert done.out.startswith("edited “")
        (now,) = shell("show", "1", "--json").objects
        assert (now["title"], now["authors"], now["published"]) == ("Mine", ["A. B.", "C. D."], "2024-03")
        assert shell("undo").code == 0
        assert shell("show", "1", "--json").objects[0] == before

    def test_an_abstract_comes_from_standard_input(self, shell: Shell) -> None:
        assert shell("edit", "1", "--abstract", "-", stdin="Ünser neues Abstract.\n".encode()).code == 0
        assert shell("show", "1", "--json").objects[0]["abstract"] == "Ünser neues Abstract."

    def test_what_stays_the_same_is_said(self, shell: Shell) -> None:
        shell("edit", "1", "--venue", "Nature")
        assert shell("edit", "1", "--venue", "Nature").out == "no change.\n"

    def test_identifiers_and_links_are_written_one_by_one(self, shell: Shell) -> None:
        done = shell("edit", "1", "--identifier", "doi:10.1000/182", "--link", "https://example.org/a")
        assert done.code == 0
        (now,) = shell("show", "10.1000/182", "--json", "--sources").objects
        assert (now["identifiers"], now["addresses"]) == ({"doi": ["10.1000/182"]}, ["https://example.org/a"])
        assert now["sources"]["fields"]["identifiers"] is None
        done = shell("edit", "2", "--identifier", "doi:10.1000/182")
        assert (done.code, done.out) == (1, "")
        assert "belongs to" in done.err

    @pytest.mark.parametrize(
        ("args", "code", "message"),
        [
            (["1", "--identifier", "dunes"], 1, "is not an identifier"),
            (["1", "--link", "javascript:x"], 1, "is not a link"),
            (["1"], 2, "Choose what to correct"),
            (["1", "--published", "soon"], 1, "is not a date"),
            (["999", "--title", "x"], 1, "no paper"),
        ],
    )
    def test_what_cannot_be_corrected_is_left_alone(
        self, shell: Shell, args: list[str], code: int, message: str
    ) -> None:
        done = shell("edit", *args)
        assert (done.code, done.out) == (code, "")
        assert message in done.err


class TestDuplicates:
    def test_doubtful_pairs_are_listed_with_the_reason(self, pair: Shell) -> None:
        done = pair("duplicates")
        assert "the same abstract, but a different number in the title" in done.lines[0]
        assert [line.split()[0] for line in done.lines[1:]] == ["1", "2"]
        (found,) = pair("duplicates", "--json").objects
        assert (found["score"], found["one"]["id"], found["other"]["id"]) == (1.0, 1, 2)

    def test_a_pair_is_merged_and_every_name_of_both_leads_to_the_one(self, pair: Shell) -> None:
        uid = pair("show", "2", "--json").objects[0]["uid"]
        assert pair("duplicates", "merge", "1", "2").out == (
            "merged “A Survey of Rivers, Part 2” into “A Survey of Rivers, Part 1”.\n"
        )
        assert len(pair("list").lines) == 1
        assert pair("show", uid, "--json").objects[0]["id"] == 1
        assert pair("duplicates").err == "paperreader: no possible duplicates.\n"
        pair("undo")
        assert len(pair("list").lines) == 2

    def test_a_pair_is_kept_apart_for_good(self, pair: Shell) -> None:
        assert pair("duplicates", "apart", "1", "2").code == 0
        assert pair("duplicates", "find").out == "0 pairs found.\n"
        assert pair("duplicates").out == ""
        assert pair("duplicates", "apart", "2", "1").out == "no change.\n"

    @pytest.mark.parametrize("verb", ["merge", "apart"])
    @pytest.mark.parametrize("names", [("1", "1"), ("1", "99")])
    def test_what_is_no_pair_is_left_alone(self, pair: Shell, verb: str, names: tuple[str, str]) -> None:
        done = pair("duplicates", verb, *names)
        assert (done.code, done.out) == (1, "")
        assert len(pair("list").lines) == 2


class TestSourcesAndImports:
    def test_a_paper_tells_where_everything_comes_from(self, pair: Shell) -> None:
        pair("edit", "2", "--venue", "Nature")
        lines = pair("show", "2", "--sources").lines
        assert lines[lines.index("Fields") :] == [
            "Fields", "  title: standard input:2", "  abstract: standard input:2", "  venue: you",
        ]  # fmt: skip
        told = pair("show", "2", "--sources", "--json").objects[0]["sources"]
        assert told["fields"]["venue"] is None
        assert told["fields"]["title"] == {"file": "standard input", "line": 2}
        assert [one["line"] for one in told["records"]] == [2]
        assert "sources" not in pair("show", "2", "--json").objects[0]

    def test_an_import_is_undone_by_its_number_and_done_again(self, pair: Shell) -> None:
        pair("import", "-", stdin=b'{"title": "Another Paper", "abstract": "About bees."}')
        pair("tag", "3", "+bees")
        assert pair("imports", "--undo", "1").out == "undid: imported 2 papers from standard input.\n"
        assert [one["id"] for one in pair("list", "--json").objects] == [3]
        assert pair("imports").lines[1].endswith("0 papers, undone")
        assert [one["undone"] for one in pair("imports", "--json").objects] == [False, True]
        assert pair("imports", "--undo", "1").code == 1
        pair("redo")
        assert len(pair("list").lines) == 3

    def test_an_import_that_is_not_there_is_told(self, pair: Shell) -> None:
        done = pair("imports", "--undo", "9")
        assert (done.code, done.out) == (1, "")
        assert done.err == "paperreader: There is no import 9; “paperreader imports” lists them.\n"


class TestManyAtOnce:
    """Deciding all pairs of one reason, with a preview, in one change."""

    @pytest.fixture
    def queue(self, empty: Shell) -> Shell:
        """Three titles in two venues each, and two parts of one work."""
        lines: list[dict[str, object]] = [
            {"title": f"On the {word} of rivers and lakes", "authors": ["Ada Mann"], "year": 2020, "venue": venue}
            for venue in ("Journal of Lakes", "Workshop of Rivers")
            for word in ("depth", "width", "colour")
        ]
        lines += [{"title": f"A Survey of Rivers, Part {number}", "abstract": TEXT} for number in (1, 2)]
        done = empty("import", "--json", "-", stdin="\n".join(map(json.dumps, lines)).encode())
        assert (done.objects[0]["added"], done.objects[0]["doubts"]) == (8, 4)
        return empty

    def test_the_reasons_of_the_command_line_are_those_there_are(self) -> None:
        assert list(REASONS) == list(Kind) == list(KINDS)

    def test_pairs_of_one_reason_are_listed(self, queue: Shell) -> None:
        assert [pair["kind"] for pair in queue("duplicates", "--json", "--why", "venue").objects] == ["venue"] * 3
        assert [pair["kind"] for pair in queue("duplicates", "--json", "--why", "version").objects] == ["version"]
        none = queue("duplicates", "--why", "title")
        assert (none.code, none.out) == (0, "")
        assert "no possible duplicates for this reason (title)" in none.err

    @pytest.mark.parametrize(("how", "left"), [("merge", 5), ("apart", 8)])
    def test_they_are_decided_on_in_one_change_after_a_preview(self, queue: Shell, how: str, left: int) -> None:
        before = queue("export", "--to", "json").out
        seen = queue("duplicates", how, "--why", "venue", "--dry-run")
        assert seen.lines[-1].startswith("3 pairs would be ")
        assert "On the depth of rivers and lakes" in seen.out
        assert queue("export", "--to", "json").out == before
        done = queue("duplicates", how, "--why", "venue")
        assert (done.code, "3 pairs" in done.out, "undo” undoes it" in done.err) == (0, True, True)
        assert len(queue("list").lines) == left
        assert [pair["kind"] for pair in queue("duplicates", "--json").objects] == ["version"]
        queue("undo")
        assert queue("export", "--to", "json").out == before
        assert len(queue("duplicates", "--json").objects) == 4

    def test_papers_that_several_pairs_have_become_one_with_each_other(self, empty: Shell) -> None:
        venues = ("Journal of Lakes", "Workshop of Rivers", "Annals of Ponds")
        lines = [
            {"title": "On the depth of rivers and lakes", "authors": ["Ada Mann"], "year": 2020, "venue": venue}
            for venue in venues
        ]
        empty("import", "-", stdin="\n".join(map(json.dumps, lines)).encode())
        assert len(empty("duplicates", "--json").objects) == 3
        assert empty("duplicates", "merge", "--why", "venue").code == 0
        assert len(empty("list").lines) == 1
        empty("undo")
        assert len(empty("list").lines) == 3

    @pytest.mark.parametrize(
        ("args", "code"),
        [
            (["merge"], 2), (["merge", "1"], 2), (["merge", "1", "2", "--why", "venue"], 2),
            (["apart", "--dry-run"], 2),
            (["apart", "1", "2", "--dry-run"], 2), (["merge", "--why", "boredom"], 2), (["merge", "--why", "title"], 1),
        ],
    )  # fmt: skip
    def test_what_says_neither_two_papers_nor_a_reason_changes_nothing(
        self, queue: Shell, args: list[str], code: int
    ) -> None:
        before = queue("log").out
        done = queue("duplicates", *args)
        assert (done.code, done.out) == (code, "")
        assert queue("log").out == before
