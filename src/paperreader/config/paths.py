"""Where the program's files are."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

import platformdirs

_NAME: Final = "paperreader"


def config_path() -> Path:
    """Return the configuration file's path: `PAPERREADER_CONFIG`, or a file in the platform's folder."""
    return Path(os.environ.get("PAPERREADER_CONFIG") or platformdirs.user_config_path(_NAME) / "config.toml")


def state_path() -> Path:
    """Return the path of the state file; drafts are kept in a folder beside it."""
    return platformdirs.user_state_path(_NAME) / "state.json"


def library_path() -> Path:
    """Return the default path of the library, in the platform's data folder, which is made private."""
    return _data() / "library.db"


def sample_path() -> Path:
    """Return the path of the sample library, which is separate from the user's own."""
    return _data() / "sample.db"


def _data() -> Path:
    folder = platformdirs.user_data_path(_NAME)
    with contextlib.suppress(OSError):
        make_private_folder(folder)
    return folder


def make_private_folder(folder: Path) -> None:
    """Make a folder and its missing parents accessible to their owner only, whatever the umask.

    If the folder exists, others lose the right to write to it.

    Raises:
        OSError: it cannot be created.
    """
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
    if not missing and folder.stat().st_mode & 0o022:
        with contextlib.suppress(OSError):
            folder.chmod(folder.stat().st_mode & 0o755)
