"""The query language: any text is a query, and the parts that cannot be understood are reported."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from paperreader.language import tokens, word_set, words
from paperreader.query import (
    FIELDS,
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
    choices,
    completed,
    parse,
    slot_at,
)
from paperreader.query.fields import ALIASES, CHOICES
from paperreader.query.parser import MAX_DEPTH, MAX_LENGTH, MAX_WORDS

PIECES = st.sampled_from(
    """( ) - OR AND " ' ^ title: abstract:x note:" tag:todo tag:"to do" is:unread is:un is:nonsense has:note has:hl
    untagged Untagged year:2022..2024 year:>=20 upvotes:>=10 upvotes:9..3 added:>7d added:2024-05 sort:-date sort:x
    sort:relevance foo:bar title:( tag:( is:( ti:( foo:(
    foo:" O(n n) f(x) 10.1000/xyz(1)2 2403.13043v2 2403.13 doi:10.1/x. arxiv:2403.1
    id:2403.13043 cat:cs.LG lora LoRA C++ \\alpha 🤖 * [/b] 量子 GLM-130B : :: ½ ℌ ß İ Schrödinger e\u0301 \x00
    Title:x -"state https://arxiv.org/abs/2403.13043v2 http://a.b""".split()
)
SHORT = st.lists(PIECES, max_size=20)
TEXTS = st.text(max_size=80) | SHORT.map(" ".join) | SHORT.map("".join) | st.lists(PIECES, max_size=60).map(" ".join)


def w(*folded: str, unfinished: bool = False) -> Word:
    return Word(folded, unfinished=unfinished)


@given(TEXTS)
@example("¼가")
def test_any_text_is_a_query_that_can_be_written_and_read_again(text: str) -> None:
    query = parse(text)
    assert parse(str(query)) == query
    assert all(0 <= one.start < one.end <= len(text) for one in query.problems)
    assert all(one.end == len(text) for one in query.problems if one.unfinished)


@given(TEXTS, TEXTS, st.randoms(use_true_random=False))
def test_a_query_within_another_asks_for_what_both_ask_for(one: str, other: str, chance: random.Random) -> None:
    inner, outer = parse(one), parse(other)
    known: dict[str, bool] = {}
    both = inner.within(outer.root)
    assert holds(both.root, known, chance) == (holds(inner.root, known, chance) and holds(outer.root, known, chance))
    assert (both.sort, both.problems, both.text) == (inner.sort, inner.problems, inner.text)


def holds(node: Node | None, known: dict[str, bool], chance: random.Random) -> bool:
    """Whether a query matches a paper, given known answers for its parts; unknown ones are drawn at random."""
    match node:
        case None:
            return True
        case And():
            return all(holds(one, known, chance) for one in node.nodes)
        case Or():
            return any(holds(one, known, chance) for one in node.nodes)
        case Not():
            return not holds(node.node, known, chance)
        case _:
            return known.setdefault(str(node), chance.random() < 0.5)


@given(TEXTS, st.integers(0, 80))
def test_what_completes_a_query_stands_within_it_and_is_understood(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    slot = slot_at(text, cursor)
    if slot is None:
        return
    assert 0 <= slot.start <= slot.end <= len(text)
    assert slot.start <= cursor <= slot.end
    for choice in choices(slot, lambda field: {"tag": ["todo", "to do", "nlp/x(y)", "-a"]}.get(field, ["2024"])):
        longer, place = completed(text, slot, choice)
        assert longer.startswith(text[: slot.start] + choice.text)
        assert len(longer) >= place >= slot.start + len(choice.text)


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
        ('"state space mod', And((Phrase(("state", "space")), w("mod", unfinished=True)))),
        ('"state spa', And((Word(("state",), style="'"), w("spa", unfinished=True)))),
        ('-"state spa', Not(Phrase(("state", "spa")))),
        ("lora -survey ", And((w("lora"), Not(w("survey"))))),
        ("--survey ", w("survey")),
        ("state-space ", w("state", "space")),
        ("a OR b ", Or((w("a"), w("b")))),
        ("a b OR c ", Or((And((w("a"), w("b"))), w("c")))),
        ("a (b OR c)", And((w("a"), Or((w("b"), w("c")))))),
        ("a AND b ", And((w("a"), w("b")))),
        ("'exact", Word(("exact",), style="'")),
        ("^pre ", Word(("pre",), style="^")),
        ("pre* ", Word(("pre",), style="^")),
        ("title:tuning ", Word(("tuning",), "title")),
        ("Title:tuning ", Word(("tuning",), "title")),
        ("-title:tuning ", Not(Word(("tuning",), "title"))),
        ("title:(a OR b)", Or((Word(("a",), "title"), Word(("b",), "title")))),
        ('-author:("van der" note:x)', Not(And((Phrase(("van", "der"), "author"), Word(("x",), "note"))))),
        ("tag:(todo -later)", And((Value("tag", "todo"), Not(Value("tag", "later"))))),
        ("is:(unread OR starred)", Or((Is("unread"), Is("starred")))),
        ('note:"to do"', Phrase(("to", "do"), "note")),
        ('author:"van der"', Phrase(("van", "der"), "author")),
        ("tag:to-do", Value("tag", "to-do")),
        ('tag:"to do"', Value("tag", "to do")),
        ("tag:#todo", Value("tag", "todo")),
        ("is:unread", Is("unread")),
        ("is:untagged", Not(Has("tag"))),
        ("has:link", Has("link")),
        ("has:hl", Has("highlight")),
        ("untagged", Not(Has("tag"))),
        ("year:2024", Compare("year", "=", "2024")),
        ("year:2022..2024", And((Compare("year", ">=", "2022"), Compare("year", "<=", "2024")))),
        ("year:2024..2022", And((Compare("year", ">=", "2022"), Compare("year", "<=", "2024")))),
        ("year:2022..", Compare("year", ">=", "2022")),
        ("upvotes:>=10", Compare("upvotes", ">=", "10")),
        ("added:>7d", Compare("added", ">", "7d")),
        ("*", None),
        ('"', None),
        ("AND (", None),
        ("[/b]", w("b")),
        ("GLaM: a test ", And((w("glam"), w("a"), w("test")))),
        ("at 10:30 ", And((w("at"), w("10", "30")))),
    ],
)
def test_a_query_is_read_as_meant(text: str, root: Node | None) -> None:
    query = parse(text)
    assert query.root == root
    assert not query.problems


@pytest.mark.parametrize(
    "text", ["C++ ", "f(x) ", "\\alpha ", "$\\mathcal{N}=4$ ", "https://a.org/b?c=d ", "量子计算 ", "p-value ", "e.g. "]
)
def test_what_has_signs_in_it_is_its_words(text: str) -> None:
    query = parse(text)
    assert isinstance(query.root, Word | Phrase)
    assert list(query.root.words) == words(text)
    assert not query.problems


def test_a_parenthesis_glued_to_a_word_is_part_of_it_and_so_is_the_one_that_closes_it() -> None:
    assert parse("O(n log n) lora ").root == And((w("o", "n"), w("log"), w("n"), w("lora")))
    query = parse("(O(n log n) OR lora) x ")
    assert query.root == And((Or((And((w("o", "n"), w("log"), w("n"))), w("lora"))), w("x")))
    assert not query.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2403.13043", "2403.13043"),
        ("2403.13043v2", "2403.13043"),
        ("arxiv:2403.13043v2", "2403.13043"),
        ("arXiv:2403.13043", "2403.13043"),
        ("https://arxiv.org/abs/2403.13043v2", "2403.13043"),
        ("https://arxiv.org/pdf/2403.13043v2.pdf", "2403.13043"),
        ("https://huggingface.co/papers/2403.13043", "2403.13043"),
        ("(2403.13043)", "2403.13043"),
        ("<https://arxiv.org/abs/2403.13043>", "2403.13043"),
        ("2403.13043v", "2403.13043"),
        ("arxiv:2403.13043v", "2403.13043"),
        ("arXiv 2403.13043v2", "2403.13043"),
        ("arXiv: 2403.13043", "2403.13043"),
        ("doi: 10.1000/xyz(1)2", "10.1000/xyz(1)2"),
        ("PMID 1234567", "1234567"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("10.1000/XYZ(1)2", "10.1000/xyz(1)2"),
        ("https://doi.org/10.1000/xyz(1)2", "10.1000/xyz(1)2"),
        ("10.48550/arXiv.2403.13043", "2403.13043"),
        ("id:2403.1", "2403.1"),
    ],
)
def test_a_word_that_is_nothing_but_an_identifier_or_a_link_to_one_names_a_paper(text: str, value: str) -> None:
    assert parse(text).root == Value("id", value)
    assert parse(f"({text} OR lora)").root == Or((Value("id", value), w("lora")))


@pytest.mark.parametrize(
    "text", ["2403.13 ", "2413.1", "arxiv.org", "10.1000", "'2403.13043", "x2403.13043", "https://a.b/c", "arxiv"]
)
def test_what_is_no_identifier_is_words(text: str) -> None:
    assert isinstance(parse(text).root, Word)


@pytest.mark.parametrize("text", ["2403.", "2403.13", "lora 2403.130"])
def test_half_an_identifier_finds_papers_with_such_and_what_has_it_as_words(text: str) -> None:
    query = parse(text)
    half = text.split()[-1]
    assert query.asks(Value("id", half))
    assert query.asks(Word(tuple(words(half)), unfinished=half[-1] != "."))
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("text", "meant"),
    [("titel:x ", "title:"), ("ti:x", "title:"), ("au:x", "author:"), ("tga:x", "tag:"), ("is:unraed ", "is:unread")],
)
def test_a_misspelt_field_says_what_may_have_been_meant(text: str, meant: str) -> None:
    [problem] = parse(text).problems
    assert f"did you mean {meant}?" in problem.message
    assert text[problem.start : problem.end] == text.strip()
    assert not problem.unfinished


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("titel:lora ", "title:lora "),
        ("lora yaer:2024", "lora year:2024"),
        ('-atuhor:"van der"', '-author:"van der"'),
        ("lora sotr:date", "lora sort:date"),
        ("ti:(trasnformer OR difusion)", "title:(trasnformer OR difusion)"),
        ("lora -titel:(survey (a b)) c", "lora -title:(survey (a b)) c"),
        ("si:(unread OR starred) ", "is:(unread OR starred) "),
    ],
)
def test_a_misspelt_field_is_taken_for_the_one_that_is_nearest_and_loses_no_results(text: str, meant: str) -> None:
    assert parse(text) == parse(meant)


