"""Drawings are well-formed, say the numbers, and contain nothing but what is drawn, whatever names say."""

from __future__ import annotations

import re
from datetime import date
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from hypothesis import given, settings, strategies as st

from paperreader.charts import prisma_lines, prisma_svg, statistics_svg
from paperreader.domain import Decision, one_line
from paperreader.library import FacetCounts, Statistics, Year
from paperreader.library.reports.statistics import ImportTotals
from tests.charts.figures import days, ranked, statistics, years
from tests.strategies import hostile_text

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 3, 2)
DRAWN = {f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "line", "text", "polygon")}
MORE = {
    "x", "y", "x1", "y1", "x2", "y2", "width", "height", "rx", "fill", "stroke", "font-size", "font-weight",
    "font-family", "text-anchor", "points", "transform", "viewBox", "role",
}  # fmt: skip
REVIEW = statistics(
    {Decision.ACCEPT: 4, Decision.REJECT: 20, Decision.MAYBE: 2},
    undecided=3,
    reasons=(("wrong <topic> & \"more\"", 15), ("too old", 3)),
    sources=(ImportTotals("/home/me/Web of Science.ris", "2026-01-01T00:00:00.000Z", 30, 20),
             ImportTotals("pubmed.nbib", "2026-01-02T00:00:00.000Z", 7, 10)),
    records=37, duplicates=7, papers=30, trashed=1, pace=2.0,
    days=(("2026-02-27", 26),), added=(("2026-02-20", 30),), reading=(("2026-03-01", 5),),
    years=(Year(2019, 3, 1), Year(2021, 9, 3)), tag_counts=(("todo", 9), ("done", 3)),
    venues=FacetCounts((("Nature", 900),), estimated=True),
)  # fmt: skip


def read(svg: str) -> Element:
    """Parse a drawing; only shapes and words are in it, and all of them on the page."""
    root: Element = fromstring(svg.encode("utf-8"))
    assert {one.tag for one in root.iter()} <= DRAWN
    assert {name for one in root.iter() for name in one.attrib} <= MORE
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    for one in root.iter(f"{SVG}rect"):
        assert 0 <= float(one.get("x", "0")) <= float(one.get("x", "0")) + float(one.get("width", "")) <= width + 0.2
        assert 0 <= float(one.get("y", "0")) <= float(one.get("y", "0")) + float(one.get("height", "")) <= height + 0.2
    for one in root.iter(f"{SVG}text"):
        assert 0 <= float(one.get("x", "")) <= width
        assert 0 <= float(one.get("y", "")) <= height
    return root


def words(svg: str) -> list[str]:
    return [one.text or "" for one in read(svg).iter(f"{SVG}text")]


def test_the_flow_has_the_boxes_of_prisma_and_its_numbers_add_up() -> None:
    said = words(prisma_svg(REVIEW))
    for line in (
        "Records identified (n = 37)",
        "Web of Science.ris (n = 30)",
        "pubmed.nbib (n = 7)",
        "Records removed before screening (n = 8)",
        "duplicates (n = 7)",
        "in the trash (n = 1)",
        "Records to screen (n = 29)",
        "Not screened yet (n = 3)",
        "Records screened (n = 26)",
        "Records excluded (n = 20)",
        'wrong <topic> & "more" (n = 15)',
        "no reason given (n = 2)",
        "Not settled yet (n = 2)",
        "Studies included in review (n = 4)",
        "Identification",
        "Screening",
        "Included",
    ):
        assert line in [one.strip() for one in said], line
    assert 37 - 8 == 29
    assert 29 - 3 - 20 - 2 == 4


def test_the_flow_of_a_review_that_is_done_has_no_boxes_for_what_is_left() -> None:
    done = statistics({Decision.ACCEPT: 2, Decision.REJECT: 3}, records=5, papers=5)
    text = "\n".join(prisma_lines(done))
    assert "yet" not in text
    assert "Records to screen" not in text
    assert [one.strip() for one in words(prisma_svg(done)) if "(n" in one] == re.findall(r"\w[^→\n]*\(n = \d+\)", text)


def test_many_imports_and_reasons_are_summed_up() -> None:
    many = tuple(ImportTotals(f"{number}.ris", "", 2, 1) for number in range(30))
    said = "\n".join(prisma_lines(statistics(sources=many, records=60)))
    assert "22 other imports (n = 44)" in said
    assert said.count(".ris") == 8


def test_the_statistics_say_what_was_counted() -> None:
    said = words(statistics_svg(REVIEW, TODAY, "tag:review"))
    assert "tag:review" in said
    assert "29 papers · 26 screened · 0 read · 2 decisions a minute · 3 left: about 2 min · 2026-03-02" in said
    for line in (
        "accepted 4",
        "rejected 20",
        "undecided 3",
        "Papers added per day",
        "most: 26 on 27 Feb",
        "Tags",
        "~900",
    ):
        assert line in said
    hints = [one.text for one in read(statistics_svg(REVIEW, TODAY, "")).iter(f"{SVG}title")]
    assert "2020: 0, 0 accepted" not in hints  # no column, no hint
    assert "2021: 9, 3 accepted" in hints


def test_nothing_at_all_is_drawn_as_well() -> None:
    assert "0 papers · 0 screened · 0 read · 2026-03-02" in words(statistics_svg(statistics(), TODAY, "All papers"))
    assert "Studies included in review (n = 0)" in [one.strip() for one in words(prisma_svg(statistics()))]


@st.composite
def hostile(draw: st.DrawFn) -> Statistics:
    sources = st.lists(
        st.builds(ImportTotals, hostile_text(40), st.just(""), st.integers(0, 10**6), st.just(0)), max_size=10
    )
    return statistics(
        {Decision.REJECT: 10**6, Decision.ACCEPT: draw(st.integers(0, 9))},
        reasons=draw(ranked()),
        sources=tuple(draw(sources)),
        tag_counts=draw(ranked()),
        venues=FacetCounts(draw(ranked()), estimated=draw(st.booleans())),
        days=draw(days()), added=draw(days()), years=draw(years()),
    )  # fmt: skip


@settings(max_examples=25)
@given(hostile(), hostile_text())
def test_no_name_breaks_out_of_its_place(counted: Statistics, title: str) -> None:
    shown = words(statistics_svg(counted, TODAY, title))
    flow = words(prisma_svg(counted))
    assert shown[0].rstrip("…") == one_line(title)[: len(shown[0].rstrip("…"))].rstrip()
    assert flow[-1] == "Included"
    for line in (*shown, *flow, *prisma_lines(counted)):
        assert "\n" not in line


def test_what_no_xml_can_hold_is_replaced() -> None:
    title = words(statistics_svg(statistics(), TODAY, "a\x00b\x01c\ud800d\ufffee\uffff</text><script>"))[0]
    assert title == "ab\ufffdc\ufffdd\ufffde\ufffd</text><script>"
