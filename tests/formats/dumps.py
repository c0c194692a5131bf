"""One small document for each JSON, feed and mail format, written as its source writes it."""

from __future__ import annotations

import json
from typing import Any

SNAPSHOT: dict[str, Any] = {
    "id": "0704.0001",
    "submitter": "Pavel Somebody",
    "authors": "C. Bal\\'azs, E. L. Berger and C.-P. Yuan",
    "title": "Calculation of prompt diphoton production cross sections at Tevatron and\n  LHC energies",
    "comments": "37 pages, 15 figures; published version",
    "journal-ref": "Phys.Rev.D76:013009,2007",
    "doi": "10.1103/PhysRevD.76.013009",
    "report-no": "ANL-HEP-PR-07-12",
    "categories": "hep-ph math.CO",
    "license": None,
    "abstract": "  A fully differential calculation in perturbative theory is\npresented for photon pairs.\n"
    "  Good agreement with $p<0.05$ is\nfound.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["Balázs", "C.", ""], ["Berger", "E. L.", "Jr."], ["Yuan", "C. -P.", "", "Michigan State"]],
}
OTHER_SNAPSHOT: dict[str, Any] = {**SNAPSHOT, "id": "math/0309136", "title": "Another one", "doi": None, "versions": []}

HF_DAILY: list[dict[str, Any]] = [
    {
        "paper": {
            "id": "2403.13043",
            "authors": [
                {"_id": "65fa5", "name": "Baifeng Shi", "hidden": False},
                {"_id": "65fa6", "user": {"name": "ziyang"}, "name": "Ziyang Wu", "hidden": False},
            ],
            "publishedAt": "2024-03-19T17:58:02.000Z",
            "submittedOnDailyAt": "2024-03-21T00:27:21.000Z",
            "title": "When Do We Not Need Larger Vision Models?",
            "submittedOnDailyBy": {"_id": "60f1a", "fullname": "AK", "name": "akhaliq"},
            "summary": "Scaling up the size of vision models has been the de facto standard to obtain\n"
            "more powerful visual representations. In this work, we discuss the point\n"
            "beyond which it is not necessary.",
            "upvotes": 27,
            "discussionId": "65fa5b",
            "ai_summary": "A machine wrote this.",
            "ai_keywords": ["vision models", "Scaling on Scales"],
        },
        "publishedAt": "2024-03-21T00:27:21.000Z",
        "title": "When Do We Not Need Larger Vision Models?",
        "thumbnail": "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2403.13043.png",
        "numComments": 3,
        "submittedBy": {"_id": "60f1a", "fullname": "AK", "name": "akhaliq"},
        "isAuthorParticipating": False,
    },
    {
        "paper": {
            "id": "2403.12966",
            "authors": [{"_id": "65fa7", "name": "Zuyan Liu", "hidden": False}],
            "publishedAt": "2024-03-19T17:59:52.000Z",
            "title": "Chain-of-Spot",
            "summary": "In the realm of vision-language understanding, {braces} matter.",
            "upvotes": 0,
        },
        "publishedAt": "2024-03-20T23:07:12.000Z",
        "title": "Chain-of-Spot",
        "numComments": 0,
    },
]

