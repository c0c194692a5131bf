"""Libraries for testing the command line; a module requests them with `pytest_plugins`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from paperreader.exchange import sample_lists
from tests.cli.shell import Shell, call
from tests.library.stock import forget


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample lists, imported; to be copied, not written to."""
    place = tmp_path_factory.mktemp("sample") / "library.db"
    assert call("--library", place, "import", *sample_lists()).code == 0
    forget(place)
    return place


@pytest.fixture
def shell(sample: Path, tmp_path: Path) -> Shell:
    return Shell(Path(shutil.copy(sample, tmp_path / "library.db")))


@pytest.fixture
def empty(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "new.db")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new user without any files."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("PAPERREADER_LIBRARY", raising=False)
    return tmp_path / "data" / "paperreader"
