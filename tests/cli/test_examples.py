"""The examples at the end of every command's help work as they stand, on the sample library."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import webbrowser
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pyperclip
import pytest

from paperreader.cli.program import program
from tests.cli.shell import Shell, call

pytest_plugins = ["tests.cli.shells"]

_EXPLAINED = re.compile(r"\S\s{2,}[^\s'\"-].*$")
"""What an example does, behind it."""
ABSTRACT = "Models of a state space are linear in the length of the sequence. The state space is small."
RECORDS = "".join(
    json.dumps({"title": title, "abstract": "", "authors": ["J. Jacquard"], **more}) + "\n"
    for title, more in (
        ("Looms of today and tomorrow", {"venue": "A Journal", "year": 2020}),
        ("Looms of today and tomorrow", {"venue": "A Workshop", "year": 2021}),
        ("Weaving Patterns of Looms v1", {}),
        ("Weaving Patterns of Looms v2", {}),
    )
)
RIS = "TY  - JOUR\nTI  - Engines\nAB  - On engines.\nER  - \n"


def examples(command: click.Command) -> Iterator[str]:
    lines = (command.epilog or "").partition("Examples:\n")[2].splitlines()
    for line in lines:
        explained = _EXPLAINED.search(line.strip())
        yield line.strip()[: explained.start() + 1] if explained else line.strip()
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from examples(one)


def without_examples(command: click.Command, path: str = "paperreader") -> Iterator[str]:
    if not (command.epilog or "").startswith("\b\nExamples:"):
        yield path
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from without_examples(one, f"{path} {name}")


EXAMPLES = list(dict.fromkeys(examples(program)))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample library with what the examples speak of."""
    place = tmp_path_factory.mktemp("examples") / "library.db"
    shell = Shell(place)
    steps: list[list[str]] = [
        ["import", "--samples"],
        ["edit", "12", "--abstract", ABSTRACT, "--identifier", "arxiv:2401.00012"],
        ["import", "-"],
        ["note", "12", "One."],
        ["note", "12", "Two."],
        ["highlight", "12", "state space", "--nth", "2"],
        ["tag", "12", "+todo", "+methods", "+thesis", "+lora", "+review", "+adapters", "+done"],
        ["tag", "31", "+todo"],
        ["mark", "31", "--queue", "--due", "today"],
        ["tag", "title:lora", "-todo"],
        *(["views", "save", name, "is:undecided"] for name in ("unread-lora", "to decide", "screening", "lora")),
        ["decide", "14", "maybe"],
        ["keywords", "set", "methods", "lora"],
        ["criteria", "--view", "screening", "Any."],
        ["edit", "15", "--title", "LoRA in 2024", "--published", "2024"],
        ["mark", "12", "--star"],
        ["trash", "16"],
        *([["tag", "17", f"+{name}"] for name in "abc"]),
        ["undo", "3"],
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERREADER_CONFIG", str(place.parent / "config.toml"))
        for step in steps:
            done = shell(*step, stdin=RECORDS.encode())
            assert done.code == 0, (step, done.err)
    return place


@pytest.fixture
def folder(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples speak of, and what a machine has to offer."""
    shutil.copy(prepared, tmp_path / "library.db")
    shutil.copy(prepared.parent / "config.toml", tmp_path / "config.toml")
    for name in (
        "downloads",
        "exports",
        "alerts",
        "Downloads/papers",
        "vault",
        "lists",
        "papers",
        "bin",
        ".config/fish/completions",
    ):
        (tmp_path / name).mkdir(parents=True)
    for name in ("reading-list.txt", "page.txt", "lists/a.txt", "downloads/a.ris", "exports/b.ris"):
        (tmp_path / name).write_text(RIS)
    (tmp_path / "library.bib.gz").write_bytes(gzip.compress(b"@article{a, title={Engines}, abstract={On engines.}}"))
    with zipfile.ZipFile(tmp_path / "exports.zip", "w") as archive:
        archive.writestr("c.ris", RIS)
    for name in ("thoughts.md", "abstract.txt", "criteria.md"):
        (tmp_path / name).write_text("Some words.\n")
    (tmp_path / "new.toml").write_text("")
    (tmp_path / "papers" / "mamba.pdf").write_bytes(b"%PDF-1.7\n")
    command = f'exec {shlex.quote(sys.executable)} -m paperreader "$@"'
    for name, does in (("paperreader", command), ("curl", 'echo \'{"title": "A", "abstract": "On A."}\'')):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    for name, value in {
        "HOME": str(tmp_path),
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PAPERREADER_LIBRARY": str(tmp_path / "library.db"),
        "PAPERREADER_CONFIG": str(tmp_path / "config.toml"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "EDITOR": "true",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(webbrowser, "open", lambda _place: True)
    monkeypatch.setattr(pyperclip, "paste", lambda: RIS)
    return tmp_path


def test_every_command_has_examples() -> None:
    assert list(without_examples(program)) == []
    assert len(EXAMPLES) > 100


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_works(example: str, folder: Path) -> None:
    if "config init" in example:
        (folder / "config.toml").unlink()
    if "views rename" in example:  # what another example renames it to
        call("views", "delete", shlex.split(example)[-1])
    if "jq" in example and shutil.which("jq") is None:
        example = example.partition("|")[0]
    if example.startswith("paperreader watch"):  # which goes on until it is stopped
        example = f"timeout --preserve-status --signal=INT 3 {example}"
    if not re.search(r"^timeout|[|<>$&]", re.sub(r"'[^']*'", "", example)):
        done = call(*shlex.split(example)[1:], stdin=b"q\n")
        assert (done.code, done.err) == (0, done.err), done.err
        assert "no papers found" not in done.err
        return
    ran = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {example}"], capture_output=True, encoding="utf-8", timeout=60,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "no papers found" not in ran.stderr