def test_an_unknown_field_is_a_problem_with_its_place_and_is_searched_as_words() -> None:
    query = parse("lora foo:bar ")
    assert query.root == And((w("lora"), w("foo", "bar")))
    [problem] = query.problems
    assert (problem.start, problem.end) == (5, 12)
    assert "foo" in problem.message


def test_a_name_with_a_dot_is_a_field_only_in_the_family_of_one() -> None:
    assert parse("hl.colour:Green ").root == parse('hl.color:"Green" ').root == Value("hl.colour", "Green")
    assert parse("-hl.tag:(#a OR b) ").root == Not(Or((Value("hl.tag", "a"), Value("hl.tag", "b"))))
    [problem] = parse("hl.colr:green ").problems
    assert "hl.colour" in problem.message
    assert not parse("cs.lg:green e.g.:this see:x.y ").problems[:-1]
    assert parse("i.e:this ").root == w("i", "e", "this")
    assert not parse("i.e:this i.e:(this)").problems


def test_a_group_of_an_unknown_field_is_searched_with_its_name_as_a_word_before_it() -> None:
    query = parse("foobar:(lora OR tuning) x ")
    assert query.root == And((w("foobar"), Or((w("lora"), w("tuning"))), w("x")))
    [problem] = query.problems
    assert (problem.start, problem.end) == (0, 8)
    assert "foobar" in problem.message
    assert parse("-foobar:(lora)").root == Not(And((w("foobar"), w("lora"))))


