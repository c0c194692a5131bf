r"""A formula as one line of text: `$\mathcal{O}(n^2 \log n)$` becomes `O(n² log n)`.

pylatexenc reads the LaTeX and knows the symbols; this module puts the pieces together. Importing pylatexenc takes about
15 ms, so this module is only imported when the first formula is shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, Final

from pylatexenc.latex2text import get_default_latex_context_db as text_context
from pylatexenc.latexwalker import LatexWalker, get_default_latex_context_db as parsing_context
from pylatexenc.macrospec import std_macro

_DEEPEST: Final = 8
"""Braces nested more deeply than this cannot be shown in a line of text."""

_PLAIN: Final = (
    "mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathrm mathnormal boldsymbol bm bold pmb text textrm textit "
    "textbf textsf texttt textsc textsl textup textnormal emph mbox hbox mathop mathbin mathrel mathord mathopen "
    "mathclose underline underbrace overbrace ensuremath smash boxed overrightarrow overleftarrow textsuperscript "
    "textsubscript uppercase lowercase".split()
)
"""Macros that only show their argument, ignoring its typeface."""
_HOLLOW: Final = ("mathbb", "mathbbm", "mathds", "Bbb")
_HOLLOW_LETTERS: Final = str.maketrans("CHNPQRZ1", "ℂℍℕℙℚℝℤ𝟙")
_OVER: Final = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0304", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7", "check": "\u030c", "widecheck": "\u030c",
    "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a",
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "H": "\u030b", "c": "\u0327", "v": "\u030c", "u": "\u0306", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
"""Macros that put something over or under a letter, as combining marks."""
_NOTHING: Final = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm middle rm bf it sf tt cal em "
    "sl sc mit displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag ! - / @ protect "
    "allowbreak nobreak mathstrut strut null relax boldmath unboldmath normalfont bfseries itshape rmfamily".split()
)
_SILENT: Final = ("label", "phantom", "hphantom", "vphantom", "hspace", "hspace*", "vspace", "color", "tag")
"""Macros that show nothing, not even their argument."""
_SPACES: Final = frozenset([",", ";", ":", " ", "\n", "quad", "qquad", "enspace", "thinspace", "space", ">", "\\"])
_RELATIONS: Final = frozenset("≤≥≪≫≈∼≃≅≡∝≲≳∈∉∋⊂⊆⊃⊇→←↔⇒⇐⇔↦⟶⟵⟹⟸⟺≠≺≻≼≽⩽⩾≦≧⊢⊨≜≐∣↪↠⟼≍")
_BINARY: Final = frozenset("×±∓∩∪∧∨∘⊕⊗⊙∖÷⋅·∗⋆")
_NAMES: Final = frozenset(
    "log ln exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth min max argmin argmax arg inf sup "
    "lim limsup liminf det dim ker gcd deg Pr hom lg mod bmod sgn tr rank diag softmax poly polylog".split()
)
_SIGNS: Final = {
    "sim": "∼", "|": "‖", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|", "rvert": "|", "vert": "|", "mid": "∣",
    "{": "{", "}": "}", "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "lbrace": "{", "rbrace": "}",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "ell": "ℓ", "hbar": "ℏ", "epsilon": "ϵ", "varepsilon": "ε", "phi": "φ", "varphi": "φ", "ldots": "…", "dots": "…",
    "dotsc": "…", "dotsb": "⋯", "cdots": "⋯", "vdots": "⋮", "prime": "′", "circ": "∘", "degree": "°", "textdegree": "°",
    "arcdeg": "°", "star": "⋆", "ast": "∗", "cdot": "·", "top": "⊤", "colon": ":", "coloneqq": "≔", "to": "→",
    "gets": "←", "ne": "≠", "neq": "≠", "lt": "<", "gt": ">", "leqslant": "≤", "geqslant": "≥", "le": "≤", "ge": "≥",
    "leq": "≤", "geq": "≥", "implies": "⇒", "iff": "⇔", "mapsto": "↦", "eqsim": "≂", "triangleq": "≜", "land": "∧",
    "lor": "∨", "lnot": "¬", "neg": "¬", "bigcup": "⋃", "bigcap": "⋂", "sqcup": "⊔", "backslash": "\\",
    "setminus": "∖", "micro": "µ", "AA": "Å", "angstrom": "Å", "sun": "☉", "earth": "⊕", "odot": "⊙", "oplus": "⊕",
    "arcsec": "″", "farcs": "″.", "farcm": "′.", "fdg": "°.",
    "arcmin": "′", "LaTeX": "LaTeX", "TeX": "TeX", "i": "i", "j": "j", "imath": "ı", "jmath": "ȷ",
    "lesssim": "≲", "gtrsim": "≳", "Re": "Re", "Im": "Im", "nmid": "∤", "perp": "⊥", "bot": "⊥", "dag": "†",
    "dagger": "†", "ddagger": "‡", "textmu": "µ", "emptyset": "∅", "varnothing": "∅", "And": "&", "lbrack": "[",
    "rbrack": "]", "textquotesingle": "'", "longrightarrow": "⟶", "Longrightarrow": "⟹", "longleftarrow": "⟵",
    "rightarrow": "→", "Rightarrow": "⇒", "leftarrow": "←", "leftrightarrow": "↔", "Leftrightarrow": "⇔",
    "varrho": "ϱ", "vartheta": "ϑ", "varsigma": "ς", "varpi": "ϖ", "wp": "℘", "sum": "∑", "prod": "∏", "int": "∫",
    "textasciitilde": "~", "approx": "≈", "propto": "∝", "infty": "∞",
}  # fmt: skip
_RAISED: Final = dict(zip(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ−",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ⁻", strict=True,
)) | {"∘": "°", "°": "°", "′": "′", "'": "′", "∗": "*", "*": "*", "⋆": "*", "†": "†", "‡": "‡", "″": "″"}  # fmt: skip
_LOWERED: Final = dict(zip(
    "0123456789+-=()aehijklmnoprstuvxβγρφχ−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋", strict=True
))  # fmt: skip
_WORDLIKE: Final = re.compile(r"[^\W\d_]{3,}")
_ATOM: Final = re.compile(r"[\w.′°…∞⁰¹²³⁴-ₜ]+|.|\([^()]*\)|√\w+")
_MATRIX: Final = re.compile(r"(?:small|[bBpvV])?matrix\*?|array|cases")
_WORD: Final = re.compile(r"[0-9A-Za-z\u0370-\u03ff]+")
_KEEPS_A_SPACE: Final = frozenset("=<>+-/*") | _BINARY
_SPECIALS: Final = {"~": " ", "&": " ", "''": "″", "``": "“", "--": "–", "---": "—"}

_parsing: Final = parsing_context()
_parsing.add_context_category(
    "paperreader",
    macros=[
        *(std_macro(name, "{") for name in (*_PLAIN, *_HOLLOW, *_SILENT, *_OVER)),
        *(std_macro(name, "{") for name in ("operatorname", "operatorname*", "pmod")),
        *(std_macro(name, "{{") for name in ("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac", "binom")),
        *(std_macro(name, "{{") for name in ("stackrel", "overset", "underset", "textcolor")),
    ],
    prepend=True,
)
_symbols: Final = text_context()
_FRACTIONS: Final = ("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac")
_KNOWN: Final = frozenset((*_PLAIN, *_HOLLOW, *_SILENT, *_OVER, *_NAMES, *_SIGNS, *_FRACTIONS, "sqrt", "binom", "pmod"))


@lru_cache(maxsize=2_000)
def as_text(latex: str) -> str | None:
    """Return a formula or macro, without its dollars, as one line of text; `None` if it is unreadable. Never raises."""
    if _depth(latex) > _DEEPEST:
        return None
    latex = re.sub(r"(?<!\\)%", r"\\%", latex)  # abstracts have no LaTeX comments
    latex = re.sub(r"\\(?:left|right)\s*\.", "", latex)
    try:
        walker = LatexWalker(latex, latex_context=_parsing, tolerant_parsing=False)
        nodes, _, length = walker.get_latex_nodes()
        shown = _line(nodes) if length == len(latex) else ""
    except Exception:  # noqa: BLE001 - a parser of somebody else's on a text of somebody else's: the source is shown
        return None
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    return shown or None


def _depth(latex: str) -> int:
    deepest = depth = 0
    for character in latex:
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
    return deepest + latex.count("\\begin")


class _Line:
    """One line of text under construction."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, text: str) -> None:
        """Add text as it is, with at most one space in a row and none after a bracket."""
        self.text += text.lstrip() if self.text[-1:] in " ([{" else text

    def sign(self, text: str) -> None:
        """Add the symbol for a macro, with the spaces that this kind of symbol has."""
        if text in _RELATIONS:
            self.add(f" {text} " if self.text.strip() else text)
        elif text in _BINARY:
            self.add(text + (" " if self.text.endswith(" ") else ""))
        else:
            self.add(text)

    def name(self, text: str, before: str) -> None:
        """Add a function's name, separated from letters on both sides; `before` is the character that follows."""
        self.add(f" {text}" if self.text[-1:].isalnum() or self.text[-1:] in ")]⁾" else text)
        self.text += " " if before.isalnum() or (before in "√{|‖" and before) else ""

    def script(self, text: str, mark: str) -> None:
        """Add a superscript (`^`) or subscript (`_`), in Unicode if possible, else after its mark."""
        table = _RAISED if mark == "^" else _LOWERED
        small = [table.get(character) for character in text.replace(" ", "")]
        if None not in small and not _WORDLIKE.fullmatch(text):
            text = "".join(filter(None, small))
        elif text:
            text = mark + (text if len(text) == 1 or _WORD.fullmatch(text) else f"{{{text}}}")
        self.text = self.text.rstrip() + text


