"""The documents show what the program really does."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from paperreader.tui import COMMANDS
from paperreader.tui.core.commands import EDITOR_KEYS, EVERYWHERE, SEARCH_KEYS, shown
from tests.keys_page import page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_page_of_keys_is_made_from_the_command_table() -> None:
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == page(), "run: python -m tests.keys_page"


def test_the_keys_of_the_readme_are_keys_of_the_table() -> None:
    known = {shown(key) for command in COMMANDS for key in command.keys}
    table = README[README.index("| key |") : README.index("`:` finds")]
    shown_keys = re.findall(r"^\| (.*?) \|", table, flags=re.MULTILINE)[2:]
    assert len(shown_keys) == 10
    for cell in shown_keys:
        assert set(re.findall(r"`([^`]+)`", cell)) <= known


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "docs/command-line.md",
        "docs/configuration.md",
        "docs/exports.md",
        "docs/formats.md",
        "CHANGELOG.md",
    ],
)
def test_commands_and_options_that_documents_show_exist(document: str) -> None:
    from paperreader.cli.program import program

    text = (ROOT / document).read_text(encoding="utf-8")
    for line in re.findall(r"(?:^|[`|] *)paperreader ([^`\n|]+)", text, flags=re.MULTILINE):
        words = line.split("#")[0].split()
        names = [word for word in words if not word.startswith("-")]
        if not names or names[0] not in program.commands:
            assert all(word.startswith("-") or "/" in word or word.isupper() for word in words[:1]), line
            continue
        command: click.Command = program
        rest = words
        while isinstance(command, click.Group):  # `tags rename`: a command of a group
            name = next((word for word in rest if not word.startswith("-")), "")
            if not name and command.invoke_without_command:
                break
            assert name in command.commands, line
            rest = rest[rest.index(name) + 1 :]
            command = command.commands[name]
        options = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
        for word in rest:
            if word.startswith("--") and word != "--":
                assert word.split("=")[0] in options | {"--help"}, line
    assert isinstance(program, click.Group)


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "tests/README.md",
        *(
            f"docs/{name}.md"
            for name in ("benchmarks", "command-line", "configuration", "exports", "formats", "keys", "queries")
        ),
    ],
)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    path = ROOT / document
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


def test_the_picture_was_made_by_the_app() -> None:
    assert "Generated with Rich" in (ROOT / "docs" / "reader.svg").read_text(encoding="utf-8")


def test_every_command_has_a_key_and_every_key_one_meaning() -> None:
    meanings = [(pane, key) for command in COMMANDS for pane in command.where for key in command.keys]
    assert len(meanings) == len(set(meanings))
    assert all(command.keys and set(command.where) <= set(EVERYWHERE) for command in COMMANDS)
    assert EDITOR_KEYS
    assert SEARCH_KEYS
