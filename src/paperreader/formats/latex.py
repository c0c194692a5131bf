r"""TeX's ways of writing text, undone: `{I}nfer{C}ept` is InferCept, `Erd{\"o}s` is Erdös, `R\&D` is R&D.

Only what BibTeX requires people to write is undone. Formulas (`$…$`) and macros that mean something else
(`\cite{…}`, `\sys`) stay as they are written, for the reader knows what to do with them. pylatexenc knows what
an accent or a sign looks like; that a `%` is a percent sign here, and no comment, it does not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

_ACCENTS: Final = "`'^\"~=.|"
_LETTER_ACCENTS: Final = "HcdbkruvtU"
_SIGNS: Final = frozenset(
    """
    ss SS o O l L ae AE oe OE aa AA i j dh DH dj DJ ng NG th TH
    dag ddag S P copyright pounds euro dots ldots LaTeX TeX lbrace rbrace
    textbackslash textasciitilde textquotesingle
    textendash textemdash textquoteleft textquoteright textquotedblleft textquotedblright textquotedbl
    textregistered texttrademark textdegree textmu textbullet textellipsis texteuro textsterling textsection
    textperiodcentered textpm texttimes guillemotleft guillemotright textexclamdown textquestiondown
    """.split()
)
_MORE_SIGNS: Final = {
    "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_",
    "textdollar": "$", "textbraceleft": "{", "textbraceright": "}", "textasteriskcentered": "*", "slash": "/",
    "textquotedbl": '"', "texttilde": "~", "textasciidieresis": "¨", "textasciigrave": "`", "textasciiacute": "´",
    "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textdelta": "δ",
    "textonehalf": "½", "texthyphen": "-", "textnumero": "№",
}  # fmt: skip
"""Signs that pylatexenc does not know."""
_WRAPPERS: Final = frozenset(
    """
    emph textit textbf textsc texttt textrm textsf textsl textup textmd textnormal text mbox hbox
    textsuperscript textsubscript uppercase MakeUppercase ensuremath url path uline underline enquote
    NoCaseChange protect
    """.split()
)
"""Macros of which the argument is the text."""
_SWITCHES: Final = frozenset(
    "em it bf sc tt rm sl sf itshape bfseries scshape ttfamily rmfamily upshape mdseries normalfont".split()
)
_ESCAPED: Final = frozenset("&%$#_{}")
_SPACES: Final = {" ": " ", ",": " ", ";": " ", ":": " ", "-": "", "/": "", "!": "", "\\": "\n", "@": ""}
_TOKEN: Final = re.compile(
    r"""
    \\(?P<macro>[A-Za-z]+)\*?[ \t]*\n?[ \t]*   # a word swallows the space behind it
    | \\(?P<sign>.)
    | (?P<formula>\$\$[^$]{0,4000}\$\$ | \$(?:[^$\\]|\\.){1,4000}\$)
    | (?P<brace>[{}])
    | (?P<tie>(?<=[\w.,)}])~(?=[\w$\\{(]))
    """,
    re.VERBOSE | re.DOTALL,
)
_ARGUMENT: Final = re.compile(
    r"[ \t]*(?:\{([^{}\\]{0,8})\}|\{\\([ij])\s*(?:\{\})?\}|\\([ij])(?![A-Za-z])\s?|([^\s{}\\$]))"
)
_GROUP: Final = re.compile(r"(?:\[[^\[\]{}]{0,200}\])?\{")
_EMPTY: Final = re.compile(r"\{\}")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_LONGEST: Final = 200
"""How long an argument may be, in characters; what seems longer is not closed."""


def text_of(latex: str) -> str:
    """The text that a field of BibTeX stands for."""
    if not any(mark in latex for mark in "\\{}~"):
        return latex
    return "".join(_Reader(latex).pieces())


class _Reader:
    """Goes over a text once, from escape to escape."""

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._at = 0

    def pieces(self) -> list[str]:
        """The text, in pieces."""
        out = list[str]()
        while match := _TOKEN.search(self._latex, self._at):
            out.append(self._latex[self._at : match.start()])
            self._at = match.end()
            if match["macro"]:
                out.append(self._macro(match))
            elif match["sign"]:
                out.append(self._sign(match))
            elif match["formula"]:
                out.append(match[0])
            elif match["tie"]:
                out.append("\u00a0")
        out.append(self._latex[self._at :])
        return out

    def _macro(self, match: re.Match[str]) -> str:
        name = match["macro"]
        if name in _MORE_SIGNS or name in _SIGNS:
            self._skip(_EMPTY)
            return _MORE_SIGNS.get(name) or _drawn("\\" + name)
        if name in _LETTER_ACCENTS and (argument := self._argument()):
            return _drawn(f"\\{name}{{{argument}}}")
        if name in _SWITCHES or (name in _WRAPPERS and self._latex.startswith("{", self._at)):
            return ""  # the braces around or behind it go as all others do
        if name == "href" and self._latex.startswith("{", self._at):
            self._at = self._end_of_group(self._at)
            return ""
        return self._as_written(match)

    def _sign(self, match: re.Match[str]) -> str:
        sign = match["sign"]
        if sign in _ESCAPED:
            return sign
        if sign in "([":  # a formula
            end = self._latex.find("\\" + {"(": ")", "[": "]"}[sign], self._at, self._at + _LONGEST)
            if end >= 0:
                begin, self._at = match.start(), end + 2
                return self._latex[begin : self._at]
        if sign in _ACCENTS and (argument := self._argument()):
            return _drawn(f"\\{sign}{{{argument}}}")
        if sign in "^~" and _EMPTY.match(self._latex, self._at):
            return sign
        return _SPACES.get(sign, match[0])

    def _argument(self) -> str:
        match = _ARGUMENT.match(self._latex, self._at)
        if match is None or match[1] == "":
            return ""
        self._at = match.end()
        dotless = match[2] or match[3]
        return f"\\{dotless}" if dotless else match[1] or match[4]

    def _as_written(self, match: re.Match[str]) -> str:
        """A macro that is none of TeX's ways to write text, with its arguments."""
        begin = match.start()
        while group := _GROUP.match(self._latex, self._at):
            end = self._end_of_group(group.end() - 1)
            if end == self._at:
                break
            self._at = end
        return self._latex[begin : self._at]

    def _end_of_group(self, begin: int) -> int:
        """Behind the brace that closes the one at `begin`; `self._at` if nothing closes it."""
        depth = 0
        for brace in _BRACE.finditer(self._latex, begin, begin + _LONGEST):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                return brace.end()
        return self._at

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self._latex, self._at):
            self._at = match.end()


@lru_cache(maxsize=4096)
def _drawn(latex: str) -> str:
    """What one accent or sign looks like; as it is written if pylatexenc does not know it."""
    text: str = _pylatexenc().latex_to_text(latex)
    return text.strip() or latex


@cache
def _pylatexenc() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="verbatim")
