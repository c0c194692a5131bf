from __future__ import annotations

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.formats import FORMATS, open_text, recognise
from paperreader.paper import Record
from paperreader.titles import boundaries, fused, label_of, links_in, move, split_title
from tests.formats.documents import TODAY, read_sample
from tests.strategies import hostile_text, texts


def printed_pairs() -> list[tuple[str, str]]:
    return [
        (record.paper.title or "", record.paper.abstract) for number in ("003", "004") for record in read_sample(number)
    ]


def test_titles_of_the_samples_are_split_off_almost_always() -> None:
    pairs = printed_pairs()
    exact = [split_title(f"{title} {abstract}").title == title for title, abstract in pairs]
    assert len(pairs) == 72
    assert sum(exact) >= 70


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Event Cameras", "Event cameras are sensors that report changes of brightness as they happen."),
        (
            "Is Attention All You Need?",
            "Attention has become the main part of language models, and few ask why.",
        ),
        (
            "A Survey of Fast Readers",
            "We survey readers of abstracts and find that none of them is fast enough.",
        ),
        (
            "Learning to Rank with Little Data",
            "Reinforcement learning (RL) has been applied to ranking with much data.",
        ),
        (
            "Deep sets and their limits",
            "This note shows what functions of sets a network can compute at all.",
        ),
    ],
)
def test_lines_not_seen_before(title: str, abstract: str) -> None:
    split = split_title(f"{title} {abstract}")
    assert (split.title, split.abstract) == (title, abstract)
    assert 0 < split.confidence <= 1


@given(
    st.one_of(
        hostile_text(),
        texts(),
        st.lists(st.sampled_from(["We", "a", "The", "of", "(RL)", "x.", ":", "é"])).map(" ".join),
    )
)
def test_a_split_text_is_its_pieces(text: str) -> None:
    split = split_title(text)
    assert (split.title + split.abstract).split() == (split.title + split.abstract).split()
    assert "".join(f"{split.title} {split.abstract}".split()) == "".join(text.split())
    assert split.title in text
    assert split.abstract in text
    assert 0 <= split.confidence <= 1


def test_the_boundary_moves_word_by_word_and_stops_at_the_ends() -> None:
    assert move("A B", "c d.", 1) == ("A B c", "d.")
    assert move("A B", "c d.", -1) == ("A", "B c d.")
    assert move("A B", "c d.", 9) == ("A B c d.", "")
    assert move("A B", "c d.", -9) == ("", "A B c d.")
    assert move("A B c d.", "", -2) == ("A B", "c d.")
    assert move("A B", "c\nd", 1) == ("A B c", "\nd")


@given(texts().map(str.strip), texts().map(str.strip), st.integers(-5, 5))
def test_moving_the_boundary_loses_and_changes_nothing(title: str, abstract: str, by: int) -> None:
    moved = move(title, abstract, by)
    assert fused(*moved) == fused(title, abstract)
    words = fused(title, abstract).split()
    at = len(title.split())
    assert moved[0].split() == words[: max(0, min(at + by, len(words)))]


@given(texts().map(str.strip), st.integers(0, 9))
def test_every_word_may_be_the_last_of_the_title(text: str, steps: int) -> None:
    places = boundaries(text)
    assert [text[:place].split() for place in places] == [text.split()[:count] for count in range(len(places))]
    there = move("", text, steps)
    assert not there[1] or move(*move(*there, 1), -1) == there
    assert not there[0] or move(*move(*there, -1), 1) == there


@pytest.mark.parametrize(
    ("abstract", "label"),
    [
        (
            "Sets are hard. We introduce MetaSet, a way to make them easy. It works.",
            "MetaSet — a way to make them easy",
        ),
        (
            "In this paper, we introduce the Butterfly Transform (BFT), a light weight method. It works.",
            "Butterfly Transform (BFT) — a light weight method",
        ),
        ("We introduceStream-K, a work-centric parallelization of products.", "Stream-K — a work-centric"),
        (
            "We propose zoneout, a novel method for regularizing RNNs. At each step",
            "zoneout — a novel method",
        ),
        ("This paper introduces LongRope that extends the window. More.", "LongRope that extends the window"),
        (
            "Questions are hard. Here is a simple method we dub STaR-GATE. More.",
            "STaR-GATE — Questions are hard",
        ),
        ("In this paper, we introduce V∗, an LLM-guided search. It works.", "V∗ — an LLM-guided search"),
        (
            "Our model, named Branch-Train-MiX (BTX) , starts small. It works.",
            "Branch-Train-MiX (BTX) — Our model",
        ),
    ],
)
def test_a_label_begins_with_the_name_that_the_paper_introduces(abstract: str, label: str) -> None:
    assert label_of(abstract).startswith(label)


