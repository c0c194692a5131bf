"""Exports from the shell: binary ones, templates and raw tables."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from paperreader.exports import EXPORTS, Export
from tests.cli.shell import Shell

pytest_plugins = ["tests.cli.shells"]


def test_a_workbook_goes_into_a_file_or_a_pipe(shell: Shell, tmp_path: Path) -> None:
    assert shell("export", "lora", "-o", tmp_path / "a.xlsx").code == 0
    assert zipfile.is_zipfile(tmp_path / "a.xlsx")


def test_the_longest_ending_decides(shell: Shell, tmp_path: Path) -> None:
    shell("note", "1", "Read again")
    shell("export", "1", "-o", tmp_path / "a.readwise.csv")
    assert (tmp_path / "a.readwise.csv").read_text(encoding="utf-8").startswith("Highlight,Title,")
    shell("export", "1", "-o", tmp_path / "a.hypothesis.json")
    done = shell("import", tmp_path / "a.hypothesis.json")
    assert "1 paper, nothing new" in done.out


def test_a_template_writes_what_it_says(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "t.j2"
    file.write_text("{% for paper in papers %}{{ paper.title }}\n{% endfor %}", encoding="utf-8")
    assert shell("export", "1", "--template", file).out.startswith("Cheems")
    assert shell("export", "1", "--to", "template", "--template", file).code == 0
    assert shell("export", "1", "--template", file, "-o", tmp_path / "out").code == 0
    assert (tmp_path / "out").read_text(encoding="utf-8").startswith("Cheems")


def test_a_template_that_fails_leaves_the_file_as_it_was(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "t.j2").write_text("{{ nope }}", encoding="utf-8")
    (tmp_path / "out").write_text("old", encoding="utf-8")
    done = shell("export", "1", "--template", tmp_path / "t.j2", "-o", tmp_path / "out")
    assert (done.code, done.out) == (1, "")
    assert "t.j2:1: 'nope' is undefined" in done.err
    assert (tmp_path / "out").read_text(encoding="utf-8") == "old"


def test_what_does_not_go_together_is_said(shell: Shell, tmp_path: Path) -> None:
    for args, why in (
        (("--to", "template"), "--template FILE"),
        (("--to", "csv", "--template", "x"), "leave out --to csv"),
        (("--to", "markdown", "--raw"), "--raw means nothing in Markdown"),
    ):
        done = shell("export", *args)
        assert (done.code, done.out) == (2, "")
        assert why in done.err
    assert shell("export", "--template", tmp_path / "none").err.count("there is no such file") == 1


def test_raw_cells_are_as_they_are(shell: Shell) -> None:
    shell("note", "1", "=1+1")
    assert "'=1+1" in shell("export", "1", "--to", "csv").out
    raw = shell("export", "1", "--to", "tsv", "--raw").out
    assert "=1+1" in raw
    assert "'=1+1" not in raw


@pytest.mark.parametrize("export", [one for one in EXPORTS if one.binary], ids=lambda export: export.name)
def test_what_is_not_text_does_not_go_to_the_clipboard(shell: Shell, export: Export) -> None:
    done = shell("export", "lora", "--to", export.name, "--clipboard")
    assert (done.code, done.out) == (2, "")
    assert f"not text. Write it to a file with -o FILE{export.extension}" in done.err
