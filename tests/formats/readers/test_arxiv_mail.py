from __future__ import annotations

import base64
import quopri

import pytest

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom
from paperreader.formats.table import recognise
from paperreader.formats.values.arxiv_text import arxiv_authors
from tests.formats.documents import SHARED, TODAY, form_of, papers_in, read_text
from tests.formats.dumps import MAIL

FORM = form_of("arxiv-mail")
SAMPLE = SHARED / "arxiv-listing" / "astro-ph-new.txt"
PAPERS = [
    Paper(
        title="Census of Gaseous Satellites around Local Spiral Galaxies",
        title_from=TitleFrom.PRINTED,
        abstract="We present a search for gas-containing dwarf galaxies ($p<5$) as satellite systems around nearby "
        "spiral galaxies.\nA second paragraph is indented.",
        authors=("Jingyao Zhu", "C. A. Dong-Páez", "Mary E Putman Jr."),
        published=PartialDate(2023, 3, 1),
        categories=("astro-ph.GA", "math.CO"),
        identifiers=(Identifier("arxiv", "2303.00763"),),
        remarks=("18 pages, 13 figures, accepted by MNRAS",),
    ),
    Paper(
        title="One EURO for Uranus",
        title_from=TitleFrom.PRINTED,
        abstract="Recent years have seen an increasing interest.",
        authors=("Lorenzo Iorio",),
        author_count=73,
        published=PartialDate(2023, 3, 1),
        categories=("gr-qc",),
        identifiers=(Identifier("arxiv", "2303.00812"),),
    ),
    Paper(
        title="Isotropic X-ray bound on Primordial Black Hole Dark Matter",
        title_from=TitleFrom.PRINTED,
        authors=("J. Iguaz",),
        venue="Phys. Rev. D 103, 103025 (2021)",
        categories=("astro-ph.CO", "hep-ph"),
        identifiers=(Identifier("arxiv", "hep-th/0104145"), Identifier("doi", "10.1103/physrevd.103.103025")),
    ),
]
HEADERS = (
    "Return-Path: <no-reply@arxiv.org>\nFrom: send mail ONLY to cs <no-reply@arxiv.org>\n"
    "To: rabble@arxiv.org (cs daily title/abstract distribution)\nMIME-Version: 1.0\n"
)


def test_new_cross_listed_and_replaced_papers_are_read() -> None:
    assert recognise(MAIL) is FORM
    assert papers_in(FORM, MAIL) == PAPERS
    assert [one.line for one in read_text(FORM, MAIL)] == [
        number for number, line in enumerate(MAIL.split("\n")) if line.startswith("arXiv:")
    ]


def test_a_forwarded_mail_is_read() -> None:
    text = "Look at this:\n\n" + "\n".join(f"> {line}".rstrip() for line in MAIL.split("\n"))
    assert recognise(text) is FORM
    assert papers_in(FORM, text) == PAPERS


def encoded(how: str) -> str:
    data = MAIL.replace("p<5", "p≤5").encode()
    if how == "base64":
        return base64.encodebytes(data).decode()
    return quopri.encodestring(data).decode()


@pytest.mark.parametrize("how", ["base64", "quoted-printable"])
@pytest.mark.parametrize("parts", [False, True])
def test_a_saved_mail_is_decoded(how: str, parts: bool) -> None:
    plain = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {how}\n\n{encoded(how)}"
    several = (
        'Content-Type: multipart/alternative; boundary="b1"\n\n'
        f"--b1\n{plain}\n--b1\nContent-Type: text/html\n\n<p>no</p>\n--b1--\n"
    )
    text = HEADERS + (several if parts else plain)
    assert recognise(text) is FORM
    papers = papers_in(FORM, text)
    assert papers[1:] == PAPERS[1:]
    assert papers[0].abstract == PAPERS[0].abstract.replace("p<5", "p≤5")
    assert max(one.line for one in read_text(FORM, text)) <= text.count("\n") + 1


