from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Leftover
from paperreader.formats.records.xml_stream import elements, text_of
from paperreader.formats.sources.text_lines import LINE_LIMIT
from paperreader.formats.sources.text_stream import HEAD
from tests.strategies import hostile_text


def read(text: str, *names: str) -> list[tuple[int, str] | Leftover]:
    """Return the line and the text of every element, and the leftovers."""
    found = elements(io.StringIO(text), names or ("item",))
    return [one if isinstance(one, Leftover) else (one[0], text_of(one[1])) for one in found]


def lines_left(text: str) -> list[int]:
    return [one.line for one in read(text) if isinstance(one, Leftover)]


def test_elements_come_with_the_lines_they_begin_on() -> None:
    text = '<?xml version="1.0"?>\n<list>\n<item>one</item> <item\nn="2">t<b>w</b>o\n</item>\n<items/><item/></list>'
    assert read(text) == [(3, "one"), (3, "two\n"), (6, "")]


def test_names_lose_prefix_and_namespace() -> None:
    text = '<a:item xmlns="urn:x"><dc:creator a:x="1">Noether</dc:creator><plain xml:lang="de"/></a:item>'
    ((_, element),) = (one for one in elements(io.StringIO(text), ["item"]) if not isinstance(one, Leftover))
    assert [one.tag for one in element.iter()] == ["item", "creator", "plain"]


def test_a_broken_element_costs_itself() -> None:
    text = "<item>one</item>\n<item><b>two</item>\n<item>three\n<item>four</item>\n<item>five"
    assert [one for one in read(text) if not isinstance(one, Leftover)] == [(1, "one"), (4, "four")]
    assert lines_left(text) == [2, 3, 5]


def test_references_that_xml_lacks_are_understood() -> None:
    text = "<item>Erd&ouml;s &amp; R&D &lt;5%&nbsp;&#233; &nothing; a&#27;b &#0;&#x110000;</item>"
    assert read(text) == [(1, "Erdös & R&D <5%\u00a0é &nothing; a\ufffdb \ufffd\ufffd")]


def test_control_characters_cost_nothing_but_themselves() -> None:
    assert read("<item>a\x1b[31m\x00b\ud800</item>") == [(1, "a\ufffd[31mb\ufffd")]


def test_declared_entities_are_never_expanded() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}<!ENTITY f SYSTEM "file:///etc/passwd">]>\n<item>&l11;&f;</item>'
    assert read(text) == [(2, "&l11;&f;")]


def test_a_document_type_inside_of_an_element_is_refused() -> None:
    assert lines_left('<item><!DOCTYPE x [<!ENTITY a "b">]>&a;</item>') == [1]


def test_many_empty_elements_are_each_found() -> None:
    assert read("<item/>" * 20_000) == [(1, "")] * 20_000


def test_deep_nesting_is_read_or_left_over() -> None:
    assert read("<item>" + "<a>" * 50_000 + "x" + "</a>" * 50_000 + "</item>") == [(1, "x")]


@pytest.mark.parametrize("place", range(HEAD - 12, HEAD + 2))
def test_elements_may_lie_on_the_border_of_two_pieces(place: int) -> None:
    assert read("\n" * place + "<item >one</item >\n<item>two</item>") == [(place + 1, "one"), (place + 2, "two")]


def test_an_element_that_never_ends_takes_no_memory_and_what_follows_is_read() -> None:
    class Long(io.TextIOBase):
        pieces = 80

        def read(self, size: int | None = -1) -> str:
            self.pieces -= 1
            if self.pieces == 79:
                return "<item>"
            return "x\n" * (HEAD // 2) if self.pieces > 1 else "<item>last</item>" if self.pieces == 1 else ""

    tracemalloc.start()
    found = list(elements(Long(), ["item"]))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    left, last = found
    assert isinstance(left, Leftover)
    assert not isinstance(last, Leftover)
    assert last[0] == 77 * HEAD // 2 + 1
    assert peak < 6 * LINE_LIMIT


TAGS = st.sampled_from(("<item>", "</item>", "<item/>", "<b>", "</b>", "&", "<", "\n", "x"))


@given(st.lists(TAGS | hostile_text(20)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_to_its_end(pieces: list[str]) -> None:
    text = "".join(pieces)
    for one in elements(io.StringIO(text), ["item"]):
        line = one.line if isinstance(one, Leftover) else one[0]
        assert 1 <= line <= text.count("\n") + 1