SEMANTIC_SCHOLAR: dict[str, Any] = {
    "total": 2,
    "offset": 0,
    "data": [
        {
            "paperId": "649def34f8be52c8b66281af98ae884c09aef38b",
            "externalIds": {
                "MAG": "2963341956",
                "DBLP": "conf/naacl/DevlinCLT19",
                "ArXiv": "1810.04805",
                "DOI": "10.18653/v1/N19-1423",
                "ACL": "N19-1423",
                "PubMed": "30922926",
                "PubMedCentral": "6613333",
                "CorpusId": 52967399,
            },
            "url": "https://www.semanticscholar.org/paper/649def34f8be52c8b66281af98ae884c09aef38b",
            "title": "BERT: Pre-training of Deep Bidirectional Transformers",
            "abstract": "We introduce a new language representation model called BERT.",
            "venue": "North American Chapter of the ACL",
            "year": 2019,
            "citationCount": 90000,
            "fieldsOfStudy": ["Computer Science"],
            "s2FieldsOfStudy": [
                {"category": "Computer Science", "source": "external"},
                {"category": "Linguistics", "source": "s2-fos-model"},
            ],
            "publicationDate": "2019-06-02",
            "journal": {"name": "NAACL", "pages": "4171-4186"},
            "tldr": {"model": "tldr@v2.0.0", "text": "A machine wrote this."},
            "authors": [{"authorId": "39172707", "name": "Jacob Devlin"}, {"authorId": None, "name": "Ming-Wei Chang"}],
        },
        {
            "paperId": "0123456789abcdef0123456789abcdef01234567",
            "externalIds": None,
            "title": "Nothing but a title",
            "abstract": None,
            "venue": "",
            "year": None,
            "authors": [],
        },
    ],
}

OPENALEX: dict[str, Any] = {
    "meta": {"count": 2, "db_response_time_ms": 25, "page": 1, "per_page": 25, "groups_count": None},
    "results": [
        {
            "id": "https://openalex.org/W2741809807",
            "doi": "https://doi.org/10.7717/peerj.4375",
            "title": "The state of OA: a <i>large-scale</i> analysis &amp; more",
            "display_name": "The state of OA: a <i>large-scale</i> analysis &amp; more",
            "publication_year": 2018,
            "publication_date": "2018-02-13",
            "ids": {
                "openalex": "https://openalex.org/W2741809807",
                "doi": "https://doi.org/10.7717/peerj.4375",
                "mag": "2741809807",
                "pmid": "https://pubmed.ncbi.nlm.nih.gov/29456894",
                "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/5815332",
            },
            "primary_location": {
                "landing_page_url": "https://doi.org/10.7717/peerj.4375",
                "pdf_url": "https://peerj.com/articles/4375.pdf",
                "source": {"id": "https://openalex.org/S1983995261", "display_name": "PeerJ", "issn_l": "2167-8359"},
            },
            "locations": [{"landing_page_url": "http://arxiv.org/abs/1712.01234", "pdf_url": None}],
            "authorships": [
                {"author_position": "first", "author": {"display_name": "Heather Piwowar"}, "raw_author_name": "H. P."},
                {"author_position": "last", "author": {"display_name": None}, "raw_author_name": "Jason Priem"},
            ],
            "keywords": [{"id": "https://openalex.org/keywords/open-access", "display_name": "Open access"}],
            "concepts": [{"display_name": "Computer science", "score": 0.4}],
            "abstract_inverted_index": {"Despite": [0], "growing": [1], "interest": [2, 6], "in": [3], "OA,": [4],
                                        "more": [5]},
        },
        {
            "id": "https://openalex.org/W1",
            "doi": None,
            "title": None,
            "display_name": None,
            "publication_year": 1999,
            "authorships": [],
            "primary_location": None,
            "concepts": [{"display_name": "Physics", "score": 0.9}],
            "abstract_inverted_index": None,
        },
    ],
    "group_by": [{"key": "article", "key_display_name": "article", "count": 2}],
}  # fmt: skip

