"""Moving through the list, through the abstract, and to remembered papers."""

from __future__ import annotations

import random

import pytest
from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.domain import Decision, links_in
from paperreader.library import Library
from tests.tui.conftest import app_of, burst
from tests.tui.hands import (
    caret_is_in_sight,
    entry_of,
    heading,
    hit,
    listed,
    pane,
    papers,
    playing,
    put_on,
    reader,
    said,
    screen_of,
    shown,
    sidebar,
    type_in,
    under_caret,
)

SIZES = [(120, 40), (40, 20)]
TEXT_KEYS = ") ( w b } { $ 0 j k ctrl+d ctrl+u ctrl+f ctrl+b space pagedown pageup g g G down up home end".split(" ")


# -- the list ---------------------------------------------------------------------------------------------------------


async def test_half_pages_in_the_sidebar_go_by_its_own_height(library: Library) -> None:
    library.annotations.tag([1], add=[f"tag{number:02}" for number in range(40)])
    async with playing(library, size=(40, 20)) as pilot:
        await hit(pilot, "h g g ctrl+d")
        assert 5 <= (sidebar(pilot).highlighted or 0) <= 12
        await hit(pilot, "ctrl+u")
        assert sidebar(pilot).highlighted == 0
        await hit(pilot, "ctrl+f")
        assert 12 <= (sidebar(pilot).highlighted or 0) <= 22
        await hit(pilot, "ctrl+b G k k k k k")  # above the sections that narrow the list
        assert "000_" in heading(pilot)


async def test_a_range_is_marked_as_far_as_the_cursor_and_shrinks_when_it_comes_back(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "space j v j j j k k")
        assert papers(pilot).selected == {1, 3, 4}
        await hit(pilot, "v j j")
        assert papers(pilot).selected == {1, 3, 4}
        assert "3 selected" in heading(pilot)
        await hit(pilot, "v k k k k escape")
        assert papers(pilot).selected == set()
        await hit(pilot, "j j")
        assert papers(pilot).selected == set()


async def test_all_that_are_listed_are_marked_and_marks_outlive_a_search(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "j space / q l o r a enter ctrl+a")
        found = set(listed(pilot))
        assert papers(pilot).selected == {2, *found}
        await hit(pilot, "escape")
        assert papers(pilot).selected == {2}
        assert set(listed(pilot)) == found  # the first Esc clears the visible selection, the second the search
        await hit(pilot, "escape")
        assert len(listed(pilot)) == 182


async def test_jump_marks_lead_back_also_after_a_restart_and_from_another_view(library: Library) -> None:
    library.annotations.tag([7], add=["todo"])
    async with playing(library) as pilot:
        await put_on(pilot, 100)
        await hit(pilot, "m k g g ' k")
        assert papers(pilot).paper == 100
    async with playing(library) as pilot:
        await hit(pilot, "'")
        assert "k" in screen_of(pilot).splitlines()[-2]  # the hints say which letters lead where
        await hit(pilot, "k")
        assert papers(pilot).paper == 100
        await hit(pilot, "g t")
        assert listed(pilot) == [7]
        await hit(pilot, "enter ' k")
        assert papers(pilot).paper == 100
        assert pane(pilot) == "reader"
        await hit(pilot, "' q")
        assert said(pilot) == "No paper is remembered under q; m and a letter remember one."
        await hit(pilot, "m 1")
        assert "m and then a to z" in said(pilot)
        await hit(pilot, "u")
        assert "tagged" in said(pilot)  # setting a jump cannot be undone


async def test_the_keys_after_a_jump_act_on_the_paper_that_was_jumped_to(library: Library) -> None:
    library.annotations.tag([7], add=["todo"])
    library.annotations.set_jump("k", 100)
    async with playing(library) as pilot:
        await hit(pilot, "g t enter")
        await burst(pilot, "'ksx")
        assert app_of(pilot).reader.entry(100).starred
        assert app_of(pilot).reader.entry(100).decision == Decision.REJECT
        assert not app_of(pilot).reader.entry(7).starred


async def test_undecided_papers_are_gone_to_over_those_that_are_decided(library: Library) -> None:
    library.annotations.decide([1, 3, 4, 5, 182], Decision.ACCEPT)
    async with playing(library) as pilot:
        await hit(pilot, "] u")
        assert papers(pilot).paper == 2
        await hit(pilot, "] u")
        assert papers(pilot).paper == 6
        await hit(pilot, "[ u [ u")
        assert papers(pilot).paper == 2
        assert said(pilot) == "No undecided paper before this one."
        await hit(pilot, "enter ] u")
        assert (pane(pilot), papers(pilot).paper) == ("reader", 6)
        await hit(pilot, "escape G [ u ] u")
        assert papers(pilot).paper == 181
        assert said(pilot) == "No undecided paper after this one."


