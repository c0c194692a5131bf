from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Leftover, Paper, Record, TitleFrom
from paperreader.formats.records.objects import begins_like_objects, read_objects
from paperreader.formats.sources.text_lines import LINE_LIMIT
from tests.strategies import hostile_text

ONE = {"title": 'One {paper} with "quotes", it\'s \\ and [brackets]', "authors": [{"name": "A"}, {"name": "B"}]}
TWO = {"title": "Two", "n": {"data": [1, {"x": "}"}], "items": [{"title": "not a record"}]}, "abstract": "a\nb"}


def record_of(data: Mapping[str, object], line: int) -> Record:
    title = data.get("title")
    if not isinstance(title, str):
        raise TypeError("it has no title")
    return Record(Paper(title=f"{data.get('id', '')}{title}", title_from=TitleFrom.PRINTED), line)


def read(text: str) -> list[Record | Leftover]:
    return list(read_objects(io.StringIO(text), record_of))


def titles(text: str) -> list[str | None]:
    found = read(text)
    assert [one for one in found if isinstance(one, Leftover)] == []
    return [one.paper.title for one in found if isinstance(one, Record)]


BOTH = [ONE["title"], TWO["title"]]
INDENTS = pytest.mark.parametrize("indent", [None, 0, 1, 2, "\t"])


@INDENTS
@pytest.mark.parametrize(
    "wrapped",
    [
        [ONE, TWO],
        {"results": [ONE, TWO]},
        {"meta": {"count": 2, "groups": [{"key": "x"}]}, "results": [ONE, TWO], "group_by": [{"key": "article"}]},
        {"total": 2, "data": [ONE, TWO], "next": None, "note": "it's over"},
        {"status": "ok", "message": {"facets": {"a": {}}, "items": [ONE, TWO], "query": {"terms": ["x", {}]}}},
        {"response": {"numFound": 2, "docs": [ONE, TWO]}, "highlighting": {"1": {}}},
        {"data": {"papers": [ONE, TWO]}},
        {"items": [], "results": [ONE], "papers": [TWO]},
        [{"items": [ONE]}, {"items": [TWO]}],
        {"data": {"key": "v", "title": ONE["title"]}, "items": [TWO]},
    ],
)
def test_the_records_of_every_wrapper_are_found_in_every_layout(wrapped: object, indent: int | str | None) -> None:
    text = json.dumps(wrapped, indent=indent)
    assert begins_like_objects(text)
    assert titles(text) == BOTH
    assert titles(text.replace(": [", ":\n[")) == BOTH


@INDENTS
def test_objects_under_identifiers_get_them_as_their_ids(indent: int | str | None) -> None:
    keyed = {"2403.13043": {"title": "a"}, "10.1000/x": {"title": "b", "id": "own "}, "hep-th/9901001": {"title": "c"}}
    assert titles(json.dumps(keyed, indent=indent)) == ["2403.13043a", "own b", "hep-th/9901001c"]


def test_what_stands_in_a_record_is_no_wrapper() -> None:
    record = {"title": "a", "data": [{"title": "x"}], "items": [{"title": "y"}], "message": {"title": "z"}}
    assert titles(json.dumps(record)) == ["a"]
    assert titles(json.dumps(record, indent=1)) == ["a"]


@pytest.mark.parametrize("layout", [repr, lambda value: repr(value).replace("}, {", "},\n {")])
def test_what_python_printed_is_read_as_json_is(layout: object) -> None:
    assert callable(layout)
    for wrapped in ([ONE, TWO], {"results": [ONE, TWO], "ok": True, "none": None}):
        text = layout(wrapped)
        assert begins_like_objects(text)
        assert titles(text) == BOTH


def test_pythons_names_for_nothing_are_nothing_and_nothing_is_run() -> None:
    assert titles("{'title': 'a', 'n': nan, 'm': -1, 'x': (1, 2), 'y': None, 'z': b'q'}") == ["a"]
    for code in ("__import__('os')", "open('x')", "[].__class__", "1 + 1", "f'{1}'", "lambda: 1"):
        (found,) = read(f"{{'title': 'a', 'n': {code}}}")
        assert isinstance(found, Leftover)


@pytest.mark.parametrize(
    "text",
    [
        "{'title': " + "[" * 50_000 + "]" * 50_000 + "}",
        "{'title': " + "-" * 50_000 + "1}",
        "{'title': " + "1 + " * 20_000 + "1}",
        "{'title': " + "9" * 50_000 + "}",
        "{'title': '" + "x" * 300_000 + "'}",
        "{'title': '\\ud800', 'n': 'unclosed}",
        "{'title': 'x' 'y', b: 1}",
    ],
)
def test_hostile_python_costs_only_itself(text: str) -> None:
    found = read(f"{text}\n" + json.dumps(TWO))
    assert [type(one) for one in found] == [Leftover, Record]
    assert found[1].line == 2


@pytest.mark.parametrize(
    "broken",
    [
        '{"title": "cut',
        '{"title": "a" "b"}',
        '{"title": "He said "no" to it"}',
        '{"title": [}',
        '{"title": 1' + "0" * 5_000 + "}",
        '{"n": {"m": "x"}}',
        '{"title": "x", "n": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
@pytest.mark.parametrize("around", ["[{},\n{},\n{}]", '{{"results": [\n{},\n{},\n{}\n]}}'])
def test_a_broken_record_of_a_list_costs_only_itself(broken: str, around: str) -> None:
    found = read(around.format(json.dumps(ONE), broken, json.dumps(TWO)))
    assert [one.paper.title for one in found if isinstance(one, Record)] == BOTH
    assert any(isinstance(one, Leftover) for one in found)


def test_a_list_that_seemed_to_end_within_a_broken_record_goes_on() -> None:
    text = json.dumps({"results": [ONE, {"title": "X", "authors": ["a", "b"]}, TWO]}, indent=2)
    broken = text.replace('"X"', '"X')
    found = read(broken)
    assert [one.paper.title for one in found if isinstance(one, Record)] == BOTH


def test_a_record_that_is_far_too_long_is_left_over_and_the_next_one_read() -> None:
    long = json.dumps({"title": "x" * (2 * LINE_LIMIT)})
    found = read(f'{{"results": [{long}, {json.dumps(TWO)}]}}')
    assert [type(one) for one in found] == [Leftover, Record]


def test_every_record_knows_its_line() -> None:
    text = '{"n": 2,\n"results": [\n\n' + json.dumps(ONE, indent=2) + ",\n" + json.dumps(TWO) + "\n]}"
    assert [one.line for one in read(text)] == [4, text[: text.index('{"title": "Two"')].count("\n") + 1]


def test_wrappers_within_wrappers_without_end_need_little() -> None:
    found = read('{"data":[' * 20_000)
    assert all(isinstance(one, Leftover) for one in found)


@pytest.mark.parametrize("text", ["", "[1, 2]", '"text"', "17", "{1: 2}", "title: x", "[[[[1]]]]", "<feed>", "{"])
def test_other_text_does_not_begin_like_objects(text: str) -> None:
    assert not begins_like_objects(text)


PIECES = st.sampled_from(
    (
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "'",
        "\\",
        "\n",
        '"results": [',
        "{'a': ",
        '"data": {',
        json.dumps(ONE),
        str(TWO),
    )
)


@given(st.lists(PIECES | hostile_text(30)), st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_to_its_end(pieces: list[str], at: int) -> None:
    text = "".join(pieces)
    lines = text.count("\n") + 1
    assert all(1 <= one.line <= lines for one in read(text[at:] + text[:at]))
