"""The remembered place of a library: one file each, whole or not there at all, and not without end."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from paperreader.config import Config, PlaceFile


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(remembers=tmp_path / "state" / "state.json")


def test_what_was_written_last_is_read(config: Config, tmp_path: Path) -> None:
    file = PlaceFile(config, tmp_path / "a.db")
    assert file.read() == {}
    file.write({"paper": "x"})
    file.write({"paper": "é"})
    assert PlaceFile(config, tmp_path / "a.db").read() == {"paper": "é"}
    assert PlaceFile(config, tmp_path / "b.db").read() == {}


def test_a_library_is_the_same_under_every_name(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.db").touch()
    (tmp_path / "link.db").symlink_to("a.db")
    PlaceFile(config, tmp_path / "a.db").write({"paper": "x"})
    assert PlaceFile(config, tmp_path / "link.db").read() == {"paper": "x"}
    monkeypatch.chdir(tmp_path)
    assert PlaceFile(config, Path("a.db")).read() == {"paper": "x"}


@pytest.mark.parametrize("name", [b"latin-\xe9\xff.db", b"a b\nc.db", "日本.db".encode(), b"x" * 200])
def test_a_library_can_have_any_name(config: Config, tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/" + name))
    PlaceFile(config, path).write({"paper": "x"})
    assert PlaceFile(config, path).read() == {"paper": "x"}


def test_nothing_is_remembered_where_nothing_is_to_be(tmp_path: Path) -> None:
    file = PlaceFile(Config(), tmp_path / "a.db")
    file.write({"paper": "x"})
    assert (file.remembers, file.read(), list(tmp_path.iterdir())) == (False, {}, [])


def test_the_libraries_left_longest_ago_are_forgotten(config: Config, tmp_path: Path) -> None:
    for number in range(203):
        PlaceFile(config, tmp_path / f"{number}.db").write({"number": number})
        newest = max((tmp_path / "state" / "places").iterdir(), key=lambda one: one.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    assert len(list((tmp_path / "state" / "places").iterdir())) == 200
    kept = [number for number in range(203) if PlaceFile(config, tmp_path / f"{number}.db").read()]
    assert kept == list(range(3, 203))


def test_whoever_reads_while_it_is_written_finds_it_whole(config: Config, tmp_path: Path) -> None:
    places = [PlaceFile(config, tmp_path / "a.db") for _ in range(3)]
    places[0].write({"paper": "x" * 50_000})

    def write(place: PlaceFile) -> None:
        for _ in range(100):
            place.write({"paper": "x" * 50_000})

    writers = [threading.Thread(target=write, args=(place,)) for place in places[:2]]
    for one in writers:
        one.start()
    while any(one.is_alive() for one in writers):
        assert len(str(places[2].read()["paper"])) == 50_000
    for one in writers:
        one.join()
    [file] = (tmp_path / "state" / "places").iterdir()
    assert json.loads(file.read_text())["paper"]
