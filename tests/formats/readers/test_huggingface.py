from __future__ import annotations

from datetime import date

import pytest

from paperreader.domain import Leftover, Paper, PartialDate, TitleFrom
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.documents import TODAY, papers_in, read_text

PAGE = next(one for one in FORMATS if one.name == "huggingface")
ONE = "We show that a small model is enough for the task. " * 6
TWO = "Reading lists are long and days are short, which motivates a faster reader. " * 5
ABSTRACT, OTHER = ONE.strip(), TWO.strip()


def only(text: str, today: date = TODAY) -> Paper:
    (paper,) = papers_in(PAGE, text, today)
    return paper


def page(*, footer: str = "  • 3 authors\n·\nApr 7, 2024", before: str = "") -> str:
    invitation = "Get trending papers in your email inbox!"
    return f"{invitation}\n\n{before}Small Models Suffice\n\n{ABSTRACT}\n\n{footer}\n"


def test_a_block_page_gives_every_field() -> None:
    assert only(page(before="12\n\n", footer="  • 3 authors\n·\nApr 7, 2024 5")) == Paper(
        title="Small Models Suffice",
        title_from=TitleFrom.PRINTED,
        abstract=ABSTRACT,
        author_count=3,
        published=PartialDate(2024, 4, 7),
        upvotes=12,
        comments=5,
    )


def test_a_number_before_the_title_is_the_upvotes() -> None:
    assert only(page(before="12\n\n")).upvotes == 12
    assert only(page(before="-\n\n")).upvotes is None


def test_a_number_that_belongs_to_the_title_is_no_upvotes() -> None:
    paper = only(page().replace("Small Models", "8-bit Models"))
    assert (paper.title, paper.upvotes) == ("8-bit Models Suffice", None)


def test_a_number_after_the_date_is_the_comments() -> None:
    assert only(page(footer="• 3 authors\n·\nOct 2 2")).comments == 2
    assert only(page(footer="• 3 authors\n·\nOct 2\n2")).comments == 2
    assert only(page(footer="• 3 authors · Oct 2, 2024 2")).comments == 2


def test_the_number_after_a_footer_and_a_blank_belongs_to_the_next_paper() -> None:
    first, second = papers_in(PAGE, page() + f"\n7\n\nAnother Title\n\n{OTHER}\n")
    assert (first.comments, second.upvotes, second.title) == (None, 7, "Another Title")


def test_an_organisation_may_stand_for_the_authors() -> None:
    for footer in (
        "  • Tencent\n·\nApr 7, 2024",
        "Allen Institute for AI\n·\nApr 7, 2024",
        "Tencent · Apr 7, 2024",
    ):
        paper = only(page(footer=footer))
        assert (paper.author_count, str(paper.published), paper.abstract) == (None, "2024-04-07", ABSTRACT)


def test_an_organisation_on_a_line_of_its_own_is_no_title() -> None:
    footer = "  • 3 authors\n·\nApr 7, 2024"
    assert only(page(footer=f"Tencent\n\n{footer}")).abstract == ABSTRACT
    first, second = papers_in(PAGE, page() + f"\nTencent\n\nAnother Title\n\n{OTHER}\n\n{footer}\n")
    assert (first.title, second.title) == ("Small Models Suffice", "Another Title")


def test_a_paper_without_a_footer_ends_where_the_next_title_stands() -> None:
    first, second = papers_in(PAGE, page(footer="") + f"\nAnother Title\n\n{OTHER}\n")
    assert (first.abstract, first.author_count, first.published) == (ABSTRACT, None, None)
    assert (second.title, second.abstract) == ("Another Title", OTHER)


def test_an_abstract_keeps_its_line_breaks() -> None:
    paper = only(page().replace(ABSTRACT, f"{ABSTRACT}\n{OTHER}\n\n{ABSTRACT}"))
    assert paper.abstract == f"{ABSTRACT}\n{OTHER}\n{ABSTRACT}"


def test_wrapped_lines_are_one_abstract() -> None:
    wrapped = (
        "We study how a page of text that was wrapped by a terminal comes in, and\n"
        "find that its lines belong together whenever the next one goes on in\n"
        "the middle of a sentence, which is nearly always where a line is broken\n"
        "by a program that only counts characters."
    )
    assert only(page().replace(ABSTRACT, wrapped)).abstract == wrapped


@pytest.mark.parametrize(
    "line",
    [
        "Get trending papers in your email inbox once a day!",
        "Subscribe",
        "new",
        "Daily Papers",
        "byAK and the research community",
        "by AK and the research community",
        "Dec 9",
        "Trending Papers",
        "Submitted by",
        "Upvote",
        "GitHub",
        "1.2k",
        "arXiv Page",
    ],
)
def test_furniture_becomes_neither_a_paper_nor_a_leftover(line: str) -> None:
    assert only(f"{line}\n\n" + page()).title == "Small Models Suffice"
    assert only(f"{line}\n" + page()).title == "Small Models Suffice"


def test_the_button_fused_to_the_first_title_is_taken_off() -> None:
    invitation = "Get trending papers in your email inbox!\n"
    assert only(f"{invitation}SubscribeSmall Models Suffice\n{ABSTRACT}").title == "Small Models Suffice"
    assert only(f"SubscribeNet: A Model\n{ABSTRACT}").title == "SubscribeNet: A Model"


