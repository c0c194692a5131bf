from __future__ import annotations

import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Entry, Identifier, Leftover, Paper, PartialDate, Record, TitleFrom
from paperreader.formats.sources.text_lines import LINE_LIMIT
from paperreader.formats.table import recognise
from tests.formats.documents import TODAY, form_of, papers_in, read_text
from tests.formats.dumps import LOOSE
from tests.strategies import entries, hostile_text

JSON = form_of("json")
OBJECT = {
    "paper_id": "0704.0001v2",
    "Authors": "C. Balázs, E. L. Berger and C.-P. Yuan",
    "title": "Calculation of prompt\n  diphoton production",
    "abstract": "  A fully differential calculation\nin perturbative QCD.\n",
    "categories": "hep-ph math.CO",
    "doi": "https://doi.org/10.1103/PhysRevD.76.013009",
    "journal": {"name": "Phys.Rev.D76"},
    "date": "2008-11-26",
    "comments": "37 pages",
    "upvotes": 3,
    "tags": [{"tag": "QCD"}, "to read", "QCD"],
}
PAPER = Paper(
    title="Calculation of prompt diphoton production",
    title_from=TitleFrom.PRINTED,
    abstract="A fully differential calculation\nin perturbative QCD.",
    authors=("C. Balázs", "E. L. Berger", "C.-P. Yuan"),
    published=PartialDate(2008, 11, 26),
    venue="Phys.Rev.D76",
    categories=("hep-ph", "math.CO"),
    upvotes=3,
    identifiers=(
        Identifier("arxiv", "0704.0001"),
        Identifier("arxiv_version", "0704.0001v2"),
        Identifier("doi", "10.1103/physrevd.76.013009"),
    ),
    keywords=("QCD", "to read"),
    remarks=("37 pages",),
)
LINE = json.dumps(OBJECT)
OTHER = json.dumps({"title": 'Another {paper} with "quotes" \\ and [brackets], too'})


@pytest.mark.parametrize(
    "text",
    [
        LINE,
        f"\n{LINE}\n\n",
        f"[{LINE}]",
        f"[\n{LINE}\n]\n",
        json.dumps(OBJECT, indent=2),
        json.dumps([OBJECT], indent=4),
        json.dumps([OBJECT], indent=0),
    ],
)
def test_one_object_in_every_layout(text: str) -> None:
    assert recognise(text) is JSON
    assert papers_in(JSON, text) == [PAPER]


@pytest.mark.parametrize(
    "text",
    [
        f"{LINE}\n{OTHER}\n{LINE}",
        f"[{LINE},{OTHER}, {LINE}]",
        f"[{LINE},\n{OTHER},\n{LINE}]\n",
        f"{LINE}{OTHER}{LINE}",
        json.dumps([json.loads(one) for one in (LINE, OTHER, LINE)], indent=1),
        "\n".join(json.dumps(json.loads(one), indent=2) for one in (LINE, OTHER, LINE)),
    ],
)
def test_several_objects_in_every_layout(text: str) -> None:
    papers = papers_in(JSON, text)
    assert [paper.title for paper in papers] == [PAPER.title, json.loads(OTHER)["title"], PAPER.title]


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "{",
        '{"title": "cut off',
        '{"title": "cut off", "abstract": ',
        '{"title": }',
        "[1, 2]",
        "17",
        '"text"',
        "{}",
        '{"title": null}',
        '{"title": 5, "abstract": ["x"]}',
        '{"title": "t", "upvotes": 99999999999999999999}',
        '{"title": "t", "upvotes": -1}',
        '{"title": "t", "upvotes": 1' + "0" * 5000 + "}",
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "[" * 100_000,
        '{"uid": 1, "title_from": "printed"}',
        "}" * 50,
        "\\",
    ],
)
def test_a_bad_line_costs_itself_and_nothing_else(bad: str) -> None:
    found = read_text(JSON, f"{LINE}\n{bad}\n{LINE}\n{OTHER}\n")
    leftovers = [one for one in found if isinstance(one, Leftover)]
    assert [one.line for one in found if isinstance(one, Record)] == [1, 3, 4]
    assert {one.line for one in leftovers} <= {2}
    assert all(one.why for one in leftovers)
    if bad.strip("[],"):
        assert leftovers


