"""Web Annotations, Hypothesis and Readwise hold one annotation per highlight and per note, as their readers expect."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, Final

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator, FormatChecker

from paperreader.domain import Entry, Highlight, Identifier, Note
from paperreader.exports.writers import hypothesis, readwise, web_annotation
from tests.exports.examples import BREAKOUTS, MOMENT, UID, annotated_with, full, plain, written
from tests.strategies import entries

URN: Final = {"type": "string", "pattern": "^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
WHEN: Final = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
SELECTOR: Final = {
    "oneOf": [
        {
            "type": "object",
            "properties": {"type": {"const": "TextQuoteSelector"}}
            | {key: {"type": "string"} for key in ("exact", "prefix", "suffix")},
            "required": ["type", "exact"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "required": ["type", "start", "end"],
            "additionalProperties": False,
        },
    ]
}
ANNOTATION: Final = {
    "type": "object",
    "properties": {
        "id": URN,
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["highlighting", "commenting"]},
        "created": WHEN,
        "modified": WHEN,
        "creator": {"type": "object", "required": ["type"]},
        "generator": {"type": "object", "required": ["type"]},
        "stylesheet": {"type": "object", "required": ["type", "value"]},
        "body": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "type": {"const": "TextualBody"},
                    "value": {"type": "string"},
                    "purpose": {"enum": ["commenting", "tagging"]},
                },
                "required": ["type", "value", "purpose"],
            },
        },
        "target": {
            "type": "object",
            "properties": {
                "source": {"type": "string", "format": "uri"},
                "selector": {"type": "array", "items": SELECTOR, "minItems": 1},
            },
            "required": ["source"],
        },
    },
    "required": ["id", "type", "target"],
    "additionalProperties": False,
}
COLLECTION: Final = Draft202012Validator(
    {
        "type": "object",
        "properties": {
            "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
            "id": URN,
            "type": {"const": "AnnotationCollection"},
            "total": {"type": "integer", "minimum": 0},
            "first": {
                "type": "object",
                "properties": {
                    "type": {"const": "AnnotationPage"},
                    "items": {"type": "array", "items": ANNOTATION},
                    "id": URN,
                    "partOf": URN,
                    "startIndex": {"const": 0},
                },
                "required": ["id", "type", "items", "partOf"],
            },
        },
        "required": ["@context", "id", "type", "first", "total"],
    },
    format_checker=FormatChecker(),
)
"""What the Web Annotation Data Model requires, and no more than what is written here."""


def web(*papers: Entry) -> list[dict[str, Any]]:
    data = json.loads(written(web_annotation.write, *papers))
    COLLECTION.validate(data)
    items: list[dict[str, Any]] = data["first"]["items"]
    assert data["total"] == len(items)
    return items


def hypothesis_of(*papers: Entry) -> list[dict[str, Any]]:
    data = json.loads(written(hypothesis.write, *papers))
    assert {"export_date", "export_userid", "client_version", "annotations"} == set(data)
    annotations: list[dict[str, Any]] = data["annotations"]
    return annotations


def readwise_of(*papers: Entry) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(written(readwise.write, *papers), newline=""))
    assert reader.fieldnames == ["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"]
    return list(reader)


def test_a_highlight_is_found_by_its_words_and_by_its_place() -> None:
    highlight, note = web(full())
    quote, position = highlight["target"]["selector"]
    abstract = full().paper.abstract
    assert abstract[position["start"] : position["end"]] == quote["exact"] == "FooNet (FN)"
    assert abstract == quote["prefix"] + quote["exact"] + abstract[position["end"] :]
    assert highlight["id"] == f"urn:uuid:{UID}"
    assert highlight["target"]["source"] == note["target"]["source"] == "https://arxiv.org/abs/2403.13043v2"
    assert (highlight["created"], note["modified"]) == (MOMENT, "2024-07-24T11:30:00.000Z")
    assert highlight["target"]["styleClass"] == "green"
    assert [(one["purpose"], one["value"]) for one in highlight["body"]] == [
        ("commenting", "Nice name."),
        ("tagging", "name"),
    ]
    assert [one["value"] for one in note["body"]] == ["# Idea\n\nTry it.", "to-read", "nlp"]


def test_positions_count_code_points() -> None:
    text = "👩‍🔬 e\u0301 量子 x"
    start = text.index("量子")
    one = Highlight(UID, "量子", start, start + 2, created=MOMENT, updated=MOMENT)
    (found,) = web(plain("x", abstract=text, highlights=(one,)))
    assert found["target"]["selector"][1] == {"type": "TextPositionSelector", "start": start, "end": start + 2}


def test_an_orphan_has_its_words_alone_and_a_highlight_alone_no_body() -> None:
    (found,) = web(plain("x", highlights=(Highlight(UID, "gone", None, None),)))
    assert [one["type"] for one in found["target"]["selector"]] == ["TextQuoteSelector"]
    assert "body" not in found
    assert found["motivation"] == "highlighting"


def test_a_paper_without_a_page_is_named_and_a_link_in_its_abstract_is_not_its_page() -> None:
    entry = plain("x", abstract="See https://github.com/x/y.", notes=(Note(UID, "n", MOMENT, MOMENT),))
    assert web(entry)[0]["target"]["source"] == f"urn:uuid:{entry.uid}"
    assert hypothesis_of(entry)[0]["uri"] == readwise_of(entry)[0]["URL"] == f"urn:uuid:{entry.uid}"


def test_hypothesis_gets_the_quote_selector_alone_and_page_notes() -> None:
    highlight, note = hypothesis_of(full())
    assert highlight["target"][0]["selector"] == [
        {
            "type": "TextQuoteSelector",
            "exact": "FooNet (FN)",
            "prefix": "We introduce ",
            "suffix": ", a method.\n\nIt is fast.",
        }
    ]
    assert note["target"] == [{"source": "https://arxiv.org/abs/2403.13043v2"}]
    assert note["document"] == {"title": ["FooNet: LoRA for GPT-4"]}
    assert (highlight["text"], highlight["tags"], note["tags"]) == ("Nice name.", ["name"], ["to-read", "nlp"])


def test_readwise_gets_tags_as_it_writes_them_and_notes_as_rows_of_their_own() -> None:
    highlight, note = readwise_of(full())
    assert highlight == {
        "Highlight": "FooNet (FN)",
        "Title": "FooNet: LoRA for GPT-4",
        "Author": "Ada Lovelace; Turing, Alan",
        "URL": "https://arxiv.org/abs/2403.13043v2",
        "Note": ".name\nNice name.",
        "Location": "13",
        "Date": "2024-07-23 10:00:00",
    }
    assert (note["Highlight"], note["Note"]) == ("# Idea\n\nTry it.", ".note .to-read .nlp")


@pytest.mark.parametrize("text", BREAKOUTS)
def test_no_text_breaks_out(text: str) -> None:
    around = (annotated_with("before"), annotated_with(text), annotated_with("after"))
    assert len(web(*around)) == len(hypothesis_of(*around)) == len(readwise_of(*around)) == 6
    quote = web(around[1])[0]["target"]["selector"][0]["exact"]
    assert quote == hypothesis_of(around[1])[0]["target"][0]["selector"][0]["exact"] == text
    assert readwise_of(around[1])[0]["Highlight"] == text


@settings(max_examples=15)
@given(entry=entries())
def test_every_paper_that_a_library_can_hold_is_valid(entry: Entry) -> None:
    items = web(entry)
    assert len(items) == len(entry.highlights) + len(entry.notes)
    assert [one["target"]["source"] for one in items] == [one["uri"] for one in hypothesis_of(entry)]


def test_a_doi_is_an_address() -> None:
    entry = plain("x", identifiers=(Identifier("doi", "10.1000/<a>"),), notes=(Note(UID, "n", MOMENT, MOMENT),))
    assert web(entry)[0]["target"]["source"] == "https://doi.org/10.1000/%3Ca%3E"
