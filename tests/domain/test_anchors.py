"""A highlighted passage is found again wherever it has moved, and never confused with another."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, example, given, strategies as st

from paperreader.domain import Anchor, anchor, locate
from paperreader.domain.anchors import AROUND
from tests.strategies import hostile_text, texts

ABSTRACT = (
    "We freeze the pretrained weights and inject trainable rank decomposition matrices into each layer of the "
    "Transformer architecture, greatly reducing the number of trainable parameters for downstream tasks. "
    "Compared to GPT-3 175B fine-tuned with Adam, the method can reduce the number of trainable parameters by "
    "10,000 times and the GPU memory requirement by 3 times."
)


def of(passage: str, text: str = ABSTRACT, at: int = 0) -> Anchor:
    start = text.index(passage, at)
    return anchor(text, start, start + len(passage))


def found(one: Anchor, text: str) -> str | None:
    place = locate(one, text)
    return None if place is None else text[slice(*place)]


@given(st.data())
def test_an_unchanged_text_has_every_passage_where_it_was(data: st.DataObject) -> None:
    text = data.draw(texts().filter(bool))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    one = anchor(text, start, end)
    assert locate(one, text) == (start, end)
    assert (one.prefix + one.quote + one.suffix) in text
    assert max(len(one.prefix), len(one.suffix)) <= AROUND


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, int, int, int, str]:
    """Draw a text, a passage of it, and a span outside the passage with its replacement."""
    text = draw(st.one_of(st.just(ABSTRACT), texts(300).filter(lambda text: len(text) > 2)))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    low, high = draw(st.sampled_from([(0, start), (end, len(text))]))
    one, other = sorted(draw(st.tuples(st.integers(low, high), st.integers(low, high))))
    return text, start, end, one, other, draw(texts(60))


@given(edits())
@example((ABSTRACT, 20, 30, 0, 0, ABSTRACT))
def test_a_passage_is_found_after_its_text_was_changed_elsewhere(edit: tuple[str, int, int, int, int, str]) -> None:
    text, start, end, one, other, new = edit
    changed = text[:one] + new + text[other:]
    passage = anchor(text, start, end)
    place = locate(passage, changed)
    moved = start if one >= end else start + len(new) - (other - one)
    if text is ABSTRACT and min(start, len(text) - end) > 2 * AROUND:  # there is enough text on the other side
        assert place is not None
    if place is not None:
        assert changed[slice(*place)] == passage.quote
        if changed.count(passage.quote) == 1:
            assert place == (moved, moved + end - start)


@given(texts(300), texts(300), st.data())
def test_in_another_text_nothing_is_found_that_is_not_the_same_or_nearly(
    text: str, other: str, data: st.DataObject
) -> None:
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = anchor(text, start, end)
    place = locate(passage, other)
    if place is not None:
        assert 0 <= place[0] < place[1] <= len(other)
        assert abs((place[1] - place[0]) - (end - start)) <= max(len(passage.quote), 40)


@given(hostile_text(), hostile_text(), hostile_text(), hostile_text(400), st.integers(-1, 300))
def test_no_text_makes_it_raise(quote: str, prefix: str, suffix: str, text: str, start: int) -> None:
    place = locate(Anchor(quote, prefix, suffix, start, start + len(quote)), text)
    assert place is None or 0 <= place[0] < place[1] <= len(text)


def test_of_two_the_one_is_found_that_stands_where_it_stood() -> None:
    second = of("trainable parameters", at=ABSTRACT.index("Compared"))
    changed = "Large models are costly. " + ABSTRACT
    assert locate(second, changed) == (second.start + 25, second.end + 25)
    first = of("trainable parameters")
    assert locate(first, changed) == (first.start + 25, first.end + 25)
    assert found(second, ABSTRACT[: ABSTRACT.index("Compared")]) is None


def test_of_two_in_the_same_surroundings_the_nearest_is_found() -> None:
    text = "; ".join(["the very same words around it"] * 5)
    third = of("words", text, at=75)
    assert locate(third, "x" + text) == (third.start + 1, third.end + 1)


@pytest.mark.parametrize(
    ("quote", "text", "wanted"),
    [
        (
            "number of trainable parameters",
            "the number  of\ntrainable parameters is",
            "number  of\ntrainable parameters",
        ),
        ("number of trainable parameters", "the Number Of Trainable Parameters is", "Number Of Trainable Parameters"),
        ("efficient finite floors", "eﬃcient ﬁnite ﬂoors here", "eﬃcient ﬁnite ﬂoors"),
        ("an eﬃcient ﬁnite ﬂoor.", "an efficient finite floor. Go", "an efficient finite floor."),
        (
            "the Erdős–Rényi random graphs",
            "On the Erd\\H{o}s--R\\'enyi random graphs we",
            "the Erd\\H{o}s--R\\'enyi random graphs",
        ),
        ("of order $\\mathcal{O}(\\alpha n^2)$ in time", "of order O(αn²) in time, so", "of order O(αn²) in time"),
        ("of order O(αn²) in expected time", "of order $O(\\alpha n^{2})$ in expected time", None),
        ("Schrödinger’s equation is naïve", "the Schro\u0308dinger's equation is nai\u0308ve\u0301 .", None),
        (
            "量子计算与机器学习的方法和理论及其应用在实践中的",
            "新量子计算与机器学习的方法 和理论及其应用在实践中的。",
            None,
        ),
    ],
)
def test_a_passage_is_found_by_its_letters(quote: str, text: str, wanted: str | None) -> None:
    before = "What was shown is this: "
    place = locate(Anchor(quote, before, "", 9, 9 + len(quote)), before + text)
    assert place is not None
    if wanted is not None:
        assert (before + text)[slice(*place)] == wanted


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("decomposition", "decompositions", "inject trainable rank decompositions matrices into each layer"),
        ("trainable rank", "trainable low rank", "inject trainable low rank decomposition matrices into each layer"),
        ("matrices into", "matrixes in to", "inject trainable rank decomposition matrixes in to each layer"),
        ("inject", "Inject", "Inject trainable rank decomposition matrices into each layer"),
        (
            "inject trainable rank",
            "injekt trainabel rank",
            "injekt trainabel rank decomposition matrices into each layer",
        ),
    ],
)
def test_a_passage_is_found_with_a_few_letters_changed(old: str, new: str, wanted: str) -> None:
    one = of("inject trainable rank decomposition matrices into each layer")
    assert found(one, "Indeed, " + ABSTRACT.replace(old, new, 1)) == wanted


def test_what_was_rewritten_is_not_found() -> None:
    one = of("greatly reducing the number of trainable parameters for downstream tasks")
    rewritten = ABSTRACT.replace(one.quote, "which makes the adaptation of large models to many tasks cheap")
    assert found(one, rewritten) is None
    assert found(one, "") is None
    assert found(one, "An abstract on something else, which reduces no parameter and has no downstream task.") is None


def test_a_short_word_elsewhere_is_not_taken_for_one_that_is_gone() -> None:
    one = of("memory")
    gone = ABSTRACT.replace("GPU memory", "space") + " Human memory is another thing."
    assert found(one, gone) is None


def test_what_stands_twice_nearly_the_same_is_not_guessed() -> None:
    one = Anchor("the number of trainable parameters was reduced", "", "", -1, -1)
    text = "The numbers of trainable parameters was reduced. Then: the number of trainable parameter was reduced."
    assert found(one, text) is None


def test_an_unknown_place_is_found_by_what_stands_there_once() -> None:
    quote = "rank decomposition matrices into each layer"
    assert found(Anchor(quote, "", "", -1, -1), ABSTRACT) == quote
    assert found(Anchor("parameters", "", "", -1, -1), ABSTRACT) is None
    assert found(Anchor("", "", "", -1, -1), ABSTRACT) is None


def test_looking_for_what_is_gone_takes_no_time() -> None:
    one = anchor("a b " * 5_000, 0, 8_000)
    began = time.process_time()
    assert found(one, "b c d " * 30_000) is None
    assert found(of("greatly reducing the number of trainable parameters"), "number reducing greatly " * 800) is None
    assert time.process_time() - began < 2
