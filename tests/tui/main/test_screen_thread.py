"""Nothing reads more than a screenful on the screen's thread, whatever key is pressed in however large a library."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from textual.widgets import Input

from paperreader.domain import Decision, Leftover
from paperreader.library import Library, Reader
from paperreader.library.database import connect
from paperreader.tui import COMMANDS
from paperreader.tui.core import LIST, NOTE, READER, SELECTING, SIDEBAR
from tests.library.records import records
from tests.tui.conftest import app_of, settled
from tests.tui.hands import hit, listed, papers, playing, reader, sidebar, type_in

PAPERS: Final = 1_500
SCREENFUL: Final = 200
"""Rows: those of the first screen, with what lies below it."""
TOGETHER: Final = 1_000
"""Rows of everything that a command paints and reads, one after another."""
STEPS: Final = 100_000
"""Of SQLite's machine: what finds a screenful by its keys takes a hundredth of it, what goes through a table more."""

ELSEWHERE: Final = {"suspend", "quit", "quit.pane", "note.external", "browse", "browse.pdf", "samples"}
"""Commands that leave the program or start others, and one that brings in papers."""
LAST: Final = {"trash", "undo", "redo", "clear"}
"""Commands after which other papers are listed or selected."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A library in which there is much of everything."""
    path = tmp_path_factory.mktemp("much") / "library.db"
    with Library(path) as library:
        library.add(records(PAPERS), file="many", format="json")
        library.add((Leftover(n, f"odd {n}", "no abstract") for n in range(500)), file="odd", format="json")
        ids = range(1, PAPERS + 1)
        for at in range(20):
            library.annotations.tag([at * 70 + 1], add=[f"{at % 7}/tag {at * 20 + number}" for number in range(20)])
        library.annotations.highlight(PAPERS, 0, 8, text=record_text(library, PAPERS))
        library.annotations.decide(ids[200 : PAPERS - 2], Decision.ACCEPT)
    with closing(connect(path, writes=True)) as connection:
        stamps = "'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 1"
        connection.execute(
            "insert into highlights select 'h' || id, id, 'Abstract', '', ' number', 0, 8, 'yellow', '', '[]', "
            f"{stamps} from papers where id not in (select paper from highlights) and id between 300 and 1400"
        )
        connection.execute(
            f"insert into notes select 'n' || id, id, null, 'a note on ' || id, {stamps} from papers where id > 500"
        )
        connection.execute("pragma wal_checkpoint(truncate)")
    return path.read_bytes()


def record_text(library: Library, paper: int) -> str:
    with library.reader() as looking:
        return looking.entry(paper).paper.abstract


@pytest.fixture
def much(made: bytes, tmp_path: Path) -> Iterator[Library]:
    path = tmp_path / "library.db"
    path.write_bytes(made)
    with Library(path) as library:
        yield library


class Watch:
    """Sees what is read of the library on the screen's thread that is more than a screenful."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.doing = ""
        self.seen: dict[tuple[str, str], tuple[int, int]] = {}
        """By command and SQL: rows, and steps."""
        self.together: Counter[str] = Counter()
        """By command: rows."""
        ask, screen = Reader._ask, threading.current_thread()

        def watched(reader: Reader, sql: str, *values: Any) -> Any:
            if threading.current_thread() is not screen:
                return ask(reader, sql, *values)
            steps = 0

            def step() -> int:
                nonlocal steps
                steps += 1_000
                return 0

            reader.connection.set_progress_handler(step, 1_000)
            try:
                rows = ask(reader, sql, *values)
            finally:
                reader.connection.set_progress_handler(None, 0)
            self.together[self.doing] += len(rows)
            if len(rows) > SCREENFUL or steps > STEPS:
                self.seen[self.doing, " ".join(sql.split())] = len(rows), steps
            return rows

        monkeypatch.setattr(Reader, "_ask", watched)


@pytest.mark.parametrize("pane", [LIST, READER, SELECTING, SIDEBAR])
async def test_no_command_reads_more_than_a_screenful_on_the_screen_s_thread(
    much: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pane: str
) -> None:
    monkeypatch.chdir(tmp_path)  # for what is exported
    monkeypatch.setenv("SHELL", "/bin/sh")
    watch = Watch(monkeypatch)
    here = [one for one in COMMANDS if pane in one.where and one.id not in ELSEWHERE]
    run = set()
    async with playing(much) as pilot:
        main = app_of(pilot).main
        for command in sorted(here, key=lambda one: one.id in LAST):
            for key in ["a", "enter"] if command.told else [command.keys[0].split(" ")[-1] if command.keys else ""]:
                watch.doing = f"{command.id} {key}"
                papers(pilot).select(set(listed(pilot)))
                main.focus_pane({LIST: papers(pilot), SIDEBAR: sidebar(pilot)}.get(pane, reader(pilot)))
                if pane == SIDEBAR:
                    sidebar(pilot).go_to_tags()
                elif pane == SELECTING:
                    main.show_again()
                    reader(pilot).select(sentence=True)
                await settled(pilot)
                main.dispatch.run(command, key)
                run.add(command.id)
                await settled(pilot)
                if len(pilot.app.screen_stack) > 1 and pilot.app.screen.query(Input):
                    await type_in(pilot, "cat" if command.id == "pipe" else "tag 7")
                    await hit(pilot, "enter")
                for _ in range(8):
                    if len(pilot.app.screen_stack) > 1 or main.pane() == NOTE:
                        await hit(pilot, "escape")
                assert len(pilot.app.screen_stack) == 1, watch.doing
                while main.listing.searching or main.listing.now.view.is_aside:
                    await hit(pilot, "escape")
        assert run == {one.id for one in here}
    assert watch.seen == {}
    assert [(doing, rows) for doing, rows in watch.together.items() if rows > TOGETHER] == []
