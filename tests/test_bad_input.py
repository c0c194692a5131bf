"""Bad input affects nothing else: everything left out is reported clearly, and the rest is imported."""

from __future__ import annotations

import gzip
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.shell import Called, Shell, records
from tests.formats.small import SMALL

pytest_plugins = ["tests.cli.shells"]

GOOD = records("A good paper about something")


def titles(shell: Shell) -> list[str]:
    return [one["title"] for one in shell("list", "--json", "--sort", "added").objects]


def bring_in(shell: Shell, data: bytes, place: Path) -> Called:
    place.write_bytes(data)
    return shell("import", place)


class TestCharacters:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_encoding_and_line_end_comes_in(self, empty: Shell, tmp_path: Path, encoding: str, end: str) -> None:
        text = '{"title": "Zoë and the naïve Bayes", "abstract": "Déjà vu."}\n{"title": "Another", "abstract": "x"}\n'
        done = bring_in(empty, text.replace("\n", end).encode(encoding), tmp_path / "list")
        assert (done.code, done.err) == (0, "")
        assert titles(empty) == ["Zoë and the naïve Bayes", "Another"]

    def test_nul_is_dropped_and_nothing_with_it(self, empty: Shell, tmp_path: Path) -> None:
        assert bring_in(empty, GOOD.replace(b"about", b"ab\0out"), tmp_path / "list").code == 0
        assert titles(empty) == ["A good paper about something"]

    def test_lone_surrogates_are_replaced(self, empty: Shell, tmp_path: Path) -> None:
        data = b'{"title": "Half a \\ud83d pair", "abstract": "And \\udc4d the other."}\n'
        assert bring_in(empty, data, tmp_path / "list").code == 0
        assert titles(empty) == ["Half a \ufffd pair"]


class TestJson:
    @pytest.mark.parametrize(
        "bad",
        [
            b'{"title": "Cut',
            b'{"title": "Cut", "abstract": "in a str\n',
            b'{"title": "Deep", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            b'{"title": "Deep", "x": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
            b'{"title": "Huge", "upvotes": ' + b"9" * 5000 + b"}",
            b'{"title": "Far too many votes", "upvotes": 9223372036854775808}',
            b"\xff\xfe\xfd not JSON at all",
            b'{"title": ' + b'"x' * 3_000_000 + b"}",
        ],
        ids=["cut", "cut in a string", "lists", "objects", "digits", "2**63", "bytes", "6 MB"],
    )
    def test_a_bad_record_costs_itself_and_is_told_with_its_line(
        self, empty: Shell, tmp_path: Path, bad: bytes
    ) -> None:
        done = bring_in(empty, GOOD + bad + b"\n" + records("The last one"), tmp_path / "list")
        assert done.code == 3
        assert titles(empty) == ["A good paper about something", "The last one"]
        said = [line for line in done.err.splitlines() if "--encoding" not in line]  # of bytes that are not text
        assert said
        assert all(line.startswith("  line 2: ") for line in said)
        (left,) = empty("leftovers", "--json").objects
        assert (left["line"], Path(left["file"]).name) == (2, "list")
        assert "sys." not in left["why"]

    @pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "true", "1.5", '"many"', "-3"])
    def test_a_number_that_is_none_is_not_taken_for_one(self, empty: Shell, tmp_path: Path, number: str) -> None:
        data = f'{{"title": "With an odd number", "abstract": "x", "upvotes": {number}, "year": {number}}}\n'
        done = bring_in(empty, GOOD + data.encode(), tmp_path / "list")
        assert done.code in (0, 3)
        assert titles(empty)[0] == "A good paper about something"
        assert all(one["upvotes"] is None for one in empty("list", "--json").objects)


