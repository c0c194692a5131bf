"""JSON that `paperreader` exports, and any other objects whose keys say what they hold.

The keys are those that people use in their dumps (`title`, `abstract`, `Authors`, `arxiv_id`, `pdf_url`, …), in any
case and spelling, and Zotero's. JSON with a structure of its own has a format of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final, TextIO

from paperreader.domain import Identifier, Leftover, Paper, Record, clean, is_aside, key_in
from paperreader.formats.records import begins_like_objects, keys_in, read_objects
from paperreader.formats.sources import leftover
from paperreader.formats.values import (
    count_of,
    date_of,
    entry_type,
    identifiers_of,
    is_part,
    line_of,
    links_of,
    list_of,
    names_as_one,
    names_of,
    object_of,
    own,
    place_of,
    reference_of,
    text_of_value,
    texts_of,
    title_from,
    unique,
    unwrapped,
    words_of,
)

_KEYS: Final = {
    field: tuple(names.split())
    for field, names in {
        "title": "title titles papertitle articletitle displayname name",
        "abstract": "abstract summary abstractnote abstracttext paperabstract abstracts",
        "authors": """authors author creators authornames authorlist authorstring contributors firstauthors
            firstauthor leadauthor""",
        "published": """published publishedat publicationdate publisheddate datepublished pubdate issued date created
            updatedate year publicationyear publishedyear pubyear""",
        "categories": "categories category subjects primarycategory",
        "venue": """venue journal journalref publicationtitle proceedingstitle journaltitle journalname booktitle
            conference""",
        "volume": "volume vol journalvolume",
        "issue": "issue issuenumber journalissue",
        "pages": "pages page pagerange firstpage startpage",
        "keywords": "keywords keyword authorkeywords tags labels topics fieldsofstudy indexterms",
        "remarks": "notes note annote annotation remarks comments",
        "any": """id arxivid arxiv arxivurl paperid entryid eprint doi url link links paperurl absurl pdf pdfurl
            pdflink""",
        "named": "extra archiveid number",
        "pmid": "pmid pubmedid",
        "pmcid": "pmcid pmc",
        "openalex": "openalex openalexid",
        "s2": "s2id semanticscholarid",
        "isbn": "isbn",
        "issn": "issn",
        "citation_key": "citationkey citekey bibtexkey",
        "publisher": "publisher",
        "address": "place publisherplace address",
        "edition": "edition",
        "series": "series seriestitle",
        "language": "language lang",
        "shorttitle": "shorttitle",
        "kind": "itemtype type entrytype documenttype publicationtype doctype genre",
    }.items()
}
"""The keys that people use for every field of a paper (without case and punctuation), the best first."""
_REFERENCE: Final = ("publisher", "address", "edition", "series", "language", "shorttitle", "isbn", "issn")
_KEY_IN_EXTRA: Final = re.compile(r"^citation key:[ \t]*(\S{1,200})", re.IGNORECASE | re.MULTILINE)
"""How Zotero keeps a citation key that somebody chose."""
_SCHEMES: Final = ("any", "named", "pmid", "pmcid", "openalex", "s2")
_INNER: Final = ("paper", "row", "_source", "citedPaper", "citingPaper", "article", "work", "metadata", "info")
"""Keys under which a record may have its paper."""
_BESIDE: Final = frozenset(("attachment", "note", "annotation"))
_MARKS: Final = str.maketrans("", "", "_- .")
_TITLES: Final = frozenset(_KEYS["title"]) - {"name"}
"""Keys of titles; anything may have a `name`."""
_KEY: Final = re.compile(r"""["']([A-Za-z_][\w .-]{0,30})["']\s{0,9}:""")
_ASIDE: Final = re.compile(r"""\W{0,1000}\{\s{0,100}"paperreader"\s{0,9}:\s{0,9}\"""")
_SHOWS_ID: Final = re.compile(r"arxiv\.org/|doi\.org/|openreview\.net/", re.IGNORECASE)


def sniff(head: str) -> float:
    """Sure of what `paperreader` wrote; of other objects with a paper's keys, rather more than less."""
    if not begins_like_objects(head):
        return 0.0
    if keys_in(head, "uid", "title_from") > 1 or _ASIDE.match(head):
        return 0.97
    known = {match[1].translate(_MARKS).lower() for match in _KEY.finditer(head)}
    there = {field for field, names in _KEYS.items() if not known.isdisjoint(names)}
    if "abstract" in there and len(there) > 1:
        return 0.6
    titled = not known.isdisjoint(_TITLES)
    if known & {"doi", "arxivid"} or (titled and (there & {"authors", "published", "pmid"} or _SHOWS_ID.search(head))):
        return 0.5
    return 0.35 if titled or "abstract" in there else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per object; anything that is not a paper is left over."""
    return read_objects(stream, _record)


def _aside(data: Mapping[str, object], line: int) -> Record | Leftover:
    """Return what an export of a library holds besides papers that are seen."""
    from paperreader.domain import HIDDEN, AsideLine, Entry, aside_from_json

    left = leftover(line, json.dumps(data, ensure_ascii=False), "")
    try:
        aside = aside_from_json(data)
    except (ValueError, RecursionError) as error:
        return replace(left, why=f"This line of a library cannot be taken: {clean(str(error))}.")
    paper = aside.values.get("paper")
    if aside.kind == HIDDEN and isinstance(paper, Entry):
        return Record(paper.paper, line, paper, exact=True, hidden=True)
    return AsideLine(line, left.text, left.why, aside)


def _record(data: Mapping[str, object], line: int) -> Record | Leftover:
    if is_aside(data):
        return _aside(data, line)
    if "uid" in data and "title_from" in data:
        from paperreader.domain import entry_from_json

        entry = entry_from_json(data)
        return Record(entry.paper, line, entry, exact=True)
    keys = _present(tuple(data))
    if not keys["title"] and not keys["abstract"]:
        inner = next((key for key in _INNER if isinstance(data.get(key), dict)), "")
        if inner:
            found = object_of(data[inner])
            return _record({**data, inner: None, **found} if inner == "metadata" else found, line)
    kind = line_of(_first(data, keys["kind"]))
    if "itemType" in data and kind in _BESIDE:
        raise ValueError(f"it is something Zotero keeps with a paper: {kind}")
    title, abstract = line_of(_first(data, keys["title"])), unwrapped(text_of_value(_first(data, keys["abstract"])))
    paper = Paper(
        title=title or None,
        title_from=title_from(title, abstract),
        abstract=abstract,
        authors=names_of(_first(data, keys["authors"]), editors=not is_part(kind)),
        author_count=count_of(data, "author_count"),
        published=date_of(*(data[key] for key in keys["published"])),
        venue=_venue(_first(data, keys["venue"])) or None,
        categories=_categories(_first(data, keys["categories"])),
        upvotes=count_of(data, "upvotes"),
        comments=count_of(data, "comments"),
        identifiers=_identifiers(data, keys),
        keywords=_keywords(_first(data, keys["keywords"])),
        remarks=_remarks(data, keys["remarks"]),
        links=links_of(*(data[key] for key in keys["any"])),
        place=place_of(*(_first(data, keys[name]) for name in ("volume", "issue", "pages"))),
        citation_key=_citation_key(data, keys),
        reference=_reference(data, keys, kind),
    )
    return Record(paper, line)


def _citation_key(data: Mapping[str, object], keys: Mapping[str, tuple[str, ...]]) -> str | None:
    own = text_of_value(_first(data, keys["citation_key"]))
    found = None if own else _KEY_IN_EXTRA.search(text_of_value(data.get("extra")))
    return key_in(found[1] if found else own)


def _reference(
    data: Mapping[str, object], keys: Mapping[str, tuple[str, ...]], kind: str
) -> tuple[tuple[str, str], ...]:
    texts = {name: "; ".join(texts_of(_first(data, keys[name]))) for name in _REFERENCE if keys[name]}
    editors = [one for one in list_of(data.get("creators")) if object_of(one).get("creatorType") == "editor"]
    people = {"editor": names_as_one(names_of(editors))} if editors else {}
    return reference_of({"entrytype": entry_type(kind), **people, **texts}) if kind or texts else ()


@lru_cache(maxsize=256)
def _present(keys: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return an object's keys by field; nearly all objects of a file have the same."""
    named = {key.translate(_MARKS).lower(): key for key in reversed(keys)}
    return {field: tuple(named[name] for name in names if name in named) for field, names in _KEYS.items()}


def _first(data: Mapping[str, object], keys: tuple[str, ...]) -> object:
    """Return the first value under one of the keys, or `None`."""
    return next((value for key in keys if (value := data[key])), None)


def _venue(value: object) -> str:
    return line_of(value.get("name") if isinstance(value, dict) else value)


def _categories(value: object) -> tuple[str, ...]:
    """Return categories, which unlike other words may be separated by spaces only."""
    if isinstance(value, str) and not any(mark in value for mark in ",;|"):
        return tuple(dict.fromkeys(line_of(value).split()))
    return words_of(value, "term", "name")


def _keywords(value: object) -> tuple[str, ...]:
    return words_of(value, "tag", "name", "display_name", "keyword", "label", "term")


def _remarks(data: Mapping[str, object], keys: tuple[str, ...]) -> tuple[str, ...]:
    values = [one for key in keys for one in (list_of(data[key]) or [data[key]])]
    texts = (text_of_value(one.get("note") if isinstance(one, dict) else one) for one in values)
    return tuple(dict.fromkeys(text for text in texts if text))


def _identifiers(data: Mapping[str, object], keys: Mapping[str, tuple[str, ...]]) -> tuple[Identifier, ...]:
    """Return the identifiers among an object's keys, or in an inner object for them."""
    nested = object_of(data.get("externalIds") or data.get("ids") or data.get("identifiers"))
    places = ((data, keys), (nested, _present(tuple(nested))))
    found = unique(
        identifiers_of(scheme, one[key]) for one, there in places for scheme in _SCHEMES for key in there[scheme]
    )
    isbns, issns = (
        [text for one, there in places for key in there[name] for text in texts_of(one[key])]
        for name in ("isbn", "issn")
    )
    kind, venue = line_of(_first(data, keys["kind"])), _venue(_first(data, keys["venue"]))
    return own(found, kind, isbns=isbns, issns=issns, within=venue)