def _line(nodes: list[Any]) -> str:
    """Return a list of nodes as text."""
    line = _Line()
    items = _items(nodes)
    at = 0
    while at < len(items):
        item = items[at]
        at += 1
        if isinstance(item, str) and item in "^_":
            while at < len(items) and isinstance(items[at], str) and items[at] == " ":
                at += 1
            line.script(_alone(items[at]).strip() if at < len(items) else "", item)
            at += 1
        elif isinstance(item, str):
            line.add("′" if item == "'" else item)
        else:
            _add(line, item, items, at)
    return line.text


def _items(nodes: list[Any]) -> list[Any]:
    """Return the nodes, with runs of characters split up."""
    items = list[Any]()
    for node in nodes:
        if type(node).__name__ == "LatexCharsNode":
            items.extend(" ".join(node.chars.replace("\n", " ").split(" ")) if node.chars.strip() else " ")
        elif node is not None:
            items.append(node)
    return items


def _alone(item: Any) -> str:
    """Return one character or node as text."""
    return item if isinstance(item, str) else _line([item])


def _add(line: _Line, node: Any, items: list[Any], after: int) -> None:
    """Add one node; `items[after]` is what follows it."""
    kind = type(node).__name__
    if kind == "LatexMacroNode":
        _add_macro(line, node, items, after)
    elif kind == "LatexSpecialsNode":
        line.add(_SPECIALS.get(node.specials_chars, node.specials_chars))
    elif kind == "LatexGroupNode" and node.delimiters[0] != "{":
        line.add(node.delimiters[0] + _line(node.nodelist) + node.delimiters[1])
    elif kind == "LatexEnvironmentNode" and _MATRIX.fullmatch(node.environmentname):
        line.add(_matrix(node.nodelist))
    else:
        line.add(_line(node.nodelist))


