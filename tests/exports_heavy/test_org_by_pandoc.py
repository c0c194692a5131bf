"""pandoc reads from Org what was written: one heading per paper, and every text as it was."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings

from paperreader.domain import Entry, Note
from paperreader.exports.writers import org
from tests.exports.examples import BREAKOUTS, MOMENT, UID, annotated_with, full, plain, written
from tests.strategies import texts

pytestmark = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")


def blocks(*entries: Entry) -> list[dict[str, Any]]:
    text = written(org.write, *entries)
    done = subprocess.run(
        ["pandoc", "-f", "org+citations", "-t", "json"], input=text, capture_output=True, encoding="utf-8", check=True
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["blocks"]
    return found


def headings(found: list[dict[str, Any]], level: int) -> list[list[Any]]:
    return [one["c"] for one in found if one["t"] == "Header" and one["c"][0] == level]


def notes(found: list[dict[str, Any]]) -> list[str]:
    return [one["c"][1] for one in found if one["t"] == "CodeBlock"]


def test_a_paper_is_a_heading_with_its_key_and_a_citation_of_it() -> None:
    found = blocks(full())
    (heading,) = headings(found, 1)
    assert heading[1][0] == "lovelace2024foonet"
    assert "lovelace2024foonet" in json.dumps([one for one in found if '"Cite"' in json.dumps(one)])
    assert notes(found)[-1].rstrip("\n") == "# Idea\n\nTry it."


@pytest.mark.parametrize("text", BREAKOUTS)
def test_no_text_breaks_out(text: str) -> None:
    found = blocks(plain("before"), annotated_with(text), plain("after"))
    assert len(headings(found, 1)) == 3
    assert len(headings(found, 2)) == 2
    assert [one["t"] for one in found].count("BlockQuote") == 1
    assert "\\u001b" not in json.dumps(found)


@settings(max_examples=40, deadline=None)
@given(text=texts())
def test_a_note_is_the_same_to_the_letter(text: str) -> None:
    found = blocks(plain("T", notes=(Note(UID, text, MOMENT, MOMENT),)))
    assert len(headings(found, 1)) == 1
    assert [one.strip("\n") for one in notes(found)] == [text.strip("\n").replace("\t", "        ")] or "\t" in text
