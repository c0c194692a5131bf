r"""Turns TeX's spelling into text: `{I}nfer{C}ept` is InferCept, `Erd{\"o}s` is Erdös, `R\&D` is R&D.

Only what people must write to get a character is replaced: accents, escapes, dashes, quotation marks. Formulas (`$…$`)
and macros that mean something else (`\cite{…}`, `\sys`) stay, since the reader can deal with them. pylatexenc knows the
accents and signs; it does not know that `%` is a percent sign here and not a comment.
"""

from __future__ import annotations

import re
import unicodedata
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
    quotesinglbase quotedblbase guilsinglleft guilsinglright textquoteleft textquoteright
    """.split()
)
_MORE_SIGNS: Final = {
    "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_",
    "textdollar": "$", "textbraceleft": "{", "textbraceright": "}", "textasteriskcentered": "*", "slash": "/",
    "textquotedbl": '"', "texttilde": "~", "textasciidieresis": "¨", "textasciigrave": "`", "textasciiacute": "´",
    "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textdelta": "δ",
    "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "texthyphen": "-", "textnumero": "№",
    "textsuperscripttwo": "²", "texttwosuperior": "²", "textthreesuperior": "³", "textonesuperior": "¹",
    "textcelsius": "℃", "textohm": "Ω", "textperthousand": "‰", "textcent": "¢", "textyen": "¥", "textpercent": "%",
    "texttildelow": "~", "textvisiblespace": "␣", "textminus": "−", "textdiv": "÷", "textordmasculine": "º",
    "textordfeminine": "ª", "textparagraph": "¶", "textcopyright": "©", "textdagger": "†", "textdaggerdbl": "‡",
    "textquotestraightdblbase": "\"", "textemdash": "—", "textendash": "–", "texthorizontalbar": "―",
    "textrightarrow": "→", "textleftarrow": "←", "textinfty": "∞", "textdblhyphen": "=", "nobreakspace": "\u00a0",
    "textsigma": "σ", "textepsilon": "ε", "textlambda": "λ", "textomega": "ω", "textpi": "π", "texttau": "τ",
    "textphi": "φ", "textchi": "χ", "textkappa": "κ", "texteta": "η", "texttheta": "θ", "textrho": "ρ", "textxi": "ξ",
    "textpsi": "ψ", "textzeta": "ζ", "textnu": "ν", "textDelta": "Δ", "textOmega": "Ω", "textGamma": "Γ",
    "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "lq": "‘", "rq": "’", "dq": '"',
    "textsection": "§", "degree": "°", "ampersand": "&", "IJ": "Ĳ", "ij": "ĳ", "SS": "ẞ", "textcurrency": "¤",
}  # fmt: skip
"""Signs unknown to pylatexenc."""
_WRAPPERS: Final = frozenset(
    """
    emph textit textbf textsc texttt textrm textsf textsl textup textmd textnormal text mbox hbox
    textsuperscript textsubscript uppercase MakeUppercase ensuremath uline underline enquote
    NoCaseChange protect
    """.split()
)
"""Macros whose argument is the text."""
_VERBATIM: Final = frozenset(("url", "path", "nolinkurl"))
"""Macros whose argument is an address, in which dashes and ties are ordinary characters."""
_MATH_ACCENTS: Final = {
    "acute": "\u0301", "grave": "\u0300", "hat": "\u0302", "ddot": "\u0308", "tilde": "\u0303", "bar": "\u0304",
    "dot": "\u0307", "check": "\u030c", "breve": "\u0306", "mathring": "\u030a", "textcommabelow": "\u0326",
    "textogonekcentered": "\u0328",
}  # fmt: skip
"""The names of the same accents in formulas, which some programs also use in text."""
_COMBINING: Final = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "H": "\u030b", "c": "\u0327", "v": "\u030c", "u": "\u0306", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_SHORT: Final = 14
"""The longest group that is one letter with two accents, in characters."""
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
    | (?P<dash>(?<![-!<])---?(?![->]))
    | (?P<quote>``|''|`(?=[^\s`'\\]))
    | (?P<closing>')
    """,
    re.VERBOSE | re.DOTALL,
)
_WHICHEVER: Final = re.compile(
    r"\\ifmmode(?![A-Za-z])[^\n]{0,200}?\\else(?![A-Za-z])\s?([^\n]{0,200}?)\s?\\fi(?![A-Za-z])\s?(?:\{\})?"
)
"""A letter written both for formulas and for text, as the American Physical Society does."""
_ARGUMENT: Final = re.compile(
    r"[ \t]*(?:\{([^{}\\]{0,8})\}|\{\\([ij])\s*(?:\{\})?\}|\\([ij])(?![A-Za-z])\s?|([^\s{}\\$]))"
)
_GROUP: Final = re.compile(r"(?:\[[^\[\]{}]{0,200}\])?\{")
_EMPTY: Final = re.compile(r"\{\}")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_MISPLACED: Final = re.compile(r"[nN]\\~[eiuEIU]")
"""No language has a tilde on these vowels after an n: it is before the wrong letter."""
_CLOSES: Final = re.compile(r"(?<=\S)(?<!')'(?![\w'])")
_MARKS: Final = ("\\", "{", "}", "~", "--", "``", "`")
"""Characters in any text that needs conversion."""

