"""References in the styles of the Citation Style Language, formatted by citeproc-py.

A few styles come along, in `exports/styles`, with a licence of their own; any other is a file. citeproc-py is an extra,
imported when the first reference is formatted.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from paperreader.domain import citation, one_line
from paperreader.exports.core.csl import csl_item

if TYPE_CHECKING:
    from paperreader.exports.core.work import Work

_STYLES: Final = Path(__file__).parent.parent / "styles"
DEFAULT_STYLE: Final = "apa"
_NUMBER: Final = re.compile(r"(\W?\d+\W?)(?=[^\s\d])")
_LARGEST: Final = 1 << 20
"""No style is larger, in bytes."""
_NEEDED: Final = {
    "author": "no authors",
    "issued": "no date",
    "container-title": "no journal or book",
    "page": "no pages",
    "volume": "no volume",
    "publisher": "no publisher",
}
"""What styles print of most works, by CSL's names, and how it is said that a work has none of it."""
_OF_KIND: Final = {
    "article-journal": frozenset(("author", "issued", "container-title", "page", "volume")),
    "paper-conference": frozenset(("author", "issued", "container-title", "page")),
    "chapter": frozenset(("author", "issued", "container-title", "page", "publisher")),
    "book": frozenset(("author", "issued", "publisher")),
}
_OF_ANY_KIND: Final = frozenset(("author", "issued"))


class CannotFormat(ValueError):
    """References cannot be formatted: says why, and what to do."""


def style_names() -> list[str]:
    """Return the names of the styles that come along."""
    return sorted(one.stem for one in _STYLES.glob("*.csl"))


def check_style(style: str) -> None:
    """Make sure that references can be formatted in a style.

    Raises:
        CannotFormat: the style is unknown or cannot be read.
    """
    ReferenceStyle.named(style)


class ReferenceStyle:
    """A style that is read and ready."""

    def __init__(self, path: Path) -> None:
        """Read a style.

        Raises:
            CannotFormat: it cannot be read, or it has no bibliography.
        """
        from citeproc import CitationStylesStyle

        try:
            if path.stat().st_size > _LARGEST:
                raise CannotFormat(f"“{path}” is too large to be a style.")
            with warnings.catch_warnings(action="ignore"):
                self._style: Any = CitationStylesStyle(str(path), validate=False)
            bibliography = self._style.root.bibliography
        except CannotFormat:
            raise
        except OSError as error:
            raise CannotFormat(f"“{path}” cannot be read: {(error.strerror or str(error)).lower()}.") from error
        except Exception as error:  # whatever a file that is no style makes of somebody else's parser
            raise CannotFormat(f"“{path}” is not a style of the Citation Style Language (CSL).") from error
        if bibliography is None:
            raise CannotFormat(f"“{path}” has no bibliography, only notes. Choose another style.")
        self._aligned = bibliography.get("second-field-align") is not None
        # citeproc-py cuts the last page too short (“1–0” for 1 to 10) where a style abbreviates it.
        self._style.root.attrib.pop("page-range-format", None)
        text = path.read_text(encoding="utf-8", errors="replace")
        self._prints = {name for name in _NEEDED if re.search(rf'variable="[^"]*\b{name}\b', text)}

    @staticmethod
    @lru_cache(maxsize=4)
    def named(name: str) -> ReferenceStyle:
        """Return the style of that name, or in that file.

        Raises:
            CannotFormat: there is none, or it cannot be used.
        """
        if name in style_names():
            return ReferenceStyle(_STYLES / f"{name}.csl")
        if name.lower().endswith(".csl"):
            return ReferenceStyle(Path(name).expanduser())
        raise CannotFormat(f"Unknown style “{name}”. Choose one of {', '.join(style_names())}, or name a .csl file.")

    def reference(self, work: Work, number: int) -> str:
        """Return the reference to a work, as one line of plain text.

        Args:
            number: the one it has in styles that number references.
        """
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON

        item = {name: value for name, value in csl_item(work).items() if name != "abstract"}
        item["id"] = _ID
        try:
            with warnings.catch_warnings(action="ignore"):
                bibliography = CitationStylesBibliography(self._style, CiteProcJSON([item]), formatter.plain)
                bibliography.register(Citation([CitationItem(_ID)]))
                bibliography.keys = _Numbered(number)
                texts = bibliography.bibliography()
        except Exception:  # noqa: BLE001 - what somebody else's style and processor make of somebody else's text
            return citation(work.entry)
        text = one_line("".join(map(str, texts)))
        return _NUMBER.sub(r"\1 ", text, count=1) if self._aligned else text

    def missing(self, work: Work) -> list[str]:
        """Return what the style would print of such a work, and is not known: `no pages`."""
        item = csl_item(work)
        needed = _OF_KIND.get(work.kind.csl, _OF_ANY_KIND) & self._prints
        return [said for name, said in _NEEDED.items() if name in needed and not item.get(name)]


_ID: Final = "it"


class _Numbered:
    """The keys of a bibliography in which a single work has a number of our own."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __contains__(self, _key: object) -> bool:
        return True

    def index(self, _key: object) -> int:
        return self._number - 1
