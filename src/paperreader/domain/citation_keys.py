"""Citation keys: which texts can be one, and the template that makes them of papers.

A key stands in LaTeX, Markdown, Org and Typst, so it has none of the signs that end it in one of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from paperreader.domain.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.domain.paper import Paper

DEFAULT_KEY_TEMPLATE: Final = "{author}{year}{word}"
LONGEST_KEY: Final = 200
"""The most characters of a key."""

_NOT_IN_A_KEY: Final = re.compile(r"[\s\"#%'(),={}\\~\ufffd]+")
"""What ends a key for TeX, BibTeX or biber."""
_WORD: Final = re.compile(r"[a-z0-9]+")
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9.]+")
# Letters that no decomposition turns into ASCII.
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_SMALL_WORDS: Final = frozenset(
    "a an and are at by can do does for from how in is of on or the to towards via what why with".split()
)
_GENERATIONS: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))
_LONGEST_WORD: Final = 24
_UID_TAIL: Final = 6
_NAMED: Final = 3
"""How many authors and words the template's `{authors}` and `{words}` stand for."""
_PLAIN: Final = re.compile(r"\w(?:[:.$&+?<>/-]?\w)*")
_PART: Final = re.compile(r"\{(\w*)\}")


def key_in(text: str) -> str | None:
    """Return the key that a source gives, without the signs that no key has; `None` if nothing is left."""
    return _NOT_IN_A_KEY.sub("", clean(text[: 2 * LONGEST_KEY]))[:LONGEST_KEY] or None


def is_key(text: str) -> bool:
    """Whether a text can be a citation key as it is."""
    return bool(text) and key_in(text) == text


def made_key(paper: Paper, label: str, uid: str, template: str = DEFAULT_KEY_TEMPLATE) -> str:
    """Return a key for a paper that has none: ASCII letters, digits, and what the template has besides.

    `vaswani2017attention` by the default template. Without an author, a title and a year say too little, and the arXiv
    id without its version, or the end of the paper's uid, is added: `attention2017-1706.03762`. Two papers may be given
    the same key; `suffix` tells them apart.

    Args:
        label: stands for the title if the paper has none.
        template: one that `template_problem` finds nothing wrong with.
    """
    title = paper.title or label
    surname = _surname(paper.authors[0]) if paper.authors else ""
    if surname:
        made = _PART.sub(lambda part: _value(part[1], paper, title), template)
        if any(map(str.isalnum, made)):
            return made[:LONGEST_KEY]
    own_name = next(iter(paper.values("arxiv")), "") or uid[-_UID_TAIL:]
    own_name = _NOT_IN_A_NAME.sub("-", own_name.lower()).strip("-")
    return f"{_first_word(title) or 'paper'}{_year(paper)}-{own_name}"


def cited(keys: Sequence[str], style: str) -> str:
    r"""Return keys as they are written in a text.

    Args:
        style: `latex` (`\cite{a,b}`), `pandoc` (`[@a; @b]`), `text` (`@a; @b`), or else the keys alone, one per line.
    """
    if style == "latex":
        return rf"\cite{{{','.join(keys)}}}"
    if style not in ("pandoc", "text"):
        return "\n".join(keys)
    # Pandoc ends other keys too early, unless they stand in braces.
    names = "; ".join(f"@{key}" if _PLAIN.fullmatch(key) else f"@{{{key}}}" for key in keys)
    return f"[{names}]" if style == "pandoc" else names


def template_problem(template: str) -> str | None:
    """Return why a text is no template for keys, for people; `None` if it is one."""
    names = _PART.findall(template)
    if unknown := next((one for one in names if one.lower() not in _PARTS), None):
        return f"unknown part {{{unknown}}}; choose from {', '.join(f'{{{name}}}' for name in _PARTS)}"
    if not names:
        return f"nothing in it differs between papers; write it like {DEFAULT_KEY_TEMPLATE}"
    between = _PART.sub("", template)
    if between and not (is_key(between) and between.isascii()):
        return "a citation key has no spaces, commas, braces, or any of \" # % ' ( ) = \\ ~"
    return None


def suffix(number: int) -> str:
    """Return `a`, `b`, … `z`, `aa`, `ab`, … for 0, 1, …: what tells papers with the same key apart."""
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _value(name: str, paper: Paper, title: str) -> str:
    """Return what a part of a template stands for; with capitals if the part has one: `{Words}`."""
    words = _PARTS[name.lower()](paper, title)
    return "".join(words if name.islower() else map(str.capitalize, words))


def _ascii(text: str) -> str:
    """Return the text in lower-case ASCII, without accents; other scripts are dropped."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _year(paper: Paper) -> str:
    return f"{paper.published.year:04d}" if paper.published else ""


def _surname(author: str) -> str:
    """Return `lovelace` for `Ada Lovelace`, `Lovelace, Ada` and `Ada Lovelace III`; empty without ASCII letters."""
    family = author.partition(",")[0] if "," in author else author
    words = ["".join(_WORD.findall(_ascii(word))) for word in family.split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in _GENERATIONS:
        words.pop()
    return words[-1][:_LONGEST_WORD] if words else ""


def _words(title: str) -> list[str]:
    """Return the words of a title that are not articles or similar, or else all."""
    # A title is short; a label may be the start of anything.
    words = _WORD.findall(_ascii(title[:500]).replace("'", "").replace("’", ""))
    telling = [word for word in words if word not in _SMALL_WORDS] or words
    return [word[:_LONGEST_WORD] for word in telling]


def _first_word(title: str) -> str:
    return next(iter(_words(title)), "")


_PARTS: Final[dict[str, Callable[[Paper, str], list[str]]]] = {
    "author": lambda paper, _: [_surname(paper.authors[0])],
    "authors": lambda paper, _: list(map(_surname, paper.authors[:_NAMED])),
    "year": lambda paper, _: [_year(paper)],
    "yy": lambda paper, _: [_year(paper)[2:]],
    "word": lambda _, title: _words(title)[:1],
    "words": lambda _, title: _words(title)[:_NAMED],
    "venue": lambda paper, _: _words(paper.venue or "")[:1],
}
"""What can stand in braces in a template, and the words it stands for."""
