from __future__ import annotations

import io

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Entry, Identifier, Leftover, Paper, PartialDate, Record, TitleFrom, one_line
from paperreader.exports import EXPORTS
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from paperreader.formats.values.fields import abstract_in, said
from paperreader.formats.values.markup import plain, typeset
from tests.formats.damage import check, damaged, papers_of
from tests.formats.documents import as_read, papers_in, read_text
from tests.strategies import entries

(BIBTEX,) = (form for form in FORMATS if form.name == "bibtex")
(EXPORT,) = (export for export in EXPORTS if export.name == "bibtex")

ARTICLE = r"""
@string{jmlr = "Journal of Machine Learning Research"}

@article{mueller2019infercept,
  title = {{I}nfer{C}ept: {E}fficient {I}ntercept {S}upport with $4.84$\% and 4.84% more},
  author = {M{\"u}ller, Hans and {World Health Organization} and Marie Curie and {van der Berg}, Jan and others},
  journal = jmlr # " 12",
  year = 2019, month = "10~" # jan,
  abstract = {We present <em>InferCept</em>, for R\&D of \sys{},
     which goes on here and cites \cite{tan2018mnasnet},
     or not.},
  keywords = {agents, {tools, and other things}, serving},
  note = {Accepted at ICML},
  annote = {My own note},
  doi = {https://doi.org/10.1000/ABC\_d},
}
"""
BIBLATEX = """
@online{bl,
\ttitle = "A {"}quoted{"} title",
\tsubtitle = {Its subtitle},
\tdate = {2019-05-01/2019-05-03},
\tjournaltitle = {A Journal}
\teprint = {1706.03762v5}, eprinttype = {arXiv}, eprintclass = {cs.CL},
\turl = {https://aclanthology.org/P19-1001},
\tannotation = {two
lines},
\tnote = {First}, note = {Second},
\tkeywords = {a; b, c}
}
@Comment{jabref-meta: databaseType:biblatex;}
@book(paren, title={In parentheses}, isbn={978-3-16-148410-0}, year=2001)
"""


def titles(text: str) -> list[str | None]:
    return [paper.title for paper in papers_in(BIBTEX, text)]


def test_an_entry_is_read_to_the_letter() -> None:
    assert recognise(ARTICLE) is BIBTEX
    assert papers_in(BIBTEX, ARTICLE) == [
        Paper(
            title="InferCept: Efficient Intercept Support with $4.84$% and 4.84% more",
            title_from=TitleFrom.PRINTED,
            abstract=(
                r"We present InferCept, for R&D of \sys{}, which goes on here and cites \cite{tan2018mnasnet}, or not."
            ),
            authors=("Hans Müller", "World Health Organization", "Marie Curie", "Jan van der Berg"),
            published=PartialDate(2019, 1, 10),
            venue="Journal of Machine Learning Research 12",
            identifiers=(Identifier("doi", "10.1000/abc_d"),),
            keywords=("agents", "tools, and other things", "serving"),
            remarks=("My own note",),
        )
    ]


def test_fields_of_biblatex_and_forgotten_commas_are_understood() -> None:
    assert recognise(BIBLATEX) is BIBTEX
    online, book = papers_in(BIBTEX, BIBLATEX)
    assert online == Paper(
        title='A "quoted" title: Its subtitle',
        title_from=TitleFrom.PRINTED,
        published=PartialDate(2019, 5, 1),
        venue="A Journal",
        categories=("cs.CL",),
        identifiers=(
            Identifier("arxiv", "1706.03762"),
            Identifier("arxiv_version", "1706.03762v5"),
            Identifier("acl", "P19-1001"),
        ),
        keywords=("a", "b, c"),
        remarks=("two\nlines", "First\n\nSecond"),
    )
    assert (book.title, book.identifiers) == ("In parentheses", (Identifier("isbn", "9783161484100"),))


