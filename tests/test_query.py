"""The query language: any text is a query, and says what it could not understand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.query import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_WORDS,
    And,
    Compare,
    Has,
    Is,
    Node,
    Not,
    Or,
    Phrase,
    Sort,
    Value,
    Word,
    parse,
)
from paperreader.words import tokens, word_set, words

PIECES = st.sampled_from(
    """( ) - OR AND " ' ^ title: abstract:x note:" tag:todo tag:"to do" is:unread is:un is:nonsense has:note
    untagged Untagged year:2022..2024 year:>=20 upvotes:>=10 added:>7d added:2024-05 sort:-date sort:x foo:bar
    id:2403.13043 cat:cs.LG lora LoRA C++ * [/b] 量子 GLM-130B : :: ½ ℌ ß İ Schrödinger e\u0301 \x00 http://a.b""".split()
)
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=20).map(" ".join) | st.lists(PIECES, max_size=20).map("".join)


def w(*folded: str, unfinished: bool = False) -> Word:
    return Word(folded, unfinished=unfinished)


@given(TEXTS)
def test_any_text_is_a_query_that_can_be_written_and_read_again(text: str) -> None:
    query = parse(text)
    assert parse(str(query)) == query
    assert all(0 <= one.start <= one.end <= len(text) for one in query.problems)


@given(
    st.text()
    | st.lists(st.sampled_from(["long", "words ", "é", "\u3000", "½", "量子", "x" * 70]), min_size=200).map("".join)
)
def test_words_are_the_tokens_without_their_places(text: str) -> None:
    assert words(text) == [word for word, _, _ in tokens(text)]
    assert word_set(text) == set(words(text))
    assert all(0 <= start < end <= len(text) for _, start, end in tokens(text))


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("", None),
        ("lora", w("lora", unfinished=True)),
        ("lora ", w("lora")),
        ("LoRA tuning", And((w("lora"), w("tuning", unfinished=True)))),
        ("GLM-130B ", w("glm", "130b")),
        ('"state space"', Phrase(("state", "space"))),
        ('"state space', Phrase(("state", "space"))),
        ("lora -survey ", And((w("lora"), Not(w("survey"))))),
        ("--survey ", w("survey")),
        ("a OR b ", Or((w("a"), w("b")))),
        ("a b OR c ", Or((And((w("a"), w("b"))), w("c")))),
        ("a (b OR c)", And((w("a"), Or((w("b"), w("c")))))),
        ("a AND b ", And((w("a"), w("b")))),
        ("'exact", Word(("exact",), style="'")),
        ("^pre ", Word(("pre",), style="^")),
        ("pre* ", Word(("pre",), style="^")),
        ("title:tuning ", Word(("tuning",), "title")),
        ('note:"to do"', Phrase(("to", "do"), "note")),
        ("tag:to-do", Value("tag", "to-do")),
        ('tag:"to do"', Value("tag", "to do")),
        ("arxiv:2403.13043", Value("id", "2403.13043")),
        ("is:unread", Is("unread")),
        ("has:link", Has("link")),
        ("untagged", Not(Has("tag"))),
        ("year:2024", Compare("year", "=", "2024")),
        ("year:2022..2024", And((Compare("year", ">=", "2022"), Compare("year", "<=", "2024")))),
        ("year:2022..", Compare("year", ">=", "2022")),
        ("upvotes:>=10", Compare("upvotes", ">=", "10")),
        ("added:>7d", Compare("added", ">", "7d")),
        ("C++", w("c")),
        ("*", None),
        ('"', None),
        ("AND (", None),
        ("[/b]", w("b")),
        ("GLaM: a test ", And((w("glam"), w("a"), w("test")))),
    ],
)
def test_a_query_is_read_as_meant(text: str, root: Node | None) -> None:
    query = parse(text)
    assert query.root == root
    assert not query.problems


def test_an_unknown_field_is_a_problem_with_its_place_and_is_searched_as_words() -> None:
    query = parse("lora foo:bar ")
    assert query.root == And((w("lora"), w("foo", "bar")))
    [problem] = query.problems
    assert (problem.start, problem.end) == (5, 12)
    assert "foo" in problem.message


@pytest.mark.parametrize("text", ["tag:", "is:unr", "year:20", "sort:da", "added:>7"])
def test_a_filter_on_its_way_is_a_problem_and_hides_nothing(text: str) -> None:
    query = parse(text)
    assert query.root is None
    assert query.problems


def test_an_address_is_words_and_no_problem() -> None:
    query = parse("https://arxiv.org/abs/2403.13043v2")
    assert query.root == w("https", "arxiv", "org", "abs", "2403", "13043v2", unfinished=True)
    assert not query.problems


def test_the_last_sort_holds() -> None:
    assert parse("sort:date lora sort:-title").sort == Sort("title", reverse=True)


@pytest.mark.parametrize("text", ["x" * (MAX_LENGTH + 1), "word " * (MAX_WORDS + 1), "(" * (MAX_DEPTH + 2) + "a", "a)"])
def test_what_is_too_much_is_a_problem_and_the_rest_is_searched(text: str) -> None:
    query = parse(text)
    assert query.root is not None
    assert query.problems


def test_tokens_know_their_place_in_the_text_as_written() -> None:
    text = "Über Schrödinger’s ﬁeld: e\u0301tude 量子 O(n²)"
    assert [(word, text[start:end]) for word, start, end in tokens(text)] == [
        ("uber", "Über"),
        ("schrodinger", "Schrödinger"),
        ("s", "s"),
        ("field", "ﬁeld"),
        ("etude", "e\u0301tude"),
        ("量", "量"),
        ("子", "子"),
        ("o", "O"),
        ("n2", "n²"),
    ]
