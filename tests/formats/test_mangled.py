"""In every line-based format, a mangled record does not affect the others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Record
from paperreader.formats import FORMATS, Format
from tests.formats.damage import check
from tests.strategies import hostile_text

RECORDS = {
    "ris": (
        "TY  - JOUR\nAU  - Mann, Ada\nAU  - Berg, Otto\nTI  - {title}\nAB  - {abstract}\nPY  - 2014\nT2  - Lakes\n"
        "ER  - \n\n"
    ),
    "medline": (
        "PMID- {number}\nOWN - NLM\nDP  - 2014 Mar\nTI  - {title}\nAB  - {abstract}\nFAU - Mann, Ada\nAU  - Mann A\n"
        "JT  - Lakes\nMH  - Herons\n\n"
    ),
    "refer": "%0 Journal Article\n%T {title}\n%A Mann, Ada\n%J Lakes\n%D 2014\n%X {abstract}\n%K herons\n\n",
    "refworks": (
        "RT Journal Article\nSR Electronic(1)\nA1 Mann,Ada\nT1 {title}\nJF Lakes\nYR 2014\nAB {abstract}\nK1 herons\n\n"
    ),
    "web-of-science": "PT J\nAU Mann, A\n   Berg, O\nTI {title}\nSO LAKES\nAB {abstract}\nPY 2014\nUT WOS:1\nER\n\n",
    "database-text": (
        "<{number}>\nAccession Number\n  {number}\nTitle\n  {title}\nAuthors\n  Mann A; Berg O\nSource\n"
        "  Lakes. 12(3):1-9, 2014.\nAbstract\n  {abstract}\n\n"
    ),
}


def record(form: str, number: int) -> str:
    """Return one record, recognisable by its title."""
    abstract = f"Herons of lake {number} were counted in winter by many observers, and more were found than before."
    return RECORDS[form].format(number=number, title=f"Herons of lake {number}", abstract=abstract)


@st.composite
def mangled(draw: st.DrawFn, text: str) -> str:
    """Draw a record with lines cut, swapped, lost, doubled, indented, respaced or made up."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        other = draw(st.integers(0, len(lines) - 1))
        what = draw(
            st.sampled_from(("cut", "swap", "lose", "double", "indent", "dash", "blank", "lower", "hostile", "bare"))
        )
        if what == "swap":
            lines[at], lines[other] = lines[other], line
        elif what == "lose":
            lines[at : at + 1] = [] if len(lines) > 1 else [""]
        elif what in ("double", "hostile", "blank"):
            lines.insert(other, {"double": line, "hostile": draw(hostile_text(30)), "blank": ""}[what])
        else:
            lines[at] = {
                "cut": line[: draw(st.integers(0, len(line)))],
                "indent": f"  {line}",
                "dash": line.replace("  -", draw(st.sampled_from((" -", "-", "  --", " \N{EN DASH}", "\t-"))), 1),
                "lower": line.lower(),
                "bare": line[4:],
            }[what]
    return "\n".join(lines)


@pytest.mark.parametrize("form", [one for one in FORMATS if one.name in RECORDS], ids=lambda form: str(form.name))
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_mangled_record_costs_only_itself(form: Format, data: st.DataObject) -> None:
    middle = data.draw(mangled(record(form.name, 2)))
    text = f"{record(form.name, 1)}{middle}\n\n{record(form.name, 3)}"
    found = [one.paper for one in check(form, text) if isinstance(one, Record)]
    whole = [one.paper for one in check(form, record(form.name, 1)) if isinstance(one, Record)]
    assert (found[0].title, found[0].authors, found[0].published) == (
        whole[0].title,
        whole[0].authors,
        whole[0].published,
    )
    assert found[0].abstract.startswith(whole[0].abstract)
    (last,) = [one for one in found if one.title == "Herons of lake 3"]
    assert last.abstract.startswith("Herons of lake 3 were counted")
    assert last.authors[0] in ("Ada Mann", "A Mann")
    # What was in the middle is in a paper or left over, unless nothing of it remained.
    if re.search(r"(?m)^(?:TI  - |%T |T1 |TI |Title\n  )Herons of lake 2$", middle) and not re.search(
        "(?i)lake 2 were", middle
    ):
        assert any("lake 2" in str(one) for one in check(form, text))


PROSE = (
    "PT is what we call a patient. AB is a blood type.\n\nTI means a title, and AU an author, as all know who read.\n",
    "AB - a blood type that few people have\n\nWe met in winter. Nobody spoke of anything else but lakes and herons.\n",
    "RT is short for reaction time.\nSR is strontium.\nWe measured both of them in forty herons, twice a day.\n",
    "Dear all,\n\nTO - DO: read the paper.\nRE - the title: please change it.\n\nBest,\nAda\n",
    "%D and %T are placeholders of strftime.\nThey stand for the date and the time of day.\n",
    "<1>\nSome notes about the first lake, and where the herons were.\n<2>\nAnd about the second one.\n",
    "Record 1 of the band was a success.\nTitle: none.\n",
    "ER: Estrogen receptor\nPR: Progesterone receptor\nWe describe both of them here.\n",
)


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_not_taken_for_tags(text: str) -> None:
    for form in FORMATS:
        if form.name in RECORDS:
            assert form.sniff(text) < 0.3, form.name