def test_lone_surrogates_nan_and_escapes_become_harmless_text() -> None:
    (paper,) = papers_in(JSON, '{"title": "a\\ud800b\\u001b[31m", "abstract": "\\u202ex", "upvotes": NaN}')
    assert (paper.title, paper.abstract, paper.upvotes) == ("a\ufffdb\ufffd[31m", "\ufffdx", None)


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Obillms, Scelly", ("Obillms", "Scelly")),
        ("Curie, Marie; Noether, Emmy", ("Curie, Marie", "Noether, Emmy")),
        (["Marie Curie", " Emmy\nNoether "], ("Marie Curie", "Emmy Noether")),
        ([{"name": "Marie Curie"}, {"given": "Emmy", "family": "Noether"}], ("Marie Curie", "Emmy Noether")),
        ([None, 5, {}], ()),
        (7, ()),
    ],
)
def test_authors_come_as_text_or_lists(authors: object, names: tuple[str, ...]) -> None:
    (paper,) = papers_in(JSON, json.dumps({"title": "t", "authors": authors}))
    assert paper.authors == names


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({"published": "2024-03-19T12:00:00Z"}, "2024-03-19"),
        ({"year": 2019}, "2019"),
        ({"date": "2019-05"}, "2019-05"),
        ({"date": "spring", "year": "2001"}, "2001"),
        ({"date": "2019-02-31"}, "2019-02"),
        ({"date": "26 Nov 2008"}, "2008-11-26"),
        ({"year": 10**30}, "None"),
    ],
)
def test_dates_are_as_precise_as_they_are_written(fields: dict[str, object], printed: str) -> None:
    (paper,) = papers_in(JSON, json.dumps({"title": "t", **fields}))
    assert str(paper.published) == printed


def test_dumps_with_keys_in_any_spelling_are_read() -> None:
    first, second = papers_in(JSON, json.dumps(LOOSE))
    assert first == Paper(
        title="A loose paper",
        title_from=TitleFrom.PRINTED,
        abstract="It has an abstract.\n\nWith two paragraphs.",
        authors=("Marie Curie", "Emmy Noether"),
        published=PartialDate(1921),
        venue="Annals",
        identifiers=(
            Identifier("arxiv", "2403.13043"),
            Identifier("arxiv_version", "2403.13043v2"),
            Identifier("pmid", "30922926"),
        ),
        keywords=("to read", "algebra"),
        remarks=("First note", "Second\nnote"),
    )
    assert (second.title, second.abstract) == ("Another {loose} one", 'With "quotes", it\'s [odd] \\ here.')
    assert second.identifiers == (Identifier("doi", "10.1000/xyz"),)


def test_items_of_zotero_and_of_the_dataset_viewer_are_unwrapped() -> None:
    zotero = {
        "key": "ABCD2345",
        "version": 12,
        "library": {"type": "user", "id": 1},
        "data": {
            "itemType": "journalArticle",
            "title": "A paper",
            "creators": [{"creatorType": "author", "firstName": "Emmy", "lastName": "Noether"}],
            "abstractNote": "We introduce a method.",
            "publicationTitle": "Annals",
            "date": "March 1921",
            "DOI": "10.1000/XYZ",
            "extra": "arXiv:2403.13043 [cs]\nPMID: 30922926",
            "tags": [{"tag": "algebra"}, {"tag": "read", "type": 1}],
        },
    }
    rows = {"features": [{"name": "title"}], "rows": [{"row_idx": 0, "row": {"title": "T", "abstract": "We."}}]}
    for value in (zotero, [zotero], [zotero, zotero]):
        paper = papers_in(JSON, json.dumps(value))[-1]
        assert (paper.title, paper.abstract, paper.venue) == ("A paper", "We introduce a method.", "Annals")
        assert (paper.authors, paper.keywords) == (("Emmy Noether",), ("algebra", "read"))
        assert (str(paper.published), paper.values("doi")) == ("1921-03", ("10.1000/xyz",))
        assert (paper.values("arxiv"), paper.values("pmid")) == (("2403.13043",), ("30922926",))
    (paper,) = papers_in(JSON, json.dumps(rows))
    assert (paper.title, paper.abstract) == ("T", "We.")


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "left-pad", "version": "1.3.0", "description": "String left pad", "author": "A", "keywords": []}',
        '{"compilerOptions": {"target": "es6"}, "include": ["src"]}',
        '[{"lat": 1.5, "lon": 2.5}]',
        '{"a": 1}',
    ],
)
def test_objects_that_are_about_something_else_are_not_recognised(text: str) -> None:
    assert recognise(text) is None


