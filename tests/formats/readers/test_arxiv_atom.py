from __future__ import annotations

import pytest

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import SHARED, TODAY, form_of, papers_in, read_text
from tests.formats.dumps import ATOM

FORM = form_of("arxiv-atom")
SAMPLE = SHARED / "arxiv-atom" / "query-testing-100.xml"


def test_entries_of_the_api_and_of_the_feed_are_read() -> None:
    assert recognise(ATOM) is FORM
    first, second = papers_in(FORM, ATOM)
    assert first == Paper(
        title="Multi-Electron Production at High Transverse Momenta in ep Collisions at HERA",
        title_from=TitleFrom.PRINTED,
        abstract="Multi-electron production is studied at high electron transverse momentum (p < 5).\n"
        "A second paragraph.",
        authors=("H1 Collaboration", "René Descartes"),
        published=PartialDate(2003, 7, 7),
        venue="Eur.Phys.J.C31:17-29,2003",
        categories=("hep-ex", "astro-ph.CO"),
        identifiers=(
            Identifier("arxiv", "hep-ex/0307015"),
            Identifier("arxiv_version", "hep-ex/0307015v1"),
            Identifier("doi", "10.1140/epjc/s2003-01326-x"),
        ),
        remarks=("23 pages, 8 figures",),
    )
    assert second == Paper(
        title="When Do We Not Need Larger Vision Models?",
        title_from=TitleFrom.PRINTED,
        abstract="Scaling up the size of vision models.",
        authors=("Baifeng Shi", "Ziyang Wu", "Trevor Darrell"),
        categories=("cs.CV",),
        identifiers=(Identifier("arxiv", "2403.13043"), Identifier("arxiv_version", "2403.13043v2")),
    )


def test_a_broken_entry_costs_only_itself() -> None:
    found = read_text(FORM, ATOM.replace("<title>Multi-Electron", "<title><i>Multi-Electron"))
    assert [type(one) is Leftover for one in found] == [True, False]
    found = read_text(FORM, "<feed><entry><updated>2003</updated></entry></feed>")
    assert [type(one) is Leftover for one in found] == [True]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not there")
def test_an_answer_of_the_api_is_read_as_it_was_checked_by_eye() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert recognise(text[:65_536]) is FORM
    papers = papers_in(FORM, text, TODAY)
    assert len(papers) == len({paper.identifiers[0] for paper in papers}) == 100
    assert all(paper.title and paper.abstract and paper.authors and paper.published for paper in papers)
    assert sum(len(paper.authors) for paper in papers) == 366
    assert sum(len(paper.values("doi")) for paper in papers) == 32
    assert sum(paper.venue is not None for paper in papers) == 18
    assert sum(len(paper.categories) for paper in papers) == 173
    assert sum("\n" in paper.abstract for paper in papers) == 11
    first, last = papers[0], papers[-1]
    assert first.title == "Testing Deep Learning Models: A First Comparative Study of Multiple Testing Techniques"
    assert first.abstract.startswith("Deep Learning (DL) has revolutionized the capabilities of vision-based")
    assert first.abstract.endswith("on a classical benchmark used in VBS and discuss its results.")
    assert first.values("doi") == ("10.1109/icstw55395.2022.00035",)
    assert (str(first.published), first.categories) == ("2022-02-24", ("cs.SE", "cs.LG"))
    assert (last.versioned_arxiv_id, last.venue) == ("gr-qc/0103067v1", "Lect.Notes Phys.562:195-212,2001")
