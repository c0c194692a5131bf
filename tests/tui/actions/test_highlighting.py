"""Selecting and highlighting in an abstract: exactly what was selected is stored."""

from __future__ import annotations

import pytest

from paperreader.domain import COLOURS, Highlight, Paper, Record
from paperreader.library import Library
from tests.tui.conftest import app_of, burst
from tests.tui.hands import (
    caret_is_in_sight,
    entry_of,
    hit,
    looking_into,
    pane,
    papers,
    playing,
    put_on,
    reader,
    said,
    screen_of,
    selected,
    shown,
    type_in,
    under_caret,
)

FIRST = "Recent studies have shown"


def marks(library: Library, paper: int = 1) -> tuple[Highlight, ...]:
    with looking_into(library) as fresh:
        return fresh.entry(paper).highlights


def highlight(library: Library, paper: int, words: str) -> None:
    with looking_into(library) as fresh:
        text = fresh.entry(paper).paper.abstract
    at = text.index(words)
    library.annotations.highlight(paper, at, at + len(words), text=text)


@pytest.mark.parametrize(
    ("keys", "quote"),
    [
        ("v w w w", "Recent studies have"),
        ("v l l l l l", "Recent"),
        ("v l l l l l l h h", "Recen"),
        ("w v w w o b", "Recent studies have"),
        ("w v b", "Recent s"),
        ("v / s h o w n enter", FIRST),
        ("v w w w w o w", "studies have shown"),
    ],
)
async def test_what_is_selected_is_what_is_highlighted(library: Library, keys: str, quote: str) -> None:
    async with playing(library) as pilot:
        await hit(pilot, f"enter {keys}")
        assert pane(pilot) == "selecting"
        assert selected(pilot) == quote
        await hit(pilot, "enter")
        assert pane(pilot) == "reader"
        [mark] = marks(library)
        assert (mark.quote, mark.colour) == (quote, "yellow")
        assert app_of(pilot).reader.entry(1).paper.abstract[mark.start : mark.end] == quote
        assert f"“{quote}”" in shown(pilot)
        await hit(pilot, "u")
        assert marks(library) == ()


async def test_sentences_are_selected_one_more_with_each_key_and_whole_paragraphs(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "enter ) w V")
        assert selected(pilot).startswith("I studied the effectiveness")
        assert selected(pilot).endswith("mixture of experts.")
        one = len(selected(pilot))
        await hit(pilot, "V")
        two = len(selected(pilot))
        assert two > one
        await hit(pilot, ")")
        assert len(selected(pilot)) > two
        await hit(pilot, "}")
        assert selected(pilot).endswith(app_of(pilot).reader.entry(1).paper.abstract[-20:].strip())
        await hit(pilot, "H")
        assert len(marks(library)) == 1


async def test_a_selection_grows_to_the_next_match(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "/ e f f i c i e n t enter")
        await put_on(pilot, 1)
        await hit(pilot, "enter v n")
        assert "efficien" in selected(pilot).lower()
        paper = papers(pilot).paper
        await hit(pilot, " ".join("n" * 12))
        assert (pane(pilot), papers(pilot).paper) == ("selecting", paper)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
async def test_a_number_highlights_in_that_colour_and_recolours(library: Library, number: int) -> None:
    async with playing(library) as pilot:
        await hit(pilot, f"enter v w {number}")
        assert marks(library)[0].colour == COLOURS[number - 1]
        other = number % 5 + 1
        await hit(pilot, str(other))
        assert [mark.colour for mark in marks(library)] == [COLOURS[other - 1]]
        await hit(pilot, "u")
        assert marks(library)[0].colour == COLOURS[number - 1]
        await hit(pilot, ") V enter")
        assert marks(library)[-1].colour == COLOURS[other - 1]  # the colour used last


async def test_a_highlight_with_a_comment_and_with_tags(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "enter V c")
        await type_in(pilot, "why this?")
        await hit(pilot, "enter")
        assert [(mark.comment, mark.tags) for mark in marks(library)] == [("why this?", ())]
        assert "why this?" in shown(pilot)
        await hit(pilot, ") V t")
        await type_in(pilot, "claim")
        await hit(pilot, "enter escape")
        assert marks(library)[1].tags == ("claim",)
        assert marks(library)[1].quote.startswith("I studied")
        await hit(pilot, "c")  # on a highlight: its comment
        await type_in(pilot, "later")
        await hit(pilot, "enter")
        assert marks(library)[1].comment == "later"
        await hit(pilot, "#")
        await type_in(pilot, "second")
        await hit(pilot, "enter escape")
        assert marks(library)[1].tags == ("claim", "second")
        await hit(pilot, "u u u")
        assert [(mark.comment, mark.tags) for mark in marks(library)] == [("why this?", ())]
        await hit(pilot, "ctrl+r")
        assert marks(library)[1].tags == ("claim",)


