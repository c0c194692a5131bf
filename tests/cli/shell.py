"""A shell for testing the command line; its fixtures are in `tests.cli.shells`."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from paperreader.cli.program import run

COUNTS = [3, 7, 100, 27, 45]
HOSTILE = "[bold] [@click=app.quit] \x1b]52;c;aGk=\x07 \u202egnp.exe \x9b31m [/b]"


@dataclass
class Called:
    """The outcome of a command."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


class Shell:
    """Runs commands on one library, in this process."""

    def __init__(self, library: Path) -> None:
        self.library = library

    def __call__(self, *args: str | Path, stdin: bytes | io.BytesIO = b"") -> Called:
        return call("--library", self.library, *args, stdin=stdin)


class Stream(io.TextIOWrapper):
    """A standard stream; a terminal if they are."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


def call(*args: str | Path, stdin: bytes | io.BytesIO = b"") -> Called:
    raw = io.BytesIO(), io.BytesIO()
    out, err = (Stream(one, encoding="ascii", write_through=True) for one in raw)
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch.object(sys, "stdin", Stream(io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin)),
    ):
        code = run([str(one) for one in args])
    said = [one.getvalue().decode() for one in raw if not one.closed]
    assert "Traceback" not in said[1]
    assert not {"\x1b", "\x9b", "\u202e"} & set(said[0] + said[1])
    return Called(code, *said)


def process(*args: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    more.setdefault("stdin", subprocess.DEVNULL)
    done = subprocess.run(
        [sys.executable, "-m", "paperreader", *map(str, args)],
        **{"capture_output": True, "encoding": "utf-8", "timeout": 60, **more},
    )
    assert "Traceback" not in (done.stderr or "")
    return done


def records(*titles: str) -> bytes:
    return "".join(json.dumps({"title": title, "abstract": f"On {title}."}) + "\n" for title in titles).encode()
