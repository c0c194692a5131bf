"""Searching as you type in the app."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from paperreader.config import Config
from paperreader.domain import Paper, Record
from paperreader.library import Library
from paperreader.query import parse
from paperreader.tui.widgets.footer import Footer
from paperreader.tui.widgets.search_bar import Offer, SearchBar
from tests.tui.conftest import app_of, opened, press, settled
from tests.tui.hands import send, views
from tests.tui.main.test_reading import focused, heading, papers, shown
from tests.tui.waiting import until

MANY = 3_000
"""So many papers that a search lists the best first and the rest later."""


@pytest.fixture(scope="session")
def many_papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "library.db"
    words = "sparse dense tuning quantum graph vision speech causal robust latent".split()
    with Library(path) as library:
        found = (
            Paper(
                title=f"{words[at % 10].title()} models of kind {at}",
                abstract=f"We study {words[at // 10 % 10]} models and {words[at // 100 % 10]} learning, in case {at}.",
                upvotes=at * 7 % 101,
            )
            for at in range(MANY)
        )
        library.add((Record(paper, line) for line, paper in enumerate(found)), file="many.txt", format="abstracts")
    return path


@pytest.fixture
def many(many_papers: Path, tmp_path: Path) -> Iterator[Library]:
    path = tmp_path / "many.db"
    shutil.copy(many_papers, path)
    with Library(path) as library:
        yield library


def line(pilot: Pilot[None]) -> SearchBar:
    return app_of(pilot).main.query_one(SearchBar)


def offered(pilot: Pilot[None]) -> str:
    """Return what is shown over the footer."""
    offer = app_of(pilot).main.query_one(Offer)
    return str(offer.content) if offer.display else ""


def said(pilot: Pilot[None]) -> str:
    """Return what the footer says about the search."""
    return app_of(pilot).main.query_one(Footer).searching


def marked(pilot: Pilot[None]) -> list[str]:
    """Return what is underlined in the search line."""
    return [one.text for one in line(pilot).render_line(0) if one.style and one.style.underline]


async def put(pilot: Pilot[None], text: str) -> None:
    """Open the search line and type a text."""
    await press(pilot, "/")
    line(pilot).put(text)
    await settled(pilot)


async def type_in(pilot: Pilot[None], text: str) -> None:
    await press(pilot, "/")
    await pilot.press(*(" " if one == "_" else "space" if one == " " else one for one in text))
    await settled(pilot)


def first_label(pilot: Pilot[None]) -> str:
    return app_of(pilot).reader.rows(papers(pilot).ids[:1])[0].label


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("approximated prompt", "Approximated Prompt Tuning for Vision-Language Pre-trained Models"),
        ("prompt approximated", "Approximated Prompt Tuning for Vision-Language Pre-trained Models"),
        ("aproximated promt", "Approximated Prompt Tuning for Vision-Language Pre-trained Models"),
        ("appproximated", "Approximated Prompt Tuning for Vision-Language Pre-trained Models"),
        ("openbezaor", "OpenBezoar: Small, Cost-Effective and Open Models Trained on Mixes of Instruction Data"),
        ("penbezoar", "OpenBezoar: Small, Cost-Effective and Open Models Trained on Mixes of Instruction Data"),
        ("heisenb floq", "Programmable Heisenberg interactions between Floquet qubits"),
        ("word island", "No Word is an Island -- A Transformation Weighting Model for Semantic Composition"),
    ],
)
async def test_what_is_half_remembered_is_found_first(library: Library, typed: str, found: str) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, typed)
        assert first_label(pilot) == found
        assert shown(pilot).startswith(found)


async def test_an_identifier_finds_its_paper_from_its_first_half_to_the_link_that_was_pasted(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "/")
        for typed in ("2403.13", "2403.1304", "2403.13043", "2403.13043v2", "https://arxiv.org/abs/2403.13043v2"):
            line(pilot).put(typed)
            await settled(pilot)
            assert 11 in list(papers(pilot).ids), typed
        assert list(papers(pilot).ids) == [11]


async def test_escape_brings_back_what_was(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, *"jjjjj")
        before = list(papers(pilot).ids)
        await type_in(pilot, "quantum")
        assert 0 < len(papers(pilot).ids) < 182
        await press(pilot, "escape")
        assert list(papers(pilot).ids) == before
        assert papers(pilot).cursor == 5
        assert focused(pilot) == "list"
        assert "All papers" in heading(pilot)


async def test_enter_keeps_the_results_and_escape_in_the_list_ends_them(library: Library) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, "mamba")
        await press(pilot, "enter")
        assert focused(pilot) == "list"
        assert "/mamba" in heading(pilot)
        found = papers(pilot).paper
        await press(pilot, "escape")
        assert len(papers(pilot).ids) == 182
        assert papers(pilot).paper == found


async def test_escape_in_a_second_search_brings_back_the_first(library: Library) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, "mamba")
        await press(pilot, "enter")
        before = list(papers(pilot).ids)
        await type_in(pilot, " zzzzqqq")
        await press(pilot, "escape")
        assert list(papers(pilot).ids) == before
        assert "/mamba" in heading(pilot)


async def test_arrows_move_in_the_results_while_typing(library: Library) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, "tuning")
        await press(pilot, "down", "down", "up")
        assert papers(pilot).cursor == 1
        assert app_of(pilot).main.query_one("#search", Input).has_focus


async def test_matched_words_are_marked_in_the_list_and_in_the_abstract(library: Library) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, "trasnformer")
        marked = [
            one.text for y in range(6) for one in papers(pilot).render_line(y) if one.style and one.style.underline
        ]
        assert "Transformer" in marked
        reader = app_of(pilot).main.reader
        marked = [one.text for y in range(30) for one in reader.render_line(y) if one.style and one.style.underline]
        assert any("ransformer" in text for text in marked)


async def test_tags_and_notes_are_searched_the_moment_they_are_saved(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "j", "j", "j", "e")
        await pilot.press(*"zanzibar")
        await press(pilot, "escape")
        await type_in(pilot, "zanzibr")
        assert list(papers(pilot).ids) == [4]


async def test_a_filter_narrows_and_a_word_of_help_stands_by_a_mistake(library: Library) -> None:
    library.annotations.tag([7, 8], add=["todo"])
    async with opened(library) as pilot:
        await press(pilot, "/")
        app_of(pilot).main.query_one("#search", Input).value = "tag:todo"
        await settled(pilot)
        assert sorted(papers(pilot).ids) == [7, 8]
        app_of(pilot).main.query_one("#search", Input).value = "foo:lora"
        await settled(pilot)
        assert "foo" in app_of(pilot).main.query_one(Footer).searching


@pytest.mark.parametrize(
    "typed", ['"', "AND (", "C++", "*", "foo:bar", "[/b]", "((((", "-", "a" * 3000, "\x1b[31m", "量子", "tag:", "NOT"]
)
async def test_whatever_is_typed_the_app_goes_on(library: Library, typed: str) -> None:
    async with opened(library) as pilot:
        await press(pilot, "/")
        app_of(pilot).main.query_one("#search", Input).value = typed
        await settled(pilot)
        await press(pilot, "escape")
        assert len(papers(pilot).ids) == 182


async def test_mistakes_are_marked_where_they_are_with_a_word_of_help(library: Library) -> None:
    async with opened(library) as pilot:
        await put(pilot, "titel:lora tuning is:unraed ")
        assert marked(pilot) == ["titel:lora", "is:unraed"]
        assert "did you mean title:?" in said(pilot)
        line(pilot).put("title:lora tuning is:unread ")
        await settled(pilot)
        assert marked(pilot) == []
        assert "did you mean" not in said(pilot)


@pytest.mark.parametrize("typed", ["tuning year:20", "tuning is:un", "tuning tag:", 'tuning "effi', "tuning (lo", "-"])
async def test_what_is_merely_unfinished_is_no_mistake_while_it_is_typed(library: Library, typed: str) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, typed)
        assert marked(pilot) == []
        assert "there is no" not in said(pilot)
        assert papers(pilot).ids


async def test_what_is_left_unfinished_is_a_mistake_when_it_is_kept(library: Library) -> None:
    async with opened(library) as pilot:
        await put(pilot, "tuning is:unr")
        await press(pilot, "enter")
        assert "did you mean is:unread?" in heading(pilot)


async def test_a_mistake_loses_no_results(library: Library) -> None:
    async with opened(library) as pilot:
        await put(pilot, "tuning ")
        found = list(papers(pilot).ids)
        assert 0 < len(found) < 182
        for typed in (
            "tuning is:nonsense",
            "tuning year:20",
            "tuning year:20x ",
            "is:nonsense",
            "year:",
            "upvotes:many",
        ):
            line(pilot).put(typed)
            await settled(pilot)
            assert list(papers(pilot).ids) == found, typed
        await press(pilot, "enter")
        assert "/tuning" in heading(pilot)
        assert list(papers(pilot).ids) == found
        await press(pilot, "ctrl+l")
        assert list(papers(pilot).ids) == found


@pytest.mark.parametrize("typed", ["year:20x4", "upvotes:abc", "added:<7q", "is:", "-tag:", "(is:unred", "sort:dat"])
async def test_a_bad_value_and_the_name_of_its_field_search_for_nothing(library: Library, typed: str) -> None:
    async with opened(library) as pilot:
        everything = list(papers(pilot).ids)
        await press(pilot, "/", *typed)
        assert list(papers(pilot).ids) == everything
        await press(pilot, "enter")
        assert list(papers(pilot).ids) == everything
        assert not app_of(pilot).main.listing.now.typed
        assert not app_of(pilot).config.searches
        assert parse(typed).problems[0].message[:20] in heading(pilot)


async def test_a_bad_value_is_said_whatever_was_being_searched_for_before(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "/", *"tuning year:20x4")
        assert marked(pilot) == ["year:20x4"]
        assert "year: needs a year" in said(pilot)
        found = len(papers(pilot).ids)
        await press(pilot, "enter")
        assert "year: needs a year" in heading(pilot)
        assert len(papers(pilot).ids) == found < 182


async def test_signs_alone_search_for_nothing_and_that_is_said_when_they_are_kept(library: Library) -> None:
    async with opened(library) as pilot:
        for typed in ('"', "#", "()", "-", "OR"):
            await put(pilot, typed)
            assert len(papers(pilot).ids) == 182
            await press(pilot, "enter")
            assert not app_of(pilot).config.searches
            assert "search" in heading(pilot) or "exclude" in heading(pilot)


async def test_a_second_tab_has_nothing_to_do_where_there_was_one_choice(library: Library) -> None:
    library.annotations.tag([7], add=["to do"])
    async with opened(library) as pilot:
        for typed, whole in (("is:unr", "is:unread "), ("tag:to", 'tag:"to do" '), ("is:UNREAD", "is:UNREAD")):
            await put(pilot, typed)
            await press(pilot, "tab", "tab", "tab")
            assert line(pilot).value == whole
            await press(pilot, "escape")


async def test_the_name_of_a_field_is_completed_by_tab_or_right(library: Library) -> None:
    async with opened(library) as pilot:
        for key in ("tab", "right"):
            await put(pilot, "prompt -ti")
            await press(pilot, key)
            assert line(pilot).value == "prompt -title:"
            assert line(pilot).cursor_at_end
            await press(pilot, "escape")


async def test_tab_goes_through_the_choices_and_enter_keeps_what_they_find(library: Library) -> None:
    library.annotations.mark_read([5, 6], on=True)
    async with opened(library) as pilot:
        await put(pilot, "is:")
        assert "not read yet" in offered(pilot)
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab"):
            await press(pilot, key)
            seen.append(line(pilot).value)
        assert seen == ["is:unread ", "is:read ", "is:starred ", "is:read "]
        assert sorted(papers(pilot).ids) == [5, 6]
        await press(pilot, "down")
        assert papers(pilot).cursor == 1
        await press(pilot, "enter")
        assert focused(pilot) == "list"
        assert offered(pilot) == ""
        assert sorted(papers(pilot).ids) == [5, 6]


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("tag:to", 'tag:"to do" '),
        ("tag:pars", "tag:nlp/parsing "),
        ("tag:(nlp OR late", "tag:(nlp OR later "),
        ("source:004", "source:004_07cc097ecfadafe7.txt "),
        ("sort:-u", "sort:-upvotes "),
        ("has:h", "has:highlight "),
    ],
)
async def test_values_of_the_library_are_completed(library: Library, typed: str, becomes: str) -> None:
    library.annotations.tag([7], add=["to do", "nlp/parsing", "later"])
    async with opened(library) as pilot:
        await put(pilot, typed)
        await press(pilot, "tab")
        if typed.startswith("source:"):
            assert line(pilot).value.startswith("source:004_")
        else:
            assert line(pilot).value == becomes


async def test_categories_and_authors_of_what_is_listed_are_completed(empty_library: Library) -> None:
    paper = Paper(title="A paper of somebody", authors=("Ada van der Berg",), categories=("cs.LG",), venue="NeurIPS")
    empty_library.add([Record(paper, 1)], file="a.txt", format="abstracts")
    async with opened(empty_library) as pilot:
        for typed, becomes in (
            ("author:", 'author:"Ada van der Berg" '),
            ("author:berg", 'author:"Ada van der Berg" '),
            ("cat:c", "cat:cs.LG "),
            ("venue:", "venue:NeurIPS "),
        ):
            await put(pilot, typed)
            await press(pilot, "tab")
            assert line(pilot).value == becomes
            assert list(papers(pilot).ids) == [1]
            await press(pilot, "escape")


async def test_earlier_searches_come_back_that_begin_as_what_is_typed(library: Library) -> None:
    config = Config(read_after=0, searches=("lora", "state space", "low rank", "quantum", "lora tuning"))
    async with opened(library, config=config) as pilot:
        await put(pilot, "lo")
        called = []
        for key in ("ctrl+p", "ctrl+p", "ctrl+p", "ctrl+p", "ctrl+n", "ctrl+n", "ctrl+n", "ctrl+n"):
            await press(pilot, key)
            called.append(line(pilot).value)
        assert called == ["lora tuning", "low rank", "lora", "lora", "low rank", "lora tuning", "lo", "lo"]
        await press(pilot, "ctrl+p", "backspace", "ctrl+p")
        assert line(pilot).value == "lora tuning"


async def test_a_search_that_was_kept_is_found_among_the_earlier_ones(library: Library) -> None:
    config = Config(read_after=0, searches=("lora", "state space"))
    async with opened(library, config=config) as pilot:
        await put(pilot, "quantum")
        await press(pilot, "enter")
        assert config.searches[-1] == "quantum"
        await press(pilot, "/", "ctrl+r", *"spac", "enter")
        assert line(pilot).value == "state space"
        assert line(pilot).has_focus
        assert list(papers(pilot).ids)[:5] == list(app_of(pilot).search.find(parse("state space")).ids)[:5]


async def test_the_cursor_stays_on_its_paper_whatever_the_order(many: Library) -> None:
    async with opened(many, (80, 24)) as pilot:
        await put(pilot, "models")
        await press(pilot, "enter")
        papers(pilot).go_to(7)
        await settled(pilot)
        for key in "dDtTuUaAsr":
            shown = papers(pilot)
            y = shown.cursor * shown.lines - int(shown.scroll_y)
            await press(pilot, "comma", key)
            assert shown.paper == 7
            at_an_end = shown.scroll_y in (0, shown.max_scroll_y)
            assert at_an_end or shown.cursor * shown.lines - int(shown.scroll_y) == y


async def test_sorts_list_in_their_order(many: Library) -> None:
    async with opened(many) as pilot:
        await put(pilot, "quantum")
        await press(pilot, "enter")
        best = list(papers(pilot).ids)[:50]

        def upvotes() -> list[int]:
            return [row.upvotes or 0 for row in app_of(pilot).reader.rows(papers(pilot).ids)]

        await press(pilot, "comma", "u")
        assert upvotes() == sorted(upvotes(), reverse=True)
        await press(pilot, "comma", "U")
        assert upvotes() == sorted(upvotes())
        await press(pilot, "comma", "r")
        assert list(papers(pilot).ids)[:50] == best
        await put(pilot, "quantum sort:upvotes")
        assert upvotes() == sorted(upvotes(), reverse=True)


async def test_relevance_can_be_asked_for_in_a_view_with_another_order(many: Library) -> None:
    many.annotations.save_view("by votes", "quantum sort:upvotes", key="1")
    async with opened(many) as pilot:
        best = list(app_of(pilot).search.find(parse("quantum ")).ids)[:50]
        await press(pilot, "1")
        assert list(papers(pilot).ids)[:50] != best
        await press(pilot, "comma", "r")
        assert list(papers(pilot).ids)[:50] == best
        await press(pilot, "0", "1")
        assert list(papers(pilot).ids)[:50] != best
        await put(pilot, "sort:relevance")
        assert list(papers(pilot).ids)[:50] == best


async def test_the_others_come_behind_the_best_and_nothing_moves_under_the_cursor(many: Library) -> None:
    async with opened(many, (80, 24)) as pilot:
        await put(pilot, "models")
        best = app_of(pilot).search.find(parse("models"))
        assert not best.complete
        every = list(papers(pilot).ids)
        assert every[: len(best.ids)] == list(best.ids)
        assert len(every) == len(set(every)) == MANY
        papers(pilot).show(best.ids)  # as it is before the rest is known
        await press(pilot, *["down"] * 30)
        at = papers(pilot).paper, papers(pilot).cursor, papers(pilot).scroll_y
        papers(pilot).extend(every)
        await settled(pilot)
        assert (papers(pilot).paper, papers(pilot).cursor, papers(pilot).scroll_y) == at
        assert papers(pilot).max_scroll_y > len(best.ids) * papers(pilot).lines


async def test_a_change_to_a_paper_behind_the_best_leaves_the_cursor_on_it(many: Library) -> None:
    async with opened(many, (80, 24)) as pilot:
        await put(pilot, "models")
        await press(pilot, "enter")
        papers(pilot).cursor = 1_234
        await settled(pilot)
        paper, y = papers(pilot).paper, papers(pilot).scroll_y
        assert paper is not None
        many.annotations.tag([paper], add=["todo"])
        app_of(pilot).main.changes.made_elsewhere()
        await settled(pilot)
        assert papers(pilot).paper == paper
        assert papers(pilot).cursor == 1_234
        assert papers(pilot).scroll_y == y


async def test_results_come_in_the_order_of_the_letters(many: Library) -> None:
    typed = "quantum models"
    async with opened(many, (80, 24)) as pilot:
        found = [list(app_of(pilot).search.find(parse(typed[:end])).ids[:20]) for end in range(len(typed) + 1)]
        await press(pilot, "/")
        last = 0
        for key in [*typed, ""]:
            if key:
                send(pilot, "space" if key == " " else key)
            for _ in range(4):
                await pilot.pause(0.001)
                now = list(papers(pilot).ids[:20])
                last = next(end for end in range(last, len(typed) + 1) if found[end] == now)  # never an earlier one
        await settled(pilot)
        assert list(papers(pilot).ids[:20]) == found[-1]


async def test_views_have_counts_that_follow_what_is_done(library: Library) -> None:
    library.annotations.save_view("to do", "tag:todo", key="1")
    library.annotations.save_view("tuning", "title:tuning", key="2")
    async with opened(library) as pilot:
        assert "1 to do 0" in views(pilot)
        library.annotations.tag([1, 2, 3], add=["todo"])
        app_of(pilot).main.changes.made_elsewhere()
        await settled(pilot)
        assert "1 to do 3" in views(pilot)
        assert f"2 tuning {app_of(pilot).search.count(parse('title:tuning '))}" in views(pilot)


async def test_a_search_goes_before_the_counts_and_what_is_not_known_is_not_shown(library: Library) -> None:
    library.annotations.save_view("to do", "tag:todo", key="1")
    async with opened(library) as pilot:
        idle = app_of(pilot).main.listing.idle
        idle.clear()  # a slow search
        library.annotations.tag([1, 2, 3], add=["todo"])
        app_of(pilot).main.changes.saved([1, 2, 3], "tagged")
        await until(pilot, lambda: "#todo 3" in views(pilot))
        assert "1 to do" in views(pilot)
        assert "Unread 182" in views(pilot)
        idle.set()
        await settled(pilot)
        assert "1 to do 3" in views(pilot)


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_what_was_searched_instead_is_said_whole(library: Library, size: tuple[int, int]) -> None:
    async with opened(library, size) as pilot:
        await type_in(pilot, "trasnformer")
        whole = "showing transformer"
        assert whole in (said(pilot) if size[0] == 80 else offered(pilot))
        await press(pilot, "enter")
        assert whole in heading(pilot)


async def test_fast_typing_ends_with_the_result_of_the_last_letter(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "/")
        await pilot.press(*"parametereffici", *["backspace"] * 6)
        await settled(pilot)
        typed = app_of(pilot).main.query_one("#search", Input).value
        from paperreader.query import parse

        assert list(papers(pilot).ids)[:5] == list(app_of(pilot).search.find(parse(typed)).ids)[:5]


async def test_n_goes_to_matches_out_of_sight_and_then_to_the_next_paper(library: Library) -> None:
    async with opened(library, (80, 24)) as pilot:
        await type_in(pilot, "models")
        await press(pilot, "enter")
        for _ in range(12):
            await press(pilot, "n")
        assert papers(pilot).cursor >= 1
        at = papers(pilot).cursor
        for _ in range(12):
            await press(pilot, "N")
        assert papers(pilot).cursor <= at


async def test_a_search_inside_a_view_stays_in_it(library: Library) -> None:
    library.annotations.star([7, 8, 9], on=True)
    async with opened(library) as pilot:
        await press(pilot, "h", "j", "j", "enter")
        await type_in(pilot, "models")
        assert set(papers(pilot).ids) <= {7, 8, 9}
        assert papers(pilot).ids


@pytest.mark.parametrize(
    "typed", ["trnsfrmr is:unread", "-survey trasnformer", "is:unread qntztn", "aproximated promt"]
)
async def test_a_search_inside_a_view_finds_what_both_together_find(library: Library, typed: str) -> None:
    library.annotations.save_view("Efficient", "efficient is:undecided", key="1")
    async with opened(library) as pilot:
        await press(pilot, "1")
        await put(pilot, typed)
        inside = list(papers(pilot).ids)
        assert inside
        await press(pilot, "escape", "0")
        await put(pilot, f"efficient is:undecided {typed}")
        assert list(papers(pilot).ids) == inside


async def test_a_query_is_parsed_once_a_key(library: Library) -> None:
    parsed: list[str] = []

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is parse.__code__:
            parsed.append(frame.f_locals["text"])

    async with opened(library) as pilot:
        await press(pilot, "/")
        sys.setprofile(watch)
        try:
            await press(pilot, *"zeta eta", "enter")
        finally:
            sys.setprofile(None)
    assert parsed == ["zeta eta"[:end] for end in range(1, 9)]
