"""Properties that hold for every export."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from paperreader.domain import Entry, Identifier, Paper, Record, TitleFrom, citation, link, named_paper, new_uid
from paperreader.domain.dois import doi_in
from paperreader.exports import EXPORTS, Export
from paperreader.formats.table import recognise
from tests.exports.examples import Thousand, full, written
from tests.strategies import sici_dois

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


@given(doi=sici_dois())
def test_a_doi_of_whatever_signs_comes_back_from_every_format_and_from_its_link(doi: str) -> None:
    paper = Paper("Counting herons from balloons", TitleFrom.PRINTED, identifiers=(Identifier("doi", doi),))
    entry = Entry(1, new_uid(), paper, "Counting herons", "2026-01-01T00:00:00.000Z")
    assert (address := link(entry)) is not None
    assert set(address).isdisjoint('<>"[]#{}` \\')
    assert named_paper(address) == doi_in(citation(entry)) == doi
    for export in EXPORTS:
        out = io.StringIO()
        export.write([entry], out)
        assert doi_in(out.getvalue()) == doi, export.name
        if (form := recognise(out.getvalue())) is not None and export.name != "markdown":
            (record,) = form.read(io.StringIO(out.getvalue()), date(2026, 1, 1))
            assert isinstance(record, Record)
            assert record.paper.values("doi") == (doi,)


def test_every_export_that_says_a_decision_says_the_rating() -> None:
    said = {
        "json": '"rating": 4',
        "csv": ",4\n",
        "bibtex": "rating = {4}",
        "markdown": "**Rating:** 4 of 5",
        "obsidian": "\nrating: 4\n",
    }
    for export in EXPORTS:
        rated, unrated = (written(export.write, replace(full(), rating=rating)) for rating in (4, None))
        assert said[export.name] in rated
        assert said[export.name] not in unrated
