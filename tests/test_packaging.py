"""What an index, a desktop and a citation say of the program."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest
import yaml

import paperreader

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", text)


def test_the_program_knows_the_name_that_an_index_has_for_it() -> None:
    assert PROJECT["project"]["name"] == paperreader.DISTRIBUTION


def test_documents_install_it_by_that_name_and_with_extras_that_there_are() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    named = 0
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for name, extra in re.findall(
            r"(?:pip|pipx|uv tool) install '?([a-z][\w-]*)(?:\[([\w,-]+)\])?", path.read_text(encoding="utf-8")
        ):
            assert name == paperreader.DISTRIBUTION, path
            assert not extra or set(extra.split(",")) <= set(extras), path
            named += 1
    assert named >= 7


def test_on_an_index_every_link_of_the_readme_is_absolute(build: ModuleType) -> None:
    text = build.described(README, "https://example.org/us/paperreader")
    assert len(links(text)) == len(links(README)) > 8
    for link, shown in zip(links(README), links(text), strict=True):
        assert shown == link or re.fullmatch(rf"https://example\.org/us/paperreader/(blob|raw)/HEAD/{link}", shown)
        assert re.match(r"https?://", shown)
    assert "![The reader" in text
    assert "(https://example.org/us/paperreader/raw/HEAD/docs/reader.svg)" in text
    assert all(one.startswith("https://") for one in build.addresses("https://example.org/us/paperreader").values())


def test_without_an_address_no_link_leads_nowhere_and_no_word_is_lost(build: ModuleType) -> None:
    text = build.described(README, "")
    assert all(re.match(r"https?://", link) for link in links(text))
    assert "![" not in text
    assert "All keys: docs/keys.md" in text
    assert build.addresses("") == {}


def test_links_that_are_absolute_or_lead_within_the_page_stay(build: ModuleType) -> None:
    for link in ("[fsrs](https://pypi.org/project/fsrs/)", "[above](#start)", "[write](mailto:a@b.example)"):
        assert build.described(link, "") == build.described(link, "https://example.org/us") == link


def test_no_version_of_python_is_claimed_that_the_tests_do_not_run_on() -> None:
    claimed = re.findall(r"Python :: (3\.\d+)", " ".join(PROJECT["project"]["classifiers"]))
    (tried,) = re.findall(r"^VERSIONS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(claimed) <= set(tried.split())  # that a version is tried where it is installed claims nothing
    assert PROJECT["project"]["requires-python"] == f">={claimed[0]}"


def test_the_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == paperreader.__version__
    assert citation["license"] == PROJECT["project"]["license"]
    assert [one["name"] for one in citation["authors"]] == [one["name"] for one in PROJECT["project"]["authors"]]
    assert citation["authors"][0]["name"] in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_a_desktop_starts_the_command_in_a_terminal_and_finds_its_picture() -> None:
    shared = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert {f"desktop/{one.name}" for one in (ROOT / "desktop").iterdir()} <= set(shared)
    lines = (ROOT / "desktop" / "paperreader.desktop").read_text(encoding="utf-8").splitlines()
    entry = dict(line.split("=", 1) for line in lines[1:])
    assert lines[0] == "[Desktop Entry]"
    assert entry["Exec"] in PROJECT["project"]["scripts"]
    assert entry["Terminal"] == "true"
    picture = shared[f"desktop/{entry['Icon']}.svg"]
    assert picture == f"share/icons/hicolor/scalable/apps/{entry['Icon']}.svg"
    assert ET.parse(ROOT / "desktop" / "paperreader.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"
