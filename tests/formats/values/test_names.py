from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from paperreader.formats.values.names import indexed_name, names_in, people, person_name, spoken, united
from tests.strategies import hostile_text


@pytest.mark.parametrize(
    "nobody",
    ["null", "NULL", "None", "nan", "NaN", "N/A", "n/a", "-", "[Anonymous]", "Anonymous", "Unknown", "et al.", "et al",
     "null, null", "No author listed", "[No author name available]", "No authors listed.", "others", ""],
)  # fmt: skip
def test_what_says_that_there_is_no_name_is_none(nobody: str) -> None:
    assert person_name(nobody) == indexed_name(nobody) == ""
    assert spoken([nobody]) == [one for one in names_in(nobody) if one] == []


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("van den Berg,null", "van den Berg"),
        ("null van den Berg", "van den Berg"),
        ("null, Ada", "Ada"),
        ("Mann, N/A", "Mann"),
        ("Mann, Ada, null", "Ada Mann"),
        ("Null, Jan", "Jan Null"),
        ("Nan, Li", "Li Nan"),
        ("Na, Woonbong", "Woonbong Na"),
        ("Mann A, et al.", "Mann A"),
        ("Mann, Ada et al", "Ada Mann"),
        ("Mann, Ada B. [Author, Reprint Author; E-mail: ada@example.org]", "Ada B. Mann"),
        ("Berg, Otto (Eds.)", "Otto Berg"),
    ],
)
def test_the_half_of_a_name_that_is_none_goes(printed: str, said: str) -> None:
    assert person_name(printed) == said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Kent, Martin Lee Jr", "Martin Lee Kent Jr"),
        ("Kent, Martin Lee Jr.", "Martin Lee Kent Jr."),
        ("Kent, Martin Lee, Jr.", "Martin Lee Kent Jr."),
        ("Kent, Jr., Martin Lee", "Martin Lee Kent Jr."),
        ("Kent Jr, Martin Lee", "Martin Lee Kent Jr"),
        ("Kent, Martin 3rd", "Martin Kent 3rd"),
        ("Kent, Martin III", "Martin Kent III"),
        ("Kent, Martin V", "Martin V Kent"),
        ("Kent, Jr", "Kent, Jr"),
    ],
)
def test_a_generation_stands_behind_the_family_name(printed: str, said: str) -> None:
    assert person_name(printed) == said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Kent ML Jr", "ML Kent Jr"),
        ("Kent ML, Jr.", "ML Kent Jr."),
        ("Kent ML 3rd", "ML Kent 3rd"),
        ("Kent JR", "JR Kent"),
    ],
)
def test_a_generation_stands_behind_initials_too(printed: str, said: str) -> None:
    assert indexed_name(printed) == said


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ada Mann & Otto Berg", ["Ada Mann", "Otto Berg"]),
        ("Mann, Ada & Berg, Otto", ["Ada Mann", "Otto Berg"]),
        ("Mann, A., Berg, O. & Lind, E.", ["A. Mann", "O. Berg", "E. Lind"]),
        ("Mann, Ada, Berg, Otto and Lind, Eva", ["Ada Mann", "Otto Berg", "Eva Lind"]),
        ("Ada Mann, Otto Berg and Eva Lind", ["Ada Mann", "Otto Berg", "Eva Lind"]),
        ("Ada Mann\nOtto Berg\nEva Lind", ["Ada Mann", "Otto Berg", "Eva Lind"]),
        ("Mann, Ada\nBerg, Otto", ["Ada Mann", "Otto Berg"]),
        ("Mann, Ada;\nBerg, Otto;\nLind, Eva", ["Ada Mann", "Otto Berg", "Eva Lind"]),
        ("Ada Mann, Otto Berg,\nEva Lind", ["Ada Mann", "Otto Berg", "Eva Lind"]),
        ("Mann A, Berg O, et al.", ["A Mann", "O Berg"]),
        ("Mann, Ada; null; Anonymous", ["Ada Mann"]),
        ("van den Berg,null;Mann,Ada B.;", ["van den Berg", "Ada B. Mann"]),
        ("Food and Agriculture Organization", ["Food and Agriculture Organization"]),
        ("Kent, Martin, Jr.", ["Martin Kent Jr."]),
        ("null", []),
    ],
)
def test_names_are_told_apart_whatever_separates_them(cell: str, names: list[str]) -> None:
    assert names_in(cell) == names


def test_two_lists_of_authors_are_one_without_anybody_twice() -> None:
    assert united(["Ada Mann"], ["Otto Berg", "Eva Lind"]) == ["Ada Mann", "Otto Berg", "Eva Lind"]
    assert united(["Ada Mann", "Otto Berg"], ["Ada Mann", "Otto Berg"]) == ["Ada Mann", "Otto Berg"]
    assert united(["A. Mann"], ["Ada Mann", "O Berg"]) == ["Ada Mann", "O Berg"]
    assert united(["Ada Mann"], ["AB Mann"]) == ["Ada Mann"]
    assert united(["Lei Wang"], ["Lin Wang"]) == ["Lei Wang", "Lin Wang"]
    assert united([], ["Wei Wang", "Wei Wang"]) == ["Wei Wang", "Wei Wang"]
    assert united(["World Health Organization"], ["World Health Organization"]) == ["World Health Organization"]


@given(st.lists(hostile_text(30), max_size=4), st.lists(hostile_text(30), max_size=4))
def test_nothing_raises_and_nobody_is_lost(first: list[str], others: list[str]) -> None:
    one, other = spoken(first), spoken(others)
    both = united(one, other)
    assert len(both) >= len(one)
    for text in (*first, *others):
        names_in(text)


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Mann, Ada", ["Ada Mann"]),
        ("Mann A, Berg O", ["A Mann", "O Berg"]),
        ("Mann A., Berg O., Lind E.", ["A. Mann", "O. Berg", "E. Lind"]),
        ("Ada Mann & Otto Berg", ["Ada Mann", "Otto Berg"]),
        ("Ada Mann, Otto Berg and Eva Lind", ["Ada Mann", "Otto Berg", "Eva Lind"]),
        ("Ada Mann, Otto Berg, Eva Lind", ["Ada Mann", "Otto Berg", "Eva Lind"]),
        ("Mann, Ada and Berg, Otto", ["Ada Mann", "Otto Berg"]),
        ("Food and Agriculture Organization", ["Food and Agriculture Organization"]),
        ("Johnson & Johnson", ["Johnson & Johnson"]),
        ("Department of Lakes, University of Nowhere", ["Department of Lakes, University of Nowhere"]),
        ("Kent, Martin Lee, Jr.", ["Martin Lee Kent Jr."]),
        ("Mann, Ada; Berg, Otto", ["Ada Mann", "Otto Berg"]),
    ],
)
def test_a_field_for_one_name_may_hold_a_list(field: str, names: list[str]) -> None:
    assert people([field]) == names
