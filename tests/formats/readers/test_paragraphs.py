from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom, clean
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from paperreader.formats.values.prose_likeness import reads_like_an_abstract
from tests.formats.documents import SAMPLES, papers_in, read_sample, read_text, squash
from tests.strategies import hostile_text

PLAIN = next(one for one in FORMATS if one.name == "paragraphs")
ONE = (
    "Reading lists grow faster than anybody reads. We study how a small model sorts them, propose a method that "
    "needs no training, and evaluate it on three datasets (often <5% of the usual size). The results show that it "
    "outperforms existing approaches significantly, and that its errors are those of its readers."
)
TWO = (
    "Finite groups that act freely on trees are well understood. We prove that the same holds for a larger class "
    "of complexes, and derive a bound on the number of generators. As an application, we obtain a new proof of a "
    "theorem of Serre, and examples of groups to which no earlier method applies."
)
TITLES = ("Sorting Reading Lists with Small Models", "Free Actions on Some Complexes")
BOTH = [(TITLES[0], ONE), (TITLES[1], TWO)]


def titled(text: str) -> list[tuple[str | None, str]]:
    return [(paper.title, paper.abstract) for paper in papers_in(PLAIN, text)]


def wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 78, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


@pytest.mark.parametrize(
    "layout",
    [
        "{0}\n\n{1}\n\n{2}\n\n{3}\n",
        "{0}\n{1}\n\n{2}\n{3}\n",
        "1. {0}\n\n{1}\n\n2. {2}\n\n{3}\n",
        "[1] {0}\n{1}\n\n[2] {2}\n{3}\n",
        "- {0}\n  {1}\n- {2}\n  {3}\n",
        "## {0}\n\n{1}\n\n## {2}\n\n{3}\n",
        "**{0}**\n{1}\n\n**{2}**\n{3}\n",
        "> {0}\n>\n> {1}\n>\n> {2}\n>\n> {3}\n",
        "{0}\n{1}\n---\n{2}\n{3}\n",
        "**{0}.** {1}\n\n**{2}.** {3}\n",
    ],
)
def test_titles_and_abstracts_in_many_layouts(layout: str) -> None:
    text = layout.format(TITLES[0], ONE, TITLES[1], TWO)
    recognised = recognise(text)
    assert recognised is not None
    assert titled(text) == BOTH
    assert [paper.title_from for paper in papers_in(PLAIN, text)] == [TitleFrom.PRINTED] * 2
    assert [(paper.title, paper.abstract) for paper in papers_in(recognised, text)] == BOTH


@pytest.mark.parametrize("quote", ["", "> ", ">> "])
def test_wrapped_and_quoted_paragraphs_are_one_text_again(quote: str) -> None:
    text = "\n\n".join(f"{title}\n{wrapped(abstract)}" for title, abstract in BOTH)
    text = "\n".join(f"{quote}{line}" for line in text.split("\n"))
    assert recognise(text) is PLAIN
    assert titled(text) == BOTH


def test_what_stands_between_and_below_describes_the_paper() -> None:
    text = (
        f"1) {TITLES[0]}\nMarie Curie, Emmy Noether and Ada Lovelace\nSubmitted 3 May 2019\narXiv:2403.13043v2\n\n"
        f"{wrapped(ONE)}\n\nKeywords: lists; models\nhttps://doi.org/10.1000/ABC\n\n2) {TITLES[1]}\n\n{TWO}\n"
    )
    first, second = papers_in(PLAIN, text)
    assert first == Paper(
        title=TITLES[0],
        title_from=TitleFrom.PRINTED,
        abstract=ONE,
        authors=("Marie Curie", "Emmy Noether", "Ada Lovelace"),
        published=PartialDate(2019, 5, 3),
        identifiers=(
            Identifier("arxiv", "2403.13043"),
            Identifier("arxiv_version", "2403.13043v2"),
            Identifier("doi", "10.1000/abc"),
        ),
        keywords=("lists", "models"),
    )
    assert (second.title, second.abstract) == BOTH[1]


def test_a_title_in_the_same_paragraph_is_split_off_and_doubtful() -> None:
    for text in (f"1. {TITLES[0]}. {ONE}\n\n2. {TITLES[1]}. {TWO}", f"{TITLES[0]} {ONE}\n\n{TITLES[1]} {TWO}"):
        assert titled(text) == BOTH
        for paper in papers_in(PLAIN, text):
            assert paper.title_from is TitleFrom.SPLIT
            assert paper.title_confidence is not None
            assert 0.3 < paper.title_confidence < 1


