from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom, clean
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.documents import papers_in, read_text, squash
from tests.strategies import hostile_text

ABSTRACTS = next(one for one in FORMATS if one.name == "abstracts")
ONE = "We show that a small model is enough for the task, and that nobody noticed (often <5%)."
TWO = "Reading lists are long and days are short, which motivates a faster reader than we have."


def test_every_mark_begins_a_paper() -> None:
    text = "Abstract:One.\nABSTRACT: Two: abstract of it.\n\nabstract:Three\u00a0\n"
    papers = papers_in(ABSTRACTS, text)
    assert papers == [
        Paper(title_from=TitleFrom.DERIVED, abstract=words) for words in ("One.", "Two: abstract of it.", "Three\u00a0")
    ]


def test_the_lines_right_below_belong_to_the_abstract() -> None:
    assert [paper.abstract for paper in papers_in(ABSTRACTS, "Abstract: One\ntwo\nAbstract: three")] == [
        "One\ntwo",
        "three",
    ]


def test_what_stands_outside_is_left_over_with_its_line() -> None:
    found = read_text(ABSTRACTS, "Notes\nAbstract: One\n\nmore\nAbstract:\n")
    assert [(type(one), one.line) for one in found] == [
        (Leftover, 1),
        (Record, 2),
        (Leftover, 4),
        (Leftover, 5),
    ]


def test_a_line_above_that_is_called_a_title_is_one() -> None:
    text = "Title: Bees\nAuthors: Marie Curie\nAbstract: We watch bees.\n\nTitle: Rivers\n\nABSTRACT\nWe wade.\n"
    assert [(paper.title, paper.authors, paper.abstract) for paper in papers_in(ABSTRACTS, text)] == [
        ("Bees", ("Marie Curie",), "We watch bees."),
        ("Rivers", (), "We wade."),
    ]


@pytest.mark.parametrize(
    "mark",
    [
        "Abstract: ",
        "ABSTRACT ",
        "Abstract – ",
        "Abstract—",
        "Abstract. ",
        "abstract - ",
        "**Abstract:** ",
        "**Abstract**: ",
        "1. Abstract: ",
        "## Abstract\n",
        "ABSTRACT\n\n",
        "- Abstract: ",
        "> Abstract: ",
    ],
)
def test_the_mark_is_written_in_many_ways(mark: str) -> None:
    text = f"{mark}{ONE}\n\n{mark}{TWO}\n"
    assert recognise(text) is ABSTRACTS
    assert [(paper.title, paper.abstract) for paper in papers_in(ABSTRACTS, text)] == [(None, ONE), (None, TWO)]


@pytest.mark.parametrize(
    "text", ["Abstract reasoning is hard.\n", "Abstract-level planning works.\n", "abstracts: one\n"]
)
def test_a_sentence_about_what_is_abstract_is_no_mark(text: str) -> None:
    assert not [one for one in read_text(ABSTRACTS, text) if isinstance(one, Record)]


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_title_above_belongs_to_the_abstract(between: str) -> None:
    text = f"1. Small Models Suffice\nAbstract: {ONE}{between}2. Another Title\nAbstract: {TWO}\n"
    assert recognise(text) is ABSTRACTS
    assert [(paper.title, paper.title_from, paper.abstract) for paper in papers_in(ABSTRACTS, text)] == [
        ("Small Models Suffice", TitleFrom.PRINTED, ONE),
        ("Another Title", TitleFrom.PRINTED, TWO),
    ]


def test_what_stands_between_title_and_abstract_describes_the_paper() -> None:
    text = (
        "# Small Models Suffice\nMarie Curie, Emmy Noether and Ludwig van Beethoven\narXiv:2403.13043v2\n"
        f"Published: 3 May 2019\nKeywords: models, size\n\nAbstract: {ONE}\n"
    )
    assert papers_in(ABSTRACTS, text) == [
        Paper(
            title="Small Models Suffice",
            title_from=TitleFrom.PRINTED,
            abstract=ONE,
            authors=("Marie Curie", "Emmy Noether", "Ludwig van Beethoven"),
            published=PartialDate(2019, 5, 3),
            identifiers=(Identifier("arxiv", "2403.13043"), Identifier("arxiv_version", "2403.13043v2")),
            keywords=("models", "size"),
        )
    ]


def test_a_title_that_reads_like_names_is_still_a_title() -> None:
    (paper,) = papers_in(ABSTRACTS, f"Vision Transformers, Graph Neural Networks\nAbstract: {ONE}\n")
    assert (paper.title, paper.authors) == ("Vision Transformers, Graph Neural Networks", ())


@pytest.mark.parametrize(
    "text",
    ['{"abstract": "x"}', "<item>\nAbstract: x\n</item>", "TY  - JOUR\nAbstract: x\n", "@article{a,\nAbstract: x}\n"],
)
def test_other_syntaxes_are_left_to_their_formats(text: str) -> None:
    assert ABSTRACTS.sniff(text) == 0


@given(
    st.lists(
        st.sampled_from(("Abstract: ", "ABSTRACT\n", "\n", "1. Small Models Suffice\n", ONE, "\n\n", "Marie Curie\n"))
        | hostile_text(60),
        max_size=9,
    ).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_to_its_end_and_nothing_is_invented(text: str) -> None:
    found = read_text(ABSTRACTS, text)
    lines = text.count("\n") + 1
    for one in found:
        assert 1 <= one.line <= lines
        if isinstance(one, Record):
            assert clean(one.paper.abstract) == one.paper.abstract
            assert squash(one.paper.abstract) in squash(clean(text))
            assert squash(one.paper.title or "") in squash(clean(text))