@given(entries())
@settings(max_examples=60, deadline=None)
def test_our_own_export_comes_back_to_the_letter(entry: Entry) -> None:
    from paperreader.domain import entry_to_json

    text = json.dumps(entry_to_json(entry), ensure_ascii=False)
    (record,) = read_text(JSON, f"{text}\n")
    assert isinstance(record, Record)
    assert record.entry is not None
    assert record.paper == entry.paper == record.entry.paper
    assert (record.entry.uid, record.entry.notes, record.entry.highlights) == (
        entry.uid,
        entry.notes,
        entry.highlights,
    )


@given(st.lists(st.sampled_from((LINE, OTHER, "{", "}", "[", "]", ",", '"', "\\", "\n", "x")) | hostile_text(30)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_to_its_end(pieces: list[str]) -> None:
    read_text(JSON, "".join(pieces))


def test_a_hundred_megabytes_without_a_line_end_need_no_memory() -> None:
    class Endless(io.TextIOBase):
        left = 25

        def readline(self, size: int = -1) -> str:  # type: ignore[override]
            self.left -= 1
            if self.left == 24:
                return '{"a":"' + "x" * (size - 6)
            return "x" * size if self.left >= 0 else ""

    tracemalloc.start()
    found = list(JSON.read(Endless(), TODAY))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert all(isinstance(one, Leftover) for one in found)
    assert len(found) == 1
    assert peak < 6 * LINE_LIMIT


ROLES = [
    "editor", "seriesEditor", "translator", "reviewedAuthor", "bookAuthor", "contributor", "interviewer", "castMember",
    "Editor", "edt", "http://id.loc.gov/vocabulary/relators/edt", "thesis advisor",
]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("key", ["creatorType", "role", "contributorType"])
def test_who_did_something_else_is_no_author(role: str, key: str) -> None:
    creators = [
        {key: "author", "firstName": "Otto", "lastName": "Berg"},
        {key: role, "firstName": "Ida", "lastName": "Roth"},
        {"name": "The Birds Group"},
    ]
    for data in ({"creators": creators}, {"authors": creators}, {"contributors": creators}):
        (paper,) = papers_in(JSON, json.dumps({"title": "Owls", "abstract": "On owls.", **data}))
        assert paper.authors == ("Otto Berg", "The Birds Group")


def test_who_edited_a_book_stands_for_its_authors_and_for_those_of_no_chapter() -> None:
    creators = [
        {"creatorType": "editor", "firstName": "Ida", "lastName": "Roth"},
        {"creatorType": "translator", "name": "T"},
    ]
    for kind, authors in (("book", ("Ida Roth",)), ("bookSection", ()), ("conferencePaper", ())):
        item = {"itemType": kind, "title": "Owls", "abstractNote": "On owls.", "creators": creators}
        (paper,) = papers_in(JSON, json.dumps(item))
        assert paper.authors == authors


@pytest.mark.parametrize("indent", [None, 1])
def test_zoteros_api_is_read_and_what_it_keeps_beside_a_paper_is_left_over(indent: int | None) -> None:
    item = {
        "key": "AAAA", "version": 1, "library": {"type": "user", "id": 1, "name": "x", "links": {}},
        "links": {"self": {"href": "https://api.zotero.org/users/1/items/AAAA", "type": "application/json"}},
        "meta": {"creatorSummary": "Berg", "parsedDate": "2019-05", "numChildren": 1},
        "data": {
            "key": "AAAA", "version": 1, "itemType": "conferencePaper", "title": "Owls that listen",
            "creators": [{"creatorType": "author", "firstName": "Otto", "lastName": "Berg"},
                         {"creatorType": "editor", "firstName": "Ida", "lastName": "Roth"}],
            "abstractNote": "Owls were played music.", "date": "2019-05", "DOI": "10.5555/owl", "ISBN": "9780306406157",
            "proceedingsTitle": "Birds", "tags": [{"tag": "owls", "type": 1}], "collections": [], "relations": {},
        },
    }  # fmt: skip
    beside = {**item, "data": {"key": "B", "itemType": "attachment", "title": "Full Text PDF", "parentItem": "AAAA"}}
    record, left = read_text(JSON, json.dumps([item, beside], indent=indent))
    assert isinstance(left, Leftover)
    assert isinstance(record, Record)
    paper = record.paper
    assert (paper.title, paper.authors, paper.keywords) == ("Owls that listen", ("Otto Berg",), ("owls",))
    assert paper.identifiers == (Identifier("doi", "10.5555/owl"),)


def test_first_authors_are_authors_where_no_others_are_named() -> None:
    for key in ("first_author", "first_authors", "firstAuthor"):
        (paper,) = papers_in(JSON, json.dumps({"title": "Owls", "abstract": "On owls.", key: ["Otto Berg"]}))
        assert paper.authors == ("Otto Berg",)
    (paper,) = papers_in(
        JSON, json.dumps({"title": "Owls", "first_author": "O. Berg", "authors": ["Otto Berg", "Ida Roth"]})
    )
    assert paper.authors == ("Otto Berg", "Ida Roth")


SERVICES = {
    "DBLP": {
        "result": {"query": "x", "status": {"@code": "200", "text": "OK"}, "hits": {"@total": "1", "hit": [{
            "@score": "3", "@id": "1", "url": "URL#1", "info": {
                "authors": {"author": [{"@pid": "1/2", "text": "Ada Mann 0001"}, {"@pid": "1/3", "text": "Otto Berg"}]},
                "title": "Counting herons", "venue": "ICB", "year": "2019", "type": "Conference and Workshop Papers",
                "key": "conf/icb/MannB19", "doi": "10.5555/heron.1", "url": "https://dblp.org/rec/conf/icb/MannB19",
            },
        }]}},
    },
    "DBLP, one author": {"result": {"hits": {"hit": [{"info": {
        "authors": {"author": {"text": "Ada Mann"}}, "title": "Counting herons", "year": "2019",
        "doi": "10.5555/heron.1",
    }}]}}},
    "Zenodo": {
        "id": "1", "doi": "10.5555/heron.1", "metadata": {
            "title": "Counting herons", "publication_date": "2019", "creators": [
                {"person_or_org": {"given_name": "Ada", "family_name": "Mann"}},
                {"person_or_org": {"given_name": "Ida", "family_name": "Roth"}, "role": {"id": "editor"}},
            ],
        },
    },
    "Europe PMC": {"hitCount": 1, "resultList": {"result": [
        {"id": "1", "source": "MED", "doi": "10.5555/heron.1", "title": "Counting herons", "pubYear": "2019",
         "authorString": "Ada Mann, Otto Berg"},
    ]}},
}  # fmt: skip


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("service", SERVICES)
def test_what_services_put_around_a_paper_is_looked_into(service: str, indent: int | None) -> None:
    text = json.dumps(SERVICES[service], indent=indent)
    assert recognise(text) is JSON
    (paper,) = papers_in(JSON, text)
    assert (paper.title, paper.authors[0], str(paper.published)) == ("Counting herons", "Ada Mann", "2019")
    assert paper.values("doi") == ("10.5555/heron.1",)
    assert "Ida Roth" not in paper.authors


def test_the_isbn_that_stands_among_a_chapters_ids_is_its_books() -> None:
    ids = {"isbn": "9780306406157", "doi": "10.5555/978-0-306-40615-7"}
    for kind, count in (("chapter", 0), ("book", 2)):
        (paper,) = papers_in(JSON, json.dumps({"title": "Herons", "type": kind, "identifiers": ids}))
        assert len(paper.identifiers) == count
