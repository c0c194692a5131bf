"""Small libraries to search: papers inserted by hand, and the real ones of the sample lists."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from paperreader.domain import Identifier, Paper, PartialDate, new_uid, now
from paperreader.library import Search
from paperreader.library.database.connection import connect
from paperreader.library.opening import open_for_writing
from paperreader.library.search.index import Index, Indexed, extra
from paperreader.query import parse

SAMPLES = Path(__file__).parent.parent.parent / "sample_data"


@dataclass
class Shelf:
    """A library file with one connection for writing and one for searching."""

    path: Path
    writing: sqlite3.Connection = field(init=False)
    reading: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self.writing = open_for_writing(self.path, create=True)
        self.writing.execute("pragma synchronous = off")
        self.reading = connect(self.path, writes=False)
        self.index = Index(self.writing)
        self.search = Search(self.reading)

    def close(self) -> None:
        self.reading.close()
        self.writing.close()

    def add(self, *papers: Paper, imported: str = "") -> list[int]:
        ids = []
        batch = []
        self.writing.execute("begin immediate")
        for paper in papers:
            id_ = insert(self.writing, paper, imported or now())
            ids.append(id_)
            batch.append(indexed(id_, paper))
        self.index.add(batch)
        self.writing.execute("commit")
        return ids

    def remove(self, id_: int, paper: Paper) -> None:
        self.writing.execute("begin immediate")
        self.index.remove([indexed(id_, paper)])
        self.writing.execute("delete from papers where id = ?", (id_,))
        self.writing.execute("commit")

    def tag(self, id_: int, name: str) -> None:
        self.writing.execute("begin immediate")
        row = self.writing.execute("select uid from tags where name = ?", (name,)).fetchone()
        uid = row[0] if row else new_uid()
        if not row:
            self.writing.execute("insert into tags values (?, ?, null, '', '', 1)", (uid, name))
        self.writing.execute("insert into taggings values (?, ?, ?, '', '', 1)", (new_uid(), id_, uid))
        self.index.annotate([id_])
        self.writing.execute("commit")

    def untag(self, id_: int) -> None:
        self.writing.execute("begin immediate")
        self.writing.execute("delete from taggings where paper = ?", (id_,))
        self.index.annotate([id_])
        self.writing.execute("commit")

    def note(self, id_: int, body: str) -> None:
        self.writing.execute("begin immediate")
        self.writing.execute("insert into notes values (?, ?, null, ?, ?, ?, 1)", (new_uid(), id_, body, now(), now()))
        self.index.annotate([id_])
        self.writing.execute("commit")

    def state(self, id_: int, *, read: bool = False, starred: bool = False, decision: str | None = None) -> None:
        self.writing.execute(
            "insert into states(uid, paper, read, starred, decision, created, updated, revision)"
            " values (?, ?, ?, ?, ?, '', '', 1)",
            (new_uid(), id_, read, starred, decision),
        )

    def find(self, text: str) -> list[int]:
        return list(self.search.find(parse(text)).ids)

    def labels(self, text: str) -> list[str]:
        """Return the labels of the papers that a query finds, best first."""
        statement = "select label from papers where id = ?"
        return [self.reading.execute(statement, (id_,)).fetchone()[0] for id_ in self.find(text)]


def indexed(id_: int, paper: Paper) -> Indexed:
    return id_, paper.title or paper.abstract[:80], paper.abstract, extra(paper)


def insert(connection: sqlite3.Connection, paper: Paper, imported: str) -> int:
    columns = (
        new_uid(),
        paper.title or paper.abstract[:80],
        paper.title,
        paper.abstract,
        json.dumps(paper.authors),
        str(paper.published) if paper.published else None,
        paper.venue,
        json.dumps(paper.categories),
        paper.upvotes,
        imported,
    )
    id_ = connection.execute(
        "insert into papers(uid, label, title, abstract, authors, published, venue, categories, upvotes, imported)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        columns,
    ).lastrowid
    assert id_ is not None
    if paper.keywords or paper.remarks:  # which a library of the second schema has no columns for
        said = json.dumps(paper.keywords), json.dumps(paper.remarks), id_
        connection.execute("update papers set keywords = ?, remarks = ? where id = ?", said)
    for one in paper.identifiers:
        connection.execute("insert into identifiers values (?, ?, ?)", (one.scheme, one.value, id_))
    return id_


@cache
def real_papers() -> tuple[Paper, ...]:
    """Return the papers of the two lists that print titles: a title line, then a paragraph of abstract."""
    papers = []
    for name in ("003", "004"):
        lines = next(SAMPLES.glob(f"{name}_*")).read_text(encoding="utf-8").splitlines()
        title = ""
        for line in filter(None, map(str.strip, lines)):
            if len(line.split()) >= 60:
                papers.append(Paper(title=title.removeprefix("Subscribe"), abstract=line))
            elif len(line.split()) >= 3:
                title = line
    return tuple(papers)


def typical() -> Iterable[Paper]:
    """Return four papers that differ in everything."""
    return (
        Paper(
            title="LoRA: Low-Rank Adaptation of Large Language Models",
            abstract="We freeze the pretrained weights and inject trainable matrices into each layer.",
            authors=("Edward J. Hu", "Yelong Shen"),
            published=PartialDate(2021, 6),
            venue="ICLR",
            categories=("cs.CL", "cs.LG"),
            upvotes=57,
            identifiers=(Identifier("arxiv", "2106.09685"),),
        ),
        Paper(
            title="QLoRA: Efficient Finetuning of Quantized LLMs",
            abstract="Low rank adapters over a frozen four bit model. The space, state of the art.",
            published=PartialDate(2023, 5, 23),
            categories=("cs.LG",),
            upvotes=12,
        ),
        Paper(
            title="Mamba: Linear-Time Sequence Modeling",
            abstract="Structured state space models replace the Transformer. Schrödinger is cited, 量子计算 too.",
            authors=("Albert Gu",),
            published=PartialDate(2023),
            categories=("math.OC",),
        ),
        Paper(title="Attention Is All You Need", abstract="", published=PartialDate(2017, 6, 12), upvotes=3),
    )
