"""What the first note needs is loaded when the papers are on the screen, and not before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_START = """
import asyncio, sys
from pathlib import Path
from paperreader.config import Config
from paperreader.library import Library
from paperreader.tui import PaperReader

EDITOR = {"textual.widgets._text_area", "paperreader.tui.dialogs.note_editor"}
begun = PaperReader.begun
early = []

def begin(app):
    early.extend(EDITOR & set(sys.modules))
    begun(app)

PaperReader.begun = begin

async def look():
    with Library(Path(sys.argv[1])) as library:
        async with PaperReader(library, Config(read_after=0)).run_test():
            for _ in range(600):
                if EDITOR <= set(sys.modules):
                    return True
                await asyncio.sleep(0.1)
            return False

print(early, asyncio.run(look()))
"""


def test_the_note_editor_is_loaded_after_the_first_papers_are_shown(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _START, str(tmp_path / "library.db")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "[] True", done.stderr[-500:]
