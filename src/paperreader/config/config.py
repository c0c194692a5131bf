"""The configuration as the program uses it, and where its files are. `settings` reads the TOML."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.config.paths import config_path, make_private_folder, state_path
from paperreader.domain import DEFAULT_KEY_TEMPLATE, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperreader.config.settings import CommandKeys, ConfigProblem, KeywordList, UserTheme


class ConfigError(Exception):
    """The configuration file has mistakes. As text: one line for each, with its place."""

    def __init__(self, path: Path | None, problems: Iterable[ConfigProblem]) -> None:
        """Collect the problems of one file.

        Args:
            path: `None` for a configuration that comes from no file.
            problems: at least one.
        """
        self.path = path
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(self.lines()))

    def lines(self) -> Iterator[str]:
        """Yield `FILE:LINE: message` for each problem, in the order of the file."""
        for problem in self.problems:
            where = f"{self.path or 'config.toml'}:{problem.line or ''}".removesuffix(":")
            yield one_line(f"{where}: {problem.message}")


@dataclass(slots=True)
class Config:
    """The user's choices, or the defaults."""

    read_after: float = 1.5
    """Seconds on a paper after which it counts as read; 0: only when it is opened."""
    theme: str = "ink"
    """The theme at the start. It may not exist; `themes` knows which ones do."""
    theme_line: int = 0
    """The line of the file that sets it; 0 if none does and the remembered theme or the default is used."""
    ascii: bool = False
    """Draw with ASCII characters only."""
    reduced_motion: bool = False
    """Nothing on the screen moves by itself."""
    measure: int = 70
    """Columns of text in the abstract, at most."""
    latex: bool = True
    """Show LaTeX as text instead of as written."""
    list_lines: int = 2
    """Lines per paper in the list: 1 to 3."""
    columns: tuple[str, ...] = ("queue", "rating", "notes", "highlights", "tags", "year")
    """What the list shows beside the title, from `allowed.COLUMNS`, in this order."""
    reasons: tuple[str, ...] = ("wrong topic", "wrong method", "wrong kind of publication", "no results", "superseded")
    """Reasons for rejecting a paper; the first nine have the keys 1 to 9."""
    advance: bool = True
    """Go on to the next undecided paper after a decision."""
    include_keywords: tuple[str, ...] = ()
    """Words and phrases that speak for a paper; `explain*` means words that begin so."""
    exclude_keywords: tuple[str, ...] = ()
    """Words and phrases that speak against it."""
    keyword_groups: tuple[KeywordList, ...] = ()
    """Further lists of words and phrases, each with a name and a colour."""
    pdf_folders: tuple[str, ...] = ()
    """Folders in which PDFs are looked for."""
    pdf_viewer: str = ""
    """The command that opens a PDF; empty: the system's own."""
    key_template: str = DEFAULT_KEY_TEMPLATE
    """What the citation keys of new papers are made by."""
    key_style: str = "bare"
    """How citation keys are copied, from `allowed.KEY_STYLES`."""
    reference_style: str = "apa"
    """The style in which references are copied: the name of one that comes along, or a `.csl` file."""
    quick_tags: dict[str, str] = field(default_factory=dict)
    """From a letter or digit to the tag that it sets."""
    colour_names: dict[str, str] = field(default_factory=dict)
    """From a colour of highlights to the user's own name for it."""
    note_template: str = ""
    """The template of new notes, without its ending; empty if the user chooses one each time."""
    preset: str = "vim"
    """The set of keys to start from, from `allowed.PRESETS`."""
    keys: dict[str, CommandKeys] = field(default_factory=dict)
    """The user's keys by the ids of commands. Unchecked: `keymap` knows the commands."""
    themes: dict[str, UserTheme] = field(default_factory=dict)
    """The user's own themes, by name."""
    path: Path | None = None
    """The file it was read from; `None` if there was none."""
    tour_shown: bool = False
    """Whether the tour has been shown."""
    searches: tuple[str, ...] = ()
    """Recent searches, the latest last."""
    commands: tuple[str, ...] = ()
    """What was last chosen in the command palette, the latest first."""
    export: tuple[str, str] | None = None
    """The format and the place of the last export."""
    remembers: Path | None = None
    """The state file; `None` if nothing is remembered."""

    @property
    def keyword_lists(self) -> tuple[KeywordList, ...]:
        """All lists of keywords: those in favour and those against first."""
        from paperreader.config.settings import KeywordList

        plain = KeywordList("include", self.include_keywords), KeywordList("exclude", self.exclude_keywords)
        return (*plain, *self.keyword_groups)

    @property
    def has_keywords(self) -> bool:
        """Whether there is any keyword."""
        return bool(self.include_keywords or self.exclude_keywords or self.keyword_groups)

    def save_keywords(self, lists: Sequence[KeywordList]) -> None:
        """Make these the lists of keywords, here and in the configuration file.

        Raises:
            CannotWrite: neither was changed.
        """
        from paperreader.config.keyword_lists import write_keywords
        from paperreader.config.settings import PLAIN

        path = self.path or config_path()
        with contextlib.suppress(OSError):  # then it cannot be written either, which is reported
            make_private_folder(path.parent)
        write_keywords(path, lists)
        self.path = path
        words = {one.name: one.words for one in lists}
        self.include_keywords, self.exclude_keywords = (words.get(name, ()) for name in PLAIN)
        self.keyword_groups = tuple(one for one in lists if one.name not in PLAIN)

    def remember_theme(self, name: str) -> None:
        """Remember the theme for the next start, unless the configuration file sets one."""
        if name != self.theme:
            self.theme = name
            self._remember("theme", name)

    def remember_tour(self) -> None:
        """Remember that the tour has been shown."""
        if not self.tour_shown:
            self.tour_shown = True
            self._remember("tour_shown", True)  # noqa: FBT003 - a value among others

    def remember_searches(self, searches: Sequence[str]) -> None:
        """Remember recent searches."""
        self.searches = tuple(searches)
        self._remember("searches", list(searches))

    def remember_commands(self, names: Sequence[str]) -> None:
        """Remember what was last chosen in the command palette."""
        self.commands = tuple(names)
        self._remember("commands", list(names))

    def remember_export(self, answer: tuple[str, str]) -> None:
        """Remember the format and the place of an export."""
        self.export = answer
        self._remember("export", list(answer))

    def _remember(self, key: str, value: object) -> None:
        """Add one thing to the state file. Failures are ignored."""
        if self.remembers is None:
            return
        write_state(self.remembers, read_state(self.remembers) | {key: value})


