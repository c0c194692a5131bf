from __future__ import annotations

import pytest
from hypothesis import given, settings

from paperreader.formats.values.labels import described, field_of, labelled, labelled_authors, reads_as_title, untitled
from tests.strategies import hostile_text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Marie Curie, Emmy Noether and Ada Lovelace", ["Marie Curie", "Emmy Noether", "Ada Lovelace"]),
        ("Curie, Marie; Noether, Emmy", ["Marie Curie", "Emmy Noether"]),
        ("Noether, Emmy and Curie, Marie", ["Emmy Noether", "Marie Curie"]),
        ("by Marie Curie & Emmy Noether", ["Marie Curie", "Emmy Noether"]),
        ("['Marie Curie', \"Flann O'Brien\"]", ["Marie Curie", "Flann O'Brien"]),
        ("Marie Curie1,2, Emmy Noether*, et al.", ["Marie Curie", "Emmy Noether"]),
        ("Marie Curie", ["Marie Curie"]),
        ("", []),
    ],
)
def test_names_are_listed_in_many_ways(text: str, names: list[str]) -> None:
    assert labelled_authors(text) == names


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Title: A: B", ("title", "A: B")),
        ("**Authors:** X", ("authors", "X")),
        ("- Publication Date : 2019", ("published", "2019")),
        ("arXiv ID: 2403.13043", ("arxiv", "2403.13043")),
        ("GitHub: https://github.com/a/b", ("elsewhere", "https://github.com/a/b")),
        ("Event Cameras: A Survey", None),
        ("https://arxiv.org/abs/2403.13043", None),
        ("    title: str", None),
    ],
)
def test_a_label_is_a_word_for_a_part_of_a_paper(line: str, found: tuple[str, str] | None) -> None:
    assert labelled(line) == found


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Marie Curie, Emmy Noether", "authors"),
        ("Ludwig van Beethoven", "authors"),
        ("A. Curie and E. Noether", "authors"),
        ("Submitted on 3 May 2019", "published"),
        ("2019-05-03", "published"),
        ("May 2019", "published"),
        ("arXiv:2403.13043v2 [cs.LG]", "arxiv"),
        ("https://doi.org/10.1000/abc", "links"),
        ("doi: 10.1000/abc", "doi"),
        ("Learning to Rank with Little Data", None),
        ("We met in May 2019", None),
        ("see arXiv:2403.13043 for what we have shown there", None),
    ],
)
def test_a_line_below_a_title_says_what_it_is(line: str, part: str | None) -> None:
    found = described(line)
    assert (found[0] if found else None) == part


@pytest.mark.parametrize(
    "line", ["1. A Title", "[12] A Title", "## A Title", "- A Title", "> 3) A Title", "**A Title**"]
)
def test_a_title_loses_what_a_list_puts_before_it(line: str) -> None:
    assert untitled(line) == "A Title"


def test_a_title_keeps_what_is_its_own() -> None:
    for title in (
        "8-bit Optimizers",
        "3D Vision (2019)",
        "[email protected] and others",
        "1.5 Million Cats",
        "*-Algebras",
    ):
        assert untitled(title) == title


def test_sentences_addresses_and_labels_are_no_titles() -> None:
    assert reads_as_title("Is Attention All You Need?")
    for line in ("It rained.", "https://a.org/b c", "Title: x y", "1234 5678 9012", "word", "x" * 400):
        assert not reads_as_title(line)


def test_names_of_columns_are_read_in_any_spelling() -> None:
    names = ("arXiv ID", "publication-date", "Primary Category", "PDF_URL", "n_tokens")
    assert [field_of(name) for name in names] == ["arxiv", "published", "categories", "links", None]


@given(hostile_text(300))
@settings(max_examples=200, deadline=None)
def test_any_line_can_be_asked_about(text: str) -> None:
    described(text)
    labelled_authors(text)
    reads_as_title(untitled(text))
