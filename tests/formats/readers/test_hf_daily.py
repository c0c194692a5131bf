from __future__ import annotations

import json

import pytest

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import form_of, papers_in, read_text
from tests.formats.dumps import HF_DAILY

FORM = form_of("hf-daily")
PAPER = Paper(
    title="When Do We Not Need Larger Vision Models?",
    title_from=TitleFrom.PRINTED,
    abstract="Scaling up the size of vision models has been the de facto standard to obtain more powerful visual "
    "representations. In this work, we discuss the point beyond which it is not necessary.",
    authors=("Baifeng Shi", "Ziyang Wu"),
    published=PartialDate(2024, 3, 19),
    upvotes=27,
    comments=3,
    identifiers=(Identifier("arxiv", "2403.13043"),),
    keywords=("vision models", "Scaling on Scales"),
)
INNER = [item["paper"] for item in HF_DAILY]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_days_list_is_read(indent: int | None) -> None:
    text = json.dumps(HF_DAILY, indent=indent)
    assert recognise(text) is FORM
    first, second = papers_in(FORM, text)
    assert first == PAPER
    assert (second.title, second.upvotes, second.comments) == ("Chain-of-Spot", 0, 0)


@pytest.mark.parametrize("indent", [None, 2])
def test_papers_under_their_ids_are_read_whether_nested_or_not(indent: int | None) -> None:
    nested = {item["id"]: HF_DAILY[at] for at, item in enumerate(INNER)}
    bare = {item.pop("id"): item for item in (dict(one) for one in INNER)}
    for keyed in (nested, bare):
        text = json.dumps(keyed, indent=indent)
        assert recognise(text) is FORM
        papers = papers_in(FORM, text)
        assert [paper.values("arxiv") for paper in papers] == [("2403.13043",), ("2403.12966",)]
        assert [paper.upvotes for paper in papers] == [27, 0]


def test_what_a_machine_wrote_is_no_abstract() -> None:
    (paper,) = papers_in(FORM, json.dumps({**INNER[0], "summary": None}))
    assert (paper.abstract, paper.title) == ("", PAPER.title)


@pytest.mark.parametrize("value", [2**63, -1])
def test_impossible_counts_cost_their_record(value: int) -> None:
    text = f"{json.dumps({**INNER[0], 'upvotes': value})}\n{json.dumps(HF_DAILY[0])}\n"
    assert [type(one) is Leftover for one in read_text(FORM, text)] == [True, False]
