"""The five sample documents load perfectly."""

from __future__ import annotations

import re

import pytest

from paperreader.domain import TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import COUNTS, GOLDEN, SAMPLES, golden_line, read_sample

each_document = pytest.mark.parametrize("number", sorted(COUNTS))


def text_of(number: str) -> str:
    return SAMPLES[number].read_text(encoding="utf-8")


@each_document
def test_every_record_is_as_it_was_checked_by_eye(number: str) -> None:
    golden = (GOLDEN / f"{number}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [golden_line(record) for record in read_sample(number)] == golden


@each_document
def test_every_paper_is_there_once(number: str) -> None:
    abstracts = [record.paper.abstract for record in read_sample(number)]
    assert len(abstracts) == len(set(abstracts)) == COUNTS[number]


@each_document
def test_every_title_and_abstract_stands_in_the_document_to_the_letter(number: str) -> None:
    text = text_of(number)
    for record in read_sample(number):
        assert record.paper.abstract in text
        assert record.paper.title is None or record.paper.title in text


@each_document
def test_every_record_knows_its_line(number: str) -> None:
    lines = text_of(number).split("\n")
    for record in read_sample(number):
        ids = record.paper.values("arxiv_version") or record.paper.values("arxiv")
        first = record.paper.title or (ids[0] if ids else record.paper.abstract)
        assert first in lines[record.line - 1]


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("000", "huggingface"),
        ("001", "abstracts"),
        ("002", "dataset-viewer"),
        ("003", "huggingface"),
        ("004", "huggingface"),
    ],
)
def test_every_document_is_recognised_by_its_content(number: str, name: str) -> None:
    form = recognise(text_of(number))
    assert form is not None
    assert form.name == name


def test_nothing_but_furniture_is_left_of_the_page_with_blocks() -> None:
    rest = text_of("004")
    for record in read_sample("004"):
        assert record.paper.title is not None
        rest = rest.replace(f"{record.paper.title}\n\n{record.paper.abstract}", "", 1)
    lines = [line for line in rest.splitlines() if line.strip()]
    furniture, footers = lines[:6], "\n".join(lines[6:])
    assert furniture == [
        "new",
        "Get trending papers in your email inbox!",
        "Subscribe",
        "Daily Papers",
        "byAK and the research community",
        "Dec 9",
    ]
    footer = re.compile(r"  • (\d+) authors\n·\n([A-Z][a-z]{2}) (\d+)(?:, (\d{4}))?(?: (\d+))?(?:\n|$)")
    assert footer.sub("", footers) == ""
    printed = [
        tuple(int(part) if part.isdecimal() else part or None for part in found) for found in footer.findall(footers)
    ]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    stored = []
    for record in read_sample("004"):
        if (date := record.paper.published) is not None:
            assert date.month is not None
            year = None if date.inferred else date.year
            assert year or date.year == 2025
            stored.append((record.paper.author_count, months[date.month - 1], date.day, year, record.paper.comments))
    assert stored == printed
    assert len(stored) == 43


def test_nothing_but_the_invitation_is_left_of_the_page_without_blanks() -> None:
    rest = text_of("003")
    for record in read_sample("003"):
        rest = rest.replace(f"{record.paper.title}\n{record.paper.abstract}", "", 1)
    assert rest.split("\n") == [
        "Get trending papers in your email inbox once a day!",
        "Get trending papers in your email inbox!",
        "Subscribe",
        *[""] * 26,
    ]


def test_nothing_is_left_of_the_other_documents() -> None:
    one_line = [
        f"{upvotes} {record.paper.title} {record.paper.abstract} {footer}"
        for upvotes, record, footer in zip(
            ("4", "-", "1"),
            read_sample("000"),
            ("6 authors · Jul 23, 2024 1", "12 authors · Feb 24", "6 authors · Jun 23, 2024"),
            strict=True,
        )
    ]
    assert "\n".join(one_line) == text_of("000")
    assert "\n".join(f"Abstract:{record.paper.abstract}" for record in read_sample("001")) == text_of("001")
    header = ["arxiv_id", "stringlengths", "9", "12", "abstract", "stringlengths", "431", "13.8k"]
    papers = [record.paper for record in read_sample("002")]
    rows = [f"{paper.versioned_arxiv_id}\n{paper.abstract}" for paper in papers]
    assert "\n".join([*header, *rows]) == text_of("002")


def test_the_fused_titles_are_split_where_they_end() -> None:
    papers = [record.paper for record in read_sample("000")]
    assert [paper.title for paper in papers] == [
        "Cheems: Wonderful Matrices More Efficient and More Effective Architecture",
        "Cheems: A Practical Guidance for Building and Evaluating Chinese Reward Models from Scratch",
        "Reducing Fine-Tuning Memory Overhead by Approximate and Memory-Sharing Backpropagation",
    ]
    assert {paper.title_from for paper in papers} == {TitleFrom.SPLIT}
    assert [paper.upvotes for paper in papers] == [4, None, 1]
    assert [str(paper.published) for paper in papers] == ["2024-07-23", "2025-02-24", "2024-06-23"]
    assert [paper.published.inferred for paper in papers if paper.published] == [False, True, False]


def test_versions_are_kept_beside_the_bare_ids() -> None:
    papers = [record.paper for record in read_sample("002")]
    assert [paper.values("arxiv_version") for paper in papers if paper.values("arxiv_version")] == [
        ("2203.14465v2",),
        ("2212.08045v2",),
        ("2401.03321v2",),
    ]
    assert all(len(paper.values("arxiv")) == 1 and "v" not in paper.values("arxiv")[0] for paper in papers)


def test_what_must_survive_survives() -> None:
    everything = "\n".join(
        f"{record.paper.title}\n{record.paper.abstract}" for number in COUNTS for record in read_sample(number)
    )
    for piece in (
        *(
            "<workload, configuration>",
            "(often <5%)",
            "[email\u00a0protected]",
            "{-1, 0, 1}",
            "S^{2}FT",
            "\\sys",
        ),
        *("8-bit Optimizers via Block-wise Quantization", "\\cite{tan2018mnasnet}", "thede factostandard"),
        *("\u00a0", "∗", "∙", "⋆", "†", "➊"),
    ):
        assert piece in everything, piece
