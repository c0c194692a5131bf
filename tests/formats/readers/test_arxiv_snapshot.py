from __future__ import annotations

import json

import pytest

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import form_of, papers_in, read_text
from tests.formats.dumps import OTHER_SNAPSHOT, SNAPSHOT

FORM = form_of("arxiv-snapshot")
PAPER = Paper(
    title="Calculation of prompt diphoton production cross sections at Tevatron and LHC energies",
    title_from=TitleFrom.PRINTED,
    abstract="A fully differential calculation in perturbative theory is presented for photon pairs.\n"
    "Good agreement with $p<0.05$ is found.",
    authors=("C. Balázs", "E. L. Berger Jr.", "C. -P. Yuan"),
    published=PartialDate(2007, 4, 2),
    venue="Phys.Rev.D76:013009,2007",
    categories=("hep-ph", "math.CO"),
    identifiers=(
        Identifier("arxiv", "0704.0001"),
        Identifier("arxiv_version", "0704.0001v2"),
        Identifier("doi", "10.1103/physrevd.76.013009"),
    ),
    remarks=("37 pages, 15 figures; published version",),
)


@pytest.mark.parametrize("value", [SNAPSHOT, [SNAPSHOT], [SNAPSHOT, OTHER_SNAPSHOT], [SNAPSHOT] * 3])
@pytest.mark.parametrize("indent", [None, 2])
def test_every_field_is_read_in_lines_and_arrays(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert recognise(text) is FORM
    assert papers_in(FORM, text)[0] == PAPER


def test_old_ids_and_missing_fields_are_read() -> None:
    (paper,) = papers_in(FORM, json.dumps(OTHER_SNAPSHOT))
    assert paper.identifiers == (Identifier("arxiv", "math/0309136"),)
    assert paper.published == PartialDate(2008, 11, 26)
    (paper,) = papers_in(FORM, '{"id": "0704.0002", "title": null, "abstract": " We show. "}')
    assert (paper.title, paper.title_from, paper.abstract) == (None, TitleFrom.DERIVED, "We show.")


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("C. Bal\\'azs, E. L. Berger and C.-P. Yuan", ("C. Balázs", "E. L. Berger", "C.-P. Yuan")),
        ("David Callan (Univ. of X (Madison)), Wael Abu-Shammala", ("David Callan", "Wael Abu-Shammala")),
        ("ATLAS Collaboration: G. Aad, B. Abbott, Jr.", ("ATLAS Collaboration", "G. Aad", "B. Abbott Jr.")),
        ("Obillms, Scelly", ("Obillms", "Scelly")),
        (["Marie Curie"], ("Marie Curie",)),
        (None, ()),
    ],
)
def test_without_parsed_authors_the_printed_line_is_taken_apart(authors: object, names: tuple[str, ...]) -> None:
    text = json.dumps({"id": "0704.0001", "title": "t", "authors": authors, "update_date": "2008-11-26"})
    (paper,) = papers_in(FORM, text)
    assert paper.authors == names


@pytest.mark.parametrize("key", ["authors_parsed", "versions"])
@pytest.mark.parametrize("value", [[5], [None], [[]], ["x"], [[1, 2]], [{"created": 5}], {"a": 1}, "x", 1e999])
def test_odd_values_cost_at_most_their_record(key: str, value: object) -> None:
    text = json.dumps({**SNAPSHOT, key: value})
    found = read_text(FORM, f"{text}\n{json.dumps(SNAPSHOT)}\n")
    assert [one.line for one in found] == [1, 2]
    assert not isinstance(found[1], Leftover)
