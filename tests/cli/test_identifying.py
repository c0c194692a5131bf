"""A typed identifier finds its paper, and no other."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.shell import Shell

pytest_plugins = ["tests.cli.shells"]

DOIS = [
    "10.1002/0000-108x(199412)16:4<317::aid-xxx2>3.0.co;2-j",
    "10.1002/0000-108x(199412)16:4<317::aid-xxx2>3.0.co;2-#",
    "10.1002/0000-108x(199412)16:4<329::aid-xxx3>3.0.co;2-t",
    "10.1890/0000-108x(1999)012[0001:giesw]2.0.co;2",
    "10.1061/(asce)0733-9399(1990)116:8(1821)",
    "10.5555/heron.1",
    "10.5555/heron.10",
]
TITLES = ["Herons and lakes", "Owls at night", "Geese in spring", "Swans on ice", "Cranes in towns", "Terns", "Rails"]


@pytest.fixture
def birds(tmp_path: Path) -> Shell:
    """A library of papers with similar DOIs."""
    file = tmp_path / "birds.ris"
    records = zip(DOIS, TITLES, strict=True)
    file.write_text("".join(f"TY  - JOUR\nTI  - {title}\nDO  - {doi.upper()}\nER  - \n" for doi, title in records))
    shell = Shell(tmp_path / "birds.db")
    assert shell("import", str(file)).code == 0
    return shell


@pytest.mark.parametrize("number", range(len(DOIS)))
def test_a_doi_names_its_paper_and_no_other(birds: Shell, number: int) -> None:
    doi = DOIS[number]
    for typed in (doi, doi.upper(), f"doi:{doi}", f"https://doi.org/{quote(doi)}", f"https://doi.org/{doi}"):
        assert TITLES[number] in birds("show", typed).out
        assert [one["title"] for one in birds("list", typed, "--json").objects] == [TITLES[number]]
    done = birds("decide", doi, "accept")
    assert done.code == 0, done
    assert [one["title"] for one in birds("list", "is:accepted", "--json").objects] == [TITLES[number]]


def test_the_beginning_of_a_doi_finds_what_begins_so(birds: Shell) -> None:
    for typed, count in (("10.1002/0000-108X(199412)16:4<317", 2), ("doi:10.1002/0000-108x(199412)16:4&lt;3", 3)):
        assert len(birds("list", typed, "--json").objects) == count
    assert len(birds("list", "doi:10.5555", "--json").objects) == 2


def test_a_note_leads_to_a_paper_by_its_doi_however_it_is_written(birds: Shell) -> None:
    for number, dressed in enumerate((DOIS[0], quote(DOIS[2]), DOIS[3], f"https://doi.org/{quote(DOIS[4])}")):
        birds("note", "6", f"As in [[{dressed}]].")
        assert "As in" in birds("show", str([1, 3, 4, 5][number])).out


def test_what_has_but_an_address_has_a_link_and_no_note_of_it(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "new.db")
    file = tmp_path / "pages.bib"
    file.write_text(
        "@misc{a, title={Herons of Lakes}, url={https://example.org/~kern/}}\n@misc{b, title={Owls}}\n"
        "@misc{c, title={Geese}, url={https://example.org/~kern/}}\n"
    )
    assert shell("import", file, "--notes").code == 0
    assert [one["title"] for one in shell("list", "has:link", "--sort", "title", "--json").objects] == [
        "Geese",
        "Herons of Lakes",
    ]
    assert shell("list", "has:note").code == 0
    assert not shell("list", "has:note").out
    assert shell("show", "1").out.count("https://example.org/~kern/") == 1
