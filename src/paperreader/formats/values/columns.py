"""The names of table columns in Zotero, Scopus, Web of Science, Embase, PubMed, arXiv and many others."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from paperreader.domain import fold, one_line

_NAMES: Final[Mapping[str, str]] = {
    "title": """
        title; title primary; article title; document title; paper title; item title; primary title;
        publication title title; titles;
        ti; t1; display name; work title; chapter title; original title; titel; titre; titulo; titolo
    """,
    "abstract": """
        abstract; abstracts; abstract note; abstract text; paper abstract; article abstract; description abstract;
        notes abstract; summary; summaries; ab; n2; original abstract; zusammenfassung; resumen; resume; resumo
    """,
    "authors": """
        author full names; authors full name; author full name;
        author names; authors; author; author s; authors names; full authors; author list;
        authors primary; creators;
        creator; af; au; a1; authorships author display name; authorships raw author name; authors display name;
        author name; autoren; auteurs; autores; book authors; first authors; first author; lead author
    """,
    "editors": """
        editors; editor; book editors; editor s; volume editors; be; authors secondary; secondary authors;
        herausgeber; editeurs; editores; conference editors; series editor; series editors
    """,
    "year": """
        publication year; year; pubyear; published year; pub year; py; yr; year published; year of publication; jahr;
        annee; ano
    """,
    "month": "published month; publication month; month",
    "day": "publication day; day",
    "date": """
        date published; publication date; publication dates; published; published date; pub date; published at;
        publishedat; date of publication; date; publicationdate; online publication date; da; submitted;
        submitted date;
        submission date; created; early access date; update date
    """,
    "part of date": "pd; pub month day; pub date free form",
    "venue": """
        journal; journal title; source title; publication title; publication name; journal book; journal name; so; jt;
        jn; jf; t2; title secondary; container title; proceedings title; booktitle; book title; venue; secondary title;
        full journal name; primary location source display name; publication; host venue display name;
        published in; journal ref; periodical full; periodical; periodical abbrev; conference name; meeting name;
        conference title; anthology title;
        zeitschrift; revue; revista
    """,
    "citation": """
        source; citation; citations reference; bibliographic citation; full citation; publication info;
        bibliographic source; source information
    """,
    "volume": "volume; vol; vl; journal volume; volume number; jahrgang; band",
    "issue": "issue; issue number; journal issue; no; heft",
    "pages": "pages; page numbers; page range; pagination; pg; page start; start page; first page; bp; sp",
    "last page": "page end; end page; last page; ep",
    "doi": "doi; ids doi; item doi; article doi; digital object identifier; doi link; doi url; di; do; doi number",
    "pmid": "pmid; pubmed id; pubmedid; medline pmid; ids pmid; pm; pubmed; pubmed pmid",
    "pmcid": "pmcid; pmc id; ids pmcid; pmc; pubmed central id",
    "arxiv": "arxiv; arxiv id; arxivid; arxiv number; eprint; externalids arxiv",
    "openalex": "openalex id; ids openalex; openalex; openalexid; work id",
    "s2": "s2 id; semantic scholar id; s2id; paperid; s2 paper id; s2 paper",
    "mag": "microsoft academic id; mag id; ids mag; mag",
    "id": "id; paper id; entry id; identifier; uri; document id; record id; key; source id",
    "named id": """
        eid; ut unique wos id; ut; accession number; accession num; lens id; unique id; extra; wos id; scopus id;
        publication id; isi number; ids; other ids; dblp key
    """,
    "link": """
        url; urls; link; links; external url; source urls; source url; pdf url; pdf link; pdf; landing page url;
        article url; html url; arxiv url; abs url; abstract url; paper url; full text link; full text url; full text;
        ee; web url; best oa location landing page url; primary location landing page url; primary location pdf url;
        locations landing page url; open access url; hf url; huggingface url; link attachments; publisher url;
        document link; permalink; source link
    """,
    "keywords": """
        author keywords; keywords; keyword; index keywords; keywords plus; de; kw; mesh terms; mesh; mesh headings;
        fields of study; manual tags; tags; tag; automatic tags; ieee terms; inspec controlled terms;
        inspec non controlled terms; emtree drug index terms major focus; emtree drug index terms;
        emtree medical index terms major focus; emtree medical index terms; subject terms; subject headings;
        keywords display name; labels; topics; topic; user tags; schlagworter; schlusselworter;
        descriptors; key words; identifiers keywords; subjects keywords; study tags; exclusion reason;
        exclusion reasons; reason for exclusion; exclude reason; exclude reasons; citation exclude reasons;
        fulltext exclude reasons; emtree device index terms; emtree device index terms major focus; identifier keyword;
        author supplied keywords;
        major descriptors; minor descriptors; mesh subject headings; subject heading; key concepts; keyword heading;
        mesh subject; major subject; minor subject; emtree heading; drug index terms; other index terms; id keywords
    """,
    "categories": "categories; category; primary category; subjects; subject; arxiv categories; terms",
    "notes": """
        notes; note; user notes; annotation; annotations; annote; remarks; remark; my notes; reviewer notes; memo;
        research notes; personal notes; comment; notizen; asreview note; exported notes
    """,
    "label": """
        included; label included; label; asreview label; inclusion; relevant; relevance label; final included;
        decision; final decision; screening decision; status of screening; inclusion status; include; include exclude;
        i e flag; i e d flag; review status; screening status; citation screening status; fulltext screening status;
        citation status; fulltext status; title abstract status; full text status; full text decision; final status;
        abstract decision; rayyan inclusion; include in review; eligible; inclusion decision
    """,
    "kind": """
        item type; document type; publication type; reference type; type of reference; source type; ref type; work type;
        entry type; type; dt
    """,
    "upvotes": "upvotes; num upvotes; paper upvotes",
    "comments": "num comments; numcomments",
}
"""The names of columns by what they hold, the best first; without case, accents and punctuation."""

_ROLES: Final = {
    name.strip(): (role, rank) for role, names in _NAMES.items() for rank, name in enumerate(names.split(";"))
}
_NUMBERED: Final = re.compile(r"(exported notes|asreview note) \d{1,4}|(?:general|population|outcome) (notes) .{1,40}")
_FLAG: Final = re.compile(r"asreview[ _]tags?[ _](?=.)", re.IGNORECASE)
"""The prefix of ASReview's columns for tags, which have a 1 if the paper has the tag."""
_OWN: Final = frozenset(("uid", "title", "label", "published_inferred", "imported"))
_NOT_MARKS: Final = re.compile(r"[^\w]+|_+")
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a table, and what each of its columns holds."""

    width: int
    places: Mapping[str, tuple[int, ...]]
    """The positions of columns by what they hold, the best first."""
    own: bool
    """Whether `paperreader` wrote the table."""
    names: tuple[str, ...]
    """As printed."""

    def texts(self, cells: Sequence[str], *roles: str) -> list[str]:
        """Return the cells of the columns that hold something, without empty ones."""
        places = (place for role in roles for place in self.places.get(role, ()))
        return [cells[place] for place in places if place < len(cells) and cells[place]]

    def flagged(self, cells: Sequence[str], values: Container[str]) -> list[str]:
        """Return the tags that have a column of their own with one of `values` in it."""
        places = self.places.get("flag", ())
        return [_FLAG.sub("", self.names[at]) for at in places if at < len(cells) and cells[at].lower() in values]

    def first(self, cells: Sequence[str], *roles: str) -> str:
        """Return the best of its cells, or nothing."""
        return next(iter(self.texts(cells, *roles)), "")


def role_of(name: str) -> str:
    """Return what a column of that name holds, as `Columns.places` calls it; nothing if the name is unknown."""
    return _ROLES.get(_plain(name), ("", 0))[0]


def understand(names: Iterable[str]) -> Columns | None:
    """Find out what columns hold; `None` if there is none for titles or abstracts, or nearly all are unknown."""
    printed = tuple(map(one_line, names))
    if any(len(name) > _LONGEST for name in printed):
        return None
    plain = list(map(_plain, printed))
    found: dict[str, list[tuple[int, int]]] = {}
    for place, name in enumerate(plain):
        role, rank = _ROLES.get(_NUMBERED.sub(lambda match: match[1] or match[2], name), ("", 0))
        if _FLAG.match(name):
            role = "flag"
        if name == "source" and "database name" in plain:
            role, rank = "venue", 0  # as in Cochrane; elsewhere it is the database, or more than the venue
        if "ut" in plain and "so" in plain and name == "id":
            role, rank = "keywords", len(_NAMES)  # Web of Science's name for its own keywords
        if role:
            found.setdefault(role, []).append((rank, place))
    if not found.keys() & {"title", "abstract"}:
        return None
    places = {role: tuple(place for _, place in sorted(ranked)) for role, ranked in found.items()}
    return Columns(len(printed), places, frozenset(printed) >= _OWN, printed)


def _plain(name: str) -> str:
    """Fold a name: no case, accents or punctuation."""
    return _NOT_MARKS.sub(" ", fold(name)).strip()
