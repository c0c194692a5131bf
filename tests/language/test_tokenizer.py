"""What counts as a word, in formulas and with invisible characters too."""

from __future__ import annotations

import re
import sqlite3
import string
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from paperreader.domain import Paper, Record, TitleFrom
from paperreader.language import spaced, tokens, word_set, words
from paperreader.library import Library, Search
from paperreader.query import parse
from tests.strategies import hostile_text

WAYS = [
    "CO2", "CO₂", "CO$_2$", "CO$_{2}$", "CO$_{\\rm 2}$", "$CO_2$", "CO_2", "CO_{2}", "$\\mathrm{CO}_2$", "{\\rm CO}_2",
    "CO<sub>2</sub>", "CO\\textsubscript{2}",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_formula_is_one_word_however_its_number_is_set(way: str) -> None:
    assert "co2" in words(f"the {way} in air")
    (place,) = [(start, end) for word, start, end in tokens(f"the {way} in air") if word == "co2"]
    assert f"the {way} in air"[slice(*place)].startswith("CO")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("H$_2$O, H_2O, H<sub>2</sub>O, H₂O", ["h2o"] * 4),
        ("Na_2SO_4 Bi$_2$Te$_3$", ["na2so4", "bi2te3"]),
        ("m² m^2 m$^2$ m<sup>2</sup>", ["m2"] * 4),
        ("Ca$^{2+}$ Ca²⁺", ["ca2"] * 2),
        ("PM$_{2.5}$ PM2.5", ["pm2", "5", "pm2", "5"]),
        ("llama_2 10^{-3} foo_bar x_i", ["llama", "2", "10", "3", "foo", "bar", "x", "i"]),
        ("soft\xadware in\u200bside", ["software", "inside"]),
    ],
)
def test_symbols_are_joined_and_names_are_not(text: str, found: list[str]) -> None:
    assert words(text) == found


PIECES = st.sampled_from((*WAYS, "$", "_", "^", "{", "}", "<sub>", "</sub>", "2", "O", "é", "²", "\xad", " ", "C++"))


ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@given(st.lists(PIECES | hostile_text(10), max_size=12).map("".join))
@example("C++C++")
def test_words_are_those_of_the_tokens_and_their_places_are_in_the_text(text: str) -> None:
    found = tokens(text)
    assert [word for word, _, _ in found] == words(text)
    assert {word for word, _, _ in found} == word_set(text)
    told = re.findall(r"[A-Za-z0-9\x80-\U0010ffff]+", spaced(text))  # as FTS5's `ascii` tokenizer takes it apart
    assert [one.translate(ASCII_LOWER) for one in told] == words(text)
    assert [start for _, start, _ in found] == sorted(start for _, start, _ in found)
    assert all(0 <= start < end <= len(text) for _, start, end in found)


def library_of(path: Path) -> None:
    papers = [
        Paper(title=f"Of {way} in air {at * 'x'}", title_from=TitleFrom.PRINTED, abstract=f"About {way} {at}.")
        for at, way in enumerate(WAYS)
    ]
    with Library(path) as library:
        library.add([Record(paper, 1) for paper in papers], file="a", format="json")


def found_in(path: Path, query: str) -> int:
    with Library(path) as library, library.reader() as reader:
        return len(list(Search(reader.connection).find(parse(query)).ids))


def test_every_spelling_finds_every_other(tmp_path: Path) -> None:
    library_of(tmp_path / "library.db")
    for query in ("'CO2", "CO₂", '"CO$_2$ in air"', "CO_2", '"CO<sub>2</sub>"', "title:co2"):
        assert found_in(tmp_path / "library.db", query) == len(WAYS), query


def test_a_library_of_before_is_indexed_anew(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    library_of(path)
    before = found_in(path, "'co2")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("insert into search_text(search_text) values ('delete-all')")
        connection.execute("insert into search_titles(search_titles) values ('delete-all')")
        connection.execute("delete from _sqlite_migrations where name = 'm010_formulas'")
        connection.execute("pragma user_version = 6")
    assert found_in(path, "'co2") == before > 0