CROSSREF: dict[str, Any] = {
    "status": "ok",
    "message-type": "work-list",
    "message-version": "1.0.0",
    "message": {
        "facets": {},
        "total-results": 2,
        "items": [
            {
                "indexed": {"date-parts": [[2022, 4, 1]], "date-time": "2022-04-01T10:38:26Z"},
                "publisher": "Wiley",
                "DOI": "10.1002/PSSC.201200953",
                "type": "journal-article",
                "created": {"date-parts": [[2013, 2, 7]]},
                "title": ["Effects of <i>E. coli</i> &amp;amp; H<sub>2</sub>O"],
                "subtitle": ["A review"],
                "author": [
                    {"given": "Ludwig", "non-dropping-particle": "van", "family": "Beethoven", "sequence": "first"},
                    {"given": "Martin Luther", "family": "King", "suffix": "Jr.", "affiliation": []},
                    {"name": "The Example Consortium", "sequence": "additional", "affiliation": []},
                ],
                "container-title": ["physica status solidi c"],
                "abstract": "<jats:title>Abstract</jats:title>\n        <jats:sec>\n"
                "          <jats:title>Background:</jats:title>\n          <jats:p>Cells <jats:italic>in\n"
                "            vitro</jats:italic> (often &lt;5%) grow.</jats:p>\n        </jats:sec>\n"
                "        <jats:sec><jats:title>Results</jats:title><jats:p>We found"
                " <jats:inline-formula><jats:alternatives><jats:tex-math>$x^2$</jats:tex-math>"
                "<mml:math><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:math></jats:alternatives></jats:inline-formula>"
                ".</jats:p><jats:p>More.</jats:p></jats:sec>",
                "issued": {"date-parts": [[2013, 3]]},
                "subject": ["Condensed Matter Physics"],
                "relation": {"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.1212.00001"}]},
                "ISBN": ["http://id.crossref.org/isbn/9780190244187"],
                "reference": [{"key": "1", "doi-asserted-by": "publisher", "DOI": "10.1000/other"}],
            },
            {"DOI": "10.1000/nothing-else", "issued": {"date-parts": [[None]]}, "container-title": [], "title": []},
        ],
        "items-per-page": 20,
        "query": {"start-index": 0, "search-terms": None},
    },
}
CSL: list[dict[str, Any]] = [
    {
        "id": "http://zotero.org/users/1/items/ABCD",
        "type": "article",
        "abstract": "We introduce a method.",
        "author": [{"family": "Noether", "given": "Emmy"}, {"literal": "Team X"}],
        "citation-key": "noether2024",
        "issued": {"date-parts": [["2024", 3, "19"]]},
        "keyword": "algebra; symmetry",
        "note": "Read this before Monday.",
        "number": "arXiv:2403.13043",
        "publisher": "arXiv",
        "title": "A method",
        "title-short": "Method",
        "URL": "http://arxiv.org/abs/2403.13043",
        "DOI": "10.48550/arXiv.2403.13043",
        "container-title": "Journal of Things",
    }
]

OPENREVIEW_1: dict[str, Any] = {
    "notes": [
        {
            "id": "rJl-b3RcF7",
            "original": "rkgTFiRqtX",
            "number": 1287,
            "cdate": 1538087953000,
            "ddate": None,
            "tcdate": 1538087953000,
            "forum": "rJl-b3RcF7",
            "replyto": None,
            "invitation": "ICLR.cc/2019/Conference/-/Blind_Submission",
            "content": {
                "title": "The Lottery Ticket Hypothesis",
                "abstract": "Neural network pruning techniques\ncan reduce parameter counts.",
                "keywords": ["Neural networks", "sparsity"],
                "TL;DR": "A short thing.",
                "authors": ["Jonathan Frankle", "Michael Carbin"],
                "authorids": ["jfrankle@mit.edu", "mcarbin@csail.mit.edu"],
                "pdf": "/pdf/f0a4f7e2.pdf",
            },
            "signatures": ["ICLR.cc/2019/Conference"],
        },
        {
            "id": "HJxx",
            "forum": "rJl-b3RcF7",
            "replyto": "rJl-b3RcF7",
            "invitation": "ICLR.cc/2019/Conference/-/Paper1287/Official_Review",
            "cdate": 1538087953000,
            "content": {"title": "Interesting hypothesis", "review": "I liked it.", "rating": "9"},
        },
    ],
    "count": 2,
}
OPENREVIEW_2: dict[str, Any] = {
    "notes": [
        {
            "content": {
                "title": {"value": "Direct Preference Optimization"},
                "authors": {"value": ["Anonymous"]},
                "keywords": {"value": ["RLHF"]},
                "primary_area": {"value": "language models"},
                "TLDR": {"value": "A short thing."},
                "abstract": {"value": "While large-scale unsupervised language models learn."},
                "venue": {"value": "NeurIPS 2023 oral"},
                "venueid": {"value": "NeurIPS.cc/2023/Conference"},
                "html": {"value": "https://arxiv.org/abs/2305.18290"},
            },
            "id": "HPuSIXJaa9",
            "forum": "HPuSIXJaa9",
            "invitations": ["NeurIPS.cc/2023/Conference/-/Submission"],
            "cdate": 1683816888000,
            "pdate": 1695305117000,
            "signatures": ["NeurIPS.cc/2023/Conference/Submission1/Authors"],
        }
    ]
}

