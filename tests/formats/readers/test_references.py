"""Readers keep the citation key and all that a source says of a reference."""

from __future__ import annotations

import json

import pytest

from paperreader.domain import Paper
from paperreader.formats.values import key_like
from tests.formats.documents import form_of, references_in

BIB = r"""
@proceedings{neurips, title = {Advances}, editor = {Guyon, Isabelle and {Barnes and Noble}}, publisher = {Curran \& Co},
  year = 2017, address = "Long Beach"}
@inproceedings{Vaswani+17, author = {Vaswani, Ashish}, title = {Attention}, crossref = neurips, pages = {1--9},
  series = {NIPS'17}, note = {Oral}, isbn = {978-1-5108-6096-4}, file = {a.pdf}, url = {https://example.org/a},
  number = {3}, language = {english}}
@article{O'Neil2016, author = {O'Neil, C.}, title = {Weapons}, journal = {J. Maths}, eid = {12}, pages = {1--2}}
"""
RIS = """TY  - CHAP
ID  - Lovelace2024
AU  - Lovelace, Ada
A2  - Turing, Alan
TI  - On Engines
T2  - Machines
T3  - Series of Machines
PB  - Springer &amp; Sons
CY  - London
ET  - 2nd
SN  - 978-3-16-148410-0
LA  - en
ER  -
"""
CSL = {
    "id": "lovelace:2024",
    "type": "chapter",
    "title": "On Engines",
    "author": [{"family": "Lovelace", "given": "Ada"}],
    "editor": [{"family": "Turing", "given": "Alan"}],
    "container-title": "Machines",
    "issued": {"date-parts": [[2024]]},
    "publisher": "Springer",
    "publisher-place": "London",
    "ISSN": "1234-5678",
}
ZOTERO = {
    "itemType": "conferencePaper",
    "title": "On Engines",
    "creators": [
        {"creatorType": "author", "firstName": "Ada", "lastName": "Lovelace"},
        {"creatorType": "editor", "firstName": "Alan", "lastName": "Turing"},
    ],
    "publisher": "Springer",
    "place": "London",
    "extra": "Citation Key: love24\ntex.note: none",
}
NBIB = """PMID- 1
TI  - On Engines
FED - Turing, Alan
FAU - Lovelace, Ada
LA  - eng
PL  - England
PB  - Springer
IS  - 1234-5678 (Print)
PT  - Journal Article
"""


def said(form: str, text: str) -> tuple[Paper, dict[str, str]]:
    [paper] = references_in(form_of(form), text)
    return paper, dict(paper.reference)


def test_bibtex_keeps_key_type_and_every_field_also_those_of_the_volume() -> None:
    paper, neil = references_in(form_of("bibtex"), BIB)
    assert (paper.citation_key, neil.citation_key) == ("Vaswani+17", "ONeil2016")
    assert dict(paper.reference) == {
        "entrytype": "inproceedings",
        "publisher": "Curran & Co",
        "editor": "Guyon, Isabelle and {Barnes and Noble}",
        "address": "Long Beach",
        "series": "NIPS'17",
        "note": "Oral",
        "isbn": "978-1-5108-6096-4",
        "file": "a.pdf",
        "language": "english",
    }
    assert paper.venue == "Advances"
    assert dict(neil.reference) == {"entrytype": "article", "eid": "12"}


def test_ris_keeps_type_publisher_editor_and_the_rest() -> None:
    paper, reference = said("ris", RIS)
    assert paper.citation_key == "Lovelace2024"
    assert reference == {
        "entrytype": "incollection",
        "editor": "Alan Turing",
        "isbn": "978-3-16-148410-0",
        "publisher": "Springer & Sons",
        "address": "London",
        "edition": "2nd",
        "series": "Series of Machines",
        "language": "en",
    }


def test_csl_json_and_zotero_keep_them_too() -> None:
    paper, reference = said("crossref", json.dumps([CSL]))
    assert (paper.citation_key, reference["entrytype"], reference["editor"]) == (
        "lovelace:2024", "incollection", "Alan Turing",
    )  # fmt: skip
    assert (reference["address"], reference["issn"]) == ("London", "1234-5678")
    paper, reference = said("json", json.dumps(ZOTERO))
    assert paper.citation_key == "love24"
    assert reference == {
        "entrytype": "inproceedings", "editor": "Alan Turing", "publisher": "Springer", "address": "London",
    }  # fmt: skip


def test_pubmed_keeps_them_too() -> None:
    _, reference = said("medline", NBIB)
    assert reference == {
        "entrytype": "article", "editor": "Alan Turing", "publisher": "Springer", "address": "England",
        "language": "eng", "issn": "1234-5678",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [("Smith2024", "Smith2024"), ("smith:2024.a", "smith:2024.a"), ("12345", None), ("WOS:000123420245", None)],
)
def test_a_number_of_a_record_is_a_key_only_if_it_looks_like_one(text: str, key: str | None) -> None:
    assert key_like(text) == key
