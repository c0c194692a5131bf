"""Readers read any input to the end, without raising anything or inventing papers."""

from __future__ import annotations

import html
import io
import re
import tracemalloc
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Leftover, Record, clean
from paperreader.formats import FORMATS, Format, rank_formats
from paperreader.formats.sources.text_lines import LINE_LIMIT
from paperreader.formats.sources.text_stream import HEAD
from paperreader.formats.table import recognise
from tests.formats.documents import SAMPLES, TODAY, read_text, squash
from tests.formats.small import SMALL
from tests.strategies import hostile_text

TO_THE_LETTER = frozenset(("huggingface", "abstracts", "dataset-viewer"))
"""Formats that change nothing but white space."""
DOCUMENTS = [*SMALL.values(), *(path.read_text(encoding="utf-8") for _, path in sorted(SAMPLES.items()))]
WORD = re.compile(r"[A-Za-z]{4,}")
NO_LETTER = re.compile(r"[^A-Za-z]+")
TAG = re.compile(r"<[^<>]*>")

each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """Draw an excerpt of a document, with some lines long and some shortened."""
    text = draw(st.sampled_from(DOCUMENTS))
    begin = draw(st.integers(0, len(text)))
    piece = text[begin : begin + draw(st.sampled_from((5, 80, 400, 3000)))]
    return draw(st.sampled_from((piece, piece.replace("\n\n", "\n"), piece.replace(". ", ".\n"), piece[::-1])))


def spliced(own: str) -> st.SearchStrategy[str]:
    """Return pieces of documents, most of them from one."""
    between = st.sampled_from(("", "\n", "\n\n", "\n·\n", "\n12\n", "\nAbstract:", "\n2403.13043v2\n", " · Apr 7 3\n"))
    half = st.integers(0, len(own)).flatmap(lambda at: st.sampled_from((own[:at], own[at:])))
    piece = st.one_of(half, half, pieces(), hostile_text(60), between)
    return st.lists(piece, max_size=5).map("".join)


def letters(text: str) -> str:
    return NO_LETTER.sub("", text)


def invented(record: Record, text: str) -> list[str]:
    """Return the words of a record that are not in the text, either raw or without tags, entities and escapes."""
    plain = html.unescape(html.unescape(text))
    readings = [letters(text), letters(plain), letters(TAG.sub("", plain)), letters(TAG.sub("", text))]
    readings.append(letters(re.sub(r"\\(?:[nrt]|u[0-9a-fA-F]{4})", "", text)))  # as JSON and Python write characters
    paper = record.paper
    words = [word for field in (paper.title or "", paper.abstract, *paper.authors) for word in WORD.findall(field)]
    return [word for word in words if not any(word in reading for reading in readings)]


def check(form: Format, text: str) -> None:
    lines = text.count("\n") + 1
    for one in read_text(form, text):
        assert 1 <= one.line <= lines
        if isinstance(one, Leftover):
            assert clean(one.text) == one.text
            assert one.why
            continue
        paper = one.paper
        assert paper.title or paper.abstract or paper.identifiers
        assert clean(paper.abstract) == paper.abstract
        for field in (paper.title or "", paper.venue or "", *paper.authors, *paper.keywords):
            assert clean(field) == field
            assert "\n" not in field
        assert invented(one, text) == []
        if form.name in TO_THE_LETTER:
            source = squash(clean(text))
            assert squash(paper.title or "") in source
            assert all(squash(line) in source for line in paper.abstract.split("\n"))


def test_there_is_a_document_of_every_format() -> None:
    assert {one.name for one in FORMATS} <= set(SMALL)


@each_format
def test_every_format_is_surest_of_its_own_document_and_reads_papers_in_it(form: Format) -> None:
    text = SMALL[form.name]
    assert recognise(text[:HEAD]) is form
    assert sum(isinstance(one, Record) for one in read_text(form, text)) >= (1 if form.name == "openreview" else 2)
    check(form, text)
    others = [sure for one, sure in rank_formats(text[:HEAD]) if one is not form]
    assert max(others, default=0.0) < form.sniff(text[:HEAD])


@each_format
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_cut_and_spliced_documents_never_raise_and_nothing_is_invented(form: Format, data: st.DataObject) -> None:
    check(form, data.draw(spliced(SMALL[form.name])))


@each_format
@given(text=hostile_text(400))
@settings(max_examples=30, deadline=None)
def test_arbitrary_text_never_raises_and_nothing_is_invented(form: Format, text: str) -> None:
    check(form, text)


@given(hostile_text(400))
@settings(max_examples=100, deadline=None)
def test_recognising_never_raises(text: str) -> None:
    recognise(text)


PIECES = [
    *("a", "A ", "· ", "1 ", "(", "Abstract:", "we introduce ", '{"', "[", "\\", "2403.13043 ", "\n", "Apr 7 ", "•\n"),
    *(
        "<",
        "<a>",
        "&",
        "&lt;",
        "@a{",
        "{",
        '"',
        ",",
        "\t",
        ";\n",
        "TY  - ",
        "PMID- 1\n",
        "> ",
        "# ",
        "](",
        "=\n",
        "\\\\\n",
    ),
]


@each_format
def test_long_repetitions_take_no_more_than_linear_time(form: Format) -> None:
    for piece in PIECES:
        text = piece * (20_000 // len(piece))
        read_text(form, text)
        form.sniff(text)


class Miserly(io.StringIO):
    """A text that must not be read in one go, as it may be larger than memory."""

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        assert size is not None
        assert 0 < size <= LINE_LIMIT
        return super().readline(size)

    def read(self, size: int | None = -1, /) -> str:
        assert size is not None
        assert 0 < size <= LINE_LIMIT
        return super().read(size)

    def __next__(self) -> str:  # type: ignore[override]
        raise AssertionError("a line of any length would be read")


@each_format
def test_an_endless_line_in_the_middle_of_a_document_costs_no_memory(form: Format) -> None:
    document = SMALL[form.name]
    at = document.index("\n", len(document) // 2) + 1 if "\n" in document[len(document) // 2 :] else 0
    size = 3 * LINE_LIMIT
    stream = Miserly(document[:at] + "x" * size + "\n" + document[at:])
    tracemalloc.start()
    try:
        for one in form.read(stream, TODAY):
            assert len(one.text if isinstance(one, Leftover) else one.paper.abstract) <= LINE_LIMIT
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * LINE_LIMIT


def test_nothing_depends_on_the_day_but_years_that_are_not_printed() -> None:
    for form in FORMATS:
        if form.name != "huggingface":
            found = list(form.read(io.StringIO(SMALL[form.name]), date(1999, 1, 1)))
            assert found == read_text(form, SMALL[form.name]), form.name
