"""A large file is read by another process, with the same result."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from paperreader.domain import Identifier, Leftover, Record
from paperreader.exchange.read_ahead import ReadAhead
from paperreader.formats import FORMATS, Location, Unreadable, open_each, open_text
from paperreader.library import Chunk, Library, chunks, completed
from tests.cli.shell import Shell
from tests.library.records import record, records
from tests.library.stock import ask, filled, is_sound

JSON = next(one for one in FORMATS if one.name == "json")
COLUMNS = "id, label, title, abstract, authors, published, venue, fingerprint, keywords, remarks, origins"


def written(path: Path, some: Iterable[Record]) -> Path:
    with path.open("w", encoding="utf-8") as out:
        for one in some:
            paper = {"title": one.paper.title, "abstract": one.paper.abstract, "arxiv": one.paper.values("arxiv")[0]}
            out.write(json.dumps(paper) + "\n")
    return path


def ahead(path: Path) -> ReadAhead:
    return ReadAhead(JSON, Location(path, None, path.stat().st_size), str(path))


def held(path: Path) -> list[object]:
    """Return a library's contents, except names and times, which differ each time."""
    tables = ("identifiers", "records", "leftovers", "doubts", "search_labels")
    return [ask(path, f"select {COLUMNS} from papers"), *(ask(path, f"select * from {one}") for one in tables)]


def test_what_is_worked_out_before_is_what_the_library_would_work_out(tmp_path: Path) -> None:
    other_name = replace(record(1700).paper, identifiers=(Identifier("doi", "10.1000/x"),))
    items: list[Record | Leftover] = [
        *records(1500),
        replace(record(7), line=90),
        record(8, venue="A journal"),
        record(1400, abstract="A wholly other abstract, of what nobody knows, but with the identifier of a paper."),
        Leftover(5, "?", "?"),
        *map(record, range(1500, 2300)),
        Record(other_name, 9),
    ]
    here, there = (filled(tmp_path / name, 3) for name in ("here.db", "there.db"))
    with Library(here) as library:
        one = library.add(items, file="f", format="json")
    with Library(there) as library:
        other = library.add(completed(chunks(items), lambda: True), file="f", format="json")
    assert replace(one, seconds=0) == replace(other, seconds=0)
    assert (one.added, one.left_out) == (2297, 1)
    assert held(here) == held(there)
    assert is_sound(there)


def test_another_process_reads_what_would_be_read_here(tmp_path: Path) -> None:
    path = written(tmp_path / "papers.jsonl", records(2300))
    with path.open("a") as out:
        out.write('{"title": "This is cut\n')
    here, there = (filled(tmp_path / name, 3) for name in ("here.db", "there.db"))
    with Library(here) as library, open_text(path) as text:
        library.add(JSON.read(text.stream, None), file="f", format="json")  # type: ignore[arg-type]
    with Library(there) as library, closing(ahead(path)) as reading:
        report = library.add(reading, file="f", format="json")
        assert reading.share() == 1.0
    assert (report.added, report.unchanged, report.left_out) == (2297, 3, 1)
    assert held(here) == held(there)


def test_a_text_in_an_archive_is_found_again(tmp_path: Path) -> None:
    import zipfile

    for name in ("one", "other"):
        written(tmp_path / f"{name}.jsonl", records(3) if name == "one" else map(record, range(3, 5)))
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        for name in ("one", "other"):
            archive.write(tmp_path / f"{name}.jsonl", f"{name}.jsonl")
    found = []
    for opening in open_each(tmp_path / "both.zip"):
        with opening() as text:
            assert text.location is not None
            with closing(ReadAhead(JSON, text.location, text.name)) as reading:
                found += [one.record.paper.title for chunk in reading for one in chunk.records]
    assert found == [f"Paper number {number} of many" for number in range(5)]


def test_a_file_that_is_damaged_in_its_middle_is_read_up_to_there(tmp_path: Path) -> None:
    whole = gzip.compress(written(tmp_path / "papers.jsonl", records(3000)).read_bytes())
    cut = tmp_path / "papers.jsonl.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    with closing(ahead(cut)) as reading:
        *_, last = reading
    assert isinstance(last.items[-1], Leftover)
    assert "Nothing could be read from about here on" in last.items[-1].why
    assert len(last.items) > 1


def test_what_goes_wrong_in_the_other_process_is_told_in_this_one(tmp_path: Path) -> None:
    gone = Location(tmp_path / "gone.jsonl", None, 1)
    with closing(ReadAhead(JSON, gone, "gone.jsonl")) as reading, pytest.raises(Unreadable, match=r"gone\.jsonl"):
        next(iter(reading))


def test_a_reader_that_is_killed_leaves_over_what_it_had_not_read(tmp_path: Path) -> None:
    path = written(tmp_path / "papers.jsonl", records(60_000))
    with closing(ahead(path)) as reading:
        stream = iter(reading)
        read = [next(stream)]
        reading.process.kill()
        read += stream
    assert sum(len(chunk.records) for chunk in read) < 60_000
    last = read[-1].items
    assert [type(one) for one in last] == [Leftover]
    assert last[0].line == read[-2].line  # type: ignore[union-attr]
    assert "import the file again" in last[0].why  # type: ignore[union-attr]


def test_an_import_that_is_stopped_leaves_no_process_behind(tmp_path: Path) -> None:
    path = written(tmp_path / "papers.jsonl", records(20_000))
    with Library(filled(tmp_path / "library.db", 0)) as library, closing(ahead(path)) as reading:
        report = library.add(reading, file="f", format="json", progress=lambda _: False)
        assert reading.process.poll() is None
    assert report.cancelled
    assert reading.process.poll() is not None


def test_more_than_hashes_is_worked_out_once_it_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "papers.jsonl", records(40_000))
    with closing(ahead(path)) as reading:
        asked: list[Chunk] = []
        for chunk in reading:
            asked.append(chunk)
            _ = chunk.records[0].row
            if chunk.counts is not None:
                break
    assert 1 < len(asked) < 80
    assert asked[-1].counts is not None
    assert asked[-1].counts.papers["abstract"] == len(asked[-1].records)


def test_a_large_file_comes_in_whole_by_the_command_line(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "library.db")
    path = tmp_path / "papers.jsonl"
    with path.open("w") as out:
        for number in range(3000):
            paper = {"title": f"Paper number {number}", "abstract": f"About {number}. " + f"w{number % 97} " * 750}
            out.write(json.dumps(paper) + "\n")
    assert path.stat().st_size > 8 << 20
    assert "3,000" in shell("import", path).out
    assert "unchanged" in shell("import", path).out
