from __future__ import annotations

import pytest

from paperreader.domain import counted


@pytest.mark.parametrize(
    ("number", "nouns", "words"),
    [
        (0, ("paper",), "0 papers"),
        (1, ("paper",), "1 paper"),
        (2, ("paper",), "2 papers"),
        (12_000, ("more pair",), "12,000 more pairs"),
        (1, ("entry", "entries"), "1 entry"),
        (3, ("entry", "entries"), "3 entries"),
    ],
)
def test_a_noun_agrees_with_its_number(number: int, nouns: tuple[str, ...], words: str) -> None:
    assert counted(number, *nouns) == words
