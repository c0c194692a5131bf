from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import (
    Identifier,
    Paper,
    PartialDate,
    TitleFrom,
    arxiv_identifiers,
    doi_identifier,
    identifiers_in,
)
from paperreader.identity import fingerprint, merge, record_hash
from tests.strategies import hostile_text, papers

NEW = Identifier("arxiv", "2403.13043")
OLD = Identifier("arxiv", "hep-th/9901001")
ABSTRACT = (
    "We show that the letters of an abstract say which paper it is, whatever becomes of their marks, and of the spaces."
)


@pytest.mark.parametrize(
    "text",
    [
        "2403.13043",
        "arXiv:2403.13043",
        "arxiv: 2403.13043",
        "https://arxiv.org/abs/2403.13043",
        "https://arxiv.org/pdf/2403.13043.pdf",
        "https://huggingface.co/papers/2403.13043",
        "https://ar5iv.labs.arxiv.org/html/2403.13043?x=1",
        "oai:arXiv.org:2403.13043",
        "https://doi.org/10.48550/arXiv.2403.13043",
        "(2403.13043).",
    ],
)
def test_an_arxiv_id_is_found_in_every_dress(text: str) -> None:
    assert arxiv_identifiers(text) == (NEW,)
    assert identifiers_in(text) == (NEW,)


@pytest.mark.parametrize("text", ["hep-th/9901001", "arXiv:hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"])
def test_old_ids_are_found_too(text: str) -> None:
    assert arxiv_identifiers(text) == (OLD,)


def test_a_version_is_split_off_and_kept() -> None:
    version = Identifier("arxiv_version", "2403.13043v2")
    assert arxiv_identifiers("2403.13043v2") == (NEW, version)
    assert arxiv_identifiers("https://arxiv.org/pdf/2403.13043v2.pdf") == (NEW, version)
    assert arxiv_identifiers("math.gt/0309136v1") == (
        Identifier("arxiv", "math/0309136"),
        Identifier("arxiv_version", "math/0309136v1"),
    )


@pytest.mark.parametrize("text", ["math.AG/0601001", "math/0601001", "MATH.AG/0601001", "abs/math.AG/0601001"])
def test_an_old_id_is_the_same_with_its_subject_and_without(text: str) -> None:
    assert arxiv_identifiers(text) == (Identifier("arxiv", "math/0601001"),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12403.13043",
        "2403.130431",
        "2413.13043",
        "3.14159",
        "and/9901001",
        "2403.13043.5",
        "10.1000/2403",
    ],
)
def test_what_only_looks_like_an_arxiv_id_is_none(text: str) -> None:
    assert arxiv_identifiers(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10.1103/PhysRevD.76.013009", "10.1103/physrevd.76.013009"),
        ("https://doi.org/10.1000/ABC.", "10.1000/abc"),
        ("(doi:10.1016/S0140-6736(20)30183-5)", "10.1016/s0140-6736(20)30183-5"),
        ("doi 10.1000/x, and more", "10.1000/x"),
    ],
)
def test_a_doi_is_lower_case_without_its_resolver(text: str, value: str) -> None:
    assert doi_identifier(text) == Identifier("doi", value)


def test_digits_inside_of_a_doi_are_no_arxiv_id() -> None:
    assert identifiers_in("10.1145/2403.13043") == (Identifier("doi", "10.1145/2403.13043"),)


def test_a_line_with_several_identifiers_gives_them_all() -> None:
    assert identifiers_in("2403.13043, 10.1000/x and PMID: 123") == (
        NEW,
        Identifier("doi", "10.1000/x"),
        Identifier("pmid", "123"),
    )


@given(hostile_text())
def test_any_text_can_be_searched_for_identifiers(text: str) -> None:
    for one in identifiers_in(text):
        assert identifiers_in(one.value) or one.scheme == "pmid"


@given(st.sampled_from((str.upper, str.lower, str.split)))
def test_a_fingerprint_is_the_same_for_the_same_letters(change: object) -> None:
    assert callable(change)
    changed = change(ABSTRACT)
    other = changed if isinstance(changed, str) else "\n  ".join(changed).replace(",", " — ")
    assert fingerprint(Paper(abstract=other)) == fingerprint(Paper(abstract=ABSTRACT)) is not None


def test_accents_and_forms_of_letters_do_not_count() -> None:
    assert fingerprint(Paper(abstract=ABSTRACT.replace("fi", "ﬁ").replace("e", "é"))) == fingerprint(
        Paper(abstract=ABSTRACT)
    )


def test_too_little_text_has_no_fingerprint() -> None:
    assert fingerprint(Paper()) is None
    assert fingerprint(Paper(title="Technical Report", abstract="Short.")) is None
    assert fingerprint(Paper(title="— — — —")) is None
    assert fingerprint(Paper(title="A Title of Five Words")) is not None


def test_another_text_has_another_fingerprint() -> None:
    assert fingerprint(Paper(abstract=ABSTRACT + "x")) != fingerprint(Paper(abstract=ABSTRACT))


@given(papers())
def test_hashes_fit_into_a_signed_64_bit_integer(paper: Paper) -> None:
    assert 0 <= record_hash(paper) < 2**63
    assert fingerprint(paper) is None or 0 <= (fingerprint(paper) or 0) < 2**63


@given(papers(), papers())
def test_a_record_hash_differs_where_a_field_does(one: Paper, other: Paper) -> None:
    inferred = [paper.published and paper.published.inferred for paper in (one, other)]
    same = one == other and inferred[0] == inferred[1]
    assert (record_hash(one) == record_hash(other)) == same


def test_a_record_hash_is_the_same_in_every_process() -> None:
    code = "from paperreader.identity.fingerprints import *; print(record_hash(Paper(title='é', abstract='x')))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(printed) == record_hash(Paper(title="é", abstract="x"))


@given(papers())
def test_merging_a_paper_with_itself_or_nothing_changes_nothing(paper: Paper) -> None:
    assert merge(paper, paper) == paper
    assert merge(paper, Paper()) == paper
    assert merge(Paper(), paper) == paper


@given(papers(), papers())
def test_merging_twice_is_merging_once(old: Paper, new: Paper) -> None:
    once = merge(old, new)
    assert merge(once, new) == once
    assert set(once.identifiers) == {*old.identifiers, *new.identifiers}
    assert once.abstract in ({old.abstract, new.abstract} - {""} or {""})


def test_a_printed_title_beats_a_split_one_beats_none() -> None:
    none = Paper(title_from=TitleFrom.DERIVED, abstract="x")
    split = Paper("Split", TitleFrom.SPLIT, 0.9, "x")
    printed = Paper("Printed", TitleFrom.PRINTED, abstract="x")
    assert merge(none, split).title == merge(split, none).title == "Split"
    assert merge(split, printed) == merge(printed, split) == printed
    assert merge(none, split).title_confidence == 0.9


def test_the_latest_votes_and_the_better_date_win() -> None:
    guessed, exact = PartialDate(2025, 4, 7, inferred=True), PartialDate(2024, 4)
    old = Paper(upvotes=3, comments=1, published=guessed)
    merged = merge(old, Paper(upvotes=5, published=exact))
    assert (merged.upvotes, merged.comments, merged.published) == (5, 1, exact)
    assert merge(replace(old, published=exact), old).published == exact
    assert str(merge(Paper(published=exact), Paper(published=PartialDate(2024, 4, 9))).published) == "2024-04-09"
