"""Paths and patterns lead to texts, in order, each opened when its turn comes."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from paperreader.exchange import sample_lists, texts_in
from paperreader.exchange.sources import files_in

TEXT = '{"title": "A paper about something", "abstract": "Words."}\n'


def test_files_come_in_order_without_hidden_ones_and_links_to_directories(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.txt", "sub/.git/x", "another/d.txt", "z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "sub" / "loop").symlink_to(tmp_path / "sub" / "loop")
    found = [str(one.relative_to(tmp_path)) for one in files_in([tmp_path])]
    assert found == ["a.txt", "b.txt", "z.txt", "another/d.txt", "sub/c.txt", "sub/loop"]
    named = [tmp_path / "z.txt", tmp_path / ".hidden", tmp_path / "none", tmp_path / "another"]
    assert list(files_in(named)) == [*named[:3], tmp_path / "another" / "d.txt"]


def test_the_sample_lists_are_five_in_their_order() -> None:
    assert [one.name[:4] for one in sample_lists()] == ["000_", "001_", "002_", "003_", "004_"]


def test_a_pattern_finds_what_a_shell_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/c.txt", "sub/.git/x.txt", "s[1].txt", "sub/deep/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)

    def found(*patterns: str) -> list[str]:
        return [str(one) for one in files_in(map(Path, patterns))]

    assert found("*.txt") == ["a.txt", "b.txt", "s[1].txt"]
    assert found("[ab].txt", "?.txt") == ["a.txt", "b.txt"] * 2
    assert found("s[1].txt") == ["s[1].txt"]
    assert found("su*") == ["sub/c.txt", "sub/deep/d.txt"]
    assert found("**/d.txt", f"../{tmp_path.name}/s*/c.txt") == [
        "sub/deep/d.txt",
        f"../{tmp_path.name}/sub/c.txt",
    ]
    assert found(str(tmp_path / "?.txt")) == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    assert found(".*.txt") == [".hidden.txt"]
    assert found("*.bib", "[", "**x") == ["*.bib", "[", "**x"]


def test_every_text_that_a_path_leads_to_is_opened_in_its_turn(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("one.json", TEXT)
        archive.writestr("two.json", TEXT)
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(TEXT.encode()))
    names = []
    for opening in texts_in(tmp_path):
        with opening() as text:
            names.append(str(Path(text.name).relative_to(tmp_path)))
            assert text.stream.read() == TEXT
    assert names == ["a.json.gz", "b.zip/one.json", "b.zip/two.json"]