def _matrix(nodes: list[Any]) -> str:
    rows: list[list[list[Any]]] = [[[]]]
    for node in nodes:
        if getattr(node, "macroname", "") == "\\":
            rows.append([[]])
        elif getattr(node, "specials_chars", "") == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(node)
    shown = [", ".join(_line(cell).strip() for cell in row) for row in rows]
    return f"[{'; '.join(row for row in shown if row)}]"


def _add_macro(line: _Line, node: Any, items: list[Any], after: int) -> None:
    name = node.macroname
    nodes = [one for one in (node.nodeargd.argnlist if node.nodeargd else None) or () if one is not None]
    if name in _NOTHING or name in _SILENT:
        return
    if name in _SPACES:
        line.add(" ")
    elif name in _SIGNS or (not nodes and name not in _NAMES):
        line.sign(_sign(name))
        if node.macro_post_space and _first(items, after) in _KEEPS_A_SPACE:
            line.add(" ")
    elif name in _NAMES or name.startswith("operatorname"):
        line.name(_alone(nodes[-1]) if nodes else name, _first(items, after))
    else:
        _add_with_arguments(line, name, [_alone(one).strip() if name not in _PLAIN else _alone(one) for one in nodes])


def _add_with_arguments(line: _Line, name: str, arguments: list[str]) -> None:
    last = arguments[-1]
    if name in _OVER:
        line.add(unicodedata.normalize("NFC", last + _OVER[name]) if len(last) == 1 else last)
    elif name in _HOLLOW:
        line.add(last.translate(_HOLLOW_LETTERS))
    elif name.endswith("frac") and len(arguments) == 2:
        line.add(f"{_operand(arguments[0])}/{_operand(last)}")
    elif name.endswith("binom") and len(arguments) == 2:
        line.add(f"({arguments[0]} choose {last})")
    elif name == "sqrt":
        if len(arguments) == 2:
            line.script(arguments[0].strip("[]"), "^")
        line.add(f"√{_operand(last)}")
    elif name in ("textsuperscript", "textsubscript"):
        line.script(last, "^" if name == "textsuperscript" else "_")
    elif name == "pmod":
        line.add(f" (mod {last})")
    else:
        line.add(last)


def _operand(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"


def _first(items: list[Any], at: int) -> str:
    """Return the first character that the items from `at` on show."""
    for item in items[at:]:
        if shown := _alone(item).strip():
            return shown[0]
    return ""


def _sign(name: str) -> str:
    """Return the symbol for a macro without arguments, or its own name if it is unknown."""
    if name in _SIGNS:
        return _SIGNS[name]
    spec = _symbols.get_macro_spec(name)
    known = spec.simplify_repl if spec else None
    return known if isinstance(known, str) and known and "%" not in known and "<" not in known else name


def is_known(name: str) -> bool:
    """Whether the macro is known, with or without arguments."""
    return name in _KNOWN or _sign(name) != name
