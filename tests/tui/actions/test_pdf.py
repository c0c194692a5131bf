"""The PDF of a paper by keyboard: attached, found in a folder, or opened at its address; with real viewers."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from paperreader.config import Config
from paperreader.library import Library
from paperreader.tui.dialogs.attach import AttachScreen
from tests.tui.conftest import app_of
from tests.tui.hands import entry_of, hit, playing, put_on, said, screen_of, type_in

ARXIV = 11
"""A paper with an arXiv id, 2403.13043."""


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the pages given to the browser."""
    given: list[str] = []

    class Browser:
        def open(self, url: str) -> bool:
            given.append(url)
            return True

    monkeypatch.setattr("webbrowser.get", Browser)
    return given


@pytest.fixture
def viewer(tmp_path: Path) -> Callable[[], list[str]]:
    """A viewer that writes down its arguments, `viewer` in the test's directory; returns what reads them."""
    log = tmp_path / "seen"
    script = tmp_path / "viewer"
    script.write_text(f'#!/bin/sh\nfor one in "$@"; do echo "$one" >> {log}; done\n')
    script.chmod(stat.S_IRWXU)
    return lambda: log.read_text().splitlines() if log.exists() else []


def pdf(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.7\n")
    return path


def using(tmp_path: Path, *folders: str, viewer: str = "") -> Config:
    return Config(read_after=0, pdf_viewer=viewer or str(tmp_path / "viewer"), pdf_folders=folders)


def warning(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(".dialogue-warning", Static).content)


async def attach(pilot: Pilot[None], path: str) -> None:
    await hit(pilot, "g p")
    pilot.app.screen.query_one(Input).value = ""
    await type_in(pilot, path)
    await hit(pilot, "enter")


async def test_a_file_is_attached_with_completion_opened_and_detached(
    library: Library, tmp_path: Path, viewer: Callable[[], list[str]], pages: list[str]
) -> None:
    path = pdf(tmp_path / "my papers" / "Cheems; rm -rf.pdf")
    async with playing(library, using(tmp_path, viewer=f"{tmp_path}/viewer --page '1 2'")) as pilot:
        await put_on(pilot, ARXIV)
        await hit(pilot, "g p")
        await type_in(pilot, f"{tmp_path}/my")
        await hit(pilot, "tab")
        await type_in(pilot, "Ch")
        await hit(pilot, "tab")
        assert pilot.app.screen.query_one(Input).value == str(path)
        await hit(pilot, "enter")
        assert said(pilot).startswith("attached Cheems; rm -rf.pdf to “")
        assert entry_of(library, ARXIV).files == (str(path),)
        await hit(pilot, "O")
        assert viewer() == ["--page", "1 2", str(path)]  # split as a shell does, but no shell saw the name
        assert said(pilot) == "opening Cheems; rm -rf.pdf"
        await hit(pilot, "i")
        assert "Cheems; rm -rf.pdf" in screen_of(pilot)
        while not (row := pilot.app.screen._row) or not row[1].file:  # type: ignore[attr-defined]
            await hit(pilot, "j")
        await hit(pilot, "enter")
        assert viewer()[3:] == ["--page", "1 2", str(path)]
        await hit(pilot, "escape u O")
        assert entry_of(library, ARXIV).files == ()
        assert pages == ["https://arxiv.org/pdf/2403.13043"]
        await hit(pilot, "ctrl+r g p")
        assert pilot.app.screen.query_one(Input).value == str(path)
        await hit(pilot, "ctrl+u enter")
        assert said(pilot).startswith("detached the PDF of")
        assert entry_of(library, ARXIV).files == ()
        assert path.exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("missing.pdf", "there is no such file"),
        ("text.pdf", "it does not begin like a PDF"),
        ("run.desktop", "its name does not end in .pdf"),
    ],
)
async def test_what_is_no_pdf_is_not_attached_and_the_path_stays_to_be_corrected(
    library: Library, tmp_path: Path, name: str, why: str
) -> None:
    (tmp_path / "text.pdf").write_text("words")
    pdf(tmp_path / "run.desktop")
    path = pdf(tmp_path / "right.pdf")
    async with playing(library) as pilot:
        await attach(pilot, str(tmp_path / name))
        assert isinstance(pilot.app.screen, AttachScreen)
        assert why in warning(pilot)
        assert pilot.app.screen.query_one(Input).value == str(tmp_path / name)
        assert entry_of(library, 1).files == ()
        pilot.app.screen.query_one(Input).value = str(path)
        await hit(pilot, "enter")
        assert entry_of(library, 1).files == (str(path),)


