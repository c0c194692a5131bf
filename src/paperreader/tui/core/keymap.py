"""The command table with the keys of a preset and the user's own."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from paperreader.config import ConfigError
from paperreader.tui.core.commands import ANY, Command

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from paperreader.config import Config, ConfigProblem

_C = TypeVar("_C", bound=Command)

KEY_NAMES: Final = (
    *("enter", "tab", "escape", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"),
    *("up", "down", "left", "right"),
    *(f"f{number}" for number in range(1, 25)),
)
"""Keys that print nothing, by their Textual names."""

_ALSO: Final = {"esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup"} | {
    "pgdn": "pagedown", "pgdown": "pagedown", "bksp": "backspace", "spacebar": "space",
}  # fmt: skip
_ARRIVES_AS: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace"}
"""What older terminals send instead, so that the two are indistinguishable."""

_Presets = dict[str, dict[str, tuple[str, ...]]]

PRESET_KEYS: Final[_Presets] = {
    "vim": {},
    "arrows": {
        "move.down": ("down",),
        "move.up": ("up",),
        "move.top": ("home",),
        "move.bottom": ("end",),
        "move.half_down": ("ctrl+down",),
        "move.half_up": ("ctrl+up",),
        "move.page_down": ("pagedown",),
        "move.page_up": ("pageup",),
        "open": ("enter", "right"),
        "back": ("left", "backspace"),
        "scroll.down": ("shift+down",),
        "scroll.up": ("shift+up",),
        "paper.next": ("shift+down",),
        "paper.previous": ("shift+up",),
        "undecided.next": ("f8",),
        "undecided.previous": ("f7",),
        "word.next": ("ctrl+right",),
        "word.previous": ("ctrl+left",),
        "character.next": ("right",),
        "character.previous": ("left",),
        "search": ("ctrl+f", "/"),
        "find": ("ctrl+f", "/"),
        "match.next": ("f3", "n"),
        "match.previous": ("f4", "N"),
        "trash": ("delete",),
        "sidebar.rename": ("f2",),
        "sidebar.delete": ("delete",),
        "undo": ("ctrl+z", "u"),
        "redo": ("ctrl+y",),
        "suspend": ("alt+z",),
        "help": ("f1", "?"),
        "redraw": ("f5",),
    },
    # Rayyan: i includes, e excludes, u means undecided or maybe, r gives a reason.
    "rayyan": {
        "decide.accept": ("i",),
        "decide.reject": ("e",),
        "decide.maybe": ("u",),
        "decide.reason": ("r *",),
        "note": ("a",),
        "read.toggle": ("R",),
        "undo": ("ctrl+z",),
        "redo": ("ctrl+y", "ctrl+r"),
        "suspend": ("alt+z",),
    },
    # ASReview: r means relevant, i irrelevant, u goes back to the previous decision, n is a note. It has no maybe.
    "asreview": {
        "decide.accept": ("r",),
        "decide.reject": ("i",),
        "note": ("n", "e"),
        "match.next": ("f3",),
        "match.previous": ("f4",),
        "read.toggle": ("R",),
    },
}
"""The keys that differ from the table, by the names in `allowed.PRESETS`."""


def commands_for(config: Config, commands: Sequence[_C]) -> tuple[_C, ...]:
    """The table of commands, with the keys of the preset and of the user.

    Raises:
        ConfigError: some of the user's keys do not exist or clash; the error lists them all.
    """
    # The presets by themselves have no clashes, so a start need not check them again.
    problems = list(key_problems(config, commands)) if config.keys else []
    if problems:
        raise ConfigError(config.path, problems)
    return _mapped(config, commands)


def key_problems(config: Config, commands: Sequence[Command]) -> Iterator[ConfigProblem]:
    """Return the mistakes in the user's keys."""
    from paperreader.config import ConfigProblem, suggestion

    table = {command.id: command for command in commands}
    for name, setting in config.keys.items():
        if name not in table:
            there = f"unknown command “{name}”. {suggestion(name, table)}“paperreader config defaults” lists them all."
            yield ConfigProblem(setting.line, there)
            continue
        for keys in setting.keys:
            wrong = _wrong(keys) or _wrong_end(keys, table[name])
            if wrong:
                yield ConfigProblem(setting.line, f"{name}: {wrong}")
    yield from _clashes(_mapped(config, commands), config)


def _mapped(config: Config, commands: Sequence[_C]) -> tuple[_C, ...]:
    """Return the table with all valid keys; invalid ones are left out."""
    preset = PRESET_KEYS[config.preset]
    chosen: Mapping[str, Sequence[str]] = {
        name: [_written(keys) for keys in setting.keys if not _wrong(keys)] for name, setting in config.keys.items()
    }
    given = {**preset, **chosen}
    mapped = (
        replace(command, keys=tuple(dict.fromkeys(given[command.id]))) if command.id in given else command
        for command in commands
    )
    taken = {keys for several in given.values() for keys in several}
    return tuple(_yielding(one, taken) if one.yields and one.id not in given else one for one in mapped)


def _yielding(command: _C, taken: Collection[str]) -> _C:
    """Return a command without the keys that equal, begin or continue keys given to others."""
    free = [
        keys
        for keys in command.keys
        if not any(f"{keys} ".startswith(f"{one} ") or f"{one} ".startswith(f"{keys} ") for one in taken)
    ]
    return replace(command, keys=tuple(free))


