"""BibTeX, read back by bibtexparser and its LaTeX decoder."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import SeparateCoAuthors
from hypothesis import given, strategies as st
from pybtex.database import Person
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from paperreader.domain import Entry, PartialDate, Record
from paperreader.exports.core.names import name_of
from paperreader.exports.writers import bibtex
from paperreader.formats.readers.bibtex import entries as reader
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain, written
from tests.strategies import entries


def read(text: str) -> list[dict[str, Any]]:
    """The entries, after making sure that there is nothing else."""
    library = parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert library.failed_blocks == []
    assert library.comments == library.strings == library.preambles == []
    return [
        {"key": entry.key, "type": entry.entry_type, **{field.key: field.value for field in entry.fields}}
        for entry in library.entries
    ]


def decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    # It knows a modifier letter for this one, which is not what LaTeX prints.
    context.add_context_category("ours", prepend=True, macros=[MacroTextSpec("textasciicircum", "^")])
    return LatexNodes2Text(latex_context=context, math_mode="verbatim")


def plain_text(value: str) -> str:
    return str(decoder().latex_to_text(value))


def spoken(name: str) -> str:
    """A name as pybtex understands it, in the order of speaking."""
    person = Person(name)
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names, person.lineage_names)
    return plain_text(" ".join(" ".join(part) for part in parts if part))


def folded(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))


def depths(text: str) -> list[int]:
    """How deep in braces each character stands, counted as BibTeX does: backslashes mean nothing."""
    depth, found = 0, []
    for character in text:
        depth += (character == "{") - (character == "}")
        found.append(depth)
    return found


@given(st.lists(entries(), max_size=3))
def test_every_paper_is_one_entry_and_its_text_is_unchanged(papers: list[Entry]) -> None:
    found = read(written(bibtex.write, *papers))
    assert len(found) == len({one["key"] for one in found}) == len(papers)
    for one, entry in zip(found, papers, strict=True):
        assert plain_text(one["title"]) == " ".join((entry.paper.title or entry.label).split())
        assert plain_text(one.get("abstract", "")) == folded(entry.paper.abstract)
        authors = [spoken(name) for name in one.get("author", [])]
        assert authors[: len(entry.paper.authors)] == [folded(name_of(name).spoken) for name in entry.paper.authors]
        assert len(authors) <= len(entry.paper.authors) + 1
        for note in entry.notes:
            assert folded(note.body) in plain_text(one["annote"])


@given(entries())
def test_braces_are_balanced_as_bibtex_counts_them(entry: Entry) -> None:
    text = written(bibtex.write, entry)
    assert min(depths(text)) == 0
    # Only the last brace ends the entry.
    assert depths(text).index(0, text.index("{")) == text.rindex("}")


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out(text: str) -> None:
    entry = annotated_with(text)
    first, second = read(written(bibtex.write, entry, plain("Another")))
    assert first["type"] == "article"
    assert plain_text(first["title"]) == entry.paper.title
    assert plain_text(first["journal"]) == entry.paper.venue
    assert plain_text(first["abstract"]) == folded(text)
    assert folded(text) in plain_text(first["annote"])
    assert second["title"] == "Another"


def test_a_paper_that_has_everything() -> None:
    assert written(bibtex.write, full()) == (
        "@article{lovelace2024foonet,\n"
        "  title = {{FooNet}: {LoRA} for {GPT}-4},\n"
        "  author = {Lovelace, Ada and Turing, Alan and others},\n"
        "  year = {2024},\n"
        "  month = jul,\n"
        "  journal = {Nature},\n"
        "  eprint = {2403.13043v2},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CL},\n"
        "  doi = {10.1000/182},\n"
        "  url = {https://arxiv.org/abs/2403.13043v2},\n"
        "  abstract = {We introduce FooNet (FN), a method.\n\nIt is fast.},\n"
        "  keywords = {to-read, nlp},\n"
        "  annote = {\\# Idea\n\nTry it.\n\n“FooNet (FN)” — Nice name.},\n"
        "  screening = {accept: on topic},\n"
        "}\n"
    )


def test_a_paper_without_a_venue_is_misc_and_what_is_unknown_is_left_out() -> None:
    assert written(bibtex.write, plain("A study", published=PartialDate(1999))) == (
        "@misc{study1999-00beef,\n  title = {A study},\n  year = {1999},\n}\n"
    )


def test_a_paper_without_a_title_goes_by_its_label() -> None:
    entry = replace(plain(), label="We study x …")
    (found,) = read(written(bibtex.write, replace(entry, paper=replace(entry.paper, title=None))))
    assert found["title"] == "We study x …"


def test_names_that_look_like_several_stay_one() -> None:
    names = ("Barnes and Noble", "others", "A, B, C, D", "Ada Lovelace")
    (found,) = read(written(bibtex.write, plain(authors=names)))
    assert [spoken(name) for name in found["author"]] == list(names)


def test_tags_become_keywords_and_a_comma_does_not_split_one() -> None:
    (found,) = read(written(bibtex.write, plain(tags=("a, b", "c_d"))))
    assert found["keywords"] == r"{a, b}, c\_d"


def test_equal_keys_get_letters() -> None:
    text = written(bibtex.write, plain(), plain(), plain())
    assert re.findall(r"@misc\{(.*),", text) == ["foonet-00beef", "foonet-00beefa", "foonet-00beefb"]


def test_letters_beyond_ascii_stay_as_they_are() -> None:
    title = unicodedata.normalize("NFC", "Erdős–Rényi 量子")
    assert f"{{{title}}}" in written(bibtex.write, plain(title))


IMPORTED = r"""@inproceedings{Lovelace:1843,
  title = {Bounds of {$\alpha$} for the {Bernoulli} sequence and others of its kind},
  author = {García Márquez, Gabriel and {Acme and Rockets} and van Beethoven, Ludwig and King, Jr., Martin Luther},
  editor = {Ortega Ruiz, Ana and {The Editors}},
  year = {1843},
  month = oct,
  booktitle = {Proceedings of {X} \& {Y}},
  volume = {3},
  number = {2},
  pages = {1--10},
  publisher = {Taylor},
  address = {London},
  series = {Memoirs},
  edition = {2},
  organization = {ACM},
  shorthand = {LOV},
}
"""


def test_what_a_source_said_comes_back_as_it_came() -> None:
    (record,) = reader.read(io.StringIO(IMPORTED), date(2026, 1, 1))
    assert isinstance(record, Record)
    entry = Entry(1, "0190e1c2-7b5a-7000-8000-00000000beef", record.paper, "", "2024-07-23T10:00:00.000Z")
    (was,), (comes_back,) = read(IMPORTED), read(written(bibtex.write, entry))
    assert comes_back.pop("booktitle") == r"Proceedings of X \& Y"
    assert was.pop("booktitle")
    assert comes_back == was


def test_editors_who_stand_for_authors_are_editors() -> None:
    (record,) = reader.read(io.StringIO("@book{a, title = {T}, editor = {Ada Lovelace}}"), date(2026, 1, 1))
    assert isinstance(record, Record)
    entry = Entry(1, "0190e1c2-7b5a-7000-8000-00000000beef", record.paper, "", "2024-07-23T10:00:00.000Z")
    (found,) = read(written(bibtex.write, entry))
    assert "author" not in found
    assert found["editor"] == ["Lovelace, Ada"]
