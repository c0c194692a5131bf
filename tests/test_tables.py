"""The tables of facts and the SQL tables that go with them have the same rows."""

from __future__ import annotations

from itertools import pairwise

from paperreader.cli.core.line_reader import _HELP
from paperreader.domain import DECISIONS, FROM_YES_TO_NO, OUTCOMES, Decision, outcome_of
from paperreader.library.search.filters import ANNOTATED, POSSESSION_SQL, STATE_SQL
from paperreader.library.search.orders import ORDER_FUNCTIONS, ORDER_SQL
from paperreader.query import ORDERS, RELEVANCE, fields, parse
from paperreader.tui import COMMANDS
from paperreader.tui.core.glyphs import ASCII, UNICODE
from paperreader.tui.widgets.paper_list import PaperList


def test_every_decision_has_one_row_and_undecided_has_the_last() -> None:
    assert [one.decision for one in OUTCOMES] == [*Decision, None]
    assert list(DECISIONS) == list(Decision)
    assert {outcome_of(one).decision for one in (None, "", "no such decision")} == {None}


def test_no_two_decisions_share_what_they_are_told_apart_by() -> None:
    for told_apart in ("state", "id", "key", "title", "line_key", "done", "sort_rank", "list_rank", "sign"):
        assert len({getattr(one, told_apart) for one in OUTCOMES}) == len(OUTCOMES), told_apart
    assert sorted(FROM_YES_TO_NO, key=lambda one: one.list_rank) == list(FROM_YES_TO_NO)


def test_every_decision_has_a_sign_of_one_cell_and_a_style() -> None:
    for name, one in DECISIONS.items():
        assert [len(signs.decided[name]) for signs in (UNICODE, ASCII)] == [1, 1]
        assert ASCII.decided[name].isascii()
        assert f"paper-list--{one.state}" in PaperList.COMPONENT_CLASSES


def test_every_decision_and_order_has_its_command() -> None:
    ids = {command.id for command in COMMANDS}
    assert ids >= {*(f"decide.{one.id}" for one in OUTCOMES), *(f"sort.{name}" for name in ORDERS)}


def test_every_letter_of_the_line_reader_does_one_thing() -> None:
    letters = [line[0] for line in _HELP.splitlines()]
    assert sorted(set(letters)) == sorted(letters)
    assert {one.line_key for one in OUTCOMES} < set(letters)


def test_what_a_query_can_ask_for_has_its_sql_and_nothing_else_has() -> None:
    assert {*STATE_SQL, ANNOTATED} == set(fields.STATES) >= {one.state for one in OUTCOMES}
    assert set(POSSESSION_SQL) == set(fields.POSSESSIONS)
    assert {*ORDER_SQL, *ORDER_FUNCTIONS, RELEVANCE} == set(fields.SORTS) == set(ORDERS)
    assert not set(ORDER_SQL) & set(ORDER_FUNCTIONS)


def test_every_order_is_understood_and_all_that_turn_turned_round() -> None:
    for name, order in ORDERS.items():
        assert not parse(f"sort:{name}").problems
        assert bool(parse(f"sort:-{name}").problems) is not order.turns
    assert [order.turns for order in ORDERS.values()].count(False) == 1


def test_completion_offers_the_likeliest_order_first() -> None:
    likely = [ORDERS[name].likely for name in fields.SORTS]
    assert all(one < other for one, other in pairwise(likely))
