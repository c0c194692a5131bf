"""Pictures of a note being written beside or below its abstract."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from paperreader.library import Library
from paperreader.tui import PaperReader
from tests.tui.hands import hit
from tests.tui.main.test_looks import annotated, config_of

Compare = Callable[..., bool]

LOOKS = [
    ("ink", (80, 24)),
    ("ascii", (80, 24)),
    ("paper", (120, 40)),
    ("ink", (160, 45)),
    ("contrast", (200, 50)),
    ("ink", (40, 20)),
]


@pytest.mark.parametrize(("look", "size"), LOOKS)
def test_a_note_with_its_abstract_in_sight(
    library: Library, snap_compare: Compare, look: str, size: tuple[int, int]
) -> None:
    annotated(library)

    async def before(pilot: Pilot[None]) -> None:
        await hit(pilot, 'enter v w w "')
        await hit(pilot, "s o ctrl+s")  # else it depends on the time whether it is saved already

    assert snap_compare(PaperReader(library, config_of(look)), terminal_size=size, run_before=before)
