from __future__ import annotations

import json

import pytest

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import form_of, papers_in, read_text
from tests.formats.dumps import OPENREVIEW_1, OPENREVIEW_2

FORM = form_of("openreview")


@pytest.mark.parametrize("indent", [None, 2])
def test_submissions_of_the_first_api_are_read_and_reviews_are_no_papers(indent: int | None) -> None:
    text = json.dumps(OPENREVIEW_1, indent=indent)
    assert recognise(text) is FORM
    record, review = read_text(FORM, text)
    assert isinstance(record, Record)
    assert record.paper == Paper(
        title="The Lottery Ticket Hypothesis",
        title_from=TitleFrom.PRINTED,
        abstract="Neural network pruning techniques\ncan reduce parameter counts.",
        authors=("Jonathan Frankle", "Michael Carbin"),
        published=PartialDate(2018, 9, 27),
        identifiers=(Identifier("openreview", "rJl-b3RcF7"),),
        keywords=("Neural networks", "sparsity"),
    )
    assert isinstance(review, Leftover)
    assert "reply" in review.why


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("value", [OPENREVIEW_2, OPENREVIEW_2["notes"]])
def test_submissions_of_the_second_api_are_read(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert recognise(text) is FORM
    assert papers_in(FORM, text) == [
        Paper(
            title="Direct Preference Optimization",
            title_from=TitleFrom.PRINTED,
            abstract="While large-scale unsupervised language models learn.",
            published=PartialDate(2023, 9, 21),
            venue="NeurIPS 2023 oral",
            identifiers=(Identifier("openreview", "HPuSIXJaa9"), Identifier("arxiv", "2305.18290")),
            keywords=("RLHF", "language models"),
        )
    ]


@pytest.mark.parametrize("moment", [None, "x", True, 2**63, -(2**62), float("nan"), float("inf"), 10**400])
def test_impossible_moments_are_no_dates(moment: object) -> None:
    text = json.dumps({"forum": "HPuSIXJaa9", "cdate": moment, "content": {"title": "t"}})
    (paper,) = papers_in(FORM, text)
    assert paper.published is None
