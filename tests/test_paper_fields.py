"""The table of a paper's fields and everything that reads it: no field is forgotten anywhere."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from hypothesis import given

from paperreader.domain import (
    EDITABLE,
    FIELDS,
    Entry,
    FieldKind,
    Identifier,
    MergeRule,
    Paper,
    PartialDate,
    Place,
    Record,
    TitleFrom,
    entry_from_json,
    entry_to_json,
)
from paperreader.identity import fingerprint, merge, record_hash
from paperreader.identity.fingerprints import OWN_RULES
from paperreader.library import Library
from paperreader.library.database.paper_columns import FIELD_COLUMNS
from paperreader.library.database.paper_rows import COLUMNS, columns
from tests.strategies import papers

BARE = Paper(title="Rivers of Sand", title_from=TitleFrom.PRINTED, abstract="We measure how dunes move.")
FULL = Paper(
    title="Rivers of Sand – é",
    title_from=TitleFrom.SPLIT,
    title_confidence=0.5,
    abstract="We measure\nhow dunes move.",
    authors=("Ada B. Author", "Øyvind Ås"),
    author_count=3,
    published=PartialDate(2024, 7, 23, inferred=True),
    venue="Journal of Dunes",
    categories=("cs.LG", "physics.geo-ph"),
    upvotes=12,
    comments=0,
    identifiers=(Identifier("arxiv", "2403.13043"), Identifier("doi", "10.1/x")),
)
LATER: dict[str, Any] = {
    "keywords": ("sand",),
    "remarks": ("Read this.",),
    "place": Place("4", "2", "1-9"),
    "links": ("https://example.org/a",),
    "citation_key": "Author24",
    "reference": (("entrytype", "article"), ("publisher", "Müller & Söhne")),
}


def test_the_table_has_every_field_of_a_paper_once() -> None:
    assert sorted(field.name for field in FIELDS) == sorted(one.name for one in fields(Paper))
    assert len({field.json_key for field in FIELDS}) == len(FIELDS)
    assert {field.part_of for field in FIELDS} <= {"", *(field.name for field in FIELDS)}


def test_the_rules_that_are_left_to_identity_are_there_and_no_others() -> None:
    assert OWN_RULES.keys() == {field.name for field in FIELDS if field.rule is MergeRule.OWN}


def test_what_can_be_corrected_has_an_option_with_a_word_of_help() -> None:
    assert all(field.help for field in EDITABLE.values())
    # What a library gives, no source changes.
    kept = {field.name for field in EDITABLE.values() if field.one_source or field.rule is MergeRule.UNITED}
    assert kept == EDITABLE.keys() - {"citation_key"}
    assert len({field.option for field in EDITABLE.values()}) == len(EDITABLE)


def test_a_new_library_has_a_column_for_every_field_and_every_other_column_is_known(tmp_path: Path) -> None:
    with Library(tmp_path / "library.db") as library, library._writer.transaction() as connection:
        there = {row["name"] for row in connection.execute("pragma table_info(papers)").fetchall()}
    own = {field.name for field in FIELDS if field.kind is not FieldKind.IDENTIFIERS}
    assert own <= set(FIELD_COLUMNS) <= set(COLUMNS)
    assert there == {*COLUMNS, "id", "uid", "imported", "import", "origins"}
    assert len(columns(FULL, 1)) == len(COLUMNS)


def test_every_field_comes_back_from_the_library_and_from_json_as_it_was(tmp_path: Path) -> None:
    paper = replace(FULL, **LATER)
    assert not [field.name for field in FIELDS if getattr(paper, field.name) in (None, (), "")]
    with Library(tmp_path / "library.db") as library:
        library.add([Record(paper, 1)], file="a.ris", format="ris")
        with library.reader() as reader:
            [entry] = reader.entries([1])
    assert entry.paper == paper
    assert entry_from_json(json.loads(json.dumps(entry_to_json(entry)))) == entry


@given(papers(), papers())
def test_of_two_papers_made_one_every_field_is_of_one_of_them_or_of_both(old: Paper, new: Paper) -> None:
    made = merge(old, new)
    for field in FIELDS:
        value, *given = (getattr(one, field.name) for one in (made, old, new))
        if field.rule is MergeRule.UNITED:
            assert set(value) == {*given[0], *given[1]}
        elif field.rule in (MergeRule.FIRST, MergeRule.LATEST):
            first, second = given if field.rule is MergeRule.FIRST else reversed(given)
            assert value == (second if first in (None, (), "") else first)


def test_a_paper_that_lacks_everything_gets_every_field_of_the_other() -> None:
    full = replace(FULL, **LATER)
    assert merge(Paper(), full) == full == merge(full, Paper())


def test_stored_hashes_and_fingerprints_stay_what_they_have_always_been() -> None:
    """A library finds known records by these numbers."""
    told = [
        BARE,
        FULL,
        replace(FULL, keywords=("sand", "wind")),
        replace(FULL, remarks=LATER["remarks"]),
        replace(FULL, place=Place("4", "", "1-9")),
        replace(FULL, links=LATER["links"]),
        replace(FULL, citation_key="Author24"),
        replace(FULL, reference=LATER["reference"]),
        replace(FULL, **LATER),
        Paper(),
    ]
    assert [record_hash(one) for one in told] == [
        8043755885834232825,
        9113574347289312989,
        7049129588774223961,
        5905954642276427600,
        1202286357002207388,
        7001095626457943681,
        7924141041343039007,
        672251091999320877,
        3051155600486335224,
        3088847805729511567,
    ]
    assert fingerprint(replace(BARE, abstract=5 * BARE.abstract)) == 3128328192816291090


def test_the_keys_of_a_papers_json_stay_in_the_order_they_have_always_had() -> None:
    entry = Entry(1, "0" * 8 + "-0000-7000-8000-" + "0" * 12, replace(FULL, **LATER), "x", "2024", trashed=True)
    assert " ".join(entry_to_json(entry)) == (
        "id uid title title_from title_confidence label abstract authors author_count published published_inferred "
        "venue categories upvotes comments identifiers links keywords remarks tags notes highlights starred read "
        "decision reason imported place trashed addresses citation_key reference queued due rating"
    )
