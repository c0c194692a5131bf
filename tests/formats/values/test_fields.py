from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Leftover, Record
from paperreader.formats.values.dates import best_date, date_in
from paperreader.formats.values.fields import abstract_in, folded, noted, record, unwrapped, words
from paperreader.formats.values.markup import plain
from paperreader.formats.values.names import indexed_name, person_name
from tests.strategies import hostile_text

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=80)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024///", "2024"),
        ("2012/07/03", "2012-07-03"),
        ("2012/07/03/Epub", "2012-07-03"),
        ("2024-03-19T12:00:00Z", "2024-03-19"),
        ("2019-05-01/2019-05-03", "2019-05-01"),
        ("20190325", "2019-03-25"),
        ("2020 Feb", "2020-02"),
        ("2020 Feb 3", "2020-02-03"),
        ("1 Dec 2024", "2024-12-01"),
        ("December 1, 2024", "2024-12-01"),
        ("sept. 2019", "2019-09"),
        ("2019 Jan-Feb", "2019-01"),
        ("Spring 2019", "2019"),
        ("c2019.", "2019"),
        ("2019.0", "2019"),
        ("2019/20", "2019"),
        ("2019-00", "2019"),
        ("2019-02-31", "2019-02"),
        ("13/1/2024", "2024-01-13"),
        ("1/13/2024", "2024-01-13"),
        ("1.12.2024", "2024-12-01"),
        ("12/1/2024", "2024"),
        ("decision of 2019", "2019"),
        ("in press", "None"),
        ("May", "None"),
        ("99999999", "None"),
        ("", "None"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written_and_can_be_told(written: str, date: str) -> None:
    assert str(date_in(written)) == date


def test_the_more_precise_date_wins_only_within_the_year_that_is_printed_first() -> None:
    assert str(best_date(["2012", "2012/07", "2012/07/03"])) == "2012-07-03"
    assert str(best_date(["2013", "2012/07/03"])) == "2013"
    assert best_date(["in press", ""]) is None


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("Noether, Emmy", "Emmy Noether"),
        (" de Bree,  Remco ", "Remco de Bree"),
        ("Smith, John, Jr.", "John Smith Jr."),
        ("Smith, Jr., John", "John Smith Jr."),
        ("Emmy Noether", "Emmy Noether"),
        ("World Health Organization", "World Health Organization"),
        ("Google, Inc.", "Google, Inc."),
        ("Department of Physics, University of the Free State", "Department of Physics, University of the Free State"),
        ("Noether,", "Noether"),
        (",", ""),
    ],
)
def test_names_are_as_they_are_spoken(printed: str, spoken: str) -> None:
    assert person_name(printed) == spoken


@pytest.mark.parametrize(
    ("listed", "spoken"),
    [
        ("O'Connor RE", "RE O'Connor"),
        ("Yang Z.", "Z. Yang"),
        ("van der Berg A-B", "A-B van der Berg"),
        ("Smith JA Jr", "JA Smith Jr"),
        ("Emmy Noether", "Emmy Noether"),
        ("Noether, Emmy", "Emmy Noether"),
    ],
)
def test_databases_list_names_with_the_initials_behind(listed: str, spoken: str) -> None:
    assert indexed_name(listed) == spoken


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("<i>E. coli</i> in H<sub>2</sub>O", "E. coli in H2O"),
        ('<span class="x">one</span> <a href="http://x">two</a>', "one two"),
        ("<jats:title>Aim</jats:title><jats:p>We try.</jats:p> <p>And fail.</p>", "\nAim: We try.\nAnd fail.\n"),
        ("&lt;5% &amp; &eacute; &#8211; &#x2014;", "<5% & é – —"),
        ("&lt;b&gt;", "<b>"),
        ("<workload, configuration> p <5% <a and b>", "<workload, configuration> p <5% <a and b>"),
        ("R&D; &nothing; AT&T", "R&D; &nothing; AT&T"),
    ],
)
def test_only_what_is_certainly_markup_goes(marked: str, text: str) -> None:
    assert plain(marked) == text


@pytest.mark.parametrize("nothing", ["[No abstract available]", "No abstract available.", "nan", "N/A", " None "])
def test_a_note_that_there_is_no_abstract_is_none(nothing: str) -> None:
    assert abstract_in(nothing) == ""


@given(WORDS, st.integers(60, 120))
def test_what_a_program_wrapped_is_unwrapped(wanted: list[str], width: int) -> None:
    import textwrap

    text = " ".join(wanted)
    wrapped = textwrap.wrap(text, width)
    if len(wrapped) > 1 and max(map(len, wrapped)) >= 60:
        assert unwrapped("\n      ".join(wrapped)) == text


@given(st.lists(st.text("abc .", min_size=1, max_size=40), min_size=1, max_size=5))
def test_short_lines_were_not_wrapped_and_stay(lines: list[str]) -> None:
    assert unwrapped("\n".join(lines)) == "\n".join(line.strip(" ") for line in lines)