LOOSE: list[dict[str, Any]] = [
    {
        "Title": "A loose paper",
        "Abstract": "It has an abstract.\n\nWith two paragraphs.",
        "Authors": "Marie Curie; Emmy Noether",
        "Year": 1921,
        "Journal": "Annals",
        "Tags": ["to read", {"tag": "algebra"}],
        "Notes": ["First note", {"note": "Second\nnote"}],
        "pdf_url": "https://arxiv.org/pdf/2403.13043v2.pdf",
        "pubmed_id": 30922926,
    },
    {"paper_title": "Another {loose} one", "summary": 'With "quotes", it\'s [odd] \\ here.', "doi": "10.1000/XYZ"},
]

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: search_query=all:electron</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <entry>
    <id>http://arxiv.org/abs/hep-ex/0307015v1</id>
    <updated>2003-07-07T13:46:39-04:00</updated>
    <published>2003-07-07T13:46:39-04:00</published>
    <title>Multi-Electron Production at High Transverse Momenta
  in ep Collisions at HERA</title>
    <summary>  Multi-electron production is studied at high electron
transverse momentum (p &lt; 5).
  A second paragraph.
</summary>
    <author><name>H1 Collaboration</name></author>
    <author><name>Ren&#233; Descartes</name><arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">
      Somewhere</arxiv:affiliation></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1140/epjc/s2003-01326-x</arxiv:doi>
    <link title="doi" href="http://dx.doi.org/10.1140/epjc/s2003-01326-x" rel="related"/>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">23 pages, 8 figures</arxiv:comment>
    <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">Eur.Phys.J.C31:17-29,2003</arxiv:journal_ref>
    <link href="http://arxiv.org/abs/hep-ex/0307015v1" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/hep-ex/0307015v1" rel="related" type="application/pdf"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="hep-ex"/>
    <category term="astro-ph.CO" scheme="http://arxiv.org/schemas/atom"/>
    <category term="hep-ex" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
  <entry xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <id>oai:arXiv.org:2403.13043v2</id>
    <title>When Do We Not Need Larger Vision Models?</title>
    <updated>2024-07-19T04:00:00Z</updated>
    <link href="https://arxiv.org/abs/2403.13043" rel="alternate" type="text/html"/>
    <summary>arXiv:2403.13043v2 Announce Type: replace
Abstract: Scaling up the size of vision models.</summary>
    <category term="cs.CV"/>
    <published>2024-07-19T00:00:00-04:00</published>
    <arxiv:announce_type>replace</arxiv:announce_type>
    <dc:creator>Baifeng Shi, Ziyang Wu and Trevor Darrell</dc:creator>
  </entry>
