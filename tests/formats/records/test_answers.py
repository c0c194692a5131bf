"""Answers of web services that contain no papers."""

from __future__ import annotations

import io
import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Leftover, Record
from paperreader.formats import FORMATS, open_text, read_records
from paperreader.formats.table import ANSWER, recognise
from paperreader.formats.values.furniture import is_furniture
from tests.cli.shell import Shell
from tests.formats.small import SMALL
from tests.strategies import hostile_text

pytest_plugins = ["tests.cli.shells"]

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv</title><id>http://arxiv.org/api/x</id>{}</feed>'
WORDS = "incorrect id format for abc"
ERRORS = {
    "arXiv": ATOM.format(
        "<entry><id>http://arxiv.org/api/errors#incorrect</id><title>Error</title>"
        f"<summary>{WORDS}</summary><author><name>arXiv api core</name></author></entry>"
    ),
    "arXiv, in plain text": "Rate exceeded.",
    "Crossref": json.dumps(
        {
            "status": "failed",
            "message-type": "validation-failure",
            "message": [{"type": "parameter-not-allowed", "value": "titel", "message": WORDS}],
        }
    ),
    "Crossref, in plain text": "Resource not found.",
    "OpenAlex": json.dumps({"error": "Invalid query parameters error.", "message": WORDS}),
    "Semantic Scholar": json.dumps({"error": f"Paper with id abc: {WORDS}"}),
    "Semantic Scholar, in a hurry": json.dumps({"message": f"Too Many Requests. {WORDS}", "code": "429"}),
    "E-utilities": json.dumps(
        {"error": f"API rate limit exceeded, {WORDS}", "api-key": "1.2.3.4", "count": "4", "limit": "3"}
    ),
    "E-utilities, summaries": json.dumps({"header": {"type": "esummary"}, "esummaryresult": [WORDS]}),
    "E-utilities, searches": json.dumps({"header": {"type": "esearch"}, "esearchresult": {"ERROR": WORDS}}),
    "E-utilities, XML": f'<?xml version="1.0"?>\n<eFetchResult>\n\t<ERROR>{WORDS}</ERROR>\n</eFetchResult>\n',
    "OpenReview": json.dumps({"name": "NotFoundError", "message": WORDS, "status": 404, "details": {"path": "id"}}),
    "OpenReview, before": json.dumps({"errors": [WORDS]}),
    "Hugging Face": json.dumps({"error": WORDS}),
    "DataCite": json.dumps({"errors": [{"status": "404", "title": WORDS}]}),
    "Elsevier": json.dumps({"service-error": {"status": {"statusCode": "AUTHENTICATION_ERROR", "statusText": WORDS}}}),
    "Europe PMC": json.dumps({"version": "6.9", "errCode": 404, "errMsg": WORDS}),
    "FastAPI": json.dumps({"detail": [{"loc": ["query", "id"], "msg": WORDS, "type": "value_error"}]}, indent=2),
    "a problem": json.dumps({"type": "about:blank", "title": "Not Found", "status": 404, "detail": WORDS}),
    "OAI": f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="badVerb">{WORDS}</error></OAI-PMH>',
    "a page": "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body></body></html>",
    "arXiv's page": "<html><head><title>arXiv.org: Access denied</title></head><body>Wait.</body></html>",
    "another page": "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head></html>",
    "a page of a framework": "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n",
}
EMPTY = {
    "arXiv": '<?xml version="1.0" encoding="UTF-8"?>\n'
    + ATOM.format("<opensearch:totalResults>0</opensearch:totalResults>"),
    "RSS": '<?xml version="1.0"?><rss version="2.0"><channel><title>cs.LG updates on arXiv.org</title></channel></rss>',
    "RDF": "<rdf:RDF xmlns:rdf='x'><channel><title>cs.LG updates on arXiv.org</title></channel></rdf:RDF>",
    "PubMed": "<?xml version='1.0'?>\n<!DOCTYPE PubmedArticleSet>\n<PubmedArticleSet></PubmedArticleSet>",
    "EndNote": '<?xml version="1.0"?><xml><records></records></xml>',
    "E-utilities": "<eSearchResult><Count>0</Count><IdList/></eSearchResult>",
    "OAI": "<OAI-PMH><error code='noRecordsMatch'>The combination results in an empty list.</error></OAI-PMH>",
    "a list": "[]",
    "a list of nothing": "[null, null]",
    "OpenAlex": json.dumps({"meta": {"count": 0, "page": 1}, "results": [], "group_by": []}),
    "Crossref": json.dumps({"status": "ok", "message-type": "work-list", "message": {"total-results": 0, "items": []}}),
    "Semantic Scholar": json.dumps({"total": 0, "offset": 0}),
    "Semantic Scholar, a list": json.dumps({"total": 0, "offset": 0, "data": []}, indent=1),
    "OpenReview": json.dumps({"notes": [], "count": 0}),
    "DataCite": json.dumps({"data": [], "meta": {"total": 0, "totalPages": 0}}),
    "Europe PMC": json.dumps({"version": "6.9", "hitCount": 0, "resultList": {"result": []}}),
    "a search engine": json.dumps({"hits": {"total": {"value": 0}, "hits": []}}),
    "Web of Science": "FN Clarivate Analytics Web of Science\nVR 1.0\nEF\n",
    "RIS": 'Provider: Example\nDatabase: Books\nContent: text/plain; charset="UTF-8"\n\n',
    "BibTeX": "% Encoding: UTF-8\n\n@string{x = {y}}\n@Comment{jabref-meta: databaseType:bibtex;}\n",
    "a table": "Title,Abstract,Authors,DOI,Publication Year\n",
    "a table of Scopus": '"Authors","Author full names","Title","Year","Source title","DOI","Link","Abstract"\r\n',
    "a table with tabs": "title\tabstract\tdoi\n",
}