@pytest.mark.parametrize(
    "text",
    """tag: title: tag:" is:unr has:h sort:da sort:- year:20 year:2022..20 year:>= upvotes:< upvotes:5.
    added:>7 added:2024- added:2024-0 added:2024-05-1""".split(),
)
def test_a_filter_on_its_way_hides_nothing_and_is_a_mistake_only_when_it_is_left_so(text: str) -> None:
    query = parse(text)
    assert query.root is None
    assert [one.unfinished for one in query.problems] == [True]
    left = parse(f"{text} lora")
    if '"' not in text:
        assert [one.unfinished for one in left.problems] == [False]
        assert left.root == w("lora", unfinished=True)


@pytest.mark.parametrize("text", ["is:nonsense", "year:20x", "upvotes:many", "added:soon", "sort:-relevance", "🤖"])
def test_what_cannot_become_right_is_a_mistake_at_once_and_hides_nothing(text: str) -> None:
    query = parse(text)
    assert query.root is None
    assert [one.unfinished for one in query.problems] == [False]


def test_relevance_stands_against_an_order_asked_for_before() -> None:
    query = parse("sort:date lora sort:relevance")
    assert query.sort is None
    assert query.ranked
    assert str(query) == "sort:relevance lora "


def test_a_long_view_loses_nothing_when_it_is_written_in_full() -> None:
    text = f"title:({' '.join(f'abcdefgh{at}' for at in range(MAX_WORDS))})"
    query = parse(text)
    assert not query.problems
    assert len(str(query)) > len(text)
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("ti", ["title:"]),
        ("lora is:un", ["unread", "undecided"]),
        ("-ta", ["tag:"]),
        ("tag:to", ["todo", '"to do"', "nlp/todo"]),
        ('tag:"to d', ['"to do"']),
        ("tag:(later OR n", ["nlp/todo"]),
        ("sort:-d", ["-date", "-decision", "-due"]),
        ("added:<", ["<1d", "<7d", "<1m"]),
        ("hl", ["hl:", "hl.colour:", "hl.tag:"]),
        ("hl.c", ["hl.colour:"]),
        ("unt", ["untagged"]),
        ("is:unread", []),
        ("lora", []),
        ("title:lora", []),
    ],
)
def test_names_and_values_are_completed(text: str, offered: list[str]) -> None:
    slot = slot_at(text, len(text))
    assert slot is not None
    found = choices(slot, lambda field: ["todo", "to do", "nlp/todo"] if field == "tag" else [])
    assert [one.text for one in found] == offered
    if found:
        longer, cursor = completed(text, slot, found[0])
        assert cursor == len(longer)
        assert not [one for one in parse(longer).problems if not one.unfinished]


