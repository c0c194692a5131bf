"""Writes the manual pages in docs/man from the commands themselves: `python -m tests.man_pages`.

A page for the program, and one for each command with the commands below it, in the macros of man(7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from paperreader import __version__
from paperreader.cli.program import program

FOLDER: Final = Path(__file__).parent.parent / "docs" / "man"
_PARAGRAPH: Final = re.compile(r"\n\s*\n")


def pages() -> dict[str, str]:
    """The text of every page, by the name of its file."""
    made = {"paperreader.1": _page("paperreader", program)}
    for name, command in program.commands.items():
        made[f"paperreader-{name}.1"] = _page(f"paperreader-{name}", command)
    return made


def escaped(text: str) -> str:
    """Text that roff prints as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = text.replace("^", "\\(ha").replace("~", "\\(ti")
    return "\\&" + text if text[:1] in ".'\\" else text


def _page(title: str, command: click.Command) -> str:
    lines = [
        f'.TH "{escaped(title.upper())}" 1 "" "paperreader {escaped(__version__)}" "paperreader"',
        ".SH NAME",
        f"{escaped(title)} \\- {escaped(_summary(command))}",
        *_sections(command, title.replace("-", " ", 1), "SH"),
    ]
    if isinstance(command, click.Group):
        lines.append(".SH COMMANDS")
        for name, one in command.commands.items():
            if command is program:
                lines += [".TP", f".BR {escaped(f'paperreader-{name}')} (1)", escaped(_summary(one))]
            else:
                lines += [f".SS {escaped(name)}", *_sections(one, f"paperreader {command.name} {name}", "PP")]
    if command is not program:
        lines += [".SH SEE ALSO", ".BR paperreader (1)"]
    return "\n".join(lines) + "\n"


def _summary(command: click.Command) -> str:
    return command.get_short_help_str(1_000).removesuffix(".")


def _sections(command: click.Command, path: str, macro: str) -> Iterator[str]:
    """The usage, the description, the options and the examples of a command, as sections or as paragraphs."""
    context = click.Context(command, info_name=path, **program.context_settings)

    def heading(text: str) -> str:
        return f".SH {text}" if macro == "SH" else f".PP\n.B {text.capitalize()}\n.br"

    if macro == "SH":
        yield heading("SYNOPSIS")
    yield f".B {escaped(path)}"
    yield escaped(" ".join(command.collect_usage_pieces(context)))
    if macro == "SH":
        yield heading("DESCRIPTION")
    for paragraph in _PARAGRAPH.split(command.help or ""):
        yield from (".PP", *(escaped(line.strip()) for line in paragraph.strip().splitlines()))
    options = [one for one in command.params if isinstance(one, click.Option)]
    if options:
        yield heading("OPTIONS")
    for option in options:
        record = option.get_help_record(context)
        if record is not None:
            yield from (".TP", f".B {escaped(record[0])}", escaped(" ".join(record[1].split())))
    examples = (command.epilog or "").partition("Examples:\n")[2].splitlines()
    if examples:
        yield heading("EXAMPLES")
        yield from (".nf", *(escaped(line.strip()) for line in examples), ".fi")


def main() -> None:
    """Write the pages, and delete those of commands that are gone."""
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for old in FOLDER.glob("*.1"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
