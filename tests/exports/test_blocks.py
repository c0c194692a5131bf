"""The block that an export rewrites: found again, known to be as written, and nothing else of a file is ours."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, strategies as st

from paperreader.exports import BlockDamaged, Comment, find_block, write_block
from tests.strategies import hostile_text

HTML = Comment("<!-- ", " -->")
ORG = Comment("# ")
comments = pytest.mark.parametrize("comment", [HTML, ORG])


def block(comment: Comment, text: str, newline: str = "\n") -> bytes:
    out = io.StringIO(newline=newline)
    write_block(out, comment, lambda inside: inside.write(text), about="name")
    return out.getvalue().encode()


@comments
@given(before=st.binary(max_size=60), after=st.binary(max_size=60), text=st.text(max_size=60), windows=st.booleans())
def test_a_block_is_found_between_whatever_bytes(
    comment: Comment, before: bytes, after: bytes, text: str, windows: bool
) -> None:
    text = "".join(sign for sign in text if sign not in "\r\ud800" and not "\ud800" <= sign <= "\udfff")
    written = block(comment, text, "\r\n" if windows else "\n")
    before, after = before and before + b"\n", after and b"\n" + after
    found = find_block(io.BytesIO(before + written + after), comment)
    assert found is not None
    assert (before + written + after)[found.start : found.end].strip(b"\r") == written
    assert before + written + after == before + (before + written + after)[found.start :]
    assert (found.about, found.is_as_written, found.newline) == ("name", True, "\r\n" if windows else "\n")


@comments
def test_a_changed_text_is_known_and_changed_line_ends_are_no_change(comment: Comment) -> None:
    written = block(comment, "one\ntwo\n")
    for data, same in (
        (written.replace(b"\n", b"\r\n"), True),
        (written.replace(b"two", b"too"), False),
        (written.replace(b"one\n", b""), False),
        (written.replace(b"two", b"two "), False),
    ):
        found = find_block(io.BytesIO(data), comment)
        assert found is not None
        assert found.is_as_written is same


@comments
def test_a_checksum_that_somebody_removed_counts_as_a_change(comment: Comment) -> None:
    written = block(comment, "one\n")
    digest = written.split(b"end ")[1].split()[0]
    found = find_block(io.BytesIO(written.replace(b" " + digest, b"")), comment)
    assert found is not None
    assert not found.is_as_written


@comments
def test_a_byte_order_mark_and_trimmed_white_space_are_no_damage(comment: Comment) -> None:
    written = block(comment, "one\n").replace(b"begin name", b"begin  name")
    found = find_block(io.BytesIO(b"\xef\xbb\xbf" + written), comment)
    assert found is not None
    assert found.start == 3
    assert found.is_as_written


@comments
def test_comments_that_are_no_pair_are_told(comment: Comment) -> None:
    written = block(comment, "one\n")
    begin, _, end = written.partition(b"one\n")
    for damaged, why in (
        (begin + b"one\n", "ends paperreader's part is missing"),
        (b"x\n" + end, "line 2 ends paperreader's part, which did not begin"),
        (begin + written, "begins again in line 2"),
        (written + b"\n" + end, "line 4 ends"),
        (written + b"\n" + written, "several parts"),
    ):
        with pytest.raises(BlockDamaged, match=why):
            find_block(io.BytesIO(damaged), comment)


@comments
@given(text=hostile_text())
def test_a_text_without_the_comments_has_no_block(comment: Comment, text: str) -> None:
    assert find_block(io.BytesIO(text.encode("utf-8", "replace")), comment) is None
