from __future__ import annotations

import html
import json

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom, clean
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.documents import papers_in, read_text, squash
from tests.strategies import hostile_text

HTML = next(one for one in FORMATS if one.name == "html")
ONE = (
    "We show that a small model is enough for the task (often <5%), propose a method that finds it, and evaluate "
    "it on three datasets. The results are significantly better than those of existing approaches, see the code."
)
TWO = (
    "Finite groups that act freely on trees are well understood. We prove that the same holds for a larger class "
    "of complexes, derive a bound, and obtain a new proof of a theorem of Serre & Bass as an application of it."
)
A, B = html.escape(ONE), html.escape(TWO)

LISTING = f"""<!DOCTYPE html>
<html lang="en"><head><title>Machine Learning</title><style>p {{ color: red }}</style></head>
<body><nav><a href="/list/cs.LG/recent">Recent</a></nav>
<h3>New submissions (showing 2 of 2 entries)</h3>
<dl id='articles'>
<dt><a name='item1'>[1]</a>
  <a href ="/abs/2403.13043v2" title="Abstract" id="2403.13043">arXiv:2403.13043</a>
  [<a href="/pdf/2403.13043" title="Download PDF">pdf</a>, <a href="/format/2403.13043">other</a>]
</dt>
<dd><div class='meta'>
  <div class='list-title mathjax'><span class='descriptor'>Title:</span>
    Small Models &amp; <i>Large</i> Tasks
  </div>
  <div class='list-authors'><a href="https://arxiv.org/search/cs?query=Curie,+M">Marie Curie</a>,
  <a href="https://arxiv.org/search/cs?query=Noether,+E">Emmy Noether</a></div>
  <div class='list-comments mathjax'><span class='descriptor'>Comments:</span> 12 pages</div>
  <div class='list-journal-ref'><span class='descriptor'>Journal-ref:</span> Nature 5 (2024)</div>
  <div class='list-subjects'><span class='descriptor'>Subjects:</span>
    <span class="primary-subject">Machine Learning (cs.LG)</span>; Artificial Intelligence (cs.AI)</div>
  <p class='mathjax'>
    {html.escape(ONE[:63])}
{html.escape(ONE[63:])} <a href="https://arxiv.org/abs/1706.03762">https://arxiv.org/abs/1706.03762</a>
  </p>
</div></dd>
<dt><a name='item2'>[2]</a> <a href="/abs/math/0501001">arXiv:math/0501001</a></dt>
<dd><div class='meta'><div class='list-title mathjax'><span class='descriptor'>Title:</span> Free Actions</div>
<div class='list-authors'><a>Ada Lovelace</a></div></div></dd>
</dl><footer><p>About arXiv</p></footer></body></html>
"""

SEARCH = f"""<html><body><ol>
<li class="arxiv-result">
  <div class="is-marginless">
    <p class="list-title is-inline-block"><a href="https://arxiv.org/abs/2508.15522">arXiv:2508.15522</a>
      <span>&nbsp;[<a href="https://arxiv.org/pdf/2508.15522">pdf</a>]&nbsp;</span></p>
    <div class="tags is-inline-block">
      <span class="tag is-small is-link tooltip" data-tooltip="Machine Learning">cs.LG</span>
      <span class="tag is-small is-grey tooltip" data-tooltip="Vision">cs.CV</span></div>
    <div class="is-inline-block"><div class="tags has-addons">
      <span class="tag is-dark is-size-7">doi</span>
      <span class="tag is-light is-size-7"><a href="https://doi.org/10.1000/ABC.1">10.1000/ABC.1 </a></span></div></div>
  </div>
  <p class="title is-5 mathjax">
        Small <span class="search-hit mathjax">Models</span> Suffice
  </p>
  <p class="authors"><span class="has-text-black-bis has-text-weight-semibold">Authors:</span>
    <a href="/search/?query=Mal">Marie Curie</a>,
    <a href="/search/?query=Koc">Emmy Noether</a>
  </p>
  <p class="abstract mathjax">
    <span class="has-text-black-bis has-text-weight-semibold">Abstract</span>:
    <span class="abstract-short has-text-grey-dark mathjax" id="2508.15522v1-abstract-short">
      &hellip;is enough for <a class="is-size-7">&#9661; More</a></span>
    <span class="abstract-full has-text-grey-dark mathjax" id="2508.15522v1-abstract-full" style="display: none;">
      {A}
      <a class="is-size-7" onclick="x()">&#9651; Less</a>
    </span>
  </p>
  <p class="is-size-7"><span class="has-text-black-bis has-text-weight-semibold">Submitted</span> 24 July, 2025;
    <span class="has-text-black-bis has-text-weight-semibold">originally announced</span> August 2025.</p>
  <p class="comments is-size-7"><span class="has-text-black-bis has-text-weight-semibold">Comments:</span>
    <span class="has-text-grey-dark mathjax">9 figures</span></p>
</li></ol></body></html>
"""

