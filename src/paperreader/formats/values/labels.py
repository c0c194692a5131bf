"""The names that people give the parts of a paper: labels of lines (`Summary:`), names of columns (`arxiv_id`).

They are for formats in which somebody chose the names: labelled text, tables of a viewer, plain paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from paperreader.domain import Identifier, Leftover, Record, arxiv_identifiers, identifiers_in, one_line
from paperreader.formats.sources import trim
from paperreader.formats.values import fields, links
from paperreader.formats.values.dates import best_date, date_in
from paperreader.formats.values.names import person_name

_NAMES: Final = {
    "title": "title titles paper_title title_of_the_paper paper name_of_paper article_title primary_title headline",
    "abstract": "abstract abstracts summary summaries abstract_text paper_abstract abstract_note summary_text",
    "authors": "authors author author_s author_names authors_list by written_by creators creator",
    "published": "date published publication_date year date_published published_date publication_year update_date "
    "updated submitted submission_date published_on publishdate created first_published pub_date release_date "
    "submitted_on",
    "venue": "venue journal conference journal_ref journal_reference published_in booktitle source_title "
    "publication_venue publication_title journal_title journal_name proceedings publication",
    "categories": "categories category primary_category subjects subject arxiv_categories subject_areas "
    "primary_subject subject_area primary_categories",
    "keywords": "keywords keyword tags tag key_words topics topic index_terms author_keywords",
    "remarks": "comments comment notes note remarks remark tl_dr tldr one_line_summary remarks_on_it",
    "arxiv": "id arxiv arxiv_id arxivid paper_id entry_id identifier identifiers arxiv_number arxiv_ids",
    "doi": "doi dois doi_url",
    "pmid": "pmid pubmed pubmed_id",
    "pmcid": "pmcid pmc pmc_id",
    "links": "pdf url urls link links pdf_url paper_url abs abs_url pdf_link paper_link arxiv_url html full_text "
    "arxiv_link web website doi_link paper_pdf url_pdf url_abs openreview venue_url",
    "elsewhere": "code code_url github project project_page code_link dataset data upvotes likes citations "
    "affiliations affiliation language pages volume issue publisher license number length score type status "
    "announced_month publication_info doctype corresponding_author report_no msc_class acm_class submitter",
}
_FIELD: Final = {name: field for field, names in _NAMES.items() for name in names.split()}
_NOT_A_LETTER: Final = re.compile(r"[^a-z]+")
_LABELLED: Final = re.compile(
    r" {0,3}(?:> ?){0,3}(?:[-*•·#]{1,6}[ \t]+|\d{1,4}[.)][ \t]+)?(?P<mark>[*_]{0,3})"
    r"(?P<label>[A-Za-z][\w /.()&-]{0,30}?)[ \t]?(?:(?P=mark))?[ \t]?[:\uff1a](?P<end>[*_]{0,3})[ \t]?(?P<value>.*)",
    re.DOTALL,
)
_QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.){1,200})'|\"((?:[^\"\\]|\\.){1,200})\"")
_AND: Final = re.compile(r",? and | & |, ?|\n")
_MARKS: Final = re.compile(r"[\s*†‡§¶#,\d⋆∗]+$")
_BY: Final = re.compile(r"\A(?:written |authored )?by[: ]\s*", re.IGNORECASE)
_OTHERS: Final = re.compile(r",? ?\bet al\.?$|,? ?\band others$", re.IGNORECASE)
_CATEGORY: Final = re.compile(r"[a-z]{1,8}(?:-[a-z]{2,8})?(?:\.[A-Za-z-]{2,9})?")
_MOST_AUTHORS: Final = 20_000
_ADDRESS: Final = re.compile(
    r"https?://\S+|\S*\d{4}\.\d{4,5}\S*|10\.\d{4,9}/\S+|arxiv|doi|pmid|\d{5,9}|[\[\]():,;|·]", re.I
)
_FEW_WORDS: Final = 2
_LONGEST_LINE: Final = 2_000
_DATED: Final = re.compile(
    r"(?:(?:first |last )?(?:published|submitted|updated|posted|announced|released|received)(?: on| in)?:? )?"
    r"((?:\d{1,2}(?:st|nd|rd|th)? |[A-Za-z]{3,9}\.? )?(?:\d{1,2}(?:st|nd|rd|th)?,? |[A-Za-z]{3,9}\.?,? )?(?:19|20)\d\d"
    r"|(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?:[T ][\d:.Z+-]{4,20})?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d)",
    re.IGNORECASE,
)
_ONE_NAME: Final = re.compile(r"[^\W\d_][\w'’-]{1,40}, [^\W\d_][\w'’-]{0,40}\.?(?: [A-Z]\.?){0,3}")
_PARTICLES: Final = frozenset("van von der den de del della di da dos du la le el al bin ibn ten ter y zu af".split())
_NO_NAME: Final = re.compile(
    r"\b(?:the|of|for|with|on|in|an?|to|from|via|by|is|are|(?:[Ll]earning|[Mm]odel|[Nn]etwork|[Uu]niversity|[Ii]nstitute)s?)\b"
    r"|\d|[?!:/]"
)
_ENUMERATED: Final = re.compile(r"\s{0,20}(?:>\s?){0,4}(?:#{1,6}\s+|[-*•·+]\s+)?(?:\(?\d{1,4}[.)]\s+|\[\d{1,4}\]\s*)?")
_LEAST_TITLE: Final = 8
_LONGEST_TITLE: Final = 300
_LONGEST_NAME: Final = 50
_OTHER_SYNTAX: Final = re.compile(
    r"\ufeff?\s{0,999}(?:<[?!a-zA-Z]|\{|\[\s{0,99}[{\[\"\]]|@\w+\s*[{(]|TY {1,2}- |PMID- |%[0AT] )"
)


def field_of(name: str) -> str | None:
    """Return which part of a paper a label refers to, or `None`; `elsewhere` for a part that is not kept."""
    return _FIELD.get(_NOT_A_LETTER.sub("_", name.lower()).strip("_"))


def labelled(line: str) -> tuple[str, str] | None:
    """Return the part and the text of a line `Label: text`, ignoring bullets and asterisks around the label."""
    match = _LABELLED.match(line[:4096]) if ":" in line[:60] or "\uff1a" in line[:60] else None
    if match is None or (part := field_of(match["label"])) is None:
        return None
    value = line[match.start("value") :]
    if match["mark"] and not match["end"] and not line[: match.start("value")].count(match["mark"]) > 1:
        value = value.rstrip("*_")
    return part, trim(value)


def described(line: str) -> tuple[str, str] | None:
    """Return the part that a line between a title and an abstract gives, or `None` if that is not clear.

    It knows identifiers and addresses, dates, author counts (which are ignored) and lists of names.
    """
    if (found := labelled(line)) is not None:
        return found
    text = one_line(line).strip(" ()[].")
    if not text or len(text) > _LONGEST_LINE:
        return None
    if "://" in text or identifiers_in(text):
        rest = _ADDRESS.sub("", text)
        return ("links" if "://" in text else "arxiv", line) if len(rest.split()) <= _FEW_WORDS else None
    if (match := _DATED.fullmatch(text)) and date_in(match[1]):
        return "published", match[1]
    return ("authors", line) if reads_as_names(text) else None


def reads_as_names(text: str) -> bool:
    """Whether a line looks like people's names and nothing else: capitalised words, a few in each name."""
    names = labelled_authors(text)
    return len(names) > 0 and all(map(_reads_as_name, names))


