"""At a terminal results have colours and go through a pager; in a pipe they are plain."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.shell import Shell, process
from tests.faults.ptys import needs_terminals, terminal

pytest_plugins = ["tests.cli.shells"]
pytestmark = needs_terminals


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    library = tmp_path / "library.db"
    shell = Shell(library)
    hostile = b'{"title": "Engines \\u001b]52;c;aGk=\\u0007 #7", "abstract": "On \\u001b[31mEngines."}\n'
    assert shell("import", "-", stdin=hostile).code == 0
    shell("tag", "1", "+todo")
    return library


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that says that it is one."""
    script = tmp_path / "pager.py"
    script.write_text("import sys\nprint('PAGER:', end='')\nsys.stdout.write(sys.stdin.read())\nprint('END')\n")
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}"


def seen(papers: Path, *args: str, **env: str) -> bytes:
    with terminal(papers.parent, "--library", papers, *args, env={"NO_COLOR": "", **env}) as one:
        assert one.ended(60)
        assert one.code == 0, one.seen
        return one.seen


@pytest.mark.parametrize("args", [["list"], ["show", "1"], ["tags"], ["log"], ["notes"], ["stats"]])
def test_what_only_prints_goes_through_the_pager(args: list[str], papers: Path, pager: str) -> None:
    Shell(papers)("note", "1", "Yes.")
    out = seen(papers, *args, PAGER=pager)
    assert out.startswith(b"PAGER:")
    assert b"END" in out


@pytest.mark.parametrize(
    "args", [["tag", "1", "+a"], ["tags", "colour", "todo", "green"], ["export", "--to", "bibtex"]]
)
def test_what_changes_something_or_writes_a_file_does_not(args: list[str], papers: Path, pager: str) -> None:
    assert b"PAGER:" not in seen(papers, *args, PAGER=pager)


@pytest.mark.parametrize("wish", ["", "cat", "'", "no-such-pager-at-all"])
def test_no_pager_is_used_if_there_is_none_or_none_is_wanted(wish: str, papers: Path) -> None:
    assert b"Engines" in seen(papers, "list", PAGER=wish)


def test_an_option_turns_the_pager_off(papers: Path, pager: str) -> None:
    assert b"PAGER:" not in seen(papers, "--no-pager", "list", PAGER=pager)


def test_a_pager_that_is_left_early_is_no_failure(papers: Path) -> None:
    assert seen(papers, "list", PAGER="true") == b""


def test_lists_have_colours_that_nothing_from_outside_has(papers: Path) -> None:
    for args in (["list"], ["show", "1"]):
        out = seen(papers, *args, PAGER="cat")
        assert b"\x1b[1mEngines" in out
        assert b"\x1b]" not in out
        assert b"\x07" not in out
        assert b"\x1b[31m" not in out
    assert b"\x1b[36m #todo\x1b[0m" in seen(papers, "list", PAGER="cat")


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_turned_off(papers: Path, env: dict[str, str]) -> None:
    assert b"\x1b" not in seen(papers, "list", PAGER="cat", **env)


def test_a_pipe_gets_plain_lines(papers: Path, pager: str) -> None:
    import os

    done = process("--library", papers, "list", env={**os.environ, "PAGER": pager, "TERM": "xterm-256color"})
    assert "\x1b" not in done.stdout
    assert "PAGER" not in done.stdout
    assert done.stdout.startswith("    1  ")
