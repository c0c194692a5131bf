"""The scroll bar of lists and pages, which is painted in less time than Textual's."""

from __future__ import annotations

import random

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region
from textual.scrollbar import ScrollBar

from paperreader.tui.core.textual_internals import PlainScrollBar


async def test_it_looks_like_textual_s_own() -> None:
    class Bars(App[None]):
        CSS = "Horizontal { width: 2; height: 20; } Horizontal > * { width: 1; height: 20; }"

        def compose(self) -> ComposeResult:
            with Horizontal():
                yield PlainScrollBar()
                yield ScrollBar()

    app = Bars()
    async with app.run_test() as pilot:
        chance = random.Random(3)
        plain, own = app.query(ScrollBar)
        assert isinstance(plain, PlainScrollBar)
        for _ in range(60):
            total, window = chance.choice([0, 5, 20, 40, 1_000_000]), chance.choice([0, 3, 20])
            hovers = chance.random() < 0.2
            for bar in (plain, own):
                bar.window_virtual_size, bar.window_size, bar.mouse_over = total, window, hovers
                bar.position = chance.randrange(total) if total else 0
            own.position = plain.position
            await pilot.pause()
            first = chance.randrange(20)
            crop = Region(0, first, 1, chance.randint(1, 20 - first))
            assert [[*strip] for strip in plain.render_lines(crop)] == [[*strip] for strip in own.render_lines(crop)]