def _reads_as_name(text: str) -> bool:
    words = [word for word in text.split() if word not in _PARTICLES]
    return (
        1 < len(words) < 6
        and len(text) < _LONGEST_NAME
        and all(
            word[0].isupper() and (word.isupper() or word[1:2] in "’'." or not word[-1].isupper()) for word in words
        )
        and not _NO_NAME.search(text)
    )


def untitled(line: str) -> str:
    """Remove the number, bullet or heading mark that a list puts before a title."""
    text = one_line(_ENUMERATED.sub("", line, count=1))
    return text.strip("*_ ") if text.startswith(("**", "__")) else text


def reads_as_title(text: str) -> bool:
    """Whether a line may be a title: some words, not a sentence, a label or an address."""
    return (
        _LEAST_TITLE <= len(text) <= _LONGEST_TITLE
        and len(text.split()) > 1
        and text[-1] not in ".,;:"
        and text.count(". ") < 2
        and "://" not in text
        and labelled(text) is None
        and sum(letter.isalpha() for letter in text) > len(text) / 2
    )


def other_syntax(head: str) -> bool:
    """Whether a text begins like JSON, XML, BibTeX, RIS or EndNote, so that its lines are not what they seem."""
    return _OTHER_SYNTAX.match(head) is not None


def record_of(line: int, source: str, parts: Mapping[str, list[str]]) -> Record | Leftover:
    """Make a record of labelled parts; or leave over their `source`, if they say nothing."""
    given = {part: [text for text in texts if text.strip()] for part, texts in parts.items()}
    dates = [text for text in given.get("published", []) if len(text) < 80]
    return fields.record(
        line,
        source,
        title=" ".join(given.get("title", [])[:1]),
        abstract="\n\n".join(given.get("abstract", [])),
        authors=[name for text in given.get("authors", []) for name in _names(text)],
        published=best_date(dates),
        venue=" ".join(given.get("venue", [])[:1])[:500],
        categories=_categories(given.get("categories", [])),
        identifiers=_identifiers(given),
        keywords=[word for text in given.get("keywords", []) for word in _listed(text)],
        remarks=given.get("remarks", []),
        addresses=links.addresses(given.get("links", [])),
    )