async def test_escape_in_a_dialogue_over_a_selection_leaves_the_selection(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "enter V")
        quote = selected(pilot)
        for keys in ("c escape", "/ escape", "? escape", "t escape", ": escape"):
            await hit(pilot, keys)
            if keys.startswith("t"):
                continue
            assert (pane(pilot), selected(pilot)) == ("selecting", quote), keys
        await hit(pilot, "v")
        assert pane(pilot) == "reader"
        assert marks(library) == ()


async def test_a_selection_is_copied_and_left(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "enter v w w w w y")
        assert pilot.app.clipboard == FIRST
        assert pane(pilot) == "reader"
        await hit(pilot, "v w escape")
        assert pane(pilot) == "reader"
        assert under_caret(pilot).startswith("Recent")
        assert marks(library) == ()


async def test_selecting_in_nothing_and_highlighting_nothing_are_said(empty_library: Library) -> None:
    empty_library.add([Record(Paper(title="No abstract"), line=1)], file="x", format="jsonl")
    async with playing(empty_library) as pilot:
        await hit(pilot, "enter V")
        assert said(pilot) == "There is no abstract to select in."
        await hit(pilot, "v ) w } $ G enter 1 c # d h")
        assert "no highlight here" in said(pilot)
        assert pane(pilot) == "reader"


async def test_highlights_are_gone_to_across_papers_and_back(library: Library) -> None:
    highlight(library, 1, "studies have")
    highlight(library, 1, "I studied the effectiveness")
    highlight(library, 50, entry_of(library, 50).paper.abstract[40:60])
    async with playing(library) as pilot:
        been = []
        await hit(pilot, "enter")
        for keys in ("] h", "] h", "] h", "] h", "[ h", "[ h", "[ h"):
            await hit(pilot, keys)
            mark = reader(pilot).highlight_here
            been.append((papers(pilot).paper, mark.quote[:9] if mark is not None else ""))
            assert caret_is_in_sight(pilot)
        last = been[2][1]
        assert been == [
            (1, "studies h"), (1, "I studied"), (50, last), (50, last), (1, "I studied"), (1, "studies h"),
            (1, "studies h"),
        ]  # fmt: skip
        assert said(pilot) == "No highlight before this one."


async def test_a_highlight_is_deleted_with_its_note_kept_and_undo_brings_both_back(library: Library) -> None:
    highlight(library, 1, "studies have")
    async with playing(library) as pilot:
        await hit(pilot, "enter d h")
        assert said(pilot) == "There is no highlight here; ]h goes to the next."
        await hit(pilot, "] h enter")
        await type_in(pilot, "a thought")
        await hit(pilot, "escape")
        [note] = app_of(pilot).reader.entry(1).notes
        assert (note.body, note.highlight) == ("a thought", marks(library)[0].id)
        await hit(pilot, "enter")
        await type_in(pilot, "!")
        await hit(pilot, "escape d h")
        assert marks(library) == ()
        assert [one.highlight for one in app_of(pilot).reader.entry(1).notes] == [None]
        await hit(pilot, "u")
        assert marks(library)[0].quote == "studies have"
        [note] = app_of(pilot).reader.entry(1).notes
        assert note.highlight == marks(library)[0].id
        assert "thought" in note.body


async def test_highlights_in_latex_are_exact_in_the_stored_text(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 175)
        stored = app_of(pilot).reader.entry(175).paper.abstract
        await hit(pilot, "enter G V enter")
        [mark] = marks(library, 175)
        assert mark.quote == stored[mark.start : mark.end]
        assert stored.rstrip().endswith(mark.quote[-10:])
        await hit(pilot, "L")
        here = reader(pilot).highlight_here
        assert here is not None
        assert here.id == mark.id


async def test_a_burst_selects_and_highlights_as_slow_hands_do(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "enter")
        await burst(pilot, "vww2)V3]h")
        found = [(mark.quote.split()[0], mark.colour) for mark in marks(library)]
        assert found == [("Recent", "green"), ("I", "blue")]


async def test_all_highlights_say_what_they_are_and_lead_there(library: Library) -> None:
    highlight(library, 30, entry_of(library, 30).paper.abstract[100:130])
    async with playing(library) as pilot:
        await hit(pilot, "g h")
        assert entry_of(library, 30).label[:20] in screen_of(pilot)
        await hit(pilot, "enter")
        assert papers(pilot).paper == 30
        assert reader(pilot).highlight_here is not None
        assert caret_is_in_sight(pilot)


def test_the_tests_know_the_first_abstract(library: Library) -> None:
    assert entry_of(library, 1).paper.abstract.startswith(FIRST)
