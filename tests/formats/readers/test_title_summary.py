from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom, clean
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.documents import papers_in, read_marked, read_text, squash
from tests.strategies import hostile_text

LABELLED = next(one for one in FORMATS if one.name == "title-summary")
ONE = "We show that a small model is enough for the task, often by <5%. Line breaks wereremoved without a space: keep."
TWO = "Reading lists are long and days are short. This motivates a faster reader than the ones that there are so far."

DUMP = f"""Title: Small Models Suffice
PDF: https://arxiv.org/pdf/2403.13043v2.pdf
Authors: Marie Curie, Emmy Noether
Summary: {ONE}
---
Title: Another Title: With a Colon
PDF: https://arxiv.org/pdf/hep-th/9901001
Authors: Ada Lovelace
Summary: {TWO}
---
"""


def test_titles_addresses_and_summaries_between_rules() -> None:
    assert recognise(DUMP) is LABELLED
    first, second = papers_in(LABELLED, DUMP)
    assert first == Paper(
        title="Small Models Suffice",
        title_from=TitleFrom.PRINTED,
        abstract=ONE,
        authors=("Marie Curie", "Emmy Noether"),
        identifiers=(Identifier("arxiv", "2403.13043"), Identifier("arxiv_version", "2403.13043v2")),
    )
    assert (second.title, second.abstract) == ("Another Title: With a Colon", TWO)
    assert second.identifiers == (Identifier("arxiv", "hep-th/9901001"),)


@pytest.mark.parametrize("between", ["", "\n", "\n=====\n\n", "\n* * *\n"])
def test_labels_in_another_order_with_or_without_rules(between: str) -> None:
    paper = "Authors: Curie, Marie; Noether, Emmy\nDate: 3 May 2019\nDOI: 10.1000/ABC\nAbstract: {}\nTitle: {}\n"
    text = between.join((paper.format(ONE, "Small Models Suffice"), paper.format(TWO, "Another Title")))
    assert recognise(text) is LABELLED
    first, second = papers_in(LABELLED, text)
    assert (first.title, first.abstract) == ("Small Models Suffice", ONE)
    assert (second.title, second.abstract) == ("Another Title", TWO)
    assert second.authors == ("Marie Curie", "Emmy Noether")
    assert (second.published, second.identifiers) == (PartialDate(2019, 5, 3), (Identifier("doi", "10.1000/abc"),))


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("**Title:** {}", "**Abstract:** {}"),
        ("**Title**: {}", "**Abstract**: {}"),
        ("- Title: {}", "- Abstract: {}"),
        ("1. Title: {}", "   Abstract: {}"),
        ("TITLE : {}", "SUMMARY : {}"),
        ("> Title: {}", "> Abstract: {}"),
        ("Paper Title: {}", "Abstract:\n{}"),
        ("Title:\n{}", "Abstract:\n\n{}"),
        ('title: "{}"', "abstract: >-\n  {}"),
        ("Title：{}", "Abstract：{}"),
    ],
)
def test_labels_are_written_in_many_ways(title: str, abstract: str) -> None:
    text = "\n\n".join(
        f"{title.format(name)}\n{abstract.format(words)}"
        for name, words in (("Small Models Suffice", ONE), ("Another Title", TWO))
    )
    assert recognise(text) is LABELLED
    assert [(paper.title, paper.abstract) for paper in papers_in(LABELLED, text)] == [
        ("Small Models Suffice", ONE),
        ("Another Title", TWO),
    ]


@pytest.mark.parametrize("between", ["\n", "", "---\n"])
def test_an_abstract_that_is_called_so_may_be_short(between: str) -> None:
    text = between.join(("Title: Rivers\nAbstract: We measure rivers.\n", "Title: Bees\nAbstract: We watch bees.\n"))
    assert recognise(text) is LABELLED
    assert [(paper.title, paper.abstract) for paper in papers_in(LABELLED, text)] == [
        ("Rivers", "We measure rivers."),
        ("Bees", "We watch bees."),
    ]


