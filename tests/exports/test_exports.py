"""Properties that hold for every export."""

from __future__ import annotations

import html
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from paperreader.domain import (
    Entry,
    Highlight,
    Identifier,
    Paper,
    Record,
    TitleFrom,
    citation,
    link,
    named_paper,
    new_uid,
)
from paperreader.domain.dois import doi_in
from paperreader.exports import EXPORTS, Export, ending_of
from paperreader.formats.table import recognise
from tests.exports.examples import MOMENT, Thousand, full, plain, text_of
from tests.strategies import sici_dois

every_format = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)


@pytest.mark.parametrize("export", [one for one in EXPORTS if not one.binary], ids=lambda export: export.name)
def test_a_thousand_papers_are_written_as_they_come(export: Export) -> None:
    papers = Thousand(20 if export.name == "references" else 1000)  # a reference takes 20 ms
    assert export.write(papers, papers.out) == papers.count


@every_format
def test_no_papers_are_no_error(export: Export) -> None:
    assert export.write((), io.BytesIO() if export.binary else io.StringIO()) == 0


@every_format
def test_the_same_papers_make_the_same_file(export: Export) -> None:
    assert text_of(export, [full()]) == text_of(export, [full()]) != ""


def test_names_and_extensions_are_told_apart() -> None:
    assert len({export.name for export in EXPORTS}) == len(EXPORTS)
    assert len({export.extension for export in EXPORTS}) == len(EXPORTS)


@given(doi=sici_dois())
def test_a_doi_of_whatever_signs_comes_back_from_every_format_and_from_its_link(doi: str) -> None:
    paper = Paper("Counting herons from balloons", TitleFrom.PRINTED, identifiers=(Identifier("doi", doi),))
    seen = Highlight(new_uid(), "Counting", None, None, created=MOMENT, updated=MOMENT)
    entry = Entry(1, new_uid(), paper, "Counting herons", "2026-01-01T00:00:00.000Z", highlights=(seen,))
    assert (address := link(entry)) is not None
    assert set(address).isdisjoint('<>"[]#{}` \\')
    assert named_paper(address) == doi_in(citation(entry)) == doi
    for export in EXPORTS:
        if export.name == "references":  # which is slow, and has a test of its own
            continue
        text = text_of(export, [entry])
        if export.name == "readwise":  # its link has the DOI, and a comma ends that
            assert f",{address}," in text
            continue
        assert doi in (doi_in(text), doi_in(html.unescape(text))), export.name
        if export.name in ("json", "csv", "tsv", "bibtex") and (form := recognise(text)) is not None:
            (record,) = form.read(io.StringIO(text), date(2026, 1, 1))
            assert isinstance(record, Record)
            assert record.paper.values("doi") == (doi,)


def test_the_longest_ending_of_a_file_names_its_format() -> None:
    named = {name: ending_of(name) for name in ("a.json", "a.CSL.json", "a.bib", "a.yml", "a.txt.gz")}
    assert {name: found and (found[0], found[1].name) for name, found in named.items()} == {
        "a.json": (".json", "json"),
        "a.CSL.json": (".CSL.json", "csl-json"),
        "a.bib": (".bib", "bibtex"),
        "a.yml": (".yml", "hayagriva"),
        "a.txt.gz": None,
    }


def test_what_a_user_chooses_reaches_the_formats_that_have_it() -> None:
    one = plain("Größe")
    said = {export.name: text_of(export.given(ascii=True), [one]) for export in EXPORTS}
    assert "Gr" + r"{\"o}{\ss}e" in said["bibtex"]
    assert "Größe" in said["ris"]


def test_every_export_that_says_a_decision_says_the_rating() -> None:
    said = {
        "json": '"rating": 4',
        "csv": ",4\n",
        "tsv": "\t4\n",
        "xlsx": ",4\n",
        "bibtex": "rating = {4}",
        "markdown": "**Rating:** 4 of 5",
        "html": 'title="4 of 5"',
        "text": "Rating: 4 of 5",
        "org": ":RATING: 4 of 5",
        "biblatex": "rating = {4}",
        "ris": "Rating: 4 of 5",
        "csl-json": "Rating: 4 of 5",
        "hayagriva": "Rating: 4 of 5",
        "obsidian": "\nrating: 4\n",
    }
    for export in EXPORTS:
        rated, unrated = (text_of(export, [replace(full(), rating=rating)]) for rating in (4, None))
        if export.name in said:
            assert said[export.name] in rated
            assert said[export.name] not in unrated
        else:
            assert "accept" not in rated, export.name
