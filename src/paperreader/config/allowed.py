"""What each setting may be: functions that convert a value of the file, or say what is allowed instead.

Each takes a value as TOML has it and returns it as `Config` has it. A `ValueError` says what is allowed, in words that
follow “must be”.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from paperreader.domain import DEFAULT_KEY_TEMPLATE, one_line, template_problem

COLUMNS: Final = (
    "notes", "highlights", "tags", "year", "date", "upvotes", "venue", "authors", "id", "decision", "keywords",
    "rating", "queue",
)  # fmt: skip
"""What the list can show beside the title."""

KEY_STYLES: Final = ("bare", "latex", "pandoc", "text")
"""How citation keys can be copied; `domain.cited` writes them."""

PRESETS: Final = ("vim", "arrows", "rayyan", "asreview")
"""Sets of keys to start from; `keymap` has them."""


def seconds(value: object) -> float:
    """A number of seconds, up to an hour."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise ValueError("a number of seconds from 0 to 3600")
    return float(value)


def whole(least: int, most: int) -> Callable[[object], int]:
    """A whole number within bounds."""

    def take(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return value

    return take


def flag(value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise ValueError("true or false")


def text(value: object) -> str:
    """A text of one line."""
    text = one_line(value) if isinstance(value, str) else ""
    if not text:
        raise ValueError("a non-empty text in quotes")
    return text


def texts(value: object) -> tuple[str, ...]:
    """Texts of one line, none twice."""
    texts = tuple(one_line(one) if isinstance(one, str) else "" for one in value) if isinstance(value, list) else ("",)
    if not all(texts) or len(set(texts)) < len(texts):
        raise ValueError('a list of texts, without empty or repeated ones: ["…", "…"]')
    return texts


def one_of(*allowed: str) -> Callable[[object], str]:
    """One of some words."""

    def take(value: object) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        raise ValueError("one of " + ", ".join(f'"{one}"' for one in allowed))

    return take


def folders(value: object) -> tuple[str, ...]:
    """Folders, as the user writes them."""
    if not isinstance(value, list) or not all(isinstance(one, str) and one and one_line(one) == one for one in value):
        raise ValueError('a list of folders: ["~/papers"]')
    return tuple(dict.fromkeys(value))


def command(value: object) -> str:
    """A command with its arguments, as in a shell; empty for none."""
    import shlex

    if value == "":
        return ""
    command = text(value)
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words or not words[0]:
        raise ValueError('a command, with its quotes closed, as "zathura"')
    return command


def columns(value: object) -> tuple[str, ...]:
    """Some of `COLUMNS`."""
    if not isinstance(value, list) or any(one not in COLUMNS for one in value) or len(set(value)) < len(value):
        raise ValueError(f"a list of any of {', '.join(COLUMNS)}, none repeated")
    return tuple(value)


def keys(value: object) -> tuple[str, ...]:
    """Keys; `[]` for none."""
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not all(isinstance(one, str) and one for one in keys):
        raise ValueError('a key or a list of keys in quotes: "J", ["g g", "home"], or [] for none')
    return tuple(keys)


def colour(value: object) -> str:
    """A colour, by six digits."""
    if isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return value.lower()
    raise ValueError('a colour: # and six digits out of 0-9 and a-f, as "#7aa2d6"')


def template(value: object) -> str:
    """The name of a template, without its ending; empty for none."""
    name = one_line(value) if isinstance(value, str) else "/"
    if "/" in name or name.startswith("."):
        raise ValueError('the name of a file in the folder templates: "summary"; or "" to choose each time')
    return name.removesuffix(".md")


def key_template(value: object) -> str:
    """A template for citation keys."""
    wanted = f'a template as "{DEFAULT_KEY_TEMPLATE}"'
    if not isinstance(value, str):
        raise ValueError(wanted)
    if problem := template_problem(value):
        raise ValueError(f"{wanted} ({problem})")
    return value