def read(text: str) -> list[Record | Leftover]:
    with open_text(io.BufferedReader(io.BytesIO(text.encode()))) as source:
        form = recognise(source.head)
        assert form is not None, text
        return list(read_records(form, source))


@pytest.mark.parametrize("service", ERRORS)
def test_an_error_is_left_over_with_its_words(service: str) -> None:
    (one,) = read(ERRORS[service])
    assert isinstance(one, Leftover)
    for words in (WORDS, "Rate exceeded", "not found", "503", "Attention", "404", "Access denied"):
        if words in ERRORS[service]:
            assert words in one.why
            break
    else:
        pytest.fail("no words")


@pytest.mark.parametrize("service", EMPTY)
def test_an_empty_answer_holds_nothing_and_leaves_nothing_over(service: str) -> None:
    assert read(EMPTY[service]) == []


@pytest.mark.parametrize("service", ERRORS)
def test_an_error_is_a_failure_that_is_told_in_its_words(service: str, tmp_path: Path) -> None:
    file = tmp_path / "answer"
    file.write_text(ERRORS[service])
    done = Shell(tmp_path / "new.db")("import", file)
    assert done.code == 1
    assert "The service answered with an error: " in done.err
    assert "0 papers" in done.out


def test_an_error_among_records_has_its_words_too() -> None:
    text = json.dumps([{"title": "Owls", "doi": "10.5555/owl"}, {"error": WORDS}])
    record, left = read(text)
    assert isinstance(record, Record)
    assert isinstance(left, Leftover)
    assert WORDS in left.why


@pytest.mark.parametrize("service", EMPTY)
def test_an_empty_answer_is_no_failure(service: str, tmp_path: Path) -> None:
    file = tmp_path / "answer"
    file.write_text(EMPTY[service])
    done = Shell(tmp_path / "new.db")("import", file)
    assert done.code == 0
    assert "no papers in it" in done.err


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_list_of_papers_is_no_answer_without_any(form: object) -> None:
    name = getattr(form, "name", "")
    assert ANSWER.sniff(SMALL[name]) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "Error", "abstract": "We study errors."}', '{"results": [{"title": "x"}], "error": null}', "hello",
        '{"message": {"items": [{"DOI": "10.1000/x", "title": ["Errors"]}]}, "status": "ok"}', "<p>Error in papers</p>",
        "404 papers on errors",
        "<results><paper><name>Herons</name></paper></results>", "<eSearchResult><Count>5</Count></eSearchResult>",
        '{"status": "ok", "message-type": "funder", "message": {"name": "The Heron Fund"}}',
        "@string{x = {y}}\n@article{a, title={x}}",
        "A survey of errors\n\nWe study errors. Results show that they are many.",
        '{"a": 1}', "<html><title>Higgs boson not found in decays</title><body><p>We look for it.</p></body></html>",
        "<html><title>Error: a history</title><meta name='citation_title' content='Error: a history'></html>",
    ],
)  # fmt: skip
def test_what_is_about_errors_is_none(text: str) -> None:
    assert ANSWER.sniff(text) == 0.0


KEYS = st.sampled_from(["error", "status", "title", "message", "data", "x", "count"])
VALUES = st.recursive(
    st.none() | st.text(max_size=5) | st.integers(), lambda some: st.lists(some) | st.dictionaries(KEYS, some)
)


