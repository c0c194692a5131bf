"""What a library holds besides papers, as lines: every kind is documented, and comes back as it went."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from paperreader.domain import aside_from_json, aside_to_json
from paperreader.domain.asides import _KEYS
from tests.library.stock import ask, filled

PAGE = (Path(__file__).parents[2] / "docs" / "lossless.md").read_text("utf-8")
LINES = [json.loads(line) for line in PAGE.partition("```json\n")[2].partition("```")[0].splitlines()]


def test_every_kind_is_documented() -> None:
    assert [line["paperreader"] for line in LINES] == list(_KEYS)


@pytest.mark.parametrize("line", LINES, ids=[line["paperreader"] for line in LINES])
def test_a_documented_line_is_read_and_written_as_it_is(line: dict[str, object]) -> None:
    written = aside_to_json(aside_from_json(line | {"key of a later version": 1}))
    if line["paperreader"] != "hidden":  # whose paper may leave out what it does not have
        assert json.dumps(written) == json.dumps(line)
    assert aside_from_json(written) == aside_from_json(line)


def test_of_every_table_it_is_said_whether_it_goes_out(tmp_path: Path) -> None:
    tables = PAGE.partition("## What is in it")[2]
    said = set(re.findall(r"`(\w+)`", tables))
    names = ask(filled(tmp_path / "l.db"), "select name from sqlite_master where type = 'table'")
    assert {str(name) for (name,) in names if not str(name).startswith(("search_", "sqlite_"))} <= said