_TILDE: Final = re.compile(
    r"\{?(?:\\(?:textasciitilde|texttildelow)(?![A-Za-z])(?:\{\}|[ \t]+)?|\\~(?:\{ ?\})?"
    r"|\$\\(?:sim|tilde\{\})\$|\\string ?~)\}?"
)
_IN_ADDRESS: Final = re.compile(r"\\([_%&#~$^{}=+./:?-])")
_MACRO_FOR_ADDRESSES: Final = re.compile(r"\\[A-Za-z]{1,20}\*?|\}\s{0,3}\{|[<>|\"]")
_NO_BRACES: Final = {ord("{"): None, ord("}"): None, ord("\\"): None}
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]{3,2000}", re.IGNORECASE)
_LONGEST: Final = 200
"""The longest argument, in characters; one that seems longer is not closed."""


def latex_as_text(latex: str) -> str:
    """Return the text that a BibTeX field stands for."""
    if not any(mark in latex for mark in _MARKS):
        return latex
    if "\\ifmmode" in latex:
        latex = _WHICHEVER.sub(r"{\1}", latex)
    text = "".join(_Reader(latex).pieces())
    return text if "\u0303" not in text else unicodedata.normalize("NFC", text)


def addresses_in(latex: str) -> list[str]:
    r"""Return the URLs in a field, as browsers need them: `\url{https://x.org/\~{}me/a\_b}` is https://x.org/~me/a_b."""
    if "\\" in latex or "$" in latex or "{" in latex:
        latex = _TILDE.sub("~", latex)
        latex = _MACRO_FOR_ADDRESSES.sub(" ", _IN_ADDRESS.sub(r"\1", latex)).translate(_NO_BRACES)
    return [found[0].rstrip(".,;:") for found in _ADDRESS.finditer(latex)]


