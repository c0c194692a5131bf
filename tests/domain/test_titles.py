from __future__ import annotations

import io
import time

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Record, fused, move, split_title
from paperreader.domain.titles import boundaries
from paperreader.formats import FORMATS, open_text
from paperreader.formats.table import recognise
from tests.formats.documents import TODAY, read_sample
from tests.strategies import REPEATED, hostile_text, texts


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


@pytest.mark.parametrize("piece", REPEATED)
def test_hostile_repetitions_are_quick(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begin = time.process_time()
    split_title(text)
    assert time.process_time() - begin < 2


def test_a_document_in_one_line_is_read_like_its_pieces() -> None:
    text = "\n".join(f"3 {title} {abstract} 2 authors · Apr 7, 2024" for title, abstract in printed_pairs())
    with open_text(io.BufferedReader(io.BytesIO(text.encode()))) as source:
        assert recognise(source.head) is FORMATS[0]
        found = [one for one in FORMATS[0].read(source.stream, TODAY) if isinstance(one, Record)]
    assert len(found) == 72
