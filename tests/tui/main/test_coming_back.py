"""The next start shows what the last one showed at its end."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.domain import Decision
from paperreader.library import Library
from paperreader.tui import PaperReader
from paperreader.tui.widgets import WELCOME
from tests.tui.conftest import app_of, settled, until_dealt_with
from tests.tui.hands import (
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
    send,
    shown,
    sidebar,
    type_in,
    views,
)
from tests.tui.waiting import until


@pytest.fixture
def config(tmp_path: Path) -> Callable[..., Config]:
    """What a start reads: the same home every time."""

    def made(**settings: object) -> Config:
        config = Config(read_after=0, remembers=tmp_path / "state" / "state.json", tour_shown=True)
        for name, value in settings.items():
            setattr(config, name, value)
        return config

    return made


Configured = Callable[..., Config]


def remembered(config: Config) -> list[Path]:
    assert config.remembers is not None
    return sorted(config.remembers.with_name("places").glob("*"))


def on_line(pilot: Pilot[None]) -> int:
    return papers(pilot).cursor * papers(pilot).lines - int(papers(pilot).scroll_y)


def where(pilot: Pilot[None]) -> tuple[object, ...]:
    """Return all that is to come back."""
    return (
        heading(pilot),
        listed(pilot),
        papers(pilot).paper,
        on_line(pilot),
        papers(pilot).lines,
        pane(pilot),
        sidebar(pilot).view.title,
        [one.id for one in sidebar(pilot).options],
        reader(pilot).shown,
        reader(pilot).caret.place,
        int(reader(pilot).scroll_y),
        reader(pilot).measure,
        reader(pilot).latex,
        app_of(pilot).main.desk.shows_only_abstract,
    )


async def comes_back(
    library: Library, config: Configured, begin: int, keys: str, size: tuple[int, int] = (120, 40)
) -> tuple[object, ...]:
    """Press keys, quit, start again, and check that everything is as it was."""
    async with playing(library, config(), size) as pilot:
        await put_on(pilot, begin)
        await hit(pilot, keys)
        before = where(pilot)
        await hit(pilot, "Q")
    async with playing(library, config(), size) as pilot:
        assert where(pilot) == before
    return before


async def test_q_and_the_next_start_show_the_same_paper_on_the_same_line(library: Library, config: Configured) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        before = where(pilot)
        await hit(pilot, "q")
        assert pilot.app._exit
    async with playing(library, config()) as pilot:
        assert where(pilot) == before
        assert "90 / 182" in heading(pilot)


@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 40), (200, 50)])
async def test_the_place_in_the_abstract_comes_back_at_every_size(
    library: Library, config: Configured, size: tuple[int, int]
) -> None:
    before = await comes_back(library, config, 20, "enter ) ) ) w w", size)
    assert before[5] == "reader"
    assert before[9]


async def test_the_place_in_an_abstract_that_the_list_hides_comes_back(library: Library, config: Configured) -> None:
    async with playing(library, config(), (60, 20)) as pilot:
        await put_on(pilot, 20)
        await hit(pilot, "enter ) ) ) w")
        place = reader(pilot).caret.place
        await hit(pilot, "escape Q")
    async with playing(library, config(), (60, 20)) as pilot:
        assert pane(pilot) == "list"
        await hit(pilot, "enter")
        assert reader(pilot).caret.place == place > 0


@pytest.mark.parametrize(
    ("keys", "begins"),
    [
        ("/ l o r a enter j", "All papers  /lora"),
        ("h j j j enter j", "With notes"),
        ("g t enter j", "#todo"),
        ("1 j", "Adapters"),
        (", t j j", "All papers  by title"),
        (", T", "All papers  by title"),
        ("g s j", "Related to"),
        ("1 / d a t a enter , D", "Adapters  /data  by date"),
    ],
)
async def test_the_view_the_search_and_the_order_come_back(
    library: Library, config: Configured, keys: str, begins: str
) -> None:
    library.annotations.tag([3, 5, 90], add=["todo"])
    library.annotations.save_view("Adapters", "lora", key="1")
    for paper in (2, 3, 90):
        library.annotations.write_note(paper, "a note")
    before = await comes_back(library, config, 90, keys)
    assert str(before[0]).startswith(begins)


async def test_best_matches_first_come_back_in_a_view_with_another_order(library: Library, config: Configured) -> None:
    library.annotations.save_view("Adapters", "lora sort:title", key="1")
    await comes_back(library, config, 90, "1 , r j")


async def test_lines_widths_latex_and_the_lone_abstract_come_back(library: Library, config: Configured) -> None:
    before = await comes_back(library, config, 20, "+ enter + + L _")
    assert before[4] == 3
    assert before[11:] == (80, False, True)
    async with playing(library, config()) as pilot:
        await hit(pilot, "_ escape -")
        assert papers(pilot).lines == 2


async def test_keyword_colours_stay_off(library: Library, config: Configured) -> None:
    keywords = {"include_keywords": ("language",)}
    async with playing(library, config(**keywords)) as pilot:
        assert reader(pilot).keywords is not None
        await hit(pilot, "W Q")
    async with playing(library, config(**keywords)) as pilot:
        assert reader(pilot).keywords is None
        await hit(pilot, "W Q")
    async with playing(library, config(**keywords)) as pilot:
        assert reader(pilot).keywords is not None


async def test_folded_tags_stay_folded(library: Library, config: Configured) -> None:
    library.annotations.tag([3, 5, 9], add=["nlp/parsing"])
    async with playing(library, config()) as pilot:
        assert any("parsing" in one for one in views(pilot))
        await hit(pilot, "g t space")
        assert not any("parsing" in one for one in views(pilot))
        await hit(pilot, "Q")
    async with playing(library, config()) as pilot:
        assert not any("parsing" in one for one in views(pilot))
        assert pane(pilot) == "sidebar"
        await hit(pilot, "space")
        assert any("parsing" in one for one in views(pilot))


async def test_another_value_in_the_configuration_goes_before_what_was_set_by_hand(
    library: Library, config: Configured
) -> None:
    async with playing(library, config()) as pilot:
        await hit(pilot, "+ Q")
    async with playing(library, config(list_lines=1)) as pilot:
        assert papers(pilot).lines == 1
    async with playing(library, config()) as pilot:
        assert papers(pilot).lines == 3


async def test_each_library_has_its_own_place_whatever_it_is_called(
    library: Library, config: Configured, tmp_path: Path
) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "Q")
    shutil.copy(library.path, tmp_path / "copy.db")
    (tmp_path / "link.db").symlink_to(library.path)
    with Library(tmp_path / "copy.db") as copy, Library(tmp_path / "link.db") as link:
        async with playing(copy, config()) as pilot:
            assert papers(pilot).cursor == 0
        async with playing(link, config()) as pilot:
            assert papers(pilot).paper == 90
    assert len(remembered(config())) == 1


async def test_of_two_windows_the_one_closed_last_wins(library: Library, config: Configured) -> None:
    async with playing(library, config()) as first:
        await put_on(first, 90)
        async with playing(library, config()) as second:
            await put_on(second, 20)
            await hit(second, "Q")
        await hit(first, "Q")
    async with playing(library, config()) as pilot:
        assert papers(pilot).paper == 90
    async with playing(library, config()) as first:
        await put_on(first, 50)
        async with playing(library, config()) as second:
            await hit(first, "Q")
            await put_on(second, 20)
            await hit(second, "Q")
    async with playing(library, config()) as pilot:
        assert papers(pilot).paper == 20


async def test_it_is_written_down_when_nothing_has_changed_for_a_second(library: Library, config: Configured) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "enter ) )")
        place = reader(pilot).caret.place
        names = app_of(pilot).reader.uids_of([90])

        def is_written() -> bool:
            files = remembered(config())
            return bool(files) and json.loads(files[0].read_text()).get("caret") == place

        await until(pilot, is_written)
        [file] = remembered(config())
        assert json.loads(file.read_text())["paper"] == names[90]
        at = file.stat().st_mtime_ns
        for _ in range(3):
            app_of(pilot).main.coming_back.look()
            await settled(pilot)
        assert file.stat().st_mtime_ns == at, "what is written already is written again"
        assert file.stat().st_mode & 0o077 == 0


async def test_after_a_crash_it_comes_back_as_well(library: Library, config: Configured) -> None:
    def crash() -> None:
        raise ZeroDivisionError("a mistake of ours")

    async def read_until_it_crashes() -> None:
        async with playing(library, config()) as pilot:
            await put_on(pilot, 90)
            await hit(pilot, "enter ) )")
            places.append(reader(pilot).caret.place)
            app_of(pilot).main.call_later(crash)
            await pilot.pause()

    places: list[int] = []
    with pytest.raises(ZeroDivisionError):
        await read_until_it_crashes()
    async with playing(library, config()) as pilot:
        assert (papers(pilot).paper, reader(pilot).caret.place, pane(pilot)) == (90, places[0], "reader")


async def test_nothing_is_written_without_a_place_for_it(library: Library, tmp_path: Path) -> None:
    async with playing(library, Config(read_after=0)) as pilot:
        await put_on(pilot, 90)
        app_of(pilot).main.coming_back.look()
        app_of(pilot).main.coming_back.look()
        await hit(pilot, "Q")
    assert not (tmp_path / "state").exists()


async def test_it_holds_no_text_of_notes(library: Library, config: Configured) -> None:
    async with playing(library, config()) as pilot:
        await hit(pilot, "e")
        await type_in(pilot, "secret thought")
        await hit(pilot, "escape Q")
    [file] = remembered(config())
    assert "secret" not in file.read_text()


# -- what has gone meanwhile ------------------------------------------------------------------------------------------


async def test_a_paper_that_is_gone_leaves_the_cursor_on_its_neighbour(library: Library, config: Configured) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "Q")
    library.annotations.trash([90], on=True)
    async with playing(library, config()) as pilot:
        assert papers(pilot).paper == 91
        assert "90 / 181" in heading(pilot)
        assert not said(pilot)


async def test_a_merged_paper_is_the_one_that_it_was_merged_into(library: Library, config: Configured) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "Q")
    library.corrections.merge(120, 90)
    async with playing(library, config()) as pilot:
        assert papers(pilot).paper == 120


async def test_a_paper_that_left_its_view_leaves_the_cursor_near(library: Library, config: Configured) -> None:
    library.annotations.star([20, 30, 40, 50], on=True)
    async with playing(library, config()) as pilot:
        await hit(pilot, "h j j enter j")
        assert papers(pilot).paper == 30
        await hit(pilot, "Q")
    library.annotations.star([30], on=False)
    async with playing(library, config()) as pilot:
        assert heading(pilot).startswith("Starred")
        assert (listed(pilot), papers(pilot).paper) == ([20, 40, 50], 40)


@pytest.mark.parametrize("view", ["saved", "tag"])
async def test_instead_of_a_view_that_is_gone_all_papers_are_listed(
    library: Library, config: Configured, view: str
) -> None:
    library.annotations.tag([3, 5, 90], add=["todo"])
    library.annotations.save_view("To do", "tag:todo", key="1")
    async with playing(library, config()) as pilot:
        await hit(pilot, "1" if view == "saved" else "g t enter")
        await put_on(pilot, 90)
        assert len(listed(pilot)) == 3
        await hit(pilot, "Q")
        uid = app_of(pilot).reader.views()[0].uid
    library.annotations.delete_view(uid)
    library.annotations.delete_tag("todo")
    async with playing(library, config()) as pilot:
        assert heading(pilot).startswith("All papers")
        assert (len(listed(pilot)), papers(pilot).paper) == (182, 90)
        assert sidebar(pilot).view.title == "All papers"
        assert not said(pilot)


async def test_a_view_that_was_renamed_comes_back_under_its_new_name(library: Library, config: Configured) -> None:
    library.annotations.save_view("Adapters", "lora", key="1")
    async with playing(library, config()) as pilot:
        await hit(pilot, "1 j Q")
        uid = app_of(pilot).reader.views()[0].uid
    library.annotations.rename_view(uid, "Low rank")
    async with playing(library, config()) as pilot:
        assert heading(pilot).startswith("Low rank")
        assert papers(pilot).cursor == 1


async def test_a_view_that_is_empty_now_is_still_shown(library: Library, config: Configured) -> None:
    library.annotations.star([20], on=True)
    async with playing(library, config()) as pilot:
        await hit(pilot, "h j j enter Q")
    library.annotations.star([20], on=False)
    async with playing(library, config()) as pilot:
        assert (heading(pilot)[:7], listed(pilot)) == ("Starred", [])
        await hit(pilot, "Q")
    async with playing(library, config()) as pilot:
        assert (heading(pilot)[:7], listed(pilot)) == ("Starred", [])


async def test_selected_papers_end_with_the_program_but_the_paper_stays(library: Library, config: Configured) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 88)
        await hit(pilot, "space space space V j")
        assert heading(pilot).startswith("Selected papers")
        await hit(pilot, "Q")
    async with playing(library, config()) as pilot:
        assert heading(pilot).startswith("All papers")
        assert papers(pilot).paper == 89


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_related_papers_that_a_start_shows_can_be_left(library: Library, config: Configured, key: str) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "g s Q")
    async with playing(library, config()) as pilot:
        assert heading(pilot).startswith("Related to")
        assert "shares" in shown(pilot)
        here = papers(pilot).paper
        await hit(pilot, key)
        assert heading(pilot).startswith("All papers")
        assert (len(listed(pilot)), papers(pilot).paper) == (182, here)


async def test_an_emptied_library_welcomes_again(library: Library, config: Configured) -> None:
    path = library.path
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "Q")
    library.close()
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()
    with Library(path) as empty:
        async with playing(empty, config()) as pilot:
            assert WELCOME.plain.split("\n")[0] in screen_of(pilot)
            assert listed(pilot) == []


# -- whatever is in the file ------------------------------------------------------------------------------------------

_NONSENSE = [
    b"",
    b"\xff\xfe\x00",
    b"[]",
    b"null",
    b"[" * 100_000,
    b'{"form": 2, "paper": "x"}',
    b'{"form": 1}',
    b'{"form": 1, "view": 3, "typed": [], "sort": {}, "listed": {}, "looks": "x", "paper": 7, "pane": 1}',
    b'{"form": 1, "view": {"title": 3, "root": [], "saved": 1}, "sort": [1, 2], "listed": [1, null, "no"], '
    b'"looks": {"lines": [99, 2], "measure": [-5, 70], "latex": ["x", true], "folded": [1]}, "line": -1}',
    b'{"form": 1, "typed": "year: ((", "sort": ["nosuch", true], "place": 1e99, "first": 99999999999999999999999}',
    b'{"form": 1, "view": {"tag": "/"}, "place": NaN, "line": 1000000000, "top": 10000000, "caret": 100000000}',
    b'{"form": 1, "view": {"title": "\\u001b]2;x", "root": "is:nothing )"}}',
    b'{"form": 1, "looks": {"lines": [true, 2], "only_abstract": 1, "keywords": 0}, "sort": ["relevance", true]}',
]


@pytest.mark.parametrize("content", _NONSENSE, ids=range(len(_NONSENSE)))
async def test_a_damaged_or_strange_file_is_never_an_error(
    library: Library, config: Configured, content: bytes
) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "Q")
    [file] = remembered(config())
    file.write_bytes(content)
    async with playing(library, config()) as pilot:
        assert 1 <= papers(pilot).lines <= 3
        await hit(pilot, "escape 0 g g j")
        assert (len(listed(pilot)), papers(pilot).cursor) == (182, 1)
        await hit(pilot, "Q")
    async with playing(library, config()) as pilot:
        assert papers(pilot).cursor == 1


async def test_the_numbers_of_a_damaged_file_do_not_carry_the_cursor_away(library: Library, config: Configured) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "Q")
    [file] = remembered(config())
    kept = json.loads(file.read_text())
    file.write_text(json.dumps(kept | {"line": 10**9, "top": 10**9, "caret": 10**9, "place": 10**9, "first": 5}))
    async with playing(library, config()) as pilot:
        assert papers(pilot).paper == 90
        assert 0 <= on_line(pilot) < papers(pilot).size.height


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_cannot_be_written_is_no_error(library: Library, config: Configured) -> None:
    places = remembered(config())
    assert not places
    folder = config().remembers
    assert folder is not None
    folder.parent.mkdir()
    folder.parent.chmod(0o500)
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "Q")
        assert not said(pilot)


async def test_a_file_in_place_of_the_folder_is_no_error(library: Library, config: Configured) -> None:
    remembers = config().remembers
    assert remembers is not None
    remembers.parent.mkdir()
    remembers.with_name("places").write_text("a file")
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "Q")
    async with playing(library, config()) as pilot:
        assert papers(pilot).cursor == 0


# -- a query given at the start ---------------------------------------------------------------------------------------


async def test_a_query_given_at_the_start_goes_first(library: Library, config: Configured) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "+ Q")
    app = PaperReader(library, config(), asked="lora sort:title")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert heading(pilot).startswith("All papers  /lora sort:title")
        assert 0 < len(listed(pilot)) < 182
        assert (papers(pilot).cursor, papers(pilot).lines) == (0, 3)
        assert reader(pilot).shown == listed(pilot)[0]
        await hit(pilot, "/")
        assert app.main.search_line.value == "lora sort:title"
        await hit(pilot, "escape escape")
        assert len(listed(pilot)) == 182


@pytest.mark.parametrize("asked", ["year:", "nosuchfield:x", "", "   ", "zzzzqqqq", "((("])
async def test_a_strange_query_at_the_start_is_treated_like_a_typed_one(library: Library, asked: str) -> None:
    app = PaperReader(library, Config(read_after=0), asked=asked)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        at_start = heading(pilot), listed(pilot)
        await hit(pilot, "escape 0 /")
        app.main.search_line.value = asked
        await settled(pilot)
        await hit(pilot, "enter")
        assert (heading(pilot), listed(pilot)) == at_start


@pytest.mark.parametrize(
    ("keys", "begins", "title"),
    [
        ("0", "All papers  ", "All papers"),
        ("/ l o r a enter", "Adapters  /lora ", "Adapters"),
        (", t", "Adapters  /data  by title", "Adapters"),
        ("/ escape", "Adapters  /data", "Adapters"),
        ("escape", "Adapters   ", "Adapters"),
    ],
)
async def test_a_hand_that_is_quicker_than_the_start_gets_what_it_asks_for(
    library: Library, config: Configured, keys: str, begins: str, title: str
) -> None:
    library.annotations.save_view("Adapters", "model", key="1")
    async with playing(library, config()) as pilot:
        await hit(pilot, "1 / d a t a enter")
        await hit(pilot, keys)
        wanted = heading(pilot), listed(pilot)
        await hit(pilot, "1 / d a t a enter Q")
    app = PaperReader(library, config())
    async with app.run_test(size=(120, 40)) as pilot:
        for key in keys.split(" "):
            send(pilot, key)
        await until_dealt_with(pilot)
        await settled(pilot)
        assert heading(pilot).startswith(begins)
        assert (heading(pilot).split()[0], listed(pilot)) == (wanted[0].split()[0], wanted[1])
        assert sidebar(pilot).view.title == title


async def test_a_decision_after_the_start_is_on_the_paper_that_is_seen(library: Library, config: Configured) -> None:
    async with playing(library, config()) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "Q")
    app = PaperReader(library, config())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("a")
        await settled(pilot)
        assert app.reader.entry(90).decision == Decision.ACCEPT