ITEM = {
    "paper": {
        "id": "2606.00683",
        "title": "Small Models Suffice",
        "summary": ONE,
        "authors": [{"name": "Marie Curie"}],
        "publishedAt": "2026-05-29T00:00:00.000Z",
        "upvotes": 101,
        "ai_summary": "A summary.",
        "ai_keywords": ["models"],
    },
    "numComments": 6,
}
PROPS = html.escape(json.dumps({"dailyPapers": [ITEM, {"paper": {"id": "2502.20581", "title": "Free Actions"}}]}))
DAILY = f"""<!doctype html><html><head><title>Daily Papers - Hugging Face</title></head><body>
<div class="SVELTE_HYDRATER contents" data-target="DailyPapers" data-props="{PROPS}">
<article><div><h3><a href="/papers/2606.00683">Small Models Suffice</a></h3></div></article>
<article><h3><a href="/papers/2502.20581">Free Actions</a></h3></article>
</div></body></html>
"""
ARTICLES = f"""<html><body><h1>Papers</h1>
<article><a href="/papers/2606.00683"><img src="x.png"></a>
<h3><a href="/papers/2606.00683">Small Models Suffice</a></h3>
<p class="line-clamp-2">{A}</p><time datetime="2026-05-29T00:00:00.000Z">May 29</time></article>
<article><h3><a href="/papers/2502.20581">Free Actions</a></h3><p>{B}</p></article></body></html>
"""

PUBMED = """<html><body><div class="search-results-chunk">
<article class="full-docsum" data-rel-pos="1"><div class="docsum-wrap"><div class="docsum-content">
<a class="docsum-title" href="/36417205/" data-article-id="36417205">Small <b>Models</b> Suffice.</a>
<div class="docsum-citation full-citation">
<span class="docsum-authors full-authors">Curie M, Noether E.</span>
<span class="docsum-authors short-authors">Curie M, et al.</span>
<span class="docsum-journal-citation full-journal-citation">Nature. 2025 Mar 4;24(3):180-195. doi: 10.1038/ABC-1.</span>
<span class="docsum-journal-citation short-journal-citation">Nature. 2025.</span>
<span class="citation-part">PMID: <span class="docsum-pmid">36417205</span></span></div>
<div class="docsum-snippet"><div class="full-view-snippet">Small models <b>suffice</b> ...</div>
<div class="short-view-snippet">Small models ...</div></div></div></div></article></div></body></html>
"""

SCHOLAR = """<html><head><title>models - Google Scholar</title></head><body>
<div class="gs_r gs_or gs_scl" data-cid="x"><div class="gs_ggs gs_fl">
<a href="https://arxiv.org/pdf/1706.03762">[PDF] arxiv.org</a></div>
<div class="gs_ri"><h3 class="gs_rt"><span class="gs_ctc"><span class="gs_ct1">[PDF]</span></span>
<a href="https://doi.org/10.1000/ABC">Small <b>models</b> suffice</a></h3>
<div class="gs_a">
<a href="/citations?user=1">M Curie</a>, E Noether\u2026\xa0- Advances in neural\u00a0\u2026, 2017 - nips.cc</div>
<div class="gs_rs">\u2026 the <b>models</b> that suffice \u2026</div>
<div class="gs_fl"><a href="/scholar?cites=1">Cited by 5</a></div></div></div></body></html>
"""

