"""What is copied of papers, for other programs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.widgets import Input

from paperreader.config import Config
from paperreader.library import Library
from tests.tui.conftest import app_of
from tests.tui.hands import hit, listed, playing, said
from tests.tui.waiting import until


@pytest.mark.parametrize(
    ("style", "pattern"),
    [
        ("bare", r"[\w.-]+\n[\w.-]+"),
        ("latex", r"\\cite\{[\w.-]+,[\w.-]+\}"),
        ("pandoc", r"\[@[\w.-]+; @[\w.-]+\]"),
        ("text", r"@[\w.-]+; @[\w.-]+"),
    ],
)
async def test_citation_keys_are_copied_as_a_manuscript_takes_them(library: Library, style: str, pattern: str) -> None:
    async with playing(library, Config(read_after=0, key_style=style)) as pilot:
        await hit(pilot, "space space y k")
        assert re.fullmatch(pattern, pilot.app.clipboard), pilot.app.clipboard
        assert said(pilot) == "copied the citation key of 2 papers"


async def test_a_key_that_is_copied_is_the_one_that_an_export_has(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "y k")
        key = pilot.app.clipboard
        await hit(pilot, "y b")
        assert pilot.app.clipboard.startswith(f"@misc{{{key},")
        await hit(pilot, "/")
        pilot.app.screen.query_one(Input).value = f"key:{key}"
        await hit(pilot, "enter")
        assert len(listed(pilot)) == 1


async def test_references_are_copied_in_the_style_that_is_set(library: Library) -> None:
    for style, begin in (("apa", "Cheems"), ("ieee", "[1] ")):
        async with playing(library, Config(read_after=0, reference_style=style)) as pilot:
            await hit(pilot, "space space y c")
            await until(pilot, lambda: said(pilot) == "copied the reference of 2 papers")
            lines = pilot.app.clipboard.splitlines()
            assert len(lines) == 2
            assert lines[0].startswith(begin)


async def test_a_style_that_there_is_not_is_said_and_nothing_is_copied(library: Library, tmp_path: Path) -> None:
    async with playing(library, Config(read_after=0, reference_style=str(tmp_path / "none.csl"))) as pilot:
        await hit(pilot, "y c")
        await until(pilot, lambda: any("no such file" in one.message for one in pilot.app._notifications))
        assert app_of(pilot).clipboard == ""
