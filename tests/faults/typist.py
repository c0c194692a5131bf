"""A child process that types a note without pausing, and prints the time of each letter, until it is killed."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from paperreader.library import Library
from paperreader.tui.dialogs.note_editor import NoteEditor
from tests.tui.stage import on_stage


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


async def type_on(library: Library) -> None:
    with library.reader() as reader:
        entry = reader.entry(1)
    async with on_stage(library, lambda _: NoteEditor(entry, new=True)) as (pilot, _):
        say("ready")
        while True:
            await pilot.press("x")
            say(str(time.time()))
            await asyncio.sleep(0.03)


if __name__ == "__main__":
    with Library(Path(sys.argv[1])) as opened:
        asyncio.run(type_on(opened))
