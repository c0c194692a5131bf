"""Properties of every JSON, feed and mail format."""

from __future__ import annotations

import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Leftover, Record, clean
from paperreader.formats import rank_formats
from paperreader.formats.table import recognise
from tests.formats.documents import TODAY, form_of, read_text
from tests.formats.dumps import DOCUMENTS, RECORDS
from tests.strategies import hostile_text

each = pytest.mark.parametrize("name", DOCUMENTS)
IMPOSSIBLE = ("1e999", "NaN", "-1", str(2**63), "9" * 5_000, '"\\ud800"', "[" * 9_000 + "]" * 9_000)
SNIPPETS = (
    "\n",
    "{",
    "}",
    "]",
    '"',
    "'",
    "\\\\\n",
    "\\",
    "</entry>",
    "<item>",
    "&",
    "arXiv:2403.13043v2",
    "null",
    "\ud800",
)


@each
def test_every_document_is_recognised_by_its_content_alone(name: str) -> None:
    text = DOCUMENTS[name]
    form = form_of(name)
    assert recognise(text) is form
    assert [one.name for one, sure in rank_formats(text) if sure >= 0.7 and one is not form] == []


@pytest.mark.parametrize("name", RECORDS)
def test_python_prints_of_every_dump_are_read_as_the_dump_is(name: str) -> None:
    text = DOCUMENTS[name]
    values = [json.loads(line) for line in text.splitlines()] if name == "arxiv-snapshot" else json.loads(text)
    printed = repr(values)
    assert recognise(printed) is form_of(name)
    as_before = [one.paper if isinstance(one, Record) else one.why for one in read_text(form_of(name), text)]
    assert [one.paper if isinstance(one, Record) else one.why for one in read_text(form_of(name), printed)] == as_before


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("bad", IMPOSSIBLE, ids=lambda bad: bad[:9])
def test_a_value_that_nothing_can_have_costs_at_most_its_record(name: str, bad: str) -> None:
    good = json.dumps(RECORDS[name])
    for key, old in RECORDS[name].items():
        spoilt = good.replace(f"{json.dumps(key)}: {json.dumps(old)}", f"{json.dumps(key)}: {bad}", 1)
        assert spoilt != good
        found = read_text(form_of(name), f"{spoilt}\n{good}\n")
        assert [one.line for one in found] == [1, 2]
        assert isinstance(found[1], Record)
        assert all(clean(one.paper.abstract) == one.paper.abstract for one in found if isinstance(one, Record))


@st.composite
def spliced(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a document's name, and an excerpt of documents with something else inserted."""
    texts = st.sampled_from(tuple(DOCUMENTS.values()))
    pieces = list[str]()
    for _ in range(draw(st.integers(1, 4))):
        text = draw(texts)
        begin = draw(st.integers(0, len(text)))
        pieces += [text[begin : begin + draw(st.sampled_from((7, 90, 700, 5000)))], draw(st.sampled_from(SNIPPETS))]
    return draw(st.sampled_from(tuple(DOCUMENTS))), "".join([*pieces, draw(hostile_text(40))])


def letters(text: str) -> str:
    """Return the letters and digits, which no reader may make up."""
    return "".join(character for character in text if character.isalnum())


@given(spliced())
@settings(max_examples=250, deadline=None)
def test_cut_and_spliced_documents_never_raise_and_nothing_is_invented(case: tuple[str, str]) -> None:
    name, text = case
    rank_formats(text)
    lines = text.count("\n") + 1
    # As JSON means it, and as it stands: a record of another format may have swallowed JSON as it is.
    source = letters(clean(text.replace("\\n", "\n").replace('\\"', '"'))) + letters(clean(text))
    for one in read_text(form_of(name), text):
        assert 1 <= one.line <= lines
        if isinstance(one, Leftover):
            assert one.why
            continue
        paper = one.paper
        assert paper.title or paper.abstract or paper.identifiers
        assert clean(paper.abstract) == paper.abstract
        assert clean(paper.title or "") == (paper.title or "")
        assert all(remark == clean(remark) for remark in paper.remarks)
        if name in ("arxiv-snapshot", "hf-daily", "semantic-scholar", "json", "arxiv-mail") and "\\u" not in text:
            assert all(letters(word) in source for word in paper.abstract.split())


@pytest.mark.parametrize("name", ["arxiv-atom", "arxiv-rss", "arxiv-mail", "arxiv-snapshot"])
def test_memory_is_constant(name: str) -> None:
    text = DOCUMENTS[name]

    class Repeated(io.TextIOBase):
        left = 1_500
        rest = ""

        def read(self, size: int | None = -1) -> str:
            assert size is not None
            while len(self.rest) < size and self.left:
                self.left -= 1
                self.rest += text
            piece, self.rest = self.rest[:size], self.rest[size:]
            return piece

        def readline(self, size: int = -1) -> str:  # type: ignore[override]
            if not self.rest and self.left:
                self.left -= 1
                self.rest = text
            end = self.rest.find("\n") + 1 or len(self.rest)
            piece, self.rest = self.rest[:end], self.rest[end:]
            return piece

    form = form_of(name)
    read_text(form, text)  # so that what it imports is there already
    tracemalloc.start()
    for count, _ in enumerate(form.read(Repeated(), TODAY), 1):  # type: ignore[arg-type]
        if count > 1_200:
            break
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count > 1_200
    assert peak < 1 << 20
