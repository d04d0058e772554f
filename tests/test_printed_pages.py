"""Printed page numbers stand in for lost ones only where the contents list's own pages agree with them."""

from __future__ import annotations

from indexer.issues.printed_pages import printed_pages
from indexer.layout import Line

FEET = [Line(20, "— 1 —"), Line(40, "— 2 —"), Line(60, "— 3 —"), Line(100, "— 5 —")]


def test_a_page_at_the_foot_reaches_from_the_number_above_to_its_own() -> None:
    pages = printed_pages(FEET, 5, [(5, 1), (30, 2)])
    assert pages is not None
    assert pages.foot
    assert [pages.page_of(line) for line in (5, 21, 60)] == [1, 2, 3]


def test_beside_a_lost_number_nothing_is_said() -> None:
    pages = printed_pages(FEET, 5, [(5, 1), (30, 2)])
    assert pages is not None
    assert pages.page_of(70) is None


def test_pages_that_the_list_contradicts_are_not_believed() -> None:
    assert printed_pages(FEET, 5, [(5, 7), (30, 9)]) is None
    assert printed_pages(FEET, 5, [(30, 3)]) is None


def test_one_page_of_the_list_is_enough_where_numbering_begins_with_the_first_document() -> None:
    assert printed_pages(FEET, 5, [(30, 2)]) is not None
    assert printed_pages(FEET[2:], 45, [(50, 3)]) is None


def test_a_running_head_between_a_line_and_its_number_turns_the_page() -> None:
    pages = printed_pages([*FEET[:2], Line(50, "云台市人民政府公报"), *FEET[2:]], 5, [(5, 1), (30, 2)])
    assert pages is not None
    assert [pages.page_of(line) for line in (45, 55)] == [2, 3]


def test_numbers_above_the_text_are_those_of_their_own_page() -> None:
    pages = printed_pages([Line(3, "1"), Line(30, "2"), Line(60, "3")], 4, [(4, 1), (35, 2)])
    assert pages is not None
    assert not pages.foot
    assert pages.page_of(45) == 2


def test_each_page_starts_behind_the_number_at_the_foot_of_the_one_before() -> None:
    pages = printed_pages(FEET, 5, [(5, 1), (30, 2)])
    assert pages is not None
    assert pages.starts(5) == ((5, 1), (21, 2), (41, 3), (61, None), (101, None))