ABS = f"""<html><head><title>[2403.13043] Small Models Suffice</title>
<meta name="citation_title" content="Small Models Suffice" /><meta name="citation_author" content="Curie, Marie" />
<meta name="citation_author" content="Noether, Emmy" /><meta name="citation_date" content="2024/03/19" />
<meta name="citation_online_date" content="2024/07/01" /><meta name="citation_arxiv_id" content="2403.13043" />
</head><body><h1 class="title mathjax"><span class="descriptor">Title:</span>Small Models Suffice</h1>
<div class="authors"><span class="descriptor">Authors:</span><a>Marie Curie</a>, <a>Emmy Noether</a></div>
<blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span>{A}</blockquote>
<table><tr><td class="tablecell subjects"><span>Machine Learning (cs.LG)</span></td></tr></table>
<h2>Related</h2><p>{B}</p></body></html>
"""

GENERIC = f"""<!doctype html><html><body><h1>Reading group</h1><p>What we read.</p>
<h2>1. Small Models Suffice</h2><p><em>Marie Curie</em></p><p>{A}</p>
<h2>2. Free Actions on Complexes</h2><div><p>{B}</p></div></body></html>
"""

PAGES = (LISTING, SEARCH, DAILY, ARTICLES, PUBMED, SCHOLAR, ABS, GENERIC)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_recognised(page: str) -> None:
    assert recognise(page) is HTML


def test_a_listing_of_arxiv() -> None:
    first, second = papers_in(HTML, LISTING)
    assert first == Paper(
        title="Small Models & Large Tasks",
        title_from=TitleFrom.PRINTED,
        abstract=f"{ONE} https://arxiv.org/abs/1706.03762",
        authors=("Marie Curie", "Emmy Noether"),
        venue="Nature 5 (2024)",
        categories=("cs.LG", "cs.AI"),
        identifiers=(Identifier("arxiv", "2403.13043"), Identifier("arxiv_version", "2403.13043v2")),
        remarks=("12 pages",),
    )
    assert (second.title, second.abstract, second.authors) == ("Free Actions", "", ("Ada Lovelace",))
    assert second.values("arxiv") == ("math/0501001",)


def test_a_search_of_arxiv() -> None:
    (paper,) = papers_in(HTML, SEARCH)
    assert paper == Paper(
        title="Small Models Suffice",
        title_from=TitleFrom.PRINTED,
        abstract=ONE,
        authors=("Marie Curie", "Emmy Noether"),
        published=PartialDate(2025, 7, 24),
        categories=("cs.LG", "cs.CV"),
        identifiers=(Identifier("arxiv", "2508.15522"), Identifier("doi", "10.1000/abc.1")),
        remarks=("9 figures",),
    )


def test_the_list_that_a_page_of_hugging_face_ships() -> None:
    first, second = papers_in(HTML, DAILY)
    assert (first.title, first.abstract, first.upvotes, first.comments) == ("Small Models Suffice", ONE, 101, 6)
    assert (first.authors, str(first.published), first.keywords) == (("Marie Curie",), "2026-05-29", ("models",))
    assert (second.title, second.values("arxiv")) == ("Free Actions", ("2502.20581",))


def test_articles_with_headings_and_paragraphs() -> None:
    first, second = papers_in(HTML, ARTICLES)
    assert (first.title, first.abstract, first.values("arxiv")) == ("Small Models Suffice", ONE, ("2606.00683",))
    assert str(first.published) == "2026-05-29"
    assert (second.title, second.abstract) == ("Free Actions", TWO)


def test_a_list_of_pubmed() -> None:
    (paper,) = papers_in(HTML, PUBMED)
    assert (paper.title, paper.authors, paper.venue) == ("Small Models Suffice.", ("Curie M", "Noether E"), "Nature")
    assert (str(paper.published), paper.abstract, paper.remarks) == ("2025-03-04", "", ("Small models suffice ...",))
    assert set(paper.identifiers) == {Identifier("pmid", "36417205"), Identifier("doi", "10.1038/abc-1")}