@pytest.mark.parametrize(
    "abstract",
    [
        "We train models on ImageNet and compare them with BERT. It works.",
        "We present a new method for matrices. We evaluate it on GSM8K, a benchmark.",
        "Previous work proposes FooNet, a network that fails. The reason is unknown.",
        "Low-Rank Adaptation (LoRA) has been proposed to alleviate this problem. It fails.",
        "We present results for the MMLU benchmark of questions. They are mixed.",
    ],
)
def test_no_name_is_better_than_a_wrong_one(abstract: str) -> None:
    assert label_of(abstract) == abstract.split(". ")[0]


def test_the_labels_of_the_samples_name_what_they_introduce() -> None:
    names = {
        label.split(" — ")[0]
        for number in ("001", "002")
        for record in read_sample(number)
        if " — " in (label := label_of(record.paper.abstract))
    }
    assert {
        "Stream-K",
        "MetaICL",
        "Butterfly Transform (BFT)",
        "SALSA",
        "Donut",
        "BLIP-2",
        "QMoE",
    } - names <= {"Donut"}
    assert names.isdisjoint({"LoRA", "GSM8K", "MMLU", "STaR", "BitNet", "GPT-4", "ImageNet", "BERT"})


@given(st.one_of(hostile_text(400), texts(400)))
def test_a_label_is_short_and_made_of_the_abstracts_words(abstract: str) -> None:
    label = label_of(abstract)
    assert len(label) <= 120
    assert label == label.strip()
    assert bool(label) == bool(abstract.split())
    folded = " ".join(abstract.split())
    assert all(part.rstrip("…") in folded for part in label.split(" — ", 1)) or " — " in folded


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("released athttps://github.com/a/b.", ["https://github.com/a/b"]),
        ("code111https://github.com/x/orpoand model", ["https://github.com/x/orpo"]),
        ("at https://x.org/65c5619de2ba059be0775014Code is", ["https://x.org/65c5619de2ba059be0775014"]),
        ("(see https://x.org/a).", ["https://x.org/a"]),
        ("(https://en.wikipedia.org/wiki/A_(b))", ["https://en.wikipedia.org/wiki/A_(b)"]),
        ("atgithub.com/IST/qmoe.", ["https://github.com/IST/qmoe"]),
        ("pre-training.minyoungg.github.io/LTE", ["https://minyoungg.github.io/LTE"]),
        ("https://a.org/x††⋆Equal", ["https://a.org/x"]),
        ("http://a.org/1,http://b.org/2", ["http://a.org/1", "http://b.org/2"]),
        ("https://a.org/brand new", ["https://a.org/brand"]),
        ("https://a.org and https://a.org.", ["https://a.org"]),
        ("javascript:alert(1) file:///etc/passwd ftp://a.org/x", []),
        ("no links. e.g.this", []),
        ("https://", []),
    ],
)
def test_links_come_out_clean(text: str, links: list[str]) -> None:
    assert list(links_in(text)) == links


@given(hostile_text(300))
def test_links_are_http_and_have_no_space(text: str) -> None:
    for link in links_in(text):
        assert link.startswith(("http://", "https://"))
        assert link.isascii()
        assert link.split() == [link]


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "We introduce ",
        "we ",
        "(A",
        "https://",
        "github.com/",
        ". ",
        "named A",
        "our method",
        "—",
        ", the",
        "x.y",
    ],
)
def test_hostile_repetitions_are_quick(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begin = time.process_time()
    split_title(text)
    label_of(text)
    links_in(text)
    assert time.process_time() - begin < 2


def test_a_document_in_one_line_is_read_like_its_pieces() -> None:
    text = "\n".join(f"3 {title} {abstract} 2 authors · Apr 7, 2024" for title, abstract in printed_pairs())
    with open_text(io.BufferedReader(io.BytesIO(text.encode()))) as source:
        assert recognise(source.head) is FORMATS[0]
        found = [one for one in FORMATS[0].read(source.stream, TODAY) if isinstance(one, Record)]
    assert len(found) == 72
