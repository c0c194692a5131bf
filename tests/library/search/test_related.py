"""Related papers: most similar first, by meaningful words, with the words they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from paperreader.domain import Paper, new_uid
from paperreader.language import words
from paperreader.library import Interrupted, LibraryError, Nearest, NoSuchPaper, matches_of
from paperreader.library.search.keyterms import Profile, Spread, Text, forms, singular
from paperreader.library.search.related import Related
from tests.library.papers import Shelf, real_papers
from tests.strategies import hostile_text

MAMBA = Paper(
    title="Mamba: Selective State Space Models",
    abstract="Selective scan makes state space models depend on their input. We show results on 7 tasks in 2023.",
)
SAMBA = Paper(
    title="Samba: Hybrids of Attention and State Spaces",
    abstract="A selective scan and sliding windows. We show results on 7 tasks in 2023.",
)
GALAXY = Paper(title="Dust in Galaxies", abstract="We show results on 7 tasks in 2023, for dust in a selective survey.")
QUBITS = Paper(title="Floquet Qubits", abstract="Programmable interactions of qubits. We show results.")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "library.db")
    yield shelf
    shelf.close()


def nearest(shelf: Shelf, paper: int, limit: int = 50) -> list[Related]:
    return Nearest(shelf.reading).to(paper, limit)


def test_the_nearest_comes_first_with_what_ties_it_phrases_before_words(shelf: Shelf) -> None:
    mamba, samba, galaxy, _ = shelf.add(MAMBA, SAMBA, GALAXY, QUBITS)
    first, second = nearest(shelf, mamba)
    assert (first.paper, second.paper) == (samba, galaxy)
    assert 1 > first.score > second.score > 0
    assert set(first.ties) == {"state spaces", "selective scan"}
    assert second.ties == ("selective",)


def test_numbers_and_what_every_paper_is_written_with_tie_nothing(shelf: Shelf) -> None:
    galaxy, qubits, _ = shelf.add(GALAXY, QUBITS, MAMBA)
    assert qubits not in [one.paper for one in nearest(shelf, galaxy)]
    assert nearest(shelf, qubits) == []


def test_the_same_text_is_as_near_as_can_be(shelf: Shelf) -> None:
    mamba, twin, *_ = shelf.add(MAMBA, MAMBA, SAMBA, GALAXY, QUBITS)
    first, *others = nearest(shelf, mamba)
    assert first.paper == twin
    assert first.score == pytest.approx(1)
    assert all(one.score < 0.9 for one in others)


def test_singular_and_plural_are_one_word(shelf: Shelf) -> None:
    one, other, _ = shelf.add(
        Paper(title="", abstract="A study of the approach by a transformer."),
        Paper(title="", abstract="Case studies: transformers."),
        Paper(title="", abstract="Quantum dots."),
    )
    assert [(found.paper, found.ties) for found in nearest(shelf, one)] == [(other, ("transformers",))]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("studies", "study"),
        ("branches", "branch"),
        ("caches", "cache"),
        ("phases", "phase"),
        ("sizes", "size"),
        ("losses", "loss"),
        ("boxes", "box"),
        ("loss", "loss"),
        ("analysis", "analysis"),
        ("corpus", "corpus"),
        ("gas", "gas"),
        ("llms", "llm"),
    ],
)
def test_singulars(word: str, expected: str) -> None:
    assert singular(word) == expected
    assert {word, expected} <= forms(expected) | {word}
    assert word in forms(word)


def test_characters_of_a_script_without_spaces_make_phrases(shelf: Shelf) -> None:
    one, other, _ = shelf.add(
        Paper(title="量子计算", abstract="机器学习"),
        Paper(title="关于量子计算", abstract=""),
        Paper(title="天文", abstract=""),
    )
    [found] = nearest(shelf, one)
    assert found.paper == other
    assert found.ties == ("量子计算",)
    assert matches_of(found.ties).spans("关于量子计算的") == [(2, 6)]


def test_what_ties_is_marked_in_every_form_but_words_of_a_phrase_only_together() -> None:
    text = "State spaces, a state space; the state. Scans and a scan."
    assert [text[start:end] for start, end in matches_of(("state space", "scan")).spans(text)] == [
        *("State spaces", "state space", "Scans", "scan")
    ]


def test_the_trash_is_not_related_to_anything_but_what_is_in_it_may_be_asked_about(shelf: Shelf) -> None:
    mamba, samba, galaxy, _ = shelf.add(MAMBA, SAMBA, GALAXY, QUBITS)
    shelf.writing.execute(
        "insert into states(uid, paper, read, starred, trashed, created, updated, revision)"
        " values (?, ?, 0, 0, 1, '', '', 1)",
        (new_uid(), samba),
    )
    assert [one.paper for one in nearest(shelf, mamba)] == [galaxy]
    assert nearest(shelf, samba)[0].paper == mamba


def test_a_limit_keeps_the_nearest(shelf: Shelf) -> None:
    mamba, samba, *_ = shelf.add(MAMBA, SAMBA, GALAXY, QUBITS)
    assert [one.paper for one in nearest(shelf, mamba, 1)] == [samba]


def test_a_paper_without_words_has_no_relations(shelf: Shelf) -> None:
    empty, *_ = shelf.add(Paper(title="1 2 3", abstract=""), MAMBA, SAMBA)
    assert nearest(shelf, empty) == []


def test_a_paper_that_there_is_not_is_named(shelf: Shelf) -> None:
    with pytest.raises(NoSuchPaper, match="no paper 7"):
        nearest(shelf, 7)
    assert not shelf.reading.in_transaction


def test_what_was_just_imported_or_removed_counts(shelf: Shelf) -> None:
    mamba, galaxy = shelf.add(MAMBA, GALAXY)
    search = Nearest(shelf.reading)
    assert [one.paper for one in search.to(mamba)] == [galaxy]
    [samba] = shelf.add(SAMBA)
    assert search.to(mamba)[0].paper == samba
    shelf.remove(samba, SAMBA)
    assert [one.paper for one in search.to(mamba)] == [galaxy]


def test_words_in_thousands_of_papers_are_looked_up_together(shelf: Shelf) -> None:
    """A graph kernel is found among 4,500 papers on graphs and as many on kernels, whose titles name neither."""
    graph, kernel = "Shortest paths of a sparse graph.", "Ridge regression by some kernel."
    shelf.add(*[Paper(title="Untitled", abstract=text) for text in (graph, kernel) * 4_500])
    one, other = shelf.add(
        Paper(title="Untitled", abstract="A graph kernel."),
        Paper(title="Untitled", abstract="On a graph kernel, and ridge."),
    )
    found = nearest(shelf, one)
    assert found[0] == Related(other, pytest.approx(0.98, abs=0.05), ("graph kernel",))  # type: ignore[arg-type]


def test_the_other_half_of_a_real_abstract_is_nearly_always_the_nearest(shelf: Shelf) -> None:
    halves = []
    for paper in real_papers():
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", paper.abstract)
        if len(sentences) >= 4:
            halves += [Paper(title=None, abstract=" ".join(sentences[at::2])) for at in (0, 1)]
    ids = shelf.add(*halves)
    search = Nearest(shelf.reading)
    right = [search.to(one)[0].paper == other for one, other in zip(ids[::2], ids[1::2], strict=True)]
    assert len(right) > 60
    assert sum(right) >= 0.85 * len(right)


@given(st.lists(st.tuples(hostile_text(), hostile_text()), min_size=1, max_size=4))
@example([("", "0A"), ("", "0AS")])
def test_whatever_the_texts_are_ties_stand_in_both_and_nearness_is_between_nought_and_one(
    texts: list[tuple[str, str]],
) -> None:
    read = [Text(title, abstract) for title, abstract in [*texts, texts[0]]]
    spread = Counter(word for text in read for word in text.telling_words())
    profile = Profile(read[0], {word: Spread(papers, 0) for word, papers in spread.items()}, 100)
    own = {singular(word) for word in read[0].telling_words()}
    assert profile.weights.keys() <= own
    for text in read:
        ties = {singular(word) for tie in profile.ties(text) for word in words(tie)}
        assert ties <= own & {singular(word) for word in text.telling_words()}
        assert 0 <= profile.nearness(text) <= 1
        assert (profile.nearness(text) > 0) == bool(ties)
    if profile.weights:
        assert profile.nearness(read[-1]) == pytest.approx(1)


def test_whoever_is_interrupted_says_so_and_can_be_asked_again(shelf: Shelf) -> None:
    mamba, samba, *_ = shelf.add(MAMBA, SAMBA, GALAXY, QUBITS)
    search = Nearest(shelf.reading)
    shelf.reading.set_progress_handler(search.interrupt, 1)
    try:
        with pytest.raises(Interrupted):
            search.to(mamba)
    finally:
        shelf.reading.set_progress_handler(None, 0)
    assert not shelf.reading.in_transaction
    assert search.to(mamba)[0].paper == samba


def test_a_damaged_index_is_said_in_words(shelf: Shelf) -> None:
    mamba, *_ = shelf.add(MAMBA, SAMBA)
    shelf.writing.execute("drop table search_words")
    with pytest.raises(LibraryError, match="search_words"):
        nearest(shelf, mamba)
