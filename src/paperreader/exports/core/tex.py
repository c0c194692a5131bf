r"""Text for TeX, in a field in braces: it reads as in the library, and always compiles.

Everything that means something to TeX is escaped, except formulas, which stay formulas: `$\alpha$` is one, and `$620
billion` is money. No text has an unbalanced brace, as BibTeX counts them: to it, a backslash means nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from paperreader.language import formula_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pylatexenc.latexencode import UnicodeToLatexEncoder

    from paperreader.exports.core.names import Name

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\lbrace{}",
    "}": r"\rbrace{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
    "`": r"\textasciigrave{}",
    # At the start of a line an @ begins the next entry, for readers that recover from errors.
    "@": "{@}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
# The specials, and the places within pairs that TeX would make one sign of: -- ''.
_ESCAPED: Final = re.compile(r"[\\{}~^<>|@`&%$#_]|(?<=-)(?=-)|(?<=')(?=')")
_WORDS: Final = re.compile(r"(\w+)")
_AND: Final = re.compile(r"(?:^|\s)(?:and|others)(?:\s|$)", re.IGNORECASE)
_DASH: Final = re.compile(r"\s*[-‐‑–—]+\s*")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_ASCII: Final = "".join(map(chr, range(0x21, 0x7F)))
_BEGINS_A_SENTENCE: Final = re.compile(r"[:.?!—–]\s*$")
_SHORT: Final = 4
"""Shorter words, in letters, say nothing about how a title is capitalised."""


@dataclass(frozen=True, slots=True)
class TeX:
    """Writes text for TeX."""

    ascii: bool = False
    """Letters beyond ASCII as TeX's macros, for systems that read nothing else."""

    def text(self, text: str) -> str:
        """Return a text. White space at the ends of lines goes, other runs of it become one space."""
        folded = "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
        return self._with_formulas(folded, self._escape, "{}")

    def title(self, title: str) -> str:
        """Return a title, with braces around what must keep its capitals: `{LoRA}`, `{GPT}-4`, `{Bayesian}`."""
        line = " ".join(title.split())
        protected = _protects(line)
        return self._with_formulas(line, lambda part: self._protected(part, protected), "{{{}}}")

    def pages(self, pages: str) -> str:
        """Return pages with the dash that TeX wants: `1--10`."""
        parts = _DASH.split(pages)
        return "--".join(map(self.text, parts)) if len(parts) == 2 and all(parts) else self.text(pages)

    def names(self, names: Iterable[Name], *, others: bool = False) -> str:
        """Return people: `Lovelace, Ada and {The OpenAI Team} and others`."""
        return " and ".join([*map(self._name, names), *(["others"] if others else [])])

    def listed(self, words: Iterable[str]) -> str:
        """Return keywords, separated by commas; one with a comma is in braces."""
        return ", ".join(f"{{{self.text(word)}}}" if "," in word else self.text(word) for word in words)

    def verbatim(self, text: str) -> str:
        """Return an id or an address, for a field that is not set as text: what could end it is percent-escaped."""
        escaped = re.sub(r"[\s{}\\]", lambda match: f"%{ord(match[0]):02X}", text)
        return quote(escaped, safe=_ASCII) if self.ascii else escaped

    def _name(self, name: Name) -> str:
        """Return a name as `von Last, Jr, First`; an institution in braces."""
        if name.literal:
            return f"{{{self.text(name.literal)}}}"
        parts = [self._part(name.surname), *([self._part(name.suffix)] if name.suffix else [])]
        if name.given:
            parts.append(self._part(name.given))
        if len(parts) == 1:
            # Without a comma, BibTeX would look for given names in it.
            return f"{{{parts[0]}}}" if " " in name.surname else parts[0]
        return ", ".join(parts)

    def _part(self, text: str) -> str:
        """Return a part of a name, in braces if it has what separates parts or names, or what readers trip over."""
        odd = "," in text or _AND.search(text) or _ESCAPED.search(text)
        return f"{{{self.text(text)}}}" if odd else self.text(text)

    def _escape(self, text: str) -> str:
        escaped = _ESCAPED.sub(lambda match: _SPECIAL.get(match[0], "{}"), text)
        if self.ascii and not escaped.isascii():
            return _BEYOND_ASCII.sub(lambda match: _macro(match[0]), unicodedata.normalize("NFC", escaped))
        return escaped

    def _protected(self, text: str, protects: Callable[[str, bool], bool]) -> str:
        out, before = list[str](), ""
        for part in _WORDS.split(text):
            first = not before.strip() or _BEGINS_A_SENTENCE.search(before) is not None
            escaped = self._escape(part)
            out.append(f"{{{escaped}}}" if protects(part, first) else escaped)
            before = part if part.strip() else before
        return "".join(out)

    @staticmethod
    def _with_formulas(text: str, prose: Callable[[str], str], formula: str) -> str:
        if "$" not in text and "\\" not in text:
            return prose(text)

        def pieces() -> Iterator[str]:
            at = 0
            for start, end in formula_spans(text):
                yield prose(text[at:start])
                yield formula.format(text[start:end])
                at = end
            yield prose(text[at:])

        return "".join(pieces())


def _protects(title: str) -> Callable[[str, bool], bool]:
    """Return what says whether a word of this title, perhaps the first of a sentence, keeps its capitals."""
    words = [word for word in _WORDS.findall(title)[1:] if len(word) >= _SHORT]
    # In a title in sentence case, a capital is a name's.
    names = 2 * sum(word[0].isupper() for word in words) < len(words)

    def protects(word: str, first: bool) -> bool:  # noqa: FBT001 - said by position, for each word
        if _has_own_capitals(word):
            return True
        return names and not first and word[:1].isupper() and word not in ("A", "An", "The")

    return protects


def _has_own_capitals(word: str) -> bool:
    """Whether a word has capitals that no style may change: `LoRA`, `GPT`, `K2`, and the `D` of Vitamin D."""
    if not word[:1].isalnum():
        return False
    if len(word) == 1:
        return word.isupper() and word != "A"
    return any(letter.isupper() for letter in word[1:]) or (
        word[0].isupper() and any(letter.isdigit() for letter in word)
    )


@lru_cache(maxsize=4096)
def _macro(letter: str) -> str:
    r"""Return a letter beyond ASCII in TeX's macros, in braces: `{\"o}`; or else by its number."""
    written = _encoder().unicode_to_latex(letter)
    return str(written) if str(written).isascii() else f"{{\\symbol{{{ord(letter)}}}}}"


@cache
def _encoder() -> UnicodeToLatexEncoder:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(
        replacement_latex_protection="braces-all", unknown_char_policy="keep", unknown_char_warning=False
    )
