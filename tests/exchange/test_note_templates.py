"""Templates for notes: what they can use, and what is said of one that cannot be used."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from paperreader.domain import Entry, Highlight, Identifier, Paper, PartialDate
from paperreader.exchange import BUILT_IN, NoteTemplate, TemplateProblem, rendered_template, templates

MOMENT = "2024-07-23T10:00:00.000Z"
ENTRY = Entry(
    7,
    "0190e1c2-7b5a-7000-8000-00000000beef",
    Paper(
        title="Linear *Attention* <b>",
        abstract="An abstract\nof two lines.",
        authors=("Ada Lovelace", "Alan Turing"),
        published=PartialDate(2024),
        venue="ICLR",
        identifiers=(Identifier("arxiv", "2403.13043"), Identifier("doi", "10.1000/x")),
    ),
    "Linear *Attention* <b>",
    MOMENT,
    tags=("todo",),
    highlights=(
        Highlight("h", "of two\nlines", 12, 24, "green", "why?", ("proof",), MOMENT, MOMENT),
        Highlight("i", "An abstract", 0, 11, "blue", "", (), MOMENT, MOMENT),
    ),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "templates").mkdir()
    return tmp_path / "templates"


def rendered(folder: Path, source: str | bytes) -> str:
    path = folder / "mine.md"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return rendered_template(NoteTemplate("mine", path), ENTRY, {"green": "method"})


def problem(folder: Path, source: str | bytes) -> str:
    with pytest.raises(TemplateProblem) as found:
        rendered(folder, source)
    said = str(found.value)
    assert said.startswith(str(folder / "mine.md"))
    assert "\n" not in said
    return said.removeprefix(str(folder / "mine.md"))


def test_a_template_can_use_everything_that_is_known(folder: Path) -> None:
    source = """\
{{ title }}|{{ authors | join("; ") }}|{{ year }}|{{ venue }}|{{ abstract }}|{{ identifiers | join(" ") }}|{{ url }}
{{ key }}|{{ tags | join }}|{{ today }}
{% for one in highlights %}
> {{ one.quote }} ({{ one.name }}, {{ one.colour }}) {{ one.comment }} {{ one.tags | join }}
{% endfor %}
"""
    assert rendered(folder, source) == (
        "Linear *Attention* <b>|Ada Lovelace; Alan Turing|2024|ICLR|An abstract of two lines.|"
        "arxiv:2403.13043 doi:10.1000/x|https://arxiv.org/abs/2403.13043\n"
        f"lovelace2024linear|todo|{datetime.now().astimezone().date()}\n"
        "> of two lines (method, green) why? proof\n"
        "> An abstract (blue, blue)"
    )


def test_what_is_not_known_is_empty(folder: Path) -> None:
    (folder / "mine.md").write_text(
        "{{ year }}{{ venue }}{{ url }}{{ authors | join }}{% if not highlights %}none{% endif %}"
    )
    bare = Entry(1, ENTRY.uid, Paper(abstract="x"), "x", MOMENT)
    assert rendered_template(NoteTemplate("mine", folder / "mine.md"), bare, {}) == "none"


def test_the_built_in_example_is_a_good_note() -> None:
    assert rendered_template(BUILT_IN, ENTRY, {}) == (
        "# Linear *Attention* <b>\n\nAda Lovelace, Alan Turing. 2024. ICLR\n\n"
        f"Read on {datetime.now().astimezone().date()}.\n\n## What it claims\n\n## How it shows that\n\n"
        "## What I think\n\n> of two lines\n\nwhy?\n> An abstract"
    )


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a\n{{ titel }}", ":2: 'titel' is undefined; there are title, authors"),
        ("a\n\n{{ title", ":3: unexpected end of template"),
        ("{% for one in tags %}\n{{ one }}", ":2: Unexpected end of template"),
        ("{{ 1 / 0 }}", ":1: division by zero."),
        ("x\n{{ title.__class__.__mro__ }}", ":2: access to attribute '__class__'"),
        ("{% include 'other' %}", ":1: a template cannot include another."),
        ("\n{{ nothing_like_it() }}", ":2: 'nothing_like_it' is undefined"),
        ("{{ title | upperr }}", ":1: No filter named 'upperr'"),
        ("{% for a in range(99999) %}{{ title }}{% endfor %}", ": its text is longer than 100,000 characters."),
        ("{{ 'x' * 200000 }}", ": its text is longer than 100,000 characters."),
        ("{{ ('x' * 4000000000) | length }}", ": it needs too much memory."),
        (b"a\n\xff", ":2: this is not UTF-8"),
        (b"x" * 100_001, ": a template has at most 100,000 bytes."),
    ],
)
def test_a_template_that_cannot_be_used_is_told_with_its_line(folder: Path, source: str | bytes, said: str) -> None:
    assert said in problem(folder, source)


def test_a_template_without_end_is_ended(folder: Path) -> None:
    loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    assert problem(folder, loops) == ": it does not come to an end."


def test_what_is_no_file_is_no_template(folder: Path) -> None:
    with pytest.raises(TemplateProblem, match="there is no such file"):
        rendered_template(NoteTemplate("gone", folder / "gone.md"), ENTRY, {})
    (folder / "sub.md").mkdir()
    with pytest.raises(TemplateProblem, match="it is not a file"):
        rendered_template(NoteTemplate("sub", folder / "sub.md"), ENTRY, {})


def test_templates_are_the_markdown_files_of_the_folder_by_name(folder: Path) -> None:
    assert templates() == []
    for name in ("b.md", "A.md", ".hidden.md", "notes.txt"):
        (folder / name).write_text("x")
    assert [one.name for one in templates()] == ["A", "b"]


def test_no_folder_is_no_template_and_no_mistake(folder: Path) -> None:
    folder.rmdir()
    assert templates() == []
    folder.write_text("a file")
    assert templates() == []


def test_what_would_harm_a_terminal_is_cleaned(folder: Path) -> None:
    assert "\x1b" not in rendered(folder, "a\x1b]52;c;aGk=\x07b")