def test_abstracts_alone_have_no_title() -> None:
    assert recognise(f"{ONE}\n\n{TWO}\n") is PLAIN
    assert titled(f"{ONE}\n\n{TWO}\n") == [(None, ONE), (None, TWO)]


def test_a_title_on_two_lines_is_one_and_doubtful() -> None:
    (paper,) = papers_in(PLAIN, f"Sorting Reading Lists with\nSmall Models\n\n{ONE}\n")
    assert (paper.title, paper.title_from, paper.title_confidence) == (TITLES[0], TitleFrom.SPLIT, 0.7)


def test_sections_and_further_paragraphs_belong_to_the_abstract_above() -> None:
    (paper,) = papers_in(PLAIN, f"{TITLES[0]}\n\nBackground\n\n{ONE}\n\nMethods\n\n{TWO}\n")
    assert paper.abstract == f"{ONE}\n\nMethods\n\n{TWO}"
    (paper,) = papers_in(PLAIN, f"{TITLES[0]}\n\n{ONE}\n\n{TWO}\n")
    assert paper.abstract == f"{ONE}\n\n{TWO}"


def test_a_title_with_an_identifier_needs_no_abstract() -> None:
    (paper,) = papers_in(PLAIN, f"{TITLES[0]}\nhttps://arxiv.org/abs/2403.13043\n")
    assert (paper.title, paper.values("arxiv")) == (TITLES[0], ("2403.13043",))


SHOPPING = (
    "Shopping list\n\n- milk and bread\n- two kilos of flour\n- 6 eggs\n\nHardware store\n\n- nails\n- a hammer\n" * 3
)
CODE = (
    '''import re
from pathlib import Path

def study(model, data):
    """We propose a method to evaluate the results of a study, and show significant effects in our experiments."""
    for result in model.train(data):
        if result.loss < 0.1 and result["accuracy"] > 0.9:
            print(f"{result.name}: {result.loss:.3f} {result.accuracy:.3f}", file=sys.stderr)

class Analysis:
    approach = {"dataset": [1, 2, 3], "method": "x", "performance": (4, 5), "findings": None}
'''
    * 3
)
LOG = "".join(
    f"2024-05-03 12:00:{at:02} INFO server: request {at} took {at * 7} ms, 200 OK (GET /index.html)\n"
    for at in range(60)
)
NOVEL = """Chapter 1

It was late in the evening when Anna came home. She looked at the old door for a long time, and thought of what
her mother had said to her in the morning. The rain had not stopped since then, and the street was as empty as
she had ever seen it. "You are late," said a voice from the stairs. She knew it, and smiled in spite of herself.

The Letter

He had come all the way from the coast, he told her, and he had brought a letter. He would not say from whom. They
sat down in the kitchen, where it was warm, and for a while nobody said anything. Then he asked for bread, and she
gave it to him, and he ate as if he had not eaten for days. His hands were red with cold. His eyes were not on her.
"""
README = """# fastlist

A fast list for your programs.

## Installation

Install it with pip, from the command line, in a directory of your choice. You need version 3.11 of Python or later.
Please see the file LICENSE for what you may do with it, and the file CHANGELOG for what is new in every version.

## Usage

Import the module, make a list, and call its functions with the arguments that the documentation names. If you find
an error, please open an issue, and say which version you run, which command you typed, and what it printed then.
"""
LETTER = """Dear Professor,

thank you for your letter of yesterday. I looked at the manuscript that you sent me this morning, and I am happy to
say that my colleagues and I will meet tomorrow to talk about it. Please let me know whether you can come at ten,
or whether the afternoon suits you better. We shall be in the small room upstairs, behind the library, as always.

With kind regards
"""


@pytest.mark.parametrize("text", [SHOPPING, CODE, LOG, NOVEL, README, LETTER], ids=list("abcdef"))
def test_what_is_no_list_of_papers_is_recognised_as_nothing_and_gives_no_paper(text: str) -> None:
    assert recognise(text) is None
    found = read_text(PLAIN, text)
    assert [one for one in found if isinstance(one, Record)] == []
    assert sum(len(one.text) for one in found if isinstance(one, Leftover)) > len(text) / 2


