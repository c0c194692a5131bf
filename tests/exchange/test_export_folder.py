"""A folder of notes is kept up to date, and nothing that the user wrote there is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperreader.domain import Paper, Record, TitleFrom
from paperreader.exchange import Exported, ExportStopped, write_file
from paperreader.exchange.staged_files import stamp
from paperreader.exports import EXPORTS
from paperreader.library import Library
from tests.library.stock import filled

OBSIDIAN = next(export for export in EXPORTS if export.name == "obsidian")
MARKDOWN = next(export for export in EXPORTS if export.name == "markdown")

WRITES = """
import sys
from pathlib import Path
from paperreader.exchange import write_file
from paperreader.exchange.staged_files import stamp
from paperreader.exports import EXPORTS
from paperreader.library import Library
obsidian = next(export for export in EXPORTS if export.name == "obsidian")
with Library(Path(sys.argv[1])) as library, library.reader() as reader:
    write_file(reader, range(1, 401), obsidian, Path(sys.argv[2]), lambda count: print(count, flush=True) or True)
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(filled(tmp_path / "library.db")) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def export(library: Library, folder: Path, *papers: int) -> Exported:
    with library.reader() as reader:
        return write_file(reader, papers or (1, 2, 3), OBSIDIAN, folder)


def names(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def first(folder: Path) -> Path:
    return folder / "paper-number-0-of-many-1.md"


def test_each_paper_has_a_file_with_a_readable_name_for_its_owner_alone(library: Library, folder: Path) -> None:
    assert export(library, folder).files == 3
    assert names(folder) == [f"paper-number-{number}-of-many-{number + 1}.md" for number in range(3)]
    assert first(folder).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ünïcode & “Signs”: $x$/..", "unicode-signs-x-4.md"),
        ("量子", "paper-4.md"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word-4.md"),
        ("x" * 90, "x" * 60 + "-4.md"),
    ],
)
def test_names_are_ascii_and_short(library: Library, folder: Path, title: str, name: str) -> None:
    paper = Paper(title=title.strip(), title_from=TitleFrom.PRINTED, abstract="An abstract on something else entirely.")
    library.add([Record(paper, 1)], file="more", format="json")
    export(library, folder, 4)
    assert names(folder) == [name]


def test_what_is_the_same_is_not_touched(library: Library, folder: Path) -> None:
    export(library, folder)
    before = {one: stamp(one) for one in (folder, *folder.iterdir())}
    assert (done := export(library, folder)).files == 0
    assert (done.papers, done.told) == (3, [])
    assert {one: stamp(one) for one in (folder, *folder.iterdir())} == before
    library.annotations.star([2], on=True)
    assert export(library, folder).files == 1
    changed = [one for one in folder.iterdir() if stamp(one) != before[one]]
    assert [one.name for one in changed] == ["paper-number-1-of-many-2.md"]


def test_what_the_user_wrote_stays_and_files_keep_their_names_and_places(library: Library, folder: Path) -> None:
    export(library, folder)
    (folder / "done").mkdir()
    moved = first(folder).rename(folder / "done" / "My name for it.md")
    moved.write_bytes(moved.read_bytes().replace(b"uid:", b"mine: [1,\n  2]\nuid:") + b"\xff mine, without an end")
    moved.chmod(0o640)
    library.corrections.edit(1, title="Another title")
    library.annotations.tag([1], add=["new"])
    assert export(library, folder).files == 1
    data = moved.read_bytes()
    assert b"# Another title\n" in data
    assert b"mine: [1,\n  2]\nuid:" in data
    assert data.endswith(b"-->\n\xff mine, without an end")
    assert moved.stat().st_mode & 0o777 == 0o640
    assert len(names(folder)) == 3


def test_a_merged_paper_keeps_its_file(library: Library, folder: Path) -> None:
    export(library, folder, 2)
    library.corrections.merge(1, 2)
    done = export(library, folder, 1, 3)
    assert names(folder) == ["paper-number-1-of-many-2.md", "paper-number-2-of-many-3.md"]
    assert done.told == []
    with library.reader() as reader:
        assert reader.entry(1).uid in (folder / "paper-number-1-of-many-2.md").read_text()


