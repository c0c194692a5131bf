from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom, clean
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.documents import papers_in, read_marked, read_text, squash
from tests.strategies import hostile_text

MARKDOWN = next(one for one in FORMATS if one.name == "hf-trending")
ABSTRACT = " ".join(["We show that a small model is enough for the task, often by <5%."] * 4)
OTHER = " ".join(["Reading lists are long and days are short. [email protected] asks for a faster reader."] * 4)
SUMMARY = "Small Models, a study of size, shows that little is enough for the tasks of everyday life in a laboratory."
SITE = "https://huggingface.co"

LINKED = f"""---
url: {SITE}/papers
---
new

Get trending papers in your email inbox once a day!

[Subscribe]({SITE}/login?next=%2Fpapers)

# Daily Papers

## by [![]({SITE}/front/assets/papers-by.png)AK]({SITE}/akhaliq) and the research community

- Daily
- Weekly

[Trending Papers]({SITE}/papers/trending)

Oct 2

[101]({SITE}/login?next=%2Fpapers%2F2606.00683)

### [Small Models Suffice\\  on Small Screens]({SITE}/papers/2606.00683)

[{ABSTRACT}]({SITE}/papers/2606.00683)

[![org](https://cdn-avatars.huggingface.co/v1/a.png)Occam Labs]({SITE}/occam)

·

May 29[6]({SITE}/papers/2606.00683#community)

[-]({SITE}/login?next=%2Fpapers%2F2502.20581)

### [Another Title]({SITE}/papers/2502.20581)

[Reading lists are long and days\\\\
are short. [email protected] asks\\\\
for a faster reader.]({SITE}/papers/2502.20581)

[- ![](https://cdn-avatars.huggingface.co/v1/b.jpeg)\\\\
- ![]({SITE}/avatars/1.svg)\\\\
- 3 authors]({SITE}/papers/2502.20581)

·

Feb 27, 2025
"""

NUMBERED = f"""# Web source

- Title: [[Hugging Face's logo] Hugging Face][1]
* [ Models ][2]
* [Log In][27]
new

Get trending papers in your email inbox once a day!

# Daily Papers

## by[AK][30] and the research community
* Daily

Jun 29
[
-
][31]

### [Small Models Suffice on Small Screens][32]

[

{ABSTRACT[:120]}
{ABSTRACT[120:]}

][33]
[
* 3 authors
][34]
·
May 30
[
65
][35]

### [Another Title][36]

[

{OTHER}

][37]
[[occam] Occam Labs][38]
·
Mar 8, 2024 [ 6][39]
"""

BELOW = f"""# Daily Papers - Hugging Face
Models

{SITE}/models

Get trending papers in your email inbox once a day!

Subscribe

{SITE}/login?next=%2Fpapers

Daily Papers

by

AK

{SITE}/akhaliq

 and the research community

{SITE}/papers/date/2026-03-24

Mar 25

 [-] 1

{SITE}/login?next=%2Fpapers%2F2410.05434

Small Models Suffice on Small Screens

{SITE}/papers/2410.05434

{ABSTRACT}

{SITE}/papers/2410.05434

[

2 authors]({SITE}/papers/2410.05434)

·

Oct 7, 2024

 [-] -

{SITE}/login?next=%2Fpapers%2F2306.14898

Another Title

{SITE}/papers/2306.14898

{OTHER}

{SITE}/papers/2306.14898

 Occam Labs

{SITE}/occam

·

Sep 3, 2024

2

{SITE}/papers/2306.14898#community
"""


def trending(title: str, arxiv: str, text: str, footer: str, votes: int) -> str:
    return f"""[[Image: no text]]({SITE}/papers/{arxiv})

Submitted by

[Image: no text]

somebody

### [{title}]({SITE}/papers/{arxiv})


{text}


{footer}


[Upvote

{votes}]({SITE}/login?next=%2Fpapers%2F{arxiv})

[GitHub 3.29k](https://github.com/a/b) [arXiv Page](https://arxiv.org/abs/{arxiv})

"""


BY = f"[[Image: o] Occam Labs]({SITE}/occam)"
TRENDING = (
    "Get trending papers in your email inbox!\n\n# Trending Papers\n\n## by AK and the research community\n\n"
    + trending(
        "Small Models Suffice with\nSmall Screens",
        "2309.06180",
        SUMMARY,
        "- 9 authors\n\n· Published on Sep 12, 2023",
        76,
    )
    + trending("Small Models Suffice with\nSmall Screens", "2309.06180", SUMMARY, "- 9 authors\n\n· Sep 12, 2023", 77)
    + trending("Another Title", "2610.05608", OTHER, f"{BY} · Published on Oct 4, 2026", 117)
    + trending("Another Title", "2610.05608", OTHER, f"{BY} · Oct 4, 2026", 117)
)

