"""A template of the user's own: streamed, sandboxed, and limited."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperreader.domain import Entry
from paperreader.exchange import TemplateProblem, template_export
from tests.exports.examples import full, plain


def rendered(place: Path, source: str, *entries: Entry, name: str = "t.md.j2") -> str:
    file = place / name
    file.write_text(source, encoding="utf-8")
    out = io.StringIO(newline="")
    assert template_export(file).write(entries, out) <= len(entries)
    return out.getvalue()


def test_it_has_every_paper_and_what_its_reader_added(tmp_path: Path) -> None:
    source = """\
{% for paper in papers %}
{{ paper.key }}|{{ paper.title }}|{{ paper.authors | join("/") }}|{{ paper.year }}|{{ paper.date }}|{{ paper.doi }}
{% for one in paper.highlights %}{{ one.colour }}:{{ one.quote }}:{{ one.comment }}:{{ one.start }};{% endfor %}
{{ paper.notes[0].text }}|{{ paper.decision }}|{{ paper.rating }}|{{ paper.tags | join(",") }}|{{ loop.index }}
{% endfor %}
"""
    text = rendered(tmp_path, source, full())
    assert "lovelace2024foonet|FooNet: LoRA for GPT-4|Ada Lovelace/Turing, Alan|2024|2024-07-23|10.1000/182\n" in text
    assert "green:FooNet (FN):Nice name.:13;" in text
    assert "# Idea\n\nTry it.|accept||to-read,nlp|1\n" in text


def test_its_name_says_what_it_makes_and_html_is_escaped(tmp_path: Path) -> None:
    source = "{% for paper in papers %}{{ paper.title }}{% endfor %}"
    entry = plain("<script>")
    assert rendered(tmp_path, source, entry, name="a.html.j2") == "&lt;script&gt;"
    assert rendered(tmp_path, source, entry, name="a.tex") == "<script>"
    assert template_export(tmp_path / "a.html.j2").extension == ".html"


def test_papers_are_not_kept(tmp_path: Path) -> None:
    def many() -> Iterator[Entry]:
        for number in range(3000):
            yield plain(f"Paper {number}", abstract="x" * 2000)

    file = tmp_path / "t"
    file.write_text("{% for paper in papers %}{{ paper.abstract }}\n{% endfor %}")
    out = io.StringIO()
    assert template_export(file).write(many(), out) == 3000
    assert len(out.getvalue()) == 3000 * 2001


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{% for paper in papers %}\n{{ paper.nope }}{% endfor %}", r"t.md.j2:2: .*no attribute 'nope'"),
        ("{{ nope }}", r"t.md.j2:1: 'nope' is undefined; there are papers, today"),
        ("{% for %}", r"t.md.j2:1: "),
        ("{{ papers.__class__ }}", r"t.md.j2:1: .*unsafe"),
        ("{% for one in papers %}{{ one.tags.append(1) }}{% endfor %}", r"t.md.j2:1: .*"),
        ("{% for one in papers %}{% endfor %}{% for one in papers %}{% endfor %}", r"only once"),
        ("{% include 'x' %}", r"cannot include another"),
        ("{% for one in papers %}{{ 'x' * 99999999 }}{% endfor %}", r"more than 100,000 characters"),
        ("{{ 'x' * 99999999999 }}", r"needs too much memory"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, source: str, why: str) -> None:
    with pytest.raises(TemplateProblem, match=why):
        rendered(tmp_path, source, full())


def test_one_that_does_not_come_to_an_end_is_ended(tmp_path: Path) -> None:
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateProblem, match="does not come to an end"):
        rendered(tmp_path, f"{{% for one in papers %}}{loop}{{% endfor %}}", full())


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    for place in (tmp_path / "none", tmp_path):
        with pytest.raises(TemplateProblem, match=str(place)):
            template_export(place)


def test_a_stream_that_takes_no_more_is_the_failure(tmp_path: Path) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    file = tmp_path / "t"
    file.write_text("{% for paper in papers %}{{ paper.title }}{% endfor %}")
    with pytest.raises(OSError, match="No space"):
        template_export(file).write([full()], Full())
