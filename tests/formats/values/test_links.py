from __future__ import annotations

import pytest
from hypothesis import given

from paperreader.domain import Identifier, arxiv_identifiers
from paperreader.formats.values.links import book, from_fields, pubmed, pubmed_central
from tests.strategies import hostile_text


def ids(**fields: str) -> list[str]:
    """The identifiers in a DOI field, a field of links, or a field of ids with their names."""
    found = from_fields(**{name: [text] for name, text in fields.items()})
    return [f"{one.scheme}:{one.value}" for one in found]


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("https://arxiv.org/abs/2403.13043v2", ["arxiv:2403.13043", "arxiv_version:2403.13043v2"]),
        ("http://arxiv.org/pdf/hep-th/9901001.pdf", ["arxiv:hep-th/9901001"]),
        ("https://huggingface.co/papers/2403.13043", ["arxiv:2403.13043"]),
        ("https://doi.org/10.48550/arXiv.1706.03762", ["arxiv:1706.03762"]),
        ("http://dx.doi.org/10.1007%2Fs11307-012-0572-0", ["doi:10.1007/s11307-012-0572-0"]),
        ("https://pubmed.ncbi.nlm.nih.gov/22752652/", ["pmid:22752652"]),
        ("http://www.ncbi.nlm.nih.gov/pubmed/022752652", ["pmid:22752652"]),
        ("https://europepmc.org/article/MED/22752652", ["pmid:22752652"]),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7026692/", ["pmcid:PMC7026692"]),
        ("https://openalex.org/W4387881419", ["openalex:W4387881419"]),
        (
            "https://www.semanticscholar.org/paper/Attention/204e3073870fae3d05bcbc2f6a8e263d9b72e776",
            ["s2:204e3073870fae3d05bcbc2f6a8e263d9b72e776"],
        ),
        ("https://openreview.net/forum?id=HJlWWJSFDH", ["openreview:HJlWWJSFDH"]),
        ("https://aclanthology.org/2020.acl-main.1.pdf", ["acl:2020.acl-main.1"]),
        ("https://aclanthology.org/P19-1001/", ["acl:P19-1001"]),
        ("https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17", ["dblp:conf/nips/VaswaniSPUJGKP17"]),
        ("https://lens.org/000-463-679-101-319", ["lens:000-463-679-101-319"]),
        (
            "https://link.springer.com/article/10.1007/s11307-012-0572-0/fulltext.html",
            ["doi:10.1007/s11307-012-0572-0"],
        ),
        ("https://onlinelibrary.wiley.com/doi/abs/10.1111/cla.12583", ["doi:10.1111/cla.12583"]),
        ("https://example.org/2403.13043", []),
        ("https://www.embase.com/search/results?subaction=viewrecord&id=L2029880245", []),
        ("javascript:alert(1)", []),
    ],
)
def test_a_link_says_which_paper_it_leads_to_only_if_it_is_known_whose_it_is(link: str, found: list[str]) -> None:
    assert ids(links=link) == found


def test_a_publishers_address_counts_only_where_no_doi_is_given() -> None:
    given = from_fields(["10.1000/a"], ["https://link.springer.com/article/10.1007/b"])
    assert [one.value for one in given] == ["10.1000/a"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PMID: 30922926\nPMCID: PMC7026692", ["pmid:30922926", "pmcid:PMC7026692"]),
        ("arXiv:2403.13043 [cs]", ["arxiv:2403.13043"]),
        ("arXiv preprint arXiv:1706.03762v5", ["arxiv:1706.03762", "arxiv_version:1706.03762v5"]),
        ("DOI: 10.1000/xyz.", ["doi:10.1000/xyz"]),
        ("WOS:000123456700001", ["wos:000123456700001"]),
        ("2-s2.0-85000000000", ["scopus:2-s2.0-85000000000"]),
        ("DBLP:conf/nips/X17", ["dblp:conf/nips/X17"]),
        ("pages 2403.13043 of 10.1000/xyz", []),
        ("Nature 586 30922926", []),
    ],
)
def test_an_id_in_a_note_counts_if_it_stands_there_with_its_name(text: str, found: list[str]) -> None:
    assert ids(names=text) == found


@pytest.mark.parametrize("doi", ["10.1000/ABC", "doi:10.1000/abc", "https://doi.org/10.1000/abc", "10.1000%2Fabc"])
def test_a_doi_has_one_form(doi: str) -> None:
    assert ids(dois=doi) == ["doi:10.1000/abc"]


def test_pubmed_ids_have_one_form_and_other_numbers_are_none() -> None:
    for text in ("30922926", "030922926.0", "PMID: 30922926", "https://pubmed.ncbi.nlm.nih.gov/30922926/"):
        assert [one.value for one in pubmed(text)] == ["30922926"]
    for text in ("PMC7026692", "7026692", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7026692/"):
        assert [one.value for one in pubmed_central(text)] == ["PMC7026692"]
    assert pubmed("L30922926") == pubmed("12 (3)") == pubmed_central("none") == ()


@given(hostile_text(300))
def test_whatever_stands_in_a_field_only_what_is_an_id_comes_out(text: str) -> None:
    for one in from_fields([text], [text], [text]):
        assert one.scheme == one.scheme.lower()
        assert one.value
        if one.scheme == "arxiv":
            assert arxiv_identifiers(one.value) == (one,)


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("PMID: 30922926\nmy words\nPMCID: PMC7026692", ["pmid:30922926", "pmcid:PMC7026692"]),
        ("Accession Number: 159687475; PMID: NLM30922926.", ["pmid:30922926"]),
        ("arXiv:2403.13043 [cs]", ["arxiv:2403.13043"]),
        ("number: arXiv:2403.13043", ["arxiv:2403.13043"]),
        ("doi: 10.1000/xyz", ["doi:10.1000/xyz"]),
        ("see also doi:10.1000/xyz", []),
        ("It refutes arXiv:2403.13043, and PMID: 30922926 too", []),
        ("Meyer (2012). A title. https://dx.doi.org/10.1000/cited.1", []),
    ],
)
def test_what_a_note_only_mentions_is_another_paper(note: str, found: list[str]) -> None:
    assert ids(notes=note) == found


def test_a_field_with_nought_holds_no_id() -> None:
    assert pubmed("0") == pubmed("0.0") == pubmed_central("PMC00000") == book("0000000000") == book("0-00-0") == ()
    assert [one.value for one in book("978-3-16-148410-0 (paper)") + book("080442957x")] == [
        "9783161484100",
        "080442957X",
    ]


def test_a_doi_among_links_needs_no_resolver() -> None:
    assert ids(links="10.1080/08912963.2021.2010191") == ["doi:10.1080/08912963.2021.2010191"]


def test_a_bare_doi_in_a_note_is_the_papers_own_if_it_is_the_only_one() -> None:
    own = (Identifier("doi", "10.5555/heron.9"),)
    assert from_fields(notes=["10.5555/heron.9"]) == own
    assert from_fields(notes=["read again\n10.5555/heron.9"]) == own
    assert from_fields(notes=["10.5555/one", "10.5555/two"]) == ()
    assert from_fields(notes=["see 10.5555/heron.9"]) == ()
    assert from_fields(["10.5555/heron.9"], notes=["10.5555/cited"]) == own
