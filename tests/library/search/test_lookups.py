"""The two tables of query fields agree: their definitions, and how the library looks them up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from paperreader.domain import FIELDS as PAPER_FIELDS, FieldKind, Identifier, Paper, PartialDate
from paperreader.library.search.index import extra
from paperreader.library.search.lookups import EVERYWHERE, FIELD_PREFIXES, LOOKUPS, OWNERS, Condition, lookup_of
from paperreader.query import FIELDS, Compare, QueryField, QueryKind
from paperreader.query.fields import ALIASES, CHOICES, is_begun, is_bound
from tests.library.papers import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with_papers = Shelf(tmp_path / "library.db")
    yield with_papers
    with_papers.close()


def names(kind: QueryKind) -> set[str]:
    return {name for name, one in FIELDS.items() if one.kind is kind}


def test_both_tables_have_the_same_fields_and_of_each_what_its_kind_wants() -> None:
    assert LOOKUPS.keys() == FIELDS.keys() - names(QueryKind.CHOICE)
    assert {name for name, one in LOOKUPS.items() if one.bound} == names(QueryKind.BOUND)
    assert {name for name, one in LOOKUPS.items() if one.name or one.expression} == names(QueryKind.NAME)
    assert {name for name, one in LOOKUPS.items() if one.texts} >= names(QueryKind.WORDS)
    assert OWNERS.keys() <= names(QueryKind.WORDS)
    assert CHOICES.keys() == names(QueryKind.CHOICE)


def test_every_mark_is_a_fields_alone_and_there_is_something_to_index_behind_it() -> None:
    assert {name for name, one in LOOKUPS.items() if one.terms} == FIELD_PREFIXES.keys()
    assert len(set(FIELD_PREFIXES.values())) == len(FIELD_PREFIXES)
    assert all("\ue001" <= prefix < "\uf8ff" and len(prefix) == 1 for prefix in FIELD_PREFIXES.values())


def test_every_field_has_a_word_of_help_and_no_two_have_the_same_name() -> None:
    assert all(one.help for one in FIELDS.values())
    assert not ALIASES.keys() & FIELDS.keys()
    assert sum(len(one.aliases) for one in FIELDS.values()) == len(ALIASES)


def test_what_can_be_compared_says_what_it_wants_and_its_examples_are_that() -> None:
    for name in names(QueryKind.BOUND):
        one = FIELDS[name]
        assert all((one.wanted, one.bound, one.begun))
        for example in one.examples:
            assert example in one.words or is_bound(name, example.lstrip("<>=")), example
            assert all(is_begun(name, example[:end]) for end in range(len(example))), example


@pytest.mark.parametrize("name", [name for name, one in LOOKUPS.items() if one.texts])
def test_the_texts_of_a_field_can_be_read_from_a_library(name: str, shelf: Shelf) -> None:
    [paper] = shelf.add(Paper(title="Sand"))
    for sql in (LOOKUPS[name].texts, EVERYWHERE):
        assert isinstance(shelf.reading.execute(sql, {"paper": paper}).fetchall(), list)


KINDS: dict[FieldKind, Any] = {
    FieldKind.LINE: "zephyrword seashell",
    FieldKind.TEXT: "zephyrword seashell",
    FieldKind.LINES: ("zephyrword seashell",),
    FieldKind.TERMS: ("zephyrword seashell",),
    FieldKind.TEXTS: ("zephyrword seashell",),
    FieldKind.IDENTIFIERS: (Identifier("doi", "zephyrword seashell"),),
}


@pytest.mark.parametrize("name", [one.name for one in PAPER_FIELDS if one.found or one.name in ("title", "abstract")])
def test_a_word_and_a_phrase_are_found_in_every_field_that_is_searched(name: str, shelf: Shelf) -> None:
    kind = next(one.kind for one in PAPER_FIELDS if one.name == name)
    [there, _] = shelf.add(Paper(**{name: KINDS[kind]}), Paper(title="Something else"))
    for query in ("zephyrword", '"zephyrword seashell"'):
        assert shelf.find(query) == [there], query


def test_a_field_of_a_paper_can_be_searched_without_a_word_of_sql(shelf: Shelf) -> None:
    sand, dunes, _ = shelf.add(
        Paper(
            title="Sand", venue="Rivers", keywords=("Wind erosion", "gale"), upvotes=3, published=PartialDate(2024, 7)
        ),
        Paper(title="Dunes", venue="Journal of Rivers", keywords=("wind",), upvotes=30, published=PartialDate(2020)),
        Paper(title="Nothing"),
    )

    def found(kind: QueryKind, of: str, value: str, op: str = "=") -> list[int]:
        lookup = lookup_of(QueryField("x", kind, "x", of=of))
        condition = Condition("0")
        if lookup.bound is not None:
            condition = lookup.bound(Compare("x", op, value))
        elif lookup.name is not None:
            condition = lookup.name(shelf.reading, value, {})
        rows = shelf.reading.execute(f"select id from papers p where {condition.sql} order by id", condition.parameters)
        return [row[0] for row in rows.fetchall()]

    assert found(QueryKind.NAME, "venue", "rivers") == [sand]
    assert found(QueryKind.NAME, "keywords", "WIND") == [dunes]
    assert found(QueryKind.BOUND, "upvotes", "3", ">") == [dunes]
    assert found(QueryKind.BOUND, "published", "2024") == [sand]
    texts = lookup_of(QueryField("x", QueryKind.WORDS, "x", of="keywords")).texts
    assert [row[0] for row in shelf.reading.execute(texts, {"paper": sand}).fetchall()] == ["Wind erosion", "gale"]


def test_what_is_indexed_of_a_paper_is_what_the_index_reads_of_it_again(shelf: Shelf) -> None:
    paper = Paper(
        title="Sand",
        authors=("Ada B. Author",),
        venue="Journal of Dunes",
        categories=("cs.LG",),
        published=PartialDate(987, 7),
        identifiers=(Identifier("arxiv", "2403.13043"), Identifier("doi", "10.1/x")),
        keywords=("wind",),
        remarks=("Read \ue000 this.",),
    )
    [number] = shelf.add(paper)
    assert [one[3] for one in shelf.index.read([number])] == [extra(paper)]
