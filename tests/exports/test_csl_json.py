"""CSL-JSON, read back by a JSON parser; pandoc reads it in `make exports`."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Entry, Place
from paperreader.exports.writers import csl_json
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written
from tests.strategies import entries


def read(text: str) -> list[dict[str, Any]]:
    found = json.loads(text)
    assert isinstance(found, list)
    return found


def test_a_paper_that_has_everything() -> None:
    paper = replace(
        full().paper,
        authors=("Ludwig van Beethoven", "King, Jr., Martin Luther", "The OpenAI Team"),
        place=Place("3", "2", "1--10"),
        reference=(("publisher", "Springer"), ("address", "Berlin"), ("howpublished", "By post")),
    )
    (found,) = read(written(csl_json.write, replace(full(), paper=paper, rating=4)))
    assert found == {
        "id": "beethoven2024foonet",
        "type": "article-journal",
        "title": "FooNet: LoRA for GPT-4",
        "author": [
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
            {"literal": "The OpenAI Team"},
        ],
        "issued": {"date-parts": [[2024, 7, 23]]},
        "container-title": "Nature",
        "volume": "3",
        "issue": "2",
        "page": "1-10",
        "publisher": "Springer",
        "publisher-place": "Berlin",
        "DOI": "10.1000/182",
        "URL": "https://arxiv.org/abs/2403.13043v2",
        "abstract": "We introduce FooNet (FN), a method.\n\nIt is fast.",
        "keyword": "to-read, nlp",
        "note": "# Idea\n\nTry it.\n\n“FooNet (FN)” — Nice name.\n\nDecision: accept: on topic\n\nRating: 4 of 5\n\n"
        "howpublished: By post",
    }


@given(st.lists(entries(), max_size=2))
@settings(max_examples=20)
def test_every_paper_is_one_item_and_its_text_is_unchanged(papers: list[Entry]) -> None:
    found = read(written(csl_json.write, *papers))
    assert len(found) == len({item["id"] for item in found}) == len(papers)
    for item, entry in zip(found, papers, strict=True):
        assert item["title"] == (entry.paper.title or entry.label)
        assert item.get("abstract", "") == entry.paper.abstract
        assert len(item.get("author", [])) == len(entry.paper.authors)
        assert all(note.body in item["note"] for note in entry.notes)


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out(text: str) -> None:
    first, second = read(written(csl_json.write, annotated_with(text), plain("Another")))
    assert first["abstract"] == text
    assert second["title"] == "Another"


def test_a_preprint_says_where_it_is() -> None:
    (found,) = read(written(csl_json.write, replace(full(), paper=replace(full().paper, venue=None))))
    assert (found["type"], found["number"]) == ("article", "arXiv:2403.13043v2")
