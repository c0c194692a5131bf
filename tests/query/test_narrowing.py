"""A filter is added to whatever was typed, told from what is there, and taken away again."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from paperreader.query import FIELDS, And, filter_text, filters, has_filter, parse, with_filter, without_filter

FACETS = ("author", "venue", "year", "cat", "source")
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
TYPED = st.lists(
    st.sampled_from(
        'lora|-survey|"state space"|OR|(|)|year:2024|author:"Ada Lovelace"|is:unread|neur|'
        '-year:2024|cat:(cs|title:|sort:date|10:30|"|-'.split("|")
    ),
    max_size=6,
).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "field", "value", "narrowed"),
    [
        ("", "author", "Ada Lovelace", 'author:"Ada Lovelace"'),
        ("neur", "year", "2024", "year:2024 neur"),
        ("a OR b ", "venue", "JMLR", 'venue:"JMLR" (a OR b)'),
        ("a OR neur", "venue", "JMLR", 'venue:"JMLR" (a OR neur'),
        ("", "source", 'the "new" list.txt', 'source:"list.txt"'),
        ("", "author", 'Ada "Countess" Lovelace', 'author:"Ada  Countess  Lovelace"'),
        ("lora", "venue", "—", "lora"),
    ],
)
def test_a_filter_goes_before_what_was_typed(typed: str, field: str, value: str, narrowed: str) -> None:
    assert with_filter(typed, field, value) == narrowed


@pytest.mark.parametrize(
    ("typed", "field", "value", "left"),
    [
        ("year:2024 lora", "year", "2024", "lora"),
        ("lora year:2024", "year", "2024", "lora"),
        ("author:lovelace  lora", "author", "Lovelace", "author:lovelace  lora"),
        ('lora category:"cs.LG"', "cat", "cs.LG", "lora"),
        ("-year:2024", "year", "2024", "-year:2024"),
        ("(year:2024)", "year", "2024", "(year:2024)"),
        ("year:2024 OR lora", "year", "2024", "year:2024 OR lora"),
        ("lora", "year", "2024", "lora"),
    ],
)
def test_only_a_filter_that_stands_by_itself_is_taken_away(typed: str, field: str, value: str, left: str) -> None:
    assert without_filter(typed, field, value) == left
    assert has_filter(typed, field, value) == (left != typed)


def test_filters_are_told_with_their_fields_and_places() -> None:
    text = 'lora author:"Ada Lovelace" -venue:x cat:(a b) year:2024'
    assert [(one.field, one.value, text[one.start : one.end]) for one in filters(text)] == [
        ("author", "Ada Lovelace", 'author:"Ada Lovelace"'),
        ("year", "2024", "year:2024"),
    ]


@given(TYPED, st.sampled_from(FACETS), NAMES)
def test_what_is_added_is_found_and_taken_away_again(typed: str, field: str, value: str) -> None:
    value = "2024" if field == "year" else value
    narrowed = with_filter(typed, field, value)
    if not filter_text(field, value):
        assert narrowed == typed
        return
    assert has_filter(narrowed, field, value)
    root, added = parse(narrowed).root, parse(filter_text(field, value)).root
    assert root == added or (isinstance(root, And) and set(_parts(added)) <= set(_parts(root)))
    if not has_filter(typed, field, value):
        assert not has_filter(without_filter(narrowed, field, value), field, value)


def _parts(node: object) -> tuple[object, ...]:
    return node.nodes if isinstance(node, And) else (node,)


@given(TYPED)
def test_no_field_of_a_filter_is_unknown(typed: str) -> None:
    assert all(one.field in FIELDS and one.value for one in filters(typed))
