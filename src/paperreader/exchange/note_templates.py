"""Templates for notes: files of Jinja2 in the folder `templates` beside the configuration file."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from paperreader.config import config_path
from paperreader.domain import citation_key, clean, link, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperreader.domain import Entry

_ENDING: Final = ".md"
_LARGEST: Final = 100_000
"""Bytes of a template at most."""
_PATIENCE: Final = 30
"""Seconds for a busy machine; the process ends itself after a few seconds of its own time."""
_PROGRAM: Final = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); "
    "from paperreader.exchange.template_process import render_for; render_for(sys.stdin, sys.stdout)"
)

EXAMPLE: Final = """\
# {{ title }}

{{ [authors | join(", "), year, venue] | select | join(". ") }}

Read on {{ today }}.

## What it claims

## How it shows that

## What I think

{% for one in highlights %}
> {{ one.quote }}

{{ one.comment }}
{% endfor %}
"""
"""The built-in template, for somebody who has none yet."""


class TemplateProblem(Exception):
    """A template that cannot be used. As text: `FILE:LINE: what is wrong`, on one line."""


@dataclass(frozen=True, slots=True)
class NoteTemplate:
    """A template for notes."""

    name: str
    """The file's, without its ending."""
    path: Path | None
    """`None`: the built-in one."""


BUILT_IN: Final = NoteTemplate("example", None)
"""The built-in example."""


def templates_folder() -> Path:
    """Return the folder of the templates, which may not exist."""
    return config_path().parent / "templates"


def templates() -> list[NoteTemplate]:
    """Return the user's templates, by name.

    Raises:
        TemplateProblem: the folder cannot be read.
    """
    folder = templates_folder()
    try:
        names = [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise template_problem(folder, 0, f"it cannot be read ({error.strerror})") from error
    return [
        NoteTemplate(name.removesuffix(_ENDING), folder / name)
        for name in sorted(names, key=str.casefold)
        if name.endswith(_ENDING) and not name.startswith(".")
    ]


def rendered_template(template: NoteTemplate, entry: Entry, colour_names: Mapping[str, str]) -> str:
    """Return the text of a new note on a paper, cleaned. It takes some tenths of a second: another process makes it.

    Raises:
        TemplateProblem: it cannot be read, is not valid, or does not come to an end.
    """
    path = template.path or Path("the built-in example")
    today = datetime.now().astimezone().date().isoformat()
    source = EXAMPLE if template.path is None else template_source(template.path)
    request = {"source": source, "variables": paper_variables(entry, colour_names) | {"today": today}}
    try:
        done = subprocess.run(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-X", "utf8", "-c", _PROGRAM],
            input=json.dumps(request),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        why = "it does not come to an end" if isinstance(error, subprocess.TimeoutExpired) else str(error)
        raise template_problem(path, 0, why) from error
    if not done.stdout:
        endless = done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
        raise template_problem(path, 0, "it does not come to an end" if endless else "it could not be rendered")
    answer = json.loads(done.stdout)
    if "text" not in answer:
        raise template_problem(path, int(answer["line"]), str(answer["problem"]))
    return clean(answer["text"]).rstrip()


def template_source(path: Path) -> str:
    """Return the text of a template.

    Raises:
        TemplateProblem: it cannot be read.
    """
    try:
        if not path.is_file():
            raise template_problem(path, 0, "there is no such file" if not path.exists() else "it is not a file")
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise template_problem(path, 0, f"it cannot be read ({getattr(error, 'strerror', None) or error})") from error
    if len(data) > _LARGEST:
        raise template_problem(path, 0, f"a template has at most {_LARGEST:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise template_problem(path, line, "this is not UTF-8: save the file as UTF-8") from error


def paper_variables(entry: Entry, colour_names: Mapping[str, str]) -> dict[str, Any]:
    """What a template can use. What is not known is empty; texts of the paper are on one line."""
    paper = entry.paper
    return {
        "title": one_line(paper.title or entry.label),
        "authors": [one_line(name) for name in paper.authors],
        "year": paper.published.year if paper.published else "",
        "venue": one_line(paper.venue or ""),
        "abstract": one_line(paper.abstract),
        "identifiers": [f"{one.scheme}:{one.value}" for one in paper.identifiers],
        "url": link(entry) or "",
        "key": citation_key(entry),
        "tags": list(entry.tags),
        "highlights": [
            {
                "quote": one_line(one.quote),
                "colour": one.colour,
                "name": colour_names.get(one.colour, one.colour),
                "comment": one.comment,
                "tags": list(one.tags),
            }
            for one in entry.highlights
        ],
    }


def template_problem(path: Path, line: int, what: str) -> TemplateProblem:
    """Return what is wrong with a template, and where; line 0 is nowhere in particular."""
    where = f"{path}:{line}" if line else f"{path}"
    return TemplateProblem(one_line(f"{where}: {what}."))