@pytest.mark.parametrize(
    ("text", "cursor"), [("title", 3), ("OR", 2), ('"lora"', 6), ("foo:b", 5), ("2403", 4), ("(a)", 3)]
)
def test_nothing_is_completed_inside_of_a_word_or_behind_what_is_complete(text: str, cursor: int) -> None:
    assert slot_at(text, cursor) is None


def test_the_last_sortholds() -> None:
    assert parse("sort:date lora sort:-title").sort == Sort("title", reverse=True)


@pytest.mark.parametrize("text", ["x" * (MAX_LENGTH + 1), "word " * (MAX_WORDS + 1), "(" * (MAX_DEPTH + 2) + "a", "a)"])
def test_what_is_too_much_is_a_problem_and_the_rest_is_searched(text: str) -> None:
    query = parse(text)
    assert query.root is not None
    assert query.problems


@given(st.text(max_size=20))
def test_words_are_the_same_in_capitals_and_in_small_letters(text: str) -> None:
    assert words(text.upper().lower()) == words(text.upper()) == words(text.upper().casefold())


def test_a_letter_that_has_no_capital_of_its_own_is_what_it_is_written_with_then() -> None:
    assert words("Straße") == words("STRASSE") == words("STRAẞE") == ["strasse"]
    assert words("ΟΔΥΣΣΕΥΣ") == words("Οδυσσεύς")


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


DOCUMENT = (Path(__file__).parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
EXAMPLES = [
    example
    for cell in re.findall(r"^\| (.*?) \| ", DOCUMENT, flags=re.MULTILINE)
    for example in re.findall(r"`([^`]+)`", cell)
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_of_the_page_on_queries_is_understood(text: str) -> None:
    query = parse(text)
    assert not query.problems
    assert query.root is not None or query.sort is not None
    assert parse(str(query)) == query


def test_the_page_on_queries_has_every_field_and_choice() -> None:
    assert len(EXAMPLES) > 50
    grammar = DOCUMENT[DOCUMENT.index("```ebnf") :]
    assert set(re.findall(r'"([a-z.]{2,})"', grammar[grammar.index("\nfield") :])) == {*FIELDS, *ALIASES}
    shown = " ".join(EXAMPLES)
    for name, table in CHOICES.items():
        for one in table:
            assert f"{name}:{one}" in shown or f"`{name}:{one}`" in DOCUMENT
