from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given, settings

from paperreader.domain import Leftover, Record
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.damage import check, damaged, papers_of
from tests.formats.documents import papers_in, read_text

(TEXT,) = (form for form in FORMATS if form.name == "database-text")

HERONS = (
    "Herons were counted in winter by many observers, and more were found than before. We counted twice, and compare "
    "two ways of counting: from the shore and from a boat."
)
OWLS = (
    "Owls listen to the radio at night. We played music to forty owls, and measured for how long they listened; most "
    "of them preferred the news."
)
OVID_LONG = f"""<1>
Unique Identifier
  29456894
Title
  Herons counted in winter by many observers.
Source
  Journal of Lakes. 12(3):1-9, 2018 Feb 20.
Status
  MEDLINE
Authors
  Mann A; Berg O
Authors Full Name
  Mann, Ada; Berg, Otto.
Institution
  Mann A. Institute of Lakes, Nowhere.
Abstract
  {HERONS[:85]}
  {HERONS[85:]}
Publication Type
  Journal Article.
Digital Object Identifier
  https://dx.doi.org/10.5555/heron.1
Year of Publication
  2018
Link to the Ovid Full Text or citation:
http://ovidsp.ovid.com/ovidweb.cgi?T=JS&AN=29456894

<2>
Unique Identifier
  29456895
Title
  Owls that listen to the radio.
Source
  Journal of Owls. 2(1):11-19, 2019.
Authors
  Lind E.
Abstract
  {OWLS}
"""
PROQUEST = f"""____________________________________________________________

Report Information from ProQuest

30 November 2026 12:00
____________________________________________________________

____________________________________________________________

Document 1 of 2

Herons counted in winter by many observers

Author: Mann, Ada; Berg, Otto 1

Publication info: Journal of Lakes; Nowhere Vol. 3, Iss. 2,  (Mar 2014): 12-34.

http://search.proquest.com/docview/1?accountid=1

Abstract: {HERONS}

Links: http://resolver.example.org/1

Subject: Herons; Lakes; Counting

Title: Herons counted in winter by many observers

Author: Mann, Ada; Berg, Otto

Publication title: Journal of Lakes

Volume: 3

Issue: 2

Publication year: 2014

Publication date: Mar 2014

ISSN: 17550000

Source type: Scholarly Journals

DOI: http://dx.doi.org/10.5555/heron.1

ProQuest document ID: 1

Document URL: http://search.proquest.com/docview/1?accountid=1

____________________________________________________________

Document 2 of 2

Owls that listen to the radio

Author: Lind, Eva

Abstract: {OWLS}

Publication year: 2015

____________________________________________________________

Contact us at: http://www.proquest.com/contact

Database copyright © 2026 ProQuest LLC. All rights reserved.
"""
CSA = f"""Record 1 of 2

DN: Database Name
    Lake Abstracts
TI: Title
    Herons counted in winter by many observers
AU: Author
    Mann, A; Berg, O
AF: Affiliation
    Institute of Lakes
SO: Source
    Journal of Lakes [J. Lakes]. Vol. 3, no. 2, pp. 12-34. Mar 2014.
AB: Abstract
    {HERONS[:85]}
    {HERONS[85:]}
PY: Publication Year
    2014
DE: Descriptors
    Herons; Lakes (cold; deep)

Record 2 of 2

TI: Title
    Owls that listen to the radio
AU: Author
    Lind, E
AB: Abstract
    {OWLS}
"""
SCOPUS = f"""Scopus
EXPORT DATE: 30 November 2026

Mann A., Berg O.
AUTHOR FULL NAMES: Mann, Ada (57221304054); Berg, Otto (57219465762)
57221304054; 57219465762
Herons counted in winter by many observers
(2014) Journal of Lakes, 3 (2), pp. 12 - 34, Cited 6 times.
DOI: 10.5555/heron.1
https://www.scopus.com/inward/record.uri?eid=2-s2.0-85104877361&doi=10.5555%2fheron.1&partnerID=40

ABSTRACT: {HERONS}
AUTHOR KEYWORDS: Herons; Lakes
INDEX KEYWORDS: winter
DOCUMENT TYPE: Article
PUBLICATION STAGE: Final
SOURCE: Scopus

[No author name available]
TEACHING: A REVIEW
(2019) Another Review, art. no. 5.
DOCUMENT TYPE: Review
SOURCE: Scopus
"""
PSYCINFO = f"""Record: 1
Title: Herons counted in winter by many observers.
Authors: Mann, Ada, Institute of Lakes, Nowhere
Source: Journal of Lakes: General, Vol 3(2), Mar, 2014. pp. 12-34.
Publisher: Lake Press
ISSN: 1755-0000 (Print)
Language: English
Keywords: herons, lakes, counting
Abstract: {HERONS} (PsycINFO Database Record (c) 2016 APA, all rights reserved)
Subjects: *Counting; *Herons
Population: Animal
Digital Object Identifier: 10.5555/heron.1
Accession Number: 2014-00001-001

Record: 2
Title: Owls that listen to the radio.
Authors: Lind, Eva
Source: Journal of Owls, Vol 2(1), 2015. pp. 1-3.
Abstract: {OWLS}
"""
EMBASE_TEXT = f"""RECORD 1

TITLE
Herons counted in winter by many observers
AUTHOR NAMES
Mann A.
Berg O.
AUTHOR ADDRESSES
(Mann A.; Berg O.) Institute of Lakes, Nowhere.
CORRESPONDENCE ADDRESS
A. Mann, Institute of Lakes
SOURCE
Journal of Lakes (2014) 3:2 (12-34). Date of Publication: 1 Mar 2014
ABSTRACT
{HERONS}
AUTHOR KEYWORDS
herons
lakes (cold, deep)
EMTREE MEDICAL INDEX TERMS
lake (diagnosis, surgery), heron
DOI
10.5555/heron.1

RECORD 2

TITLE
Owls that listen to the radio
AUTHOR NAMES
Lind E.
SOURCE
Journal of Owls (2015) 2:1 (1-3).
ABSTRACT
{OWLS}
"""
EMBASE_CSV = f'''"RECORD 1"
"TITLE","Herons counted in winter by many observers"
"AUTHOR NAMES","Mann A.","Berg O."
"SOURCE","Journal of Lakes (2014) 3:2 (12-34). Date of Publication: 1 Mar 2014"
"ABSTRACT","{HERONS}"
"EMTREE MEDICAL INDEX TERMS","lake (diagnosis, surgery)","heron"
"DOI","10.5555/heron.1"

"RECORD 2"
"TITLE","Owls that listen to the radio"
"AUTHOR NAMES","Lind E."
"SOURCE","Journal of Owls (2015) 2:1 (1-3)."
"ABSTRACT","{OWLS}"
'''

