"""What the user chose: a TOML file that they write, and a small file where the program remembers.

# config.toml
[reader]
read_after = 1.5    # seconds on a paper after which it counts as read; 0: only when it is opened
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

_NAME: Final = "paperreader"


class ConfigError(Exception):
    """The configuration says something that cannot be; the message says where and what."""


@dataclass(slots=True)
class Config:
    """What the user chose, or the defaults."""

    read_after: float = 1.5
    """Seconds that the cursor stays on a paper before it counts as read; 0: only when it is opened."""
    theme: str = "ink"
    remembers: Path | None = None
    """Where the theme is remembered; `None`: nowhere."""

    def remember_theme(self, name: str) -> None:
        """Keep the theme for the next start. What cannot be kept is no reason to disturb anyone."""
        if name == self.theme or self.remembers is None:
            return
        self.theme = name
        with contextlib.suppress(OSError):
            self.remembers.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.remembers.write_text(json.dumps({"theme": name}) + "\n", encoding="utf-8")


def load() -> Config:
    """Read the configuration of this user.

    Raises:
        ConfigError: it cannot be read, or says what cannot be.
    """
    config = Config(remembers=platformdirs.user_state_path(_NAME) / "state.json")
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        remembered = json.loads((config.remembers or Path()).read_text(encoding="utf-8"))["theme"]
        config.theme = str(remembered)
    path = Path(os.environ.get("PAPERREADER_CONFIG") or platformdirs.user_config_path(_NAME) / "config.toml")
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return config
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: it cannot be read ({error}).") from error
    import tomllib

    try:
        _apply(config, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return config


def library_place() -> Path:
    """Where the library is when nobody says: the platform's data folder, made private."""
    return _data() / "library.db"


def sample_place() -> Path:
    """Where the library of the sample lists is, apart from the user's own."""
    return _data() / "sample.db"


def _data() -> Path:
    folder = platformdirs.user_data_path(_NAME)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _apply(config: Config, settings: dict[str, object]) -> None:
    for section, values in settings.items():
        if section != "reader" or not isinstance(values, dict):
            raise ValueError(f"[{section}] is not known; there is [reader].")
        for name, value in values.items():
            if name != "read_after":
                raise ValueError(f"{name!r} in [reader] is not known; there is read_after.")
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
                raise ValueError("read_after in [reader] is a number of seconds from 0 to 3600.")
            config.read_after = float(value)
