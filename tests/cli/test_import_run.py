"""Importing on the command line: sources, the preview, and adopting a source's tags and notes."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from pathlib import Path
from unittest.mock import patch

import pyperclip
import pytest

from paperreader.cli.core.import_run import Meter
from paperreader.library import Progress
from paperreader.library.importing.run import duration
from tests.cli.shell import Shell, Stream, records

pytest_plugins = ["tests.cli.shells"]

GOOD = records("A good paper about something")
RIS = """TY  - JOUR
TI  - Reading Many Abstracts
AB  - We study how readers of many abstracts find what they half remember.
KW  - reading
KW  - search
N1  - Read this first.
DO  - 10.1000/ABC.1
ER  -
"""


def titles(shell: Shell) -> list[str]:
    return [one["title"] for one in shell("list", "--json", "--sort", "added").objects]


class TestSources:
    def test_standard_input_may_be_compressed_or_an_archive(self, empty: Shell, tmp_path: Path) -> None:
        assert empty("import", "-", stdin=gzip.compress(GOOD)).out.startswith("standard input: 1 paper: 1 added")
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("one", records("One"))
            archive.writestr("two", records("Two"))
        done = empty("import", "-", stdin=(tmp_path / "a.zip").read_bytes())
        assert [line.split(": ")[0] for line in done.lines] == ["standard input/one", "standard input/two"]

    def test_a_pattern_in_quotes_is_what_it_matches(self, empty: Shell, tmp_path: Path) -> None:
        for name in ("b.ris", "a.ris", ".c.ris", "d.txt", "deep/e.ris", "odd[1].ris"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(records(f"Paper {name}"))
        done = empty("import", tmp_path / "*.ris", tmp_path / "**" / "e.ris", tmp_path / "odd[1].ris")
        names = [Path(line.split(": ")[0]).relative_to(tmp_path) for line in done.lines]
        assert list(map(str, names)) == ["a.ris", "b.ris", "odd[1].ris", "deep/e.ris", "odd[1].ris"]
        nothing = empty("import", tmp_path / "*.bib")
        assert (nothing.code, nothing.out) == (1, "")
        assert "*.bib" in nothing.err

    def test_papers_in_a_letter_come_in_and_the_letter_is_left_over(self, empty: Shell, tmp_path: Path) -> None:
        line = "thank you for your letter of yesterday, which I read this morning with my colleagues upstairs.\n\n"
        abstract = (
            "We study how readers of many abstracts find what they half remember, propose a method, and evaluate it on "
            "three datasets. The results show that it significantly outperforms existing approaches in this task."
        )
        (tmp_path / "letter.txt").write_text(f"{line * 9}Reading Many Abstracts\n\n{abstract}\n\n---\n\n{line * 9}")
        done = empty("import", tmp_path / "letter.txt")
        assert (done.code, titles(empty)) == (3, ["Reading Many Abstracts"])
        assert len(empty("leftovers", "--json").objects) == 18

    def test_the_files_of_one_command_are_one_undo(self, empty: Shell, tmp_path: Path) -> None:
        for name in ("One", "Two", "Three"):
            (tmp_path / name).write_bytes(records(name))
        empty("import", tmp_path / "One")
        empty("import", tmp_path / "Two", tmp_path / "Three")
        assert empty("undo").out == f"undid: imported 1 paper from {tmp_path / 'Two'}, and 1 more file\n"
        assert titles(empty) == ["One"]
        assert empty("redo").code == 0
        assert empty("imports", "--undo", "3").code == 0
        assert sorted(titles(empty)) == ["One", "Two"]
        assert len(empty("imports").lines) == 3

    def test_the_clipboard_is_a_file_like_any_other(self, empty: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pyperclip, "paste", lambda: records("Copied Zoë").decode())
        assert empty("import", "--clipboard").out.startswith("clipboard: 1 paper: 1 added")
        assert titles(empty) == ["Copied Zoë"]
        monkeypatch.setattr(pyperclip, "paste", lambda: "")
        assert empty("import", "--clipboard").err.startswith("paperreader: clipboard is empty")

    def test_without_a_clipboard_there_is_a_line_that_says_what_to_do(self, empty: Shell) -> None:
        with patch("pyperclip.paste", side_effect=pyperclip.PyperclipException("none")):
            done = empty("import", "--clipboard")
        assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)
        assert "xclip" in done.err

    def test_an_extra_that_is_missing_is_a_line_with_the_command(
        self, empty: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        done = empty("import", "-", stdin=b"PAR1" + bytes(100))
        assert (done.code, len(done.err.splitlines())) == (1, 1)
        assert "pip install 'paperreader-tui[parquet]'" in done.err

    def test_a_parquet_file_and_a_workbook_are_tables(self, empty: Shell, tmp_path: Path) -> None:
        table = pytest.importorskip("pyarrow").table(
            {
                "titles": ["A table of papers"],
                "abstracts": ["It has rows.\nAnd two lines."],
                "authors": [["Ada Byron", "Emmy Noether"]],
                "arxiv_id": ["2403.13043v2"],
                "year": [2024],
                "embedding": [[0.1, 0.2]],
            }
        )
        pytest.importorskip("pyarrow.parquet").write_table(table, tmp_path / "papers")
        book = pytest.importorskip("openpyxl").Workbook()
        for row in (["An export of a database"], [], ["Title", "Authors", "Abstract", "DOI"]):
            book.active.append(row)
        book.active.append(["A workbook of papers", "Byron, Ada; Noether, Emmy", "It has sheets.", "10.1000/ABC.1"])
        book.save(tmp_path / "book")
        done = empty("import", "--json", tmp_path / "papers", tmp_path / "book")
        assert (done.code, done.err) == (0, "")
        assert [(one["format"], one["added"]) for one in done.objects] == [("csv", 1), ("csv", 1)]
        one, two = empty("list", "--json", "--sort", "added").objects
        assert (one["title"], one["abstract"]) == ("A table of papers", "It has rows.\nAnd two lines.")
        assert one["authors"] == two["authors"] == ["Ada Byron", "Emmy Noether"]
        assert (one["published"], one["identifiers"]["arxiv"]) == ("2024", ["2403.13043"])
        assert (two["title"], two["identifiers"]["doi"]) == ("A workbook of papers", ["10.1000/abc.1"])


class TestPreview:
    def test_a_dry_run_shows_what_was_recognised_the_first_papers_and_what_is_left_over(
        self, empty: Shell, tmp_path: Path
    ) -> None:
        place = tmp_path / "list"
        lines = [*(f"Paper number {number}" for number in range(5))]
        place.write_bytes(records(*lines) + b'{"nothing": 1}\n')
        done = empty("import", "--dry-run", place)
        assert done.code == 3
        assert "read as json" in done.lines[1]
        assert [line.split(" | ")[0] for line in done.lines[2:5]] == [
            f"  line {number + 1}: Paper number {number}" for number in range(3)
        ]
        assert done.lines[5:] == ["  … and 2 more"]
        assert done.err.startswith("  line 6: ")
        (told,) = empty("import", "--dry-run", "--json", place).objects
        assert set(told) == {
            *("file", "format", "papers", "added", "merged", "unchanged", "doubts", "leftovers", "seconds"),
            "encoding_guess",
        }
        assert json.loads(empty("import", "--dry-run", "--json", place).out)["added"] == 5
        assert not empty.library.exists()

    def test_titles_that_may_end_elsewhere_are_named(self, empty: Shell, tmp_path: Path) -> None:
        place = tmp_path / "page"
        place.write_text(
            "12 Deep Nets for Vision Learning from Data A Large Study of Networks and Data Models Trained on Scale "
            "5 authors · Mar 3\n"
            "8 Efficient Adapters: A Survey We review how large models are adapted to tasks. 3 authors · Mar 4\n"
        )
        done = empty("import", "--dry-run", place)
        assert "  1 title may end elsewhere:" in done.lines
        assert done.lines[-1].startswith("  line 1: Deep Nets for Vision")
        assert done.lines[-1].endswith("% sure)")


class TestAdopting:
    def test_keywords_and_notes_of_the_source_stay_the_sources_unless_asked_for(
        self, empty: Shell, tmp_path: Path
    ) -> None:
        (tmp_path / "list").write_text(RIS)
        empty("import", tmp_path / "list")
        (paper,) = empty("list", "--json").objects
        assert (paper["tags"], paper["notes"]) == ([], [])
        assert (paper["keywords"], paper["remarks"]) == (["reading", "search"], ["Read this first."])

    def test_they_become_the_readers_own_in_one_step_that_can_be_undone(self, empty: Shell, tmp_path: Path) -> None:
        (tmp_path / "list").write_text(RIS)
        assert empty("import", tmp_path / "list").code == 0
        assert empty("import", "--tags", "--notes", tmp_path / "list").code == 0
        (paper,) = empty("list", "--json").objects
        assert sorted(paper["tags"]) == ["reading", "search"]
        assert [one["body"] for one in paper["notes"]] == ["Read this first."]
        assert empty("undo").code == 0
        (paper,) = empty("list", "--json").objects
        assert (paper["tags"], paper["notes"]) == ([], [])

    @pytest.mark.parametrize(("flag", "tags", "notes"), [("--tags", 2, 0), ("--notes", 0, 1)])
    def test_each_can_be_had_alone(self, empty: Shell, flag: str, tags: int, notes: int) -> None:
        empty("import", flag, "-", stdin=RIS.encode())
        (paper,) = empty("list", "--json").objects
        assert (len(paper["tags"]), len(paper["notes"])) == (tags, notes)


class TestProgress:
    def test_a_long_import_says_how_fast_it_is_and_how_much_is_left(self, monkeypatch: pytest.MonkeyPatch) -> None:
        raw = io.BytesIO()
        terminal = Stream(raw, encoding="utf-8", write_through=True)
        terminal.terminal = True
        monkeypatch.setattr(sys, "stderr", terminal)
        meter = Meter("list.json")
        meter.show(Progress(2000, 2000, 0.1, 0.2))
        assert raw.getvalue() == b""
        meter.show(Progress(20_000, 20_000, 30.0, 0.2))
        assert raw.getvalue().decode() == "\rlist.json: 20,000 papers, 667 a second, 20%, 2 min left"
        meter.show(Progress(20_000, 20_000, 30.0))
        assert raw.getvalue().decode().split("\r")[-1].rstrip() == "list.json: 20,000 papers, 667 a second"

    @pytest.mark.parametrize(
        ("seconds", "text"), [(0.2, "1 s"), (59.4, "59 s"), (61, "1 min"), (3599, "1 h 0 min"), (9000, "2 h 30 min")]
    )
    def test_time_is_said_as_people_say_it(self, seconds: float, text: str) -> None:
        assert duration(seconds) == text
