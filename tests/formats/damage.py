"""Real files that may be available beside the project, and damage to files: cut, spliced, and mixed up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import strategies as st

from paperreader.domain import Leftover, Paper, Record, clean
from paperreader.formats import Format, open_text
from paperreader.formats.table import recognise
from tests.formats.documents import TODAY, read_text
from tests.strategies import hostile_text

_SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def sample(name: str, recognised: str) -> list[Record | Leftover]:
    """Return everything in a real file, which must be recognised as a format; skips the test without the file."""
    path = _SAMPLES / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    with open_text(path) as source:
        form = recognise(source.head)
        assert form is not None
        assert form.name == recognised
        return list(form.read(source.stream, TODAY))


def papers_of(found: list[Record | Leftover]) -> list[Paper]:
    """Return the papers of a source, which must have no leftovers."""
    assert [one for one in found if isinstance(one, Leftover)] == []
    return [one.paper for one in found if isinstance(one, Record)]


@st.composite
def damaged(draw: st.DrawFn, *texts: str) -> str:
    """Draw pieces of texts, cut anywhere and joined, with hostile text in between."""
    pieces = []
    for _ in range(draw(st.integers(1, 5))):
        text = draw(st.sampled_from(texts))
        begin = draw(st.integers(0, len(text)))
        piece = text[begin : begin + draw(st.sampled_from((3, 40, 300, 5000)))]
        pieces.append(draw(st.sampled_from((piece, text, draw(hostile_text(60)), "\n", "\n\n"))))
    return "".join(pieces)


def check(form: Format, text: str) -> list[Record | Leftover]:
    """Read all of a text, and check that every record is clean, within the text, and a paper."""
    found = read_text(form, text)
    lines = text.count("\n") + 1
    for one in found:
        assert 1 <= one.line <= lines
        if isinstance(one, Leftover):
            assert one.why
            continue
        paper = one.paper
        assert paper.title or paper.abstract or paper.identifiers
        texts = (paper.title or "", paper.abstract, paper.venue or "", *paper.authors, *paper.keywords, *paper.remarks)
        assert [clean(text) for text in texts] == list(texts)
        assert all("\n" not in line for line in (paper.title or "", *paper.authors, *paper.keywords))
    return found
