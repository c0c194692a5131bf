"""Everything about a paper on one screen, and correcting its fields, by keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static, TextArea

from paperreader.config import Config
from paperreader.domain import Identifier, Paper, PartialDate, Record, TitleFrom
from paperreader.library import Library
from paperreader.tui.dialogs.correction import CorrectionScreen
from paperreader.tui.dialogs.facts import FactsScreen
from tests.library.records import record
from tests.tui.conftest import app_of
from tests.tui.hands import entry_of, hit, playing, reader, said, screen_of, selected, shown, type_in

pytest_plugins: list[str] = []

FULL = Paper(
    citation_key="lovelace2024rivers",
    title="Rivers of Sand",
    title_from=TitleFrom.PRINTED,
    abstract="We measure how dunes move. They move slowly. See https://example.org/code for more.",
    authors=("Ada Lovelace", "Alan Turing"),
    author_count=3,
    published=PartialDate(2024, 7, 23, inferred=True),
    venue="Journal of Dunes",
    categories=("cs.LG",),
    upvotes=12,
    identifiers=(Identifier("arxiv", "2403.13043"), Identifier("arxiv_version", "2403.13043v2")),
    keywords=("sand", "wind"),
    remarks=("A long remark. " * 40,),
    links=("https://example.org/a",),
)


@pytest.fixture
def sandy(empty_library: Library) -> Library:
    """A library of a paper that has everything, and one that has little."""
    little = Paper(abstract="Nothing is known about this one but a few words.")
    empty_library.add([Record(FULL, 7), Record(little, 9), replace(record(3), line=11)], file="/in/a.ris", format="ris")
    return empty_library


def facts(pilot: Pilot[None]) -> str:
    """Return all lines of the screen of facts."""
    options = pilot.app.screen.query_one(OptionList)
    return "\n".join(str(options.get_option_at_index(at).prompt) for at in range(options.option_count))


def line(pilot: Pilot[None]) -> str:
    """Return the line under the cursor."""
    options = pilot.app.screen.query_one(OptionList)
    assert options.highlighted is not None
    return str(options.get_option_at_index(options.highlighted).prompt).strip()


def warning(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(".dialogue-warning", Static).content)


async def go_to(pilot: Pilot[None], words: str) -> None:
    """Go to a line of the facts that begins with some words."""
    await hit(pilot, "g")
    for _ in range(60):
        if line(pilot).startswith(words):
            return
        await hit(pilot, "j")
    raise AssertionError(words)


async def put(pilot: Pilot[None], text: str) -> None:
    """Type a text in place of the one in a line or an area."""
    focused = pilot.app.focused
    if isinstance(focused, Input):
        focused.value = ""
        await type_in(pilot, text)
    else:
        assert isinstance(focused, TextArea)
        focused.text = text


# -- facts -----------------------------------------------------------------------------------------------------------


async def test_everything_about_a_paper_is_shown_with_where_it_came_from(sandy: Library) -> None:
    sandy.annotations.tag([1], add=["dunes"])
    sandy.corrections.edit(1, venue="Journal of Dunes and Sand")
    async with playing(sandy) as pilot:
        await hit(pilot, "i")
        text = facts(pilot)
        for words in (
            "Title  a.ris:7",
            "Rivers of Sand",
            "Ada Lovelace",
            "and 1 more, not named",
            "23 Jul 2024 (year inferred)",
            "Venue  by you",
            "arxiv:2403.13043v2",
            "https://example.org/a",
            "https://arxiv.org/pdf/2403.13043v2  its PDF",
            "https://example.org/code  in the abstract",
            "cs.LG",
            "wind",
            "A long remark.",
            "12 upvotes",
            "#dunes",
            "/in/a.ris:7  ris, ",
            "tagged it +dunes",
            "edited it: venue",
        ):
            assert words in text, words
        assert "arxiv:2403.13043\n" not in text


async def test_facts_that_nobody_knows_are_left_out(sandy: Library) -> None:
    async with playing(sandy) as pilot:
        await hit(pilot, "j i")
        text = facts(pilot)
        assert "no source prints a title" in text
        for heading in ("Authors", "Date", "Venue", "Identifiers", "Links", "Keywords", "Remarks", "PDF"):
            assert heading not in text


@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 40), (200, 50)])
async def test_facts_are_gone_through_from_the_first_to_the_last_at_every_size(
    sandy: Library, size: tuple[int, int]
) -> None:
    async with playing(sandy, size=size) as pilot:
        await hit(pilot, "enter i")
        assert line(pilot).startswith("Rivers of Sand")
        seen = [line(pilot)]
        await hit(pilot, "k")
        assert line(pilot) == seen[0]
        options = pilot.app.screen.query_one(OptionList)
        while True:
            last = options.highlighted
            await hit(pilot, "j")
            if options.highlighted == last:
                break
            seen.append(line(pilot))
            assert line(pilot).split("\n")[0].strip()[: size[0] // 2] in screen_of(pilot)
        assert "In this library" in facts(pilot)
        assert all(len(one.split("\n")) <= 6 for one in seen)  # a long remark is read a step at a time
        await hit(pilot, "g g")
        assert line(pilot) == seen[0]
        assert pilot.app.screen.query_one(OptionList).scroll_y == 0
        await hit(pilot, "G")
        assert line(pilot) == seen[-1]
        await hit(pilot, "g space")
        assert line(pilot) in seen[1:]


@pytest.mark.parametrize("key", ["i", "q", "escape"])
async def test_the_facts_are_left_where_one_was(sandy: Library, key: str) -> None:
    async with playing(sandy) as pilot:
        await hit(pilot, f"j i {key}")
        assert pilot.app.screen is app_of(pilot).main
        assert app_of(pilot).main.papers.paper == 2
        await hit(pilot, "G i")
        assert "Paper number 3 of many" in facts(pilot)


async def test_a_line_is_copied_and_a_link_opened(sandy: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []

    class Browser:
        def open(self, url: str) -> bool:
            given.append(url)
            return True

    monkeypatch.setattr("webbrowser.get", Browser)
    async with playing(sandy) as pilot:
        await hit(pilot, "i")
        await go_to(pilot, "Alan")
        await hit(pilot, "y")
        assert pilot.app.clipboard == "Alan Turing"
        assert "copied Alan Turing" in screen_of(pilot)
        await go_to(pilot, "https://example.org/code")
        await hit(pilot, "y enter")
        assert pilot.app.clipboard == "https://example.org/code"
        assert given == ["https://example.org/code"]
        assert isinstance(pilot.app.screen, FactsScreen)


async def test_text_from_outside_is_shown_as_it_is(empty_library: Library) -> None:
    title = "[bold]not markup[/] [@click=app.quit]x[/]"
    odd = Paper(title=title, title_from=TitleFrom.PRINTED, abstract="x", authors=("[/] Ada",), venue="[red]")
    empty_library.add([Record(odd, 1)], file="[b].ris", format="ris")
    async with playing(empty_library) as pilot:
        await hit(pilot, "i")
        assert all(words in screen_of(pilot) for words in (title, "[/] Ada", "[red]", "[b].ris:1"))


async def test_a_field_is_edited_from_its_line_shown_at_once_and_undone_there(sandy: Library) -> None:
    async with playing(sandy) as pilot:
        await hit(pilot, "i")
        await go_to(pilot, "Journal of")
        await hit(pilot, "enter")
        assert pilot.app.screen.query_one(Input).value == "Journal of Dunes"
        await put(pilot, "Nature")
        await hit(pilot, "enter")
        assert isinstance(pilot.app.screen, FactsScreen)
        assert line(pilot) == "Nature"
        assert "Venue  by you" in facts(pilot)
        assert entry_of(sandy, 1).paper.venue == "Nature"
        await hit(pilot, "u")
        assert line(pilot) == "Journal of Dunes"
        assert "Venue  a.ris:7" in facts(pilot)
        await hit(pilot, "u")
        assert "Nothing was edited here" in screen_of(pilot)
        assert entry_of(sandy, 1).paper.venue == "Journal of Dunes"


async def test_a_field_that_is_not_known_yet_is_chosen_and_edited(sandy: Library) -> None:
    async with playing(sandy) as pilot:
        await hit(pilot, "j i G C")
        await type_in(pilot, "venue")
        await hit(pilot, "enter")
        assert isinstance(pilot.app.screen, CorrectionScreen)
        await type_in(pilot, "Nature")
        await hit(pilot, "enter")
        assert "Venue  by you\n  Nature" in facts(pilot)


# -- editing ---------------------------------------------------------------------------------------------------------


async def test_the_keys_after_c_are_shown_and_one_that_means_nothing_says_which_there_are(sandy: Library) -> None:
    async with playing(sandy) as pilot:
        await hit(pilot, "C")
        assert all(word in screen_of(pilot) for word in ("authors", "identifiers", "abstract", "links"))
        await hit(pilot, "Z")
        assert "This key edits nothing" in said(pilot)
        assert pilot.app.screen is app_of(pilot).main


@pytest.mark.parametrize(
    ("key", "before", "typed", "field", "value"),
    [
        ("t", "Rivers of Sand", "Rivers of [red] Sand", "title", "Rivers of [red] Sand"),
        ("y", "2024-07-23", "2023-05", "published", PartialDate(2023, 5)),
        ("y", "2024-07-23", "", "published", None),
        ("v", "Journal of Dunes", "", "venue", None),
        ("a", "Ada Lovelace\nAlan Turing", "Grace Hopper\n\n A.  B.", "authors", ("Grace Hopper", "A. B.")),
        ("l", "https://example.org/a", "", "links", ()),
        ("i", "arxiv:2403.13043v2", "doi:10.1000/182", "identifiers", (Identifier("doi", "10.1000/182"),)),
        ("b", FULL.abstract, "Dunes move.\nSlowly.", "abstract", "Dunes move.\nSlowly."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("pane", ["", "enter "])
async def test_every_field_is_edited_survives_the_next_import_and_is_undone(
    sandy: Library, key: str, before: str, typed: str, field: str, value: object, pane: str
) -> None:
    async with playing(sandy) as pilot:
        await hit(pilot, f"{pane}C {key}")
        focused = pilot.app.focused
        assert (focused.value if isinstance(focused, Input) else focused.text) == before  # type: ignore[union-attr]
        await put(pilot, typed)
        await hit(pilot, "ctrl+s")
        assert pilot.app.screen is app_of(pilot).main
        assert said(pilot).startswith("edited “Rivers of")
        assert getattr(entry_of(sandy, 1).paper, field) == value
        sandy.add([Record(replace(FULL, upvotes=13), 1)], file="b.ris", format="ris")
        assert getattr(entry_of(sandy, 1).paper, field) == value
        sandy.journal.undo()
        await hit(pilot, "u")
        assert getattr(entry_of(sandy, 1).paper, field) == getattr(FULL, field)


async def test_what_is_edited_is_on_the_page_and_in_the_list_at_once(sandy: Library) -> None:
    async with playing(sandy) as pilot:
        await hit(pilot, "C t")
        await put(pilot, "Mountains")
        await hit(pilot, "enter")
        assert "Mountains" in shown(pilot)
        assert screen_of(pilot).count("Mountains") >= 2


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("y", "soon", "'soon' is not a date; write it as 2024"),
        ("y", "2024-13", "is not a date"),
        ("l", "https://example.org/a\njavascript:alert(1)", "'javascript:alert(1)' is not a link"),
        ("i", "arxiv:2403.13043\ndunes", "'dunes' is not an identifier"),
        ("i", "arxiv:2401.00003", "belongs to “Paper number 3 of many” (paper 3)"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(sandy: Library, key: str, typed: str, why: str) -> None:
    async with playing(sandy, size=(80, 24)) as pilot:
        await hit(pilot, f"C {key}")
        await put(pilot, typed)
        await hit(pilot, "ctrl+s")
        assert why in warning(pilot)
        assert why[:30] in " ".join(screen_of(pilot).split())
        focused = pilot.app.focused
        assert (focused.value if isinstance(focused, Input) else focused.text) == typed  # type: ignore[union-attr]
        assert entry_of(sandy, 1).paper == FULL
        await put(pilot, "")
        await hit(pilot, "ctrl+s")
        assert pilot.app.screen is app_of(pilot).main


async def test_a_guess_is_confirmed_by_saving_it_and_nothing_else_is_changed_by_that(sandy: Library) -> None:
    async with playing(sandy) as pilot:
        await hit(pilot, "C y enter")
        assert entry_of(sandy, 1).paper.published == PartialDate(2024, 7, 23)
        assert not entry_of(sandy, 1).paper.published.inferred  # type: ignore[union-attr]
        await hit(pilot, "C v enter C t enter C y enter C a ctrl+s")
        with sandy.reader() as fresh:
            assert [one.what for one in fresh.changes(9)][:-1] == ["edited “Rivers of Sand”"]


async def test_escape_leaves_a_line_at_once_and_a_changed_text_only_at_the_second_press(sandy: Library) -> None:
    async with playing(sandy) as pilot:
        await hit(pilot, "C v")
        await type_in(pilot, " and more")
        await hit(pilot, "escape")
        assert pilot.app.screen is app_of(pilot).main
        await hit(pilot, "C b escape")
        assert pilot.app.screen is app_of(pilot).main
        await hit(pilot, "C b")
        await type_in(pilot, "x")
        await hit(pilot, "escape")
        assert "Not saved yet" in warning(pilot)
        await hit(pilot, "escape")
        assert pilot.app.screen is app_of(pilot).main
        assert entry_of(sandy, 1).paper == FULL


async def test_letters_and_enter_in_one_burst_all_count(sandy: Library) -> None:
    async with playing(sandy) as pilot:
        await type_in(pilot, "Cv")
        await put(pilot, "")
        await type_in(pilot, "Nature")
        await hit(pilot, "enter")
        assert entry_of(sandy, 1).paper.venue == "Nature"


async def test_highlights_are_found_again_in_an_edited_abstract(sandy: Library) -> None:
    start = FULL.abstract.index("They move")
    sandy.annotations.highlight(1, start, start + 9, text=FULL.abstract)
    async with playing(sandy) as pilot:
        await hit(pilot, "C b")
        await put(pilot, f"In the desert, all is sand. {FULL.abstract}")
        await hit(pilot, "ctrl+s")
        [highlight] = entry_of(sandy, 1).highlights
        assert highlight.start == start + 28
        await hit(pilot, "enter ] h v w")
        assert selected(pilot).startswith("They")
        assert reader(pilot).caret.text.startswith("In the desert")
        await hit(pilot, "escape u")
        assert entry_of(sandy, 1).highlights[0].start == start


async def test_nothing_is_edited_where_there_is_no_paper(empty_library: Library) -> None:
    async with playing(empty_library, Config(tour_shown=True)) as pilot:
        await hit(pilot, "escape i C v")
        assert pilot.app.screen is app_of(pilot).main
