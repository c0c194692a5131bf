from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom, clean
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.documents import papers_in, read_text, squash
from tests.strategies import hostile_text

VIEWER = next(one for one in FORMATS if one.name == "dataset-viewer")
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


OTHER = " ".join(["Reading lists are long and days are short, which motivates a faster reader."] * 4)
COLUMNS = """title
stringlengths
8
180
year
int64
1.99k
2.02k
venue
stringclasses
97 values
authors
stringlengths
5
210
abstract
stringlengths
180
3.1k
doi
stringlengths
12
60
score
float64
0
1.5
"""


def row(title: str, abstract: str, *, doi: str = "10.1000/ABC.1", score: str = "0.5") -> str:
    return f"{title}\n2,019\nNeurIPS\nMarie Curie, Emmy Noether\n{abstract}\n{doi}\n{score}\n"


def test_rows_without_ids_of_arxiv_are_counted_off_by_their_header() -> None:
    text = COLUMNS + row("Small Models Suffice", ABSTRACT) + row("Another Title", OTHER, doi="null", score="1e-05")
    assert recognise(text) is VIEWER
    first, second = papers_in(VIEWER, text)
    assert first == Paper(
        title="Small Models Suffice",
        title_from=TitleFrom.PRINTED,
        abstract=ABSTRACT,
        authors=("Marie Curie", "Emmy Noether"),
        published=PartialDate(2019),
        venue="NeurIPS",
        identifiers=(Identifier("doi", "10.1000/abc.1"),),
    )
    assert (second.title, second.abstract, second.identifiers) == ("Another Title", OTHER, ())


def test_a_counted_cell_may_have_several_lines() -> None:
    text = COLUMNS + row("Small Models Suffice", f"{ABSTRACT}\nIt is a second line that is too long for a DOI column.")
    (paper,) = papers_in(VIEWER, text + row("Another Title", OTHER))[:1]
    assert paper.abstract == f"{ABSTRACT}\nIt is a second line that is too long for a DOI column."


def test_a_row_that_does_not_fit_costs_itself() -> None:
    broken = "A Row without a Year\nNeurIPS\n"
    found = read_text(VIEWER, COLUMNS + row("Small Models Suffice", ABSTRACT) + broken + row("Another Title", OTHER))
    assert [one.paper.title for one in found if isinstance(one, Record)] == ["Small Models Suffice", "Another Title"]
    assert squash("".join(one.text for one in found if isinstance(one, Leftover))) == squash(broken)


def test_rows_that_begin_with_an_id_have_all_their_columns() -> None:
    header = (
        "arxiv_id\nstringlengths\n9\n12\ncategories\nstringlengths\n5\n90\ncitations\nint64\n0\n12k\n"
        "abstract\nstringlengths\n9\n2k\nupdate_date\ntimestamp[ns]date\n2007-04-02 00:00:00\n2023-01-01 00:00:00\n"
    )
    text = f"{header}2403.13043\ncs.LG cs.CL\n17\n{ABSTRACT}\n2019-05-03T00:00:00\n"
    (paper,) = papers_in(VIEWER, text)
    assert (paper.abstract, paper.categories, str(paper.published)) == (ABSTRACT, ("cs.LG", "cs.CL"), "2019-05-03")


def test_a_title_between_id_and_abstract_is_seen_without_a_header() -> None:
    (paper,) = papers_in(VIEWER, f"2403.13043\nSmall Models Suffice\n{ABSTRACT} {ABSTRACT}\n")
    assert (paper.title, paper.abstract) == ("Small Models Suffice", f"{ABSTRACT} {ABSTRACT}")


PIECES = (
    COLUMNS,
    COLUMNS[:60],
    row("Small Models Suffice", ABSTRACT),
    "2403.13043\n",
    "null\n",
    "title\nint64\n",
    "\n",
)


@given(st.lists(st.sampled_from(PIECES) | hostile_text(60), max_size=8).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_to_its_end_and_nothing_is_invented(text: str) -> None:
    source = squash(clean(text))
    for one in read_text(VIEWER, text):
        assert 1 <= one.line <= text.count("\n") + 1
        if isinstance(one, Record):
            assert one.paper.title or one.paper.abstract or one.paper.identifiers
            assert clean(one.paper.abstract) == one.paper.abstract
            assert squash(one.paper.title or "") in source
            assert squash(one.paper.abstract) in source
