"""Completing a command line: what is offered, and what real shells make of it."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, strategies as st

from paperreader.cli import program
from paperreader.cli.commands import __name__ as commands_package
from paperreader.cli.completion import complete, line_of
from tests.cli.shell import Shell, call, process, records
from tests.faults.ptys import terminal

pytest_plugins = ["tests.cli.shells"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("completion") / "library.db"
    shell = Shell(path)
    assert shell("import", "-", stdin=records("Alpha", "Beta: a study")).code == 0
    shell("tag", "1", "+todo", "+two words", "+topics/lora")
    shell("tag", "2", "+todo")
    shell("edit", "2", "--identifier", "arxiv:2403.13043")
    shell("views", "save", "to decide", "is:undecided")
    return path


def offered(
    line: str, library: Path, capsys: pytest.CaptureFixture[str], shell: str = "fish", **more: str
) -> dict[str, str]:
    capsys.readouterr()
    environment = {"COMP_LINE": f"paperreader {line}", "PAPERREADER_LIBRARY": str(library), **more}
    with patch.dict(os.environ, environment):
        assert complete(shell, os.environ) == 0
    rows = [one.split("\t") for one in capsys.readouterr().out.splitlines()]
    assert all(len(row) == 3 for row in rows)
    return {value: help_ for _, value, help_ in rows}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tag 1 +to", {"+todo": "2 papers", "+topics/lora": "1 paper"}),
        ("tag 1 +a -TW", {"-two words": "1 paper"}),
        ("tag tag:to", {"tag:todo": "2 papers", "tag:topics/lora": "1 paper"}),
        ("list lora -tag:tw", {'-tag:"two words"': "1 paper"}),
        ("list '(lora tag:tod", {"(lora tag:todo": "2 papers"}),
        ("tags rename todo", {"todo": "2 papers"}),
        ("views delete t", {"to decide": "is:undecided"}),
        ("criteria --view t", {"to decide": "is:undecided"}),
        ("list is:ann", {"is:annotated": "with a note, highlight, tag, star …"}),
        ("list titl", {"title:": "words of the title"}),
        ("list --sort -d", {"-date": "the oldest first", "-decision": "undecided last", "-due": "the last due first"}),
        ("show 2", {"2": "Beta: a study", "2403.13043": "Beta: a study"}),
        ("export 24", {"2403.13043": "Beta: a study"}),
        ("export --to bib", {"bibtex": "BibTeX", "biblatex": "BibLaTeX"}),
        ("decide 1 acc", {"accept": ""}),
        ("highl", {"highlight": None, "highlights": None}),
        ("duplicates mer", {"merge": None}),
        ("list --annot", {"--annotated-only": None}),
        ("show 'it is", {}),
    ],
)
def test_what_can_stand_there_is_offered(
    line: str, expected: dict[str, str | None], library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = offered(line, library, capsys)
    assert set(found) == set(expected)
    assert all(help_ is None or found[value] == help_ for value, help_ in expected.items())


def test_a_description_is_there_whole_for_fish(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary = program.program.commands["related"].help
    assert summary is not None
    found = offered("relate", library, capsys)["related"]
    assert found == " ".join(summary.split("\n\n")[0].split())


def test_the_library_that_the_command_names_is_the_one_that_is_read(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(tmp_path / "none.db")
    line = f"--library {shlex.quote(str(library))} tag 1 +tod"
    assert offered(line, library, capsys, PAPERREADER_LIBRARY=nowhere) == {"+todo": "2 papers"}
    assert offered("tag 1 +tod", library, capsys, PAPERREADER_LIBRARY=nowhere) == {}
    assert offered("show 1", library, capsys, PAPERREADER_LIBRARY=nowhere) == {}
    assert offered(f"--library {nowhere} list venue:", library, capsys) == {}
    assert not Path(nowhere).exists()


def test_nothing_is_read_from_standard_input_to_complete(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "+todo" in offered("tag - +tod", library, capsys)
    assert offered("show - --sour", library, capsys)


def test_bash_gets_what_follows_the_sign_at_which_it_splits_words(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(offered("list tag:to", library, capsys, "bash")) == {"todo", "topics/lora"}
    assert set(offered("list tag:tw", library, capsys, "bash")) == {"'\"two words\"'"}
    assert set(offered("tag 1 +tw", library, capsys, "bash")) == {"'+two words'"}
    assert set(offered("list 'tag:tw", library, capsys, "bash")) == {'tag:"two words"'}


@given(st.text(max_size=40))
def test_every_line_is_split_into_words(text: str) -> None:
    line = line_of(text)
    assert text.endswith(line.typed)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), max_size=4))
def test_quoted_words_are_what_the_shell_makes_of_them(words: list[str]) -> None:
    assert line_of(" ".join(["paperreader", *map(shlex.quote, words)]) + " ").words == tuple(words)


def test_each_module_has_the_commands_of_the_table() -> None:
    from importlib import import_module

    for module, names in program.COMMANDS.items():
        assert tuple(one.name for one in import_module(f"{commands_package}.{module}").COMMANDS) == names


def test_completing_a_tag_loads_no_click_and_no_papers(library: Path) -> None:
    asks = {"_PAPERREADER_COMPLETE": "line_bash", "COMP_LINE": f"paperreader --library {library} tag 1 +"}
    done = process(env={**os.environ, **asks, "PYTHONPROFILEIMPORTTIME": "1"})
    assert "+todo" in done.stdout
    loaded = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    assert "sqlite3" in loaded
    assert not loaded & {"click", "click.core", "paperreader.domain.paper", "textual", "sqlite_utils"}


# -- real shells ------------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, library: Path) -> dict[str, str]:
    """A folder with the program on its path."""
    command = tmp_path / "bin" / "paperreader"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m paperreader "$@"\n')
    command.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PAPERREADER_LIBRARY": str(library),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }


def run_shell(shell: str, script: str, home: dict[str, str]) -> list[str]:
    import subprocess

    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    args = {"bash": ["--norc", "-i"], "zsh": ["-f", "-i"], "fish": ["--no-config"]}[shell]
    done = subprocess.run(
        [path, *args, "-c", script], env=home, capture_output=True, encoding="utf-8", timeout=60,
        stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tag 1 +to", ["+todo", "+topics/lora"]),
        ("list tag:to", ["todo", "topics/lora"]),
        ("highl", ["highlight", "highlights"]),
    ],
)
def test_bash_completes(line: str, expected: list[str], home: dict[str, str]) -> None:
    whole = f"paperreader {line}"
    script = call("completion", "bash").out + (
        f"COMP_LINE={shlex.quote(whole)}; COMP_POINT={len(whole)}; COMP_WORDS=({whole}); COMP_CWORD=2\n"
        "_paperreader_completion paperreader\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\"; complete -p paperreader\n"
    )
    lines = run_shell("bash", script, home)
    assert lines[: len(expected)] == expected
    assert lines[-1].endswith("-F _paperreader_completion paperreader")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tag 1 +to", ["+todo\t2 papers", "+topics/lora\t1 paper"]),
        ("list tag:to", ["tag:todo\t2 papers", "tag:topics/lora\t1 paper"]),
        ("list titl", ["title:\twords of the title"]),
        ("tag 1 +tw", ["+two words\t1 paper"]),
    ],
)
def test_fish_completes_with_descriptions(line: str, expected: list[str], home: dict[str, str]) -> None:
    script = call("completion", "fish").out + f"complete --do-complete {shlex.quote(f'paperreader {line}')}\n"
    assert run_shell("fish", script, home) == expected


def test_zsh_completes_with_descriptions(home: dict[str, str], tmp_path: Path) -> None:
    """Presses Tab in a zsh of its own terminal."""
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    script = tmp_path / ".zshrc"
    script.write_text(
        "autoload -Uz compinit && compinit -u -D\nPS1='ready> '\nunsetopt zle_bracketed_paste\n"
        "zstyle ':completion:*' list-colors\n" + call("completion", "zsh").out
    )
    env = {"ZDOTDIR": str(tmp_path), "PATH": home["PATH"], "PAPERREADER_LIBRARY": home["PAPERREADER_LIBRARY"]}
    with terminal(tmp_path, "-i", env=env, command=["zsh"]) as one:
        one.wait_for(b"ready> ")
        one.type(b"paperreader tag 1 +to\t\t")
        one.wait_for(b"1 paper")
    for part in (b"+todo", b"2 papers", b"+topics/lora"):
        assert part in one.seen