SILVERPLATTER = f"""AN: 2014-00001-001
TI: Herons counted in winter by many observers
AU: Mann,-Ada; Berg,-Otto
SO: Journal-of-Lakes. 2014 Mar; Vol 3(2): 12-34
AB: {HERONS}
DE: herons; lakes
PY: 2014
JN: Journal of Lakes

AN: 2015-00001-001
TI: Owls that listen to the radio
AU: Lind,-Eva
AB: {OWLS}
PY: 2015
"""
ALL = {
    "Ovid": OVID_LONG,
    "ProQuest": PROQUEST,
    "CSA": CSA,
    "PsycINFO": PSYCINFO,
    "Embase": EMBASE_TEXT,
    "CSV": EMBASE_CSV,
    "SilverPlatter": SILVERPLATTER,
}
each_database = pytest.mark.parametrize("text", ALL.values(), ids=ALL)


@each_database
def test_records_are_recognised_and_read_whoever_prints_them(text: str) -> None:
    assert recognise(text) is TEXT
    one, two = papers_of(read_text(TEXT, text))
    assert (one.title or "").rstrip(".") == "Herons counted in winter by many observers"
    assert one.abstract.removesuffix(" (PsycINFO Database Record (c) 2016 APA, all rights reserved)") == HERONS
    assert str(one.published)[:4] in ("2014", "2018")
    assert (one.venue or "").startswith("Journal of Lakes")
    assert (two.title or "").rstrip(".") == "Owls that listen to the radio"
    assert two.abstract == OWLS


def test_ovid_has_long_names_and_prints_its_links_between() -> None:
    one, two = papers_in(TEXT, OVID_LONG)
    assert (one.authors, two.authors) == (("Ada Mann", "Otto Berg"), ("E. Lind",))
    assert (str(one.published), one.values("doi")) == ("2018-02-20", ("10.5555/heron.1",))


def test_proquest_numbers_its_authors_and_prints_fields_twice() -> None:
    one, two = papers_in(TEXT, PROQUEST)
    assert (one.authors, two.authors) == (("Ada Mann", "Otto Berg"), ("Eva Lind",))
    assert (str(one.published), one.venue, one.keywords) == (
        "2014-03",
        "Journal of Lakes",
        ("Herons", "Lakes", "Counting"),
    )


def test_csa_has_short_names_with_the_long_ones_behind() -> None:
    (one, _) = papers_in(TEXT, CSA)
    assert (one.authors, one.keywords) == (("A Mann", "O Berg"), ("Herons", "Lakes (cold; deep)"))


def test_short_names_are_enough_where_no_line_says_where_records_begin() -> None:
    one, two = papers_in(TEXT, SILVERPLATTER)
    assert (one.authors, two.authors, one.venue) == (("Ada Mann", "Otto Berg"), ("Eva Lind",), "Journal of Lakes")


def test_a_place_behind_an_author_is_none() -> None:
    (one, _) = papers_in(TEXT, PSYCINFO)
    assert (one.authors, one.keywords[-1]) == (("Ada Mann",), "Herons")


