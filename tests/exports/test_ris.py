"""RIS, read back by rispy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import rispy
from hypothesis import given, settings, strategies as st

from paperreader.domain import Entry, Place, one_line
from paperreader.exports.core.names import name_of
from paperreader.exports.writers import ris
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written
from tests.strategies import entries


def read(text: str) -> list[dict[str, Any]]:
    return list(rispy.loads(text))


def test_a_paper_that_has_everything() -> None:
    paper = replace(
        full().paper,
        place=Place("3", "2", "1-10"),
        reference=(("publisher", "Springer"), ("editor", "Emmy Noether and {The Editors}"), ("isbn", "1-2")),
    )
    (found,) = read(written(ris.write, replace(full(), paper=paper, rating=4)))
    assert found == {
        "type_of_reference": "JOUR",
        "id": "lovelace2024foonet",
        "title": "FooNet: LoRA for GPT-4",
        "authors": ["Lovelace, Ada", "Turing, Alan"],
        "secondary_authors": ["Noether, Emmy", "The Editors"],
        "year": "2024",
        "date": "2024/07/23/",
        "journal_name": "Nature",
        "volume": "3",
        "number": "2",
        "start_page": "1",
        "end_page": "10",
        "publisher": "Springer",
        "issn": "1-2",
        "doi": "10.1000/182",
        "urls": ["https://arxiv.org/abs/2403.13043v2"],
        "name_of_database": "arXiv",
        "accession_number": "arXiv:2403.13043v2",
        "abstract": "We introduce FooNet (FN), a method. It is fast.",
        "keywords": ["to-read", "nlp"],
        "notes": ["# Idea Try it.", "“FooNet (FN)” — Nice name.", "Decision: accept: on topic", "Rating: 4 of 5"],
    }


@given(st.lists(entries(), max_size=2))
@settings(max_examples=20)
def test_every_paper_is_one_record_and_its_text_is_unchanged(papers: list[Entry]) -> None:
    found = read(written(ris.write, *papers))
    assert len(found) == len(papers)
    for record, entry in zip(found, papers, strict=True):
        assert record["title"] == one_line(entry.paper.title or entry.label)
        assert record.get("abstract", "") == one_line(entry.paper.abstract)
        assert len(record.get("authors", [])) == len(entry.paper.authors)
        for name, printed in zip(record.get("authors", []), entry.paper.authors, strict=True):
            assert sorted(name.replace(",", " ").split()) == sorted(name_of(printed).spoken.replace(",", " ").split())
        assert set(map(one_line, entry.tags)) <= set(record.get("keywords", []))
        assert {one_line(note.body) for note in entry.notes} <= set(record.get("notes", []))


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out(text: str) -> None:
    first, second = read(
        written(ris.write, annotated_with(f"{text}\nER  - \nTY  - JOUR\nTI  - evil"), plain("Another"))
    )
    assert first["abstract"] == one_line(f"{text} ER - TY - JOUR TI - evil")
    assert second["title"] == "Another"


def test_the_kind_of_a_paper_is_what_its_source_said() -> None:
    kinds = {"inproceedings": "CPAPER", "phdthesis": "THES", "book": "BOOK", "": "GEN", "nonsense": "GEN"}
    for entry_type, kind in kinds.items():
        (found,) = read(written(ris.write, plain(reference=(("entrytype", entry_type),))))
        assert found["type_of_reference"] == kind
