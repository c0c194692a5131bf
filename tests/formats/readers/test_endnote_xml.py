from __future__ import annotations

from hypothesis import given, settings

from paperreader.domain import Identifier, Paper, PartialDate, TitleFrom
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.damage import check, damaged
from tests.formats.documents import papers_in

(ENDNOTE,) = (form for form in FORMATS if form.name == "endnote-xml")

STYLE = '<style face="normal" font="default" size="100%">'
RECORD = f"""\
<record><database name="My.enl" path="C:\\My.enl">My.enl</database><source-app name="EndNote" version="20.0">EndNote\
</source-app><rec-number>7</rec-number><foreign-keys><key app="EN" db-id="x" timestamp="1">7</key></foreign-keys>\
<ref-type name="Journal Article">17</ref-type><contributors><authors><author>{STYLE}Noether, Emmy</style></author>\
<author>{STYLE}Curie, M.</style></author></authors></contributors><titles><title>{STYLE}On </style>\
<style face="italic" font="default" size="100%">the</style>{STYLE} conservation of energy</style></title>\
<secondary-title>{STYLE}Annals of Symmetry</style></secondary-title></titles><periodical><full-title>{STYLE}Annals of \
Symmetry</style></full-title></periodical><keywords><keyword>{STYLE}symmetry</style></keyword><keyword>{STYLE}\
invariants</style></keyword></keywords><dates><year>{STYLE}2020</style></year><pub-dates><date>{STYLE}Feb 3</style>\
</date></pub-dates></dates><accession-num>{STYLE}12345678</style></accession-num><abstract>{STYLE}Every symmetry has \
one conserved quantity.&#xD;&lt;5% are trivial.</style></abstract><notes>{STYLE}Noether, Emmy&#xD;eng&#xD;Review&#xD;\
2020/02/03</style></notes><research-notes>{STYLE}Read this again.</style></research-notes><urls><related-urls><url>\
{STYLE}https://arxiv.org/abs/1905.01234</style></url></related-urls></urls><custom2>{STYLE}PMC7026692</style></custom2>\
<electronic-resource-num>{STYLE}10.1000/SYM.1</style></electronic-resource-num><remote-database-provider>{STYLE}NLM\
</style></remote-database-provider></record>"""
PLAIN = """\
<record>
  <ref-type name="Book">6</ref-type>
  <titles><title>Another</title></titles>
  <dates><year>1911</year></dates>
  <notes>RAYYAN-INCLUSION: {"Me"=>"Included"}</notes>
</record>
"""


def library(*records: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" ?><xml><records>{"".join(records)}</records></xml>'


def test_a_record_is_read_to_the_letter_and_without_its_styles() -> None:
    assert recognise(library(RECORD)) is ENDNOTE
    assert papers_in(ENDNOTE, library(RECORD)) == [
        Paper(
            title="On the conservation of energy",
            title_from=TitleFrom.PRINTED,
            abstract="Every symmetry has one conserved quantity.\n<5% are trivial.",
            authors=("Emmy Noether", "M. Curie"),
            published=PartialDate(2020, 2, 3),
            venue="Annals of Symmetry",
            identifiers=(
                Identifier("doi", "10.1000/sym.1"),
                Identifier("arxiv", "1905.01234"),
                Identifier("pmcid", "PMC7026692"),
                Identifier("pmid", "12345678"),
            ),
            keywords=("symmetry", "invariants"),
            remarks=("Read this again.",),
        )
    ]


def test_records_without_styles_and_with_labels_of_rayyan_are_read() -> None:
    first, second = papers_in(ENDNOTE, library(RECORD, "\n", PLAIN))
    assert first.title == "On the conservation of energy"
    assert (second.title, str(second.published), second.keywords, second.remarks) == (
        "Another",
        "1911",
        ("Included",),
        (),
    )


@given(damaged(library(RECORD), PLAIN))
@settings(max_examples=60, deadline=None)
def test_damaged_files_are_read_to_their_end(text: str) -> None:
    check(ENDNOTE, text)


def test_editors_stand_for_authors_and_labels_are_keywords() -> None:
    book = (
        "<xml><records><record><ref-type name='Edited Book'>28</ref-type><contributors><secondary-authors>"
        "<author><style face='normal'>Mann, </style><style face='italic'>Ada</style></author>"
        "<author>Berg, Otto</author>"
        "</secondary-authors><tertiary-authors><author>Lind, Eva</author></tertiary-authors></contributors>"
        "<titles><title><style face='normal'>Lakes </style><style face='italic'>beyond</style> all maps</title>"
        "</titles>"
        "<urls><related-urls>"
        "<url>https://doi.org/10.5555/lakes.1</url>"
        "<url>http://arxiv.org/abs/2403.13043</url></related-urls></urls>"
        "<label>to read</label><label>12345</label><work-type>Review</work-type>{}</record></records></xml>"
    )
    (paper,) = papers_in(ENDNOTE, book.format(""))
    assert (paper.title, paper.authors, paper.keywords) == (
        "Lakes beyond all maps",
        ("Ada Mann", "Otto Berg"),
        ("to read",),
    )
    assert (paper.values("doi"), paper.values("arxiv")) == (("10.5555/lakes.1",), ("2403.13043",))
    with_authors = book.replace("<secondary-authors>", "<authors><author>null</author></authors><secondary-authors>", 1)
    assert papers_in(ENDNOTE, with_authors.format(""))[0].authors == ("Ada Mann", "Otto Berg")
    with_authors = with_authors.replace("null", "Lind, Eva")
    assert papers_in(ENDNOTE, with_authors.format(""))[0].authors == ("Eva Lind",)
