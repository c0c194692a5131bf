"""What `--json` prints is what the schema says, for every command that has the option."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator

from paperreader.cli.program import program
from tests.cli.shell import Shell
from tests.json_page import DOCS, SCHEMA, page

pytest_plugins = ["tests.cli.shells"]

STEPS: list[tuple[str, list[str]]] = [
    ("imported", ["import", "PAPERS", "RUBBISH"]),
    ("import", ["imports"]),
    ("leftover", ["leftovers"]),
    ("change", ["tag", "1", "+todo", "+todo/soon"]),
    ("change", ["tag", "1", "+todo"]),
    ("change", ["decide", "1", "reject", "--reason", "too old"]),
    ("change", ["mark", "1", "--star", "--queue", "--rating", "4"]),
    ("change", ["mark", "1", "--recall", "good"]),
    ("change", ["note", "1", "See [[2403.13043]]."]),
    ("change", ["note", "1", "--edit", "See also [[2403.13043]]."]),
    ("note", ["note", "1"]),
    ("note_version", ["note", "1", "--history"]),
    ("note", ["notes"]),
    ("change", ["highlight", "1", "engines compute numbers", "--tag", "idea", "--comment", "yes"]),
    ("change", ["highlight", "1", "engines compute numbers", "--edit", "--colour", "pink"]),
    ("change", ["note", "1", "On it.", "--on", "engines compute numbers"]),
    ("highlight", ["highlights"]),
    ("tag", ["tags"]),
    ("change", ["tags", "colour", "todo", "green"]),
    ("tag", ["tags"]),
    ("change", ["tags", "rename", "todo", "later"]),
    ("change", ["views", "save", "mine", "is:undecided", "--key", "2"]),
    ("change", ["views", "key", "mine", "3"]),
    ("change", ["views", "rename", "mine", "yours"]),
    ("change", ["criteria", "--view", "yours", "A control group."]),
    ("criteria", ["criteria"]),
    ("view", ["views"]),
    ("change", ["queue", "2", "--first"]),
    ("paper", ["queue"]),
    ("change", ["jumps", "set", "a", "1"]),
    ("jump", ["jumps"]),
    ("change", ["attach", "1", "PDF"]),
    ("file", ["attach", "1"]),
    ("opened", ["open", "2"]),
    ("change", ["edit", "1", "--venue", "A Journal", "--link", "https://example.org/a"]),
    ("paper", ["list"]),
    ("paper", ["show", "1", "--sources"]),
    ("paper", ["show", "2"]),
    ("paper", ["related", "1"]),
    ("facet", ["facets", "venue"]),
    ("statistics", ["stats"]),
    ("pairs", ["duplicates", "find"]),
    ("pair", ["duplicates"]),
    ("pair", ["duplicates", "merge", "--why", "version", "--dry-run"]),
    ("change", ["duplicates", "apart", "4", "5"]),
    ("change", ["duplicates", "merge", "1", "3"]),
    ("change", ["trash", "2"]),
    ("paper", ["list", "is:trashed"]),
    ("change", ["tags", "delete", "later", "--children"]),
    ("change", ["note", "1", "--delete", "--nth", "1"]),
    ("change", ["highlight", "1", "engines compute numbers", "--delete"]),
    ("change", ["views", "delete", "yours"]),
    ("logged", ["log"]),
    ("logged", ["log", "1"]),
    ("change", ["undo", "2"]),
    ("change", ["redo"]),
    ("change", ["imports", "--undo", "1"]),
    ("template", ["templates"]),
    ("keywords", ["keywords"]),
]
RECORDS = [
    {"title": "On Engines", "abstract": "Analytical engines compute numbers by rules.", "authors": ["A. Lovelace"]},
    {"title": "Notes", "abstract": "Notes on analytical engines and rules.", "arxiv_id": "2403.13043", "year": 1843},
    {"title": "Sketch", "abstract": "A sketch of looms.", "authors": ["L. Menabrea"], "venue": "A Library"},
    {"title": "Weaving Patterns of Looms v1", "abstract": "", "authors": ["J. Jacquard"]},
    {"title": "Weaving Patterns of Looms v2", "abstract": "", "authors": ["J. Jacquard"]},
]


def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]})


def with_json(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The commands that have the option, by their names."""
    if any("--json" in one.opts for one in command.params):
        yield path
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from with_json(one, (*path, name))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_page_is_made_from_the_schema() -> None:
    assert (DOCS / "json.md").read_text(encoding="utf-8") == page(), "run: python -m tests.json_page"


def test_every_command_that_has_the_option_is_tested() -> None:
    ran = [args for _, args in STEPS]
    for names in with_json(program):
        if names != ("watch",):  # which never ends: see test_watching
            assert any(tuple(args[: len(names)]) == names for args in ran), " ".join(names)


def test_every_command_prints_what_the_schema_says(empty: Shell, home: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name.lower()}" for name in ("PAPERS", "RUBBISH", "PDF")}
    files["PAPERS"].write_text("".join(json.dumps(one) + "\n" for one in RECORDS))
    files["RUBBISH"].write_text("TY  - JOUR\nTI  - Last\nAB  - On ends.\nER  - \nrubbish\n")
    files["PDF"] = files["PDF"].with_suffix(".pdf")
    files["PDF"].write_bytes(b"%PDF-1.7\n")
    for kind, args in STEPS:
        done = empty(*(files.get(one, one) for one in args), "--json")
        assert done.code in (0, 3), (args, done.err)
        assert done.objects, args
        for one in done.objects:
            problems = [error.message for error in validator(kind).iter_errors(one)]
            assert not problems, (args, one)


@pytest.mark.parametrize("broken", [{}, {"name": "a"}, {"name": "a", "papers": -1}, {"name": "a", "papers": 1, "x": 1}])
def test_the_schema_refuses_what_is_no_such_object(broken: dict[str, Any]) -> None:
    assert not validator("tag").is_valid(broken)
    assert validator("tag").is_valid({"name": "a", "papers": 1})


def test_the_lossless_export_writes_papers_of_the_schema(shell: Shell) -> None:
    lines = [one for one in shell("export", "lora", "--to", "json").objects if "paperreader" not in one]
    assert lines
    assert all(validator("paper").is_valid(one) for one in lines)
