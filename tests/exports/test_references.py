"""References in CSL styles."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest

from paperreader.domain import Entry, Identifier, Paper, Place, TitleFrom
from paperreader.exports.core.references import DEFAULT_STYLE, CannotFormat, check_style, style_names
from paperreader.exports.writers import references
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written

ARTICLE = replace(
    full(), paper=replace(full().paper, identifiers=(Identifier("doi", "10.1000/182"),), place=Place("3", "2", "1-10"))
)


def reference_text(entry: Entry, style: str = DEFAULT_STYLE) -> str:
    return written(functools.partial(references.write, style=style), entry).rstrip("\n")


def test_a_reference_in_the_style_of_a_field() -> None:
    said = {style: reference_text(ARTICLE, style) for style in ("apa", "ieee", "nature")}
    assert said == {
        "apa": "Lovelace, A., & Turing, A. (2024). FooNet: LoRA for GPT-4. Nature, 3(2), 1–10. "
        "https://doi.org/10.1000/182",
        "ieee": "[1] A. Lovelace and A. Turing, “FooNet: LoRA for GPT-4”, Nature, vol. 3, no. 2, pp. 1–10, Jul. 2024, "
        "doi: 10.1000/182.",
        "nature": "1. Lovelace, A. & Turing, A. FooNet: LoRA for GPT-4. Nature 3, 1–10 (2024).",
    }


@pytest.mark.parametrize("style", style_names())
def test_every_style_that_comes_along_names_who_what_when_and_where(style: str) -> None:
    said = reference_text(ARTICLE, style)
    assert all(part in said for part in ("Lovelace", "FooNet: LoRA for GPT-4", "2024", "Nature"))
    license_ = Path(references.__file__).parent.parent / "styles" / f"{style}.csl"
    assert "creativecommons.org/licenses/by-sa/3.0" in license_.read_text(encoding="utf-8")


def test_references_are_numbered_in_the_order_of_the_papers() -> None:
    lines = written(functools.partial(references.write, style="ieee"), ARTICLE, ARTICLE, ARTICLE).splitlines()
    assert [line[:4] for line in lines] == ["[1] ", "[2] ", "[3] "]


def test_what_the_style_prints_and_is_not_known_is_counted() -> None:
    said: list[str] = []
    bare = replace(ARTICLE, paper=replace(ARTICLE.paper, authors=(), place=None))
    written(functools.partial(references.write, warn=said.append), ARTICLE, bare, bare)
    assert said == [
        "2 papers with no authors, which the style “apa” prints.",
        "2 papers with no pages, which the style “apa” prints.",
        "2 papers with no volume, which the style “apa” prints.",
    ]


@pytest.mark.parametrize("text", BREAKOUTS)
def test_a_reference_is_one_line_whatever_is_in_it(text: str) -> None:
    assert len(written(references.write, annotated_with(text), ARTICLE).splitlines()) == 2


def test_a_style_from_a_file(tmp_path: Path) -> None:
    own = tmp_path / "mine.csl"
    own.write_bytes((Path(references.__file__).parent.parent / "styles" / "nature.csl").read_bytes())
    assert reference_text(ARTICLE, str(own)) == reference_text(ARTICLE, "nature")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<style", "is not a style"),
        ("<other/>", "is not a style"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "/etc/passwd">]><style>&b;</style>', "is not a style"),
        (
            '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note"><info/><citation><layout/>'
            "</citation></style>",
            "has no bibliography",
        ),
    ],
)
def test_a_file_that_is_no_style_is_told(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "bad.csl").write_text(content)
    with pytest.raises(CannotFormat, match=why):
        check_style(str(tmp_path / "bad.csl"))


def test_an_unknown_style_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(CannotFormat, match=r"Unknown style “x”. Choose one of .*apa, "):
        check_style("x")
    with pytest.raises(CannotFormat, match="no such file"):
        check_style(str(tmp_path / "none.csl"))


def test_a_doi_with_signs_is_in_the_reference() -> None:
    doi = "10.1000/0000-108x(199412)1:1<iii:a>2.0.co;2-#"
    paper = Paper("Counting herons", TitleFrom.PRINTED, identifiers=(Identifier("doi", doi),))
    assert doi in reference_text(replace(plain(), paper=paper))
