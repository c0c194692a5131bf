"""What docs/formats.md says about the formats is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hypothesis import given, settings, strategies as st

from paperreader.formats import FORMATS, Format
from paperreader.formats.sources.compression import EXPANDED_LIMIT, FREE, PACKINGS, RATIO_LIMIT
from tests.formats.documents import papers_in
from tests.formats.small import SMALL
from tests.formats.test_hostile import check
from tests.strategies import hostile_text

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
ORG = "#+TITLE: my list\n\n* One paper\nIts abstract,\nin two lines.\n* Another\n\nAnd its own.\n"


def example() -> Format:
    """The format that the page adds as an example."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    made: dict[str, Any] = {}
    exec(code, made)
    return Format("org", "Org mode", made["sniff"], made["read"])


def test_the_table_names_every_format_and_no_other() -> None:
    table = PAGE[PAGE.index("| format |") : PAGE.index("## Sources")]
    named = re.findall(r"^\| `([\w-]+)` \|", table, flags=re.MULTILINE)
    assert sorted(named) == sorted(one.name for one in FORMATS)


def test_the_example_is_a_reader_in_twenty_lines_like_any_other() -> None:
    org = example()
    assert [(one.title, one.abstract) for one in papers_in(org, ORG)] == [
        ("One paper", "Its abstract,\nin two lines."),
        ("Another", "And its own."),
    ]
    assert org.sniff(ORG) > max(one.sniff(ORG) for one in FORMATS)
    assert [org.sniff(text) for text in SMALL.values()] == [0.0] * len(SMALL)
    body = re.findall(r"^def .*?(?=^def |^```)", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert sum(len([line for line in one.splitlines() if line.strip()]) for one in body) <= 20


@given(st.lists(st.one_of(st.sampled_from((ORG, ORG[:40], "* ", "\n* Heading\n")), hostile_text(60))).map("".join))
@settings(max_examples=50, deadline=None)
def test_the_example_holds_what_the_page_asks_of_a_reader(text: str) -> None:
    check(example(), text)


def test_the_extras_and_the_limits_are_as_they_are_said_to_be() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for extra in re.findall(r"paperreader-tui\[(\w+)\]", PAGE):
        assert re.search(rf"^{extra} = \[", project, flags=re.MULTILINE), extra
    assert {one.extra for one in PACKINGS if one.extra} <= set(re.findall(r"paperreader-tui\[(\w+)\]", PAGE))
    assert f"{RATIO_LIMIT} times its size above {FREE >> 20} MB, or {EXPANDED_LIMIT >> 30} GB" in PAGE
