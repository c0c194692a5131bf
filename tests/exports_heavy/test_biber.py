"""biber reads BibTeX and BibLaTeX, and validates BibLaTeX against the data model."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from paperreader.exports import EXPORTS
from tests.exports.examples import written
from tests.exports_heavy.papers import papers

pytestmark = pytest.mark.skipif(shutil.which("biber") is None, reason="biber is not installed")
EXPORT = {one.name: one for one in EXPORTS}
_EXPECTED = re.compile(
    r"Field '(?:screening|rating)' invalid"  # for reference managers; BibLaTeX ignores it
    r"|Invalid field '|Missing mandatory field"  # a kind of work that its source says too much or too little of
    r"|possible runaway string"  # a line of an abstract begins as an entry would
)


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
@pytest.mark.parametrize("ascii_", [False, True])
def test_biber_reads_every_entry(tmp_path: Path, name: str, ascii_: bool) -> None:
    source = tmp_path / "papers.bib"
    source.write_text(written(EXPORT[name].given(ascii=ascii_).write, *papers()), encoding="utf-8")
    done = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", "--nolog", "--output-file=read.bib", source.name],
        cwd=tmp_path, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "ERROR" not in done.stdout
    warnings = [line for line in done.stdout.splitlines() if line.startswith("WARN") and not _EXPECTED.search(line)]
    assert warnings == []
    read = (tmp_path / "read.bib").read_text(encoding="utf-8")
    assert len(re.findall(r"^@\w+\{", read, re.MULTILINE)) == len(papers())
    people = r"van Beethoven, Ludwig and Garc\S*a M\S*rquez, Gabriel and King, Jr., Martin Luther and {The OpenAI Team}"
    assert re.search(people, read)
