from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from paperreader.formats.readers.bibtex.names import authors_in, parts_written
from tests.strategies import hostile_text


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Smith, John and Doe, Jane", ["John Smith", "Jane Doe"]),
        ("John Smith and Jane Doe", ["John Smith", "Jane Doe"]),
        ("SMITH, JOHN AND DOE, JANE", ["JOHN SMITH", "JANE DOE"]),
        ("Smith, John and\n    Doe, Jane\nand Roe,\n Richard", ["John Smith", "Jane Doe", "Richard Roe"]),
        ("Smith, John; Doe, Jane; Roe, R.", ["John Smith", "Jane Doe", "R. Roe"]),
        ("John Smith; Jane Doe;", ["John Smith", "Jane Doe"]),
        ("Smith, J., Doe, A., Roe, R. B.", ["J. Smith", "A. Doe", "R. B. Roe"]),
        ("Smith, J., Doe, A. and Roe, R. B.", ["J. Smith", "A. Doe", "R. B. Roe"]),
        ("Smith, J., Doe, A., and Roe, R. B.", ["J. Smith", "A. Doe", "R. B. Roe"]),
        ("John Smith, Jane Doe, Richard Roe", ["John Smith", "Jane Doe", "Richard Roe"]),
        ("John Smith, Jane Doe, and Richard Roe", ["John Smith", "Jane Doe", "Richard Roe"]),
        ("Lundberg SM, Lee SI, Allen PG", ["Lundberg SM", "Lee SI", "Allen PG"]),
        ("J. Smith, A. B. Doe, C. Roe", ["J. Smith", "A. B. Doe", "C. Roe"]),
        ("{van Gogh}, V. and Vega, V", ["V. van Gogh", "V Vega"]),
        (r"John Smith \& Jane Doe", ["John Smith", "Jane Doe"]),
        ("Smith, J. & Doe, A.", ["J. Smith", "A. Doe"]),
        (r"Ernst \& Young", ["Ernst & Young"]),
        (r"{Smith \& Wesson} and Doe, J.", ["Smith & Wesson", "J. Doe"]),
        ("{World Health Organization} and {Centers for Disease Control and Prevention}",
         ["World Health Organization", "Centers for Disease Control and Prevention"]),
        ("{Smith, John and Doe, Jane}", ["John Smith", "Jane Doe"]),
        ("Kent, Jr., Martin Lee and Kent, Ann, III", ["Martin Lee Kent Jr.", "Ann Kent III"]),
        ("Soto Mar{\\'i}n, Gabriel José and van der Berg, Jan", ["Gabriel José Soto Marín", "Jan van der Berg"]),
        ("{Nguyen Van} Hung and {de Vries}, Hugo", ["Nguyen Van Hung", "Hugo de Vries"]),
        ("Smith, John and others", ["John Smith"]),
        ("Smith, J. et al.", ["J. Smith"]),
        ("Ana N{\\'u}{\\~n}ez and Donald~E. Lind", ["Ana Núñez", "Donald E. Lind"]),
        ("M&uuml;ller, A. and B&ouml;hm, C.", ["A. M&uuml;ller", "C. B&ouml;hm"]),
        ("Department of Physics, University of Somewhere", ["Department of Physics, University of Somewhere"]),
        ("", []),
        ("and", []),
        (" , ; ", []),
        ("{unclosed and more", ["unclosed and more"]),
    ],
)  # fmt: skip
def test_authors_are_who_they_are_however_they_are_separated(field: str, names: list[str]) -> None:
    assert authors_in(field) == names


PERSONS = st.sampled_from((("Ada", "Mann"), ("J. K.", "Doe"), ("Ana", "Núñez"), ("Li", "Wei"), ("Jan", "van der Berg")))


@given(st.lists(PERSONS, min_size=2, max_size=5), st.sampled_from((" and ", " AND ", "; ", "\nand ")))
def test_separators_do_not_change_who_wrote_it(people: list[tuple[str, str]], mark: str) -> None:
    spoken = [f"{given_} {family}" for given_, family in people]
    assert authors_in(mark.join(f"{family}, {given_}" for given_, family in people)) == spoken
    assert authors_in(mark.join(spoken)) == spoken


@given(hostile_text(200))
def test_any_field_is_read(text: str) -> None:
    assert all(authors_in(text))


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("Ada Lovelace and Turing, Alan", ""),
        ("Garc{\\'i}a M{\\'a}rquez, Gabriel and Turing, Alan and others", "García Márquez, Gabriel and Turing, Alan"),
        ("{The Acme\\n Rockets} and Ada Lovelace".replace("\\n", "\n"), "{The Acme Rockets} and Ada Lovelace"),
        ("King, Jr., Martin Luther", "King, Jr., Martin Luther"),
        ("{O}penAI Team", ""),
    ],
)
def test_parts_of_names_are_kept_if_spoken_order_does_not_show_them(field: str, parts: str) -> None:
    assert parts_written(field) == parts
