"""Markdown, read back by markdown-it: CommonMark with GitHub's tables and strike-through."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

from paperreader.domain import Entry, Highlight, Note, PartialDate, clean, link
from paperreader.exports.writers import markdown
from tests.exports.examples import BREAKOUTS, MOMENT, UID, annotated_with, full, plain, written
from tests.strategies import entries, hostile_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

NOTES = (
    *BREAKOUTS,
    "# One\n\nTwo\n===\n\nThree\n---\n\n###### Six",
    "a `<b>` c",
    "\\\\<b>",
    "<https://a.b/`><i>`",
)


SIGNS = st.text(alphabet="`<>/ab\\ \n\t-+#=|~*[]()!1.&;:_$%\"'", max_size=40)


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def shown(token: Token) -> str:
    """Return the text that a reader sees of an inline token; fails for anything but text and line ends."""
    pieces = []
    for child in token.children or []:
        assert child.type in ("text", "text_special", "softbreak"), child
        pieces.append("\n" if child.type == "softbreak" else child.content)
    return "".join(pieces)


def squeezed(text: str) -> str:
    """Fold as the export does: no white space around lines, no two blank lines in a row."""
    lines = [line.strip() for line in text.strip().split("\n")]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before)


def own_blocks(tokens: Sequence[Token]) -> list[str]:
    """The kinds of the document's blocks, outside of any list."""
    return [token.tag or token.type for token in tokens if token.level == 0 and token.nesting >= 0]


def expected_blocks(*papers: Entry) -> list[str]:
    blocks = ["h1"]
    for entry in papers:
        blocks.append("h2")
        if link(entry) or "- **" in written(markdown.write, replace(entry, paper=replace(entry.paper, abstract=""))):
            blocks.append("ul")
        blocks += ["p"] * len([part for part in squeezed(entry.paper.abstract).split("\n\n") if part])
        blocks += ["h3", "ul"] if entry.highlights else []
        blocks += ["h3", "ul"] if entry.notes else []
    return blocks


