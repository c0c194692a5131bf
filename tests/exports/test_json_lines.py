"""The lossless export."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Entry, entry_from_json
from paperreader.exports.writers import json_lines
from tests.exports.examples import BREAKOUTS, annotated_with, written
from tests.strategies import entries


@given(st.lists(entries(), max_size=3))
def test_every_paper_is_one_line_and_comes_back_the_same(papers: list[Entry]) -> None:
    text = written(json_lines.write, *papers)
    text.encode()
    assert text.count("\n") == len(papers)
    assert [entry_from_json(json.loads(line)) for line in text.splitlines() if line] == papers


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out(text: str) -> None:
    entry = annotated_with(text)
    assert entry_from_json(json.loads(written(json_lines.write, entry))) == entry


def test_letters_stay_letters() -> None:
    assert "量子 Erdős" in written(json_lines.write, annotated_with("量子 Erdős"))
