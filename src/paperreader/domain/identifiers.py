"""Finds arXiv ids, DOIs and PubMed ids in text and makes them canonical. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from paperreader.domain.cleaning import one_line
from paperreader.domain.dois import doi_in, undressed
from paperreader.domain.paper import Identifier

_ARXIV: Final = re.compile(
    # An id begins at the start of a word: in `arXiv.2403.13043` and `abs/2403.13043`, but not in `12403.13043`.
    r"(?<![\w.-])"
    r"(?:oai:arxiv\.org:|arxiv[:.]\s?)?"
    r"([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}"
    r"|[a-z]{1,8}(?:-[a-z]{2,8})?(?:\.[a-z]{2,5}(?:-[a-z]{2,5})?)?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})"
    r"(?:v([1-9][0-9]{0,2})?)?"  # a `v` whose number is not typed yet
    r"(?![\w-]|\.\d)",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(
    r"(?:oai:arxiv\.org|arxiv|doi|pmid|pmcid|openalex|s2|openreview|dblp|acl|isbn):\s*", re.IGNORECASE
)
_NAMED: Final = re.compile(r"([a-z][a-z0-9_]{1,20}):\s*(\S{1,200})", re.IGNORECASE)
_TYPED_OTHERWISE: Final = frozenset(("arxiv", "arxiv_version", "doi", "pmid", "http", "https", "ftp", "urn", "info"))
"""What a typed identifier of these schemes is can be told from its value."""
_CANONICAL: Final[dict[str, Callable[[str], str]]] = {
    "isbn": lambda value: value.replace("-", "").upper(),
    "s2": str.lower,
    **dict.fromkeys(("pmcid", "openalex", "lens", "wos"), str.upper),
}
_ISBN: Final = re.compile(r"[0-9-]{9,17}[0-9X]?", re.IGNORECASE)
_SUBJECT: Final = re.compile(r"(?<=[a-z])\.[a-z]{2,5}(?:-[a-z]{2,5})?(?=/[0-9]{7})", re.IGNORECASE)
_NEW_ARXIV: Final = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}")
_ARCHIVES: Final = frozenset(
    """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
    cond-mat cs dg-ga econ eess funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin
    nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio q-fin quant-ph solv-int stat supr-con
    """.split()
)
_ARXIV_DOI: Final = "10.48550/arxiv."
_PMID: Final = re.compile(r"(?:pmid[:\s]\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,9})(?!\d)")
_MOST: Final = 400
"""How many characters of a pasted text are searched for identifiers."""
_HALF: Final = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{0,3}|10\.[0-9]{4,9}/[(\[]?")
_LINK: Final = re.compile(r"[(\[{<]*(?:https?://|www\.|(?:[\w-]+\.)+[a-z]{2,8}/)", re.IGNORECASE)
_BEFORE: Final = re.compile(
    r"[(\[{<\"“‘]*(?:oai:arxiv\.org:|(?:arxiv|pmid)[:.]|(?:info:|urn:)?doi[:./]?|10\.48550/arxiv\.)?(?:doi:)?"
)
_AFTER: Final = re.compile(r"(?:v[0-9]{0,3})?(?:\.pdf)?[(\[{<)\]}>.,;:!?'\"”’]*")


def arxiv_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return every arXiv id in `text` once, in order: the bare id, and the versioned one where there is a version.

    Finds new ids (`2403.13043v2`) and old ones (`hep-th/9901001`), also inside URLs, OAI names and DOIs. An archive
    numbers its papers regardless of subject class, so `math.AG/0601001` becomes `math/0601001`.
    """
    if _NEW_ARXIV.fullmatch(text):  # the id alone, as in most files
        return (Identifier("arxiv", text),)
    found = list[Identifier]()
    for match in _ARXIV.finditer(text):
        value, version = match[1], match[2]
        archive, slash, number = value.partition("/")
        if slash:
            group = archive.lower().partition(".")[0]
            if group not in _ARCHIVES:
                continue
            value = f"{group}/{number}"
        found.append(Identifier("arxiv", value))
        if version:
            found.append(Identifier("arxiv_version", f"{value}v{version}"))
    return tuple(dict.fromkeys(found))


