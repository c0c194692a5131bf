from __future__ import annotations

import pytest
from hypothesis import given

from paperreader.formats.values.citations import cited
from paperreader.formats.values.dates import date_in
from tests.strategies import hostile_text


@pytest.mark.parametrize(
    ("text", "venue", "date"),
    [
        ("Journal of Lakes (2014) 3:3 (152-160). Date of Publication: 1 Mar 2014", "Journal of Lakes", "2014-03-01"),
        ("Journal of Lakes (2014) 3 (152-160)", "Journal of Lakes", "2014"),
        ("(2014) Lakes, Ponds and Rivers, 3 (2), pp. 12-34. Cited 3 times.", "Lakes, Ponds and Rivers", "2014"),
        ("(2019) Another Review, art. no. 5.", "Another Review", "2019"),
        ("J Lakes (Basel). 2014 Mar 1;3(3):152-60. doi: 10.5555/x.", "J Lakes (Basel)", "2014-03-01"),
        ("Journal of Lakes. 201(2-3):327-334, November 15, 2004.", "Journal of Lakes", "2004-11-15"),
        ("Journal of Lakes. 12(3):1-9, 2018 Feb 20.", "Journal of Lakes", "2018-02-20"),
        ("Journal of Lakes: General, Vol 3(2), Mar, 2014. pp. 12-34.", "Journal of Lakes: General", "2014-03"),
        ("Journal of Lakes; Mar2014, Vol. 3 Issue 2, p12-34, 23p", "Journal of Lakes", "2014-03"),
        ("Journal of Lakes; Nowhere Vol. 3, Iss. 2,  (Mar 2014): 12-34.", "Journal of Lakes", "2014-03"),
        ("Journal of Lakes 3.2 (Mar 2014): 12-34.", "Journal of Lakes", "2014-03"),
        ("Journal of Lakes. Vol. 3, no. 2, pp. 12-34. Mar 2014.", "Journal of Lakes", "2014-03"),
        ("JOURNAL OF LAKES 3 (3): 152-160 MAR 2014", "JOURNAL OF LAKES", "2014-03"),
        ("v21 n1 p12-24 Mar 2020", "", "2020-03"),
    ],
)  # fmt: skip
def test_where_a_paper_appeared_is_read_however_databases_write_it(text: str, venue: str, date: str) -> None:
    found, printed = cited(text)
    assert (found, str(date_in(printed))) == (venue, date)


@pytest.mark.parametrize(
    "text", ["", "Scopus", "PubMed", "2014", "WoS 2014", "Embase (1974-2014)", "Crossref; PubMed", "12"]
)
def test_the_name_of_a_database_is_no_venue(text: str) -> None:
    assert cited(text) == ("", "")


@given(hostile_text(300))
def test_nothing_raises_and_nothing_is_invented(text: str) -> None:
    venue, printed = cited(text)
    assert venue in text
    assert printed in text
