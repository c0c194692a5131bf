"""Hayagriva, read back by PyYAML; Typst reads it in `make exports`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from paperreader.domain import Entry, Place
from paperreader.exports.writers import hayagriva
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written
from tests.strategies import entries


def read(text: str) -> dict[str, dict[str, Any]]:
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


def plain_text(value: Any) -> Any:
    """A text that may be given as a value, twice, so that Hayagriva looks for no markup in it."""
    return value["value"]["value"] if isinstance(value, dict) else value


def test_a_paper_that_has_everything() -> None:
    paper = replace(
        full().paper,
        authors=("Ada Lovelace", "Ludwig van Beethoven", "King, Jr., Martin Luther", "The OpenAI Team"),
        place=Place("3", "2", "1-10"),
        reference=(("publisher", "Springer"), ("editor", "Emmy Noether")),
    )
    assert read(written(hayagriva.write, replace(full(), paper=paper))) == {
        "lovelace2024foonet": {
            "type": "article",
            "title": "FooNet: LoRA for GPT-4",
            "author": [
                "Lovelace, Ada",
                {"name": "Beethoven", "given-name": "Ludwig", "prefix": "van"},
                {"name": "King", "given-name": "Martin Luther", "suffix": "Jr."},
                {"name": "The OpenAI Team"},
            ],
            "date": "2024-07-23",
            "parent": {
                "type": "periodical",
                "title": "Nature",
                "editor": ["Noether, Emmy"],
                "volume": "3",
                "issue": "2",
                "publisher": {"name": "Springer"},
            },
            "page-range": "1-10",
            "serial-number": {"doi": "10.1000/182", "arxiv": "2403.13043v2"},
            "url": "https://arxiv.org/abs/2403.13043v2",
            "abstract": "We introduce FooNet (FN), a method.\n\nIt is fast.",
            "note": "# Idea\n\nTry it.\n\n“FooNet (FN)” — Nice name.\n\nDecision: accept: on topic\n\n"
            "Tags: to-read, nlp",
        }
    }


@given(st.lists(entries(), max_size=2))
@settings(max_examples=20)
def test_every_paper_is_one_entry_and_its_text_is_unchanged(papers: list[Entry]) -> None:
    found = read(written(hayagriva.write, *papers))
    assert len(found) == len(papers)
    for one, entry in zip(found.values(), papers, strict=True):
        assert plain_text(one["title"]) == (entry.paper.title or entry.label)
        assert plain_text(one.get("abstract", "")) == entry.paper.abstract
        assert len(one.get("author", [])) == len(entry.paper.authors)
        assert all(note.body in plain_text(one["note"]) for note in entry.notes)


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out(text: str) -> None:
    first, second = read(written(hayagriva.write, annotated_with(text), plain("Another"))).values()
    assert plain_text(first["abstract"]) == text
    assert second["title"] == "Another"


def test_what_typst_would_take_for_markup_is_given_as_a_value() -> None:
    text = written(hayagriva.write, plain("Of {braces} and $5"))
    assert '  title: {value: {value: "Of {braces} and $5", verbatim: true}}\n' in text


def test_an_address_that_may_be_invalid_is_left_out_for_it_would_cost_the_whole_file() -> None:
    good, bad = "https://example.org:80/a?b=1", "https://exa[mple.999/x"
    assert f'  url: "{good}"' in written(hayagriva.write, plain(links=(good,)))
    assert "url:" not in written(hayagriva.write, plain(links=(bad,)))


@pytest.mark.parametrize("key", ["null", "2024", "a:b", "yes", "x"])
def test_a_key_is_always_text(key: str) -> None:
    from paperreader.exports.core.yaml_text import yaml_key

    assert yaml.safe_load(f"{yaml_key(key)}: 1") == {key: 1}
