"""Whatever a reader is given, it reads to the end, raises nothing and invents nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.formats import FORMATS, Format, recognise
from paperreader.paper import Leftover, clean
from tests.formats.documents import SAMPLES, read_text, squash
from tests.strategies import hostile_text

DOCUMENTS = [path.read_text(encoding="utf-8") for _, path in sorted(SAMPLES.items())]
text_formats = pytest.mark.parametrize("form", FORMATS[:3], ids=lambda form: str(form.name))


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """Some text between two places of a document, with some of its lines long and some shortened."""
    text = draw(st.sampled_from(DOCUMENTS))
    begin = draw(st.integers(0, len(text)))
    piece = text[begin : begin + draw(st.sampled_from((5, 80, 400, 3000)))]
    return draw(st.sampled_from((piece, piece.replace("\n\n", "\n"), piece.replace(". ", ".\n"), piece[::-1])))


def spliced() -> st.SearchStrategy[str]:
    between = st.sampled_from(("", "\n", "\n\n", "\n·\n", "\n12\n", "\nAbstract:", "\n2403.13043v2\n", " · Apr 7 3\n"))
    piece = st.one_of(pieces(), hostile_text(60), between)
    return st.lists(piece, max_size=7).map("".join)


def check(form: Format, text: str) -> None:
    found = read_text(form, text)
    source = squash(clean(text))
    lines = text.count("\n") + 1
    for one in found:
        assert 1 <= one.line <= lines
        if isinstance(one, Leftover):
            continue
        assert squash(one.paper.title or "") in source
        assert all(squash(line) in source for line in one.paper.abstract.split("\n"))
        assert one.paper.title or one.paper.abstract or one.paper.identifiers
        assert clean(one.paper.abstract) == one.paper.abstract


@text_formats
@given(text=spliced())
@settings(max_examples=60, deadline=None)
def test_cut_and_spliced_documents_never_raise_and_nothing_is_invented(form: Format, text: str) -> None:
    check(form, text)


@text_formats
@given(text=hostile_text(400))
@settings(max_examples=100, deadline=None)
def test_arbitrary_text_never_raises_and_nothing_is_invented(form: Format, text: str) -> None:
    check(form, text)


@given(hostile_text(400))
@settings(max_examples=100, deadline=None)
def test_recognising_never_raises(text: str) -> None:
    recognise(text)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))
@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A ",
        "· ",
        "1 ",
        "(",
        "Abstract:",
        "we introduce ",
        '{"',
        "[",
        "\\",
        "2403.13043 ",
        "\n",
        "Apr 7 ",
        "•\n",
    ],
)
def test_long_repetitions_take_no_more_than_linear_time(form: Format, piece: str) -> None:
    text = piece * (60_000 // len(piece))
    read_text(form, text)
    recognise(text[:65_536])
