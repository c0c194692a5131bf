"""`paperreader related` lists the most similar papers with the words they share."""

from __future__ import annotations

import json

import pytest

from tests.cli.shell import HOSTILE, Shell

pytest_plugins = ["tests.cli.shells"]


def lines(*papers: tuple[str, str]) -> bytes:
    return "".join(json.dumps({"title": title, "abstract": abstract}) + "\n" for title, abstract in papers).encode()


@pytest.fixture
def three(empty: Shell) -> Shell:
    papers = lines(
        ("Mamba: State Space Models", "A selective scan makes them depend on their input."),
        ("Samba: a Hybrid of Attention and State Spaces", "With a selective scan, in linear time."),
        ("Dust in Galaxies", "A survey of far infrared sources and of what hides behind them."),
    )
    assert empty("import", "-", stdin=papers).code == 0
    return empty


def test_a_paper_is_listed_as_in_lists_and_below_it_what_it_shares(three: Shell) -> None:
    mamba = three("list", "mamba", "--json").objects[0]["id"]
    done = three("related", str(mamba))
    assert (done.code, done.err) == (0, "")
    paper, shares = done.lines
    assert paper == three("list", "samba").lines[0]
    assert shares.split() == "shares state spaces, selective scan".split()


def test_as_json_it_is_the_paper_with_ties_and_score(three: Shell) -> None:
    mamba = three("list", "mamba", "--json").objects[0]["id"]
    [found] = three("related", str(mamba), "--json").objects
    score, ties = found.pop("score"), found.pop("ties")
    assert found == three("list", "samba", "--json").objects[0]
    assert ties == ["state spaces", "selective scan"]
    assert 0 < score < 1


def test_the_nearest_of_many_come_first_and_as_many_as_were_asked_for(shell: Shell) -> None:
    blip = shell("list", "title:BLIP", "--json").objects[0]["id"]
    found = shell("related", str(blip), "--json").objects
    assert len(found) == 20
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    assert shell("related", str(blip), "--json", "--limit", "3").objects == found[:3]
    assert len(shell("related", str(blip), "--limit", "3").lines) == 6
    assert shell("related", str(blip), "--limit", "0").code == 2


def test_where_nothing_is_near_it_says_so_and_a_paper_that_is_not_there_is_an_error(three: Shell) -> None:
    dust = three("list", "dust", "--json").objects[0]["id"]
    for json_or_not in ([], ["--json"]):
        done = three("related", str(dust), *json_or_not)
        assert (done.code, done.out) == (0, "")
        assert "no other paper" in done.err
    done = three("related", "99")
    assert (done.code, done.out) == (1, "")
    assert "99: no paper" in done.err


def test_hostile_papers_are_printed_safely(empty: Shell) -> None:
    assert empty("import", "-", stdin=lines((f"Zebra {HOSTILE}", "stripes"), (f"A zebra {HOSTILE}", "grass"))).code == 0
    done = empty("related", empty("list", "stripes", "--json").objects[0]["uid"])
    assert done.code == 0
    assert "zebra bold click app" in done.out
