r"""Finds LaTeX in an abstract, and what to show in its place.

Abstracts are prose with some LaTeX in it, written by people who also write `$5`, `C:\new` and `{-1, 0, 1}`. So only
what is plainly LaTeX is replaced; the rest stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class LatexPart(NamedTuple):
    """A part of a source, half-open, and what is shown for it."""

    start: int
    end: int
    shown: str | None
    """`None`: the source as it is, with nothing in it that is LaTeX."""
    bracket: int = 0
    """1 where it opens something (`\\emph{`) and belongs to what comes next, -1 where it closes it (`}`)."""


LONGEST: Final = 600
"""Longer formulas, in characters, are shown as they are."""

_LATEX: Final = re.compile(r"[$\\~{]|--|``")
_NEXT: Final = re.compile(
    r"\\(?P<begin>begin|end)\{(?P<environment>[a-z]{1,20}\*?)\}"
    r"|\\(?P<display>[\[(])"
    r"|\\(?P<name>[A-Za-z]+\*?)"
    r"|\\(?P<symbol>[^A-Za-z\[(])"
    r"|\$\$?"
    r"|\{\\(?P<switch>it|bf|em|sl|sc|tt|rm|sf|itshape|bfseries)(?![A-Za-z])[ ]?"
    r"|\}"
    r"|(?<![-!<])---?(?![->])"
    r"|``|''"
    r"|(?<=[\w.)])~(?=[\w\\$(\[])"
)

_MATH: Final = frozenset(
    "equation equation* align align* eqnarray eqnarray* gather gather* multline multline* math displaymath".split()
)
_LAYOUT: Final = frozenset(
    "itemize enumerate description abstract center quote quotation flushleft flushright document".split()
)
_STYLES: Final = frozenset(
    "textbf emph textit texttt textsc textrm textsf textsl textup textmd textnormal text mbox hbox underline uline "
    "url nolinkurl enquote".split()
)
_CITES: Final = frozenset(
    "cite citep citet citealt citealp citeauthor citeyear citeyearpar parencite textcite autocite nocite".split()
)
_REFERENCES: Final = frozenset("ref eqref cref Cref autoref pageref".split())
_SILENT: Final = frozenset("label vspace hspace vspace* hspace* index thanks".split())
_SWITCHES: Final = frozenset(
    "noindent bigskip smallskip medskip centering xspace protect maketitle small large Large footnotesize it bf em sc "
    "rm tt sf sl displaystyle bfseries itshape".split()
)
_SPACES: Final = {"newline": " ", "linebreak": " ", "par": "\n\n", "quad": " ", "qquad": " ", "item": "\n• "}
_LETTERS: Final = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€", "texteuro": "€", "LaTeX": "LaTeX", "TeX": "TeX",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textbackslash": "\\", "textasciitilde": "~", "textendash": "–",
    "textasciicircum": "^", "textunderscore": "_", "textless": "<", "textgreater": ">", "textbar": "|", "&": "&",
    "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "slash": "/",
    "textquotedblright": "”", "textregistered": "®", "texttrademark": "™", "textdollar": "$", "textpm": "±",
    "texttimes": "×", "textbullet": "•", "lq": "‘", "rq": "’", "textquotesingle": "'", "textpercent": "%",
}  # fmt: skip
_SYMBOLS: Final = {
    **{sign: sign for sign in "%&#_${}"},
    " ": " ", "\n": " ", "\\": " ", ",": " ", ";": " ", ":": " ", "!": "", "-": "", "/": "", "@": "",
}  # fmt: skip
_ACCENTS: Final = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "H": "\u030b", "c": "\u0327", "v": "\u030c", "u": "\u0306", "k": "\u0328", "r": "\u030a", "b": "\u0331",
    "d": "\u0323",
}  # fmt: skip
_ACCENTED: Final = re.compile(r"[ ]?\{[ ]?(?:\\([ij])|([A-Za-z]))[ ]?\}|\\([ij])(?![A-Za-z])(?:\{\})?|([A-Za-z])")
_ARGUMENT: Final = re.compile(r"\*?(?:\[[^\[\]{}]{0,80}\]){0,2}\{")
_EMPTY: Final = re.compile(r"\{\}|[ ](?=[a-z])")
_MICRO: Final = re.compile(r"[ ][A-Za-z]{1,2}\b")
_UNESCAPED: Final = re.compile(r"(?<!\\)\$")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_TEX_SIGN: Final = re.compile(r"[\\^_{}=<>+|]")
_IN_WORDS: Final = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}")
_PLAIN_WORD: Final = re.compile(r"(?<![A-Za-z])[a-z]{3,}(?![A-Za-z])")


_OPENS_FORMULA: Final = re.compile(r"(?<!\\)(?:\$\$?|\\[(\[])")
_CLOSES_FORMULA: Final = {
    "$": _UNESCAPED,
    "$$": re.compile(r"\$\$"),
    "\\(": re.compile(r"\\\)"),
    "\\[": re.compile(r"\\\]"),
}
_MACRO: Final = re.compile(r"\\(?:([A-Za-z]+)|[^A-Za-z])", re.DOTALL)
_AROUND_BRACKETS: Final = frozenset(("left", "right", "operatorname", "limits", "nolimits"))
_SCRIPT: Final = r"(?:\{[^{}]*\}|\\[A-Za-z]+|\\?.)"
_NOT_TO_BE_SET: Final = re.compile(
    rf"(?<!\\)[%#&]|[$@]|[^\x20-\x7e\n]|[\^_]\s*(?:[\^_}}&']|$)|\^\s*{_SCRIPT}\s*[\^']|_\s*{_SCRIPT}\s*_|'\s*\^|\\\\|\\$"
)
"""What stops TeX, or means something else to it, in a formula: comments, columns, double and empty exponents."""


def latex_parts(source: str) -> list[LatexPart] | None:
    """The parts of a source that are shown otherwise, ascending and apart; `None` where there are none."""
    return _Scan(source).run() if _LATEX.search(source) else None


def formula_spans(source: str) -> list[tuple[int, int]]:
    r"""Where formulas stand in a text, with their dollars or `\(…\)`: half-open, ascending and apart.

    Only what is plainly a formula, not words between two sums of money. A formula has letters and signs that LaTeX
    knows, so that nothing else is run when it is set: no macros of unknown names, and no comments.
    """
    spans, at = list[tuple[int, int]](), 0
    while match := _OPENS_FORMULA.search(source, at):
        start, inner = match.span()
        at = inner
        found = _CLOSES_FORMULA[match[0]].search(source, inner, start + LONGEST)
        if found is None:
            continue
        body, end = source[inner : found.start()], found.end()
        if (match[0][0] == "\\" or _is_formula(body, source[end : end + 1])) and _can_be_set(body):
            spans.append((start, end))
            at = end
    return spans


class _Scan:
    """One pass over a source from start to end."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found = list[LatexPart]()
        self.closing = dict[int, LatexPart]()
        """What braces that are still to come close."""
        self.braces = _matching_braces(source)
        self.quotes = 0
        """How many quotation marks are open."""

    def run(self) -> list[LatexPart] | None:
        """All pieces."""
        at = 0
        while match := _NEXT.search(self.source, at):
            at = max(self._take(match), match.start() + 1)
        return self.found or None

    def _take(self, match: re.Match[str]) -> int:
        """Add what a match shows, and return where to go on."""
        start, text = match.start(), match[0]
        if text == "}":
            if start in self.closing:
                self.found.append(self.closing[start])
            return match.end()
        if text[0] == "$":
            return self._dollars(start, text)
        if text[0] == "{":
            return self._open(start, match.end(), self.braces.get(start))
        if text[0] == "\\":
            return self._macro(match)
        return self._punctuation(match)

    def _show(self, start: int, end: int, shown: str | None) -> int:
        self.found.append(LatexPart(start, end, shown))
        return end

    def _open(self, start: int, end: int, close: int | None, before: str = "", after: str = "") -> int:
        """Show the text between `end` and the brace at `close`, without the markup around it."""
        if close is None:
            return end
        self.found.append(LatexPart(start, end, before, 1))
        self.closing[close] = LatexPart(close, close + 1, after, -1)
        return end

    def _punctuation(self, match: re.Match[str]) -> int:
        start, end = match.span()
        text = match[0]
        if text == "``":
            self.quotes += 1
            return self._show(start, end, "“")
        if text == "''":
            if not self.quotes:
                return end
            self.quotes -= 1
            return self._show(start, end, "”")
        if text == "~":
            digits = self.source[start - 1].isdigit() and self.source[end].isdigit()
            return end if digits else self._show(start, end, " ")  # `5~10` is a range
        alone = self.source[start - 1 : start].isspace() != self.source[end : end + 1].isspace()
        option = text == "--" and (start == 0 or alone)  # `--help`
        return end if option else self._show(start, end, "–" if text == "--" else "—")

    def _dollars(self, start: int, dollars: str) -> int:
        source, size = self.source, len(dollars)
        if size == 2:
            close = source.find("$$", start + 2, start + LONGEST)
        else:
            found = _UNESCAPED.search(source, start + 1, start + LONGEST)
            close = found.start() if found else -1
        body = source[start + size : close] if close > 0 else ""
        if not _is_formula(body, source[close + size : close + size + 1]):
            return start + 1
        return self._formula(start, close + size, body)

    def _formula(self, start: int, end: int, body: str) -> int:
        return self._show(start, end, _as_text()(" ".join(body.split())))

    def _macro(self, match: re.Match[str]) -> int:
        start, end = match.span()
        if match["display"]:
            close = self.source.find("\\]" if match["display"] == "[" else "\\)", end, end + LONGEST)
            return end if close < 0 else self._formula(start, close + 2, self.source[end:close])
        if match["begin"]:
            return self._environment(match)
        if match["name"]:
            return self._named(start, end, match["name"])
        symbol = match["symbol"]
        if symbol in _ACCENTS and (accented := self._accented(start, end, symbol)):
            return accented
        if symbol in _SYMBOLS:
            return self._show(start, end, _SYMBOLS[symbol])
        return end

    def _environment(self, match: re.Match[str]) -> int:
        start, end = match.span()
        name = match["environment"]
        if name in _LAYOUT:
            return self._show(start, end, " ")
        if match["begin"] == "begin" and name in _MATH:
            mark = f"\\end{{{name}}}"
            close = self.source.find(mark, end, end + LONGEST)
            if close >= 0:
                return self._formula(start, close + len(mark), self.source[end:close].replace("&", ""))
        return end

    def _accented(self, start: int, end: int, accent: str) -> int | None:
        """Show an accent with its letter, if there is such a character."""
        found = _ACCENTED.match(self.source, end)
        if found is None or (accent.isalpha() and found[4]):
            return None
        letter = found[1] or found[2] or found[3] or found[4]
        composed = unicodedata.normalize("NFC", letter + _ACCENTS[accent])
        return self._show(start, found.end(), composed) if len(composed) == 1 else None

    def _named(self, start: int, end: int, name: str) -> int:
        """Show a macro whose name is made of letters."""
        if name in _ACCENTS and (accented := self._accented(start, end, name)):
            return accented
        if name in _LETTERS:
            empty = _EMPTY.match(self.source, end) if len(name) <= 2 else None
            return self._show(start, empty.end() if empty else end, _LETTERS[name])
        if name in _SPACES or name in _SWITCHES:
            return self._show(start, end, _SPACES.get(name, " "))
        argument = _ARGUMENT.match(self.source, end)
        if argument is None:
            return self._without_argument(start, end, name)
        close = self.braces.get(argument.end() - 1)
        if close is None:
            return end
        return self._with_argument(start, argument.end(), close, name)

    def _with_argument(self, start: int, inner: int, close: int, name: str) -> int:
        if name in _STYLES:
            return self._open(start, inner, close)
        if name in _CITES or name in _REFERENCES:
            cited = " ".join(self.source[inner:close].split())
            return self._show(start, close + 1, f"[{cited}]" if name in _CITES else cited) if cited else close + 1
        if name in _SILENT:
            return self._show(start, close + 1, "")
        if name == "footnote":
            return self._open(start, inner, close, " (", ")")
        if name == "href":
            second = self.source[close + 1 : close + 2] == "{"
            return self._open(start, close + 2 if second else inner, self.braces.get(close + 1) if second else close)
        if not self._is_known(name):
            return self._without_argument(start, inner - 1, name) if close == inner else self._open(start, inner, close)
        end = close + 1
        while self.source[end : end + 1] == "{" and end in self.braces:
            end = self.braces[end] + 1
        return self._show(start, end, _as_text()(self.source[start:end])) if end - start <= LONGEST else inner

    def _without_argument(self, start: int, end: int, name: str) -> int:
        r"""Show a symbol, or the letters of an unknown name: `\sys` may be what a system is called."""
        before = self.source[start - 1 : start]
        if self._is_known(name):
            shown = _as_text()(f"\\{name}") or name
        elif len(name) == 1 or before.isalnum() or (before and before in "\\:/_"):
            return end  # `C:\new`, and what is left of an escaped `\n`
        else:
            shown = name
        if self.source.startswith("{}", end):
            end += 2
        elif name == "mu" and _MICRO.match(self.source, end):
            end += 1
        return self._show(start, end, shown)

    def _is_known(self, name: str) -> bool:
        from paperreader.language.formulas import is_known

        return len(name) > 1 and is_known(name)