def test_all_mails_of_a_mailbox_are_read() -> None:
    plain = f"{HEADERS}Content-Type: text/plain; charset=utf-8\n\n{MAIL}"
    coded = f"{HEADERS}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{encoded('base64')}"
    text = "".join(f"From no-reply@arxiv.org Fri Mar  3 01:29:12 2023\n{one}\n" for one in (coded, plain, coded, plain))
    assert recognise(text) is FORM
    assert [paper.values("arxiv") for paper in papers_in(FORM, text)] == [paper.values("arxiv") for paper in PAPERS] * 4


def test_a_mail_that_cannot_be_decoded_is_left_over() -> None:
    text = f'{HEADERS}Content-Type: multipart/mixed; boundary="b1"\n\n--b1\nContent-Type: image/png\n\nxx\n--b1--\n'
    (found,) = read_text(FORM, text)
    assert isinstance(found, Leftover)
    assert "no text" in found.why


def test_older_mails_name_versions_and_dates() -> None:
    text = r"""------------------------------------------------------------------------------
\\
Paper: astro-ph/0404001
From: A. Name <name@example.org>
Date (v1): Wed, 31 Mar 2004 21:28:27 GMT   (123kb)
Date (revised v2): Thu, 1 Apr 2004 10:00:00 GMT   (124kb)

Title: Dark things
Author: A. Name
Comments: 4 pages
\\
  They are dark.
\\ ( http://arXiv.org/abs/astro-ph/0404001 ,  123kb)
------------------------------------------------------------------------------
"""
    assert recognise(text) is FORM
    assert papers_in(FORM, text) == [
        Paper(
            title="Dark things",
            title_from=TitleFrom.PRINTED,
            abstract="They are dark.",
            authors=("A. Name",),
            published=PartialDate(2004, 3, 31),
            identifiers=(Identifier("arxiv", "astro-ph/0404001"), Identifier("arxiv_version", "astro-ph/0404001v2")),
            remarks=("4 pages",),
        )
    ]


def test_what_is_cut_off_costs_only_itself() -> None:
    begin = MAIL.index("  We present")
    found = read_text(FORM, MAIL[begin:])
    assert isinstance(found[0], Leftover)
    assert found[0].line == 1
    assert [one.paper for one in found[1:] if isinstance(one, Record)] == PAPERS[1:]
    cut = read_text(FORM, MAIL[: MAIL.index("  Recent years") + 20])
    assert [one.paper.title for one in cut if isinstance(one, Record)] == [PAPERS[0].title, PAPERS[1].title]
    (headless,) = read_text(FORM, "\\\\\nSomething: else\n\\\\\n text\n\\\\\n")
    assert isinstance(headless, Leftover)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not there")
def test_a_days_mail_is_read_as_it_was_checked_by_eye() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert recognise(text[:65_536]) is FORM
    papers = papers_in(FORM, text, TODAY)
    assert len(papers) == len({paper.identifiers[0] for paper in papers}) == 97
    assert [bool(paper.abstract) for paper in papers] == [True] * 57 + [False] * 40
    assert [paper.published is not None for paper in papers] == [True] * 57 + [False] * 40
    assert all(paper.title and paper.authors and paper.categories for paper in papers)
    assert sum(len(paper.values("doi")) for paper in papers) == 13
    assert sum(paper.venue is not None for paper in papers) == 10
    assert [(paper.author_count, len(paper.authors)) for paper in papers if paper.author_count] == [
        (130, 46),
        (178, 63),
        (121, 49),
        (83, 63),
    ]
    printed = "".join(text.split())
    assert all("".join(paper.abstract.split()) in printed for paper in papers)
    first = papers[0]
    assert first.abstract.startswith(
        "We present a search for gas-containing dwarf galaxies as satellite systems around"
    )
    assert first.abstract.endswith("such as ram pressure stripping by the host halo, is likely at play.")
    assert papers[2].authors[0] == "C. A. Dong-Páez"
    assert str(papers[53].published) == "2023-03-01"
    assert papers[53].categories == ("gr-qc", "astro-ph.EP", "astro-ph.IM", "physics.space-ph")


def test_brackets_in_the_middle_of_a_name_do_not_join_its_parts() -> None:
    assert arxiv_authors("Ann (X) One, D(nested (deep) x)tail and C. Three (Z)")[0] == ("Ann One", "D tail", "C. Three")
