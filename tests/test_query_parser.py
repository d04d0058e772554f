"""The query language: every construct is understood, everything malformed is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dictionaries import load
from indexer.errors import QueryError
from search_app.query.parser import MAX_CLAUSES, MAX_LENGTH, parse_query
from search_app.query.syntax import Sequence, Word, leaves

DICTIONARIES = load()
LINES = (Path(__file__).parent / "cases" / "queries.tsv").read_text(encoding="utf-8").splitlines()
CASES = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]

MARKS = list('"“”＂()（）|｜-－−*＊:： \t\n,，。\x00\u200bA9的')
NAMES = [
    "OR",
    "AND",
    "NOT",
    "ＯＲ",
    "..",
    "year:",
    "区县：",
    "标题:",
    "xyz:",
    "2018",
    "〔2018〕",
    "109号",
    "台政发",
]
PIECES = st.sampled_from([*MARKS, *NAMES, "国务院令第", "一窗受理", "雙隨機"])
FUZZ = st.lists(PIECES | st.characters(), max_size=24).map("".join)


@pytest.mark.parametrize(("typed", "understood"), CASES, ids=[repr(case[0]) for case in CASES])
def test_a_query_is_understood_as_written_down(typed: str, understood: str) -> None:
    if understood.startswith("!"):
        with pytest.raises(QueryError) as caught:
            parse_query(typed, DICTIONARIES)
        assert caught.value.position == int(understood[1:])
        assert caught.value.query == typed
        assert any("\u4e00" <= char <= "\u9fff" for char in str(caught.value))
    else:
        assert str(parse_query(typed, DICTIONARIES)) == understood


def test_an_unknown_field_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(QueryError, match="district"):
        parse_query("distrct:周村区", DICTIONARIES)


def test_what_is_too_long_or_has_too_many_words_is_refused_with_a_place() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("双" * 10_000, DICTIONARIES)
    assert caught.value.position == MAX_LENGTH
    with pytest.raises(QueryError, match="太多"):
        parse_query("词 " * (MAX_CLAUSES + 1), DICTIONARIES)
    with pytest.raises(QueryError, match="太深"):
        parse_query("(" * 100 + "词" + ")" * 100, DICTIONARIES)


def test_positions_point_at_where_clauses_begin() -> None:
    tree = parse_query("一窗受理 (双随机 OR year:2018)", DICTIONARIES)
    assert [leaf.position for leaf in leaves(tree)] == [0, 6, 13]


def test_a_lone_surrogate_is_an_error_that_can_be_printed() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("双\udc80", DICTIONARIES)
    assert caught.value.position == 1
    caught.value.query.encode()


@settings(max_examples=2500, deadline=None)
@given(FUZZ)
@example("（" * 50)
@example("-" * 50)
@example('"“' * 20)
@example("year:\ud800")
def test_any_string_is_a_tree_or_an_error_with_a_place_inside_it(typed: str) -> None:
    place: int | None = None
    try:
        tree = parse_query(typed, DICTIONARIES)
    except QueryError as error:
        place = error.position
    if place is None:
        assert list(leaves(tree))
    else:
        assert 0 <= place <= len(typed)


WORDS = st.sampled_from(["一窗受理", "营商环境", '"双随机"', "公共*", "year:2018..2020", "title:办法", "A-1"])
QUERIES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", " OR ", " AND "]), inner).map("".join),
        inner.map("({})".format),
        inner.map("NOT ({})".format),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(QUERIES)
def test_a_tree_prints_as_a_query_that_means_the_same(typed: str) -> None:
    tree = parse_query(typed, DICTIONARIES)
    assert parse_query(str(tree), DICTIONARIES) == tree


def test_words_side_by_side_are_one_sequence_whatever_brackets_surround_them() -> None:
    assert parse_query("((甲乙) 丙丁)", DICTIONARIES) == Sequence((Word("甲乙"), Word("丙丁")))
