"""Volume, issue and pages are read from every format that has them: they distinguish papers of one title."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from paperreader.domain import Place
from paperreader.formats.table import recognise
from paperreader.formats.values.place import place_of
from tests.cli.shell import Shell
from tests.formats.documents import papers_in
from tests.strategies import hostile_text

pytest_plugins = ["tests.cli.shells"]

TITLE = "Response to the letter to the editor"
RIS = (
    "TY  - JOUR\nTI  - {title}\nAU  - Widget, A.\nPY  - 2001\nJO  - Alpha\nVL  - {v}\nIS  - 2\nSP  - {p}\nEP  - 19\n"
    "ER  - \n"
)
BIB = (
    "@article{{k,\n title={{{title}}},\n author={{Widget, A.}},\n year=2001,\n journal={{Alpha}},\n volume={{{v}}},\n"
    " number={{2}},\n pages={{{p}--19}}\n}}\n"
)
NBIB = (
    "PMID- {p}{v}\nTI  - {title}\nFAU - Widget, Ada\nDP  - 2001\nJT  - Alpha\nVI  - {v}\nIP  - 2\nPG  - {p}-19\n"
    "AB  - x\n\n"
)
REFER = "%0 Journal Article\n%T {title}\n%A Widget, A.\n%D 2001\n%J Alpha\n%V {v}\n%N 2\n%P {p}-19\n\n"
WOS = (
    "FN x\nVR 1.0\nPT J\nAU Widget, A\nTI {title}\nSO ALPHA\nPY 2001\nVL {v}\nIS 2\nBP {p}\nEP 19\n"
    "UT WOS:{p}{v}\nER\n\nEF\n"
)
CSV = "Title,Authors,Year,Journal,Volume,Issue,Pages,DOI\n{title},Widget A.,2001,Alpha,{v},2,{p}-19,\n"
JSON = '{{"title": "{title}", "abstract": "x", "year": 2001, "volume": "{v}", "issue": 2, "pages": "{p}-19"}}\n'


def objects(**more: object) -> str:
    return json.dumps(more)


CROSSREF = objects(
    DOI="10.5555/1",
    type="journal-article",
    title=[TITLE],
    volume="3",
    issue="2",
    page="12-19",
    issued={"date-parts": [[2001]]},
)
OPENALEX = objects(
    id="https://openalex.org/W1",
    title=TITLE,
    authorships=[],
    abstract_inverted_index=None,
    biblio={"volume": "3", "issue": "2", "first_page": "12", "last_page": "19"},
)


@pytest.mark.parametrize(
    "text",
    [*(one.format(title=TITLE, v=3, p=12) for one in (RIS, BIB, NBIB, REFER, WOS, CSV, JSON)), CROSSREF, OPENALEX],
    ids=["ris", "bibtex", "medline", "refer", "web-of-science", "csv", "json", "crossref", "openalex"],
)
def test_every_format_for_references_reads_them(text: str) -> None:
    form = recognise(text)
    assert form is not None
    (paper,) = papers_in(form, text)
    assert paper.place is not None
    assert (paper.place.volume, paper.place.issue) == ("3", "2")
    assert paper.place.pages.replace("–", "-").replace("--", "-") == "12-19"


@pytest.mark.parametrize(("other", "added"), [({"v": 4, "p": 12}, 2), ({"v": 3, "p": 98}, 2), ({"v": 3, "p": 12}, 1)])
@pytest.mark.parametrize("form", [RIS, BIB, REFER, CSV], ids=["ris", "bib", "enw", "csv"])
def test_letters_of_one_title_that_differ_in_nothing_else_are_two_papers(
    empty: Shell, tmp_path: Path, form: str, other: dict[str, int], added: int
) -> None:
    reports = []
    for number, values in enumerate(({"v": 3, "p": 12}, other, other)):
        path = tmp_path / f"{number}.txt"
        path.write_text(form.format(title=TITLE, **values), encoding="utf-8")
        reports += empty("import", "--json", path).objects
    assert sum(report["added"] for report in reports) == len(empty("list").lines) == added
    assert sum(report["unchanged"] for report in reports) == 3 - added
    assert empty("duplicates", "--json").out == ""


@pytest.mark.parametrize("nothing", ["", "UNKNOWN", "n/a", "-", None, "null", [], {}, True, "x" * 200])
def test_what_says_nothing_is_no_place(nothing: object) -> None:
    assert place_of(nothing, nothing, nothing, nothing) is None
    assert place_of(3, nothing, "12", nothing) == Place("3", "", "12")


@given(hostile_text())
def test_any_text_can_stand_there(text: str) -> None:
    place = place_of(text, text, text, text)
    assert place is None or all("\n" not in part for part in (place.volume, place.issue, place.pages))
