from __future__ import annotations

import json

import pytest

from paperreader.domain import Identifier, Paper, PartialDate, Record, TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import form_of, papers_in, read_text
from tests.formats.dumps import OPENALEX

FORM = form_of("openalex")
WORKS = OPENALEX["results"]


@pytest.mark.parametrize("value", [OPENALEX, WORKS])
@pytest.mark.parametrize("indent", [None, 2])
def test_works_are_read_with_their_abstracts_put_together(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert recognise(text) is FORM
    first, second = papers_in(FORM, text)
    assert first == Paper(
        title="The state of OA: a large-scale analysis & more",
        title_from=TitleFrom.PRINTED,
        abstract="Despite growing interest in OA, more interest",
        authors=("Heather Piwowar", "Jason Priem"),
        published=PartialDate(2018, 2, 13),
        venue="PeerJ",
        identifiers=(
            Identifier("doi", "10.7717/peerj.4375"),
            Identifier("pmid", "29456894"),
            Identifier("pmcid", "PMC5815332"),
            Identifier("mag", "2741809807"),
            Identifier("openalex", "W2741809807"),
            Identifier("arxiv", "1712.01234"),
        ),
        keywords=("Open access",),
        links=("https://peerj.com/articles/4375.pdf",),
    )
    assert second == Paper(
        published=PartialDate(1999), identifiers=(Identifier("openalex", "W1"),), keywords=("Physics",)
    )


@pytest.mark.parametrize(
    ("inverted", "abstract"),
    [
        ({"b": [10**18], "a": [3]}, "a b"),
        ({"a": [0], "b": "x", "c": [None, "2", 1]}, "a c"),
        ({"a": None}, ""),
        ([1], ""),
        ("text", ""),
    ],
)
def test_an_odd_index_gives_what_it_can(inverted: object, abstract: str) -> None:
    text = json.dumps({"id": "https://openalex.org/W5", "title": "t", "abstract_inverted_index": inverted})
    (record,) = read_text(FORM, text)
    assert isinstance(record, Record)
    assert record.paper.abstract == abstract
