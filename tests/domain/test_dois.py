from __future__ import annotations

import html
import time
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Identifier, identifiers_in, named_paper, spellings, undressed
from paperreader.domain.dois import doi_in
from paperreader.query import Value, parse
from tests.strategies import hostile_text, sici_dois

WILEY = "10.1002/0000-108x(199412)16:4<317::aid-xxx2>3.0.co;2-j"
ECOLOGY = "10.1890/0012-9658(2002)083[0001:abc]2.0.co;2"


@pytest.mark.parametrize(
    "doi",
    [
        WILEY,
        "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
        "10.1002/1521-3773(20001016)39:20<3582::aid-anie3582>3.0.co;2-#",
        "10.1002/(sici)1096-8644(199605)100:1<1::aid-ajpa1>3.0.co;2-+",
        "10.1002/(sici)1096-8644(199605)100:1<1::aid-ajpa1>3.0.co;2-*",
        "10.1002/(sici)1096-8644(199605)100:1<iii::aid-ajpa1>3.0.co;2-@",
        "10.1175/1520-0493(1999)127<0001:giesw>2.0.co;2",
        "10.1130/0091-7613(1990)018<0001:xyz>2.3.co;2",
        "10.1061/(asce)0733-9399(1990)116:8(1821)",
        ECOLOGY,
        "10.1000.10/123",
        "10.1000/a#b+c;d",
    ],
)
def test_a_doi_is_whole_whatever_signs_are_in_it(doi: str) -> None:
    for text in (doi, doi.upper(), f"doi:{doi}", f"DOI: {doi}", f"https://doi.org/{doi}", f"dx.doi.org/{doi}"):
        assert doi_in(text) == doi, text
    assert identifiers_in(doi) == (Identifier("doi", doi),)


DRESSES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "HTML": html.escape,
    "HTML twice": lambda doi: html.escape(html.escape(doi)),
    "URL": lambda doi: "https://doi.org/" + quote(doi),
    "URL, with its slashes": lambda doi: "http://dx.doi.org/" + quote(doi, safe=""),
    "URL twice": lambda doi: quote(quote(doi)),
    "URL in HTML": lambda doi: html.escape("https://doi.org/" + quote(doi)),
    "BibTeX": lambda doi: doi.translate({ord(sign): f"\\{sign}" for sign in "_%#&{}"}),
    "Mendeley": lambda doi: "".join({"<": "{\\textless}", ">": "{\\textgreater}", "_": "{\\_}"}.get(s, s) for s in doi),
    "formulas": lambda doi: doi.replace("<", "$<$").replace(">", "$>$"),
    "macros": lambda doi: doi.replace("<", "\\textless ").replace(">", "\\textgreater{}"),
    "capitals": str.upper,
    "its name": lambda doi: f"doi:{doi}",
}


@pytest.mark.parametrize("dress", DRESSES)
@given(doi=sici_dois())
def test_a_doi_is_the_same_in_every_dress(dress: str, doi: str) -> None:
    assert doi_in(DRESSES[dress](doi)) == doi
    assert named_paper(DRESSES[dress](doi)) == doi or " " in DRESSES[dress](doi)


AROUND = [
    "<{}>", "({})", "(doi:{}).", "[{}]", "see {}, and", "{}; and", "“{}”", '"{}"', "'{}'", "{}.", "{}),", "<{}>;",
    '<a href="https://doi.org/{}">the paper</a>', "<p>{}</p>", "{}<br/>", "{}</a>", "`{}`", "**{}**", "|{}|",
    "{}; 10.9999/other", "{};10.9999/other", "{}, https://doi.org/10.9999/other", "[{}](https://doi.org/{})",
    "[the paper](https://doi.org/{})", "{} (2001)", "{}。", "doi:{};PMID:123", "<https://doi.org/{}>", "{}…",
]  # fmt: skip


@pytest.mark.parametrize("around", AROUND)
@given(doi=st.sampled_from(["10.1000/xyz", "10.1016/s0140-6736(20)30183-5", "10.1000/a_b.c"]) | sici_dois())
def test_a_doi_in_running_text_ends_where_it_does(around: str, doi: str) -> None:
    assert doi_in(around.replace("{}", doi)) == doi
    assert doi_in(f"It is said in {around.replace('{}', doi)}") == doi


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/xyz<sup>2</sup>", "10.1000/xyz"),
        ("10.1000/xyz<jats:p>and", "10.1000/xyz"),
        ("when 10.1000/xyz<5 or so", "10.1000/xyz"),
        ("when 10.1000/xyz>5 or so", "10.1000/xyz"),
        ("(10.1000/xyz)and", "10.1000/xyz"),
        ("as 10.1000/xyz;see also", "10.1000/xyz"),
        ("https://doi.org/10.1000/xyz?utm_source=x", "10.1000/xyz"),
        ("https://example.org/a?doi=10.1000/xyz&page=2", "10.1000/xyz"),
        ("https://link.springer.com/article/10.1000/xyz#citeas", "10.1000/xyz"),
        ("https://onlinelibrary.wiley.com/doi/10.1000/xyz/full", "10.1000/xyz"),
        ("https://doi.org/10.1000/xyz%20", "10.1000/xyz"),
        ("10.1000/xyz’s authors", "10.1000/xyz"),
        ("10.1000/&nbsp;", None),
        ("210.1000/xyz", None),
    ],
)
def test_what_goes_on_behind_a_doi_is_no_part_of_it(text: str, doi: str | None) -> None:
    assert doi_in(text) == doi


@given(hostile_text())
def test_a_doi_that_was_found_is_found_again_as_it_is(text: str) -> None:
    if (doi := doi_in(text)) is not None:
        assert doi_in(doi) == doi


@given(st.text(alphabet="10./&lt;%3C{\\_}$<>()[];#a ", max_size=60))
def test_signs_are_undone_once_and_for_all(text: str) -> None:
    assert undressed(undressed(text)) == undressed(text)
    for doi in filter(None, (doi_in(text), doi_in("10.1000/" + text))):
        assert doi_in(doi) == doi


@pytest.mark.parametrize("piece", ["<", "10.1000/", "&lt;", "{\\_}", "$<$", "%25", "(", "10.1000/a<b>c", "\\textless"])
def test_finding_a_doi_takes_linear_time(piece: str) -> None:
    begun = time.process_time()
    doi_in(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 2


@given(sici_dois(), st.data())
def test_a_doi_that_is_being_typed_is_one_word_of_a_query(doi: str, data: st.DataObject) -> None:
    assert parse(doi).root == Value("id", doi)
    assert parse(f"doi: {doi} is:unread").problems == ()
    begun = doi[: data.draw(st.integers(doi.index("/") + 3, len(doi)))]
    for text in (begun, f"doi:{begun}", f"id:{begun}"):
        root = parse(text).root
        assert isinstance(root, Value)
        assert any(doi.startswith(one) for one in spellings(root.value))
        assert parse(text).problems == ()


def test_a_parenthesis_that_nothing_opens_may_be_a_dois() -> None:
    assert parse("10.1000/a)b").root == Value("id", "10.1000/a)b")
    assert parse("(10.1000/a) OR (10.1000/b)").problems == ()
