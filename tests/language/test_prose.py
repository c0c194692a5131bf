"""Abstracts as the reader sees them, and moving through them."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st
from rich.cells import cell_len

from paperreader.domain import clean
from paperreader.exchange import sample_lists
from paperreader.language import (
    Keywords,
    Passages,
    Unit,
    keyword_spans,
    next_grapheme,
    paragraph_spans,
    previous_grapheme,
    readable,
    sentence_spans,
    wrap,
)
from paperreader.language.graphemes import graphemes, inside
from paperreader.language.passages import word_spans
from tests.strategies import hostile_text

_PIECES = (
    " ", "\n", "\n\n", "\n  ", "  ", "- ", "-\n", "1. ", ". ", "? ", "。", "e.g. ", "量子", "が", "e\u0301", "\u0301",
    "👩‍🔬", "🇩🇪", "👍🏽", "\u200d", "한글", "\u1100\u1161", "שלום ", "$", "$$", "$x^2$", "$\\alpha_{i}$", "$5 and $6",
    "\\textbf{", "\\emph{a b}", "{", "}", "{\\it x}", "\\%", "\\'e", "\\H{o}", "\\", "\\cite{x}", "\\[", "\\]", "\\(",
    "\\begin{equation}", "\\end{equation}", "\\label{x}", "\\sys", "\\footnote{f}", "``", "''", "--", "~", "_", "^",
    "\\frac{1}{2}", "\\item ", "\\par", "word", "A", "3.5",
)  # fmt: skip


def _texts(max_size: int = 120) -> st.SearchStrategy[str]:
    """Cleaned abstracts made of everything that is hard to show."""
    piece = st.one_of(st.sampled_from(_PIECES), st.text(max_size=6))
    return st.one_of(st.lists(piece, max_size=16).map("".join), hostile_text(max_size)).map(clean)


def _shown(source: str) -> str:
    return readable(source).text


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("hard-wrapped\nat seventy", "hard-wrapped at seventy"),
        ("  One.\nTwo.\n  Three.\n", "One. Two.\n\nThree."),
        ("One.\n\n\n \nTwo.", "One.\n\nTwo."),
        ("a   b\tc", "a b c"),
        ("as follows:\n- one\n- two\n  goes on", "as follows:\n- one\n- two goes on"),
        ("as in Figure\n3. We show", "as in Figure 3. We show"),
        ("every line\n   is indented, and\n   none begins a\n   paragraph", None),
        ("state-\nspace, pre-\nand post", "state-space, pre- and post"),
        ("量子\n计算", "量子计算"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_white_space_is_shown_as_paragraphs(source: str, shown: str | None) -> None:
    assert _shown(source) == (" ".join(source.split()) if shown is None else shown)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("$O(n^2)$ time", "O(n²) time"),
        (r"$\alpha$", "α"),
        (r"$\mathcal{O}(10^{-4})$", "O(10⁻⁴)"),
        (r"a \textbf{bold} \emph{word}", "a bold word"),
        (r"{\it Insight} and {\bf b}", "Insight and b"),
        (r"Erd\H{o}s, \v{S}koda, Schr\"odinger, Andr\'e, Stra\ss e, na\"{\i}ve", None),
        (r"90\% of R\&D", "90% of R&D"),
        (r"as in \cite{a, b}", "as in [a, b]"),
        ("pages 1--2 --- ``quoted''", "pages 1–2 — “quoted”"),
        (r"$\frac{a}{b}$, $\frac{a+b}{c}$", "a/b, (a+b)/c"),
        (r"$\sqrt{x}$ and $\sqrt[3]{x+1}$", "√x and ³√(x+1)"),
        (r"$S_{\rm UDG}$, $x_{i+1}$, $r^{-0.84}$", "S_UDG, xᵢ₊₁, r^{-0.84}"),
        (r"$f\colon\mathbb R^n\to\mathbb R$", "f:ℝⁿ → ℝ"),
        (r"$M = O(K^2\log{(N/K)}/p^3)$", "M = O(K² log(N/K)/p³)"),
        (r"$\dot{M} > 10^{-3}\dot{M}_{\rm Edd}$", "Ṁ > 10⁻³Ṁ_Edd"),
        ("$7.4 \\times\n10^{6}$ at 90$^{\\circ}$", "7.4 × 10⁶ at 90°"),
        (r"$\left\{a, b\right\}$ \(\ell_1\)", "{a, b} ℓ₁"),
        (r"\[x \le y\]", "x ≤ y"),
        (r"we call it \sys, with \model{} inside", "we call it sys, with model inside"),
        (r"50\,km of Fig.~2 and 20\mu m", "50 km of Fig. 2 and 20μm"),
        (r"\href{https://x.org}{the code}, \url{https://y.org}", "the code, https://y.org"),
        (r"$\undefinedmacro x$", "undefinedmacrox"),
        (r"\begin{itemize}\item One \item Two\end{itemize} done", "• One\n• Two done"),
        (r"$ x $, US\$ 5, so\footnote{see $n$} on", "x, US$ 5, so (see n) on"),
    ],
)
def test_latex_is_shown_as_text(source: str, shown: str | None) -> None:
    assert _shown(source) == (shown or "Erdős, Škoda, Schrödinger, André, Straße, naïve")


@pytest.mark.parametrize(
    "source",
    [
        "It costs $5 and $10 million, or US$3 and A$4.",
        "between $50M (or $60M) and $100k-$200k",
        r"in C:\new\data or \n",
        "with {-1, 0, 1} and ~10 or 5~10 and http://x.org/~me",
        "run it --fast, an arrow <-- and --> and -----",
        "$ 5 and $ 10 or $ 5 $",
        "an open \\textbf{brace and $x^2",
        r"too deep $" + "{" * 30 + "x" + "}" * 30 + "$ to show",
        "it's 5'' long",
    ],
)
def test_what_is_no_latex_stays(source: str) -> None:
    assert _shown(source) == source


def test_a_formula_is_selected_as_a_whole() -> None:
    source = "time\n$O(n^2)$, \\emph{very fast} text"
    page = readable(source)
    assert page.text == "time O(n²), very fast text"
    assert page.stored(6, 7) == (5, 13)
    assert page.shown(8, 9) == (5, 10)
    at = page.text.index("fast")
    assert source[slice(*page.stored(at, at + 4))] == "fast}"
    assert source[slice(*page.stored(at - 5, at + 4))] == "\\emph{very fast}"
    assert source[slice(*page.stored(at - 5, at - 1))] == "\\emph{very"


@given(_texts(), st.booleans(), st.data())
def test_a_shown_span_and_its_place_in_the_source_agree(source: str, latex: bool, data: st.DataObject) -> None:
    page = readable(source, latex=latex)
    size = len(page.text)
    assert len(page.starts) == len(page.ends) == size
    assert all(0 <= start < end <= len(source) for start, end in zip(page.starts, page.ends, strict=True))
    assert list(page.starts) == sorted(page.starts)
    assert list(page.ends) == sorted(page.ends)
    assert page.text == page.text.strip(" \n")
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    first, last = page.stored(start, end)
    back = page.shown(first, last)
    if start < end:
        assert back[0] <= start < end <= back[1]
        assert page.stored(*back) == (first, last)
        assert not {first, last} & inside(source)
        assert not set(back) & (inside(page.text) - {0, size})
    begin = data.draw(st.integers(0, len(source)))
    stop = data.draw(st.integers(begin, len(source)))
    place = page.shown(begin, stop)
    covered = range(*page.stored(*place)) if place[0] < place[1] else range(0)
    for at, (one, two) in enumerate(zip(page.starts, page.ends, strict=True)):
        if begin < stop and one < stop and two > begin:
            assert place[0] <= at < place[1]
            assert one in covered


@given(_texts())
def test_without_latex_no_character_is_lost(source: str) -> None:
    page = readable(source, latex=False)
    assert [one for one in page.text if one not in " \n"] == [one for one in source if one not in " \n\t"]
    assert page.text == page.text.strip(" \n")
    assert "  " not in page.text
    if not any(one in source for one in ("\n", "\t", "  ")) and source == source.strip(" "):
        assert page.text == source
        assert list(page.starts) == list(range(len(source)))


@given(_texts())
def test_every_unit_lies_within_the_text_and_apart(source: str) -> None:
    text = _shown(source)
    passages = Passages(text)
    middle = inside(text)
    for unit in Unit:
        spans = passages.spans(unit)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
        if unit in (Unit.GRAPHEME, Unit.WORD):
            assert not middle & {place for span in spans for place in span}
        for start, end in spans:
            assert passages.around(start, unit) == (start, end)
    covered = {place for span in sentence_spans(text) for place in range(*span)}
    assert all(place in covered for place, one in enumerate(text) if not one.isspace())
    for start, end in sentence_spans(text):
        assert text[start:end] == text[start:end].strip()
        assert any(one <= start and end <= two for one, two in paragraph_spans(text))


@given(_texts(), st.integers(1, 40))
def test_lines_hold_every_character_once_and_fit(text: str, width: int) -> None:
    text = text.replace("\t", " ")
    lines = wrap(text, width, cell_len)
    middle = inside(text)
    places = [place for start, end in lines for place in range(start, end)]
    assert places == sorted(set(places))
    assert set(places) >= {place for place, one in enumerate(text) if one not in " \n"}
    assert not middle & {start for start, end in lines if start < end}
    for start, end in lines:
        assert "\n" not in text[start:end]
        clusters = Passages(text[start:end]).spans(Unit.GRAPHEME)
        sizes = [cell_len(text[start:end][one:two]) for one, two in clusters]
        assert sum(sizes) <= max(width, 2)
    assert len(lines) >= text.count("\n") + 1


def test_lines_are_broken_where_a_printer_would() -> None:
    def lines(text: str, width: int) -> list[str]:
        return [text[start:end] for start, end in wrap(text, width, cell_len)]

    assert lines("the quick brown fox", 9) == ["the quick", "brown fox"]
    assert lines("one\n\ntwo", 9) == ["one", "", "two"]
    assert lines("incomprehensible", 6) == ["incomp", "rehens", "ible"]
    assert lines("量子计算。好", 8) == ["量子计", "算。好"]
    assert lines("naïve “quotes” — α", 8) == ["naïve", "“quotes”", "— α"]
    assert lines("ab 👩‍🔬👩‍🔬 cd", 4) == ["ab", "👩‍🔬👩‍🔬", "cd"]
    assert lines("", 8) == [""]


@pytest.mark.parametrize(
    "expected",
    [
        ["We test e.g. this (cf. Smith et al. 2020).", "It costs 3.5 GB, see Fig. 3."],
        ["Does it work?!", "Yes...", "It does (see Sec. 2. Also App. A).", "“It does.”", "So v1.0 works."],
        ["This follows Smith et al.", "We propose more, i.e. X vs. them.", "J. Smith and St. John agree."],
        ["Code is at https://x.org/a.b?c.", "See also www.y.org."],
        ["我们提出方法。", "很好！", "“好吗？”", "End."],
        ["We use trees, graphs, etc. in the U.S. Army.", "However, not in vitamin C.", "We stop."],
        ["The answer is no.", "Its cost is high, as No. 5 says."],
        ["1. First do this.", "2. Then that."],
    ],
)
def test_sentences_end_where_a_reader_says(expected: list[str]) -> None:
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


def test_glued_sentences_are_parted_and_paragraphs_and_items_part() -> None:
    text = "Good results.We show more.\n\nno stop here\n- item one\n- item two"
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "Good results.", "We show more.", "no stop here", "- item one", "- item two",
    ]  # fmt: skip
    assert [text[start:end][:4] for start, end in paragraph_spans(text)] == ["Good", "no s"]


def test_words_are_what_a_reader_steps_over() -> None:
    text = "State-of-the-art models' 3.5 GB, O(n²), Erdős–Rényi; 量子 don't 1,000 cafe\u0301 10⁻³ हिन्दी."
    assert [text[start:end] for start, end in word_spans(text)] == [
        "State-of-the-art", "models", "3.5", "GB", "O", "n²", "Erdős", "Rényi", "量", "子", "don't", "1,000",
        "cafe\u0301", "10⁻³", "हिन्दी",
    ]  # fmt: skip


def test_moving_goes_to_beginnings_and_stays_in_the_text() -> None:
    text = "One two. Three 👩‍🔬 four.\n\nFive."
    page = Passages(text)
    assert page.move(0, Unit.WORD, 1) == 4
    assert page.move(5, Unit.WORD, -1) == 4
    assert page.move(4, Unit.WORD, -1) == 0
    assert page.move(0, Unit.WORD, 99) == len(text) - 1
    assert page.move(0, Unit.SENTENCE, 1) == 9
    assert page.move(12, Unit.SENTENCE, -1) == 9
    assert page.move(3, Unit.PARAGRAPH, 1) == text.index("Five")
    assert page.move(15, Unit.GRAPHEME, 1) == 18
    assert page.move(18, Unit.GRAPHEME, -1) == 15
    assert page.around(8, Unit.SENTENCE) == (9, 24)
    assert page.around(99, Unit.WORD) == (26, 30)
    assert Passages("").move(0, Unit.WORD, 1) == 0
    assert Passages("").around(0, Unit.WORD) is None
    assert next_grapheme(text, 15) == 18
    assert previous_grapheme(text, 18) == 15


@pytest.mark.parametrize(
    "cluster", ["e\u0301", "👩‍🔬", "🇩🇪", "👍🏽", "\u1100\u1161\u11a8", "각\u11a8", "❤️", "👨‍👩‍👧‍👦", "1️⃣", "🏃‍♀️"]
)
def test_a_character_of_several_code_points_is_one(cluster: str) -> None:
    assert graphemes(f"a{cluster}{cluster}b") == [0, 1, 1 + len(cluster), 1 + 2 * len(cluster)]


def test_keywords_are_found_as_whole_words_whatever_their_case_and_accents() -> None:
    keywords = Keywords.of(["large language model*", "Explain*", "rené", "model", "C++"], ["survey", "explainable"])
    text = "Explaining large-language\nmodels: a SURVEY of Rene\u0301's remodel. Explainable C++, explain model. C"
    assert [(text[start:end], kind) for start, end, kind in keyword_spans(text, keywords)] == [
        ("Explaining", "include"),
        ("large-language\nmodels", "include"),
        ("SURVEY", "exclude"),
        ("Rene\u0301", "include"),
        ("Explainable", "exclude"),
        ("C++", "include"),
        ("explain", "include"),
        ("model", "include"),
    ]
    assert keywords.count(text) == (6, 2)
    assert not Keywords.of(["", "*", "..."], [])
    assert keyword_spans("a model. Based on", Keywords.of(["model based"], [])) == []
    assert keyword_spans("用量子计算", Keywords.of(["量子"], [])) == [(1, 3, "include")]


@given(
    _texts(), st.lists(st.one_of(st.sampled_from(["word", "w*", "量子", "a b", "e"]), st.text(max_size=4)), max_size=5)
)
def test_keyword_spans_ascend_and_lie_apart(text: str, wanted: list[str]) -> None:
    spans = keyword_spans(text, Keywords.of(wanted[::2], wanted[1::2]))
    assert all(start < end for start, end, _ in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


@given(st.text(alphabet="abc XYZéÉñ", max_size=30))
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    for start, end in word_spans(text):
        word = unicodedata.normalize("NFD", text[start:end]).upper()
        assert (start, end, "include") in keyword_spans(text, Keywords.of([word], []))


@pytest.mark.parametrize(
    "piece",
    ["{", "\\emph{", "$", "$a", "\\", "\\[", "\\begin{equation}", "(", "``", "- \n", " ", "\n", "\u0301", "🇩", "a."],
)
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    text = clean(piece * (40_000 // len(piece)))
    before = time.process_time()
    page = readable(text)
    passages = Passages(page.text)
    for unit in Unit:
        passages.spans(unit)
    wrap(page.text, 60, cell_len)
    keyword_spans(page.text, Keywords.of(["a b*"], []))
    assert time.process_time() - before < 2


def test_the_sample_lists_lose_nothing() -> None:
    for path in sample_lists():
        source = clean(path.read_text(encoding="utf-8"))
        assert "".join(readable(source, latex=False).text.split()) == "".join(source.split())
        assert len(sentence_spans(readable(source).text)) > 10


def test_an_abstract_as_arxiv_mails_it_is_read_in_full() -> None:
    source = r"""  Our sensitivity converts to $M_{\rm HI} \approx 7.4 \times
10^{6}$ $M_{\odot}$ at 10 Mpc (within $2R_{200}$). We find $\dot{M}^{mol}_{out} \lesssim
19\pm14~M_{\odot}~yr^{-1}$, i.e. $\lesssim1\%$ of $\dot p_{X}$.
  Near 90$^{\circ}$, $\delta |\boldsymbol
B|/|\boldsymbol B| \ll 1$ holds, and $E_{\rm
iso}$ is $\sim {0.7^\circ} \ (\eta_\gamma n)^{1/8}$.
"""
    page = readable(source)
    assert page.text == (
        "Our sensitivity converts to M_HI ≈ 7.4 × 10⁶ M_⊙ at 10 Mpc (within 2R₂₀₀). "
        "We find Ṁ^mol_out ≲ 19±14 M_⊙ yr⁻¹, i.e. ≲1% of ṗ_X.\n\n"
        "Near 90°, δ|B|/|B| ≪ 1 holds, and E_iso is ∼0.7° (ηᵧn)^{1/8}."
    )
    assert len(sentence_spans(page.text)) == 3
    at = page.text.index("10⁶")
    assert source[slice(*page.stored(at, at + 1))] == "$M_{\\rm HI} \\approx 7.4 \\times\n10^{6}$"
