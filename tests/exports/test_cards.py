"""Anki's cards, as text and as a package."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from paperreader.domain import Highlight, Note
from paperreader.exports.writers import anki, anki_package
from tests.exports.examples import BREAKOUTS, MOMENT, UID, annotated_with, full, notes_of, plain, written
from tests.strategies import hostile_text

ABSTRACT = "It began. We count herons from balloons, which is hard. It ended."
QUOTE = Highlight(UID, "herons from balloons", 19, 39, created=MOMENT, updated=MOMENT)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.hrefs: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.text += " " if tag in ("br", "hr", "div", "p") else ""
        self.hrefs += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def cards(text: str) -> list[list[str]]:
    """The fields of each card, as Anki splits them."""
    lines = text.split("\n")
    assert lines[:2] == ["#separator:Tab", "#html:true"]
    assert "#guid column:1" in lines
    assert lines[-1] == ""
    found = [line.split("\t") for line in lines[:-1] if not line.startswith("#")]
    assert all(len(fields) == 4 and not any(field.startswith('"') for field in fields) for fields in found)
    return found


def shown(side: str) -> str:
    parser = Tags()
    parser.feed(side)
    return " ".join(parser.text.split())


def test_the_front_asks_for_what_is_left_out_of_the_sentence() -> None:
    ((uid, front, back, tags),) = cards(written(anki.write, plain("A Title", abstract=ABSTRACT, highlights=(QUOTE,))))
    assert uid == UID
    assert shown(front) == "We count […], which is hard. A Title"
    assert shown(back).startswith("We count herons from balloons, which is hard. A Title")
    assert "<b>herons from balloons</b>" in back
    assert tags == ""


def test_the_front_asks_with_the_comment_if_there_is_one_and_the_back_has_the_notes() -> None:
    asked = Highlight(UID, "herons from balloons", 19, 39, comment="What do **we** count?", tags=("a b",))
    note = Note("0190e1c2-7b5a-7000-8000-00000000cafe", "And `why`?", MOMENT, MOMENT, highlight=UID)
    entry = plain("T", abstract=ABSTRACT, highlights=(asked,), notes=(note,), tags=("nlp",))
    ((_, front, back, tags),) = cards(written(anki.write, entry))
    assert shown(front) == "What do we count? T"
    assert "<strong>we</strong>" in front
    assert "And why?" in shown(back)
    assert tags == "nlp a_b"


@pytest.mark.parametrize("text", [*BREAKOUTS, "[sound:x.mp3]", "[latex]\\input{x}[/latex]", "{{c1::x}}"])
def test_no_text_breaks_out(text: str) -> None:
    found = cards(written(anki.write, annotated_with("before"), annotated_with(text), annotated_with("after")))
    assert len(found) == 3
    for side in found[1][1:3]:
        assert not any(mark in side for mark in ("[sound", "[latex", "{{", "<script", "\r"))
        parser = Tags()
        parser.feed(side)
        assert not parser.tags & {"script", "img", "iframe", "style"}
        assert all(href.startswith(("http://", "https://", "mailto:")) for href in parser.hrefs)


@settings(max_examples=20)
@given(text=hostile_text())
def test_no_text_at_all_breaks_out(text: str) -> None:
    assert len(cards(written(anki.write, annotated_with(text), annotated_with("after")))) == 2


def test_a_package_has_the_same_cards() -> None:
    out = io.BytesIO()
    assert anki_package.write([full()], out) == 1
    ((uid, front, back, tags),) = cards(written(anki.write, full()))
    assert notes_of(out).rstrip("\n").split("\x1f") == [uid, front, back, f" {tags} "]
