"""The settings that a configuration file may have, and what one file says, with the line of every mistake.

A setting is a row of `SETTINGS`, or belongs to one of the sections whose keys the user chooses: `[tags]`, `[keys]`,
`[highlights.names]` and `[themes.…]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from paperreader.config import allowed
from paperreader.config.allowed import PRESETS
from paperreader.domain import COLOURS, DEFAULT_KEY_TEMPLATE, one_line

_T = TypeVar("_T")

COLOUR_NAMES: Final = (
    "primary", "secondary", "accent", "warning", "error", "success", "foreground", "background", "surface", "panel",
)  # fmt: skip
"""The colours of a theme."""

_SHOWN: Final = 40
"""How many characters of a wrong value are shown."""


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """A mistake in the configuration."""

    line: int
    """From 1; 0 if it is about the whole file."""
    message: str


@dataclass(frozen=True, slots=True)
class CommandKeys:
    """The keys that the user gave a command; none if they took them away."""

    keys: tuple[str, ...]
    """As written; each is a key, or several to be pressed in turn: `g g`."""
    line: int
    """The line in the configuration file."""


@dataclass(frozen=True, slots=True)
class UserTheme:
    """A theme of the user's; colours it does not name come from a built-in one."""

    name: str
    dark: bool | None = None
    """`None` if it is like the theme that the other colours come from."""
    colours: Mapping[str, str] = field(default_factory=dict)
    """Colours as `#rrggbb`, by names from `COLOUR_NAMES`."""


PLAIN: Final = ("include", "exclude")
"""The lists of keywords that every configuration has, whose colours come from the theme."""


@dataclass(frozen=True, slots=True)
class KeywordList:
    """Words and phrases to watch for, under a name."""

    name: str
    words: tuple[str, ...]
    colour: str = ""
    """One of the colours of highlights; empty for `PLAIN`."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that the file may have."""

    section: str
    name: str
    becomes: str
    """The attribute of `Config`."""
    take: Callable[[object], object]
    """Converts the file's value to the attribute's; a ValueError says what is allowed."""
    default: object
    """As written in a file."""
    meaning: str


SETTINGS: Final = (
    Setting("look", "theme", "theme", allowed.text, "ink", "ink, paper, contrast, one of Textual's or one of yours"),
    Setting("look", "signs", "signs", allowed.one_of("auto", "unicode", "ascii"), "auto",
            "auto, unicode or ascii: the characters that the screen is drawn with"),
    Setting("look", "motion", "motion", allowed.one_of("full", "reduced"), "full",
            "full, or reduced: nothing moves by itself"),
    Setting("reader", "read_after", "read_after", allowed.seconds, 1.5,
            "seconds after which a paper under the cursor counts as read; 0: only when it is opened"),
    Setting("reader", "measure", "measure", allowed.whole(30, 200), 70,
            "the widest that text may be, in columns: 30 to 200"),
    Setting("reader", "latex", "latex", allowed.flag, True, "LaTeX as text; false: as written"),  # noqa: FBT003
    Setting("list", "lines", "list_lines", allowed.whole(1, 3), 2, "lines per paper: 1, 2 or 3"),
    Setting("list", "columns", "columns", allowed.columns, ("queue", "rating", "notes", "highlights", "tags", "year"),
            f"any of {', '.join(allowed.COLUMNS)}"),
    Setting("screening", "reasons", "reasons", allowed.texts,
            ("wrong topic", "wrong method", "wrong kind of publication", "no results", "superseded"),
            "why a paper is rejected; the first nine have the keys 1 to 9"),
    Setting("screening", "advance", "advance", allowed.flag, True, "after a decision, go to the next undecided paper"),  # noqa: FBT003
    Setting("keywords", "include", "include_keywords", allowed.texts, (),
            'words and phrases that speak for a paper: ["open source", "explain*"]'),
    Setting("keywords", "exclude", "exclude_keywords", allowed.texts, (), "words and phrases that speak against it"),
    Setting("notes", "template", "note_template", allowed.template, "",
            "the template of new notes, a file in the folder templates beside this one; empty: choose each time"),
    Setting("pdf", "folders", "pdf_folders", allowed.folders, (),
            'where PDFs are looked for, by an arXiv id, DOI or other identifier in their names: ["~/papers"]'),
    Setting("pdf", "viewer", "pdf_viewer", allowed.command, "",
            'the command that opens a PDF, with its arguments: "zathura"; without it, the system\'s own'),
    Setting("citations", "key", "key_template", allowed.key_template, DEFAULT_KEY_TEMPLATE,
            "what new keys are made of: {author}, {authors}, {year}, {yy}, {word}, {words}, {venue}; {Author}: Smith"),
    Setting("citations", "copy", "key_style", allowed.one_of(*allowed.KEY_STYLES), "bare",
            "how a citation key is copied: bare (key), latex (\\cite{key}), pandoc ([@key]) or text (@key)"),
    Setting("citations", "style", "reference_style", allowed.text, "apa",
            "the style of references that are copied: apa, ieee, nature …, or a .csl file"),
    Setting("keys", "preset", "preset", allowed.one_of(*PRESETS), "vim",
            f"{', '.join(PRESETS[:-1])} or {PRESETS[-1]}"),
)  # fmt: skip
"""To add a setting, add a row here and a field to `Config`."""

