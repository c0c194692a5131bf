"""One small document for each format, as its users would know it."""

from __future__ import annotations

from typing import Final

from tests.formats.documents import SAMPLES
from tests.formats.dumps import DOCUMENTS as DUMPS

ABSTRACT = (
    "We study how readers of many abstracts find what they half remember. A list of ten thousand papers is searched "
    "with misspelt words (often <5%), and the right paper is among the first three in 92\\% of all cases. We discuss "
    "what this means for $n \\log n$ methods, and for people."
)
PLAIN = ABSTRACT.replace("\\%", "%").replace("$n \\log n$", "faster")

HF_TRENDING = f"""# Trending Papers

by [AK](https://huggingface.co/akhaliq) and the research community

[![thumbnail](https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2403.13043.png)](https://huggingface.co/papers/2403.13043)

### [When Do We Not Need Larger Vision Models?](https://huggingface.co/papers/2403.13043)

{PLAIN}

- 4 authors
·
[Published on Mar 19, 2024](https://huggingface.co/papers/2403.13043)

### [Reading Many Abstracts](https://huggingface.co/papers/2403.13044)

A one-line summary of it.

- 12 authors
·
[Published on Mar 20, 2024](https://huggingface.co/papers/2403.13044)
"""

TITLE_SUMMARY = f"""Title: Reading Many Abstracts
Authors: Ada Byron, Emmy Noether
PDF: http://arxiv.org/pdf/2403.13043v1
Summary: {PLAIN}
---
Title: Another One
Authors: Alan Turing
PDF: http://arxiv.org/pdf/2403.13044v2
Summary: {PLAIN[:200]}
---
"""

BIBTEX = f"""% Encoding: UTF-8
@article{{byron2024,
  author = {{Byron, Ada and G{{\\"o}}del, Kurt and {{The Group}}}},
  title = {{{{I}}nfer{{C}}ept: Reading {{Many}} Abstracts with $p < 0.05$}},
  journal = {{Journal of Reading \\& Writing}},
  year = 2024, month = mar,
  doi = {{https://doi.org/10.1000/ABC.1}},
  keywords = {{reading, search}},
  abstract = {{{ABSTRACT}}},
}}

@misc{{turing2023,
  author = "Alan Turing",
  title = "Another One",
  eprint = "2303.00763v2", archiveprefix = "arXiv",
  date = "2023-03-01",
}}
"""

RIS = f"""1.
TY  - JOUR
AU  - Byron, Ada
AU  - Noether, Emmy
TI  - Reading Many Abstracts
AB  - {PLAIN}
PY  - 2024/03/19/
JO  - Journal of Reading
DO  - 10.1000/ABC.1
KW  - reading
KW  - search
N1  - Read this first.
ER  -

TY  - CPAPER
A1  - Turing, Alan
T1  - Another One
N2  - {PLAIN[:150]}
Y1  - 2023
UR  - https://arxiv.org/abs/2303.00763v2
ER  -
"""

CSV = f"""Key,Item Type,Publication Year,Author,Title,Publication Title,DOI,Abstract Note,Manual Tags,Notes
ABCD,journalArticle,2024,"Byron, Ada; Noether, Emmy",Reading Many Abstracts,Journal of Reading,10.1000/ABC.1,"{PLAIN}",\
"to read; search",A note
EFGH,conferencePaper,2023,"Turing, Alan","Another ""quoted"" One",,,"{PLAIN[:150]}
and a second line.",,
"""

MEDLINE = f"""PMID- 30922926
OWN - NLM
DP  - 2024 Mar 19
TI  - Reading many abstracts: what is found, and
      what is not.
AB  - BACKGROUND: {PLAIN[:110]}
      {PLAIN[111:220]}
FAU - Byron, Ada
AU  - Byron A
LID - 10.1000/ABC.1 [doi]
MH  - *Reading
OT  - search
JT  - Journal of reading
SO  - J Read. 2024 Mar 19;1(1):1-9.

PMID- 30922927
OWN - NLM
DP  - 2023
TI  - Another one.
AB  - {PLAIN[:110]}
FAU - Turing, Alan
JT  - Journal of reading
"""

WEB_OF_SCIENCE = f"""FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Byron, A
   Noether, E
AF Byron, Ada
   Noether, Emmy
TI Reading Many
   Abstracts
SO JOURNAL OF READING
DE reading; search
AB {PLAIN}
PY 2024
DI 10.1000/ABC.1
UT WOS:000000000000001
ER

PT J
AU Turing, A
TI Another One
AB {PLAIN[:150]}
PY 2023
ER

EF
"""

