"""The kinds of works, by their names in BibLaTeX, and what each format calls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work."""

    ris: str
    csl: str
    hayagriva: str
    parent: str = ""
    """What Hayagriva calls the thing that such a work appears in; empty if it appears by itself."""
    within: str = ""
    """The field of BibTeX that names what it appeared in, or who let it appear: `journal`, `booktitle`, `school`."""


ARTICLE: Final = WorkKind("JOUR", "article-journal", "article", "periodical", "journal")
MISC: Final = WorkKind("GEN", "document", "misc", "periodical", "howpublished")
PREPRINT: Final = WorkKind("UNPB", "article", "article", "periodical", "journal")
"""A `misc` with an arXiv id."""
_PROCEEDINGS_PAPER: Final = WorkKind("CPAPER", "paper-conference", "article", "proceedings", "booktitle")
_CHAPTER: Final = WorkKind("CHAP", "chapter", "chapter", "anthology", "booktitle")
_PART_OF_BOOK: Final = WorkKind("CHAP", "chapter", "chapter", "book", "booktitle")
_ENTRY: Final = WorkKind("ENCYC", "entry-encyclopedia", "entry", "reference", "booktitle")
_BOOK: Final = WorkKind("BOOK", "book", "book", "anthology", "series")
_COLLECTION: Final = WorkKind("EDBOOK", "book", "anthology", "anthology", "series")
_PROCEEDINGS: Final = WorkKind("CONF", "book", "proceedings", "proceedings", "series")
_THESIS: Final = WorkKind("THES", "thesis", "thesis", "", "school")
_REPORT: Final = WorkKind("RPRT", "report", "report", "", "institution")
_WEB: Final = WorkKind("ELEC", "webpage", "web", "web", "organization")

_KINDS: Final = {
    "article": ARTICLE,
    "periodical": WorkKind("JFULL", "periodical", "periodical", "periodical", "journal"),
    **dict.fromkeys(("suppperiodical", "review"), ARTICLE),
    **dict.fromkeys(("inproceedings", "conference"), _PROCEEDINGS_PAPER),
    **dict.fromkeys(("incollection", "suppcollection"), _CHAPTER),
    **dict.fromkeys(("inbook", "bookinbook", "suppbook"), _PART_OF_BOOK),
    "inreference": _ENTRY,
    **dict.fromkeys(("book", "mvbook", "booklet"), _BOOK),
    **dict.fromkeys(("collection", "mvcollection", "reference", "mvreference"), _COLLECTION),
    **dict.fromkeys(("proceedings", "mvproceedings"), _PROCEEDINGS),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), _THESIS),
    **dict.fromkeys(("report", "techreport"), _REPORT),
    "manual": WorkKind("RPRT", "report", "report", "", "organization"),
    **dict.fromkeys(("online", "www", "electronic"), _WEB),
    "standard": WorkKind("STAND", "standard", "report", "", "organization"),
    "unpublished": WorkKind("UNPB", "manuscript", "article", "periodical", "howpublished"),
    "dataset": WorkKind("DATA", "dataset", "misc", "repository", "organization"),
    "software": WorkKind("COMP", "software", "repository", "repository", "organization"),
    "patent": WorkKind("PAT", "patent", "patent", "", "howpublished"),
    "misc": MISC,
}


def kind_of(entry_type: str, *, appeared: bool, arxiv: bool) -> tuple[str, WorkKind]:
    """Return the entry type of a work and its kind.

    Args:
        entry_type: as its source gave it, in lower case; empty if it did not.
        appeared: it appeared in something.
        arxiv: it has an arXiv id.
    """
    name = entry_type or ("article" if appeared else "misc")
    if arxiv and not appeared and name in ("misc", "online", "unpublished", "article"):
        return name, PREPRINT
    return name, _KINDS.get(name, MISC)
