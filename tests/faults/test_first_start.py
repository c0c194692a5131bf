"""A first start copes with anything that is typed or already there, without a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.faults.ptys import KITTY_ESC, at_home, needs_terminals, terminal
from tests.library.stock import bodies, filled

pytestmark = needs_terminals

PACKETS = [
    b"jjkkllhh" + b"\t" * 5 + b" ?" + KITTY_ESC,
    b"gd\t\tjkmx" + KITTY_ESC,
    b"/lora\rggGG\x04\x15n",
    b"?\x1b[B\x1b[B\x04\x15/x\r" + KITTY_ESC + b"t\t\r" + KITTY_ESC,
    b"I\t\t" + KITTY_ESC + b"w\x1b[B\x1b[B" + KITTY_ESC + b":\x1b[B\r",
    b"qqq" + KITTY_ESC * 3 + b"\r\r\r  ",
    b"gN\t\x1b[C\x1b[D" + KITTY_ESC + b"gl" + KITTY_ESC + b"V\t1\t" + KITTY_ESC,
]


@pytest.mark.parametrize("packet", PACKETS)
@pytest.mark.parametrize("pause", [0.0, 0.3, 0.6, 0.9])
def test_keys_that_are_typed_at_a_first_start_do_not_end_it(tmp_path: Path, packet: bytes, pause: float) -> None:
    with terminal(tmp_path, "--library", tmp_path / "new.db") as it:
        it.read(pause)
        for _ in range(2):
            it.type(packet)
            it.read(0.2)
        if not it.ended(0.5):
            for _ in range(8):
                it.type(KITTY_ESC + b"q")
                it.read(0.1)
                if it.code is not None or it.ended(0.2):
                    break
            else:
                it.type(b"\x11")
                assert it.ended(5)
        assert it.code == 0, it.seen[-3000:]
        assert b"Traceback" not in it.seen
        assert b"Error" not in it.seen


def waiting(path: Path, **more: object) -> str:
    about = {"library": str(path), "paper": 1, "body": "kept", "note": None, "revision": None, "highlight": None}
    return json.dumps(about | more)


def test_files_that_are_no_drafts_cost_themselves_and_are_told(tmp_path: Path) -> None:
    path = filled(tmp_path / "library.db", 3)
    drafts = at_home(tmp_path) / "STATE" / "paperreader" / "drafts"
    drafts.mkdir(mode=0o700)
    (drafts / "a.json").write_bytes(b"\xff\xfe\x00" * 9)
    (drafts / "b.json").write_text(waiting(path)[:40])
    (drafts / "c.json").mkdir()
    os.mkfifo(drafts / "d.json")
    (drafts / "e.json").symlink_to("e.json")
    (drafts / "f.json").write_text("[" * 100_000)
    (drafts / "g.json").write_text(waiting(path, paper=1 << 70))
    (drafts / "h.json").write_text(waiting(path, body="\udcff"))
    (drafts / "i.json").write_text(waiting(path, body=[1]))
    (drafts / "j.json").write_text(waiting(path, note=7, revision="x"))
    (drafts / "k.json").write_text(
        waiting(path, uid="01a22dc3-3bd5-7e89-8809-552ef88f7c2d", body="of a paper that is gone")
    )
    with (drafts / "l.json").open("w") as large:
        large.truncate(1 << 33)
    os.close(os.open(bytes(drafts) + b"/\xff.json", os.O_CREAT | os.O_WRONLY))
    (drafts / "z.json").write_text(waiting(path))
    left = sorted(one.name for one in drafts.iterdir())
    with terminal(tmp_path, "--library", path) as it:
        it.wait_for(b"1 / 3")
        it.wait_for(b"draft could not be read")
        it.type(b"jAanother" + KITTY_ESC)
        it.read(0.6)
        it.type(b"qq")
        assert it.ended(5)
        assert it.code == 0
        assert b"Traceback" not in it.seen
    assert sorted(bodies(path)) == ["another", "kept"]
    assert sorted(one.name for one in drafts.iterdir()) == [one for one in left if one != "z.json"]


def test_a_folder_of_drafts_that_is_none_ends_no_start(tmp_path: Path) -> None:
    path = filled(tmp_path / "library.db", 3)
    state = at_home(tmp_path) / "STATE" / "paperreader"
    (state / "drafts").write_text("a file")
    with terminal(tmp_path, "--library", path) as it:
        it.wait_for(b"1 / 3")
        it.type(b"qq")
        assert it.ended(5)
        assert it.code == 0