class TestFiles:
    def test_what_is_no_file_is_refused_without_waiting(self, empty: Shell, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "fifo")
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        (tmp_path / "there").symlink_to(tmp_path / "back")
        (tmp_path / "back").symlink_to(tmp_path / "there")
        bad = ["fifo", "loop", "there", "/dev/zero", "/dev/null", "/dev/stdin/x", "a" * 5000]
        (tmp_path / "good").write_bytes(GOOD)
        done = empty("import", *(tmp_path / one for one in bad), tmp_path / "good")
        assert done.code == 1
        assert len(done.err.splitlines()) == len(bad)
        assert titles(empty) == ["A good paper about something"]

    def test_directories_that_lead_to_themselves_are_gone_through_once(self, empty: Shell, tmp_path: Path) -> None:
        deep = tmp_path / "lists" / "deep"
        deep.mkdir(parents=True)
        (deep / "up").symlink_to(tmp_path / "lists")
        (deep / "good").write_bytes(GOOD)
        done = empty("import", tmp_path / "lists")
        assert (done.code, len(done.lines), done.err) == (0, 1, "")
        assert empty("import", tmp_path / "lists" / "**").lines[0].startswith(str(deep / "good"))

    def test_a_link_to_a_directory_elsewhere_is_told_and_not_followed(self, empty: Shell, tmp_path: Path) -> None:
        (tmp_path / "lists" / "in").mkdir(parents=True)
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / "other").write_bytes(records("Elsewhere"))
        (tmp_path / "lists" / "good").write_bytes(GOOD)
        for link, target in (("there", tmp_path / "elsewhere"), ("in/up", tmp_path)):
            (tmp_path / "lists" / link).symlink_to(target)
        done = empty("import", tmp_path / "lists")
        assert (done.code, titles(empty)) == (3, ["A good paper about something"])
        assert [line.partition(" is a link to a directory")[0] for line in done.err.splitlines()] == [
            f"paperreader: {tmp_path}/lists/there",
        ]

    def test_an_empty_name_means_no_directory(
        self, empty: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "good").write_bytes(GOOD)
        monkeypatch.chdir(tmp_path)
        done = empty("import", "")
        assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)

    def test_what_is_locked_is_a_line_and_the_rest_comes_in(self, empty: Shell) -> None:
        with place_of_nobody() as place:
            lists = place / "lists"
            for name in ("locked", "open"):
                (lists / name).mkdir(parents=True)
                (lists / name / "good").write_bytes(records(f"In the {name} one"))
            (lists / "open" / "secret").write_bytes(GOOD)
            (lists / "open" / "secret").chmod(0)
            (lists / "locked").chmod(0)
            with as_nobody():
                done = Shell(place / "new.db")("import", lists)
            (lists / "locked").chmod(0o755)
        assert done.code == 3
        assert [line.split(": ")[0] for line in done.lines] == [str(lists / "open" / "good")]
        assert done.err.splitlines() == [
            f"paperreader: {lists / name} cannot be opened: Permission denied. Check the path and your permissions."
            for name in ("open/secret", "locked")
        ]

    def test_a_disk_that_fails_half_way_costs_the_rest_of_the_file(self, empty: Shell) -> None:
        class Failing(io.BytesIO):
            def read1(self, size: int | None = -1, /) -> bytes:
                if self.tell() > 200_000:
                    raise OSError(5, "Input/output error")
                return super().read1(size)

        many = records(*(f"Paper number {number} of many" for number in range(9000)))
        done = empty("import", "-", stdin=Failing(many))
        assert done.code == 3
        assert "1 not read" in done.out
        assert "Input/output error" in done.err
        assert 1000 < len(titles(empty)) < 9000


@contextmanager
def place_of_nobody() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="paperreader-") as name:
        place = Path(name)
        place.chmod(0o777)
        yield place


@contextmanager
def as_nobody() -> Iterator[None]:
    """Drop root's privilege of reading everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


class TestXml:
    @pytest.mark.parametrize("name", ["pubmed-xml", "endnote-xml", "arxiv-atom", "arxiv-rss"])
    def test_what_a_document_declares_neither_grows_nor_leads_out_of_it(
        self, empty: Shell, tmp_path: Path, name: str
    ) -> None:
        (tmp_path / "secret").write_text("a secret of this machine")
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha " * 99}">' for n in range(12))
        outside = f'<!ENTITY out SYSTEM "{(tmp_path / "secret").as_uri()}">'
        declared, _, body = re.sub(r"<!DOCTYPE[^>]*>", "", SMALL[name]).partition("?>")
        document = f"{declared}?>\n<!DOCTYPE x [{laughs}{outside}]>{body}"
        document = re.sub(r"(<title>|<ArticleTitle>)(?!cs\.|ArXiv Query)", r"\1&l11; &out; ", document)
        (tmp_path / "list").write_text(document)
        done = empty("import", tmp_path / "list")
        assert done.code in (0, 3)
        assert "2 papers" in done.out
        shown = empty("list", "--json").out
        assert "secret" not in shown
        assert len(shown) < 3 * len(document)

    def test_a_broken_element_costs_itself(self, empty: Shell, tmp_path: Path) -> None:
        bad = "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>x</Wrong></PubmedArticle>"
        text = SMALL["pubmed-xml"].replace("</PubmedArticleSet>", f"{bad}\n</PubmedArticleSet>")
        done = bring_in(empty, text.encode(), tmp_path / "list")
        assert done.code == 3
        assert len(titles(empty)) == 2
        assert "not well-formed" in done.err


class TestBombs:
    def test_what_is_made_to_grow_is_stopped_and_what_came_before_stays(self, empty: Shell, tmp_path: Path) -> None:
        done = bring_in(empty, gzip.compress(GOOD + b'{"title": "' + b"x" * (110 << 20), 1), tmp_path / "bomb.json")
        assert done.code == 3
        assert "expands to more than" in done.err
        assert titles(empty) == ["A good paper about something"]

    def test_an_archive_costs_only_what_is_bad_in_it(self, empty: Shell, tmp_path: Path) -> None:
        place = tmp_path / "lists.zip"
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("one.json", GOOD)
            archive.writestr("inner.gz", gzip.compress(GOOD))
            archive.writestr("two.json", records("The other"))
        done = empty("import", place)
        assert done.code == 3
        assert [line.split(": ")[0] for line in done.lines] == [f"{place}/one.json", f"{place}/two.json"]
        assert f"{place}/inner.gz" in done.err
        assert len(done.err.splitlines()) == 1
        assert [one["file"] for one in empty("import", "--json", place).objects] == [
            f"{place}/one.json",
            f"{place}/two.json",
        ]

    def test_what_is_cut_off_is_imported_up_to_there(self, empty: Shell, tmp_path: Path) -> None:
        many = gzip.compress(records(*(f"Paper number {os.urandom(8).hex()}" for _ in range(9000))))
        done = bring_in(empty, many[: len(many) // 2], tmp_path / "list.gz")
        assert done.code == 3
        assert "ends too soon" in done.err
        assert 1000 < len(titles(empty)) < 9000
