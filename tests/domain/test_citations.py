"""Citation keys, citations and links."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from paperreader.domain import CitationKeys, Entry, Identifier, Paper, PartialDate, citation, link, pdf_link
from paperreader.domain.citations import citation_key
from tests.strategies import entries

UID = "0190e1c2-7b5a-7000-8000-00000000beef"
ARXIV = (Identifier("arxiv", "2403.13043"), Identifier("arxiv_version", "2403.13043v2"))


def an_entry(paper: Paper, label: str = "") -> Entry:
    return Entry(id=1, uid=UID, paper=paper, label=paper.title or label, imported="2024-07-23T10:00:00.000Z")


@pytest.mark.parametrize(
    ("authors", "title", "key"),
    [
        (("Ashish Vaswani", "Noam Shazeer"), "Attention Is All You Need", "vaswani2017attention"),
        (("Vaswani, Ashish",), "The Attention", "vaswani2017attention"),
        (("Paul Erdős",), "On the Évolution of Graphs", "erdos2017evolution"),
        (("Martin Luther King Jr.",), "A Dream", "king2017dream"),
        (("Søren Größe",), "What Is What?", "grosse2017what"),
        (("Jean-Luc O’Neill",), "GPT-4: x", "oneill2017gpt"),
    ],
)
def test_a_key_is_made_of_surname_year_and_word(authors: tuple[str, ...], title: str, key: str) -> None:
    assert citation_key(an_entry(Paper(title=title, authors=authors, published=PartialDate(2017, 6)))) == key


def test_a_paper_without_authors_is_told_by_its_arxiv_id_or_its_uid() -> None:
    paper = Paper(title="Cheems: Wonderful Matrices", published=PartialDate(2024))
    assert citation_key(an_entry(paper)) == "cheems2024-00beef"
    assert citation_key(an_entry(replace(paper, identifiers=ARXIV))) == "cheems2024-2403.13043"
    old = (Identifier("arxiv", "hep-th/9901001"),)
    assert citation_key(an_entry(replace(paper, identifiers=old))) == "cheems2024-hep-th-9901001"


def test_a_title_in_another_script_still_gives_a_key() -> None:
    assert citation_key(an_entry(Paper(title="量子计算", authors=("王伟",)))) == "paper-00beef"


@given(entries())
def test_a_key_is_safe_wherever_keys_are_written(entry: Entry) -> None:
    keyless = replace(entry, paper=replace(entry.paper, citation_key=None))
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", citation_key(keyless))


def test_papers_with_the_same_key_get_letters_in_their_order() -> None:
    entry = an_entry(Paper(title="Attention", authors=("A. Vaswani",)))
    keys = CitationKeys()
    assert [keys.of(entry) for _ in range(4)] == [f"vaswaniattention{end}" for end in ("", "a", "b", "c")]


def test_a_letter_never_makes_a_key_that_another_paper_has() -> None:
    keys = CitationKeys()
    titles = ("Lora", "Loraa", "Lora", "Lora")
    entries_ = [an_entry(Paper(title=title, authors=("E. Hu",))) for title in titles]
    assert [keys.of(entry) for entry in entries_] == ["hulora", "huloraa", "hulorab", "hulorac"]


def test_letters_do_not_run_out() -> None:
    keys = CitationKeys()
    entry = an_entry(Paper(title="X", authors=("Y",)))
    assert len({keys.of(entry) for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    ("authors", "count", "who"),
    [
        ((), None, "(2024)."),
        ((), 1, "1 author (2024)."),
        ((), 6, "6 authors (2024)."),
        (("A",), 1, "A (2024)."),
        (("A", "B"), None, "A and B (2024)."),
        (("A", "B", "C"), 3, "A, B, and C (2024)."),
        (("A", "B", "C"), 4, "A et al. (2024)."),
        (("A", "B", "C", "D"), None, "A et al. (2024)."),
    ],
)
def test_a_citation_says_who(authors: tuple[str, ...], count: int | None, who: str) -> None:
    paper = Paper(title="On Engines", authors=authors, author_count=count, published=PartialDate(2024, 7))
    assert citation(an_entry(paper)) == f"{who} On Engines."


def test_a_citation_says_where_and_under_which_name() -> None:
    paper = Paper(title="Why Engines?", venue="Nature", identifiers=(*ARXIV, Identifier("doi", "10.1000/182")))
    assert citation(an_entry(paper)) == (
        "Why Engines? Nature. arXiv:2403.13043v2. doi:10.1000/182. https://arxiv.org/abs/2403.13043v2"
    )
    assert citation(an_entry(Paper(abstract="We study x."), "We study x …")) == "We study x …"


@given(entries())
def test_a_citation_is_one_line(entry: Entry) -> None:
    text = citation(entry)
    assert text == " ".join(text.split())


def test_links_are_rebuilt_from_ids() -> None:
    doi = Identifier("doi", "10.1002/(sici)1097<693::aid>3.0.co;2-o#{x}")
    arxiv = an_entry(Paper(identifiers=(doi, *ARXIV)))
    assert link(arxiv) == "https://arxiv.org/abs/2403.13043v2"
    assert pdf_link(arxiv) == "https://arxiv.org/pdf/2403.13043v2"
    only_doi = an_entry(Paper(identifiers=(doi,)))
    assert link(only_doi) == "https://doi.org/10.1002/(sici)1097%3C693::aid%3E3.0.co;2-o%23%7Bx%7D"
    assert pdf_link(only_doi) is None


def test_a_link_of_the_abstract_is_the_last_resort() -> None:
    assert link(an_entry(Paper(abstract="Code: https://github.com/a/b_c."))) == "https://github.com/a/b_c"
    assert link(an_entry(Paper(abstract="No link here."))) is None


@given(entries())
def test_a_link_has_nothing_in_it_that_could_end_it_early(entry: Entry) -> None:
    found = link(entry)
    if found is not None:
        assert re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~]*", found, re.IGNORECASE)


@pytest.mark.parametrize(
    ("paper", "address"),
    [
        (
            Paper(identifiers=(Identifier("arxiv", "2403.13043"),), links=("https://example.org/a.pdf",)),
            "https://arxiv.org/pdf/2403.13043",
        ),
        (Paper(links=("https://example.org/a", "https://example.org/b.PDF?x=1")), "https://example.org/b.PDF?x=1"),
        (Paper(links=("file:///etc/a.pdf", "javascript:a.pdf", "ftp://example.org/a.pdf")), None),
        (Paper(links=("https://example.org/?a=b.pdf",)), None),
        (Paper(identifiers=(Identifier("acl", "P19-1001"),)), "https://aclanthology.org/P19-1001.pdf"),
        (Paper(identifiers=(Identifier("openreview", "B1x&q"),)), "https://openreview.net/pdf?id=B1x%26q"),
        (Paper(identifiers=(Identifier("doi", "10.1000/182"),)), None),
    ],
)
def test_the_pdf_is_where_arxiv_the_source_or_an_archive_has_it(paper: Paper, address: str | None) -> None:
    assert pdf_link(Entry(1, "u", paper, "x", "2024")) == address
