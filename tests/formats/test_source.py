from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.formats import Unreadable, lines, open_text
from paperreader.formats.source import HEAD, LEFTOVER_LIMIT, LINE_LIMIT
from paperreader.paper import Leftover


class Trickle(io.RawIOBase):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        piece, self.data = self.data[:7], self.data[7:]
        memoryview(buffer).cast("B")[: len(piece)] = piece  # type: ignore[arg-type]
        return len(piece)


def text_of(data: bytes) -> str:
    with open_text(io.BufferedReader(Trickle(data))) as source:
        text = source.stream.read()
        assert text.startswith(source.head)
        return text


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\0\0"),
    ],
)
def test_a_byte_order_mark_decides_the_encoding(encoding: str, mark: bytes) -> None:
    text = "Zoë’s paper\n量子 \u00a0 👩‍🔬\n"
    assert text_of(mark + text.encode(encoding)) == text


def test_windows_text_is_read_as_windows_1252_even_late_in_the_file() -> None:
    text = "plain\n" * HEAD + "Zoë’s “paper” \n"
    assert text_of(text.encode("cp1252")) == text


def test_bytes_that_nobody_defined_still_become_characters() -> None:
    assert text_of(b"a\x81b") == "a\x81b"


def test_every_line_end_becomes_a_newline() -> None:
    assert text_of(b"one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(str.strip))
def test_text_comes_in_as_it_is(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert text_of(text.encode()) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"SQLite format 3\0\x10\0", "binary"),
        (b"\x01\x02\x03\x04 text", "binary"),
        (b"%PDF-1.7\n", "PDF"),
        (b"", "empty"),
        (b" \n\n", "empty"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=reason):
        open_text(path)
    with pytest.raises(Unreadable, match="standard input"):
        open_text(io.BufferedReader(Trickle(data)))


def test_a_missing_file_a_directory_and_a_pipe_are_refused_without_waiting(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="There is no file"):
        open_text(tmp_path / "missing")
    with pytest.raises(Unreadable, match="directory"):
        open_text(tmp_path)
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(Unreadable, match="pipe or device"):
        open_text(tmp_path / "fifo")
    with pytest.raises(Unreadable, match="pipe or device"):
        open_text(Path("/dev/null"))
    with pytest.raises(Unreadable, match="cannot be opened"):
        open_text(Path("a\0b"))


def test_a_message_is_safe_for_a_terminal(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        open_text(tmp_path / "a\x1b[31m\nb")
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_endless_line_is_one_leftover_and_the_next_line_is_read() -> None:
    found = list(lines(io.StringIO("x" * (3 * LINE_LIMIT) + "\nnext\n")))
    assert isinstance(found[0], Leftover)
    assert len(found[0].text) == LEFTOVER_LIMIT + 1
    assert found[1:] == [(2, "next")]


def test_a_line_as_long_as_the_limit_is_a_line() -> None:
    assert list(lines(io.StringIO("x" * LINE_LIMIT))) == [(1, "x" * LINE_LIMIT)]