# -- keys by themselves -----------------------------------------------------------------------------------------------


def _key(text: str) -> str:
    """Parse one key into the form used by the table and Textual.

    Raises:
        ValueError: there is no such key, or terminals send it as another; the message says what to write.
    """
    if len(text) == 1:
        if not text.isprintable():
            raise ValueError("a key is a character that can be seen, or has a name: enter, space, f5, ctrl+d")
        return text
    *before, last = text.split("+")
    modifiers, name = {one.lower() for one in before}, last.lower()
    if not modifiers <= {"ctrl", "alt", "shift"} or len(modifiers) < len(before):
        raise ValueError(f"“{text}” is not a key: ctrl+, alt+ and shift+ go before one")
    if len(last) == 1:
        return _with_character(modifiers, last)
    if name not in KEY_NAMES:
        from paperreader.config import suggestion

        near = f"Did you mean “{_ALSO[name]}”? " if name in _ALSO else suggestion(name, KEY_NAMES)
        raise ValueError(f"“{text}” is not a key. {near}Keys are characters, {', '.join(KEY_NAMES[:15])}, f1 to f24")
    return "+".join([*sorted(modifiers), name])


def _with_character(modifiers: set[str], character: str) -> str:
    """Parse a character with ctrl or alt, which terminals only send for letters and digits."""
    if modifiers == {"shift"}:
        raise ValueError(f"shift with a character is another character: write “{character.upper()}”")
    if not (character.isascii() and character.isalnum()) or not modifiers:
        raise ValueError("ctrl+ and alt+ go with letters, digits and keys that have a name")
    if modifiers == {"ctrl", "shift"}:
        raise ValueError(f"most terminals send ctrl+{character.lower()} for it: choose another")
    if "alt" in modifiers and character.isupper():
        modifiers = modifiers | {"shift"}
    key = "+".join([*sorted(modifiers), character.lower()])
    if key in _ARRIVES_AS:
        raise ValueError(f"many terminals send {_ARRIVES_AS[key]} for {key}: write “{_ARRIVES_AS[key]}”")
    return key


def _written(keys: str) -> str:
    """Convert keys to the form in the table. Raises a ValueError as `_key` does."""
    pressed = keys.split()
    if not pressed:
        raise ValueError("a blank is not a key: the space bar is “space”")
    if ANY in pressed[:-1] or pressed == [ANY]:
        raise ValueError(f"“{ANY}” stands for any key, and only after another: “m {ANY}”")
    return " ".join(_key(one) for one in pressed)


def _wrong(keys: str) -> str:
    """Return what is wrong with keys; empty if they can be pressed."""
    try:
        _written(keys)
    except ValueError as error:
        return f"{error}."
    return ""


def _wrong_end(keys: str, command: Command) -> str:
    """Return what is wrong with the last key of a command that is passed it; empty if nothing is."""
    last, own = keys.split()[-1], [one.split(" ")[-1] for one in command.keys]
    if ANY in own:
        return "" if last == ANY else f"it takes another key: write “{keys} {ANY}”."
    if last == ANY:
        return f"“{ANY}” stands for any key, and this command takes none."
    if command.told and all(one.isdigit() for one in own) and last not in own:
        return f"it takes a number: its keys end in one of {', '.join(own)}."
    return ""


# -- keys among others ------------------------------------------------------------------------------------------------


class _Use(NamedTuple):
    keys: tuple[str, ...]
    command: Command
    line: int
    """The line on which the user assigned the keys; 0 if they did not."""


def _clashes(commands: Sequence[Command], config: Config) -> Iterator[ConfigProblem]:
    """Yield the user's keys that clash with others, or begin longer ones."""
    from paperreader.config import ConfigProblem

    if not config.keys:
        return
    lines = {name: setting.line for name, setting in config.keys.items()}
    uses: dict[tuple[str, ...], list[_Use]] = {}
    for command in commands:
        for keys in command.keys:
            use = _Use(tuple(keys.split(" ")), command, lines.get(command.id, 0))
            uses.setdefault(use.keys, []).append(use)
    for keys_, same in uses.items():
        beginnings = [short for end in range(1, len(keys_)) for short in uses.get(keys_[:end], ())]
        for short, long in (*combinations(same, 2), *product(beginnings, same)):
            panes = [pane for pane in short.command.where if pane in long.command.where]
            if panes and (short.line or long.line):
                yield ConfigProblem(max(short.line, long.line), _clash(short, long, panes, config.preset))


def _clash(short: _Use, long: _Use, panes: Sequence[str], preset: str) -> str:
    def owner(use: _Use) -> str:
        return f"{use.command.id} ({f'line {use.line}' if use.line else f'preset “{preset}”'})"

    keys, others = " ".join(short.keys), " ".join(long.keys)
    where = " and ".join(f"the {pane}" if pane != "selecting" else "a selection" for pane in panes)
    if keys == others:
        what = f"“{keys}” means both {owner(short)} and {owner(long)} in {where}."
    else:
        what = f"“{keys}”, {owner(short)}, is the beginning of “{others}”, {owner(long)}, in {where}."
    loser = next((use.command.id for use in (short, long) if not use.line), None)
    return f'{what} Give {loser} other keys, or none: "{loser}" = []' if loser else what