def test_the_prose_of_a_whole_paper_is_not_made_many() -> None:
    text = f"{TITLES[0]}\n\n{ONE}\n\n1. Introduction\n\n{TWO}\n\n{ONE[:250]}\n\n2. Related Work\n\n{TWO}\n\n{ONE}\n"
    found = read_text(PLAIN, text)
    assert [one.paper.title for one in found if isinstance(one, Record)] == [TITLES[0]]


@pytest.mark.parametrize("around", [SHOPPING, CODE, LOG, NOVEL, README, LETTER], ids=list("abcdef"))
def test_papers_in_a_text_that_is_mostly_something_else_are_read_and_the_rest_is_left_over(around: str) -> None:
    text = f"{around}\n---\n\n{TITLES[0]}\n\n{ONE}\n\n---\n\n{around * 2}"
    assert recognise(text) is PLAIN
    found = read_text(PLAIN, text)
    left = [one for one in found if isinstance(one, Leftover)]
    assert [(one.paper.title, one.paper.abstract) for one in found if isinstance(one, Record)] == BOTH[:1]
    assert sum(len(one.text) for one in left) > 2 * len(around)
    lines = text.split("\n")
    assert all(one.text.split()[0] in lines[one.line - 1] for one in left)


def test_the_abstracts_of_the_samples_read_like_abstracts() -> None:
    abstracts = [record.paper.abstract for number in SAMPLES for record in read_sample(number)]
    likely = [reads_like_an_abstract(abstract) for abstract in abstracts]
    assert len(likely) == 182
    assert min(likely) > 0.3
    assert max(map(reads_like_an_abstract, (LOG, NOVEL, README, LETTER))) < 0.1


def test_the_samples_without_what_makes_their_format_are_still_read() -> None:
    records = [record.paper for number in ("003", "004") for record in read_sample(number)]
    text = "\n\n".join(f"{at}. {paper.title}\n\n{wrapped(paper.abstract)}" for at, paper in enumerate(records, 1))
    found = [one.paper for one in read_text(PLAIN, text) if isinstance(one, Record)]
    same = [squash(one.abstract) == squash(two.abstract) for one, two in zip(found, records, strict=True)]
    assert [paper.title for paper in found] == [paper.title for paper in records]
    assert sum(same) >= 70


PIECES = (
    TITLES[0] + "\n",
    f"{ONE}\n",
    wrapped(TWO) + "\n",
    "\n\n",
    "> ",
    "1. ",
    "Marie Curie, Emmy Noether\n",
    NOVEL,
    "---\n",
)


@given(st.lists(st.sampled_from(PIECES) | hostile_text(80), max_size=10).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_to_its_end_and_nothing_is_invented(text: str) -> None:
    for one in read_text(PLAIN, text):
        assert 1 <= one.line <= text.count("\n") + 1
        if isinstance(one, Record):
            paper = one.paper
            assert paper.title or paper.abstract or paper.identifiers
            assert clean(paper.abstract) == paper.abstract
            assert (paper.title_from is TitleFrom.SPLIT) == (paper.title_confidence is not None)
            for words in (paper.title or "", paper.abstract):
                source = iter(squash(clean(text)))  # the marks of quotes and lists go, what stays keeps its order
                assert all(letter in source for letter in squash(words))


WRAPPED = [
    "Counting Herons of Lakes from Balloons",
    "",
    "We study how herons are counted, and our results show that most lakes were wet in",
    "2024. We propose a method to count the herons of lakes, and we evaluate it on a set",
    "- or nearly so - of all lakes. Experiments demonstrate that the approach is better",
    "(1) from above and (2) from below, and we discuss the findings of the study at last.",
]


def test_a_line_of_an_abstract_keeps_the_number_or_the_dash_that_it_begins_with() -> None:
    (paper,) = papers_in(PLAIN, "\n".join(WRAPPED) + "\n")
    assert paper.abstract == " ".join(WRAPPED[2:])


def test_the_points_of_an_abstract_keep_their_numbers_where_the_title_has_none() -> None:
    points = [
        f"{number}. We study the herons of lakes, and our results show that the method which we propose is better than "
        f"other approaches to the same problem, as experiments and observations demonstrate in {number} of our studies."
        for number in (1, 2, 3)
    ]
    text = "Counting Herons of Lakes from Balloons\n\n" + "\n\n".join(points)
    (paper,) = papers_in(PLAIN, text)
    assert paper.abstract == "\n".join(points) or paper.abstract == "\n\n".join(points)