</feed>
"""

RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
  <channel>
    <title>cs.LG updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/cs.LG</link>
    <item>
      <title>A new paper about $x &lt; y$</title>
      <link>https://arxiv.org/abs/2407.12345</link>
      <description>arXiv:2407.12345v1 Announce Type: new&#32;
Abstract: We study things &amp; others (often &lt;5%).</description>
      <guid isPermaLink="false">oai:arXiv.org:2407.12345v1</guid>
      <category>cs.LG</category>
      <category>stat.ML</category>
      <pubDate>Fri, 19 Jul 2024 00:00:00 -0400</pubDate>
      <arxiv:announce_type>new</arxiv:announce_type>
      <dc:creator>Marie Curie, Ren\\'e Descartes (CNRS)</dc:creator>
    </item>
    <item>
      <title>A replaced paper</title>
      <link>https://arxiv.org/abs/2301.00001</link>
      <description>arXiv:2301.00001v3 Announce Type: replace-cross
Abstract: It was better before.</description>
      <guid isPermaLink="false">oai:arXiv.org:2301.00001v3</guid>
      <category>cs.CL</category>
      <pubDate>Fri, 19 Jul 2024 00:00:00 -0400</pubDate>
      <dc:creator>Emmy Noether</dc:creator>
      <arxiv:DOI>10.1000/XYZ</arxiv:DOI>
      <arxiv:journal_reference>Annals 2023</arxiv:journal_reference>
    </item>
  </channel>
</rss>
"""
RDF = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://arxiv.org/">
<title>cs.LG updates on arXiv.org</title>
<items><rdf:Seq><rdf:li rdf:resource="http://arxiv.org/abs/2301.00002"/></rdf:Seq></items>
</channel>
<item rdf:about="http://arxiv.org/abs/2301.00002">
<title>An older feed. (arXiv:2301.00002v2 [cs.LG] UPDATED)</title>
<link>http://arxiv.org/abs/2301.00002</link>
<description rdf:parseType="Literal">&lt;p&gt;We present a feed
that is wrapped.
&lt;/p&gt;
</description>
<dc:creator> &lt;a href="http://arxiv.org/find/cs/1/au:+Curie_M/0/1/0/all/0/1"&gt;Marie Curie&lt;/a&gt;,
 &lt;a href="http://arxiv.org/find/cs/1/au:+N_E/0/1/0/all/0/1"&gt;Emmy N&#xf6;ther&lt;/a&gt;</dc:creator>
</item>
</rdf:RDF>
"""

MAIL = r"""Date: Fri,  3 Mar 23 01:29:12 GMT
Subject: cs daily 2 new + 1 crosses received

------------------------------------------------------------------------------
Send any comments regarding submissions directly to submitter.
------------------------------------------------------------------------------
Archives at http://arxiv.org/
------------------------------------------------------------------------------
\\
arXiv:2303.00763
Date: Wed, 1 Mar 2023 19:00:02 GMT   (3197kb,D)

Title: Census of Gaseous Satellites around Local
  Spiral Galaxies
Authors: Jingyao Zhu (1), C. A. Dong-P\'aez (1 and 2) and Mary E Putman, Jr. ((1)
  Columbia, (2) Elsewhere)
Categories: astro-ph.GA math.CO
Comments: 18 pages, 13 figures, accepted
  by MNRAS
\\
  We present a search for gas-containing dwarf galaxies ($p<5$) as satellite
systems around nearby spiral galaxies.
  A second paragraph is