@pytest.mark.parametrize(
    "text", [EMBASE_TEXT, EMBASE_CSV, EMBASE_CSV.replace('"RECORD 1"\n', "").replace('"RECORD 2"\n', "")]
)
def test_embase_has_a_name_in_each_cell_and_keywords_with_brackets(text: str) -> None:
    assert recognise(text) is TEXT
    one, two = papers_in(TEXT, text)
    assert (one.authors, two.authors) == (("A. Mann", "O. Berg"), ("E. Lind",))
    assert "lake (diagnosis, surgery)" in one.keywords
    assert (str(one.published), one.values("doi")) == ("2014-03-01", ("10.5555/heron.1",))


def test_of_scopus_the_place_tells_what_has_no_name() -> None:
    assert recognise(SCOPUS) is TEXT
    found = read_text(TEXT, SCOPUS)
    assert [one.line for one in found] == [4, 19]
    one, two = papers_of(found)
    assert (one.title, one.authors, one.venue, str(one.published), one.keywords, one.abstract) == (
        "Herons counted in winter by many observers",
        ("Ada Mann", "Otto Berg"),
        "Journal of Lakes",
        "2014",
        ("Herons", "Lakes", "winter"),
        HERONS,
    )
    assert (two.title, two.authors, two.venue) == ("TEACHING: A REVIEW", (), "Another Review")


@pytest.mark.parametrize(
    "text",
    [
        "Title\n\nA paper about Title, Abstract and Source.\n",
        "RECORD 1\nof what happened to us in the winter of that year\nSOURCE\nunknown\n",
        "Document 1 of 3\n\nDear all,\n\nplease read: the title, and more.\n",
        "<1>\n<2>\n<3>\n",
        f"1. Herons\n\n{HERONS}\n\n2. Owls\n\n{OWLS}\n",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert TEXT.sniff(text) == 0


def test_a_record_without_a_title_costs_itself_and_a_line_between_is_left_over() -> None:
    gone = ("Title\n  Herons counted in winter by many observers.\n", HERONS[:85], HERONS[85:], "10.5555/heron.1")
    text = reduce(lambda text, one: text.replace(one, ""), gone, OVID_LONG)
    found = read_text(TEXT, text)
    assert [type(one) for one in found] == [Leftover, Record]
    (left,) = [one for one in read_text(TEXT, PROQUEST + "\nand some words\n") if isinstance(one, Leftover)]
    assert left.text == "and some words"


@given(damaged(*ALL.values(), SCOPUS))
@settings(max_examples=150, deadline=None)
def test_damaged_files_are_read_to_their_end(text: str) -> None:
    TEXT.sniff(text)
    check(TEXT, text)


VARIANTS = {
    "Ovid, not indented": (
        "<1>\nUnique Identifier\n1\nTitle\nHerons in winter.\nSource\nLakes. 12(3):1-9, 2018 Feb 20.\nAuthors\n"
        f"Mann A. Berg O.\nAbstract\n{HERONS}\n\n<2>\nUnique Identifier\n2\nTitle\nOwls.\nAbstract\n{{OWLS}}\n"
    ),
    "Ovid, with colons": (
        "<1>\nAccession Number: 1\nTitle: Herons in winter.\nAuthor: Mann A; Berg O.\n"
        f"Source: Lakes. 12(3):1-9, 2018 Feb 20.\nAbstract: {HERONS}\n\n<2>\nTitle: Owls.\nAbstract: {{OWLS}}\n"
    ),
    "EBSCO": (
        "Record: 1\nTitle: Herons in winter.\nAuthors: Mann A1 ada@example.org\nBerg O2\n"
        "Source: Lakes. Feb2018, Vol. 3 Issue 2, p12-34. 23p.\nDocument Type: Article\n"
        f"Abstract: {HERONS}\n\nRecord: 2\nTitle: Owls.\nAbstract: {{OWLS}}\n"
    ),
    "Web of Science": (
        "*Record 1 of 2. \nTitle: Herons in winter.\nAuthor(s): Mann, A (Mann, A); Berg, O (Berg, O)\n"
        "Source: Lakes  Volume: 3  Issue: 2  Pages: 12-34  Published: FEB 2018  \n"
        f"Abstract: {HERONS}\nAccession Number: WOS:000333333300001\n\n"
        "*Record 2 of 2. \nTitle: Owls.\nAbstract: {OWLS}\n"
    ),
}


@pytest.mark.parametrize("text", VARIANTS.values(), ids=VARIANTS)
def test_the_same_record_is_the_same_whoever_prints_it(text: str) -> None:
    text = text.replace("{OWLS}", OWLS)
    assert recognise(text) is TEXT
    one, two = papers_of(read_text(TEXT, text))
    assert (one.title, one.authors, one.venue, one.abstract) == (
        "Herons in winter.",
        ("A Mann", "O Berg"),
        "Lakes",
        HERONS,
    )
    assert str(one.published).startswith("2018-02")
    assert (two.title, two.abstract) == ("Owls.", OWLS)
