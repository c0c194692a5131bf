"""How accurately titles fused to their abstracts are split off, on real papers whose titles are known.

python -m tests.benchmarks.bench_titles

Titles and abstracts of the sample lists (and of the real files beside the project, where they are) are joined by a
space, as a page prints them in one line. The weights were fitted to some of the sample lists: what the others say is
the better figure.
"""

from __future__ import annotations

from paperreader.domain import Paper, Record, TitleFrom, split_title
from paperreader.exchange import is_doubtful
from tests.benchmarks.bench_merging import real_papers
from tests.benchmarks.measuring import head, row


def main() -> None:
    """Measure and print."""
    lists = real_papers(beyond=False)
    known = {paper.abstract[:150] for paper in lists}
    others = [paper for paper in real_papers(beyond=True) if paper.abstract[:150] not in known]
    head("fused titles of", "papers", "exact", "within two words", "sure", "exact where sure")
    for what, papers in (("the sample lists", lists), ("the other files", others)):
        _measure(what, [paper for paper in papers if paper.title and paper.title_from is TitleFrom.PRINTED])


def _measure(what: str, papers: list[Paper]) -> None:
    if not papers:
        return
    exact = near = sure = exact_where_sure = 0
    for paper in papers:
        found = split_title(f"{paper.title} {paper.abstract}")
        words = len(str(paper.title).split())
        off = abs(len(found.title.split()) - words)
        exact += not off
        near += off <= 2
        read = Paper(title=found.title, title_from=TitleFrom.SPLIT, title_confidence=found.confidence)
        if not is_doubtful(Record(read, 1)):
            sure += 1
            exact_where_sure += not off
    shares = (exact / len(papers), near / len(papers), sure / len(papers), exact_where_sure / max(sure, 1))
    row(what, len(papers), *(f"{share:.1%}" for share in shares))


if __name__ == "__main__":
    main()