PUBMED_XML = f"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">30922926</PMID>
<Article PubModel="Print"><Journal><JournalIssue><PubDate><Year>2024</Year><Month>Mar</Month></PubDate></JournalIssue>
<Title>Journal of reading</Title></Journal><ArticleTitle>Reading <i>many</i> abstracts.</ArticleTitle>
<Abstract><AbstractText Label="BACKGROUND">{PLAIN[:110]}</AbstractText>
<AbstractText Label="RESULTS">Often &lt;5% &amp; less, H<sub>2</sub>O.</AbstractText></Abstract>
<AuthorList><Author><LastName>Byron</LastName><ForeName>Ada</ForeName></Author></AuthorList></Article>
<KeywordList><Keyword>reading</Keyword></KeywordList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/ABC.1</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>30922927</PMID><Article><ArticleTitle>Another one.</ArticleTitle>
<Abstract><AbstractText>Nothing &#233;lse.</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"""

ENDNOTE_XML = f"""<?xml version="1.0" encoding="UTF-8" ?><xml><records><record>
<database name="My.enl" path="My.enl">My.enl</database><rec-number>1</rec-number>
<ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal" font="default" size="100%">Byron, Ada</style></author></authors></contributors>
<titles><title><style face="normal" font="default" size="100%">Reading Many </style>
<style face="italic">Abstracts</style></title>
<secondary-title><style face="normal">Journal of Reading</style></secondary-title></titles>
<dates><year><style face="normal">2024</style></year></dates><keywords><keyword>reading</keyword></keywords>
<abstract><style face="normal">{PLAIN[:200].replace("<", "&lt;")}</style></abstract>
<electronic-resource-num><style>10.1000/ABC.1</style></electronic-resource-num><notes>Read this first.</notes></record>
<record><titles><title>Another One</title></titles><abstract>{PLAIN[:100]}</abstract></record></records></xml>
"""

SAVED_HTML = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Search | arXiv e-print repository</title>
<style>.title {{ color: red; }}</style></head><body><main>
<ol class="breathe-horizontal" start="1">
<li class="arxiv-result"><div class="is-marginless"><p class="list-title is-inline-block">
<a href="https://arxiv.org/abs/2403.13043">arXiv:2403.13043</a></p></div>
<p class="title is-5 mathjax">Reading Many <span class="search-hit mathjax">Abstracts</span></p>
<p class="authors"><span class="has-text-black-bis">Authors:</span> <a href="/search/?x">Ada Byron</a>,
<a href="/search/?y">Emmy Noether</a></p>
<p class="abstract mathjax"><span class="has-text-black-bis">Abstract</span>:
<span class="abstract-short" id="2403.13043v1-abstract-short">{PLAIN[:80]}&hellip;
<a class="is-size-7">&#9661; More</a></span>
<span class="abstract-full" id="2403.13043v1-abstract-full">{PLAIN.replace("<", "&lt;")}
<a class="is-size-7">&#9651; Less</a></span></p>
<p class="is-size-7"><span>Submitted</span> 19 March, 2024; <span>originally announced</span> March 2024.</p></li>
<li class="arxiv-result"><div><p class="list-title"><a href="https://arxiv.org/abs/2303.00763">arXiv:2303.00763</a></p>
</div><p class="title is-5 mathjax">Another One</p><p class="authors">Authors: <a>Alan Turing</a></p>
<p class="abstract mathjax">Abstract: <span class="abstract-full">{PLAIN[:160]}</span></p></li>
</ol></main><script>var x = "<p>no paper</p>";</script></body></html>
"""

REFER = f"""%0 Journal Article
%T Reading Many Abstracts
%A Byron, Ada
%A Noether, Emmy
%J Journal of Reading
%D 2024
%8 March 12
%X {PLAIN}

A second paragraph of it.
%K reading
search
%R 10.1000/ABC.1
%U https://example.org/abc
%Z Read this first.

%0 Conference Proceedings
%T Another One
%A Turing, Alan
%B Proceedings of Reading
%D 2023
%X {PLAIN[:200]}
"""

REFWORKS = f"""RT Journal Article
SR Electronic(1)
ID 17
A1 Byron,Ada
A1 Noether,Emmy
T1 Reading Many Abstracts
JF Journal of Reading
YR 2024
FD Mar 12
K1 reading
K1 search
AB {PLAIN}
DO 10.1000/ABC.1
LK https://example.org/abc
NO Read this first.

RT Book, Section
SR Print(0)
ID 18
A1 Turing,Alan
T1 Another One
T2 A Book of Reading
YR 2023
AB {PLAIN[:200]}
"""

DATABASE_TEXT = f"""<1>
Accession Number
  2024-00001-001