async def test_imports_are_gone_to_one_after_another(library: Library) -> None:
    async with playing(library) as pilot:
        rows = [one.papers for one in reversed(app_of(pilot).reader.imports())]
        starts = [sum(rows[:at]) for at in range(len(rows))]
        been = []
        for _ in rows[1:]:
            await hit(pilot, "] ]")
            been.append(papers(pilot).cursor)
        assert been == starts[1:]
        await hit(pilot, "] ]")
        assert said(pilot) == "All papers after this one came with the same import."
        await hit(pilot, "[ [")
        assert papers(pilot).cursor == starts[-1] - 1


async def test_more_and_fewer_lines_a_paper_keep_the_paper_under_the_cursor(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        for key, lines in (("+", 3), ("+", 3), ("-", 2), ("-", 1), ("-", 1)):
            await hit(pilot, key)
            assert papers(pilot).lines == lines
            assert papers(pilot).paper == 90
            row = papers(pilot).row
            assert row is not None
            y = papers(pilot).cursor * lines - int(papers(pilot).scroll_y)
            assert row.label[:20] in papers(pilot).render_line(y).text


async def test_nothing_but_the_abstract_and_back_to_where_one_was(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "j _")
        assert [one.region.width > 0 for one in (sidebar(pilot), papers(pilot), reader(pilot))] == [False, False, True]
        assert pane(pilot) == "reader"
        await hit(pilot, "J")
        assert papers(pilot).paper == 3
        await hit(pilot, "_")
        assert [one.region.width > 0 for one in (sidebar(pilot), papers(pilot), reader(pilot))] == [True, True, True]
        assert pane(pilot) == "list"
        await hit(pilot, "_ escape")
        assert papers(pilot).region.width > 0
        assert pane(pilot) == "list"
        await hit(pilot, "enter _ _")
        assert pane(pilot) == "reader"


async def test_escape_goes_back_step_by_step(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "/ m o d e l enter space space enter V")
        assert pane(pilot) == "selecting"
        found = listed(pilot)
        await hit(pilot, "escape")
        assert pane(pilot) == "reader"
        await hit(pilot, "escape")
        assert (pane(pilot), len(papers(pilot).selected)) == ("list", 2)
        await hit(pilot, "escape")
        assert papers(pilot).selected == set()
        assert listed(pilot) == found
        await hit(pilot, "escape")
        assert len(listed(pilot)) == 182
        await hit(pilot, "escape")
        assert pilot.app.is_running
        await hit(pilot, "h escape")
        assert pane(pilot) == "list"


async def test_the_abstract_scrolls_from_the_list(library: Library) -> None:
    async with playing(library, size=(80, 12)) as pilot:
        await hit(pilot, "J J")
        assert reader(pilot).scroll_y == 6
        assert papers(pilot).paper == 1
        await hit(pilot, "K")
        assert reader(pilot).scroll_y == 3


# -- the abstract -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_cursor_is_in_sight_after_every_motion(library: Library, size: tuple[int, int]) -> None:
    library.annotations.tag([20], add=["one", "two"])
    async with playing(library, size=size) as pilot:
        await put_on(pilot, 20)
        await hit(pilot, "enter")
        hand = random.Random(size[0])
        sequence = " ".join([*TEXT_KEYS, *hand.choices(TEXT_KEYS, k=25), "+", ")", "-", "-", "L", "V", ")", "o", "h"])
        for key in sequence.replace("g g", "g+g").split(" "):
            await hit(pilot, "g g" if key == "g+g" else key)
            assert caret_is_in_sight(pilot), key


@pytest.mark.parametrize("size", SIZES)
async def test_the_cursor_stays_in_sight_when_the_text_is_laid_out_anew(
    library: Library, size: tuple[int, int]
) -> None:
    async with playing(library, size=size) as pilot:
        await put_on(pilot, 6)
        await hit(pilot, "enter ) ) ) ) ) )")
        place = reader(pilot).caret.place
        for key in "-----+++++++":
            await hit(pilot, key)
            assert reader(pilot).caret.place == place
            assert caret_is_in_sight(pilot), reader(pilot).measure
        await pilot.resize_terminal(50, 14)
        await hit(pilot, "ctrl+l")
        assert caret_is_in_sight(pilot)


async def test_an_abstract_is_read_sentence_by_sentence_and_back(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "enter")
        starts = []
        for _ in range(3):
            starts.append(under_caret(pilot)[:18])
            await hit(pilot, ")")
        assert starts == ["Recent studies hav", "I studied the effe", "I found that the s"]
        await hit(pilot, "w (")  # from the middle to the beginning
        assert reader(pilot).caret.sentence[0] == reader(pilot).caret.place
        await hit(pilot, "( ( ( ( (")
        assert under_caret(pilot).startswith("Recent")


@pytest.mark.parametrize(
    ("keys", "begins"),
    [
        ("w w", "have shown"),
        ("w w b", "studies"),
        ("$", None),
        ("w w 0", "Recent"),
        ("G", ""),
        ("G g g", "Recent"),
        ("}", ""),
        ("} {", "Recent"),
        ("j k", "Recent"),
        ("w j k", "studies"),
    ],
)
async def test_motions_in_the_abstract_land_where_vim_would(library: Library, keys: str, begins: str | None) -> None:
    async with playing(library) as pilot:
        await hit(pilot, f"enter {keys}")
        page = reader(pilot).page
        assert page is not None
        if begins is None:
            span = page.span_of(page.first)
            assert span is not None
            assert reader(pilot).caret.place == span[1] - 1
        elif begins:
            assert under_caret(pilot).startswith(begins)
        else:
            assert reader(pilot).caret.place == len(reader(pilot).caret.text) - 1


async def test_every_paper_keeps_its_place_while_others_are_read(library: Library) -> None:
    async with playing(library, size=(80, 16)) as pilot:
        await hit(pilot, "enter ) ) )")
        first, top = reader(pilot).caret.place, reader(pilot).scroll_y
        assert first
        await hit(pilot, "J")
        assert reader(pilot).caret.place == 0
        await hit(pilot, ") J K")
        assert reader(pilot).caret.place > 0
        await hit(pilot, "K")
        assert (reader(pilot).caret.place, reader(pilot).scroll_y) == (first, top)
        assert caret_is_in_sight(pilot)
        await hit(pilot, "K")
        assert papers(pilot).paper == 1  # there is none before it


async def test_beyond_the_abstract_the_notes_are_scrolled_to(library: Library) -> None:
    library.annotations.write_note(1, "\n\n".join(f"line {number}" for number in range(60)))
    async with playing(library, size=(80, 20)) as pilot:
        await hit(pilot, "enter G")
        assert "line 59" in screen_of(pilot)
        await hit(pilot, "k k")
        assert "line 57" in screen_of(pilot)
        await hit(pilot, ")")
        assert caret_is_in_sight(pilot)


async def test_latex_is_shown_as_text_or_as_written_and_the_cursor_stays_on_its_word(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 175)
        await hit(pilot, "enter")
        stored = app_of(pilot).reader.entry(175).paper.abstract
        text = reader(pilot).caret.text
        assert text != stored
        await hit(pilot, ") ) ) w")
        word = under_caret(pilot)[:8]
        await hit(pilot, "L")
        assert said(pilot) == "LaTeX as written"
        assert reader(pilot).caret.text == stored
        assert under_caret(pilot).startswith(word)
        await hit(pilot, "L")
        assert reader(pilot).caret.text == text
        assert under_caret(pilot).startswith(word)


async def test_keyword_colours_are_turned_on_and_off(library: Library) -> None:
    def bold_words() -> bool:
        line = reader_.page.first + 1 - int(reader_.scroll_y) if reader_.page is not None else 0
        styles = {segment.text: segment.style for segment in reader_.render_line(line)}
        return any(text.strip() == "position" for text in styles)

    config = Config(read_after=0, include_keywords=("position",), columns=("keywords",))
    async with playing(library, config) as pilot:
        reader_ = reader(pilot)
        assert bold_words()
        assert "+2" in screen_of(pilot)
        await hit(pilot, "W")
        assert said(pilot) == "keyword colours off"
        assert not bold_words()
        assert "+2" not in screen_of(pilot)
        await hit(pilot, "enter W escape")
        assert bold_words()
    async with playing(library) as pilot:
        await hit(pilot, "W")
        assert said(pilot).startswith("There are no keywords yet")


# -- matches, links, references ---------------------------------------------------------------------------------------


async def test_matches_are_gone_to_in_the_abstract_and_then_in_the_next_paper(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "/ m o d e l enter enter")
        at = papers(pilot).cursor
        page = reader(pilot).page
        assert page is not None
        matches = [start for start, _ in page.matches if start > 0]
        been = []
        for _ in matches:
            await hit(pilot, "n")
            been.append(reader(pilot).caret.place)
        assert been == matches
        await hit(pilot, "N")
        assert reader(pilot).caret.place == ([0, *matches])[-2]
        await hit(pilot, "n n")
        assert papers(pilot).cursor == at + 1


@pytest.fixture
def pages_opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the pages given to the browser."""
    given: list[str] = []

    class Browser:
        def open(self, url: str) -> bool:
            given.append(url)
            return True

    monkeypatch.setattr("webbrowser.get", Browser)
    return given


async def test_one_link_is_followed_at_once_and_of_several_one_by_its_letter(
    library: Library, pages_opened: list[str]
) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 37)
        await hit(pilot, "enter f")
        text = screen_of(pilot)
        assert all(url in text for url in ("mistral-orpo-alpha", "mistral-orpo-beta"))
        await hit(pilot, "s")
        assert pages_opened == ["https://huggingface.co/kaist-ai/mistral-orpo-alpha"]
        await hit(pilot, "f escape f z")
        assert len(pages_opened) == 1
        one = next(paper for paper in listed(pilot) if len(_targets(pilot, paper)) == 1)
        await hit(pilot, "escape")
        await put_on(pilot, one)
        await hit(pilot, "enter f")
        assert pages_opened[1:] == _targets(pilot, one)
        await hit(pilot, "escape g g enter f")
        assert said(pilot).startswith("There is no link here")


def _targets(pilot: Pilot[None], paper: int) -> list[str]:
    return list(dict.fromkeys(links_in(app_of(pilot).reader.entry(paper).paper.abstract)))


async def test_the_papers_and_tags_that_a_note_names_are_followed(library: Library) -> None:
    library.annotations.tag([5, 9], add=["todo"])
    library.annotations.write_note(1, "as [[2403.13043|the other]] and [[#todo]] and [[0000.00000]] say")
    async with playing(library) as pilot:
        await hit(pilot, "enter f a")
        assert papers(pilot).paper == 11
        assert "← " in shown(pilot)  # the way back: notes that lead here
        assert pane(pilot) == "reader"
        await hit(pilot, "escape g g enter f s")
        assert listed(pilot) == [5, 9]
        assert "#todo" in heading(pilot)
        assert pane(pilot) == "list"
        await hit(pilot, "0")
        assert len(listed(pilot)) == 182
        await hit(pilot, "g g enter f d")
        assert "0000.00000" in said(pilot)
        assert papers(pilot).paper == 1


async def test_a_reference_to_a_trashed_paper_shows_that_paper_and_keys_act_on_it(library: Library) -> None:
    library.annotations.trash([11], on=True)
    library.annotations.write_note(1, "as [[2403.13043]] says")
    async with playing(library) as pilot:
        await hit(pilot, "enter f")
        assert papers(pilot).paper == 11
        assert "in the trash" in shown(pilot)
        await hit(pilot, "s")
        assert app_of(pilot).reader.entry(11).starred
        assert not app_of(pilot).reader.entry(1).starred


async def test_a_link_in_a_note_is_followed_and_another_kind_of_link_is_not(
    library: Library, pages_opened: list[str]
) -> None:
    library.annotations.write_note(1, "https://example.org/a javascript:alert(1) file:///etc/passwd")
    async with playing(library) as pilot:
        await hit(pilot, "enter f")
        assert pages_opened == ["https://example.org/a"]


async def test_notes_and_highlights_are_found_by_their_words_and_gone_to(library: Library) -> None:
    text = entry_of(library, 100).paper.abstract
    library.annotations.highlight(100, 10, 30, text=text, comment="a remark")
    library.annotations.write_note(42, "about quokkas")
    library.annotations.write_note(43, "about wombats")
    async with playing(library) as pilot:
        await hit(pilot, "g n")
        await type_in(pilot, "quok")
        await hit(pilot, "enter")
        assert (papers(pilot).paper, pane(pilot)) == (42, "reader")
        await hit(pilot, "g h")
        await type_in(pilot, "remark")
        await hit(pilot, "enter")
        assert (papers(pilot).paper, pane(pilot)) == (100, "reader")
        assert reader(pilot).highlight_here is not None
        assert caret_is_in_sight(pilot)
        await hit(pilot, "g n escape")
        assert papers(pilot).paper == 100
