"""What holds for every format."""

from __future__ import annotations

import io

import pytest

from paperreader.exports import EXPORTS, Export
from tests.exports.examples import Thousand, full

every_format = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)


@every_format
def test_a_thousand_papers_are_written_as_they_come(export: Export) -> None:
    papers = Thousand()
    assert export.write(papers, papers.out) == 1000


@every_format
def test_no_papers_are_no_error(export: Export) -> None:
    assert export.write((), io.StringIO()) == 0


@every_format
def test_the_same_papers_make_the_same_file(export: Export) -> None:
    one, other = io.StringIO(), io.StringIO()
    export.write([full()], one)
    export.write([full()], other)
    assert one.getvalue() == other.getvalue() != ""


def test_names_and_extensions_are_told_apart() -> None:
    assert len({export.name for export in EXPORTS}) == len(EXPORTS)
    assert len({export.extension for export in EXPORTS}) == len(EXPORTS)