@pytest.mark.parametrize(
    ("fields", "identifiers"),
    [
        ("journal={CoRR}, volume={abs/2403.13043}", [("arxiv", "2403.13043")]),
        ("journal={arXiv preprint arXiv:2403.13043}", [("arxiv", "2403.13043")]),
        ("howpublished={\\url{https://arxiv.org/abs/2403.13043}}", [("arxiv", "2403.13043")]),
        ("arxivid={2403.13043}", [("arxiv", "2403.13043")]),
        ("eprint={12345678}, eprinttype={pubmed}", [("pmid", "12345678")]),
        ("pmid={12345678}, pmcid={PMC7026692}", [("pmid", "12345678"), ("pmcid", "PMC7026692")]),
        ("eprint={2403.13043}, eprinttype={jstor}", []),
        ("note={pages 2403.13043}", []),
        ("isbn={978-3-16-148410-0}", []),
    ],
)
def test_identifiers_stand_in_many_fields(fields: str, identifiers: list[tuple[str, str]]) -> None:
    (paper,) = papers_in(BIBTEX, f"@article{{k, title={{T}}, {fields}}}")
    assert [(one.scheme, one.value) for one in paper.identifiers] == identifiers


def test_a_key_of_dblp_is_an_identifier() -> None:
    (paper,) = papers_in(BIBTEX, "@inproceedings{DBLP:conf/nips/X17, title={T}}")
    assert paper.identifiers == (Identifier("dblp", "conf/nips/X17"),)


def test_a_broken_entry_costs_itself() -> None:
    text = f"{ARTICLE}@article{{broken, title={{not closed, year=2019}}\n@misc{{empty}}\n{BIBLATEX}"
    found = read_text(BIBTEX, text)
    broken = ARTICLE.count("\n") + 1
    assert [one.line for one in found if isinstance(one, Leftover)] == [broken, broken + 1]
    assert len([one for one in found if isinstance(one, Record)]) == 3
    assert found[0].line == 4


def test_a_broken_entry_is_told_to_nobody_but_the_reader(capfd: pytest.CaptureFixture[str]) -> None:
    read_text(BIBTEX, "@article{broken, title={not closed")
    assert capfd.readouterr() == ("", "")


def test_what_stands_between_entries_is_a_comment() -> None:
    assert titles("---\ntitle: refs\n---\n% @article\n@article{a, title={A}} text\nmore\n@misc{b, title={B}}\n") == [
        "A",
        "B",
    ]


def test_several_entries_may_stand_on_one_line() -> None:
    assert titles("@article{a, title={A}}\n @misc{b, title={B}}@misc{c, title={C}}")[:2] == ["A", "B"]


def test_text_that_only_quotes_an_entry_is_not_surely_bibtex() -> None:
    readme = "# A program\n\nIt does things.\n" * 20
    assert BIBTEX.sniff(f"{readme}\n{ARTICLE}") < 0.5 < BIBTEX.sniff(ARTICLE)
    assert BIBTEX.sniff("@pytest.fixture\ndef x() -> None:\n    y = {1: 2}\n") == 0
    assert BIBTEX.sniff("@media (min-width: 3em) {\n  a = b\n}\n") == 0


def test_paragraphs_of_an_abstract_stay_apart() -> None:
    (paper,) = papers_in(BIBTEX, "@misc{a, abstract={One\n   goes on.\n\n   Two.}}")
    assert (paper.abstract, paper.title_from) == ("One goes on.\n\nTwo.", TitleFrom.DERIVED)


@given(st.lists(entries(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_we_export_comes_back(written: list[Entry]) -> None:
    out = io.StringIO()
    EXPORT.write(written, out)
    papers = papers_of(read_text(BIBTEX, out.getvalue()))
    assert len(papers) == len(written)
    for paper, entry in zip(papers, written, strict=True):
        wanted = as_read(entry.paper)
        # Other exports have HTML in their fields, which goes, as a “null” does; white space is what BibTeX
        # makes of it.
        title = one_line(wanted.title or typeset(plain(entry.label)))
        assert (paper.title or "").split() == said(title).split()
        assert paper.abstract.split() == abstract_in(wanted.abstract).split()


@given(damaged(ARTICLE, BIBLATEX))
@settings(max_examples=80, deadline=None)
def test_damaged_files_are_read_to_their_end(text: str) -> None:
    check(BIBTEX, text)


def test_keywords_are_not_cut_in_brackets() -> None:
    entry = "@article{{a, title = {{Lakes}}, keywords = {{{}}}}}"
    for keywords in ("lake (diagnosis, surgery), {heron, grey}", "lake (diagnosis, surgery); {heron, grey}"):
        (paper,) = papers_in(BIBTEX, entry.format(keywords))
        assert paper.keywords == ("lake (diagnosis, surgery)", "heron, grey")
