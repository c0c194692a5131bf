"""The manual pages are made from the commands, and readers of manual pages show them."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from paperreader.cli.program import program
from tests.man_pages import FOLDER, escaped, pages

PAGES = pages()


def test_the_pages_are_those_of_the_commands() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert there == PAGES, "run: python -m tests.man_pages"


def test_a_wheel_installs_them() -> None:
    settings = tomllib.loads((FOLDER.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    shared = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared["docs/man"] == "share/man/man1"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_reader_of_manuals_finds_no_fault_and_shows_all(name: str, tmp_path: Path) -> None:
    if shutil.which("mandoc") is None:
        pytest.skip("mandoc is not installed")
    page = tmp_path / name
    page.write_text(PAGES[name], encoding="utf-8")
    checked = subprocess.run(["mandoc", "-T", "lint", "-W", "error", page], capture_output=True, encoding="utf-8")
    assert not checked.stdout
    shown = subprocess.run(["mandoc", "-T", "utf8", page], capture_output=True, encoding="utf-8", check=True).stdout
    words = re.sub(".\b", "", shown)  # what is struck over is bold
    command: click.Command = program
    if name != "paperreader.1":
        command = program.commands[name.removesuffix(".1").removeprefix("paperreader-")]
    for parameter in command.params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert option in words


@pytest.mark.parametrize("text", [".TH x", "'br", "\\fBx", "a \\n[b]", "--x 'y' `z` ^ ~", "-"])
def test_no_text_is_taken_for_a_command_of_the_typesetter(text: str, tmp_path: Path) -> None:
    if shutil.which("mandoc") is None:
        pytest.skip("mandoc is not installed")
    page = tmp_path / "a.1"
    page.write_text(f'.TH A 1 ""\n.SH NAME\na \\- b\n.SH TEXT\n{escaped(text)}\n', encoding="utf-8")
    shown = subprocess.run(["mandoc", "-T", "ascii", page], capture_output=True, encoding="utf-8", check=True).stdout
    assert text in shown
