"""Texts are previewed before anything is stored, and an unreadable one does not affect the others."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from paperreader.exchange import (
    Preview,
    import_files,
    import_text,
    import_texts,
    is_doubtful,
    preview,
    previews,
    rankings,
    sample_lists,
    texts_in,
)
from paperreader.formats import FORMATS, Unreadable
from paperreader.library import ImportOptions, Library, Progress
from tests.library.stock import everything, filled

JSON = '{"title": "A paper about something", "abstract": "Words."}\n'


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "home").mkdir()
    with Library(filled(tmp_path / "home" / "library.db")) as library:
        yield library


def test_a_file_that_cannot_be_read_costs_only_itself(library: Library, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "a.json").write_text(JSON)
    (box / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (box / "c.txt").write_text("A shopping list:\nmilk\n")
    (box / "d.txt").touch()
    (box / "loop").symlink_to(box / "loop")
    os.mkfifo(box / "fifo")
    (box / "z.json").write_text(JSON.replace("something", "anything"))
    problems: list[str] = []
    reports = list(import_files(library, [box, tmp_path / "none"], problem=problems.append))
    assert [(Path(report.file).name, report.added) for report in reports] == [("a.json", 1), ("z.json", 1)]
    assert len(problems) == 6
    for name, problem in zip(["b.png", "c.txt", "d.txt", "fifo", "loop", "none"], problems, strict=True):
        assert name in problem
        assert len(problem.splitlines()) == 1
    with library.reader() as reader:
        assert len({reader.entry(paper).imported for paper in (4, 5)}) == 1


def test_what_nobody_recognises_stores_nothing_unless_its_format_is_named(library: Library) -> None:
    before = everything(library.path)
    with pytest.raises(Unreadable, match="--format"):
        import_text(library, io.BytesIO(b"milk\neggs\n"), name="list")
    with pytest.raises(Unreadable):
        import_text(library, Path("/nonexistent"))
    assert everything(library.path) == before
    report = import_text(library, io.BytesIO(b"milk\neggs\n"), options=ImportOptions("json"), name="list")
    assert (report.file, report.format, report.papers) == ("list", "json", 0)
    assert report.left_out


def test_a_stream_is_read_like_a_file_and_tried_without_a_trace(library: Library) -> None:
    before = everything(library.path)
    report = import_text(library, io.BytesIO(JSON.encode()), ImportOptions(dry_run=True))
    assert (report.file, report.added) == ("standard input", 1)
    assert everything(library.path) == before


def test_reading_many_files_ends_where_it_is_cancelled(library: Library) -> None:
    def stop(progress: Progress) -> bool:
        return False

    [report] = import_files(library, sample_lists(), progress=stop, problem=pytest.fail)
    assert report.cancelled


def test_how_much_has_been_read_is_told_with_the_progress(library: Library, tmp_path: Path) -> None:
    place = tmp_path / "many.json"
    words = [f"{at * at:x}" for at in range(3, 6003)]
    place.write_text("".join(f'{{"title": "{" ".join(words[at : at + 9])}"}}\n' for at in range(5400)))
    shares: list[float] = []

    def progress(so_far: Progress) -> None:
        assert so_far.share is not None
        shares.append(so_far.share)

    import_text(library, place, progress=progress)
    assert shares == sorted(shares)
    assert (0 < shares[0] < 0.7, shares[-1]) == (True, 1.0)


def test_a_preview_shows_the_beginning_without_a_library() -> None:
    pages = [preview(one) for one in sample_lists()]
    assert [one.format.name for one in pages if one.format] == [
        *("huggingface", "abstracts", "dataset-viewer", "huggingface", "huggingface")
    ]
    assert [(one.seen, len(one.records), one.whole) for one in pages] == [
        (count, 3, True) for count in (3, 7, 100, 27, 45)
    ]
    viewer = pages[2]
    assert viewer.confidence > max(sure for _, sure in viewer.others)
    few = preview(sample_lists()[2], limit=2, look=10)
    assert (few.seen, len(few.records), few.whole) == (10, 2, False)


def test_a_preview_keeps_the_first_of_every_kind() -> None:
    text = JSON + '{"nothing": 1}\n' * 5
    shown = preview(io.BytesIO(text.encode()), ImportOptions("json"), name="list", limit=2)
    assert (shown.file, shown.confidence, shown.seen, shown.left_out) == ("list", 1.0, 1, 5)
    assert [one.line for one in shown.leftovers] == [2, 3]
    assert shown.format not in [one for one, _ in shown.others]
    fused = "Deep Nets for Vision Learning from Data A Large Study of Networks and Data Models Trained on Scale"
    doubted = preview(io.BytesIO(f"9 {fused} 5 authors · Mar 3\n".encode()))
    assert (doubted.doubts, doubted.doubtful) == (1, doubted.records)
    assert all(map(is_doubtful, doubted.doubtful))


def test_what_nobody_recognises_has_a_preview_without_records() -> None:
    shown = preview(io.BytesIO(b"milk\neggs\n"))
    assert (shown.format, shown.records, shown.whole) == (None, [], False)
    with pytest.raises(Unreadable):
        preview(io.BytesIO(b""))


def test_what_was_decided_by_the_previews_is_how_texts_come_in(library: Library, tmp_path: Path) -> None:
    fused = "9 Deep Nets for Vision We learn from data that were made by many people for all. 5 authors · Mar 3\n"
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(fused)
    found = list(previews(texts_in(tmp_path / "in"), limit=9, look=9))
    [first, second] = [one for one in found if isinstance(one, Preview)]
    paper = first.records[0].paper
    options = ImportOptions(formats={second.file: "json"}, moved={paper: 2})
    reports = list(import_texts(library, texts_in(tmp_path / "in"), options, problem=pytest.fail))
    assert [(report.format, report.added, report.left_out) for report in reports] == [
        ("huggingface", 1, 0), ("json", 0, 1),
    ]  # fmt: skip
    with library.reader() as reader:
        assert [entry.paper.title for entry in reader.entries([4])] == [f"{paper.title} We learn"]


@contextmanager
def tried() -> Iterator[Counter[str]]:
    """Records which format modules are asked whether they recognise a text, and how often."""
    asked = Counter[str]()

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name == "sniff":
            asked[frame.f_code.co_filename] += 1

    sys.setprofile(watch)
    try:
        yield asked
    finally:
        sys.setprofile(None)


def test_a_text_is_tried_by_every_format_once_however_it_comes_in(library: Library, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in (("a.json", JSON), ("b.txt", "milk\neggs\n")):
        (tmp_path / "in" / name).write_text(text)
    for options in (ImportOptions(), ImportOptions("json"), ImportOptions(dry_run=True)):
        with tried() as asked:
            import_text(library, tmp_path / "in" / "a.json", options)
        assert set(asked.values()) == {1}
    with tried() as asked:
        seen = [one for one in previews(texts_in(tmp_path / "in"), limit=9, look=9) if isinstance(one, Preview)]
        options = ImportOptions(formats={seen[0].file: "bibtex"}, rankings=rankings(seen))
        again = preview(tmp_path / "in" / "a.json", options)
        [report] = import_texts(library, texts_in(tmp_path / "in"), options, problem=lambda _: None)
    assert [one.format.name if one.format else None for one in (*seen, again)] == ["json", None, "bibtex"]
    assert (again.others, again.confidence) == (list(seen[0].ranked), 1.0)
    assert (len(asked), set(asked.values()), report.format) == (
        len(FORMATS) + 1,
        {2},
        "bibtex",
    )  # since there are two texts


def test_a_text_that_was_changed_after_its_preview_is_recognised_anew(library: Library, tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text(JSON)
    options = ImportOptions(rankings=rankings([preview(place)]))
    place.write_text("TY  - JOUR\nTI  - Owls at night\nER  - \n")
    assert import_text(library, place, options).format == "ris"


def test_what_cannot_be_opened_has_its_reason_among_the_previews(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(JSON)
    (tmp_path / "b.txt").touch()
    first, second = previews(texts_in(tmp_path), limit=1, look=1)
    assert isinstance(first, Preview)
    assert isinstance(second, Unreadable)
    assert "b.txt" in str(second)
    [too_long] = previews(texts_in(Path("a" * 5000)), limit=1, look=1)
    assert isinstance(too_long, Unreadable)
