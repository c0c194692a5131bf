"""Printed names in the parts that reference formats want."""

from __future__ import annotations

import pytest
from hypothesis import given

from paperreader.exports.core.names import Name, name_of, names_of
from tests.strategies import lines

KNOWN = {
    "Ada Lovelace": Name("Lovelace", "Ada"),
    "Turing, Alan Mathison": Name("Turing", "Alan Mathison"),
    "García Márquez, Gabriel": Name("García Márquez", "Gabriel"),
    "Martin Luther King Jr.": Name("King", "Martin Luther", suffix="Jr."),
    "King, Jr., Martin Luther": Name("King", "Martin Luther", suffix="Jr."),
    "King, Martin Luther, Jr.": Name("King", "Martin Luther", suffix="Jr."),
    "Martin Luther King, Jr.": Name("King", "Martin Luther", suffix="Jr."),
    "Ludwig van Beethoven": Name("Beethoven", "Ludwig", "van"),
    "Beethoven, Ludwig van": Name("Beethoven", "Ludwig", "van"),
    "van der Maaten, Laurens": Name("Maaten", "Laurens", "van der"),
    "Laurens Van Der Maaten": Name("Van Der Maaten", "Laurens"),
    "Christopher De Sa": Name("De Sa", "Christopher"),
    "José Ortega y Gasset": Name("Ortega y Gasset", "José"),
    "bell hooks": Name("hooks", "bell"),
    "Plato": Name("Plato"),
    "王小明": Name("王小明"),
    "毛 泽东": Name("毛", "泽东"),
    "Vu Quoc Le": Name("Le", "Vu Quoc"),
    "{OpenAI Team}": Name(literal="OpenAI Team"),
    "The OpenAI Team": Name(literal="The OpenAI Team"),
    "WHO Collaboration": Name(literal="WHO Collaboration"),
    "University of Lakes, Department of Physics": Name(literal="University of Lakes, Department of Physics"),
    "Barnes and Noble": Name(literal="Barnes and Noble"),
    "Food & Agriculture Group": Name(literal="Food & Agriculture Group"),
    "A, B, C, D": Name(literal="A, B, C, D"),
    ", Ada": Name(literal=", Ada"),
    "{": Name("{"),
}


@pytest.mark.parametrize("printed", KNOWN)
def test_a_name_is_known_by_its_parts(printed: str) -> None:
    assert name_of(printed) == KNOWN[printed]


@given(lines())
def test_no_word_of_a_name_is_lost(printed: str) -> None:
    name = name_of(printed)
    assert bool(name.literal) != bool(name.family)
    if name.literal:
        assert name.literal in printed
    else:
        assert sorted(name.spoken.split()) == sorted(printed.replace(",", " ").split())


def test_the_source_says_which_names_are_family_names_as_long_as_the_person_is_still_called_so() -> None:
    said = "García Márquez, Gabriel and {Acme and Rockets} and Nobody, Old"
    names = names_of(("Gabriel García Márquez", "Acme and Rockets", "New Somebody"), said)
    assert names == [Name("García Márquez", "Gabriel"), Name(literal="Acme and Rockets"), Name("Somebody", "New")]