def _as_text() -> Callable[[str], str | None]:
    from paperreader.language.formulas import as_text

    return as_text


def _matching_braces(source: str) -> dict[int, int]:
    """Return the matching closing brace for every opening one."""
    found = dict[int, int]()
    opened = list[int]()
    for match in _BRACE.finditer(source):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            found[opened.pop()] = match.start()
    return found


def _is_formula(body: str, after: str) -> bool:
    """Whether the text between two dollars is a formula, not words between two sums of money."""
    if not body.strip() or _BLANK_LINE.search(body):
        return False
    loose_before, loose_after = body[0].isspace(), body[-1].isspace()
    prose = len(_PLAIN_WORD.findall(_IN_WORDS.sub(" ", body)))
    if loose_before and loose_after and len(body.split()) == 1:
        return not body.strip()[0].isdigit()  # `$ x $`
    if not _TEX_SIGN.search(body):
        return not (loose_before or loose_after or after.isdigit()) and prose < 3 and len(body) <= 80
    if body[0].isdigit() and (loose_after or (after.isdigit() and "\\" not in body)):
        return False
    return prose < 4 or prose < body.count("\\")


def _can_be_set(body: str) -> bool:
    """Whether TeX can set a formula, and does nothing else."""
    from paperreader.language.formulas import as_text, is_known

    if not body.strip() or _NOT_TO_BE_SET.search(body.replace("\\$", "").replace("\\%", "")):
        return False
    names = [name for name in _MACRO.findall(body) if name]
    if not all(name in _AROUND_BRACKETS or is_known(name) for name in names):
        return False
    if names.count("left") != names.count("right"):
        return False
    # As TeX counts braces, and as BibTeX does, to which a backslash means nothing.
    balanced = _is_balanced(re.sub(r"\\[{}]", "", body)) and _is_balanced(body)
    return balanced and as_text(" ".join(body.split())) is not None


def _is_balanced(body: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", body):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
