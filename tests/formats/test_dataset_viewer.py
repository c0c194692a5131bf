from __future__ import annotations

import pytest

from paperreader.formats import FORMATS, recognise
from paperreader.paper import Identifier, Leftover, Paper, TitleFrom
from tests.formats.documents import papers_in, read_text

VIEWER = FORMATS[2]
ABSTRACT = " ".join(["We present a dataset of questions, and show that models answer them all."] * 3)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "arxiv_id\nstringlengths\n9\n12\nabstract\nstringlengths\n431\n13.8k\n",
        "id\nstringclasses\n97 values\nscore\nfloat64\n0\n1.5\ntext\nstringlengths\n2\n3.1M\n",
        "arxiv_id\nstring · lengths\nSubmitted\ntimestamp[ns]date\n2007-04-02 00:00:00\nauthors\nlistlengths\n1\n",
        "Search this dataset\nSplit (1)\ntrain · 2.1k rows\n",
    ],
)
def test_no_header_becomes_a_paper(header: str) -> None:
    found = read_text(VIEWER, f"{header}2403.13043v2\n{ABSTRACT}\n")
    papers = [one.paper for one in found if not isinstance(one, Leftover)]
    assert papers == [
        Paper(
            title_from=TitleFrom.DERIVED,
            abstract=ABSTRACT,
            identifiers=(Identifier("arxiv", "2403.13043"), Identifier("arxiv_version", "2403.13043v2")),
        )
    ]


def test_rows_without_their_header_are_recognised() -> None:
    assert recognise(f"hep-th/9901001\n{ABSTRACT}\n2403.13043\n{ABSTRACT}") is VIEWER


def test_a_cell_may_have_several_lines_and_a_row_none() -> None:
    first, second = papers_in(VIEWER, f"2403.13043\n{ABSTRACT}\n\nMore.\n2403.13044\n")
    assert first.abstract == f"{ABSTRACT}\n\nMore."
    assert (second.abstract, second.title_from) == ("", None)


def test_a_column_of_titles_gives_titles() -> None:
    header = "id\nstringlengths\n9\n12\ntitle\nstringlengths\n9\n120\nabstract\nstringlengths\n9\n2k\n"
    (paper,) = papers_in(VIEWER, f"{header}2403.13043\nA Title\n{ABSTRACT}\n")
    assert (paper.title, paper.title_from, paper.abstract) == ("A Title", TitleFrom.PRINTED, ABSTRACT)


def test_text_above_the_first_id_is_left_over() -> None:
    found = read_text(VIEWER, f"{ABSTRACT}\n2403.13043\n{ABSTRACT}\n")
    assert [isinstance(one, Leftover) for one in found] == [True, False]


def test_an_id_inside_of_a_sentence_begins_no_row() -> None:
    (paper,) = papers_in(VIEWER, f"2403.13043\n{ABSTRACT}\nsee arXiv:2403.13044 for more.\n")
    assert paper.abstract.endswith("for more.")
