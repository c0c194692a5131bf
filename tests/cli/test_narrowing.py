"""Options that keep some of the papers, names from standard input, and where an export goes."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pyperclip
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from paperreader.domain import local_today
from tests.cli.shell import Shell, records

pytest_plugins = ["tests.cli.shells"]


def numbers(shell: Shell, *args: str) -> list[int]:
    return [int(line) for line in shell("list", "--ids", *args).lines]


@pytest.fixture
def three(empty: Shell) -> Shell:
    assert empty("import", "-", stdin=records("Alpha", "Beta", "Gamma")).code == 0
    return empty


@pytest.mark.parametrize(
    "args",
    [
        ["tag", "2", "+todo"],
        ["mark", "2", "--star"],
        ["mark", "2", "--rating", "0"],
        ["decide", "2", "reject"],
        ["note", "2", "Yes."],
        ["highlight", "2", "On Beta"],
    ],
)
def test_only_annotated_papers_are_listed_and_exported(three: Shell, args: list[str]) -> None:
    assert three("list", "--annotated-only").err == "paperreader: no papers found.\n"
    assert three(*args).code == 0
    assert numbers(three, "--annotated-only") == numbers(three, "is:annotated") == [2]
    assert [one["id"] for one in three("export", "--annotated-only", "--to", "json").objects if "id" in one] == [2]
    assert three("undo").code == 0
    assert numbers(three, "is:annotated") == []


def test_a_paper_that_was_only_read_or_queued_is_not_annotated(three: Shell) -> None:
    three("mark", "2", "--read", "--queue", "--due", "2030-01-01")
    assert numbers(three, "--annotated-only") == []


def test_since_keeps_what_was_annotated_or_imported_since_that_day(three: Shell) -> None:
    today, tomorrow = local_today(), local_today() + timedelta(days=1)
    three("tag", "1", "+a")
    for since in ("today", "1d", str(today), str(today.year)):
        assert sorted(numbers(three, "--since", since)) == [1, 2, 3]
    assert numbers(three, "--since", str(tomorrow)) == []
    assert numbers(three, f"annotated:>={today}") == numbers(three, "annotated:<1d") == [1]
    assert numbers(three, f"annotated:<{today}") == []


def test_the_limit_counts_what_is_kept(three: Shell) -> None:
    three("tag", "3", "+a")
    assert numbers(three, "--annotated-only", "--limit", "1") == [3]


def test_what_is_no_date_is_refused(three: Shell) -> None:
    called = three("list", "--since", "soon")
    assert called.code == 2
    assert "'soon' is no time" in called.err


def test_a_trashed_paper_that_is_named_can_be_kept(three: Shell) -> None:
    three("tag", "2", "+a")
    three("trash", "2")
    assert numbers(three, "--annotated-only", "2") == [2]
    assert numbers(three, "--annotated-only") == []


def test_an_export_comes_in_the_order_asked_for(three: Shell) -> None:
    def exported(order: str) -> list[str]:
        return [one["title"] for one in three("export", "--sort", order, "--to", "json").objects if "title" in one]

    assert exported("title") == exported("-title")[::-1] == ["Alpha", "Beta", "Gamma"]
    assert three("export", "--sort", "size", "--to", "json").code == 2


def test_tags_become_columns_of_a_table(three: Shell) -> None:
    three("tag", "1", "+b", "+a/c")
    three("tag", "2", "+b")
    rows = list(csv.DictReader(io.StringIO(three("export", "--tags-as-columns", "--to", "csv").out.lstrip("\ufeff"))))
    assert list(rows[0])[-2:] == ["#a/c", "#b"]
    assert {row["title"]: (row["#a/c"], row["#b"]) for row in rows} == {
        "Alpha": ("true", "true"),
        "Beta": ("", "true"),
        "Gamma": ("", ""),
    }
    assert three("export", "--tags-as-columns", "--to", "bibtex").code == 2


@given(st.lists(st.text(min_size=1, max_size=12), max_size=4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_tag_breaks_out_of_the_columns(tmp_path_factory: pytest.TempPathFactory, tags: list[str]) -> None:
    shell = Shell(tmp_path_factory.mktemp("tags") / "library.db")
    shell("import", "-", stdin=records("Alpha", "Beta"))
    for tag in tags:
        shell("tag", "1", f"+{tag}")
    rows = list(csv.reader(io.StringIO(shell("export", "--tags-as-columns", "--to", "csv").out.lstrip("\ufeff"))))
    assert len(rows) == 3
    assert len({len(row) for row in rows}) == 1
    assert all(name.startswith("#") for name in rows[0][26:])


def test_ids_go_from_one_command_to_the_next(three: Shell) -> None:
    ids = three("list", "beta OR gamma", "--ids").out.encode()
    assert three("tag", "-", "+todo", stdin=ids).out == "2 papers changed.\n"
    assert sorted(numbers(three, "tag:todo")) == [2, 3]
    uid = three("show", "3", "--json").objects[0]["uid"]
    assert three("list", "-", "--ids", stdin=f"{uid}\n\n 2 \n".encode()).lines == ["3", "2"]
    assert three("show", "-", "--json", stdin=b"2\n").objects[0]["title"] == "Beta"


@pytest.mark.parametrize(
    ("args", "stdin", "said"),
    [
        (["tag", "-", "+a"], b"", "Standard input names no papers."),
        (["list", "-"], b" \n", "Standard input names no papers."),
        (["tag", "-", "+a"], b"1\n99\n", "99: no paper in this library has this number"),
        (["show", "-"], b"1\n2\n", "Standard input names 2 papers, but this is about one."),
        (["list", "-"], b"\xff\x00\n", "no paper"),
    ],
)
def test_names_that_lead_nowhere_change_nothing(three: Shell, args: list[str], stdin: bytes, said: str) -> None:
    called = three(*args, stdin=stdin)
    assert called.code == 1
    assert said in called.err
    assert three("tags").out == ""


def test_an_export_goes_to_the_clipboard(three: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    called = three("export", "1", "--to", "markdown", "--clipboard")
    assert called.err == "paperreader: 1 paper copied to the clipboard.\n"
    assert called.out == ""
    assert "Alpha" in copied[0]
    assert three("export", "1", "--clipboard", "-o", "a.md").code == 2


def test_a_machine_without_a_clipboard_says_so(three: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_text: str) -> None:
        raise pyperclip.PyperclipException

    monkeypatch.setattr(pyperclip, "copy", fail)
    called = three("export", "--to", "markdown", "--clipboard")
    assert called.code == 1
    assert "The clipboard cannot be written." in called.err
