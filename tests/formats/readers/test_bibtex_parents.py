from __future__ import annotations

import io

import pytest

from paperreader.domain import Leftover, Record
from paperreader.formats.readers.bibtex.parents import _HELD
from tests.formats.documents import TODAY, form_of, papers_in, read_text

BIBTEX = form_of("bibtex")
CHILD = "@inproceedings{child, author={Bea Beta}, title={A child}, crossref={Parent}, abstract={Of the child.}}\n"
PARENT = (
    "@proceedings{parent, title={Proceedings of the Conference}, year={2015}, month=10, editor={Ed Itor},"
    " doi={10.1000/all}, isbn={978-3-16-148410-0}, url={https://x.org/all}}\n"
)


@pytest.mark.parametrize("text", [CHILD + PARENT, PARENT + CHILD, "@misc{x, title={Y}}\n" + CHILD + "\n" + PARENT])
def test_a_part_takes_over_what_is_true_of_its_volume_and_the_volume_is_no_paper(text: str) -> None:
    paper = papers_in(BIBTEX, text)[-1]
    assert (paper.title, paper.authors, paper.abstract) == ("A child", ("Bea Beta",), "Of the child.")
    assert (paper.venue, str(paper.published)) == ("Proceedings of the Conference", "2015-10")
    assert paper.identifiers == ()
    assert len(papers_in(BIBTEX, text)) == (2 if "misc" in text else 1)


def test_the_booktitle_of_a_volume_is_that_of_its_parts() -> None:
    text = CHILD + PARENT.replace("year", "booktitle={Proc. of the Conf.}, year")
    assert papers_in(BIBTEX, text)[0].venue == "Proc. of the Conf."


def test_what_a_part_says_itself_wins() -> None:
    (paper,) = papers_in(BIBTEX, CHILD.replace("crossref", "year=2001, booktitle={Own}, crossref") + PARENT)
    assert (paper.venue, str(paper.published)) == ("Own", "2001")


def test_a_volume_with_an_abstract_is_a_paper() -> None:
    found = papers_in(BIBTEX, CHILD + PARENT.replace("year", "abstract={All of it.}, year"))
    assert [one.title for one in found] == ["A child", "Proceedings of the Conference"]
    assert found[0].abstract == "Of the child."


def test_a_volume_that_nobody_names_is_a_paper_in_its_place() -> None:
    found = papers_in(BIBTEX, "@misc{a, title={A}}\n" + PARENT + "@misc{b, title={B}}\n")
    assert [one.title for one in found] == ["A", "Proceedings of the Conference", "B"]


def test_shared_data_is_taken_over_but_for_what_names_one_work() -> None:
    text = (
        "@xdata{macro, journal={Journal of X}, date={2019-05}, doi={10.1000/x}, abstract={No.}}\n"
        "@xdata{more, publisher={P}, xdata={macro}}\n"
        "@article{a, title={A}, xdata={more, missing}, author={Ada Mann}}\n"
    )
    (paper,) = papers_in(BIBTEX, text)
    assert (paper.venue, str(paper.published), paper.identifiers, paper.abstract) == ("Journal of X", "2019-05", (), "")


def test_a_volume_that_is_missing_or_in_itself_costs_nothing() -> None:
    assert [one.title for one in papers_in(BIBTEX, CHILD + "@misc{b, title={B}}")] == ["A child", "B"]
    assert papers_in(BIBTEX, "@book{a, crossref={b}, title={A}}\n@book{b, crossref={a}, title={B}}\n") == []
    (one,) = papers_in(BIBTEX, "@book{a, crossref={a}, title={A}, abstract={Words.}}")
    assert one.title == "A"


def test_macros_and_pieces_are_put_together() -> None:
    text = '@string{jx = "Journal of " # "X"}\n@comment{no}\n@preamble{"\\newcommand{}"}\n'
    (paper,) = papers_in(
        BIBTEX, text + '@article{a, title="One " # {and two}, journal=jx, year=2001, month=1 #"~"# may}'
    )
    assert (paper.title, paper.venue, str(paper.published)) == ("One and two", "Journal of X", "2001-05-01")


def test_what_waits_for_its_volume_is_bounded() -> None:
    many = (f"@inproceedings{{c{at}, title={{T{at}}}, crossref={{p}}, note={{{'x' * 4000}}}}}\n" for at in range(1500))
    text = "".join(many)
    assert len(text) > _HELD
    seen = BIBTEX.reader(io.StringIO(text), TODAY)
    first = next(seen)
    assert isinstance(first, Record)
    assert first.line == 1
    assert sum(1 for _ in seen) == 1499


def test_leftovers_keep_their_place() -> None:
    found = read_text(BIBTEX, CHILD + "@misc{x, title={open\n" + PARENT)
    assert [isinstance(one, Leftover) for one in found] == [False, True]


def test_papers_that_name_each_other_are_papers() -> None:
    text = (
        "@inproceedings{a, title={A}, author={Ada Mann}, crossref={b}, year=2014}\n"
        "@inproceedings{b, title={B}, author={Bea Beta}, crossref={a}, year=2015}\n"
    )
    assert [(one.title, str(one.published)) for one in papers_in(BIBTEX, text)] == [("A", "2014"), ("B", "2015")]
