"""Finding the PDF of a paper in folders by its identifiers, and telling a PDF from anything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from paperreader.domain import Identifier
from paperreader.exchange import NotPdf, check_pdf, find_pdf

ARXIV = (Identifier("arxiv", "2403.13043"), Identifier("arxiv_version", "2403.13043v2"))
OLD = (Identifier("arxiv", "hep-th/9901001"),)
DOI = (Identifier("doi", "10.1000/a.182"),)
PMID = (Identifier("pmid", "30922926"),)
PMCID = (Identifier("pmcid", "PMC123456"),)


def put(folder: Path, name: str, content: bytes = b"%PDF-1.7\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("identifiers", "name"),
    [
        (ARXIV, "2403.13043.pdf"),
        (ARXIV, "2403.13043v3.PDF"),
        (ARXIV, "Cheems - 2403.13043v2 (read).pdf"),
        (ARXIV, "arxiv_2403.13043_cheems.pdf"),
        (ARXIV, "2024/march/2403.13043.pdf"),
        (OLD, "hep-th_9901001v1.pdf"),
        (OLD, "hep-th9901001.pdf"),
        (DOI, "10.1000_a.182.pdf"),
        (DOI, "10.1000-A.182 On Engines.pdf"),
        (DOI, "10.1000%2Fa.182.pdf"),
        (DOI, "10.1000/a.182.pdf"),
        (PMID, "pmid 30922926.pdf"),
        (PMID, "PMID30922926.pdf"),
        (PMCID, "pmc123456.pdf"),
        ((*OLD, *DOI), "10.1000_a.182.pdf"),
    ],
)
def test_a_file_is_found_by_an_identifier_in_its_name(
    tmp_path: Path, identifiers: tuple[Identifier, ...], name: str
) -> None:
    put(tmp_path, "other.pdf")
    put(tmp_path, f"{Path(name).stem}.txt")
    path = put(tmp_path, name)
    if "/" in name and identifiers is DOI:  # the folder is half of its name, which is not looked for
        assert find_pdf([tmp_path], identifiers) is None
    else:
        assert find_pdf([tmp_path / "missing", tmp_path], identifiers) == path


@pytest.mark.parametrize(
    ("identifiers", "name"),
    [
        (ARXIV, "12403.13043.pdf"),
        (ARXIV, "2403.130431.pdf"),
        (ARXIV, "2403.13043.2.pdf"),
        (ARXIV, "1.2403.13043.pdf"),
        (ARXIV, "2403x13043.pdf"),
        (ARXIV, "2403.13043.pdf.txt"),
        (DOI, "10.1000_a.1823.pdf"),
        (DOI, "10.1000_a.182.5.pdf"),
        (PMID, "30922926.pdf"),
        (PMID, "pmid 309229261.pdf"),
        ((), "paper.pdf"),
        ((Identifier("doi", ""),), "paper.pdf"),
    ],
)
def test_a_name_that_only_resembles_an_identifier_is_another_papers(
    tmp_path: Path, identifiers: tuple[Identifier, ...], name: str
) -> None:
    put(tmp_path, name)
    assert find_pdf([tmp_path], identifiers) is None


def test_of_several_files_the_newest_is_found(tmp_path: Path) -> None:
    for age, name in ((3, "2403.13043v1.pdf"), (1, "new/2403.13043v2.pdf"), (2, "2403.13043.pdf")):
        os.utime(put(tmp_path, name), (1_000_000_000 - age, 1_000_000_000 - age))
    assert find_pdf([tmp_path], ARXIV) == tmp_path / "new" / "2403.13043v2.pdf"


def test_links_to_folders_are_not_followed_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken.pdf").symlink_to(tmp_path / "nothing")
    path = put(tmp_path, "a/2403.13043.pdf")
    assert find_pdf([tmp_path], ARXIV) == path
    assert find_pdf([Path("\0")], ARXIV) is None


def test_a_pdf_is_a_pdf(tmp_path: Path) -> None:
    check_pdf(put(tmp_path, "a.pdf"))
    check_pdf(put(tmp_path, "b.PDF", b"\n\n junk %PDF-1.4"))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("missing.pdf", "there is no such file"),
        ("folder.pdf", "it is not a regular file"),
        ("pipe.pdf", "it is not a regular file"),
        ("text.pdf", "it does not begin like a PDF"),
        ("run.desktop", "its name does not end in .pdf"),
        ("\0.pdf", "there is no such file"),
        ("x" * 300 + ".pdf", "file name too long"),
    ],
)
def test_what_is_no_pdf_is_told_apart_before_anything_is_run(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "folder.pdf").mkdir()
    os.mkfifo(tmp_path / "pipe.pdf")
    put(tmp_path, "text.pdf", b"#!/bin/sh\n")
    put(tmp_path, "run.desktop")
    with pytest.raises(NotPdf, match=why):
        check_pdf(tmp_path / name)