HEADINGS = f"""**URL:** https://paperswithcode.com

Get trending papers in your email inbox once a day!

## Trending Papers

## by AK and the research community

### Small Models Suffice

{SUMMARY}
- 8 authors
[LINK: GitHub 11.3k](https://github.com/a/b)

### Small Models Suffice

{SUMMARY}
- 8 authors
[LINK: GitHub 11.3k](https://github.com/a/b)

### Another Title

{OTHER}
[LINK: GitHub 476](https://github.com/c/d)
"""

LIST = f"""# What we read

- [Small Models Suffice]({SITE}/papers/2309.06180)
  {ABSTRACT}
- **[Another Title]({SITE}/papers/2610.05608v2)**
- [A Third]({SITE}/papers/2610.05609)

{OTHER}
"""


def ids(arxiv: str) -> tuple[Identifier, ...]:
    return (Identifier("arxiv", arxiv),)


def test_links_to_pages_of_papers() -> None:
    first, second = papers_in(MARKDOWN, LINKED)
    assert first == Paper(
        title="Small Models Suffice on Small Screens",
        title_from=TitleFrom.PRINTED,
        abstract=ABSTRACT,
        published=PartialDate(2026, 5, 29, inferred=True),
        upvotes=101,
        comments=6,
        identifiers=ids("2606.00683"),
    )
    assert (second.title, second.upvotes, second.author_count) == ("Another Title", None, 3)
    assert second.abstract == (
        "Reading lists are long and days\nare short. [email protected] asks\nfor a faster reader."
    )
    assert (second.published, second.identifiers) == (PartialDate(2025, 2, 27), ids("2502.20581"))


def test_links_that_are_numbered_and_stand_over_several_lines() -> None:
    first, second = papers_in(MARKDOWN, NUMBERED)
    assert (first.title, first.abstract) == (
        "Small Models Suffice on Small Screens",
        f"{ABSTRACT[:120].strip()}\n{ABSTRACT[120:].strip()}",
    )
    assert (first.upvotes, first.author_count, str(first.published), first.comments) == (None, 3, "2025-05-30", None)
    assert (second.title, second.abstract, second.upvotes, second.comments) == ("Another Title", OTHER, 65, 6)
    assert str(second.published) == "2024-03-08"


def test_addresses_below_what_they_belong_to() -> None:
    first, second = papers_in(MARKDOWN, BELOW)
    assert (first.title, first.abstract, first.upvotes) == ("Small Models Suffice on Small Screens", ABSTRACT, 1)
    assert (first.author_count, str(first.published), first.identifiers) == (2, "2024-10-07", ids("2410.05434"))
    assert (second.title, second.abstract, second.upvotes, second.comments) == ("Another Title", OTHER, None, 2)


def test_a_trending_page_has_each_paper_once_and_summaries_as_remarks() -> None:
    first, second = papers_in(MARKDOWN, TRENDING)
    assert first == Paper(
        title="Small Models Suffice with Small Screens",
        title_from=TitleFrom.PRINTED,
        author_count=9,
        published=PartialDate(2023, 9, 12),
        upvotes=77,
        identifiers=ids("2309.06180"),
        remarks=(SUMMARY,),
    )
    assert (second.title, second.abstract, second.upvotes) == ("Another Title", OTHER, 117)
    assert (str(second.published), second.remarks) == ("2026-10-04", ())


def test_a_page_with_headings_and_no_links_to_papers() -> None:
    first, second = papers_in(MARKDOWN, HEADINGS)
    assert (first.title, first.abstract, first.remarks, first.author_count) == (
        "Small Models Suffice",
        "",
        (SUMMARY,),
        8,
    )
    assert (second.title, second.abstract) == ("Another Title", OTHER)


def test_a_list_of_links_with_abstracts_below() -> None:
    papers = papers_in(MARKDOWN, LIST)
    assert [(paper.title, paper.abstract, paper.values("arxiv")) for paper in papers] == [
        ("Small Models Suffice", ABSTRACT, ("2309.06180",)),
        ("Another Title", "", ("2610.05608",)),
        ("A Third", OTHER, ("2610.05609",)),
    ]


