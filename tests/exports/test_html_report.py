"""The report: one file that runs nothing, loads nothing, and shows everything. `tests/exports_heavy` opens it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from paperreader.domain import Entry, Highlight, Note, Wording
from paperreader.exports.core.html_text import markdown_as_html
from paperreader.exports.core.passages import cut_at_highlights
from paperreader.exports.writers import html_report
from tests.exports.examples import BREAKOUTS, MOMENT, UID, annotated_with, full, plain, written
from tests.strategies import entries, hostile_text

VOID = frozenset(("meta", "br", "hr"))


class Page(HTMLParser):
    """Reads a page, and fails where an element is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.abstracts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if dict(attrs).get("class") == "abstract":
            self.abstracts.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if "div" in self.open and self.open.count("div") == 1 and "section" not in self.open and self.abstracts:
            self.abstracts[-1] += data

    def tags(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.seen if tag == name]


def page(*papers: Entry) -> Page:
    return Page(written(html_report.write, *papers))


def assert_harmless(read: Page) -> None:
    allowed = {"script", "iframe", "object", "embed", "img", "link", "base", "form", "svg", "input", "video", "audio"}
    assert not allowed & {tag for tag, _ in read.seen}
    for _, attributes in read.seen:
        assert not any(name.startswith("on") or name in ("style", "src", "srcset") for name in attributes)
        href = attributes.get("href")
        assert not href or href.startswith(("#p", "https://", "http://", "mailto:"))


def test_the_policy_forbids_everything_but_its_own_style() -> None:
    (policy,) = [one for one in page(full()).tags("meta") if one.get("http-equiv")]
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_a_paper_is_shown_with_all_that_is_known() -> None:
    read = page(full())
    for said in (
        *(
            "1 paper",
            "FooNet: LoRA for GPT-4",
            "Ada Lovelace",
            "(3 in all)",
            "2024-07-23",
            "Nature",
            "arXiv:2403.13043v2",
        ),
        *("10.1000/182", "accepted: on topic", "to-read", "Nice name.", "Idea", "Try it.", "★"),
    ):
        assert said in read.words
    assert read.abstracts == [full().paper.abstract]
    assert [one["class"] for one in read.tags("mark")] == ["green"]


def test_the_contents_lead_to_every_paper() -> None:
    read = page(plain("One"), plain("Two"))
    ids = {one.get("id") for one in read.tags("article")}
    assert [one["href"] for one in read.tags("a")] == ["#p1", "#p2"]
    assert ids == {"p1", "p2"}


def test_overlapping_highlights_all_show_and_the_text_stays_whole() -> None:
    marks = (
        Highlight(UID, "bcd", 1, 4, "yellow"),
        Highlight(f"{UID[:-1]}0", "cdef", 2, 6, "blue"),
        Highlight(f"{UID[:-1]}1", "gone", None, None, "pink", "Why?"),
        Highlight(f"{UID[:-1]}2", "x", 90, 95, "green"),
    )
    assert [(text, [one.colour for one in over]) for text, over in cut_at_highlights("abcdefg", marks)] == [
        ("a", []),
        ("b", ["yellow"]),
        ("cd", ["yellow", "blue"]),
        ("ef", ["blue"]),
        ("g", []),
    ]
    read = page(plain("T", abstract="abcdefg", highlights=marks))
    assert read.abstracts == ["abcdefg"]
    assert [one["class"] for one in read.tags("mark")] == ["yellow", "blue over-yellow", "blue"]
    assert "no longer in the abstract" in read.words


def test_a_highlight_with_a_comment_leads_to_it() -> None:
    read = page(plain("T", abstract="abc", highlights=(Highlight(UID, "b", 1, 2, "blue", "Why?"),)))
    assert "#p1h1" in [one["href"] for one in read.tags("a")]
    assert "p1h1" in [one.get("id") for one in read.tags("div")]


def test_the_reader_s_own_names_of_colours_are_said() -> None:
    import io

    out = io.StringIO()
    html_report.write([full()], out, Wording({"green": "method"}))
    assert "method (green)" in out.getvalue()


@pytest.mark.parametrize("text", BREAKOUTS)
def test_no_text_breaks_out(text: str) -> None:
    read = page(plain("before"), annotated_with(text), plain("after"))
    assert_harmless(read)
    assert len(read.tags("article")) == 3
    assert read.abstracts == [text]


@settings(max_examples=20)
@given(entry=entries())
def test_every_paper_that_a_library_can_hold_is_shown_whole(entry: Entry) -> None:
    read = page(entry)
    assert_harmless(read)
    assert read.abstracts == ([entry.paper.abstract] if entry.paper.abstract.strip() else [])


@settings(max_examples=40)
@given(text=hostile_text())
def test_no_note_breaks_out(text: str) -> None:
    assert_harmless(page(plain("T", notes=(Note(UID, f"[x]({text}) ![y](https://x.org) {text}", MOMENT, MOMENT),))))


def test_links_in_notes_lead_to_the_web_and_to_mail_only() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.org", "x", "vbscript:x"):
        assert "<a" not in markdown_as_html(f"[x]({address})")
    for address in ("https://x.org/a_(b)", "http://x.org", "mailto:a@x.org", "HTTPS://x.org"):
        assert "<a" in markdown_as_html(f"[x](<{address}>)")
    assert "<img" not in markdown_as_html("![x](https://x.org/y.png)")
    assert markdown_as_html("<b onclick=x>y</b>") == "<p>&lt;b onclick=x&gt;y&lt;/b&gt;</p>"
