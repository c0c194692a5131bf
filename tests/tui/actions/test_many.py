"""Commands on many selected papers apply to all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from paperreader.library import Library
from tests.library.stock import filled
from tests.tui.conftest import app_of
from tests.tui.hands import hit, listed, looking_into, playing, said, screen_of, type_in
from tests.tui.waiting import until

COUNT = 1_200


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Library]:
    with Library(filled(tmp_path / "many.db", COUNT)) as library:
        yield library


@pytest.mark.parametrize(("keys", "state"), [("s", "starred"), ("r", "read"), ("d d", "trashed")])
async def test_a_state_is_taken_from_all_only_where_all_have_it(many: Library, keys: str, state: str) -> None:
    turn = {"starred": many.annotations.star, "read": many.annotations.mark_read, "trashed": many.annotations.trash}
    async with playing(many) as pilot:
        last = listed(pilot)[-1]
        turn[state](listed(pilot), on=True)
        turn[state]([last], on=False)
        if state == "trashed":
            await hit(pilot, "/")
            await type_in(pilot, "(is:trashed OR -is:trashed)")
            await hit(pilot, "enter")
        await hit(pilot, f"ctrl+a {keys}")
        with looking_into(many) as fresh:
            assert all(getattr(entry, state) for entry in fresh.entries(range(1, COUNT + 1)))


async def test_a_command_gets_all_papers(many: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    async with playing(many) as pilot:
        await hit(pilot, "ctrl+a |")
        await type_in(pilot, f"cat >{tmp_path / 'got'}")
        await hit(pilot, "enter")
        await until(pilot, lambda: "printed" in screen_of(pilot))
        labels = {row.label for row in app_of(pilot).reader.rows(range(1, COUNT + 1))}
    text = (tmp_path / "got").read_text(encoding="utf-8")
    assert len(labels) == COUNT
    assert [label for label in labels if label not in text] == []


async def test_more_papers_than_a_clipboard_takes_are_not_copied_in_part(tmp_path: Path) -> None:
    with Library(filled(tmp_path / "more.db", 5_001)) as library:
        async with playing(library) as pilot:
            await hit(pilot, "ctrl+a y y")
            assert said(pilot) == "5,001 papers are too many for the clipboard: export them to a file."
            assert pilot.app.clipboard == ""
