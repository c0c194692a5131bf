"""What a source says of a reference beyond the fields of a paper, under names of BibLaTeX.

Whatever is said is kept, so that it can be written again; what a field of the paper has already is left out by the
formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from paperreader.domain import key_in
from paperreader.formats.sources import trim
from paperreader.formats.values.fields import said

_LETTERS: Final = re.compile(r"[^a-z]+")
_ENTRY_TYPES: Final = {
    kind: entry_type
    for entry_type, kinds in {
        "article": """jour ejour jfull mgzn news inpr article journalarticle articlejournal magazinearticle
            articlemagazine newspaperarticle articlenewspaper electronicarticle j review letter editorial""",
        "inproceedings": """cpaper conf conferencepaper paperconference proceedingsarticle proceedingspaper
            inproceedings conferenceproceedings conference""",
        "proceedings": "proceedings",
        "book": "book ebook wholebook monograph edbook editedbook electronicbook referencebook b",
        "incollection": "chap echap chapter bookchapter booksection electronicbooksection incollection bookpart s",
        "inreference": """encyc dict entry entrydictionary entryencyclopedia encyclopediaarticle dictionaryentry
            referenceentry""",
        "thesis": "thes thesis dissertation",
        "report": "rprt report technicalreport govdoc governmentdocument reportcomponent",
        "unpublished": "unpb unpublished unpublishedwork manuscript personalcommunication",
        "online": """elec icomm blog webpage webarticle post postweblog blogpost forumpost postedcontent preprint
            onlinedatabase onlinemultimedia""",
        "patent": "pat patent p",
        "dataset": "data dataset aggregateddatabase",
        "software": "comp software computerprogram",
        "standard": "stand standard",
        "misc": "gen generic misc document other",
    }.items()
    for kind in kinds.split()
}
"""BibLaTeX's types of entries, by what RIS, CSL, Zotero, EndNote, Crossref and Web of Science call them."""
_ALSO_A_KEY: Final = re.compile(r"[^\W\d_][\w.:-]{0,60}(?<!\d)(?:1[5-9]|20)\d\d(?!\d)[\w.:-]{0,40}")
"""What a number or name of a record has if it is a citation key: letters, then a year."""


def reference_of(said_of: Mapping[str, str], others: Iterable[tuple[str, str]] = ()) -> tuple[tuple[str, str], ...]:
    """Return what is said, without what is empty or says so (`null`).

    Args:
        said_of: by the names of BibLaTeX, in lower case.
        others: more, which count where `said_of` has nothing.
    """
    found = dict[str, str]()
    for name, text in (*said_of.items(), *others):
        if name not in found and (value := said(trim(text))):
            found[name] = value
    return tuple(found.items())


def entry_type(*kinds: str) -> str:
    """Return BibLaTeX's type for the first kind of work that is known, in the words of a source; empty for none."""
    found = (_ENTRY_TYPES.get(_LETTERS.sub("", kind.lower())) for kind in kinds)
    return next(filter(None, found), "")


def names_as_one(names: Iterable[str]) -> str:
    """Return names with `and` between them; one that has an `and` itself is in braces."""
    return " and ".join(f"{{{name}}}" if re.search(r"\sand\s", name) else name for name in names)


def key_like(text: str) -> str | None:
    """Return a citation key from a field that may as well hold any other number or name of a record, or `None`."""
    text = text.strip()
    return key_in(text) if _ALSO_A_KEY.fullmatch(text) else None
