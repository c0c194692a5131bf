"""Draws the screenshot in the README: the app on the sample lists, with a few annotations.

python -m tests.picture docs/reader.svg
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from paperreader.config import Config
from paperreader.domain import Decision
from paperreader.exchange import import_files, sample_lists
from paperreader.library import Library
from paperreader.tui import PaperReader
from tests.tui.conftest import press, settled

_NOTE = "Compare with **S4D**: is the bound on the state matrix the same?\n\n- ask about *Mamba-2*, section 4"

_MARKED = (
    ("it currently remains an open question whether Mamba's recurrent dynamics are robust", "yellow", ""),
    (
        "Mamba SSMs are significantly more stable to changes introduced by mixed-precision",
        "green",
        "the claim to check",
    ),
)


async def draw(place: Path) -> None:
    """Annotate, search, draw."""
    with tempfile.TemporaryDirectory() as directory, Library(Path(directory, "library.db")) as library:
        list(import_files(library, sample_lists(), problem=print))
        reader = library.reader()
        by_label = {row.label: row.id for row in reader.rows(reader.first_ids(200))}
        reader.close()
        mamba, diagonal, quamba = (
            next(number for label, number in by_label.items() if label.startswith(beginning))
            for beginning in ("Mamba State-Space", "On the Parameterization and Init", "Quamba2")
        )
        library.annotations.mark_read([quamba, *range(1, 20)], on=True)
        library.annotations.tag([mamba, diagonal], add=["state-space"])
        library.annotations.tag([mamba], add=["to-cite"])
        library.annotations.star([mamba, quamba], on=True)
        library.annotations.tag([diagonal, quamba], add=["method/ssm", "method/quantisation"])
        library.annotations.decide([quamba, mamba], Decision.ACCEPT)
        library.annotations.decide([*range(1, 40)], Decision.REJECT, reason="wrong topic")
        with library.reader() as reader:
            text = reader.entry(mamba).paper.abstract
        for sentence, colour, comment in _MARKED:
            start = text.index(sentence)
            library.annotations.highlight(
                mamba, start, start + len(sentence), text=text, colour=colour, comment=comment
            )
        library.annotations.save_view("To cite, newest first", "tag:to-cite sort:date", key="1")
        library.annotations.write_note(mamba, _NOTE, created="2026-11-20T09:30:00.000Z")
        app = PaperReader(library, Config(read_after=0))
        async with app.run_test(size=(120, 42)) as pilot:
            await settled(pilot)
            await press(pilot, "/", *"state spce modls")
            await press(pilot, "enter", "enter", ")", ")")
            place.write_text(app.export_screenshot(title="paperreader"), encoding="utf-8")


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    asyncio.run(draw(Path(sys.argv[1])))
