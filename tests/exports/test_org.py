"""Org: one heading per paper, whatever its texts are. `tests/exports_heavy` reads it with pandoc."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from paperreader.exports.writers import org
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written
from tests.strategies import hostile_text

STRUCTURE = re.compile(r"^(\*+ .*|#\+.*|:(?!URL)[A-Z_]+:.*)$", re.MULTILINE)


def structure(text: str) -> list[str]:
    """The lines that mean something to Org, without what follows their first word."""
    return [found[1].split(" ")[0].split(":")[0] for found in STRUCTURE.finditer(text)]


def test_a_paper_has_its_key_its_citation_and_its_tags() -> None:
    text = written(org.write, full())
    assert "* FooNet: LoRA for GPT-4 :to_read:nlp:\n:PROPERTIES:\n:CUSTOM_ID: lovelace2024foonet\n" in text
    assert ":END:\n\n[cite:@lovelace2024foonet]\n" in text
    assert ":DECISION: accept: on topic\n" in text
    assert "#+begin_quote\nFooNet (FN)\n#+end_quote\n\n(green, name)\n" in text
    assert "#+begin_src markdown\n# Idea\n\nTry it.\n#+end_src" in text


def test_two_papers_with_one_key_have_two() -> None:
    text = written(org.write, full(), full())
    assert re.findall(r"cite:@(\S+)\]", text) == ["lovelace2024foonet", "lovelace2024fooneta"]


def test_headings_and_keywords_in_texts_get_a_comma_that_source_blocks_take_away() -> None:
    text = written(org.write, annotated_with("* heading\n#+end_src\n  ** deeper\n,* comma"))
    block = text[text.rindex("#+begin_src") :]
    assert block == "#+begin_src markdown\n,* heading\n,#+end_src\n  ,** deeper\n,,* comma\n#+end_src\n"


@pytest.mark.parametrize("text", BREAKOUTS)
def test_no_text_breaks_out(text: str) -> None:
    assert structure(written(org.write, annotated_with(text))) == structure(written(org.write, annotated_with("x")))


@settings(max_examples=25)
@given(text=hostile_text())
def test_no_text_at_all_breaks_out(text: str) -> None:
    found = structure(written(org.write, plain("before"), annotated_with(text), plain("after")))
    assert found.count("*") == 3
    assert found.count("#+begin_src") == found.count("#+end_src")
    assert found.count("#+begin_quote") == found.count("#+end_quote") == 1
