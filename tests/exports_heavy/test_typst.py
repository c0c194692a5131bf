"""Typst sets a page that cites every work of a Hayagriva file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperreader.exports import EXPORTS
from tests.exports.examples import written
from tests.exports_heavy.papers import papers

typst = pytest.importorskip("typst", reason="typst is not installed (pip install typst)")
EXPORT = {one.name: one for one in EXPORTS}


def test_typst_cites_every_work(tmp_path: Path) -> None:
    text = written(EXPORT["hayagriva"].write, *papers())
    keys = re.findall(r"^(\S+):$", text, re.MULTILINE)
    assert len(keys) == len(papers())
    (tmp_path / "papers.yaml").write_text(text, encoding="utf-8")
    cites = "\n".join(f"#cite(label({key if key.startswith(chr(34)) else f'{chr(34)}{key}{chr(34)}'}))" for key in keys)
    page = tmp_path / "page.typ"
    page.write_text(f'{cites}\n#bibliography("papers.yaml")\n', encoding="utf-8")
    assert typst.compile(str(page)).startswith(b"%PDF")
