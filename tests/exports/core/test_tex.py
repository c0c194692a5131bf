"""Text for TeX: it reads as it did, formulas stay formulas, and capitals stay where they must."""

from __future__ import annotations

import pytest
from hypothesis import given

from paperreader.exports.core.names import name_of
from paperreader.exports.core.tex import TeX
from tests.strategies import texts

TITLES = {
    "Attention Is All You Need": "Attention Is All You Need",
    "LoRA for GPT-4": "{LoRA} for {GPT}-4",
    "Vitamin D in a Lake": "Vitamin {D} in a Lake",
    "A study of Bayesian methods for rivers: The Danube": "A study of {Bayesian} methods for rivers: The {Danube}",
    r"Bounds of $\alpha$": r"Bounds of {$\alpha$}",
    "$620 billion and $5 more": r"\$620 billion and \$5 more",
    "C# & 50% {x}": r"{C}\# \& 50\% \lbrace{}x\rbrace{}",
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_keeps_its_capitals_and_its_formulas(title: str) -> None:
    assert TeX().title(title) == TITLES[title]


def test_formulas_stay_and_money_is_escaped() -> None:
    text = r"With $\mathcal{O}(n^2)$ and \(x_1\) it costs $5, not $6."
    assert TeX().text(text) == r"With $\mathcal{O}(n^2)$ and \(x_1\) it costs \$5, not \$6."


def test_what_only_looks_like_a_formula_runs_nothing() -> None:
    for evil in (r"$\input{/etc/passwd}$", r"$\write18{x}$", r"$a%b$", "$a}{b$", r"$\csname end\endcsname$"):
        assert r"\$" in TeX().text(evil)
        assert r"\input" not in TeX().text(evil).replace(r"\textbackslash{}", "")


@given(texts())
def test_ascii_is_ascii_and_braces_are_balanced(text: str) -> None:
    for tex in (TeX(), TeX(ascii=True)):
        for written in (tex.text(text), tex.title(text)):
            assert tex.ascii is False or written.isascii()
            depth = 0
            for sign in written:
                depth += (sign == "{") - (sign == "}")
                assert depth >= 0
            assert depth == 0


def test_letters_become_macros_and_what_has_none_its_number() -> None:
    assert TeX(ascii=True).text("Gödel–Erdős 量") == r"G{\"o}del{\textendash}Erd{\H{o}}s {\symbol{37327}}"


def test_names_are_written_so_that_bibtex_divides_them_in_the_same_way() -> None:
    names = (
        "Ludwig van Beethoven",
        "King, Jr., Martin Luther",
        "{Acme}",
        "Barnes and Noble",
        "de la Cruz, Juan",
        "Plato",
    )
    assert TeX().names(map(name_of, names), others=True) == (
        "van Beethoven, Ludwig and King, Jr., Martin Luther and {Acme} and {Barnes and Noble} and de la Cruz, Juan "
        "and Plato and others"
    )


@pytest.mark.parametrize(
    ("pages", "written"),
    [("1-10", "1--10"), ("1--10", "1--10"), ("e12 – e15", "e12--e15"), ("7", "7"), ("1-2, 5-6", "1-2, 5-6")],
)
def test_pages_have_the_dash_of_tex(pages: str, written: str) -> None:
    assert TeX().pages(pages) == written
