"""Copies of a text are told from other texts, and better copies from damaged ones."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Paper, PartialDate, TitleFrom
from paperreader.identity import STORED, Likeness, Verdict, likeness, merge, prints
from paperreader.identity.similarity import PROBED, SAME, compare_copies, containment, grams, letters, ratio
from tests.benchmarks import bench_merging
from tests.library.papers import real_papers
from tests.strategies import papers, texts

TEXT = (
    "We study how rivers remember the shape of the hills that they came from, and find that sediment keeps a record of "
    "slopes which are long gone. A model of transport with three parameters reproduces what was measured in forty "
    "valleys, and predicts the age of terraces within a tenth. Its code and the measurements are free to use."
)


def printed(title: str, abstract: str = "", **more: object) -> Paper:
    return Paper(title=title, title_from=TitleFrom.PRINTED, abstract=abstract, **more)  # type: ignore[arg-type]


def verdict(one: Paper, other: Paper) -> Verdict:
    return likeness(one, other).verdict


@given(texts())
def test_spaces_case_and_punctuation_do_not_count(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert letters(text) == letters("".join(text.split())) == letters(f" ({text})… ")
    assert letters(plain) == letters(plain.upper()) == letters(f"–{plain}")


@given(texts(2000), st.integers(1, 8))
def test_grams_are_few_different_and_in_order(text: str, most: int) -> None:
    found = grams(letters(text), most)
    assert found == sorted(set(found))[:most]
    assert grams(letters(text), 99)[:most] == found
    assert all(0 <= gram < 2**32 for gram in found)


@given(texts(600), texts(600))
def test_ratio_and_containment_go_from_nothing_to_all_and_both_ways(one: str, other: str) -> None:
    mine, theirs = letters(one), letters(other)
    assert 0 <= ratio(mine, theirs) <= 1
    assert ratio(mine, theirs) == pytest.approx(ratio(theirs, mine))
    assert 0 <= containment(mine, theirs) == containment(theirs, mine) <= 1
    assert ratio(mine, mine) == 1


@settings(max_examples=50)
@given(papers(), papers())
def test_which_of_two_papers_comes_first_changes_nothing(one: Paper, other: Paper) -> None:
    there, back = likeness(one, other), likeness(other, one)
    assert there.verdict is back.verdict
    assert there.score == pytest.approx(back.score)
    assert (there.verdict is Verdict.OTHER) == (there == Likeness(Verdict.OTHER, 0.0, ""))


def test_real_papers_are_told_apart_and_found_by_half_of_their_text() -> None:
    real = [paper for paper in real_papers() if len(paper.abstract) >= 300]
    found = 0
    for number, paper in enumerate(real):
        assert verdict(paper, real[number - 1]) is Verdict.OTHER
        half = prints(Paper(abstract=paper.abstract[: len(paper.abstract) * 2 // 3]))
        found += bool(set(prints(paper).grams[:STORED]) & set(half.grams[:PROBED]))
    assert found >= 0.9 * len(real)


def test_no_two_real_papers_are_taken_for_one_and_damaged_copies_are_found() -> None:
    some = random.Random(7).sample(bench_merging.real_papers(beyond=False), 60)
    for damage in (bench_merging.everything, bench_merging.running_on, bench_merging.as_it_is):
        counts = bench_merging.outcomes(some, damage)
        assert counts["false"] == 0
        assert counts["merged"] >= 57


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Paper(abstract=TEXT), Paper(abstract=TEXT.upper().replace(" ", "  ")), Verdict.SAME),
        (Paper(abstract=TEXT), Paper(abstract=TEXT.replace("the ", "the")), Verdict.SAME),
        (Paper(abstract=TEXT), Paper(abstract="Before. " + TEXT + " 1 Introduction " + TEXT[::-1]), Verdict.SAME),
        (Paper(abstract=TEXT), Paper(abstract=TEXT[:150]), Verdict.DOUBTFUL),
        (printed("A Title of Four Words", TEXT), printed("A title of four words", TEXT[:150]), Verdict.SAME),
        (printed("A Title of Four Words", TEXT), printed("A Title of Four Words", TEXT[::-1]), Verdict.DOUBTFUL),
        (printed("Survey of Rivers I", TEXT), printed("Survey of Rivers II", TEXT), Verdict.DOUBTFUL),
        (printed("Notes on It"), printed("Notes on It"), Verdict.OTHER),
        (Paper(), Paper(), Verdict.OTHER),
    ],
)
def test_texts_say_whether_two_papers_are_one(one: Paper, other: Paper, expected: Verdict) -> None:
    assert verdict(one, other) is expected


NOTICE = (
    "This article has been withdrawn at the request of the author(s) and/or editor. The Publisher apologizes for any "
    "inconvenience this may cause. The full policy on article withdrawal can be found on our pages."
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            ("Effects of Coffee on Sleep", NOTICE, "A One"),
            ("Steel Beams under Heavy Load", NOTICE, "B Two"),
            "doubtful",
        ),
        (("Effects of Coffee on Sleep", NOTICE), ("Steel Beams under Heavy Load", NOTICE), "doubtful"),
        (("Effects of Coffee on Sleep", NOTICE * 2, "A One"), ("Steel Beams under Load", NOTICE * 2, "B"), "doubtful"),
        (("Effects of Coffee on Sleep", NOTICE, "A One"), ("Effects of coffee on sleep", NOTICE, "A. One"), "same"),
        # A renamed paper still has its authors.
        (("What Rivers Remember of Hills", TEXT, "A One"), ("Memory of Slopes in Sediment", TEXT, "Ann One"), "same"),
        (("What Rivers Remember of Hills", TEXT), ("Memory of Slopes in Sediment", TEXT), "same"),
    ],
)
def test_a_notice_that_many_papers_have_does_not_make_them_one(
    one: tuple[str, ...], other: tuple[str, ...], expected: str
) -> None:
    papers = [printed(title, abstract, authors=tuple(authors)) for title, abstract, *authors in (one, other)]
    assert verdict(*papers) == expected


def ids(scheme: str, *values: str) -> tuple[Identifier, ...]:
    return tuple(Identifier(scheme, value) for value in values)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (ids("arxiv", "2403.00001"), ids("arxiv", "2403.00002"), Verdict.OTHER),
        (ids("arxiv", "2403.00001"), ids("doi", "10.1000/x"), Verdict.SAME),
        (ids("pmid", "1"), ids("pmid", "2"), Verdict.DOUBTFUL),
        (ids("pmid", "1"), ids("pmid", "1", "2"), Verdict.SAME),
        (ids("doi", "10.1101/a"), ids("doi", "10.1038/b"), Verdict.SAME),
        (ids("doi", "10.1101/a"), ids("doi", "10.1101/b"), Verdict.DOUBTFUL),
    ],
)
def test_identifiers_can_speak_against_the_same_text(
    one: tuple[Identifier, ...], other: tuple[Identifier, ...], expected: Verdict
) -> None:
    assert verdict(Paper(abstract=TEXT, identifiers=one), Paper(abstract=TEXT, identifiers=other)) is expected


def test_papers_by_one_pattern_under_other_titles_are_asked_about() -> None:
    moth = (
        "We present a genome assembly from an individual male Noctua pronuba (the Large Yellow Underwing; Arthropoda; "
        "Insecta; Lepidoptera; Noctuidae). The genome sequence is 529 megabases in span. Most of the assembly is "
        "scaffolded into 31 chromosomal pseudomolecules with the Z sex chromosome assembled. The mitochondrial genome "
        "has also been assembled and is 15.3 kilobases in length."
    )
    other = moth.replace("Noctua pronuba", "Xestia sexstrigata").replace("Large Yellow Underwing", "Six-striped Rustic")
    one = printed("The genome sequence of the Large Yellow Underwing, Noctua pronuba (Linnaeus, 1758)", moth)
    assert verdict(one, printed("The sequenced genes of the Six-striped Rustic", other)) is Verdict.DOUBTFUL


SMITH = printed("What Rivers Remember of Hills", authors=("Smith, Ann",), published=PartialDate(2020))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (SMITH, Verdict.SAME),
        (replace(SMITH, authors=("Ann Smith", "B. Jones")), Verdict.SAME),
        (replace(SMITH, authors=("Smith A.B. Jones",), venue="Rivers"), Verdict.SAME),
        (replace(SMITH, authors=("B. Jones", "Ann Smith")), Verdict.DOUBTFUL),
        (replace(SMITH, published=PartialDate(2021)), Verdict.DOUBTFUL),
        (replace(SMITH, published=PartialDate(2021), venue="bioRxiv"), Verdict.SAME),
        (replace(SMITH, authors=()), Verdict.DOUBTFUL),
        (replace(SMITH, authors=("B. Jones",)), Verdict.OTHER),
        (replace(SMITH, published=PartialDate(2023)), Verdict.OTHER),
    ],
)
def test_a_title_alone_needs_years_and_authors_that_agree(other: Paper, expected: Verdict) -> None:
    assert verdict(SMITH, other) is expected


@pytest.mark.parametrize(
    "damaged",
    [
        TEXT.replace("the shape of", "theshapeof"),
        TEXT[:-20],
        TEXT[:200] + "…",
        TEXT.replace("sediment", "sedi- ment").replace("parameters", "para- meters"),
        TEXT.replace(". A model", ".A model"),
        TEXT.replace("; ", ";").replace("rivers", "ri\ufffdvers").replace("hills", "hi\ufffdlls"),
        TEXT + " 1 Introduction It has long been known that rivers flow, and that hills do not.",
    ],
)
def test_the_undamaged_copy_stays_whichever_comes_first(damaged: str) -> None:
    assert compare_copies(damaged, TEXT) is True
    assert compare_copies(TEXT, damaged) is False


@pytest.mark.parametrize(
    "tail",
    [
        "© 2020 Elsevier B.V. All rights reserved.",
        "(C) 2020 Elsevier Ltd.",
        "Copyright © 2020 The Author(s). Published by Elsevier Inc. All rights reserved.",
        "Crown Copyright © 2020 Published by Elsevier Ltd.",
        "Copyright 2003 Wiley-Liss, Inc.",
        "This article is protected by copyright. All rights reserved.",
        "(PsycINFO Database Record (c) 2016 APA, all rights reserved).",
        "© The Author(s) 2020",
    ],
)
def test_what_a_publisher_adds_makes_no_copy_better(tail: str) -> None:
    for between in (" ", "\n", "\n\n"):
        tailed = f"{TEXT}{between}{tail}"
        assert compare_copies(TEXT, tailed) is False
        assert compare_copies(tailed, TEXT) is False
        assert compare_copies(f"{TEXT[:-60]} {tail}", TEXT) is True
        assert compare_copies(tailed, TEXT[:-60]) is False
        assert merge(Paper(abstract=tailed), Paper(abstract=TEXT)).abstract == tailed


def test_a_text_about_copyright_has_no_tail() -> None:
    about = f"{TEXT} Copyright law is old. We show (a) that, (b) why, and (c) how it changed in 1976 and later."
    assert compare_copies(about[:-40], about) is True
    assert compare_copies("© 2020 Elsevier", "© 2020 Elsevier B.V.") is True


def test_texts_that_are_no_copies_are_not_compared() -> None:
    assert compare_copies(TEXT, "Something else entirely, which is about bees and what they dance about.") is None
    assert compare_copies("…", "—") is None


@settings(max_examples=50)
@given(texts(400), texts(400))
def test_of_two_copies_at_most_one_is_better(one: str, other: str) -> None:
    assert not (compare_copies(one, other) and compare_copies(other, one))


def test_a_newer_version_with_another_text_wins_and_an_older_one_does_not() -> None:
    old = Paper(abstract=TEXT, identifiers=ids("arxiv", "2403.00001") + ids("arxiv_version", "2403.00001v1"))
    new = replace(
        old,
        abstract="Bees dance longer, and nobody knew why. " * 9,
        identifiers=ids("arxiv", "2403.00001") + ids("arxiv_version", "2403.00001v2"),
    )
    assert merge(old, new).abstract == merge(new, old).abstract == new.abstract


def test_a_summary_gives_way_to_an_abstract_and_never_takes_its_place() -> None:
    summary, whole = Paper(abstract="Rivers remember hills."), Paper(abstract=TEXT * 2)
    assert merge(summary, whole).abstract == merge(whole, summary).abstract == whole.abstract


def test_the_journal_the_longer_list_of_authors_and_all_keywords_stay() -> None:
    preprint = Paper(title="T", venue="arXiv:2403.00001", authors=("A. B.",), keywords=("x",))
    journal = Paper(title="T", venue="Nature", authors=("A. B.", "C. D."), keywords=("y", "x"))
    for merged, words in ((merge(preprint, journal), ("x", "y")), (merge(journal, preprint), ("y", "x"))):
        assert (merged.venue, merged.authors, merged.keywords) == ("Nature", journal.authors, words)


def test_a_keyword_stays_as_it_was_spelt_first() -> None:
    one, other = Paper(keywords=("Deep Learning", "RNA")), Paper(keywords=("deep learning", "rna", "Rna", "cells"))
    assert merge(one, other).keywords == ("Deep Learning", "RNA", "cells")
    assert merge(other, one).keywords == ("deep learning", "rna", "Rna", "cells")


def test_what_is_the_same_is_said_in_words() -> None:
    assert likeness(Paper(abstract=TEXT), Paper(abstract=TEXT)).why == "the same abstract"
    assert likeness(SMITH, replace(SMITH, authors=())).why == "titles 100% alike, no abstract to compare"
    assert likeness(Paper(abstract=TEXT), Paper(abstract=TEXT.replace("the ", "those "))).score > SAME
