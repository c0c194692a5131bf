"""Text written in $EDITOR is kept, however the editor or this program ends."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.ptys import Terminal, at_home, needs_terminals, terminal
from tests.library.stock import bodies, filled

pytestmark = needs_terminals


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db", 3)


def editor(tmp_path: Path, does: str) -> dict[str, str]:
    script = tmp_path / "editor"
    script.write_text(f"#!/bin/sh\n{does}\n")
    script.chmod(0o700)
    (tmp_path / "tmp").mkdir(exist_ok=True)
    return {"EDITOR": str(script), "TMPDIR": str(tmp_path / "tmp")}


def closes(it: Terminal) -> None:
    it.close()


def sends(number: signal.Signals) -> Callable[[Terminal], None]:
    return lambda it: it.send(number)


def next_start(tmp_path: Path, path: Path) -> list[str]:
    with terminal(tmp_path, "--library", path) as it:
        it.wait_for(b"1 / 3")
        it.read(1.0)
        it.type(b"qq")
        assert it.ended(5)
    return list(bodies(path))


@pytest.mark.parametrize("end", [sends(signal.SIGTERM), sends(signal.SIGHUP), closes], ids=["term", "hup", "closed"])
@pytest.mark.parametrize("keys", [b"E", b"Afrom here\x0f"], ids=["at once", "from the note editor"])
def test_a_text_that_was_saved_in_an_editor_is_kept_when_the_program_is_ended(
    tmp_path: Path, path: Path, end: Callable[[Terminal], None], keys: bytes
) -> None:
    env = editor(tmp_path, 'printf "written there" > "$1"; touch "$(dirname "$1")/.note.md.swp"; echo READY; sleep 60')
    with terminal(at_home(tmp_path), "--library", path, env=env) as it:
        it.wait_for(b"1 / 3")
        it.type(keys)
        it.wait_for(b"READY")
        end(it)
        assert it.ended(4)
    assert list((tmp_path / "tmp").glob("paperreader-*/.note.md.swp"))
    assert next_start(tmp_path, path) == ["written there"]
    assert next_start(tmp_path, path) == ["written there"]


def test_what_an_editor_wrote_that_fails_is_kept(tmp_path: Path, path: Path) -> None:
    env = editor(tmp_path, 'printf "written there" > "$1"; exit 3')
    with terminal(at_home(tmp_path), "--library", path, env=env) as it:
        it.wait_for(b"1 / 3")
        it.type(b"E")
        it.wait_for(b"ended with 3")
        it.type(b"qq")
        assert it.ended(5)
    assert not list((tmp_path / "tmp").iterdir())
    assert next_start(tmp_path, path) == ["written there"]


def test_an_editor_that_changed_nothing_and_fails_leaves_nothing(tmp_path: Path, path: Path) -> None:
    with terminal(at_home(tmp_path), "--library", path, env=editor(tmp_path, "exit 1")) as it:
        it.wait_for(b"1 / 3")
        it.type(b"E")
        it.wait_for(b"ended with 1")
        it.type(b"qq")
        assert it.ended(5)
    assert not list((tmp_path / "tmp").iterdir())
    assert next_start(tmp_path, path) == []


def test_ctrl_c_in_an_editor_is_the_editors_and_a_signal_to_the_program_saves(tmp_path: Path, path: Path) -> None:
    env = editor(tmp_path, 'trap "printf interrupted > $1; exit 0" INT; echo READY; while true; do sleep 0.1; done')
    with terminal(at_home(tmp_path), "--library", path, env=env) as it:
        it.wait_for(b"1 / 3")
        it.type(b"E")
        it.wait_for(b"READY")
        it.type(b"\x03")  # the terminal interrupts both
        it.read(1.0)
        it.type(b"A")
        it.wait_for(b"New note")
        it.type(b"last words")
        it.read(0.2)
        it.send(signal.SIGINT)
        assert it.ended(4)
    assert sorted(bodies(path)) == ["interrupted", "last words"]