def test_two_notes_on_one_paper_and_those_on_no_paper_are_told_and_stay(library: Library, folder: Path) -> None:
    export(library, folder)
    library.corrections.merge(1, 2)
    (folder / "copy.md").write_bytes(first(folder).read_bytes())
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    told = export(library, folder, 1).told
    assert told == [
        "copy.md is also about the paper of paper-number-0-of-many-1.md, which is kept up to date. It stays as it is.",
        "paper-number-1-of-many-2.md is about a paper that was merged with another one, which has its own note."
        " It stays as it is.",
        "paper-number-2-of-many-3.md is about no paper of this export. It stays as it is.",
    ]
    after = {one.name: one.read_bytes() for one in folder.iterdir()}
    assert before | {first(folder).name: after[first(folder).name]} == after  # which has what it was merged with


def test_a_note_that_was_changed_inside_is_kept_aside_once(library: Library, folder: Path) -> None:
    export(library, folder)
    changed = first(folder).read_bytes().replace(b"Abstract number", b"My abstract number")
    for _ in range(2):
        first(folder).write_bytes(changed)
        done = export(library, folder)
        assert done.files == 1
        (aside,) = folder.glob("*.mine-*.md")
        assert aside.read_bytes() == changed
        assert b"My abstract" not in first(folder).read_bytes()
        assert aside.name in done.told[0]
        assert export(library, folder).told == []
    first(folder).write_bytes(changed.replace(b"My", b"Your"))
    export(library, folder)
    assert len(list(folder.glob("*.mine-*.md"))) == 2


def test_damaged_notes_and_unreadable_ones_are_left_and_the_others_written(library: Library, folder: Path) -> None:
    export(library, folder)
    damaged = first(folder).read_bytes().partition(b"<!-- paperreader: end")[0] + b"mine"
    first(folder).write_bytes(damaged)
    library.annotations.star([1, 2], on=True)
    done = export(library, folder)
    assert (done.files, done.left_out) == (1, 1)
    assert "the line that ends paperreader's part is missing. It was left as it is." in done.told[0]
    assert first(folder).read_bytes() == damaged


def test_other_files_of_the_folder_are_nobodys(library: Library, folder: Path) -> None:
    folder.mkdir()
    (folder / ".obsidian").mkdir()
    (folder / "paper-number-0-of-many-1.md").write_text("mine")
    (folder / "link.md").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.md")
    export(library, folder)
    assert first(folder).read_text() == "mine"
    assert "paper-number-0-of-many-1-2.md" in names(folder)


def test_a_note_that_a_link_leads_to_is_written_through_it(library: Library, folder: Path, tmp_path: Path) -> None:
    export(library, folder)
    elsewhere = first(folder).rename(tmp_path / "elsewhere.md")
    first(folder).symlink_to(elsewhere)
    library.annotations.star([1], on=True)
    export(library, folder)
    assert first(folder).is_symlink()
    assert b"starred: true" in elsewhere.read_bytes()


def test_what_somebody_writes_meanwhile_stays(library: Library, folder: Path) -> None:
    export(library, folder)
    library.annotations.star([1], on=True)

    def meddle(count: int) -> bool:
        if count == 1:  # the first note is written by now, and waits for its place
            with first(folder).open("ab") as out:
                out.write(b"mine\n")
        return True

    with library.reader() as reader:
        done = write_file(reader, [1, 2, 3], OBSIDIAN, folder, meddle)
    assert (done.files, done.papers) == (1, 3)
    data = first(folder).read_bytes()
    assert b"starred: true" in data
    assert data.endswith(b"-->\nmine\n")


def test_an_export_that_is_stopped_leaves_nothing_half_done(library: Library, folder: Path) -> None:
    with library.reader() as reader, pytest.raises(ExportStopped):
        write_file(reader, [1, 2, 3], OBSIDIAN, folder, lambda count: count < 2)
    assert list(folder.iterdir()) == []


def test_a_file_where_a_folder_should_be_is_no_folder(library: Library, folder: Path) -> None:
    folder.write_text("mine")
    with pytest.raises(FileExistsError):
        export(library, folder)
    assert folder.read_text() == "mine"