async def test_a_path_below_the_home_or_the_working_directory_leads_there_from_everywhere(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(pdf(tmp_path / "here" / "b.pdf").parent)
    pdf(tmp_path / "a.pdf")
    async with playing(library) as pilot:
        await attach(pilot, "~/a.pdf")
        assert entry_of(library, 1).files == (str(tmp_path / "a.pdf"),)
        await attach(pilot, "b.pdf")
        assert entry_of(library, 1).files == (str(tmp_path / "here" / "b.pdf"),)


async def test_a_file_in_a_folder_of_the_configuration_is_found_by_its_name(
    library: Library, tmp_path: Path, viewer: Callable[[], list[str]], pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    path = pdf(tmp_path / "papers" / "2024" / "Cheems 2403.13043v2.pdf")
    async with playing(library, using(tmp_path, "~/nowhere", "~/papers")) as pilot:
        await put_on(pilot, ARXIV)
        await hit(pilot, "O")
        assert (viewer(), pages) == ([str(path)], [])
        await put_on(pilot, 1)
        await hit(pilot, "O")
        assert "gp attaches one" in said(pilot)
        assert (viewer(), pages) == ([str(path)], [])


async def test_an_attached_file_comes_before_one_in_a_folder_and_a_lost_one_is_said(
    library: Library, tmp_path: Path, viewer: Callable[[], list[str]], pages: list[str]
) -> None:
    found, own = pdf(tmp_path / "in" / "2403.13043.pdf"), pdf(tmp_path / "own.pdf")
    library.annotations.attach(ARXIV, str(own))
    library.annotations.attach(1, str(tmp_path / "gone.pdf"))
    async with playing(library, using(tmp_path, str(tmp_path / "in"))) as pilot:
        await put_on(pilot, ARXIV)
        await hit(pilot, "O")
        own.unlink()
        await hit(pilot, "O")
        assert viewer() == [str(own), str(found)]
        found.unlink()
        await hit(pilot, "O")
        assert "own.pdf: there is no such file" in said(pilot)
        assert pages == ["https://arxiv.org/pdf/2403.13043"]
        await put_on(pilot, 1)
        await hit(pilot, "O")
        assert "gone.pdf: there is no such file. gp attaches another." in said(pilot)


async def test_what_an_export_of_somebody_else_names_is_not_run(
    library: Library, tmp_path: Path, viewer: Callable[[], list[str]], pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pdf(tmp_path / "--version.pdf").parent)
    harmful = tmp_path / "harm.pdf"
    harmful.write_text("[Desktop Entry]\nExec=rm -rf ~\n")
    for path in ("file:///etc/passwd", "javascript:alert(1).pdf", "--version.pdf", str(harmful)):
        library.annotations.attach(1, path)
        async with playing(library, using(tmp_path)) as pilot:
            await hit(pilot, "O")
            assert "gp attaches another" in said(pilot)
        assert (viewer(), pages) == ([], [])


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("no-such-viewer --fast", "no-such-viewer: No such file or directory. Set viewer in [pdf]"),
        ("false", "false ended with 1 and did not show the PDF. Set viewer in [pdf]"),
    ],
)
async def test_a_viewer_that_does_not_start_is_said_with_what_to_do(
    library: Library, tmp_path: Path, command: str, words: str
) -> None:
    library.annotations.attach(1, str(pdf(tmp_path / "a.pdf")))
    async with playing(library, using(tmp_path, viewer=command)) as pilot:
        await hit(pilot, "O")
        assert words in said(pilot)
        await hit(pilot, "j")
        assert app_of(pilot).main.papers.paper == 2


async def test_without_a_viewer_of_ones_own_the_systems_is_used_or_asked_for(
    library: Library, tmp_path: Path, viewer: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdf(tmp_path / "a.pdf")
    library.annotations.attach(1, str(path))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    async with playing(library) as pilot:
        await hit(pilot, "O")
        assert "There is no xdg-open" in said(pilot)
        (tmp_path / "viewer").rename(tmp_path / "xdg-open")
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
        await hit(pilot, "O")
        assert viewer() == [str(path)]


async def test_a_viewer_that_stays_open_is_not_waited_for(library: Library, tmp_path: Path) -> None:
    script = tmp_path / "viewer"
    script.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 4\n")
    script.chmod(stat.S_IRWXU)
    library.annotations.attach(1, str(pdf(tmp_path / "a.pdf")))
    async with playing(library, using(tmp_path)) as pilot:
        await hit(pilot, "O j")
        assert app_of(pilot).main.papers.paper == 2
        assert said(pilot) == "opening a.pdf"