def labelled_authors(text: str) -> list[str]:
    """Return the names in a text, separated by semicolons, commas or `and`, or printed as a Python or JSON list."""
    text = _BY.sub("", trim(text))
    if text.startswith(("[", "(")) and (quoted := [one or other for one, other in _QUOTED.findall(text)]):
        pieces = quoted
    elif ";" in text:
        pieces = text.split(";")
    elif len(parts := re.split(r" (?:and|&) ", text)) > 1 and all(part.count(",") == 1 for part in parts):
        pieces = parts  # `Noether, Emmy and Curie, Marie`
    else:
        pieces = _AND.split(_OTHERS.sub("", one_line(text)))
    names = (person_name(_OTHERS.sub("", _MARKS.sub("", piece))) for piece in pieces[:_MOST_AUTHORS])
    return [name for name in names if name and name.lower() not in ("and", "et al", "others")]


def _names(text: str) -> list[str]:
    """Like `labelled_authors`, but two words under a label for names are one name: `Noether, Emmy`."""
    return [person_name(text)] if _ONE_NAME.fullmatch(text.strip()) else labelled_authors(text)


def _identifiers(given: Mapping[str, list[str]]) -> list[Identifier]:
    found = list[Identifier]()
    for text in given.get("arxiv", []):
        bare = arxiv_identifiers(text[:200])
        found += bare if bare else identifiers_in(text)
    for scheme, read in (("pmid", links.pubmed), ("pmcid", links.pubmed_central)):
        found += [one for text in given.get(scheme, []) for one in read(text)]
    texts = [text for part in ("arxiv", "links", "elsewhere") for text in given.get(part, []) if "://" in text[:400]]
    bare_links = [text for text in given.get("links", []) if "://" not in text]
    found += links.from_fields(given.get("doi", []), texts, (*bare_links, *given.get("arxiv", [])))
    return found


def _categories(texts: Iterable[str]) -> list[str]:
    """Return the category codes in a text (`cs.LG`), also in brackets after their names; else its words."""
    found = list[str]()
    for text in texts:
        codes = re.findall(r"\(([a-z-]{2,10}(?:\.[A-Za-z-]{2,9})?)\)", text[:2000])
        words = text.replace(",", " ").replace(";", " ").split()
        if not codes and words and all(map(_CATEGORY.fullmatch, words)):
            codes = words
        found += codes or _listed(text)
    return found


def _listed(text: str) -> list[str]:
    """Return the items of a list: quoted, or between semicolons, or else commas."""
    text = trim(text)
    if text.startswith("[") and (quoted := [one or other for one, other in _QUOTED.findall(text)]):
        return quoted
    text = one_line(text)
    mark = ";" if len(fields.pieces_of(text, ";")) > 1 else ","
    return [word.strip(" .·•") for word in fields.pieces_of(text, mark)]
