"""Chromium shows the report, and nothing in it runs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from paperreader.domain import Note
from paperreader.exports.writers import html_report
from tests.exports.examples import BREAKOUTS, MOMENT, UID, annotated_with, full, plain, written

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def chromium(page: Path, *options: str) -> str:
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=120).stdout


def test_nothing_in_it_runs(tmp_path: Path) -> None:
    attack = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    entries = [annotated_with(text) for text in (*BREAKOUTS, attack)]
    entries.append(plain("T", notes=(Note(UID, f"[x](javascript:alert(1)) {attack}", MOMENT, MOMENT),)))
    page = tmp_path / "report.html"
    # What runs at all would be this, which the policy forbids: a page that was broken out of.
    text = written(html_report.write, *entries)
    page.write_text(text.replace("</body>", "<script>document.title='run'</script></body>"), encoding="utf-8")
    seen = chromium(page, "--dump-dom")
    assert "<title>Papers</title>" in seen
    assert seen.count("<article") == len(entries)


@pytest.mark.parametrize("width", [1100, 390])
def test_it_is_painted_in_the_colours_of_the_highlights(tmp_path: Path, width: int) -> None:
    page, picture = tmp_path / "report.html", tmp_path / "report.png"
    page.write_text(written(html_report.write, full()), encoding="utf-8")
    chromium(page, f"--window-size={width},900", f"--screenshot={picture}", "--hide-scrollbars")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 10_000