def load_config(path: Path | None = None) -> Config:
    """Read this user's configuration.

    Args:
        path: the file, instead of the user's own (`config_path`). One that is not there is like an empty one.

    Raises:
        ConfigError: it cannot be read, or has invalid settings.
    """
    config, problems = read_config(path)
    if problems:
        raise ConfigError(config.path, problems)
    return config


def read_config(path: Path | None = None) -> tuple[Config, list[ConfigProblem]]:
    """Like `load_config`, but return the problems along with whatever could be read. Never raises."""
    config = Config(remembers=state_path(), ascii=_is_plain_terminal())
    state = read_state(config.remembers or Path())
    config.theme = str(state.get("theme") or config.theme)
    config.tour_shown = state.get("tour_shown") is True
    config.searches, config.commands = _texts(state.get("searches")), _texts(state.get("commands"))
    last = _texts(state.get("export"))
    config.export = (last[0], last[1]) if len(last) == 2 else None
    path = path or config_path()
    try:
        if not _is_there(path):
            return config, []
        if not path.is_file():
            raise OSError("it is not a file")
        data = path.read_bytes()
    except FileNotFoundError:
        return config, []
    except OSError as error:
        from paperreader.config.settings import ConfigProblem

        config.path = path
        return config, [ConfigProblem(0, f"it cannot be read ({error.strerror or error}).")]
    config.path = path
    return config, _apply(config, data)


def write_state(path: Path, state: Mapping[str, object]) -> None:
    """Write what the program remembers, completely or not at all. Failures are ignored."""
    new = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
    with contextlib.suppress(OSError):
        make_private_folder(path.parent)
        with open(os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:  # noqa: PTH123 - a descriptor
            out.write(json.dumps(state) + "\n")
        new.replace(path)


def read_state(path: Path) -> dict[str, object]:
    """Read what the program remembers; nothing if it cannot be read."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        state = json.loads(path.read_text(encoding="utf-8"))
        return state if isinstance(state, dict) else {}
    return {}


def _texts(value: object) -> tuple[str, ...]:
    """The texts of a list in the state file, which anybody may have changed."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _is_there(path: Path) -> bool:
    """Whether there is anything at the path; not if its folder does not exist or cannot be read."""
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def _apply(config: Config, data: bytes) -> list[ConfigProblem]:
    from paperreader.config.settings import SettingsFile

    settings = SettingsFile(data)
    values = settings.values
    signs, motion = values.pop("signs", "auto"), values.pop("motion", "full")
    if signs != "auto":
        config.ascii = signs == "ascii"
    config.reduced_motion = motion == "reduced"
    config.theme_line = settings.line("look", "theme") if "theme" in values else 0
    config.keys, config.quick_tags, config.themes = settings.keys, settings.quick_tags, settings.themes
    config.colour_names = settings.colour_names
    config.keyword_groups = tuple(settings.keyword_groups)
    for name, value in values.items():
        setattr(config, name, value)
    return settings.problems


def _is_plain_terminal() -> bool:
    """Whether the terminal shows ASCII only, or few other characters.

    The Linux console's fonts have none of our symbols. Nor does a terminal whose locale is not UTF-8; an unset locale
    counts as UTF-8 (PEP 538).
    """
    import locale

    if os.environ.get("TERM", "") in ("dumb", "linux") or os.environ.get("TERM", "").startswith("vt"):
        return True
    return locale.getencoding().lower().replace("-", "") != "utf8"
