from __future__ import annotations

from hypothesis import given, settings

from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.damage import check, damaged, papers_of
from tests.formats.documents import papers_in, read_text

(REFWORKS,) = (form for form in FORMATS if form.name == "refworks")

TEXT = """\
RT Journal Article
SR Electronic(1)
ID 17
A1 Mann,Ada B.
A1 van den Berg,null
T1 Herons counted in winter
JF Journal of Lakes
YR 2014
FD Mar 1
VO 3
K1 herons
K1 lakes
AB Herons were counted in winter by many observers.

IN vitro they were not counted.
SN 1755-0000
DO 10.5555/heron.1
LK http://example.org/1

RT Book, Edited
SR Print(0)
ID 18
A2 Lind,Eva
T1 Owls: a handbook
YR 2015
SN 9783161484100
NO read this first
"""


def test_records_of_refworks_are_recognised_and_read() -> None:
    assert recognise(TEXT) is REFWORKS
    found = read_text(REFWORKS, TEXT)
    assert [one.line for one in found] == [1, 20]
    one, two = papers_of(found)
    assert (one.title, one.authors, one.venue) == (
        "Herons counted in winter",
        ("Ada B. Mann", "van den Berg"),
        "Journal of Lakes",
    )
    assert (str(one.published), one.keywords, one.values("doi")) == (
        "2014-03-01",
        ("herons", "lakes"),
        ("10.5555/heron.1",),
    )
    assert one.abstract == "Herons were counted in winter by many observers.\n\nIN vitro they were not counted."
    assert (two.title, two.authors, two.remarks) == ("Owls: a handbook", ("Eva Lind",), ("read this first",))


def test_prose_that_begins_so_is_none() -> None:
    assert REFWORKS.sniff("RT is short for reaction time.\nAB is a block.\nWe measured both.\n") == 0
    assert papers_in(REFWORKS, "") == []


@given(damaged(TEXT))
@settings(max_examples=100, deadline=None)
def test_damaged_files_are_read_to_their_end(text: str) -> None:
    REFWORKS.sniff(text)
    check(REFWORKS, text)