def test_a_list_of_google_scholar() -> None:
    (paper,) = papers_in(HTML, SCHOLAR)
    assert (paper.title, paper.authors, str(paper.published)) == (
        "Small models suffice",
        ("M Curie", "E Noether"),
        "2017",
    )
    assert (paper.abstract, paper.remarks) == ("", ("… the models that suffice …",))
    assert set(paper.identifiers) == {Identifier("doi", "10.1000/abc"), Identifier("arxiv", "1706.03762")}


def test_the_page_of_one_paper_is_one_paper() -> None:
    found = read_text(HTML, ABS)
    (paper,) = (one.paper for one in found if isinstance(one, Record))
    assert (paper.title, paper.abstract, paper.authors) == (
        "Small Models Suffice",
        ONE,
        ("Marie Curie", "Emmy Noether"),
    )
    assert (str(paper.published), paper.values("arxiv"), paper.categories) == (
        "2024-03-19",
        ("2403.13043",),
        ("cs.LG",),
    )
    assert [one.text for one in found if isinstance(one, Leftover)] == [TWO]


def test_headings_and_paragraphs_of_any_page() -> None:
    papers = papers_in(HTML, GENERIC)
    assert [(paper.title, paper.abstract) for paper in papers] == [
        ("Small Models Suffice", ONE),
        ("Free Actions on Complexes", TWO),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><html><body><h1>My cat</h1><p>"
        + "He sleeps all day and eats at night. " * 9
        + "</p></body></html>",
        f"<html><body><h1>A Paper</h1><h2>1 Introduction</h2><p>{A}</p><h2>2 Method</h2><p>{B}</p></body></html>",
        "<html><head><title>x</title></head><body></body></html>",
    ],
)
def test_a_page_without_papers_is_recognised_as_nothing(page: str) -> None:
    assert recognise(page) is None
    assert not [one for one in read_text(HTML, page) if isinstance(one, Record)]


def test_scripts_and_markup_are_no_text() -> None:
    page = ARTICLES.replace("<p", "<script>document.write('<p>x</p>')</script><style>p{}</style><p")
    assert papers_in(HTML, page) == papers_in(HTML, ARTICLES)


def test_every_paper_knows_its_line() -> None:
    assert [one.line for one in read_text(HTML, LISTING)] == [6, 25]


@pytest.mark.parametrize(
    "bad", ["<![foo[ x ]]>", "<!x", "<![CDATA[ x ]]>", "<p", "&#xffffffff;", "<!--", "</", "<a href='"]
)
def test_broken_markup_costs_no_more_than_itself(bad: str) -> None:
    at = ARTICLES.index("<article>", 200)
    found = read_text(HTML, f"{ARTICLES[:at]}{bad}\n{ARTICLES[at:]}")
    assert [one.paper.title for one in found if isinstance(one, Record)][:1] == ["Small Models Suffice"]


def test_broken_json_in_an_attribute_is_left_over() -> None:
    for bad in ("{&quot;dailyPapers&quot;: [", "[" * 5000, "{&quot;dailyPapers&quot;: [1, null]}"):
        found = read_text(HTML, f'<html><body><div data-target="DailyPapers" data-props="{bad}"></div></body></html>')
        assert not [one for one in found if isinstance(one, Record)]


@given(
    st.lists(
        st.builds(
            lambda page, at, size: page[at : at + size],
            st.sampled_from(PAGES),
            st.integers(0, 3000),
            st.integers(1, 900),
        )
        | hostile_text(60)
        | st.sampled_from(("<p>", "</p>", "<article>", "</article>", "<h3>", "<dt>", "<", "<!", "<![", "&", "\n")),
        max_size=6,
    ).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_to_its_end_and_nothing_is_invented(text: str) -> None:
    letters = set(squash(clean(html.unescape(text)))) | set("\ufffd")
    for one in read_text(HTML, text):
        assert 1 <= one.line <= text.count("\n") + 1
        if isinstance(one, Record):
            assert one.paper.title or one.paper.abstract or one.paper.identifiers
            assert clean(one.paper.abstract) == one.paper.abstract
            assert set(squash(one.paper.abstract)) <= letters | set(html.unescape(text))
