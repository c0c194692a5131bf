"""A quotation is found exactly where it is in the abstract."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, strategies as st

from paperreader.cli.core.failure import Failure
from paperreader.cli.core.quotes import locate_quote
from paperreader.domain import clean

TEXTS = st.text(max_size=60).map(clean)


@given(TEXTS, TEXTS, TEXTS)
def test_what_stands_in_a_text_is_found_in_it(before: str, quote: str, after: str) -> None:
    text, wanted = before + quote + after, quote.strip()
    if not "".join(quote.split()):
        return
    for nth in range(1, text.count(wanted) + 1):
        start, end = locate_quote(text, quote, nth)
        assert text[start:end] == wanted
    with pytest.raises(Failure):
        locate_quote(text, quote, text.count(wanted) + 1)


@given(st.text("ab \n$\\{}^_2", max_size=40), st.text("ab \n$\\{}^_2", max_size=6), st.integers(1, 3) | st.none())
def test_whatever_is_quoted_a_place_is_in_the_text_or_it_is_said_why_not(
    text: str, quote: str, nth: int | None
) -> None:
    with contextlib.suppress(Failure):
        start, end = locate_quote(text, quote, nth)
        assert 0 <= start < end <= len(text)


@given(st.lists(st.sampled_from(["Läuft", "in", "ﬁve", "steps", "—", "“now”"]), min_size=1, max_size=6))
def test_case_and_spaces_do_not_matter(words: list[str]) -> None:
    text = f"First: {'  '.join(words)}. Last."
    start, end = locate_quote(text, " ".join(words).upper())
    assert text[start:end].split() == words
