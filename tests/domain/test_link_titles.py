"""Links by uid are edited as words and stored as they were; ids are put into words for people."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import AS_STORED, LinkedPaper, LinkTitles, Wording, colour_label, colours_called, title_and_key

ONE = "0190e1c2-7b5a-7000-8000-000000000001"
TWO = "0190e1c2-7b5a-7000-8000-000000000002"
GONE = "0190e1c2-7b5a-7000-8000-00000000dead"
PAPERS = {
    ONE: LinkedPaper(ONE, "On [Engines] | of all kinds", "lovelace1843engines", None),
    TWO: LinkedPaper(TWO, "On [Engines] | of all kinds", "turing1936engines", "https://doi.org/10.1000/x"),
    "10.1000/x": LinkedPaper(TWO, "Two", "turing1936engines", "https://doi.org/10.1000/x"),
}


def linked(targets: Iterable[str]) -> dict[str, LinkedPaper]:
    return {one: PAPERS[one] for one in targets if one in PAPERS}


def edited(text: str) -> tuple[LinkTitles, str]:
    titles = LinkTitles(linked, text)
    return titles, titles.shown(text)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (f"see [[{ONE}]].", "see [[On Engines of all kinds]]."),
        (f"see [[{ONE}|mine]].", "see [[mine]]."),
        (f"[[{ONE}]] [[{TWO}]]", "[[On Engines of all kinds]] [[On Engines of all kinds (2)]]"),
        (f"[[{ONE}|a]] [[{TWO}|a]] [[{ONE}|a]]", "[[a]] [[a (2)]] [[a]]"),
        (f"[[a]] [[{ONE}|a]]", "[[a]] [[a (2)]]"),
        (f"[[{GONE}]]", "[[a paper that is not here]]"),
        ("[[10.1000/x]] [[#todo]] [[10.1000/x|two]]", "[[10.1000/x]] [[#todo]] [[10.1000/x|two]]"),
    ],
)
def test_a_link_by_uid_is_edited_as_words_and_stored_as_it_was(stored: str, shown: str) -> None:
    titles, text = edited(stored)
    assert text == shown
    assert titles.stored(text) == stored


def test_words_of_ones_own_are_written_behind_a_bar() -> None:
    titles, text = edited(f"[[{ONE}]]")
    assert titles.stored(text.replace("]]", "|the first]]")) == f"[[{ONE}|the first]]"


@given(
    st.lists(
        st.sampled_from([f"[[{ONE}]]", f"[[{TWO}|", f"[[{ONE.upper()}|#]]", f"[[ {GONE} | # ]]", "[[", "]]", "|", "#"])
        | st.text("ab[]|# (2)\n", max_size=5) | st.just("x" * 400),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_a_note_that_is_not_changed_is_stored_as_it_was(text: str) -> None:
    titles, shown = edited(text)
    assert titles.stored(shown) == text
    for uid in (ONE, GONE):
        assert f"[[{uid}" not in shown or f"[[{uid}" in AS_STORED.note(text, title_and_key)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (f"see [[{ONE}]].", "see On [Engines] | of all kinds (lovelace1843engines)."),
        ("see [[10.1000/x]] and [[10.1000/x|this]]", "see Two (turing1936engines) and this (turing1936engines)"),
        (f"[[{GONE}]] [[{GONE}|that]]", "a paper that is not here that"),
        ("[[10.1000/y]] [[#todo]] [[ -f x ]]", "[[10.1000/y]] [[#todo]] [[ -f x ]]"),
    ],
)
def test_a_note_in_words_has_titles_and_keys_for_links(stored: str, said: str) -> None:
    assert Wording({}, linked).note(stored, title_and_key) == said


def test_a_colour_is_called_by_itself_by_its_name_or_by_their_beginning() -> None:
    names = {"green": "Méthode", "blue": "purple prose"}
    assert colour_label("green", names) == "Méthode (green)"
    assert colour_label("pink", names) == "pink"
    assert (
        colours_called("GREEN", names)
        == colours_called("me\u0301thode", names)
        == colours_called("gr", names)
        == ["green"]
    )
    assert colours_called("purple", names) == ["purple"]
    assert colours_called("pu", names) == ["blue", "purple"]
    assert colours_called("orange", names) == ["orange"]
