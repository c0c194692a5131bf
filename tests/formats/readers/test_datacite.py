from __future__ import annotations

import json
from typing import Any

import pytest

from paperreader.domain import Identifier, Paper, PartialDate, TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import form_of, papers_in
from tests.formats.dumps import DATACITE

FORM = form_of("datacite")
DEPTH = Paper(
    title="The depth of forty lakes: Measured from boats",
    title_from=TitleFrom.PRINTED,
    abstract="We give the depth of forty lakes & ponds (often <5 m).",
    authors=("Ada Mann", "Otto Berg", "Lakes, Rivers and Seas Consortium"),
    published=PartialDate(2020, 3, 4),
    venue="Lakes of the World",
    identifiers=(Identifier("doi", "10.5555/depth"), Identifier("arxiv", "2403.13043")),
    keywords=("lakes", "depth"),
)
ATTRIBUTES: dict[str, Any] = DATACITE["data"][0]["attributes"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("value", [DATACITE["data"][0], {"data": DATACITE["data"][0]}, ATTRIBUTES, [ATTRIBUTES]])
def test_a_work_is_read_from_the_api_or_as_it_is_registered(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert recognise(text) is FORM
    assert papers_in(FORM, text) == [DEPTH]


def test_a_list_of_the_api_is_read() -> None:
    first, second = papers_in(FORM, json.dumps(DATACITE))
    assert first == DEPTH
    assert (second.title, second.abstract, second.authors) == ("Shores", "", ("Ida Roth",))


@pytest.mark.parametrize(
    ("titles", "language", "title"),
    [
        ([{"title": "Eins", "lang": "de"}, {"title": "One", "lang": "en"}], "en", "One"),
        ([{"title": "Eins", "lang": "de"}, {"title": "One", "lang": "en"}], "de-AT", "Eins"),
        ([{"title": "Eins", "lang": "de"}, {"title": "One", "lang": "en"}], None, "Eins"),
        ([{"title": "Other", "titleType": "AlternativeTitle"}, {"title": "One", "titleType": None}], None, "One"),
        ([{"title": "One", "titleType": "TranslatedTitle"}], None, "One"),
        ([{"title": "One:"}, {"title": "Two", "titleType": "Subtitle"}], None, "One: Two"),
        ([{"title": "One of <i>many</i>"}], None, "One of many"),
    ],
)
def test_the_title_is_the_one_in_the_works_own_language(titles: list[object], language: str | None, title: str) -> None:
    (paper,) = papers_in(FORM, json.dumps({**ATTRIBUTES, "titles": titles, "language": language}))
    assert paper.title == title


def test_only_an_abstract_is_the_abstract() -> None:
    for kind in ("Methods", "Other", "TechnicalInfo", "SeriesInformation", "TableOfContents"):
        descriptions = [{"description": "Something.", "descriptionType": kind}]
        (paper,) = papers_in(FORM, json.dumps({**ATTRIBUTES, "descriptions": descriptions}))
        assert paper.abstract == ""


def test_a_chapters_book_is_not_the_chapter() -> None:
    types = {"resourceTypeGeneral": "BookChapter"}
    (paper,) = papers_in(FORM, json.dumps({**ATTRIBUTES, "doi": "10.5555/978-0-306-40615-7", "types": types}))
    assert paper.values("doi") == ()