class _Reader:
    """Goes through a text once, from escape to escape."""

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._at = 0
        self._quotes = 0
        """The quotation marks that are open."""
        self._closing = set[int]()
        """The positions where single ones close."""

    def pieces(self) -> list[str]:
        """Return the text in pieces."""
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
            elif match["dash"]:
                out.append(self._dash(match))
            elif match["quote"]:
                out.append(self._quote(match))
            elif match["closing"]:
                out.append("’" if match.start() in self._closing else "'")
        out.append(self._latex[self._at :])
        return out

    def _dash(self, match: re.Match[str]) -> str:
        """Read a dash; but two hyphens next to a word are an option (`--help`) or a name (`C--`)."""
        before, after = self._latex[match.start() - 1 : match.start()], self._latex[match.end() : match.end() + 1]
        if len(match[0]) == 3:  # unless they are a whole line
            return match[0] if before in ("", "\n") and after in ("", "\n") else "—"
        begins = match.start() == 0 or before in ' \t\n\u00a0`(["'
        ends = not after.strip() or after in '.,;:)]}"'
        return "–" if begins == ends else match[0]

    def _quote(self, match: re.Match[str]) -> str:
        sign = match[0]
        if sign == "``":
            self._quotes += 1
            return "“"
        if sign == "''":
            if not self._quotes:
                return sign
            self._quotes -= 1
            return "”"
        before = self._latex[match.start() - 1 : match.start()]
        closed = None if before.isalnum() else _CLOSES.search(self._latex, match.end(), match.end() + _LONGEST)
        if closed is None:
            return sign
        self._closing.add(closed.start())
        return "‘"

    def _macro(self, match: re.Match[str]) -> str:
        name = match["macro"]
        if name in _MORE_SIGNS or name in _SIGNS:
            self._skip(_EMPTY)
            return _MORE_SIGNS.get(name) or _drawn("\\" + name)
        if name in _LETTER_ACCENTS and (argument := self._argument()):
            return _drawn(f"\\{name}{{{argument}}}")
        if name in _MATH_ACCENTS and (argument := self._argument()):
            return unicodedata.normalize("NFC", argument.lstrip("\\") + _MATH_ACCENTS[name])
        if name in _VERBATIM and self._latex.startswith("{", self._at):
            begin, self._at = self._at, self._end_of_group(self._at)
            return "".join(addresses_in(self._latex[begin : self._at])) or self._latex[begin + 1 : self._at - 1]
        if name in _COMBINING and (letter := self._accented_letter()):
            return unicodedata.normalize("NFC", letter + _COMBINING[name])
        if name in _SWITCHES or (name in _WRAPPERS and self._latex.startswith("{", self._at)):
            return ""  # braces around or after it are removed like all others
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
        if sign == "~" and _MISPLACED.match(self._latex, match.start() - 1):
            return "\u0303"
        if sign in _ACCENTS and (argument := self._argument()):
            return _drawn(f"\\{sign}{{{argument}}}")
        if sign in _COMBINING and (letter := self._accented_letter()):
            return unicodedata.normalize("NFC", letter + _COMBINING[sign])
        if sign in "^~" and _EMPTY.match(self._latex, self._at):
            return sign
        return _SPACES.get(sign, match[0])

    def _accented_letter(self) -> str:
        r"""Return the letter in a group if it already has an accent, as in `\~{\^e}`."""
        end = self._end_of_group(self._at) if self._latex.startswith("{", self._at) else self._at
        if not 4 <= end - self._at <= _SHORT:
            return ""
        inner = latex_as_text(self._latex[self._at + 1 : end - 1]).strip()
        if len(inner) != 1 or inner.isascii() or not inner.isalpha():
            return ""
        self._at = end
        return inner

    def _argument(self) -> str:
        match = _ARGUMENT.match(self._latex, self._at)
        if match is None or match[1] == "":
            return ""
        self._at = match.end()
        dotless = match[2] or match[3]
        return f"\\{dotless}" if dotless else match[1] or match[4]

    def _as_written(self, match: re.Match[str]) -> str:
        """Return a macro with its arguments unchanged, since it is not a way of writing text."""
        begin = match.start()
        while group := _GROUP.match(self._latex, self._at):
            end = self._end_of_group(group.end() - 1)
            if end == self._at:
                break
            self._at = end
        return self._latex[begin : self._at]

    def _end_of_group(self, begin: int) -> int:
        """Return the place after the brace that closes the one at `begin`; `self._at` if nothing does."""
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
    """Return the character for an accent or sign; as written if pylatexenc does not know it."""
    text: str = _pylatexenc().latex_to_text(latex)
    return text.strip() or latex


@cache
def _pylatexenc() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="verbatim")