Title
  Reading Many Abstracts.
Authors Full Name
  Byron, Ada; Noether, Emmy.
Source
  Journal of Reading. 12(3):1-9, 2024 Mar 12.
Abstract
  {PLAIN}
Keywords
  reading; search (fast; slow)
Digital Object Identifier
  https://dx.doi.org/10.1000/ABC.1

<2>
Accession Number
  2023-00001-001
Title
  Another One.
Authors Full Name
  Turing, Alan.
Abstract
  {PLAIN[:200]}
"""

PARAGRAPHS = f"""1. Reading Many Abstracts: What Is Found and What Is Not

Ada Byron, Emmy Noether
https://doi.org/10.1000/ABC.1

{PLAIN} We conclude that a reader finds more with less, and that the second list is found as fast as the first one was.

2. Another Study of How Long Lists Are Read

Alan Turing, 2023

In this paper, we ask {PLAIN[12:]} The results show that long lists are read from the top, and that few readers
end them.
"""

WEB_ANNOTATIONS = """{
  "@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://example.org/all", "type": "AnnotationCollection",
  "first": {"type": "AnnotationPage", "items": [
    {"id": "http://example.org/anno/1", "type": "Annotation", "motivation": "highlighting",
     "created": "2024-05-01T10:00:00Z",
     "body": [{"type": "TextualBody", "value": "How many of them?", "purpose": "commenting"},
              {"type": "TextualBody", "value": "search", "purpose": "tagging"}],
     "target": {"source": {"id": "https://arxiv.org/abs/2403.13043v2", "label": "Reading Many Abstracts"},
                "selector": [{"type": "TextQuoteSelector", "exact": "what they half remember",
                              "prefix": "abstracts find ", "suffix": ". A list"},
                             {"type": "TextPositionSelector", "start": 45, "end": 68}]}},
    {"id": "http://example.org/anno/2", "type": "Annotation", "bodyValue": "Read again",
     "target": "https://doi.org/10.1000/182"}
  ]}
}
"""

HYPOTHESIS = """{
  "export_date": "2024-05-02T10:00:00.000Z", "export_userid": "acct:ada@hypothes.is", "client_version": "1.1500.0",
  "annotations": [
    {"id": "uXkT3gl0Ee-abc", "created": "2024-05-01T10:00:00.000000+00:00", "updated": "2024-05-01T10:05:00+00:00",
     "user": "acct:ada@hypothes.is", "uri": "https://arxiv.org/abs/2403.13043", "text": "How many of them?",
     "tags": ["search"], "document": {"title": ["[2403.13043] Reading Many Abstracts"]},
     "target": [{"source": "https://arxiv.org/abs/2403.13043", "selector": [
       {"type": "TextPositionSelector", "start": 2045, "end": 2068},
       {"type": "TextQuoteSelector", "exact": "what they half remember", "prefix": "find ", "suffix": ". A list"}]}]},
    {"id": "vYkT3gl0Ee-abc", "user": "acct:ada@hypothes.is", "uri": "https://example.org/papers/2",
     "text": "Read again", "tags": [], "document": {"title": ["Another Study"]}, "target": [{"source": "https://example.org/papers/2"}]}
  ]
}
"""

READWISE = """Highlight,Title,Author,URL,Note,Location,Date
what they half remember,Reading Many Abstracts,Ada Byron; Emmy Noether,https://arxiv.org/abs/2403.13043,".search
How many of them?",45,2024-05-01 10:00:00
"long lists, read from the top",Another Study,Alan Turing,,,,
"""

SMALL: Final = {
    **DUMPS,
    "huggingface": SAMPLES["004"].read_text(encoding="utf-8")[:9000],
    "abstracts": SAMPLES["001"].read_text(encoding="utf-8")[:6000],
    "dataset-viewer": SAMPLES["002"].read_text(encoding="utf-8")[:9000],
    "hf-trending": HF_TRENDING,
    "title-summary": TITLE_SUMMARY,
    "w3c": WEB_ANNOTATIONS,
    "hypothesis": HYPOTHESIS,
    "readwise": READWISE,
    "bibtex": BIBTEX,
    "ris": RIS,
    "csv": CSV,
    "medline": MEDLINE,
    "web-of-science": WEB_OF_SCIENCE,
    "pubmed-xml": PUBMED_XML,
    "endnote-xml": ENDNOTE_XML,
    "refer": REFER,
    "refworks": REFWORKS,
    "database-text": DATABASE_TEXT,
    "html": SAVED_HTML,
    "paragraphs": PARAGRAPHS,
}
"""Documents with at least two papers, by the names of their formats."""
