from __future__ import annotations

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import form_of, papers_in, read_text
from tests.formats.dumps import RDF, RSS

FORM = form_of("arxiv-rss")


def test_items_of_todays_feed_are_read() -> None:
    assert recognise(RSS) is FORM
    first, second = papers_in(FORM, RSS)
    assert first == Paper(
        title="A new paper about $x < y$",
        title_from=TitleFrom.PRINTED,
        abstract="We study things & others (often <5%).",
        authors=("Marie Curie", "René Descartes"),
        published=PartialDate(2024, 7, 19),
        categories=("cs.LG", "stat.ML"),
        identifiers=(Identifier("arxiv", "2407.12345"), Identifier("arxiv_version", "2407.12345v1")),
    )
    assert second == Paper(
        title="A replaced paper",
        title_from=TitleFrom.PRINTED,
        abstract="It was better before.",
        authors=("Emmy Noether",),
        venue="Annals 2023",
        categories=("cs.CL",),
        identifiers=(
            Identifier("arxiv", "2301.00001"),
            Identifier("arxiv_version", "2301.00001v3"),
            Identifier("doi", "10.1000/xyz"),
        ),
    )


def test_items_of_the_older_feed_are_read() -> None:
    assert recognise(RDF) is FORM
    assert papers_in(FORM, RDF) == [
        Paper(
            title="An older feed",
            title_from=TitleFrom.PRINTED,
            abstract="We present a feed that is wrapped.",
            authors=("Marie Curie", "Emmy Nöther"),
            categories=("cs.LG",),
            identifiers=(Identifier("arxiv", "2301.00002"), Identifier("arxiv_version", "2301.00002v2")),
        )
    ]


def test_a_broken_item_costs_only_itself() -> None:
    found = read_text(FORM, RSS.replace("<guid", "<guidd", 1))
    assert [type(one) is Leftover for one in found] == [True, False]
    (empty,) = read_text(FORM, "<rss><item><link/></item></rss>")
    assert isinstance(empty, Leftover)


def test_feeds_of_others_are_left_alone() -> None:
    assert FORM.sniff("<rss><channel><item><title>x</title><link>http://example.org/</link></item>") == 0
