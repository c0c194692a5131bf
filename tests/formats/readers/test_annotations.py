"""Web Annotations, Hypothesis and Readwise are read as what was said about papers."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given

from paperreader.domain import Anchor, Annotation, Identifier, Leftover, Record
from paperreader.formats import Format, format_named
from tests.formats.small import HYPOTHESIS, READWISE, SMALL, WEB_ANNOTATIONS
from tests.strategies import hostile_text

NAMES = ("w3c", "hypothesis", "readwise")
every_one = pytest.mark.parametrize("name", NAMES)


def read(name: str, text: str) -> list[Record | Leftover]:
    return list(format_named(name).read(io.StringIO(text, newline=""), date(2026, 1, 1)))


def records(name: str, text: str) -> list[Record]:
    found = read(name, text)
    assert all(isinstance(one, Record) for one in found), found
    return [one for one in found if isinstance(one, Record)]


@every_one
def test_the_format_is_recognised(name: str) -> None:
    from paperreader.formats import rank_formats, surest_format

    known: Format | None = surest_format(rank_formats(SMALL[name]))
    assert known is not None
    assert known.name == name


@every_one
def test_a_passage_comes_with_its_words_what_was_said_its_tags_and_its_moment(name: str) -> None:
    first, second = records(name, SMALL[name])
    assert first.paper.title == "Reading Many Abstracts"
    assert Identifier("arxiv", "2403.13043") in first.paper.identifiers
    (one,) = first.annotations
    assert one.place is not None
    assert one.place.quote == "what they half remember"
    assert (one.text, one.tags, one.created) == ("How many of them?", ("search",), "2024-05-01T10:00:00.000Z")
    assert len(second.annotations) == 1
    assert second.annotations[0].uid != one.uid


def test_the_words_around_and_the_place_are_those_of_the_selectors() -> None:
    (one,) = records("w3c", WEB_ANNOTATIONS)[0].annotations
    assert one.place == Anchor("what they half remember", "abstracts find ", ". A list", 45, 68)
    (one,) = records("hypothesis", HYPOTHESIS)[0].annotations
    assert one.place == Anchor("what they half remember", "find ", ". A list", -1, -1)
    assert one.updated == "2024-05-01T10:05:00.000Z"


def test_what_is_about_a_whole_page_has_no_place() -> None:
    (one,) = records("w3c", WEB_ANNOTATIONS)[1].annotations
    assert (one.place, one.text) == (None, "Read again")
    (one,) = records("hypothesis", HYPOTHESIS)[1].annotations
    assert (one.place, one.text) == (None, "Read again")
    assert records("hypothesis", HYPOTHESIS)[1].paper.links == ("https://example.org/papers/2",)


def test_a_row_with_the_tag_note_is_about_the_whole_paper() -> None:
    text = "Highlight,Title,Note\nRead *again*,A Paper,.note .todo\n.net rocks,A Paper,\\.note it\n"
    (record,) = records("readwise", text)
    note, highlight = record.annotations
    assert (note.place, note.text, note.tags) == (None, "Read *again*", ("todo",))
    assert highlight.place is not None
    assert (highlight.place.quote, highlight.text, highlight.tags) == (".net rocks", ".note it", ())


def test_the_columns_of_readwise_s_own_export_are_known() -> None:
    text = (
        "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"
        'Document tags\n"a, b",A Paper,Ada Byron,,Why?,blue,"x, y",page,3,2024-05-01 10:00:00+02:00,\n'
    )
    (record,) = records("readwise", text)
    (one,) = record.annotations
    assert record.paper.authors == ("Ada Byron",)
    assert (one.text, one.colour, one.tags, one.created) == ("Why?", "blue", ("x", "y"), "2024-05-01T08:00:00.000Z")


@every_one
def test_annotations_of_one_paper_are_one_record_and_keep_their_ids(name: str) -> None:
    twice = {
        "w3c": '[{"@context": "http://www.w3.org/ns/anno.jsonld", "target": "https://example.org/a", "bodyValue": "x"},'
        '{"target": "https://example.org/a", "bodyValue": "y"}]',
        "hypothesis": '{"annotations": [{"uri": "https://example.org/a", "text": "x"}, '
        '{"uri": "https://example.org/a", "text": "y"}]}',
        "readwise": "Highlight,Title,Author,URL,Note,Location,Date\nx,A,,,,,\ny,A,,,,,\n",
    }[name]
    (record,), (again,) = records(name, twice), records(name, twice)
    assert len({one.uid for one in record.annotations}) == 2
    assert record == again


def test_what_names_no_paper_is_left_over_with_the_reason() -> None:
    (left,) = read("readwise", "Highlight,Title\nx,\n")
    assert isinstance(left, Leftover)
    assert "names no paper" in left.why
    (left,) = read("readwise", "Highlight,Title\n,A Paper\n")
    assert isinstance(left, Leftover)
    assert "no highlight" in left.why
    for name, text in (
        ("w3c", '{"id": "x", "type": "Annotation"}'),
        ("hypothesis", '{"annotations": [{"text": "x"}]}'),
    ):
        (left,) = read(name, text)
        assert isinstance(left, Leftover)
        assert "no annotation" in left.why


@given(text=hostile_text())
def test_no_text_makes_another_annotation_or_a_failure(text: str) -> None:
    target = {"source": text, "dcterms:title": text, "selector": [{"type": "TextQuoteSelector", "exact": text}]}
    anno = json.dumps({"target": target, "body": {"value": text, "purpose": text}, "created": text, "id": text})
    page = json.dumps({"annotations": [{"uri": text, "text": text, "tags": [text], "document": {"title": [text]}}]})
    for found in (read("w3c", anno), read("hypothesis", page)):
        assert len(found) == 1
        assert isinstance(found[0], Leftover) or len(found[0].annotations) == 1
    for one in read("readwise", READWISE + text):
        assert isinstance(one, Leftover) or all(isinstance(said, Annotation) for said in one.annotations)


@given(text=hostile_text())
def test_any_object_is_an_annotation_or_left_over(text: str) -> None:
    for odd in ([text], {"a": text}, 7, None, True, text):
        target = {"source": odd, "selector": odd, "styleClass": odd}
        for data in ({"target": odd, "body": odd}, {"target": target, "body": [odd], "id": odd, "created": odd}):
            assert len(read("w3c", json.dumps(data))) == 1
        data = {"uri": odd, "text": odd, "tags": odd, "target": odd, "document": odd, "id": odd, "created": odd}
        assert len(read("hypothesis", json.dumps({"annotations": [data]}))) == 1
