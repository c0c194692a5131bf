from __future__ import annotations

import json
from pathlib import Path

import pytest

from paperreader.exchange import preview
from tests.cli.shell import Shell
from tests.formats.sources.test_encoding_guess import TEXTS, as_ris

pytest_plugins = ["tests.cli.shells"]

RUSSIAN = TEXTS[5][1:]


def test_a_guess_is_in_the_report_and_an_encoding_can_be_named(tmp_path: Path, shell: Shell) -> None:
    russian = as_ris(*RUSSIAN, 1)
    file = tmp_path / "a.ris"
    file.write_bytes(russian.encode("cp1251"))
    told = shell("import", "--dry-run", file)
    assert "Windows-1251" in told.err
    assert "--encoding" in told.err
    assert preview(file).guessed == "Windows-1251"
    named = shell("import", "--json", "--encoding", "koi8-r", file)
    assert json.loads(named.out)["encoding_guess"] is None
    found = json.loads(shell("import", "--json", file).out)
    assert found["encoding_guess"] == "Windows-1251"
    assert TEXTS[5][1] in shell("list").out


@pytest.mark.parametrize("name", ["nonsense", "base64", "rot13", "x" * 5000, ""])
def test_an_encoding_that_there_is_not_is_wrong_usage(shell: Shell, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.ris").write_text(as_ris("A", "B", "C", 1))
    failed = shell("import", "--encoding", name, tmp_path / "a.ris")
    assert failed.code == 2
    assert "unknown encoding" in failed.err
    assert len(failed.err) < 1000
