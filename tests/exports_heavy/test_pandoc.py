"""pandoc reads what goes out: reference formats here, documents such as Org below them."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from paperreader.exports import EXPORTS
from tests.exports.examples import written
from tests.exports_heavy.papers import papers

pytestmark = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
EXPORT = {one.name: one for one in EXPORTS}
READERS = {"bibtex": "bibtex", "biblatex": "biblatex", "ris": "ris", "csl-json": "csljson"}
"""pandoc's names of the formats."""


def read_by_pandoc(text: str, reader: str) -> list[dict[str, Any]]:
    """The references that pandoc finds, as CSL-JSON."""
    listed = subprocess.run(["pandoc", "--list-input-formats"], capture_output=True, text=True, check=True).stdout
    if reader not in listed.split():
        pytest.skip(f"this pandoc does not read {reader}")
    done = subprocess.run(
        ["pandoc", "-f", reader, "-t", "csljson"], input=text, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", READERS)
def test_pandoc_reads_every_reference_and_everybody_in_it(name: str) -> None:
    found = read_by_pandoc(written(EXPORT[name].write, *papers()), READERS[name])
    assert len(found) == len(papers())
    assert found[-1]["title"] == "The last"
    people = [
        " ".join(filter(None, (one.get("dropping-particle"), one.get("non-dropping-particle"), one.get("family"))))
        or one["literal"]
        for one in found[0]["author"]
    ]
    assert people == ["van Beethoven", "García Márquez", "King", "The OpenAI Team"]
    assert found[0]["volume"] in (3, "3")
    assert found[0]["page"].replace("–", "-") == "1-10"
