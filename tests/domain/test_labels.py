from __future__ import annotations

import time

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import label_of
from tests.formats.documents import read_sample
from tests.strategies import REPEATED, hostile_text, texts


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


@pytest.mark.parametrize("piece", REPEATED)
def test_hostile_repetitions_are_quick(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begin = time.process_time()
    label_of(text)
    assert time.process_time() - begin < 2
