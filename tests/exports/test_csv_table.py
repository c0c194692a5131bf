"""CSV, read back by the csv module."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Entry
from paperreader.exports.core.columns import COLUMNS
from paperreader.exports.writers import csv_table
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written
from tests.strategies import entries

DANGEROUS = tuple("=+-@\t\r\n\0＝＋－＠")


def rows(text: str) -> list[dict[str, str]]:
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def unguarded(cell: str) -> str:
    """The text of a cell, as the documentation says to restore it."""
    bare = cell.lstrip("'")
    no_width = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    while bare and (bare[0].isspace() or bare[0] in no_width) and bare[0] not in DANGEROUS:
        bare = bare[1:]
    return cell[1:] if cell.startswith("'") and bare.startswith(DANGEROUS) else cell


@given(st.lists(entries(), max_size=3))
def test_every_paper_is_one_row_and_its_text_is_unchanged(papers: list[Entry]) -> None:
    read = rows(written(csv_table.write, *papers))
    assert len(read) == len(papers)
    for row, entry in zip(read, papers, strict=True):
        assert tuple(row) == COLUMNS
        assert row["uid"] == entry.uid
        assert unguarded(row["title"]) == (entry.paper.title or "")
        assert unguarded(row["abstract"]) == entry.paper.abstract
        assert unguarded(row["notes"]) == "\n\n".join(note.body for note in entry.notes)
        assert unguarded(row["tags"]) == "; ".join(entry.tags)
        assert unguarded(row["reason"]) == (entry.reason or "")


@given(entries())
def test_no_cell_is_a_formula(entry: Entry) -> None:
    for cell in rows(written(csv_table.write, entry))[0].values():
        assert not cell.startswith(DANGEROUS)
        assert not cell.strip().startswith(DANGEROUS)


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out(text: str) -> None:
    entry = annotated_with(text)
    (row,) = rows(written(csv_table.write, entry))
    assert unguarded(row["title"]) == entry.paper.title
    assert unguarded(row["abstract"]) == text
    assert unguarded(row["notes"]) == text
    assert not any(cell.startswith(DANGEROUS) for cell in row.values())


def test_a_formula_gets_an_apostrophe_and_so_does_what_looks_like_a_guarded_one() -> None:
    cells = {title: rows(written(csv_table.write, plain(title)))[0]["title"] for title in ("=1", "'=1", "'x", "a=1")}
    assert cells == {"=1": "'=1", "'=1": "''=1", "'x": "'x", "a=1": "a=1"}


def test_a_row_says_everything_about_a_paper() -> None:
    (row,) = rows(written(csv_table.write, full()))
    assert row == {
        "id": "1",
        "uid": "0190e1c2-7b5a-7000-8000-00000000beef",
        "title": "FooNet: LoRA for GPT-4",
        "label": "FooNet: LoRA for GPT-4",
        "abstract": "We introduce FooNet (FN), a method.\n\nIt is fast.",
        "authors": "Ada Lovelace; Turing, Alan",
        "author_count": "3",
        "published": "2024-07-23",
        "published_inferred": "false",
        "venue": "Nature",
        "categories": "cs.CL; stat.ML",
        "upvotes": "6",
        "comments": "1",
        "arxiv": "2403.13043",
        "doi": "10.1000/182",
        "url": "https://arxiv.org/abs/2403.13043v2",
        "keywords": "",
        "tags": "to-read; nlp",
        "notes": "# Idea\n\nTry it.",
        "highlights": "“FooNet (FN)” — Nice name. [name]",
        "starred": "true",
        "read": "true",
        "decision": "accept",
        "reason": "on topic",
        "imported": "2024-07-23T10:00:00.000Z",
        "rating": "",
    }