def doi_identifier(text: str) -> Identifier | None:
    """Return the first DOI in `text`, in lower case, without its resolver or surrounding text: see `dois`."""
    value = doi_in(text)
    return Identifier("doi", value) if value else None


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """Return every identifier in what a person typed or pasted: an id, a URL, a DOI, or a line with several."""
    text = text[:_MOST]
    doi = doi_identifier(text)
    if doi is not None and doi.value == text.lower() and not doi.value.startswith(_ARXIV_DOI):
        return (doi,)
    text = undressed(text)
    found = list(arxiv_identifiers(text))
    if doi is not None and not doi.value.startswith(_ARXIV_DOI):
        # Digits in another publisher's DOI may look like an arXiv id, but are not one.
        found = [*arxiv_identifiers(text.lower().replace(doi.value, " ")), doi]
    found += [Identifier("pmid", match[1].lstrip("0") or "0") for match in _PMID.finditer(text.lower())]
    return tuple(dict.fromkeys(found))


def named_paper(text: str) -> str | None:
    """Return the paper that a word without spaces names, if it is just an identifier or a link to one.

    Returns:
        The canonical identifier without its version, since the paper itself is meant.
    """
    found = [one for one in identifiers_in(text) if one.scheme != "arxiv_version"]
    if not found or len(text) > _MOST:
        return None
    value = found[0].value
    if _LINK.match(text):
        return value
    around = without_subject(undressed(text)).lower().partition(value.lower())
    return value if around[1] and _BEFORE.fullmatch(around[0]) and _AFTER.fullmatch(around[2]) else None


def typed_identifiers(typed: Iterable[str], known: Iterable[Identifier] = ()) -> tuple[Identifier, ...]:
    """Return the identifiers that somebody typed, each as `identifier_lines` writes it, or as a link to the paper.

    Args:
        typed: a text for each.
        known: identifiers that are taken as they are.

    Raises:
        ValueError: a text is no identifier, or does not say of which kind it is.
    """
    there = {f"{one.scheme.removesuffix('_version')}:{one.value}": one for one in known}
    found: list[Identifier] = []
    for text in filter(None, map(one_line, typed)):
        one = there.get(text)
        if one is None:
            found += _typed_identifier(text)
            continue
        if one.scheme == "arxiv_version":
            found.append(Identifier("arxiv", one.value.rpartition("v")[0]))
        found.append(one)
    return tuple(dict.fromkeys(found))


def _typed_identifier(text: str) -> tuple[Identifier, ...]:
    match = _NAMED.fullmatch(text)
    scheme, value = (match[1].lower(), match[2]) if match else ("", text)
    if scheme and scheme not in _TYPED_OTHERWISE and not identifiers_in(value):
        return (Identifier(scheme, _CANONICAL.get(scheme, str)(value)),)
    whole = f"{scheme}:{value}" if scheme else text
    if (scheme and scheme not in _TYPED_OTHERWISE) or named_paper(whole) is None:
        raise ValueError(f"not an identifier: {text!r}")
    return identifiers_in(whole)


def identifier_lines(identifiers: Iterable[Identifier]) -> list[str]:
    """Return identifiers as people type them: `doi:10.1000/182`, and an arXiv id once, with its version."""
    identifiers = list(identifiers)
    versioned = {one.value.rpartition("v")[0] for one in identifiers if one.scheme == "arxiv_version"}
    return [
        f"{one.scheme.removesuffix('_version')}:{one.value}"
        for one in identifiers
        if one.scheme != "arxiv" or one.value not in versioned
    ]


def without_subject(text: str) -> str:
    """Remove subject classes from the old arXiv ids in a text: `math.AG/0601001` becomes `math/0601001`."""
    return _SUBJECT.sub("", text)


def spellings(text: str) -> tuple[str, ...]:
    """Return the forms in which a typed identifier, or the beginning of one, may be stored.

    DOIs are in lower case and PubMed Central's ids in upper case, old arXiv ids have no subject (`math.AG/0601001` is
    `math/0601001`), ISBNs no hyphens, and ids of OpenReview and DBLP are as printed.
    """
    value = _SCHEME.sub("", undressed(text).strip())
    archive, mark, rest = value.lower().partition(".")
    isbn = value.replace("-", "") if _ISBN.fullmatch(value) else ""
    old = f"{archive}/{rest.partition('/')[2]}" if mark and archive in _ARCHIVES else ""
    return tuple(dict.fromkeys(filter(None, (value, value.lower(), value.upper(), old, isbn)))) or ("",)


def may_become_a_name(word: str) -> bool:
    """Whether a word is an unfinished arXiv id or DOI, and long enough that it can be nothing else."""
    return _HALF.fullmatch(word) is not None
