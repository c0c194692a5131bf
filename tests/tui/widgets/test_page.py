"""The page and the caret: what is selected on the screen is what is stored, for any text, width and selection."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st
from rich.cells import cell_len
from rich.style import Style

from paperreader.domain import COLOURS, Entry, Highlight, LinkedPaper, Note, Paper, Wording, clean
from paperreader.language import Keywords, Unit
from paperreader.language.graphemes import graphemes
from paperreader.library import Backlink
from paperreader.tui import THEMES
from paperreader.tui.core.glyphs import ASCII, UNICODE
from paperreader.tui.core.styles import MARGIN, styles_of
from paperreader.tui.core.themes import quiet_colours
from paperreader.tui.widgets.caret import Caret
from paperreader.tui.widgets.page import Overlay, Page, PageOptions
from tests.strategies import hostile_text, texts

abstracts = st.one_of(texts(400), hostile_text().map(clean))


def options() -> PageOptions:
    theme = THEMES[0]
    colours = {**theme.to_color_system().generate(), **quiet_colours(theme)}
    return PageOptions(styles_of(theme, colours, Style(color="white", bgcolor="black")), UNICODE)


OPTIONS = options()


def entry(abstract: str, *highlights: Highlight, notes: tuple[Note, ...] = ()) -> Entry:
    return Entry(1, "u", Paper(abstract=abstract), "label", "2026", highlights=highlights, notes=notes)


def painted(page: Page, wanted: Style) -> str:
    """Return the characters of the abstract that have the background of a style."""
    found = []
    for line in range(page.first, page.first + len(page.text.text) + 1):
        if page.span_of(line) is not None:
            strip = page.paint(line, page.width + MARGIN)
            found += [one.text for one in strip if one.style is not None and one.style.bgcolor == wanted.bgcolor]
    return "".join(found)


@settings(max_examples=300)
@given(abstracts, st.integers(2, 90), st.integers(0, 500), st.integers(0, 500), st.booleans())
def test_what_is_painted_as_selected_is_what_is_stored(
    abstract: str, width: int, one: int, other: int, latex: bool
) -> None:
    page = Page(entry(abstract), width, PageOptions(OPTIONS.styles, UNICODE, latex=latex))
    text = page.text.text
    caret = Caret(text, one % (len(text) + 1))
    if not caret.select():
        assert not text
        return
    caret.go(other % (len(text) + 1))
    start, end = caret.selection
    page.overlay = Overlay(cursor=caret.character, selection=caret.selection)
    # The cursor is one end of the selection and has its own style, so both together are the selection.
    seen = painted(page, OPTIONS.styles.selection) + painted(page, OPTIONS.styles.cursor)
    assert sorted("".join(seen.split())) == sorted("".join(text[start:end].split()))
    low, high = page.text.stored(start, end)
    assert 0 <= low < high <= len(abstract)
    shown = page.text.shown(low, high)
    assert shown[0] <= start
    assert shown[1] >= end
    # After highlighting and painting again, all of it is highlighted.
    marked = Highlight("h", abstract[low:high], low, high, "blue")
    again = Page(entry(abstract, marked), width, PageOptions(OPTIONS.styles, UNICODE, latex=latex))
    assert [span for span, _ in again.highlights] == [shown]
    seen = painted(again, OPTIONS.styles.highlighted(("blue",)))
    assert "".join(seen.split()) == "".join(text[shown[0] : shown[1]].split())


@given(abstracts, st.integers(2, 90))
def test_every_line_is_as_wide_as_asked_and_no_character_is_lost(abstract: str, width: int) -> None:
    page = Page(entry(abstract), width, OPTIONS)
    lines = "".join(page.plain(line)[MARGIN:] for line in range(page.first, len(page)) if page.span_of(line))
    assert "".join(lines.split()) == "".join(page.text.text.split())
    for line in range(len(page)):
        assert page.paint(line, width + MARGIN).cell_length == width + MARGIN


@given(
    abstracts, st.lists(st.sampled_from([*Unit, "end", "find", "sentence", "swap", "leave"]), max_size=12), st.data()
)
def test_the_caret_always_stands_on_a_character(abstract: str, moves: list[str], data: st.DataObject) -> None:
    caret = Caret(Page(entry(abstract), 40, OPTIONS).text.text)
    starts = {*graphemes(caret.text), 0}
    for move in moves:
        match move:
            case "end":
                caret.go_to_end()
            case "find":
                caret.find(
                    data.draw(st.sampled_from(["a", "the", " ", "é", "(", "."])), data.draw(st.sampled_from([1, -1]))
                )
            case "sentence":
                caret.select_sentence()
            case "swap":
                caret.swap()
            case "leave":
                caret.leave()
            case unit:
                caret.move(Unit(unit), data.draw(st.sampled_from([1, -1])))
        assert caret.place in starts
        assert caret.selection[0] <= caret.place <= caret.selection[1]


@given(abstracts, st.integers(2, 60), st.integers(0, 400))
def test_a_place_is_found_again_by_its_line_and_column(abstract: str, width: int, place: int) -> None:
    page = Page(entry(abstract), width, OPTIONS)
    caret = Caret(page.text.text, place)
    span = page.span_of(page.line_of(caret.place))
    if span is not None and span[0] <= caret.place < span[1] and cell_len(page.text.text[slice(*caret.character)]):
        assert page.place_at(page.line_of(caret.place), page.column_of(caret.place)) == caret.place


def test_overlapping_highlights_are_both_seen() -> None:
    text = "one two three four"
    one, other = Highlight("a", "one two three", 0, 13, "yellow"), Highlight("b", "three four", 8, 18, "blue")
    page = Page(entry(text, one, other), 60, OPTIONS)
    assert painted(page, OPTIONS.styles.highlighted(("yellow",))) == "one two "
    assert painted(page, OPTIONS.styles.highlighted(("yellow", "blue"))) == "three"
    assert painted(page, OPTIONS.styles.highlighted(("blue",))) == " four"
    both = [one.id for one in page.highlights_at(9)]
    assert both == ["b", "a"]


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_of_highlights_is_painted_in_every_theme(colour: str) -> None:
    for theme in THEMES:
        colours = {**theme.to_color_system().generate(), **quiet_colours(theme)}
        style = styles_of(theme, colours, Style()).highlighted((colour,))
        assert style.bgcolor is not None
        assert style.color != style.bgcolor


def test_a_highlight_in_latex_marks_the_formula_it_shows() -> None:
    text = r"We need $O(n^2)$ time, not $\Omega(n)$."
    page = Page(entry(text), 60, OPTIONS)
    place = page.text.text.index("O(n²)")
    low, high = page.text.stored(place, place + 1)
    assert text[low:high] == "$O(n^2)$"


def test_keywords_are_told_apart_by_more_than_their_colour() -> None:
    page = Page(
        entry("A transformer without convolution."),
        60,
        PageOptions(OPTIONS.styles, UNICODE, keywords=Keywords.of(["transformer*"], ["convolution"])),
    )
    strip = page.paint(page.first, 62)
    styles = {one.text: one.style for one in strip if one.style is not None}
    assert styles["transformer"].bold
    assert styles["convolution"].underline


def test_links_stand_where_they_are_and_references_of_notes_follow() -> None:
    note = Note("n", "see [[2403.13043|Scaling]] and [[#todo]] and https://b.example/x.", "2026", "2026")
    page = Page(entry("Code: https://a.example/y.", notes=(note,)), 60, OPTIONS)
    targets = page.targets()
    assert [(one.name, one.url, one.reference) for one in targets] == [
        ("https://a.example/y", "https://a.example/y", ""),
        ("Scaling", "", "2403.13043"),
        ("#todo", "", "#todo"),
        ("https://b.example/x", "https://b.example/x", ""),
    ]
    span = targets[0].span
    assert span is not None
    assert page.text.text[slice(*span)] == "https://a.example/y"


def test_links_in_notes_and_comments_read_as_titles_and_never_as_uids() -> None:
    uid, gone = "0190e1c2-7b5a-7000-8000-0000000000aa", "0190e1c2-7b5a-7000-8000-0000000000bb"
    paper = LinkedPaper(uid, "On *Engines* [and] looms", "lovelace1843engines", None)
    wording = Wording(linked=lambda targets: {one: paper for one in targets if one == uid})
    note = Note("n", f"see [[{uid}]] or [[{uid}|that]] or [[{gone}]]", "2026", "2026")
    mark = Highlight("h", "Text", 0, 4, "green", f"as [[{uid}]]", (), "2026", "2026")
    back = Backlink(2, "Another", "m", f"unlike [[{uid}]]")
    options = PageOptions(OPTIONS.styles, UNICODE, wording=wording)
    page = Page(entry("Text.", mark, notes=(note,)), 200, options, backlinks=[back])
    text = "\n".join(page.plain(line) for line in range(len(page)))
    assert "see On *Engines* [and] looms or that or a paper that is not here" in text
    assert "as On *Engines* [and] looms" in text
    assert "unlike On *Engines* [and] looms" in text
    assert uid not in text
    assert gone not in text
    named = {one.name: one.reference for one in page.targets()}
    assert named["On *Engines* [and] looms"] == named["that"] == uid


def test_ascii_signs_are_ascii() -> None:
    for name in ASCII.__slots__:
        plain, drawn = (getattr(glyphs, name) for glyphs in (ASCII, UNICODE))
        pairs = [(plain, drawn)] if isinstance(plain, str) else zip(plain.values(), drawn.values(), strict=True)
        for one, other in pairs:
            assert one.isascii()
            assert cell_len(one) == cell_len(other) == 1