@pytest.mark.parametrize("text", [LINKED, NUMBERED, BELOW, TRENDING, HEADINGS, LIST])
def test_every_copy_is_recognised(text: str) -> None:
    assert recognise(text) is MARKDOWN


@pytest.mark.parametrize(
    "text",
    [
        f"# SmoothCache\n\n[SmoothCache]({SITE}/papers/2411.10510) is a training-free method. It works.\n",
        f"| Paper | Link |\n| --- | --- |\n| A Circuit | [HF]({SITE}/papers/2211.00593) |\n",
        "new\n\nGet trending papers in your email inbox!\n\nA Title\n\n" + ABSTRACT,
        "# A heading\n\nSome words about a program.\n",
    ],
)
def test_what_only_mentions_a_page_is_somebody_elses(text: str) -> None:
    assert recognise(text) is not MARKDOWN


def test_what_stands_outside_of_any_paper_is_left_over() -> None:
    found = read_text(MARKDOWN, f"{ABSTRACT}\n\n{LINKED}\n{OTHER}\n")
    assert [one.text for one in found if isinstance(one, Leftover)] == [ABSTRACT, OTHER]


PAGES = (LINKED, NUMBERED, BELOW, TRENDING, HEADINGS, LIST)


@given(
    st.lists(
        st.one_of(
            st.builds(
                lambda page, at, size: page[at : at + size],
                st.sampled_from(PAGES),
                st.integers(0, 2500),
                st.integers(1, 700),
            ),
            hostile_text(40),
            st.sampled_from(("[", "](", "][1]", "\n", "### ", "\\", "![", f"]({SITE}/papers/2606.00683)\n")),
        ),
        max_size=6,
    ).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_cuts_and_splices_never_raise_and_nothing_is_invented(text: str) -> None:
    lines = text.count("\n") + 1
    for one in read_marked(MARKDOWN, text):
        assert 1 <= one.line <= lines
        if isinstance(one, Record):
            assert one.paper.title or one.paper.abstract or one.paper.identifiers
            assert clean(one.paper.abstract) == one.paper.abstract
            for words in (one.paper.title or "", one.paper.abstract):
                source = iter(squash(clean(text)))  # links and escapes go, what stays keeps its order
                assert all(letter in source for letter in squash(words))


MARKS = st.sampled_from(
    ["-", "--", "*", "+", "•", "1.", "2024.", "(1)", "[1]", "[2, 3]", "3)", "[4][5]", "# of", "a -"]
)


@given(st.lists(MARKS, min_size=1, max_size=6), st.integers(0, 1))
def test_a_mark_of_a_list_is_one_only_where_a_line_begins_with_it(marks: list[str], linked: int) -> None:
    words = "Herons of lakes that were counted in many winters by people with balloons and with care".split()
    said = " ".join(word for pair in zip(words, [*marks, *[""] * len(words)], strict=False) for word in pair if word)
    title, abstract = (
        f"Years {said[:60].rpartition(' ')[0]} and later",
        f"We count {said} and we go on from there. {OTHER}",
    )
    for mark in "[]":
        title = title.replace(mark, "")
    shown = abstract if linked == 0 else f"[{abstract}]({SITE}/papers/2606.90683)"
    page = f"""# Daily Papers

[3]({SITE}/login?next=%2Fpapers%2F2606.90683)

### [{title}]({SITE}/papers/2606.90683)

{shown}

- 3 authors
·
Feb 27, 2025
"""
    (paper,) = papers_in(MARKDOWN, page)
    assert paper.title == title
    assert paper.abstract == abstract
    assert (paper.author_count, paper.upvotes, str(paper.published)) == (3, 3, "2025-02-27")


@pytest.mark.parametrize("beginning", ["- nearly dry -", "1. We", "2024) was", "* We", "(1) We", "+ We"])
def test_an_abstract_keeps_what_it_begins_with(beginning: str) -> None:
    page = f"### [Herons]({SITE}/papers/2606.90683)\n\n{beginning} count herons. {OTHER}\n\n- 3 authors\n"
    (paper,) = papers_in(MARKDOWN, page)
    assert paper.abstract == f"{beginning} count herons. {OTHER}"


def test_an_asterisk_at_the_end_of_a_title_is_no_emphasis() -> None:
    for written, title in (("On the Algebra C*", "On the Algebra C*"), ("**Herons of Lakes**", "Herons of Lakes")):
        (paper,) = papers_in(MARKDOWN, f"### [{written}]({SITE}/papers/2606.90683)\n\n{OTHER}\n\n- 3 authors\n")
        assert paper.title == title