indented.
\\ ( https://arxiv.org/abs/2303.00763 ,  3197kb)
%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-%-
------------------------------------------------------------------------------
\\
arXiv:2303.00812 (*cross-listing*)
Date: Wed, 1 Mar 2023 20:28:17 GMT   (603kb,D)

Title: One EURO for Uranus
Authors: Lorenzo Iorio, et al. (72 additional authors not shown)
Categories: gr-qc
\\
  Recent years have seen an increasing interest.
\\ ( https://arxiv.org/abs/2303.00812 ,  603kb)
%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%
------------------------------------------------------------------------------
\\
arXiv:hep-th/0104145
replaced with revised version Thu, 2 Mar 2023 11:00:13 GMT   (1527kb,D)

Title: Isotropic X-ray bound on Primordial Black Hole Dark Matter
Authors: J. Iguaz
Categories: astro-ph.CO hep-ph
Report-no: LAPTH-014/21
Journal-ref: Phys. Rev. D 103, 103025 (2021)
DOI: 10.1103/PhysRevD.103.103025
\\ ( https://arxiv.org/abs/hep-th/0104145 ,  1527kb)
%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---
For subscribe options to combined physics archives,
e-mail To: physics@arxiv.org, Subject: subscribe
-----------------------------------------------------------------------------
"""

DATACITE: dict[str, Any] = {
    "data": [
        {
            "id": "10.5555/DEPTH",
            "type": "dois",
            "attributes": {
                "doi": "10.5555/depth",
                "creators": [
                    {"name": "Mann, Ada", "nameType": "Personal", "givenName": "Ada", "familyName": "Mann"},
                    {"name": "Berg, Otto", "nameType": "Personal", "affiliation": []},
                    {"name": "Lakes, Rivers and Seas Consortium", "nameType": "Organizational"},
                ],
                "titles": [
                    {"title": "Die Tiefe von vierzig Seen", "titleType": "TranslatedTitle", "lang": "de"},
                    {"title": "The depth of forty lakes", "lang": "en"},
                    {"title": "Measured from boats", "titleType": "Subtitle", "lang": "en"},
                ],
                "publisher": "Zenodo",
                "container": {"type": "Series", "title": "Lakes of the World", "identifier": "1234-5679"},
                "publicationYear": 2020,
                "subjects": [{"subject": "lakes", "subjectScheme": "x"}, {"subject": "depth"}],
                "contributors": [{"name": "Roth, Ida", "contributorType": "DataCollector"}],
                "dates": [{"date": "2019-11-02", "dateType": "Collected"},
                          {"date": "2020-03-04", "dateType": "Issued"}],
                "language": "en",
                "types": {"ris": "DATA", "bibtex": "misc", "resourceTypeGeneral": "Dataset"},
                "relatedIdentifiers": [
                    {"relationType": "Cites", "relatedIdentifier": "10.5555/other", "relatedIdentifierType": "DOI"},
                    {"relationType": "IsVersionOf", "relatedIdentifier": "arXiv:2403.13043",
                     "relatedIdentifierType": "arXiv"},
                ],
                "descriptions": [
                    {"description": "We measured from boats, with lines.", "descriptionType": "Methods"},
                    {"description": "Wir geben die Tiefe von Seen an.", "descriptionType": "Abstract", "lang": "de"},
                    {"description": "We give the depth of forty lakes &amp; ponds (often &lt;5 m).",
                     "descriptionType": "Abstract", "lang": "en"},
                ],
                "schemaVersion": "http://datacite.org/schema/kernel-4",
            },
            "relationships": {"client": {"data": {"id": "cern.zenodo", "type": "clients"}}},
        },
        {
            "id": "10.5555/shores",
            "type": "dois",
            "attributes": {
                "doi": "10.5555/shores",
                "creators": [],
                "contributors": [{"name": "Roth, Ida", "contributorType": "Editor"}],
                "titles": [{"title": "Shores"}],
                "publicationYear": 2021,
                "descriptions": [{"description": "Shores, a table of contents", "descriptionType": "TableOfContents"}],
                "types": {"resourceTypeGeneral": "Book"},
            },
        },
    ],
    "meta": {"total": 2, "totalPages": 1, "page": 1},
}  # fmt: skip

DOCUMENTS = {
    "arxiv-snapshot": "".join(json.dumps(one) + "\n" for one in (SNAPSHOT, OTHER_SNAPSHOT)),
    "hf-daily": json.dumps(HF_DAILY),
    "semantic-scholar": json.dumps(SEMANTIC_SCHOLAR, indent=2),
    "openalex": json.dumps(OPENALEX, indent=1),
    "crossref": json.dumps(CROSSREF, indent=4),
    "datacite": json.dumps(DATACITE, indent=2),
    "openreview": json.dumps(OPENREVIEW_1, indent=2),
    "json": json.dumps(LOOSE, indent=2),
    "arxiv-atom": ATOM,
    "arxiv-rss": RSS,
    "arxiv-mail": MAIL,
}
"""Documents by the names of their formats."""

RECORDS: dict[str, dict[str, object]] = {
    "arxiv-snapshot": SNAPSHOT,
    "hf-daily": HF_DAILY[0],
    "semantic-scholar": SEMANTIC_SCHOLAR["data"][0],
    "openalex": OPENALEX["results"][0],
    "crossref": CROSSREF["message"]["items"][0],
    "datacite": DATACITE["data"][0],
    "openreview": OPENREVIEW_1["notes"][0],
    "json": LOOSE[0],
}
"""One record for each JSON format, by its name."""