def test_a_killed_export_leaves_whole_notes_and_the_next_one_clears_the_rest(folder: Path, tmp_path: Path) -> None:
    path = filled(tmp_path / "many.db", 400)
    for number in (100, 260):
        with subprocess.Popen(
            [sys.executable, "-c", WRITES, str(path), str(folder)], stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            while child.stdout.readline() != f"{number}\n":
                pass
            child.send_signal(signal.SIGKILL)
        assert list(folder.glob(".paperreader-*"))
        for one in folder.glob("*.md"):
            assert one.read_text().rstrip().endswith("-->")
    with Library(path) as library:
        export(library, folder, *range(1, 401))
    assert len(list(folder.iterdir())) == 400


def test_pages_of_a_graph_of_logseq_are_written_for_it(library: Library, tmp_path: Path) -> None:
    (tmp_path / "graph" / "logseq").mkdir(parents=True)
    pages = tmp_path / "graph" / "pages"
    library.annotations.tag([1], add=["one", "two"])
    export(library, pages)
    assert b"\ntags: one, two\n" in first(pages).read_bytes()


class TestOneFile:
    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        return tmp_path / "notes.md"

    def write(self, library: Library, place: Path, *papers: int) -> Exported:
        with library.reader() as reader:
            return write_file(reader, papers, MARKDOWN, place)

    def test_its_block_is_rewritten_and_the_rest_stays_to_the_byte(self, library: Library, place: Path) -> None:
        self.write(library, place, 1)
        for before, after in ((b"", b""), (b"# Mine\r\n\r\n", b"\xff\x00 no end"), (b"\xef\xbb\xbf", b"\n")):
            block = place.read_bytes()
            block = block[block.index(b"<!--") : block.rindex(b"-->") + 3]
            place.write_bytes(before + block + (after and b"\n" + after))
            done = self.write(library, place, 1, 2)
            data = place.read_bytes()
            assert (done.papers, done.told) == (2, [])
            assert data.startswith(before + b"<!-- paperreader: begin (")
            assert data.endswith(b"-->" + (after and b"\n" + after))
            assert data.count(b"\n## ") == 2
            assert self.write(library, place, 1, 2).files == 0
            self.write(library, place, 1)

    def test_line_ends_of_a_file_stay(self, library: Library, place: Path) -> None:
        self.write(library, place, 1)
        place.write_bytes(b"mine\r\n" + place.read_bytes().replace(b"\n", b"\r\n"))
        assert self.write(library, place, 1).files == 0
        self.write(library, place, 1, 2)
        assert place.read_bytes().replace(b"\r\n", b"").count(b"\n") == 0

    def test_a_file_without_a_block_is_replaced(self, library: Library, place: Path) -> None:
        place.write_text("old")
        self.write(library, place, 1)
        assert place.read_text().startswith("<!-- paperreader: begin")

    def test_a_changed_block_is_kept_aside_and_a_damaged_one_is_not_touched(
        self, library: Library, place: Path
    ) -> None:
        self.write(library, place, 1)
        changed = place.read_bytes().replace(b"# Papers", b"# My papers")
        place.write_bytes(changed)
        (told,) = self.write(library, place, 1).told
        (aside,) = place.parent.glob("notes.mine-*.md")
        assert aside.read_bytes() == changed
        assert aside.name in told
        damaged = place.read_bytes().partition(b"<!-- paperreader: end")[0]
        place.write_bytes(damaged)
        with pytest.raises(ValueError, match="missing"):
            self.write(library, place, 1)
        assert place.read_bytes() == damaged

    def test_what_would_be_the_same_is_not_touched(self, library: Library, place: Path) -> None:
        with library.reader() as reader:
            for one in EXPORTS:
                if one.page is None:
                    file = place.with_name(one.name)
                    assert write_file(reader, [1, 2], one, file).files == 1
                    before = file.stat()
                    assert write_file(reader, [1, 2], one, file).files == 0
                    assert file.stat().st_mtime_ns == before.st_mtime_ns