def test_a_title_may_stand_above_the_labels_without_one() -> None:
    text = (
        f"1. Small Models Suffice\nAuthors: Marie Curie\nAbstract: {ONE}\n\n"
        f"2. Another Title\nAuthors: Ada Lovelace\nAbstract: {TWO}\n"
    )
    recognised = recognise(text)
    assert recognised is not None
    assert papers_in(recognised, text) == papers_in(LABELLED, text)
    assert [(paper.title, paper.authors) for paper in papers_in(LABELLED, text)] == [
        ("Small Models Suffice", ("Marie Curie",)),
        ("Another Title", ("Ada Lovelace",)),
    ]


def test_what_has_no_paper_of_its_own_goes_on_or_is_left_over() -> None:
    text = f"Dear all,\n\nTitle: Small Models\nSuffice\nAbstract: {ONE}\n\nMore of it.\n\nKeywords: a; b\n\nbye.\n"
    found = read_text(LABELLED, text)
    assert [one.text for one in found if isinstance(one, Leftover)] == ["Dear all,", "bye."]
    (paper,) = (one.paper for one in found if isinstance(one, Record))
    assert (paper.title, paper.abstract, paper.keywords) == (
        "Small Models Suffice",
        f"{ONE}\n\nMore of it.",
        ("a", "b"),
    )


def test_lines_that_were_wrapped_are_one_text_again() -> None:
    wrapped = (
        "Abstract: We study how a page of text that was wrapped by a terminal comes in,\n"
        "and find that its lines belong together whenever the next one goes on in the\n"
        "middle of a sentence."
    )
    (paper,) = papers_in(LABELLED, f"Title: Small Models Suffice\n{wrapped}\n")
    assert paper.abstract == wrapped.removeprefix("Abstract: ").replace("\n", " ")


def test_comments_are_remarks_and_categories_are_codes() -> None:
    (paper,) = papers_in(
        LABELLED,
        f"Title: T T\nComments: 12 pages\nCategories: cs.LG cs.CL\nJournal: Nature\nTags: x, y\nAbstract: {ONE}\n",
    )
    assert (paper.remarks, paper.categories, paper.venue, paper.keywords) == (
        ("12 pages",),
        ("cs.LG", "cs.CL"),
        "Nature",
        ("x", "y"),
    )


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: My weekend\nsummary: I went out.\n---\n\n{ONE}\n\n{TWO}\n\n{ONE}\n\n{TWO}\n",
        "class Paper:\n    title: str\n    abstract: str\n    authors: list[str]\n",
        "class Paper(Base):\n    title: str = ''\n    abstract: Optional[str] = None\n    summary: str | None = None\n",
        "interface Paper {\n  title: string;\n  abstract?: string | null;\n  authors: Array<string>;\n}\n",
        "Title: Minutes\nDate: 3 May 2019\n\nWe met and talked.\n",
        '{"title": "x",\n"abstract": "y"}',
    ],
)
def test_what_merely_has_labels_is_no_list_of_papers(text: str) -> None:
    assert recognise(text) is not LABELLED


@given(
    st.lists(
        st.sampled_from(
            ("Title: ", "Abstract: ", "Authors: ", "\n", "---\n", "Small Models Suffice\n", f"{ONE}\n", "\n\n", "URL: ")
        )
        | hostile_text(60),
        max_size=10,
    ).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_to_its_end_and_nothing_is_invented(text: str) -> None:
    source = squash(clean(text))
    for one in read_marked(LABELLED, text):
        assert 1 <= one.line <= text.count("\n") + 1
        if isinstance(one, Record):
            assert one.paper.title or one.paper.abstract or one.paper.identifiers
            assert clean(one.paper.abstract) == one.paper.abstract
            assert squash(one.paper.title or "") in source
            assert all(squash(line) in source for line in one.paper.abstract.split("\n"))
