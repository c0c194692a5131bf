"""The JSON of a paper loses nothing, and anything invalid is rejected with the name of its key."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import (
    Decision,
    Entry,
    Highlight,
    Identifier,
    Note,
    Paper,
    PartialDate,
    TitleFrom,
    entry_from_json,
    entry_to_json,
)
from tests.strategies import entries

UID = "0190e1c2-7b5a-7000-8000-000000000001"
NOTE_UID = "0190e1c2-7b5a-7000-8000-000000000002"
MOMENT = "2024-07-23T10:00:00.000Z"
KEYS = (
    *("id", "uid", "title", "title_from", "title_confidence", "label", "abstract", "authors", "author_count"),
    *(
        "published",
        "published_inferred",
        "venue",
        "categories",
        "upvotes",
        "comments",
        "identifiers",
        "links",
        "keywords",
        "remarks",
    ),
    *("tags", "notes", "highlights", "starred", "read", "decision", "reason", "imported", "queued", "due", "rating"),
)


def an_entry() -> Entry:
    paper = Paper(
        title="FooNet",
        title_from=TitleFrom.SPLIT,
        title_confidence=0.5,
        abstract="We introduce FooNet.",
        authors=("Ada Lovelace",),
        author_count=3,
        published=PartialDate(2024, 7),
        venue="Nature",
        identifiers=(Identifier("arxiv", "2403.13043"), Identifier("arxiv_version", "2403.13043v2")),
    )
    return Entry(
        id=7,
        uid=UID,
        paper=paper,
        label="FooNet",
        imported=MOMENT,
        tags=("to-read",),
        notes=(Note(NOTE_UID, "Good.", MOMENT, MOMENT, 2),),
        highlights=(Highlight(NOTE_UID, "FooNet", 13, 19),),
        decision=Decision.MAYBE,
        reason="later",
    )


def minimal(**more: object) -> dict[str, object]:
    return {"id": 1, "uid": UID, "label": "FooNet", "imported": MOMENT, **more}


@given(entries())
def test_what_is_written_is_read_back_the_same(entry: Entry) -> None:
    assert entry_from_json(json.loads(json.dumps(entry_to_json(entry)))) == entry


def test_the_keys_of_the_contract_are_there_in_their_order() -> None:
    assert tuple(entry_to_json(an_entry())) == KEYS


def test_a_date_is_as_precise_as_it_was_printed_and_says_whether_it_was_inferred() -> None:
    entry = an_entry()
    assert entry_to_json(entry)["published"] == "2024-07"
    inferred = replace(entry.paper, published=PartialDate(2024, inferred=True))
    data = entry_to_json(replace(entry, paper=inferred))
    assert (data["published"], data["published_inferred"]) == ("2024", True)
    read = entry_from_json(data).paper.published
    assert read is not None
    assert read.inferred


def test_identifiers_are_grouped_and_keep_the_order_they_were_found_in() -> None:
    found = (Identifier("doi", "10.1/a"), Identifier("pmid", "1"), Identifier("doi", "10.1/b"))
    entry = replace(an_entry(), paper=Paper(identifiers=found))
    data = entry_to_json(entry)
    assert data["identifiers"] == {"doi": ["10.1/a", "10.1/b"], "pmid": ["1"]}
    assert entry_from_json(json.loads(json.dumps(data))).paper.identifiers == found


def test_keys_nobody_knows_are_ignored_and_missing_ones_are_empty() -> None:
    entry = entry_from_json(minimal(future={"a": 1}))
    assert entry == Entry(id=1, uid=UID, paper=Paper(), label="FooNet", imported=MOMENT)


def test_what_is_rare_is_named_only_where_it_is_so() -> None:
    note = Note(UID, "x", MOMENT, MOMENT)
    orphan = Highlight(UID, "gone", None, None)
    plain = entry_to_json(replace(an_entry(), notes=(note,), highlights=(), trashed=False))
    assert "trashed" not in plain
    assert "highlight" not in plain["notes"][0]  # type: ignore[index]
    bound = replace(note, highlight=UID)
    rare = replace(an_entry(), notes=(bound,), highlights=(orphan,), trashed=True)
    data = json.loads(json.dumps(entry_to_json(rare)))
    assert (data["trashed"], data["notes"][0]["highlight"]) == (True, UID)
    assert (data["highlights"][0]["start"], data["highlights"][0]["end"]) == (None, None)
    assert entry_from_json(data) == rare


def test_text_is_cleaned_and_a_title_stays_on_its_line() -> None:
    entry = entry_from_json(minimal(title="Foo\x1b[31m\r\nBar", abstract="a\u202eb\r\nc\x00", tags=["x\ny"]))
    assert entry.paper.title == "Foo�[31m Bar"
    assert entry.paper.abstract == "a�b\nc"
    assert entry.tags == ("x y",)


def test_any_iso_moment_is_kept_as_the_library_keeps_them() -> None:
    assert entry_from_json(minimal(imported="2024-07-23T12:00:00+02:00")).imported == MOMENT
    assert entry_from_json(minimal(imported="2024-07-23T10:00:00")).imported == MOMENT


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ([], "the record"),
        ({}, "id"),
        (minimal(id="1"), "id"),
        (minimal(id=True), "id"),
        (minimal(id=-1), "id"),
        (minimal(upvotes=2**63), "upvotes"),
        (minimal(upvotes=1.5), "upvotes"),
        (minimal(uid="../../etc"), "uid"),
        (minimal(uid=None), "uid"),
        (minimal(label=3), "label"),
        (minimal(title=["a"]), "title"),
        (minimal(title_from="guessed"), "title_from"),
        (minimal(title_confidence=float("nan")), "title_confidence"),
        (minimal(title_confidence=2), "title_confidence"),
        (minimal(title_confidence="1"), "title_confidence"),
        (minimal(authors="Ada Lovelace"), "authors"),
        (minimal(authors=[1]), "authors"),
        (minimal(published="July 2024"), "published"),
        (minimal(published="2023-02-29"), "published"),
        (minimal(published=2024), "published"),
        (minimal(published_inferred=1), "published_inferred"),
        (minimal(identifiers=[]), "identifiers"),
        (minimal(identifiers={"doi": "10.1/a"}), "identifiers.doi"),
        (minimal(identifiers={"arxiv_version": ["2403.13043"]}), "identifiers.arxiv_version"),
        (minimal(identifiers={"doi": ["10.1/a"]}, identifier_order=["pmid"]), "identifier_order"),
        (minimal(starred="yes"), "starred"),
        (minimal(decision="perhaps"), "decision"),
        (minimal(decision=["accept"]), "decision"),
        (minimal(imported="yesterday"), "imported"),
        (minimal(imported="0001-01-01T00:00:00+14:00"), "imported"),
        (minimal(notes={}), "notes"),
        (minimal(notes=["Good."]), "notes"),
        (minimal(notes=[{"id": UID, "body": "x", "created": MOMENT}]), "notes[0].updated"),
        (
            minimal(notes=[{"id": UID, "body": "x", "created": MOMENT, "updated": MOMENT, "highlight": 1}]),
            "notes[0].highlight",
        ),
        (minimal(trashed="yes"), "trashed"),
        (minimal(highlights=[{"id": UID, "quote": "x", "start": 2, "end": 1}]), "highlights[0].end"),
        (minimal(highlights=[{"id": UID, "quote": "x", "start": 2, "end": None}]), "highlights[0].end"),
        (minimal(highlights=[{"id": UID, "quote": "x", "end": 2}]), "highlights[0].start"),
        (
            minimal(highlights=[{"id": UID, "quote": "x", "start": 0, "end": 1, "tags": [None]}]),
            "highlights[0].tags",
        ),
    ],
)
def test_what_is_malformed_is_refused_with_the_name_of_its_key(data: dict[str, object], key: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        entry_from_json(data)
    assert str(caught.value).startswith(f"{key}: expected ")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from((*KEYS, "identifier_order")), JSON)
def test_nothing_that_json_can_say_does_more_than_raise_a_value_error(key: str, value: object) -> None:
    try:
        entry = entry_from_json({**entry_to_json(an_entry()), key: value})
    except ValueError as error:
        assert key in str(error) or key == "identifier_order" or "identifier" in str(error)  # noqa: PT017
    else:
        assert entry_from_json(entry_to_json(entry)) == entry
