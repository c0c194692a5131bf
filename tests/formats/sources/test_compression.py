"""Compressed files are read completely or rejected, even malicious ones."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import random
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.formats import OpenText, Unreadable, open_each, open_text
from paperreader.formats.sources.compression import FREE, PACKINGS, PIECE, Packing, expand

TEXT = "".join(f"Line {number}: Zoë’s paper\n" for number in range(20_000))


def zstd(data: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd as module
    else:
        from backports import zstd as module
    packed: bytes = module.compress(data)
    return packed


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": lambda data: bz2.compress(data, 1),  # in small blocks
    "xz": lzma.compress,
    "zstd": zstd,
}
each_packing = pytest.mark.parametrize("packing", PACKINGS, ids=lambda one: str(one.name))


def read(source: OpenText) -> str:
    with source:
        text = source.stream.read()
        assert text.startswith(source.head)
        return text


def first(openings: Iterator[Callable[[], OpenText]]) -> OpenText:
    return next(openings)()


def drain(source: OpenText, pieces: list[str]) -> None:
    """Read a source to the end, keeping what comes before an error."""
    with source:
        while piece := source.stream.read(1 << 16):
            pieces.append(piece)


def zipped(place: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return place


def test_there_is_a_test_for_every_packing() -> None:
    assert list(PACK) == [one.name for one in PACKINGS]


@pytest.mark.parametrize("name", PACK)
def test_what_is_compressed_is_text_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_bytes(PACK[name](TEXT.encode()))
    assert read(open_text(file)) == TEXT
    assert read(open_text(io.BytesIO(file.read_bytes()))) == TEXT
    for opening in open_each(io.BytesIO(PACK[name](TEXT.encode("utf-16")))):
        assert read(opening()) == TEXT


@pytest.mark.parametrize("name", PACK)
def test_several_in_one_file_are_read_as_one(name: str) -> None:
    packed = PACK[name](TEXT.encode()) + PACK[name](TEXT.encode()) + bytes(512)
    assert read(open_text(io.BytesIO(packed))) == TEXT + TEXT


@pytest.mark.parametrize("name", PACK)
def test_what_is_cut_off_is_read_up_to_there(name: str) -> None:
    noise = random.Random(5).randbytes(300_000).hex()
    packed = PACK[name](noise.encode())
    pieces: list[str] = []
    with pytest.raises(Unreadable, match="ends too soon"):
        drain(open_text(io.BytesIO(packed[: len(packed) // 2])), pieces)
    text = "".join(pieces)
    assert noise.startswith(text)
    assert len(text) > len(noise) / 4


@each_packing
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_damage_costs_the_rest_and_nothing_else(packing: Packing, data: st.DataObject) -> None:
    name = packing.name
    packed = bytearray(PACK[name](TEXT[:3000].encode()))
    for _ in range(data.draw(st.integers(1, 3))):
        packed[data.draw(st.integers(6, len(packed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(packed)))
    pieces = expand(iter([bytes(packed[:cut]), bytes(packed[cut:])]), packing, name)
    with contextlib.suppress(Unreadable):
        assert all(len(piece) <= PIECE for piece in pieces)


@pytest.mark.parametrize("name", ["gzip", "bzip2", "zstd"])
def test_a_bomb_is_refused_while_it_is_still_small(name: str) -> None:
    packed = PACK[name](b"Title: a bomb\n" + b"x" * (FREE + (FREE >> 2)))
    pieces: list[str] = []
    with pytest.raises(Unreadable, match=r"bomb\.txt expands to"):
        drain(open_text(io.BytesIO(packed), "bomb.txt"), pieces)
    assert sum(map(len, pieces)) <= FREE


def test_an_archive_is_all_its_files_but_hidden_ones_and_each_costs_itself(tmp_path: Path) -> None:
    place = zipped(
        tmp_path / "lists.zip",
        **{
            "b/two.txt": b"two\n",
            "one.txt": b"one\n",
            "../up.txt": b"up\n",
            "./here.txt": b"here\n",
            ".hidden": b"x",
            "__MACOSX/one.txt": b"x",
            "b/": b"",
        },
        **{"picture.png": b"\x89PNG\r\n", "inner.gz": gzip.compress(b"text"), "inner.zip": b"PK\x03\x04", "empty": b""},
    )
    read_, refused = {}, {}
    for opening in open_each(place):
        try:
            source = opening()
        except Unreadable as error:
            refused[str(error)[len(str(place)) + 1 :].split(" ")[0]] = str(error)
        else:
            read_[source.name] = read(source)
    assert read_ == {
        f"{place}/b/two.txt": "two\n",
        f"{place}/one.txt": "one\n",
        f"{place}/../up.txt": "up\n",
        f"{place}/./here.txt": "here\n",
    }
    assert set(refused) == {"picture.png", "inner.gz", "inner.zip", "empty"}
    assert "another packed file" in refused["inner.gz"]
    assert "another packed file" in refused["inner.zip"]


def test_an_archive_comes_through_a_pipe_as_well(tmp_path: Path) -> None:
    data = zipped(tmp_path / "lists.zip", one=b"one\n" * 9, two=b"two\n").read_bytes()

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError("a pipe")

    assert [read(opening()) for opening in open_each(Pipe(data))] == ["one\n" * 9, "two\n"]


def test_what_is_compressed_twice_and_an_archive_as_one_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="another packed file"):
        open_text(io.BytesIO(gzip.compress(gzip.compress(TEXT.encode()))))
    with pytest.raises(Unreadable, match="is an archive"):
        open_text(zipped(tmp_path / "lists.zip", one=b"one\n"))


def test_a_damaged_archive_is_one_line_and_a_damaged_file_in_it_too(tmp_path: Path) -> None:
    place = zipped(tmp_path / "lists.zip", one=random.Random(1).randbytes(90_000).hex().encode(), two=b"two\n")
    data = bytearray(place.read_bytes())
    for cut in (5, 60, len(data) - 5):
        with pytest.raises(Unreadable, match="damaged ZIP"):
            first(open_each(io.BytesIO(bytes(data[:cut]))))
    data[80_000:80_100] = bytes(100)
    parts = open_each(io.BytesIO(bytes(data)), "lists.zip")
    pieces: list[str] = []
    with pytest.raises(Unreadable, match=r"lists\.zip/one is damaged"):
        drain(first(parts), pieces)
    assert pieces
    assert read(first(parts)) == "two\n"


def test_a_locked_file_and_an_empty_archive_are_told(tmp_path: Path) -> None:
    place = zipped(tmp_path / "lists.zip", one=b"one\n")
    data = bytearray(place.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match="password"):
        first(open_each(io.BytesIO(bytes(data))))
    assert list(open_each(zipped(tmp_path / "empty.zip"))) == []


def test_an_archive_that_grows_beyond_measure_is_stopped_over_all_its_files(tmp_path: Path) -> None:
    half = b"A line of text.\n" + b"x" * (FREE * 5 // 8)
    place = zipped(tmp_path / "bomb.zip", one=half, two=half)
    parts = open_each(place)
    pieces: list[str] = []
    drain(first(parts), pieces)
    with pytest.raises(Unreadable, match=r"bomb\.zip expands to"):
        drain(first(parts), pieces)
    assert sum(map(len, pieces)) <= FREE


@pytest.mark.parametrize(
    ("member", "what"),
    [("word/document.xml", "Word"), ("content.xml", "OpenDocument"), ("ppt/presentation.xml", "pres")],
)
def test_documents_are_called_what_they_are(tmp_path: Path, member: str, what: str) -> None:
    with pytest.raises(Unreadable, match=what):
        first(open_each(zipped(tmp_path / "file", **{member: b"<a/>"})))


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python understands zstd by itself")
def test_what_is_not_installed_is_a_line_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = zstd(b"text")
    monkeypatch.setitem(sys.modules, "backports", None)
    with pytest.raises(Unreadable, match=r"pip install 'paperreader-tui\[zst\]'"):
        open_text(io.BytesIO(packed))
