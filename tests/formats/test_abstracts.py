from __future__ import annotations

from paperreader.formats import FORMATS
from paperreader.paper import Leftover, Paper, Record, TitleFrom
from tests.formats.documents import papers_in, read_text

ABSTRACTS = FORMATS[1]


def test_every_mark_begins_a_paper() -> None:
    text = "Abstract:One.\nABSTRACT: Two: abstract of it.\n\nabstract:Three\u00a0\n"
    papers = papers_in(ABSTRACTS, text)
    assert papers == [
        Paper(title_from=TitleFrom.DERIVED, abstract=words) for words in ("One.", "Two: abstract of it.", "Three\u00a0")
    ]


def test_the_lines_right_below_belong_to_the_abstract() -> None:
    assert [paper.abstract for paper in papers_in(ABSTRACTS, "Abstract: One\ntwo\nAbstract: three")] == [
        "One\ntwo",
        "three",
    ]


def test_what_stands_outside_is_left_over_with_its_line() -> None:
    found = read_text(ABSTRACTS, "Notes\nAbstract: One\n\nmore\nAbstract:\n")
    assert [(type(one), one.line) for one in found] == [
        (Leftover, 1),
        (Record, 2),
        (Leftover, 4),
        (Leftover, 5),
    ]
