from __future__ import annotations

import pytest
from hypothesis import given

from paperreader.formats.values.latex import addresses_in, latex_as_text
from tests.strategies import hostile_text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{I}nfer{C}ept: {{LLM}}s", "InferCept: LLMs"),
        (r"Erd{\"o}s, Erd\H{o}s, G{\"{o}}del, M\"uller, na{\"\i}ve, \'{\i}", "Erdös, Erdős, Gödel, Müller, naïve, í"),
        (r"{\'E}cole Fran{\c{c}}aise, \c c, \v{S}", "École Française, ç, Š"),
        (r"{\L}ukasz {\O}yvind {\AA}se stra\ss e \o re", "Łukasz Øyvind Åse straße øre"),
        (r"R\&D, 50\%, \$5, \#1, a\_b, \{x\}", "R&D, 50%, $5, #1, a_b, {x}"),
        *((text, text) for text in (r"$4.84$% and 50% of $\mathcal{O}(n \log n)$", r"\(x^{2}\) is x")),
        (r"\emph{E. coli} and {\em also} 2\textsuperscript{nd} \mbox{LoRA}", "E. coli and also 2nd LoRA"),
        (r"\href{http://x.org/a_b}{text} and \url{http://y.org/~z}", "text and http://y.org/~z"),
        (r"a\textendash{}b \textless{}c\textgreater \textbackslash{}sys \textasciitilde", "a–b <c>\\sys ~"),
        (r"Fig.~1, et~al., but ~100", "Fig.\u00a01, et\u00a0al., but ~100"),
        (r"\~n and \~{} and \^{}", "ñ and ~ and ^"),
        *((text, text) for text in (r"as \sys{} does", r"see \cite{tan2018mnasnet}", r"\frac{a}{b}", r"\alpha")),
        (r"Bose--Einstein ``cold'' --- and `warm' --- don't 1--2", "Bose–Einstein “cold” — and ‘warm’ — don't 1–2"),
        *((text, text) for text in ("--help", "see --help", "C-- is", "f''(x)", "rock `n", "<!-- no -->", "a-->b")),
        ("$a--b$ and -{}- and '{}'", "$a--b$ and -- and ''"),
        (r"Ma\ifmmode \acute{n}\else \'{n}\fi{}ska, {\ifmmode \ddot{o} \else \"{o}\fi}, \tilde{n}", "Mańska, ö, ñ"),
        (r"Mu{\~n}oz, Pe\~na, Castan\~eda, Jo\~ao, Lem\~os", "Muñoz, Peña, Castañeda, João, Lemõs"),
        (r"Nguy{\~{\^e}}n, \d{\^o}", "Nguyễn, ộ"),
        (r"\k{a}, {\DJ}, \`a la, {$\sim$}1", r"ą, Đ, à la, $\sim$1"),
        (r"\url{https://x.org/\~{}me/a\_b--c?d=1\%20}", "https://x.org/~me/a_b--c?d=1%20"),
        ("nothing to undo & 100%", "nothing to undo & 100%"),
        ("{unbalanced \\", "unbalanced \\"),
    ],
)  # fmt: skip
def test_what_bibtex_requires_is_undone_and_nothing_else(latex: str, text: str) -> None:
    assert latex_as_text(latex) == text


@given(hostile_text(300))
def test_any_text_is_read(latex: str) -> None:
    text = latex_as_text(latex)
    if not set(latex) & set("\\{}~`") and "--" not in latex:
        assert text == latex


@pytest.mark.parametrize(
    ("field", "addresses"),
    [
        (r"https://x.org/~me/a_b%20c.html", ["https://x.org/~me/a_b%20c.html"]),
        (r"\url{https://x.org/\~{}me/x\_y.pdf}", ["https://x.org/~me/x_y.pdf"]),
        (
            r"At \href{https://a.org/x\%20y}{here}, {\tt http://b.org/$\sim$q}.",
            ["https://a.org/x%20y", "http://b.org/~q"],
        ),
        (r"https://c.org/{\textasciitilde}me/a{\_}b\&c\#d", ["https://c.org/~me/a_b&c#d"]),
        ("in print", []),
        ("javascript:alert(1) ftp://x.org", []),
    ],
)
def test_web_addresses_are_as_a_browser_wants_them(field: str, addresses: list[str]) -> None:
    assert addresses_in(field) == addresses


@pytest.mark.parametrize(
    "piece", ["`a", "--", "''", "\\ifmmode ", "``", r"\a{", r"\(", "$", r"\'", r"{\"", "{", r"\href{", "~", r"\$"]
)
def test_repetitions_are_read_to_their_end(piece: str) -> None:
    assert len(latex_as_text(piece * 4_000)) <= len(piece) * 4_000
