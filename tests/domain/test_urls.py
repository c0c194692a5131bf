from __future__ import annotations

import time

import pytest
from hypothesis import given

from paperreader.domain import links_in
from tests.strategies import REPEATED, hostile_text


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("released athttps://github.com/a/b.", ["https://github.com/a/b"]),
        ("code111https://github.com/x/orpoand model", ["https://github.com/x/orpo"]),
        ("at https://x.org/65c5619de2ba059be0775014Code is", ["https://x.org/65c5619de2ba059be0775014"]),
        ("(see https://x.org/a).", ["https://x.org/a"]),
        ("(https://en.wikipedia.org/wiki/A_(b))", ["https://en.wikipedia.org/wiki/A_(b)"]),
        ("atgithub.com/IST/qmoe.", ["https://github.com/IST/qmoe"]),
        ("pre-training.minyoungg.github.io/LTE", ["https://minyoungg.github.io/LTE"]),
        ("https://a.org/x††⋆Equal", ["https://a.org/x"]),
        ("http://a.org/1,http://b.org/2", ["http://a.org/1", "http://b.org/2"]),
        ("https://a.org/brand new", ["https://a.org/brand"]),
        ("https://a.org and https://a.org.", ["https://a.org"]),
        ("javascript:alert(1) file:///etc/passwd ftp://a.org/x", []),
        ("no links. e.g.this", []),
        ("https://", []),
    ],
)
def test_links_come_out_clean(text: str, links: list[str]) -> None:
    assert list(links_in(text)) == links


@given(hostile_text(300))
def test_links_are_http_and_have_no_space(text: str) -> None:
    for link in links_in(text):
        assert link.startswith(("http://", "https://"))
        assert link.isascii()
        assert link.split() == [link]


@pytest.mark.parametrize("piece", REPEATED)
def test_hostile_repetitions_are_quick(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begin = time.process_time()
    links_in(text)
    assert time.process_time() - begin < 2