def test_paragraphs_stay_apart_though_their_lines_were_wrapped() -> None:
    line = "a line of a text that some program has wrapped at the width of a terminal, as is"
    assert unwrapped(f"{line}\nusual\n\n{line}\nusual") == f"{line} usual\n\n{line} usual"
    assert folded(f" {line}\n\t{line}\u00a0") == f"{line} {line}\u00a0"


def test_keywords_stand_between_semicolons_or_on_lines() -> None:
    assert words(["one; two, three", "four\nfive;;", " "]) == ["one", "two, three", "four", "five"]


def test_labels_of_screening_programs_are_keywords_and_their_notes_remarks() -> None:
    rayyan = (
        'my note | RAYYAN-INCLUSION: {"Kofi"=>"Included", "Ama"=>"Maybe"} | RAYYAN-LABELS: ML,Hospital | '
        'RAYYAN-EXCLUSION-REASONS: wrong population | USER-NOTES: {"Kofi"=>["check later"]}'
    )
    assert noted([rayyan]) == (
        ["Included", "Maybe", "ML", "Hospital", "wrong population"],
        ["my note", "check later"],
    )
    assert noted(["ASReview_relevant", "ASReview_time: 12", "ASReview_irrelevant\nread again"]) == (
        ["ASReview_relevant", "ASReview_irrelevant"],
        ["read again"],
    )


@pytest.mark.parametrize(
    "about_the_publication",
    [
        "Export Date: 15 August 2024",
        "Cited By :3",
        "Accepted at ICML 2024",
        "10 pages, 3 figures",
        "arXiv:2403.13043",
        "arXiv:2106.09685 [cs]\nComment: 10 pages",
        "References: Smith J., A title, (2010)\nDoe J., Another, (2011)",
        "Conference name: NAACL; Conference code: 12345",
        "Copyright © 2019 Elsevier.",
        "https://www.scopus.com/inward/record.uri?eid=2-s2.0-85150000000",
    ],
)
def test_what_is_only_about_the_publication_is_no_remark(about_the_publication: str) -> None:
    assert noted([about_the_publication]) == ([], [])


@pytest.mark.parametrize(
    "note",
    [
        "Published numbers look wrong. See table 3!",
        "Version 2 is much better; read that first",
        "Citation needed: they ignore Noether 1918",
        "Accepted wisdom, but is it true?",
        "Source: recommended by Ann",
        "Copyright trouble ahead",
        "Submitted far too early. Sloppy.",
        "Type: survey; read it later",
        "doi does not resolve",
    ],
)
def test_what_somebody_wrote_about_a_paper_is_kept_whatever_word_it_begins_with(note: str) -> None:
    assert noted([note]) == ([], [note])


def test_of_a_note_only_the_lines_about_the_publication_go() -> None:
    zotero = "arXiv:2106.09685 [cs]\nComment: Draft V2 includes better baselines"
    assert noted([zotero])[1] == ["Draft V2 includes better baselines"]
    assert noted(["my own words\nPMID: 29456894\nand more"])[1] == ["my own words\nand more"]


def test_the_star_of_a_major_subject_is_no_part_of_it() -> None:
    assert words(["*review; Birds/*genetics", "A* search; C*-algebras; * "]) == [
        "review",
        "Birds/genetics",
        "A* search",
        "C*-algebras",
    ]


def test_what_endnote_took_over_from_a_database_is_no_note() -> None:
    imported = "Noether, Emmy\neng\nReview\nEngland\n2019/05/03\nNature. 2019 May 3;3(1):1-2."
    assert noted([imported, "Read this first."]) == ([], ["Read this first."])


def test_remarks_keep_their_lines_and_lose_their_html() -> None:
    assert noted(["one\ntwo", "<p>three &amp; <b>four</b></p><p>five</p>"])[1] == ["one\ntwo", "three & four\nfive"]


def test_a_record_without_anything_to_know_the_paper_by_is_left_over() -> None:
    found = record(3, "source", authors=["Emmy Noether"], venue="Somewhere")
    assert isinstance(found, Leftover)
    assert (found.line, found.text) == (3, "source")


@given(st.lists(hostile_text(60), min_size=6, max_size=6))
def test_a_record_is_clean_whatever_comes(texts: list[str]) -> None:
    keywords, remarks = noted(texts[3:4])
    found = record(
        1,
        "",
        title=plain(texts[0]),
        abstract=abstract_in(unwrapped(texts[1])),
        authors=[person_name(texts[2]), indexed_name(texts[2])],
        published=date_in(texts[4]),
        keywords=[*words(texts[5:]), *keywords],
        remarks=remarks,
    )
    if isinstance(found, Record):
        from paperreader.domain import clean, one_line

        assert clean(found.paper.abstract) == found.paper.abstract
        for line in (found.paper.title or "", *found.paper.authors, *found.paper.keywords):
            assert one_line(line) == line
