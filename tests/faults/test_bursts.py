"""Nothing typed before the key that quits is lost, even if everything arrives in one burst."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.ptys import ESC, KITTY_ESC, ROUNDS, at_home, needs_terminals, terminal
from tests.library.stock import ask, bodies, filled

pytestmark = needs_terminals

LETTERS = b"abcdefghijkl"
LEAVING = {"plain esc": ESC, "kitty esc": KITTY_ESC, "ctrl n": b"\x0e", "kitty ctrl n": b"\x1b[110;5u"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db", 3)


@pytest.mark.parametrize("opening", ["in the same packet", "before"])
@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_a_note_has_every_letter_before_the_key_that_leaves_it(
    tmp_path: Path, path: Path, leave: bytes, opening: str
) -> None:
    with terminal(at_home(tmp_path), "--library", path) as it:
        it.wait_for(b"1 / 3")
        for number in range(ROUNDS):
            if opening == "before":
                it.type(b"A")
                it.wait_for(b"New note")
                it.read(0.1)
            it.type((b"A" if opening != "before" else b"") + LETTERS + b"%d" % number + leave)
            it.read(0.3)
            it.type(KITTY_ESC)
            it.read(0.3)
        it.type(b"q")
        assert it.ended(5)
    assert sorted(bodies(path)) == sorted(f"abcdefghijkl{number}" for number in range(ROUNDS))


def test_letters_in_a_note_are_saved_by_ctrl_s_in_the_same_packet_and_stand_in_editor(
    tmp_path: Path, path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf " and more" >> "$1"\n')
    editor.chmod(0o700)
    with terminal(at_home(tmp_path), "--library", path, env={"EDITOR": str(editor)}) as it:
        it.wait_for(b"1 / 3")
        it.type(b"A")
        it.wait_for(b"New note")
        it.type(LETTERS + b"\x1b[111;5u")
        it.wait_for(b"and more")
        it.type(KITTY_ESC)
        it.read(0.5)
        it.type(b"q")
        assert it.ended(5)
    assert bodies(path) == ["abcdefghijkl and more"]


def test_each_tag_of_a_burst_is_added_before_the_key_that_leaves(tmp_path: Path, path: Path) -> None:
    with terminal(at_home(tmp_path), "--library", path) as it:
        it.wait_for(b"1 / 3")
        it.type(b"tfirst\rsecond\r\x1b[27ujt")
        it.wait_for(b"Tags")
        it.read(0.2)
        it.type(b"third\r" + KITTY_ESC + b"qq")
        assert it.ended(5)
    found = ask(
        path, "select p.id, t.name from taggings g join tags t on t.uid = g.tag join papers p on p.id = g.paper"
    )
    assert len({paper for paper, _ in found}) == 2
    assert sorted(str(name) for _, name in found) == ["first", "second", "third"]


def test_a_burst_searches_and_writes_where_it_leads_to(tmp_path: Path, path: Path) -> None:
    with terminal(at_home(tmp_path), "--library", path) as it:
        it.wait_for(b"1 / 3")
        it.type(b"/nothing of the kind" + KITTY_ESC + b"Aa note" + KITTY_ESC + b"Aanother" + ESC)
        it.read(0.8)
        it.type(b"qqq")
        assert it.ended(5)
    assert sorted(bodies(path)) == ["a note", "another"]
