from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Entry, Paper, Record, TitleFrom
from paperreader.exports import EXPORTS
from paperreader.formats.values.markup import plain, typeset, unmarked, whole_words
from tests.formats.documents import form_of, papers_in, read_text
from tests.strategies import entries, hostile_text, texts

MARKED = (
    "<p>Of H<sub>2</sub>O &amp;lt; D<sub>2</sub>O, p&lt;0.05, <i>in vivo</i> for x<y and z>w. "
    "R&amp;D too, says &lt;b&gt;us&lt;/b&gt;.</p>"
)
READ = "Of H2O < D2O, p<0.05, in vivo for x<y and z>w. R&D too, says us."
TITLE, TITLE_READ = "Lagrangians &amp;amp; CO<sub>2</sub> at &lt;i&gt;T&lt;/i&gt; = 5 K", "Lagrangians & CO2 at T = 5 K"


def table(mark: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows((("title", "abstract", "doi"), (TITLE, MARKED, "10.1000/x")))
    return out.getvalue()


SAME = {
    "json": json.dumps({"title": TITLE, "abstract": MARKED}),
    "hf-daily": json.dumps({"paper": {"id": "2403.13043", "title": TITLE, "summary": MARKED, "upvotes": 1}}),
    "semantic-scholar": json.dumps({"paperId": "0" * 40, "title": TITLE, "abstract": MARKED}),
    "crossref": json.dumps({"DOI": "10.1000/x", "title": [TITLE], "abstract": MARKED}),
    "openalex": json.dumps(
        {
            "id": "https://openalex.org/W1",
            "title": TITLE,
            "abstract_inverted_index": {word: [at] for at, word in enumerate(MARKED.replace("too", "twoo").split())},
        }
    ).replace("twoo", "too"),
    "openreview": json.dumps({"forum": "abcdefgh", "content": {"title": {"value": TITLE}, "abstract": MARKED}}),
    "arxiv-snapshot": json.dumps({"id": "2403.13043", "title": TITLE, "abstract": MARKED, "versions": []}),
    "bibtex": f"@article{{a, title={{{TITLE.replace('&', chr(92) + '&')}}}, abstract={{{MARKED}}}}}",
    "ris": f"TY  - JOUR\nTI  - {TITLE}\nAB  - {MARKED}\nER  - \n",
    "csv": table(","),
    "medline": f"PMID- 1\nTI  - {TITLE}\nAB  - {MARKED}\n",
    "web-of-science": f"PT J\nTI {TITLE}\nAB {MARKED}\nER\n",
    "refer": f"%0 Journal Article\n%T {TITLE}\n%X {MARKED}\n",
    "title-summary": f"Title: {TITLE}\nAbstract: {MARKED}\n",
    "endnote-xml": (
        f"<xml><records><record><titles><title><![CDATA[{TITLE}]]></title></titles>"
        f"<abstract><![CDATA[{MARKED}]]></abstract></record></records></xml>"
    ),
    "pubmed-xml": (
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
        f"<ArticleTitle><![CDATA[{TITLE}]]></ArticleTitle>"
        f"<Abstract><AbstractText><![CDATA[{MARKED}]]></AbstractText></Abstract>"
        "</Article></MedlineCitation></PubmedArticle>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_every_format_gives_the_same_text_without_its_markup(name: str) -> None:
    (paper,) = papers_in(form_of(name), SAME[name])
    assert (paper.title, " ".join(paper.abstract.split())) == (TITLE_READ, READ)


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("a <workload, configuration> pair", "a <workload, configuration> pair"),
        ("if a<b and c>d then p<0.05, x<y>z", "if a<b and c>d then p<0.05, x<y>z"),
        ("the <div> element", "the <div> element"),
        ("the <div> element ends with </div>", "the <div> element ends with </div>"),
        ("between <b> and </b> there is text", "between <b> and </b> there is text"),
        ("List<i> is generic", "List<i> is generic"),
        ("use <p> tags", "use <p> tags"),
        ("one<br>two<br/>three <BR /> four", "one\ntwo\nthree\nfour"),
        ("<p>One.<p>Two.", "\nOne.\nTwo."),
        ("<p>cut off", "\ncut off"),
        ("<B>bold</B> <EM class='x'>em</EM>", "bold em"),
        ("CO <sub> 2 </sub> gas", "CO  2  gas"),
        ("<ns4:p>One <ns4:italic>two</ns4:italic></ns4:p>", "\nOne two\n"),
        ('<a href="https://x.org/?a=1&amp;b=2">here</a> <img src="a.png" alt="x"/>', "here "),
        ("<!-- hidden -->seen <![CDATA[a < b]]>", "seen a < b"),
        ("<mml:math>\n <mml:mi>B</mml:mi>\n <mml:mo>&#8722;</mml:mo>\n</mml:math> bosons", "B− bosons"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup></math>", "x2"),
        (
            "<tex-math>\\documentclass[12pt]{minimal}\\usepackage{amsmath}\\begin{document}$$x^2$$\\end{document}</tex-math>",
            "$$x^2$$",
        ),
        ("<h4>Aims</h4>To see.<h4>Methods:</h4><p>We look.</p>", "\nAims: To see.\nMethods: We look.\n"),
        ("<title>Abstract</title><p>Text.</p>", "\nText.\n"),
        ("&amp;amp;amp;lt;", "&amp;lt;"),
        ("Q&A; AT&T &c. &nothing;", "Q&A; AT&T &c. &nothing;"),
    ],
)
def test_known_elements_go_and_what_only_looks_like_them_stays(marked: str, text: str) -> None:
    assert plain(marked) == text


@given(texts(200).filter(lambda text: "<" not in text and "&" not in text))
def test_text_without_a_sign_of_markup_is_left_alone(text: str) -> None:
    assert plain(text) == text


ESCAPED = st.sampled_from(
    (
        "<i>",
        "</i>",
        "<p>",
        "</p>",
        "<br/>",
        "<div> element",
        "&amp;",
        "&lt;",
        "&gt;",
        "&amp;lt;",
        "<sub>",
        "</sub>",
        "a",
        " ",
    )
)


@given(st.lists(ESCAPED | hostile_text(20), max_size=12).map("".join))
def test_a_text_that_was_cleaned_twice_is_clean(text: str) -> None:
    once = plain(plain(text))
    if "&amp;amp;" not in once:  # that was escaped more often than anybody does
        assert plain(once) == once


@given(
    st.lists(
        st.sampled_from(("<", "<math ", "<!--", "<p>", "&", "&lt;", "<annotation>", "<b x=", "\\documentclass")),
        min_size=1,
    )
)
def test_nothing_is_read_out_of_what_is_cut_off(pieces: list[str]) -> None:
    assert isinstance(plain("".join(pieces)), str)


def test_long_texts_take_linear_time() -> None:
    for piece in (
        "<math >",
        "<annotation >",
        "<!--",
        "<b ",
        "<b>",
        "</b>",
        "<p>",
        "&lt;",
        "<title>",
        "\\documentclass",
        "<b x='",
    ):
        plain(piece * 20_000)


@pytest.mark.parametrize(
    ("set_", "text"),
    [
        ("Eﬃcient classiﬁcation of ﬂuid soft\xadware", "Efficient classification of fluid software"),
        ("Mu\u0308ller, Cafe\u0301, Erdo\u030bs", "Müller, Café, Erdős"),
        ("Å ² ½ ﬁ 量子 👩‍🔬", "Å ² ½ fi 量子 👩‍🔬"),
        ("x̄ and p̂", "x̄ and p̂"),
    ],
)
def test_letters_are_read_as_they_are_meant(set_: str, text: str) -> None:
    assert typeset(set_) == text


@pytest.mark.parametrize(
    ("divided", "text"),
    [
        ("information re-\ntrieval", "information re-trieval"),
        ("in-\nformation; all information", "information; all information"),
        ("state-of-the-\nart models", "state-of-the-art models"),
        ("pre-\nand post-operative", "pre-\nand post-operative"),
        ("a list -\nof things\n- one\n- two", "a list -\nof things\n- one\n- two"),
        ("GPT-\n4", "GPT-\n4"),
    ],
)
def test_a_word_loses_its_hyphen_only_where_that_is_sure(divided: str, text: str) -> None:
    assert whole_words(divided) == text


@given(entries())
def test_what_a_library_wrote_comes_back_to_the_letter(entry: Entry) -> None:
    marked = "<i>a</i> &amp; ﬁ <br/> in-\nformation"
    paper = Paper(title="<b>x</b> &lt; ﬁ", title_from=TitleFrom.PRINTED, abstract=marked)
    out = io.StringIO()
    written = Entry(entry.id, entry.uid, paper, paper.title or "", entry.imported)
    next(one for one in EXPORTS if one.name == "json").write([written], out)
    (found,) = read_text(form_of("json"), out.getvalue())
    assert isinstance(found, Record)
    assert found.paper == paper
    assert found.exact
    assert next(unmarked([found])) is found
