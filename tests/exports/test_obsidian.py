"""Notes for Obsidian: properties that YAML reads, text that Markdown reads, and what the user added stays."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st
from markdown_it import MarkdownIt

from paperreader.domain import Entry, Highlight, LinkedPaper, Note, Wording
from paperreader.exports import BlockDamaged, PageFolder, PaperPage, find_block, renewed, uid_on
from paperreader.exports.markdown_text import marked_paragraphs
from paperreader.exports.pages import HTML_COMMENT, Renewed
from paperreader.exports.writers import obsidian
from tests.exports.examples import BREAKOUTS, MOMENT, UID, annotated_with, full, plain, written
from tests.strategies import entries

OTHER = "0190e1c2-7b5a-7000-8000-0000000000aa"


def page(entry: Entry) -> PaperPage:
    return obsidian.page(entry, Wording(), PageFolder())


def file_of(entry: Entry) -> bytes:
    return renewed(page(entry)).data


def properties(data: bytes) -> dict[str, Any]:
    _, top, _ = data.decode().split("---\n", 2)
    found = yaml.safe_load(top)
    assert isinstance(found, dict)
    return found


def body(data: bytes) -> bytes:
    found = find_block(io.BytesIO(data), HTML_COMMENT)
    assert found is not None
    assert found.is_as_written
    return data[found.start : found.end]


@settings(max_examples=20)
@given(entries())
def test_properties_are_read_back_as_they_are(entry: Entry) -> None:
    found = properties(file_of(entry))
    title = " ".join((entry.paper.title or entry.label).split())
    assert found["title"] == title
    assert found["aliases"] == [title]
    assert found.get("authors", []) == [" ".join(name.split()) for name in entry.paper.authors]
    assert found["uid"] == entry.uid
    assert found["read"] is entry.read
    assert (found.get("rating"), found.get("decision")) == (entry.rating, entry.decision)
    for tag in found.get("tags", []):
        assert not tag.isdigit()
        assert all(sign.isalnum() or sign in "_-/" for sign in tag)
    assert file_of(entry).split(b"\n---\n")[0].isascii()


@settings(max_examples=20)
@given(entries())
def test_a_page_is_known_by_its_uid_and_written_again_the_same(entry: Entry) -> None:
    data = file_of(entry)
    assert uid_on(data) == entry.uid
    assert renewed(page(entry), data).data == data


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out(text: str) -> None:
    data = file_of(annotated_with(text))
    assert properties(data)["title"] == (" ".join(text.split()) or "x")
    tokens = MarkdownIt("commonmark").parse(body(data).decode())
    own = [token.tag or token.type for token in tokens if token.level == 0 and token.nesting >= 0]
    marks = [token.content for token in tokens if token.type == "html_block"]
    assert (own[:2], own[-5:]) == (["html_block", "h1"], ["h2", "ul", "h2", "ul", "html_block"])
    assert len(marks) == 2


def test_tags_are_as_obsidian_has_them() -> None:
    entry = plain(tags=("to read", "nlp/parsing", "2024", "C++", "c", "量子", "!?", "a / b", "#x"))
    assert properties(file_of(entry))["tags"] == ["to-read", "nlp/parsing", "_2024", "C", "量子", "a/b", "x"]


def test_highlights_are_marked_in_the_abstract_and_quoted_below_with_colour_and_comment() -> None:
    text = body(file_of(full())).decode()
    assert "We introduce ==FooNet (FN)==, a method." in text
    assert "## Highlights\n\n- > FooNet (FN)\n\n  (green, name)\n\n  Nice name." in text


@pytest.mark.parametrize(
    ("text", "spans", "marked"),
    [
        ("one two", [(0, 3), (2, 5)], "==one t==wo"),
        (" one  two ", [(0, 10)], "==one  two=="),
        ("one\n\ntwo", [(1, 7)], "o==ne==\n\n==tw==o"),
        ("a=b_c", [(1, 2)], "a==\\===b\\_c"),
        ("- x", [(0, 1)], "==\\-== x"),
        ("one", [(1, 1)], "one"),
    ],
)
def test_marks_stand_beside_letters(text: str, spans: list[tuple[int, int]], marked: str) -> None:
    assert marked_paragraphs(text, spans) == marked


@settings(max_examples=30)
@given(
    st.text("ab *_=<&[`\\$#.1-\n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4)
)
def test_marks_change_no_letter_of_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    def shown(markdown: str) -> str:
        tokens = MarkdownIt("commonmark").parse(markdown)
        assert all(token.type in ("paragraph_open", "paragraph_close", "inline") for token in tokens)
        return "".join(child.content for token in tokens for child in token.children or []).replace(" ", "")

    inside = [(start, end) for start, end in spans if start < end <= len(text)]
    marked = marked_paragraphs(text, inside)
    signs = shown(marked.replace("\\=", "\0")).replace("==", "").replace("\0", "=").replace("\ufffd", "=")
    assert signs == shown(marked_paragraphs(text, []))


def linking(words: str) -> Entry:
    return plain(notes=(Note(UID, f"See [[{OTHER}{words}]] and [[#to do]].", MOMENT, MOMENT),))


def test_links_lead_to_files_and_read_as_titles() -> None:
    def linked(targets: Iterable[str]) -> Mapping[str, LinkedPaper]:
        return {one: LinkedPaper(OTHER, "A [title] | of `it`", "key", None) for one in targets if one == OTHER}

    wording = Wording(linked=linked)
    names = {OTHER: "a-title-7"}
    assert (
        "See [[a-title-7|A (title) / of 'it']] and #to-do."
        in obsidian.page(linking(""), wording, PageFolder(names.get)).text
    )
    assert "See [[a-title-7|that one]]" in obsidian.page(linking("|that one"), wording, PageFolder(names.get)).text
    assert "See A \\[title\\] \\| of \\`it\\` (key)" in obsidian.page(linking(""), wording, PageFolder()).text
    assert OTHER not in obsidian.page(linking(""), Wording(), PageFolder(names.get)).text


def test_a_graph_of_logseq_has_its_own_links_and_tags() -> None:
    def linked(targets: Iterable[str]) -> Mapping[str, LinkedPaper]:
        return {one: LinkedPaper(OTHER, "A [title]", "key", None) for one in targets if one == OTHER}

    graph = PageFolder({OTHER: "a-title-7"}.get, of_logseq=True)
    entry = replace(linking(""), tags=("to read", "nlp"))
    assert "See [A \\[title\\]]([[a-title-7]]) and" in obsidian.page(entry, Wording(linked=linked), graph).text
    found = properties(renewed(obsidian.page(entry, Wording(), graph)).data)
    assert found["tags"] == "to-read, nlp"
    assert not {"title", "aliases"} & found.keys()


def test_a_block_with_the_bullets_of_logseq_is_still_the_block() -> None:
    data = file_of(full())
    bullets = data.replace(b"<!--", b"- <!--").replace(b"# FooNet", b"- # FooNet")
    assert renewed(page(full()), bullets) == Renewed(data, was_changed=True)


@settings(max_examples=30)
@given(
    before=st.text(max_size=40).map(str.encode) | st.binary(max_size=40),
    after=st.binary(max_size=40),
    own=st.text("ab: -é\n", max_size=20),
    windows=st.booleans(),
    other=entries(),
)
def test_what_stands_around_the_block_stays_to_the_byte(
    before: bytes, after: bytes, own: str, windows: bool, other: Entry
) -> None:
    top, _, rest = file_of(plain()).partition(b"---\n\n")
    mine = "".join(f"mine{number}: {line}\n" for number, line in enumerate(own.split("\n"))).encode()
    head = top + mine + b"---\n"
    ours = rest.rstrip(b"\n")
    if windows:
        head, ours = head.replace(b"\n", b"\r\n"), ours.replace(b"\n", b"\r\n")
    new = renewed(page(replace(other, uid=UID)), head + before + b"\n" + ours + after.join([b"\n", b""])).data
    found = find_block(io.BytesIO(new), HTML_COMMENT)
    assert found is not None
    assert found.is_as_written
    assert new[: found.start].endswith((b"---\r\n" if windows else b"---\n") + before + b"\n")
    assert new[found.end :] == b"\n" + after if after else True
    for line in (mine.replace(b"\n", b"\r\n") if windows else mine).splitlines(keepends=True):
        assert line in new[: found.start]
    assert renewed(page(replace(other, uid=UID)), new).data == new


def test_properties_of_the_user_stay_in_their_places_and_ours_follow() -> None:
    data = file_of(full()).replace(
        b"year: 2024\n", b"year: 2024\nstatus: >-\n  half\n\n  read\n# why\ncssclasses:\n- wide\n"
    )
    new = renewed(page(replace(full(), rating=4, decision=None)), data)
    assert b"year: 2024\nstatus: >-\n  half\n\n  read\n# why\ncssclasses:\n- wide\npublished: " in new.data
    assert (properties(new.data)["rating"], "decision" in properties(new.data)) == (4, False)
    assert not new.was_changed


def test_what_obsidian_writes_otherwise_is_no_change_and_what_the_user_changes_is() -> None:
    data = file_of(full())
    otherwise = data.replace(b'["to-read", "nlp"]', b"\n  - to-read\n  - nlp").replace(b'"Nature"', b"Nature")
    assert not renewed(page(replace(full(), read=False)), otherwise).was_changed
    assert properties(renewed(page(full()), otherwise).data) == properties(data)
    for changed in (
        data.replace(b'"nlp"]', b'"nlp", "mine"]'),
        data.replace(b"Try it.", b"Try that."),
        data.replace(b"decision: ", b"verdict: "),
    ):
        assert renewed(page(full()), changed).was_changed


def test_a_note_without_its_block_or_its_properties_gets_them_back_around_what_is_there() -> None:
    data = file_of(full())
    top, _, block = data.partition(b"\n<!--")
    assert uid_on(top + b"mine") == UID
    assert renewed(page(full()), top + b"mine").data.startswith(top + b"mine\n\n<!-- paperreader: begin ")
    assert renewed(page(full()), b"mine\n<!--" + block).data.startswith(top.rstrip(b"\n") + b"\nmine\n<!--")


def test_a_damaged_block_is_not_rewritten() -> None:
    data = file_of(full())
    for damaged in (data.partition(b"<!-- paperreader: end")[0], data + data.partition(b"---\n\n")[2]):
        assert uid_on(damaged) == UID
        with pytest.raises(BlockDamaged):
            renewed(page(replace(full(), read=False)), damaged)


def test_a_file_that_is_no_note_of_ours_has_no_uid() -> None:
    for data in (b"", b"uid: x", b'---\nuid: "x"\n---\n', b"---\nuid: ", f"uid: {UID}".encode(), b"\xff\xfe"):
        assert uid_on(data) is None


def test_an_orphan_is_quoted_and_not_marked() -> None:
    text = written(obsidian.write, plain(abstract="New.", highlights=(Highlight(UID, "Old", None, None),)))
    assert "\n\nNew.\n\n" in text
    assert "- > Old" in text
