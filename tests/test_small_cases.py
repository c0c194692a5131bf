"""Small documents that were once read wrong, with the right results, if there are any beside the project.

`NAME.ext` goes with `NAME.expected.json`: how many papers come in, and fields that they must have.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from paperreader.domain import entry_to_json
from paperreader.library import Library
from tests.cli.shell import Shell

pytest_plugins = ["tests.cli.shells"]

CASES = Path(__file__).parents[2] / "shared" / "cases"
EXPECTED = sorted(CASES.glob("*.expected.json"))


@pytest.mark.skipif(not EXPECTED, reason="there are no such documents beside this project")
@pytest.mark.parametrize("expected", EXPECTED, ids=[path.name.removesuffix(".expected.json") for path in EXPECTED])
def test_a_document_that_came_out_wrong_once_is_read_as_what_it_is(expected: Path, empty: Shell) -> None:
    name = expected.name.removesuffix(".expected.json")
    [document] = [path for path in CASES.glob(f"{name}.*") if path != expected]
    right = json.loads(expected.read_text(encoding="utf-8"))
    said = empty("import", "--json", str(document))
    reports = [json.loads(line) for line in said.out.splitlines()]
    assert sum(report["added"] for report in reports) == right["added"], said
    found = papers_of(empty.library) if empty.library.exists() else []
    for wanted in right.get("papers", ()):
        assert any(has(paper, wanted) for paper in found), (wanted, found)


def papers_of(path: Path) -> list[dict[str, object]]:
    with Library(path) as library, library.reader() as reader:
        return [entry_to_json(entry) for entry in reader.entries(sorted(reader.first_ids(10**6)))]


def has(paper: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Whether a paper has all the expected values; of an object, only the given keys are compared."""
    return all(field_is(paper.get(name), value) for name, value in wanted.items())


def field_is(found: object, wanted: object) -> bool:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return has(found, wanted)
    return found == wanted
