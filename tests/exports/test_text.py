"""Plain text: nothing but words, at 72 columns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from paperreader.exports.writers import text
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written
from tests.strategies import hostile_text


def test_a_paper_reads_as_in_a_mail() -> None:
    said = written(text.write, full())
    assert said.startswith("FooNet: LoRA for GPT-4\n\nAuthors: Ada Lovelace, Turing, Alan (3 in all)\n")
    assert "\n\nWe introduce FooNet (FN), a method.\n\nIt is fast.\n\nHighlights\n\n" in said
    assert "  * “FooNet (FN)” (green, name)\n    Nice name.\n" in said
    assert said.endswith("    # Idea\n\n    Try it.\n")


def test_papers_have_a_rule_between_them_and_nothing_before_or_after() -> None:
    said = written(text.write, plain("One"), plain("Two"))
    assert said.split("-" * 72) == ["One\n\n", "\n\nTwo\n"]


@pytest.mark.parametrize("one", BREAKOUTS)
def test_lines_are_short_unless_a_word_is_not(one: str) -> None:
    words = annotated_with(f"{one} " * 20)
    assert all(len(line) <= 72 or " " not in line.strip() for line in written(text.write, words).split("\n"))


@settings(max_examples=20)
@given(one=hostile_text())
def test_any_text_is_written(one: str) -> None:
    said = written(text.write, plain("before"), annotated_with(f"x\n{' ' * 90}\n{one}"), plain("after"))
    assert said.count("-" * 72) >= 2
    assert said.endswith("\nafter\n")
