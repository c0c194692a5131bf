"""Writes docs/json.md from its schema: `python -m tests.json_page`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

DOCS: Final = Path(__file__).parent.parent / "docs"
SCHEMA: Final[dict[str, Any]] = json.loads((DOCS / "json.schema.json").read_text(encoding="utf-8"))
INTRODUCTION: Final = """\
# JSON

With `--json` a command prints one object per line, in UTF-8, to standard output; what it has to say goes to standard
error. [json.schema.json](json.schema.json) is a JSON Schema (draft 2020-12) of every object; tests hold the commands to
it. Keys are added, but never renamed or given another meaning, so ignore those you do not know.
Moments are in UTC with milliseconds; days are days of your time zone.
"""


def page() -> str:
    """The text of the page."""
    return "\n".join([INTRODUCTION, *(line for name, one in SCHEMA["$defs"].items() for line in _section(name, one))])


def _section(name: str, one: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"## {name}", "", one["description"], "", "| key | type | meaning |", "| --- | --- | --- |")
    for key, value in one["properties"].items():
        optional = "" if key in one["required"] else ", not always there"
        yield f"| `{key}` | {_type(value)}{optional} | {value['description']} |"
    yield ""


def _type(value: Mapping[str, Any]) -> str:
    if "$ref" in value:
        name = value["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name})"
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return ", ".join(f"`{json.dumps(one)}`" for one in value["enum"])
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    kind = " or ".join(kinds)
    return f"{kind} of {_type(value['items'])}" if "items" in value else kind


if __name__ == "__main__":
    (DOCS / "json.md").write_text(page(), encoding="utf-8")