def test_a_missing_year_is_the_one_after_the_largest_that_is_printed() -> None:
    first, second = papers_in(PAGE, page(footer="• 3 authors\n·\nApr 7") + "\n" + page().replace("Small", "Large"))
    assert first.published == PartialDate(2025, 4, 7)
    assert first.published is not None
    assert second.published is not None
    assert (first.published.inferred, second.published.inferred) == (True, False)


def test_without_any_printed_year_it_is_the_latest_that_is_not_in_the_future() -> None:
    undated = page(footer="• 3 authors\n·\nApr 7")
    assert str(only(undated, date(2026, 4, 7)).published) == "2026-04-07"
    assert str(only(undated, date(2026, 4, 6)).published) == "2025-04-07"


def test_a_day_that_does_not_exist_leaves_the_month() -> None:
    assert str(only(page(footer="• 3 authors\n·\nFeb 31, 2024")).published) == "2024-02"


def test_a_line_that_holds_a_whole_paper() -> None:
    paper = only(f"- 8-bit Optimizers via Block-wise Quantization {ABSTRACT} 4 authors · Oct 6, 2021 3\n")
    assert paper == Paper(
        title="8-bit Optimizers via Block-wise Quantization",
        title_from=TitleFrom.SPLIT,
        title_confidence=paper.title_confidence,
        abstract=ABSTRACT,
        author_count=4,
        published=PartialDate(2021, 10, 6),
        comments=3,
    )


def test_a_whole_line_may_name_an_organisation_and_have_dots_in_its_abstract() -> None:
    paper = only(f"5 Small Models Suffice {ABSTRACT} Space · time. Done. Tencent · Oct 6, 2021")
    assert (paper.title, paper.upvotes, paper.author_count) == ("Small Models Suffice", 5, None)
    assert paper.abstract == f"{ABSTRACT} Space · time. Done."


def test_a_title_with_a_footer_and_no_abstract_is_a_paper() -> None:
    assert only("Small Models Suffice\n\n  • 3 authors\n·\nApr 7, 2024\n").abstract == ""


def test_a_short_abstract_above_a_footer_is_an_abstract() -> None:
    assert only(page().replace(ABSTRACT, "We prove the conjecture of 1954.")).abstract == (
        "We prove the conjecture of 1954."
    )


def test_what_is_neither_furniture_nor_paper_is_left_over() -> None:
    found = read_text(PAGE, f"{ABSTRACT}\n\n{page()}\nA Title That Was Cut Off\n")
    assert [one.line for one in found if isinstance(one, Leftover)] == [1, 13]
    assert len(found) == 3


def test_titles_and_abstracts_that_just_alternate_are_read_but_may_be_anybodys() -> None:
    text = f"Small Models Suffice\n{ABSTRACT}\nAnother Title\n{OTHER}\n"
    assert PAGE.sniff(text) == 0
    assert [paper.title for paper in papers_in(PAGE, text)] == ["Small Models Suffice", "Another Title"]


def test_prose_is_not_taken_for_a_page() -> None:
    assert recognise("Dear all,\n\nthe meeting is at ten.\n\nBest,\nA.\n") is None


SUMMARY = "Small Models, a study of model size, shows that little is enough for most tasks of everyday laboratory life."


def trending(*, again: bool = True) -> str:
    """Return the text of a trending page when copied: everything twice, with summaries for abstracts."""
    one = (
        "Submitted by\n\nakhaliq\n\nSmall Models Suffice for Everything that a Reader of Abstracts Does on\n"
        f"  Small Screens\n\n{SUMMARY}\n\n  9 authors\n\n· Published on Sep 12, 2023\n\n"
        "Upvote\n\n76\n\nGitHub 86.1k\n\narXiv Page\n\n"
    )
    other = f"Submitted by\n\nsomebody\n\nAnother Title\n\n{OTHER}\n\nTencent · Published on Oct 8, 2024\n\nUpvote\n5\n"
    head = (
        "Get trending papers in your email inbox once a day!\n\nTrending Papers\n\nby AK and the research community\n"
    )
    return head + one * (1 + again) + other * (1 + again)


def test_a_trending_page_has_each_paper_once_and_summaries_as_remarks() -> None:
    first, second = papers_in(PAGE, trending())
    assert first == Paper(
        title="Small Models Suffice for Everything that a Reader of Abstracts Does on Small Screens",
        title_from=TitleFrom.PRINTED,
        author_count=9,
        published=PartialDate(2023, 9, 12),
        upvotes=76,
        remarks=(SUMMARY,),
    )
    assert (second.title, second.abstract, second.upvotes) == ("Another Title", OTHER, 5)
    assert papers_in(PAGE, trending(again=False)) == [first, second]


def test_the_longer_of_two_abstracts_is_kept_and_the_summary_beside_it() -> None:
    text = page() + "\n" + page().replace(ABSTRACT, SUMMARY)
    paper = only(text)
    assert (paper.abstract, paper.remarks) == (ABSTRACT, (SUMMARY,))
    assert only(page().replace(ABSTRACT, SUMMARY) + "\n" + page()) == paper


def test_two_papers_of_one_title_stay_two() -> None:
    assert [paper.abstract for paper in papers_in(PAGE, page() + "\n" + page().replace(ABSTRACT, OTHER))] == [
        ABSTRACT,
        OTHER,
    ]


def test_a_title_that_was_broken_after_a_small_word_is_one_title() -> None:
    title = "Efficient Memory Management for Large Language Model Serving with"
    paper = only(page().replace("Small Models Suffice", f"{title}\nPagedAttention"))
    assert paper.title == f"{title} PagedAttention"
