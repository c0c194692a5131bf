"""Links in notes read as titles, and never as uids, in everything that people read."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from markdown_it import MarkdownIt

from paperreader.domain import Highlight, LinkedPaper, Note, Wording
from paperreader.exports import EXPORTS, Export
from tests.exports.examples import BREAKOUTS, MOMENT, plain, text_of

UID = "0190e1c2-7b5a-7000-8000-0000000000aa"
GONE = "0190e1c2-7b5a-7000-8000-0000000000bb"
TITLE = "Engines & Looms"
BODY = f"Compare [[{UID}]], [[{UID}|that one]] and [[{GONE}]]; [[#todo]]."
ENTRY = plain(
    notes=(Note("0190e1c2-7b5a-7000-8000-0000000000cc", BODY, MOMENT, MOMENT),),
    highlights=(
        Highlight("0190e1c2-7b5a-7000-8000-0000000000dd", "x", 0, 1, "green", f"as [[{UID}]]", (), MOMENT, MOMENT),
    ),
)


def wording(title: str = TITLE, url: str | None = "https://doi.org/10.1000/x") -> Wording:
    paper = LinkedPaper(UID, title, "lovelace1843engines", url)

    def linked(targets: Iterable[str]) -> dict[str, LinkedPaper]:
        return {one: paper for one in targets if one == UID}

    return Wording({"green": "method"}, linked)


def written(export: Export, said: Wording) -> str:
    return text_of(export, [ENTRY], said)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_only_what_must_lose_nothing_keeps_uids(export: Export) -> None:
    text = written(export, wording())
    if export.name == "json":
        assert BODY.replace('"', '\\"') in text
        assert '"green"' in text
        assert "method" not in text.replace("A Method", "")
    else:
        assert UID not in text
        assert GONE not in text
        assert "Engines" in text or export.name == "references"
        if not export.name.startswith(("anki", "references")):  # a card is about a highlight, and this note is not
            assert "that one" in text
            assert "a paper that is not here" in text


def test_csv_and_bibtex_add_the_citation_key() -> None:
    forms = {one.name: one for one in EXPORTS}
    assert "Compare Engines & Looms (lovelace1843engines), that one (" in written(forms["csv"], wording())
    assert r"Compare Engines \& Looms (lovelace1843engines), that one (" in written(forms["bibtex"], wording())
    assert "as Engines & Looms (lovelace1843engines)" in written(forms["csv"], wording())


def test_markdown_links_to_the_page_or_else_adds_the_citation_key() -> None:
    markdown = next(one for one in EXPORTS if one.name == "markdown")
    assert "Compare [Engines & Looms](<https://doi.org/10.1000/x>), [that one](<https" in written(markdown, wording())
    assert "Compare Engines & Looms (lovelace1843engines), that one (" in written(markdown, wording(url=None))
    assert "(method (green))" in written(markdown, wording())


@pytest.mark.parametrize("title", BREAKOUTS)
def test_no_title_breaks_out_of_its_link(title: str) -> None:
    markdown = next(one for one in EXPORTS if one.name == "markdown")
    tokens = MarkdownIt("commonmark").parse(written(markdown, wording(f"a {title} b")))
    links = [child.attrs["href"] for token in tokens for child in token.children or [] if child.type == "link_open"]
    assert links == ["https://doi.org/10.1000/x"] * 3


def test_what_is_exported_for_programs_is_what_is_stored() -> None:
    json = next(one for one in EXPORTS if one.name == "json")
    assert written(json, wording()) == written(json, Wording())
