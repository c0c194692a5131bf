"""Links in notes are found as they were written, and nothing else is taken for one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from paperreader.domain import references
from tests.strategies import hostile_text


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see [[2106.09685]].", [("2106.09685", "2106.09685")]),
        ("[[10.1000/lora|LoRA]] and [[ #todo ]]", [("10.1000/lora", "LoRA"), ("#todo", "#todo")]),
        ("[[https://arxiv.org/abs/2106.09685| ]]", [("https://arxiv.org/abs/2106.09685",) * 2]),
        ("[[[a]]]", [("a", "a")]),
        ("[[a]][[b]]", [("a", "a"), ("b", "b")]),
        ("[[10.1890/1(2)[0001:abc]2.0.co;2|x]]", [("10.1890/1(2)[0001:abc]2.0.co;2", "x")]),
        ("[[]] [[ ]] [[#]] [[|x]] [[a\nb]] [a] [[a] [[a[b]]", []),
        ("[[a|b|c]]", [("a", "b|c")]),
    ],
)
def test_links_are_told_from_what_looks_like_them(text: str, links: list[tuple[str, str]]) -> None:
    assert [(one.target, one.shown) for one in references(text)] == links


def test_a_link_to_a_tag_says_which() -> None:
    assert [one.tag for one in references("[[#a/b]] [[# c]] [[2106.09685#d]]")] == ["a/b", "c", None]


@given(hostile_text(400))
def test_links_stand_apart_and_in_order_in_any_text(text: str) -> None:
    before = 0
    for one in references(text):
        assert before <= one.start < one.end <= len(text)
        assert text[one.start : one.start + 2] + text[one.end - 2 : one.end] == "[[]]"
        assert one.target
        assert one.target in text[one.start : one.end]
        before = one.end


def test_brackets_without_end_take_no_time() -> None:
    began = time.process_time()
    assert references("[[" * 100_000) == references("[[a|" * 50_000) == references("[[" + "a" * 200_000) == []
    assert references("[[" + "a[b]c" * 50_000) == references("[[a[b]c" * 30_000) == []
    assert time.process_time() - began < 2
