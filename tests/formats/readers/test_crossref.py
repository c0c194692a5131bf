from __future__ import annotations

import json

import pytest

from paperreader.domain import Identifier, Paper, PartialDate, TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import form_of, papers_in
from tests.formats.dumps import CROSSREF, CSL

FORM = form_of("crossref")
MESSAGE = CROSSREF["message"]
WORK = Paper(
    title="Effects of E. coli & H2O: A review",
    title_from=TitleFrom.PRINTED,
    abstract="Background: Cells in vitro (often <5%) grow.\nResults: We found $x^2$.\nMore.",
    authors=("Ludwig van Beethoven", "Martin Luther King Jr.", "The Example Consortium"),
    published=PartialDate(2013, 3),
    venue="physica status solidi c",
    identifiers=(
        Identifier("doi", "10.1002/pssc.201200953"),
        Identifier("arxiv", "1212.00001"),
    ),
    keywords=("Condensed Matter Physics",),
)


@pytest.mark.parametrize("value", [CROSSREF, MESSAGE["items"], {"message": MESSAGE}])
@pytest.mark.parametrize("indent", [None, 2])
def test_lists_of_works_are_read(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert recognise(text) is FORM
    first, second = papers_in(FORM, text)
    assert first == WORK
    assert second == Paper(identifiers=(Identifier("doi", "10.1000/nothing-else"),))


@pytest.mark.parametrize("indent", [None, 2])
def test_a_single_work_is_read(indent: int | None) -> None:
    text = json.dumps({"status": "ok", "message-type": "work", "message": MESSAGE["items"][0]}, indent=indent)
    assert recognise(text) is FORM
    assert papers_in(FORM, text) == [WORK]


def test_csl_is_read() -> None:
    text = json.dumps(CSL, indent=2)
    assert recognise(text) is FORM
    assert papers_in(FORM, text) == [
        Paper(
            title="A method",
            title_from=TitleFrom.PRINTED,
            abstract="We introduce a method.",
            authors=("Emmy Noether", "Team X"),
            published=PartialDate(2024, 3, 19),
            venue="Journal of Things",
            identifiers=(Identifier("arxiv", "2403.13043"),),
            keywords=("algebra", "symmetry"),
            remarks=("Read this before Monday.",),
        )
    ]


@pytest.mark.parametrize(
    ("issued", "printed"),
    [
        ({"date-parts": [[2013]]}, "2013"),
        ({"date-parts": [["2013", "3", 4, 5]]}, "2013-03-04"),
        ({"raw": "2013-03"}, "2013-03"),
        ({"literal": "4 March 2013"}, "2013-03-04"),
        ("2013-03-04", "2013-03-04"),
        ({"date-parts": [[None]]}, "None"),
        ({"date-parts": [[2013, 13]]}, "2013"),
        ({"date-parts": [{}, 5]}, "None"),
        ({"date-parts": 2**63}, "None"),
    ],
)
def test_dates_come_in_parts_or_as_text(issued: object, printed: str) -> None:
    (paper,) = papers_in(FORM, json.dumps({"title": "t", "issued": issued}))
    assert str(paper.published) == printed


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        ("<jats:p>One.</jats:p>", "One."),
        ("<p>One.</p>\n<p>Two <b>bold</b>.</p>", "One.\nTwo bold."),
        ("<jats:title>ABSTRACT</jats:title><jats:p>One.</jats:p>", "One."),
        ("&lt;p&gt;One.&lt;/p&gt;", "One."),
        (
            "<workload, configuration> stays, as does x<5 and\ny>3",
            "<workload, configuration> stays, as does x<5 and\ny>3",
        ),
        ("<jats:p>R&amp;amp;D, a&nbsp;b</jats:p>", "R&D, a\u00a0b"),
        ("<jats:p>cut <jats:ital", "cut <jats:ital"),
        ("<jats:p>x <mml:math><mml:mi>y</mml:mi></mml:math></jats:p>", "x y"),
        ("<jats:p><jats:tex-math>x<mml:math>y", "xy"),
    ],
)
def test_jats_becomes_text_and_nothing_else_does(abstract: str, text: str) -> None:
    (paper,) = papers_in(FORM, json.dumps({"DOI": "10.1000/x", "abstract": abstract}))
    assert paper.abstract == text