@given(hostile_text(400) | VALUES.map(json.dumps))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert ANSWER.sniff(text) in (0.0, 0.98)
    for one in ANSWER.read(io.StringIO(text), date(2026, 1, 1)):
        assert isinstance(one, Leftover)


FURNITURE = [
    "", "-----", "12.", "<3>", "Record #3 of 40", "Database: Embase <1974 to 2020 May 01>",
    "Link to the Ovid Full Text or citation:",
    "Embase <1974 to 2020 May 01>", "Search Strategy: herons AND lakes", "Provider: Ovid", "Export date: 3 May 2020",
    "Number of results: 1,204", "Results 1-20 of 400", "____________________________________________________________",
    "From: arXiv <no-reply@arxiv.org>", "Subject: cs daily Subj-class mailing 1a23 1",
    "Date: Thu, 2 Mar 2023 01:00:00 GMT",
    "To unsubscribe, e-mail To: cs@arxiv.org, Subject: cancel", "Showing new listings for Friday, 3 May 2024",
    "Total of 48 entries", "Friday, 3 May 2024", "May 3, 2024", "EF", "FN Clarivate Analytics Web of Science",
    "40 results",
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_what_every_export_has_is_furniture(line: str) -> None:
    assert is_furniture(line)
    assert is_furniture(f"{line}\n\n{line}")


@pytest.mark.parametrize(
    "line",
    [
        "Counting herons from balloons", "Results of 5 trials show that herons count",
        "PubMed is searched by few of us",
        "We study 40 results", "Friday is a good day", "Database systems of lakes", "404 Not Found",
        "Search for herons",
    ],
)  # fmt: skip
def test_words_that_say_something_are_none(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("line", [line for line in FURNITURE if line])
@pytest.mark.parametrize("name", ["ris", "medline", "csv", "title-summary"])
def test_furniture_around_the_papers_is_no_part_that_was_left_out(name: str, line: str, tmp_path: Path) -> None:
    text = SMALL[name]
    file = tmp_path / "export.txt"
    file.write_text(f"{text.rstrip()}\n\n\n{line}\n" if name != "csv" else f"{line}\n{text}")
    done = Shell(tmp_path / "new.db")("import", file, "--format", name)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("piece", ["<title>", "<html><h1>", '{"a":', "[", "error ", "@string{", "%\n", "<feed ", "-",
                                   "a b ", "<error>", "From: ", "1 ", "\n", "Search: ", " "])  # fmt: skip
def test_looking_for_an_answer_takes_little_time(piece: str) -> None:
    begun = time.process_time()
    ANSWER.sniff("<html>" * (piece[0] == "<") + piece * (60_000 // len(piece)))
    is_furniture(piece * (20_000 // len(piece)))
    assert time.process_time() - begun < 1


PROSE = (
    "We study how herons are counted, and our results show that most lakes were wet. We propose a method to count the "
    "herons of lakes, and we evaluate it on a set of data. Experiments demonstrate that the approach is better."
)
AROUND = {
    "Ovid": (
        "ris",
        "1. \n{}\nLink to the Ovid Full Text or citation:\nhttps://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=emed\n"
        "Database\nEmbase\n\n2. \n{}\n",
    ),
    "ProQuest": (
        "ris",
        f"{'_' * 60}\nReport Information from ProQuest\n3 May 2020 10:12\n{'_' * 60}\n\n{{}}\n"
        "Database copyright  ProQuest LLC; ProQuest does not claim copyright in the works.\n",
    ),
    "Embase": ("csv", '"Embase session results (3 May 2020)"\n"Search strategy","herons AND lakes",""\n\n{}'),
    "a listing": (
        "paragraphs",
        "Showing new listings for Friday, 3 May 2024\n\nTotal of 2 entries\n\n{}\nFri, 3 May 2024\n",
    ),
    "a mail": (
        "paragraphs",
        "From: Ada Mann <a@x.org>\nTo: b@x.org\nSubject: papers\nDate: Fri, 3 May 2024 10:00:00 +0000\n"
        "\nDear all,\n\n{}\n-- \nBest regards\n",
    ),
}
INSIDE = {
    "ris": "TY  - JOUR\nTI  - Herons of Lakes\nER  - \n",
    "csv": "Title,Abstract,DOI\nHerons of Lakes,We count herons.,10.5555/x\n",
    "paragraphs": f"Counting Herons of Lakes from Balloons\n\n{PROSE}\n",
}


@pytest.mark.parametrize("export", AROUND)
def test_what_an_export_or_a_mail_has_around_its_papers_is_not_left_over(export: str) -> None:
    name, around = AROUND[export]
    found = read(around.replace("{}", INSIDE[name]))
    assert len(found) == around.count("{}")
    assert all(isinstance(one, Record) for one in found)
