"""The five sample documents, and ways to read text with the formats."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from paperreader.domain import Leftover, Paper, PartialDate, Record
from paperreader.formats import FORMATS, Format, open_text
from paperreader.formats.table import recognise
from paperreader.formats.values.markup import unmarked

TODAY = date(2026, 1, 15)
SAMPLES = {path.name[:3]: path for path in (Path(__file__).parents[2] / "sample_data").glob("*.txt")}
GOLDEN = Path(__file__).parent / "golden"
SHARED = Path(__file__).parents[3] / "shared" / "samples"
"""Real files of other tools, if available."""
COUNTS = {"000": 3, "001": 7, "002": 100, "003": 27, "004": 45}


def read_bytes(data: bytes, today: date = TODAY) -> list[Record | Leftover]:
    """Read bytes in the format that recognises them."""
    with open_text(io.BufferedReader(io.BytesIO(data))) as source:
        form = recognise(source.head)
        assert form is not None, source.head[:100]
        return list(form.read(source.stream, today))


def form_of(name: str) -> Format:
    """Return the format of that name."""
    return next(one for one in FORMATS if one.name == name)


def read_sample(number: str) -> list[Record]:
    """Return all records of a sample document, which has no leftovers."""
    found = read_bytes(SAMPLES[number].read_bytes())
    assert [one for one in found if isinstance(one, Leftover)] == []
    return [one for one in found if isinstance(one, Record)]


def read_text(form: Format, text: str, today: date = TODAY) -> list[Record | Leftover]:
    """Read a text in a format."""
    return list(form.read(io.StringIO(text), today))


def read_marked(form: Format, text: str) -> list[Record | Leftover]:
    """Read a text by the format's module alone, keeping markup."""
    return list(form.reader(io.StringIO(text), TODAY))


def papers_in(form: Format, text: str, today: date = TODAY) -> list[Paper]:
    """Return the papers in a text, which must have no leftovers, without what only references have."""
    return [replace(paper, citation_key=None, reference=()) for paper in references_in(form, text, today)]


def references_in(form: Format, text: str, today: date = TODAY) -> list[Paper]:
    """Return the papers in a text, which must have no leftovers, with keys and all that is said of the references."""
    found = read_text(form, text, today)
    assert [one for one in found if isinstance(one, Leftover)] == []
    return [one.paper for one in found if isinstance(one, Record)]


def as_read(paper: Paper) -> Paper:
    """Return a paper as imported from a source that is not a library: without markup and typesetting."""
    (record,) = unmarked([Record(paper, 1)])
    assert isinstance(record, Record)
    return record.paper


def squash(text: str) -> str:
    """Return the text without any white space."""
    return "".join(text.split())


def golden_line(record: Record) -> str:
    """Format a record as a line of a golden file, with only the fields that are present."""
    paper = record.paper
    date_printed: PartialDate | None = paper.published
    fields: dict[str, object] = {
        "line": record.line,
        "title": paper.title,
        "title_from": paper.title_from,
        "author_count": paper.author_count,
        "published": str(date_printed) if date_printed else None,
        "year_inferred": (date_printed.inferred or None) if date_printed else None,
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "identifiers": [f"{one.scheme}:{one.value}" for one in paper.identifiers] or None,
        "abstract": paper.abstract,
    }
    return json.dumps({key: value for key, value in fields.items() if value is not None}, ensure_ascii=False)
