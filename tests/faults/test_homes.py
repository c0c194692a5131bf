"""With any home, umask or library name, our files are private, and the library opens."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.ptys import KITTY_ESC, at_home, needs_terminals, terminal
from tests.library.stock import bodies, filled

NAMES = [
    b"plain.db",
    b"a b\nc.db",
    b"100%25?mode=memory#x&y=.db",
    b"latin-\xe9\xff.db",
    "日本.db".encode(),
    b"-dash.db",
    b"'\"$(x).db",
]


def run(
    home: Path, *arguments: object, env: dict[str, str | None] | None = None, umask: int = 0o022
) -> tuple[int, str, str]:
    about: dict[str, str | None] = {**os.environ, "HOME": str(home), **(env or {})}
    for name in ("STATE", "CONFIG", "DATA", "CACHE"):
        about.pop(f"XDG_{name}_HOME", None)
    done = subprocess.run(
        [sys.executable, "-m", "paperreader", *map(os.fsencode, map(str, arguments))],
        env={name: value for name, value in about.items() if value is not None},
        capture_output=True,
        umask=umask,
        cwd=os.fspath(home) if home.is_dir() else "/",
    )
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


@pytest.mark.parametrize("name", NAMES)
def test_a_library_of_any_name_is_written_and_read(tmp_path: Path, name: bytes) -> None:
    place = tmp_path / "place"
    place.mkdir()
    path = Path(os.fsdecode(bytes(place) + b"/" + name))
    papers = tmp_path / "papers.json"
    papers.write_text(
        json.dumps({"title": "Deep Seas", "abstract": "The sea is deep, and nobody has been there. " * 3})
    )
    for command in (["import", papers], ["tag", "1", "+wet"], ["note", "1", "text"], ["list"], ["log"], []):
        code, out, err = run(tmp_path, f"--library={path}", *command)
        assert (code, "Traceback" in err) == (0, False), (command, out, err)
    code, _, err = run(tmp_path, f"--library={path}x", "list")
    assert (code, "Traceback" in err) == (1, False), err
    assert [os.fsencode(one.name) for one in place.iterdir()] == [name]


@needs_terminals
@pytest.mark.parametrize("name", NAMES)
def test_a_library_of_any_name_opens_in_the_reader(tmp_path: Path, name: bytes) -> None:
    path = filled(Path(os.fsdecode(bytes(tmp_path) + b"/" + name)))
    with terminal(at_home(tmp_path), f"--library={path}") as it:
        it.wait_for(b"1 / 3")
        it.type(b"Atyped" + KITTY_ESC)
        it.read(0.5)
        it.type(b"qq")
        assert it.ended(5)
        assert (it.code, b"Traceback" in it.seen) == (0, False)
    assert bodies(path) == ["typed"]


def test_a_relative_name_and_a_name_in_the_environment_open(tmp_path: Path) -> None:
    filled(tmp_path / "here.db")
    assert run(tmp_path, "--library", "here.db", "note", "1", "text")[0] == 0
    assert run(tmp_path, "list", env={"PAPERREADER_LIBRARY": "here.db"})[0] == 0
    assert bodies(tmp_path / "here.db") == ["text"]


def homes(tmp_path: Path) -> dict[str, tuple[Path, dict[str, str | None]]]:
    (tmp_path / "file").write_text("a file")
    (tmp_path / "closed").mkdir(mode=0o000)
    return {
        "a file": (tmp_path / "file", {}),
        "nowhere": (tmp_path / "no" / "where", {}),
        "closed": (tmp_path / "closed", {}),
        "unset": (tmp_path, {"HOME": None}),
        "empty": (tmp_path, {"HOME": ""}),
        "no text": (tmp_path / os.fsdecode(b"\xff"), {}),
    }


@pytest.mark.parametrize("kind", ["a file", "nowhere", "closed", "unset", "empty", "no text"])
def test_a_library_that_is_named_opens_whatever_the_home(tmp_path: Path, kind: str) -> None:
    home, env = homes(tmp_path)[kind]
    path = filled(tmp_path / "library.db")
    for command in (["list"], ["note", "1", "text"], ["stats"], []):
        code, out, err = run(home, "--library", path, *command, env=env)
        assert (code, "Traceback" in err) == (0, False), (command, out, err)


@needs_terminals
@pytest.mark.parametrize("kind", ["a file", "nowhere", "closed", "no text"])
def test_the_reader_opens_whatever_the_home(tmp_path: Path, kind: str) -> None:
    home, _ = homes(tmp_path)[kind]
    path = filled(tmp_path / "library.db")
    with terminal(home, "--library", path) as it:
        it.wait_for(b"elcome")
        it.type(KITTY_ESC)
        it.read(0.3)
        it.type(b"Atyped" + KITTY_ESC)
        it.read(0.5)
        it.type(b"/word\r")
        it.read(0.5)
        it.type(b"qqq")
        assert it.ended(5)
        assert (it.code, b"Traceback" in it.seen) == (0, False), it.seen[-2000:]
    assert bodies(path) == ["typed"]


@needs_terminals
def test_with_any_umask_nobody_else_writes_or_reads_what_is_ours(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    before = os.umask(0)
    try:
        with terminal(home) as it:
            it.wait_for(b"no papers")
            it.read(0.3)
            it.type(b"S")
            it.wait_for(b"/ 182")
            it.read(0.3)
            it.type(b"/lora\rAtyped" + KITTY_ESC)
            it.read(0.5)
            it.type(b"qqqq")
            assert it.ended(5)
    finally:
        os.umask(before)
    found = [one for one in home.rglob("*") if not one.is_symlink()]
    assert {one.name for one in found} >= {"library.db", "state.json"}
    open_to_others = {str(one): oct(one.stat().st_mode) for one in found if stat.S_IMODE(one.stat().st_mode) & 0o077}
    assert not open_to_others