SECTIONS: Final = (*dict.fromkeys(one.section for one in SETTINGS), "tags", "highlights", "themes")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `Did you mean “…”? ` with a trailing space if a known word is close, otherwise nothing."""
    import difflib

    near = difflib.get_close_matches(word.lower(), list(known), n=1)
    return f"Did you mean “{near[0]}”? " if near else ""


# -- what a file says -------------------------------------------------------------------------------------------------


class SettingsFile:
    """The settings in a file, as far as they are valid, and its mistakes."""

    def __init__(self, data: bytes) -> None:
        """Read the contents of a file. Never raises for what they are."""
        self.values: dict[str, object] = {}
        """The attributes of `Config` that the file sets."""
        self.keys: dict[str, CommandKeys] = {}
        self.quick_tags: dict[str, str] = {}
        self.colour_names: dict[str, str] = {}
        self.themes: dict[str, UserTheme] = {}
        self.keyword_groups: list[KeywordList] = []
        self.problems: list[ConfigProblem] = []
        self._lines: dict[tuple[str, ...], int] = {}
        self._readers = {
            "tags": self._read_tags,
            "keys": self._read_keys,
            "highlights": self._read_highlights,
            "themes": self._read_themes,
            "keywords": self._read_keywords,
        }
        for section, values in self._parsed(data).items():
            try:
                self._read(section, values)
            except RecursionError:  # a.a.a.a.a… = 1
                self._add((section,), f"[{section}] has tables nested too deeply.")

    def line(self, *path: str) -> int:
        """Return the line of a section or setting, or of the table around it if that is on one line."""
        ends = range(len(path), 0, -1)
        return next((self._lines[path[:end]] for end in ends if path[:end] in self._lines), 1)

    def _parsed(self, data: bytes) -> dict[str, object]:
        import tomllib  # here, since every start imports this module, but few have a file to read

        from paperreader.config.toml_lines import lines_of

        try:
            text = data.decode("utf-8-sig")
            parsed = tomllib.loads(text)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problems.append(ConfigProblem(line, "this is not UTF-8: save the file as UTF-8."))
        except tomllib.TOMLDecodeError as error:
            self.problems.append(_syntax(str(error), text))
        except (RecursionError, ValueError) as error:  # endlessly nested brackets; a number of 5,000 digits
            self.problems.append(ConfigProblem(0, f"it cannot be read as TOML ({error})."))
        else:
            self._lines = lines_of(text)
            return parsed
        return {}

    def _read(self, section: str, values: object) -> None:
        if section not in SECTIONS:
            self._read_stranger(section)
        elif not isinstance(values, dict):
            self._add((section,), f"[{section}] is a section: its settings go below it, one per line.")
        else:
            self._readers.get(section, self._read_section)(section, values)

    def _read_stranger(self, name: str) -> None:
        home = next((one.section for one in SETTINGS if one.name == name), None)
        if home is not None:
            self._add((name,), f"“{name}” is in no section: write it below [{home}].")
            return
        there = ", ".join(f"[{one}]" for one in SECTIONS if one != "themes")
        self._add(
            (name,), f"unknown section [{name}]. {suggestion(name, SECTIONS)}There are {there} and [themes.NAME]."
        )

    def _read_section(self, section: str, values: Mapping[str, object]) -> None:
        known = {one.name: one for one in SETTINGS if one.section == section}
        for name, value in values.items():
            if name not in known:
                what = f"unknown setting “{name}” in [{section}]. {suggestion(name, known)}It has {', '.join(known)}."
                self._add((section, name), what)
                continue
            taken = self._take((section, name), known[name].take, value)
            if taken is not None:
                self.values[known[name].becomes] = taken

    def _read_keywords(self, section: str, values: Mapping[str, object]) -> None:
        for written, value in values.items():
            if not isinstance(value, dict) or written in PLAIN:
                self._read_section(section, {written: value})
                continue
            name, colour, words = one_line(written), COLOURS[0], tuple[str, ...]()
            for key, inner in value.items():
                path = (section, written, key)
                if key == "colour":
                    colour = self._take(path, allowed.one_of(*COLOURS), inner) or colour
                elif key == "words":
                    words = self._take(path, allowed.texts, inner) or ()
                else:
                    self._add(path, f"a list of keywords has no “{key}”. It has colour and words.")
            if name:
                self.keyword_groups.append(KeywordList(name, words, colour))

    def _read_tags(self, section: str, values: Mapping[str, object]) -> None:
        for key, value in values.items():
            if len(key) != 1 or not key.isalnum():
                self._add((section, key), f'“{key}” is not a single letter or digit: write t = "todo".')
                continue
            tag = self._take((section, key), allowed.text, value)
            if tag is not None:
                self.quick_tags[key] = tag

    def _read_highlights(self, section: str, values: Mapping[str, object]) -> None:
        from paperreader.config.colour_names import read_colour_names

        for key, names in values.items():
            if key != "names" or not isinstance(names, dict):
                what = (
                    f'[{section}] has no settings of its own: names go below [{section}.names], as yellow = "method".'
                )
                self._add((section, key), what)
            else:
                self.colour_names = read_colour_names(
                    names, lambda colour, what: self._add(("highlights", "names", colour), what)
                )

    def _read_keys(self, section: str, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            if name == "preset":
                self._read_section(section, {name: value})
            else:
                self._read_command((section, name), value)

    def _read_command(self, path: tuple[str, ...], value: object) -> None:
        if isinstance(value, dict):  # `move.down = "j"`, without the quotes
            for name, inner in value.items():
                self._read_command((*path, name), inner)
            return
        keys = self._take(path, allowed.keys, value)
        if keys is not None:
            self.keys[".".join(path[1:])] = CommandKeys(keys, self.line(*path))

    def _read_themes(self, section: str, values: Mapping[str, object]) -> None:
        for written, colours in values.items():
            name = one_line(written)
            if not isinstance(colours, dict) or not name:
                self._add((section, written), "a theme is a section of its own: [themes.NAME].")
                continue
            dark: bool | None = None
            chosen: dict[str, str] = {}
            for key, value in colours.items():
                path = (section, written, key)
                if key == "dark":
                    dark = self._take(path, allowed.flag, value)
                elif key in COLOUR_NAMES:
                    chosen[key] = self._take(path, allowed.colour, value) or ""
                else:
                    there = ("dark", *COLOUR_NAMES)
                    self._add(path, f"a theme has no “{key}”. {suggestion(key, there)}It has {', '.join(there)}.")
            self.themes[name] = UserTheme(name, dark, {key: colour for key, colour in chosen.items() if colour})

    def _take(self, path: tuple[str, ...], take: Callable[[object], _T], value: object) -> _T | None:
        try:
            return take(value)
        except ValueError as error:
            self._add(path, f"{path[-1]} must be {error}, not {_shown(value)}.")
            return None

    def _add(self, path: tuple[str, ...], message: str) -> None:
        self.problems.append(ConfigProblem(self.line(*path), message))


def _shown(value: object) -> str:
    """Format a value as in a file, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _syntax(error: str, text: str) -> ConfigProblem:
    """Turn an error of `tomllib` into a problem with its line."""
    at = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", error)
    what = error[: at.start()] if at else error
    if at and at[1]:
        what, line = f"{what}, at column {at[2]}", int(at[1])
    else:
        line = len(text.splitlines())
    hint = " In [keys], names with a dot go in quotes." if "overwrite" in what else ""
    return ConfigProblem(line, f"this is not TOML: {what[:1].lower()}{what[1:]}.{hint}")
