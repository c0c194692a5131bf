"""A URL that is not an identifier becomes a link of the paper, in every format."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from paperreader.domain import Leftover, Record, link
from paperreader.exports import EXPORTS
from paperreader.formats.values.links import addresses
from paperreader.library import Library, Search
from paperreader.query import parse
from tests.formats.documents import form_of, papers_in, read_text

PAGE = "https://www.cs.example.edu/~kern/a_b%20c.pdf"
TEX = r"https://www.cs.example.edu/\~{}kern/a\_b\%20c.pdf"
SAME = {
    "bibtex": f"@misc{{a, title={{A page of papers}}, howpublished={{\\url{{{TEX}}}}}}}",
    "ris": f"TY  - JOUR\nTI  - A page of papers\nUR  - {PAGE}\nER  - \n",
    "csv": f"title,url\nA page of papers,{PAGE}\nAnother,\n",
    "refer": f"%0 Journal Article\n%T A page of papers\n%U {PAGE}\n",
    "json": json.dumps({"title": "A page of papers", "url": PAGE}),
    "crossref": json.dumps({"DOI": "10.1000/x", "title": "A page of papers", "URL": PAGE}),
    "semantic-scholar": json.dumps({"paperId": "0" * 40, "title": "A page", "openAccessPdf": {"url": PAGE}}),
    "endnote-xml": (
        "<xml><records><record><titles><title>A page of papers</title></titles>"
        f"<urls><related-urls><url>{PAGE}</url></related-urls></urls></record></records></xml>"
    ),
    "title-summary": f"Title: A page of papers\nURL: {PAGE}\nAbstract: Words of it.\n",
}


@pytest.mark.parametrize("tilde", [r"\~{}", r"\textasciitilde ", r"\textasciitilde{}", r"{\textasciitilde}", "~"])
def test_a_tilde_is_one_however_tex_has_it(tilde: str) -> None:
    address = TEX.replace(r"\~{}", tilde)
    assert papers_in(form_of("bibtex"), f"@misc{{a, title={{A page}}, url={{{address}}}}}")[0].links == (PAGE,)


@pytest.mark.parametrize("name", SAME)
def test_every_format_keeps_it(name: str) -> None:
    assert papers_in(form_of(name), SAME[name])[0].links == (PAGE,)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("https://doi.org/10.1000/x http://arxiv.org/abs/2403.13043v2 https://pubmed.ncbi.nlm.nih.gov/123/", ()),
        ("https://publisher.example/doi/full/10.1000/x.y", ()),
        ("https://a.org/1; http://b.org/2, c.org", ("https://a.org/1", "http://b.org/2")),
        ("https://a.org/?x=1&amp;y=2", ("https://a.org/?x=1&y=2",)),
        ("javascript:alert(1) file:///etc/passwd ftp://a.org http://x http://", ()),
        ("https://doi.org/ https://doi.org", ()),
    ],
)
def test_what_names_the_paper_is_none(field: str, found: tuple[str, ...]) -> None:
    assert addresses([field]) == found


@pytest.mark.parametrize("field", ["url={%s}", "howpublished={\\url{%s}}", "note={\\url{%s}}", "url={\\url{%s}}"])
def test_a_library_finds_opens_and_keeps_it(tmp_path: Path, field: str) -> None:
    text = f"@misc{{a, title={{A page of papers}}, {field % TEX}}}\n@misc{{b, title={{Another of them}}}}"
    records = [one for one in read_text(form_of("bibtex"), text) if not isinstance(one, Leftover)]
    out = io.StringIO()
    with Library(tmp_path / "library.db") as library:
        library.add(records, file="a", format="bibtex")
        with library.reader() as reader:
            (found,) = Search(reader.connection).find(parse("has:link")).ids
            entry = reader.entry(found)
            assert (entry.paper.links, link(entry)) == ((PAGE,), PAGE)
            next(one for one in EXPORTS if one.name == "json").write([entry], out)
    (again,) = read_text(form_of("json"), out.getvalue())
    assert isinstance(again, Record)
    assert again.paper == entry.paper


def test_the_same_paper_with_other_links_has_them_all(tmp_path: Path) -> None:
    with Library(tmp_path / "library.db") as library:
        for where in ("one", "two", "one"):
            text = json.dumps({"title": "A page of many papers", "doi": "10.1000/x", "url": f"https://{where}.org/a"})
            records = [one for one in read_text(form_of("json"), text) if isinstance(one, Record)]
            library.add(records, file=where, format="json")
        with library.reader() as reader:
            (only,) = reader.first_ids(9)
            assert reader.entry(only).paper.links == ("https://one.org/a", "https://two.org/a")