def sections(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Return the title and abstract of every paper."""
    found: list[tuple[str, list[str]]] = []
    inlines = [
        (tokens[at - 1], token) for at, token in enumerate(tokens) if token.type == "inline" and token.level == 1
    ]
    for opening, token in inlines:
        if opening.tag == "h2":
            found.append((shown(token), []))
        elif opening.tag == "p":
            found[-1][1].append(shown(token))
    return [(title, "\n\n".join(paragraphs)) for title, paragraphs in found]


@given(st.lists(entries(), max_size=3))
def test_every_paper_is_one_section_and_its_text_is_unchanged(papers: list[Entry]) -> None:
    tokens = parsed(written(markdown.write, *papers))
    assert own_blocks(tokens) == expected_blocks(*papers)
    assert sections(tokens) == [
        (" ".join((entry.paper.title or entry.label).split()), squeezed(entry.paper.abstract)) for entry in papers
    ]


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out(text: str) -> None:
    evil, last = annotated_with(text), plain("Last")
    tokens = parsed(written(markdown.write, evil, last))
    assert own_blocks(tokens) == expected_blocks(evil, last)
    assert sections(tokens) == [(evil.paper.title, squeezed(text)), ("Last", "")]


def with_note(body: str) -> Entry:
    return plain(notes=(Note(UID, body, MOMENT, MOMENT), Note(UID, "The next.", MOMENT, MOMENT)))


@given(SIGNS.map(clean).map(str.strip))
def test_signs_in_an_abstract_are_only_signs(text: str) -> None:
    entry = plain("Last", abstract=text)
    tokens = parsed(written(markdown.write, entry))
    assert own_blocks(tokens) == expected_blocks(entry)
    assert sections(tokens) == [("Last", squeezed(text))]


@given(SIGNS | hostile_text() | st.lists(st.sampled_from(NOTES), max_size=5).map("\n".join))
def test_a_note_stays_in_its_item_and_brings_no_html(body: str) -> None:
    entry = with_note(body)
    tokens = parsed(written(markdown.write, entry, plain("Last")))
    assert own_blocks(tokens) == expected_blocks(entry, plain("Last"))
    assert sum(token.type == "list_item_open" and token.level == 1 for token in tokens) == 2
    assert not any(token.type == "html_block" for token in tokens)
    assert not any(child.type == "html_inline" for token in tokens for child in token.children or [])


def note_html(body: str) -> str:
    return str(MarkdownIt("commonmark").render(written(markdown.write, with_note(body))))


def test_headings_of_a_note_go_below_those_of_the_document() -> None:
    text = written(markdown.write, with_note("# One\n\nTwo\n===\n\nThree\n---\n\n###### Six\n\n> # Seven"))
    assert "\n  #### One\n\n  #### Two\n\n  ##### Three\n\n  ###### Six\n\n  > #### Seven\n" in text


def test_a_note_is_written_as_it_is() -> None:
    body = "*Why* so `fast`?\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n[link](https://a.b) <https://a.b/c>"
    assert "\n".join(f"  {line}" if line else "" for line in body.split("\n")) in written(
        markdown.write, with_note(body)
    )


def test_code_in_a_note_is_left_alone() -> None:
    body = "Use `List<String>` or:\n\n```html\n# no heading\n<b>x</b>\n```\n\n    <i># neither</i>"
    assert "<code>List&lt;String&gt;</code>" in note_html(body)
    assert html.escape("# no heading\n<b>x</b>\n") in note_html(body)


def test_a_rule_in_a_note_is_a_rule() -> None:
    assert "<hr />" in note_html("a\n\n---\n\nb")


def test_a_comment_that_is_never_closed_ends_with_its_highlight() -> None:
    entry = full()
    (mark,) = entry.highlights
    text = written(markdown.write, replace(entry, highlights=(replace(mark, comment="```\nopen"), mark)))
    assert sum(token.type == "blockquote_open" for token in parsed(text)) == 2


def test_a_note_says_which_passage_it_is_about_and_a_passage_that_it_is_gone() -> None:
    quote = "a *long* passage, " * 9
    mark = Highlight(UID, quote, None, None)
    text = written(
        markdown.write, replace(plain(), highlights=(mark,), notes=(Note(UID, "So.", MOMENT, MOMENT, 1, UID),))
    )
    assert "(no longer in the abstract)" in text
    assert "on “a \\*long\\* passage, a \\*long\\* passage" in text
    assert "…”*\n\n  So." in text


def test_links_and_names_with_underscores_stay_legible_raw() -> None:
    text = written(markdown.write, plain(abstract="See https://github.com/a/scaling_on_scales?x=1&y=2 (often <5%)."))
    assert "https://github.com/a/scaling_on_scales?x=1&y=2 (often \\<5%)." in text


def test_a_guessed_year_says_so() -> None:
    text = written(markdown.write, plain(published=PartialDate(2024, 12, 9, inferred=True)))
    assert "- **Published:** 2024-12-09 (year inferred)\n" in text


def test_a_count_stands_for_authors_nobody_names() -> None:
    assert "- **Authors:** 6\n" in written(markdown.write, plain(author_count=6))


def test_a_paper_that_has_everything() -> None:
    assert (
        written(markdown.write, full())
        == """\
# Papers

## FooNet: LoRA for GPT-4

- **Authors:** Ada Lovelace, Turing, Alan (3 in all)
- **Published:** 2024-07-23
- **Venue:** Nature
- **Categories:** cs.CL, stat.ML
- **arXiv:** 2403.13043v2
- **DOI:** 10.1000/182
- **Link:** <https://arxiv.org/abs/2403.13043v2>
- **Upvotes:** 6
- **Comments:** 1
- **Tags:** to-read, nlp
- **Read:** yes
- **Starred:** yes
- **Decision:** accept: on topic

We introduce FooNet (FN), a method.

It is fast.

### Highlights

- > FooNet (FN)

  (green, name)

  Nice name.

### Notes

- *2024-07-23 10:00 UTC, edited 2024-07-24 11:30 UTC*

  #### Idea

  Try it.
"""
    )
