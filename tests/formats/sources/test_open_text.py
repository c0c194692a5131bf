from __future__ import annotations

import io
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Leftover
from paperreader.formats import Unreadable, open_text
from paperreader.formats.sources.text_lines import LEFTOVER_LIMIT, LINE_LIMIT, lines
from paperreader.formats.sources.text_stream import HEAD


class Trickle(io.RawIOBase):
    """A pipe that delivers a few bytes at a time."""

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


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n", "\x85".encode()])
def test_lines_have_their_numbers_whatever_ends_them(end: bytes) -> None:
    with open_text(io.BufferedReader(Trickle(end.join([b"one", "zw\u00f6".encode(), b"three"])))) as source:
        assert list(lines(source.stream)) == [(1, "one"), (2, "zw\u00f6"), (3, "three")]
        assert source.head == "one\nzw\u00f6\nthree"


def test_a_next_line_character_among_other_line_ends_is_text() -> None:
    assert text_of("one\x85two\nthree\n".encode()) == "one\x85two\nthree\n"


def test_nul_is_no_text() -> None:
    assert text_of(b"ti\0tle\0: " + b"words " * 99) == "title: " + "words " * 99


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["Zo\u00eb\u2019s paper\n" * 20, "\u91cf\u5b50\u8ba1\u7b97\u4e0e\u673a\u5668\u5b66\u4e60\n" * 20]
)
def test_utf_16_is_known_without_a_byte_order_mark(encoding: str, text: str) -> None:
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso-8859-1", "Zo\u00eb"),
        ("ISO-8859-2", "Erd\u0151s \u0141ukasz"),
        (
            "windows-1251",
            "\u041c\u0430\u0448\u0438\u043d\u043d\u043e\u0435 \u043e\u0431\u0443\u0447\u0435\u043d\u0438\u0435",
        ),
        ("gb18030", "\u91cf\u5b50\u8ba1\u7b97"),
        ("shift_jis", "\u91cf\u5b50\u8a08\u7b97"),
        ("UTF-8", "\u91cf\u5b50"),
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        "<?xml version='1.0' encoding='{}'?>\n<a>{}</a>\n",
        '<html><head>\n<meta charset="{}">\n<title>{}</title>\n',
        '<html><META http-equiv="Content-Type" content="text/html; charset={}"><p>{}\n',
    ],
)
def test_a_declared_encoding_counts(page: str, encoding: str, text: str) -> None:
    whole = page.format(encoding, text)
    assert text_of(whole.encode(encoding)) == whole


@pytest.mark.parametrize("declared", ["iso-8859-1", "shift_jis", "utf-16", "hex", "nonsense", "raw_unicode_escape"])
def test_a_declared_encoding_that_is_not_true_does_not(declared: str) -> None:
    text = f"<?xml version='1.0' encoding='{declared}'?><a>Zo\u00eb \\u0041</a>"
    assert text_of(text.encode()) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(str.strip))
def test_text_comes_in_as_it_is(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert text_of(text.encode()) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
        (b"SQLite format 3\0\x10\0", "an SQLite database"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"paper.txt".ljust(257, b"\0") + b"ustar\00000" + b"text " * 4000, "a tar archive"),
        (bytes(range(256)) * 10, "binary"),
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


def test_how_much_has_been_read_is_known_of_a_file_and_not_of_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("line\n" * 100_000)
    with open_text(path) as source:
        shares = [source.share()]
        while source.stream.read(50_000):
            shares.append(source.share())
    known = [one for one in shares if one is not None]
    assert len(known) == len(shares) > 5
    assert known == sorted(known)
    assert (known[0] < 0.5, known[-1]) == (True, 1.0)
    with open_text(io.BufferedReader(Trickle(b"words"))) as source:
        assert source.share() is None


class Endless(io.RawIOBase):
    """A stream of many bytes, generated on demand."""

    def __init__(self, begin: bytes, size: int) -> None:
        self.begin, self.left = begin, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        piece = self.begin or b"x" * min(len(target), self.left)
        self.begin, self.left = b"", self.left - len(piece)
        target[: len(piece)] = piece
        return len(piece)


def test_a_line_of_a_hundred_megabytes_takes_no_more_memory_than_any() -> None:
    tracemalloc.start()
    try:
        with open_text(io.BufferedReader(Endless(b"first\n", 100 << 20))) as source:
            found = list(lines(source.stream))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found[0] == (1, "first")
    assert [type(one) for one in found[1:]] == [Leftover]
    assert peak < 12 * LINE_LIMIT
