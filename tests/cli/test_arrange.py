"""The queue, jump marks and PDFs on the command line."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from tests.cli.shell import Shell, records

pytest_plugins = ["tests.cli.shells"]


@pytest.fixture
def queued(empty: Shell) -> Shell:
    assert empty("import", "-", stdin=records("A", "B", "C", "D")).code == 0
    for paper in ("1", "2", "3"):
        empty("mark", paper, "--queue")
    return empty


def order(shell: Shell) -> list[int]:
    return [one["id"] for one in shell("queue", "--json").objects]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["3", "--first"], [3, 1, 2]),
        (["1", "--last"], [2, 3, 1]),
        (["1", "--after", "2"], [2, 1, 3]),
        (["3", "--before", "2"], [1, 3, 2]),
        (["1", "--before", "3"], [2, 1, 3]),
        (["2", "--after", "1"], [1, 2, 3]),
        (["4", "--first"], [4, 1, 2, 3]),
        (["4", "--last"], [1, 2, 3, 4]),
        (["4", "--before", "3"], [1, 2, 4, 3]),
    ],
)
def test_a_paper_is_moved_in_the_queue_by_one_change(queued: Shell, args: list[str], expected: list[int]) -> None:
    assert queued("queue", *args).code == 0
    assert order(queued) == expected
    if expected != [1, 2, 3]:
        queued("undo")
        assert order(queued) == [1, 2, 3]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["1"], 2), (["--first"], 2), (["1", "--first", "--last"], 2), (["1", "--before", "1"], 1),
        (["1", "--before", "4"], 1), (["4", "--after", "99"], 1),
    ],
)  # fmt: skip
def test_a_place_that_is_none_changes_nothing(queued: Shell, args: list[str], code: int) -> None:
    called = queued("queue", *args)
    assert (called.code, called.out) == (code, "")
    assert order(queued) == [1, 2, 3]


def test_the_queue_is_listed_like_papers(queued: Shell) -> None:
    assert [line.split()[-1] for line in queued("queue").lines] == ["A", "B", "C"]
    queued("mark", "*", "--unqueue")
    assert "the queue is empty" in queued("queue").err


def test_a_letter_goes_to_a_paper(queued: Shell) -> None:
    assert queued("jumps", "set", "a", "2").out.startswith("remembered “B” under a")
    assert queued("jumps", "--json").objects == [{"letter": "a", "paper": 2, "label": "B"}]
    assert queued("jumps").lines[0].startswith("a  ")
    assert queued("jumps", "set", "ab", "2").code == 1


def test_a_pdf_is_attached_shown_and_detached(queued: Shell, tmp_path: Path) -> None:
    pdf = tmp_path / "b.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    assert queued("attach", "2", pdf).code == 0
    assert queued("attach", "2").lines == [str(pdf)]
    assert queued("attach", "2", "--json").objects == [{"paper": 2, "file": str(pdf)}]
    assert queued("open", "2", "--pdf", "--print").lines == [str(pdf)]
    assert queued("attach", "2", "--detach").code == 0
    assert "has no PDF" in queued("attach", "2").err
    queued("undo")
    assert queued("attach", "2").lines == [str(pdf)]


def test_what_is_no_pdf_is_not_attached(queued: Shell, tmp_path: Path) -> None:
    page = tmp_path / "b.pdf"
    page.write_text("<html>")
    for file in (page, tmp_path / "none.pdf", tmp_path):
        called = queued("attach", "2", file)
        assert (called.code, called.out) == (1, "")
        assert "Nothing was attached." in called.err


def test_the_page_of_a_paper_is_opened(queued: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda place: opened.append(place) or True)  # type: ignore[func-returns-value]
    queued("edit", "1", "--identifier", "arxiv:2403.13043")
    assert queued("open", "1").lines == opened == ["https://arxiv.org/abs/2403.13043"]
    assert queued("open", "1", "--pdf", "--json").objects == [{"paper": 1, "place": "https://arxiv.org/pdf/2403.13043"}]
    assert len(opened) == 1
    assert queued("open", "2").code == 1
