"""BibLaTeX, read back by pybtex, which has a parser of its own; biber reads it in `make exports`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st
from pybtex.database import BibliographyData, parse_string

from paperreader.domain import Entry, Place
from paperreader.exports.core.names import name_of
from paperreader.exports.writers import biblatex, bibtex
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written
from tests.exports.test_bibtex import plain_text
from tests.strategies import entries

SAID = (
    ("entrytype", "incollection"),
    ("booktitle", "Nature"),
    ("editor", "Emmy Noether and {The Editors}"),
    ("publisher", "Springer & Co"),
    ("address", "Berlin"),
    ("edition", "2"),
    ("isbn", "978-3-16-148410-0"),
    ("langid", "german"),
    ("x y = {", "nothing that can be a field"),
)


def read(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def test_a_paper_that_has_everything() -> None:
    paper = replace(full().paper, place=Place("3", "2", "1-10"), reference=SAID)
    assert written(biblatex.write, replace(full(), paper=paper)) == (
        "@incollection{lovelace2024foonet,\n"
        "  title = {{FooNet}: {LoRA} for {GPT}-4},\n"
        "  author = {Lovelace, Ada and Turing, Alan and others},\n"
        "  editor = {Noether, Emmy and {The Editors}},\n"
        "  date = {2024-07-23},\n"
        "  booktitle = {Nature},\n"
        "  volume = {3},\n"
        "  number = {2},\n"
        "  pages = {1--10},\n"
        "  eprint = {2403.13043v2},\n"
        "  eprinttype = {arxiv},\n"
        "  eprintclass = {cs.CL},\n"
        "  doi = {10.1000/182},\n"
        "  url = {https://arxiv.org/abs/2403.13043v2},\n"
        "  abstract = {We introduce FooNet (FN), a method.\n\nIt is fast.},\n"
        "  keywords = {to-read, nlp},\n"
        "  annotation = {\\# Idea\n\nTry it.\n\n“FooNet (FN)” — Nice name.},\n"
        "  screening = {accept: on topic},\n"
        "  publisher = {Springer \\& Co},\n"
        "  location = {Berlin},\n"
        "  edition = {2},\n"
        "  isbn = {978-3-16-148410-0},\n"
        "  langid = {german},\n"
        "}\n"
    )


def test_bibtex_says_the_same_in_its_own_words() -> None:
    paper = replace(full().paper, reference=(*SAID, ("school", "Oxford")))
    (one,) = read(written(bibtex.write, replace(full(), paper=paper))).entries.values()
    assert one.type == "incollection"
    assert (one.fields["address"], one.fields["school"], one.fields["year"]) == ("Berlin", "Oxford", "2024")
    assert [" ".join(person.last_names) for person in one.persons["editor"]] == ["Noether", "{The Editors}"]


def test_what_a_work_appeared_in_is_named_as_its_kind_or_its_source_names_it() -> None:
    named = {
        "article": "journaltitle = {Nature}",
        "inproceedings": "booktitle = {Nature}",
        "thesis": "institution = {Nature}",
        "misc": "howpublished = {Nature}",
    }
    for kind, field in named.items():
        assert field in written(biblatex.write, plain(venue="Nature", reference=(("entrytype", kind),)))
    said = (("entrytype", "misc"), ("howpublished", "By post"))
    text = written(biblatex.write, plain(venue="Nature", reference=said))
    assert "journaltitle = {Nature}" in text
    assert "howpublished = {By post}" in text


@pytest.mark.parametrize("write", [biblatex.write, bibtex.write])
@given(papers=st.lists(entries(), max_size=2))
@settings(max_examples=20)
def test_pybtex_reads_every_paper_and_everybody_in_it(write: object, papers: list[Entry]) -> None:
    found = read(written(write, *papers)).entries  # type: ignore[arg-type]
    assert len(found) == len(papers)
    for one, entry in zip(found.values(), papers, strict=True):
        people = one.persons.get("author", [])[: len(entry.paper.authors)]
        for person, printed in zip(people, entry.paper.authors, strict=True):
            name = name_of(printed)
            last = " ".join((*person.prelast_names, *person.last_names))
            assert plain_text(last).split() == name.surname.split()


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out(text: str) -> None:
    first, second = read(written(biblatex.write, annotated_with(text), plain("Another"))).entries.values()
    assert plain_text(first.fields["title"]) == annotated_with(text).paper.title
    assert second.fields["title"] == "Another"
